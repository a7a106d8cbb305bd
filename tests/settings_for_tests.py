"""The settings of an installation, made fast, quiet and private for the tests."""

import os
import tempfile
from pathlib import Path

from karavan.config.settings import *  # noqa: F403
from karavan.config.settings import DATABASES, STORAGES

_SCRATCH = (
    Path(tempfile.gettempdir()) / f"karavan-tests-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
)

SECRET_KEY = "only-for-the-tests-and-long-enough-to-be-no-warning"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_KEPT = True  # in the list of the test: letters are written, and at once
MAIL_SENT = False
REDIS_URL = ""
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
VAR = _SCRATCH
STATIC_ROOT = _SCRATCH / "static"
MEDIA_ROOT = _SCRATCH / "media"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# One client address sends every request of the suite: only the tests of the limit itself switch it on.
RATE_LIMIT_PER_MINUTE = 0
PRINT_LIMIT_PER_MINUTE = 0

if "postgresql" in str(DATABASES["default"]["ENGINE"]):
    # Its own name: never the database of somebody who works on the same server.
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("KARAVAN_TEST_DATABASE", "test_karavan")}
else:
    # A file and not memory, so that threads and live servers see WAL as an installation has it.
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "karavan.sqlite3")}
