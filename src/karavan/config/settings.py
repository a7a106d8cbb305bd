"""Settings of a Karavan installation, all read from the environment (docs/reference/settings.md)."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from karavan.config import env

SRC = Path(__file__).resolve().parents[2]
ROOT = SRC.parent
VAR = Path(env.text("KARAVAN_VAR") or ROOT / "var")
NODE_MODULES = Path(env.text("KARAVAN_NODE_MODULES") or ROOT / "node_modules")

DEMO_SECRET = "demonstration-secret-never-for-production"
DEMO = env.flag("KARAVAN_DEMO", False)
DEBUG = env.flag("KARAVAN_DEBUG", False)
SECRET_KEY = env.text("KARAVAN_SECRET_KEY") or DEMO_SECRET
ALLOWED_HOSTS = env.words("KARAVAN_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_URL = env.text("KARAVAN_SITE_URL", "http://127.0.0.1:8000").rstrip("/")

CITY_NAME = env.text("KARAVAN_CITY", "Челябинск")
CITY_NAME_EN = env.text("KARAVAN_CITY_EN", "Chelyabinsk")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rules",
    "django_tasks",
    "django_tasks_db",
    "karavan.kernel.journal",
    "karavan.ui",
    "karavan.people",
    "karavan.places",
    "karavan.programme",
    "karavan.catalogue",
    "karavan.integrations.citydata",
    "karavan.portal",
    "karavan.office",
    "karavan.api",
    "karavan.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "karavan.config.urls"
WSGI_APPLICATION = "karavan.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "django.contrib.auth.backends.ModelBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), default_file=VAR / "karavan.sqlite3")}

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [SRC / "karavan" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("KARAVAN_TIME_ZONE", "Asia/Yekaterinburg")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "karavan.ui.finders.VendorFinder",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
