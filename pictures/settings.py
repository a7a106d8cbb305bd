"""The settings of an installation for photographs: its own folder, no limits, a few addresses more."""

from karavan.config.settings import *  # noqa: F403
from karavan.config.settings import STORAGES

ROOT_URLCONF = "pictures.urls"
RATE_LIMIT_PER_MINUTE = 0
PRINT_LIMIT_PER_MINUTE = 0
# Static files as they lie in the source: nothing to collect before each round of pictures.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
