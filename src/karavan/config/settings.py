"""Settings of a Karavan installation, all read from the environment (docs/reference/settings.md)."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from karavan.config import env

SRC = Path(__file__).resolve().parents[2]
ROOT = SRC.parent
VAR = Path(env.text("KARAVAN_VAR") or ROOT / "var")
NODE_MODULES = Path(env.text("KARAVAN_NODE_MODULES") or ROOT / "node_modules")

# What kind of installation this is. Outside demonstration mode `karavan.config.guard` refuses to start
# with a demonstration secret, DEBUG or an open host list.
DEMO_SECRET = "demonstration-secret-never-for-production"  # noqa: S105 - refused in production
DEMO = env.flag("KARAVAN_DEMO", False)
DEBUG = env.flag("KARAVAN_DEBUG", False)
SECRET_KEY = env.text("KARAVAN_SECRET_KEY") or DEMO_SECRET
SECRET_KEY_FALLBACKS = env.words("KARAVAN_OLD_SECRET_KEYS")
ALLOWED_HOSTS = env.words("KARAVAN_HOSTS", "127.0.0.1,localhost,[::1]" if DEMO or DEBUG else "")
SITE_URL = env.text("KARAVAN_SITE_URL", f"http://127.0.0.1:{env.number('KARAVAN_PORT', 8000)}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

CITY_NAME = env.text("KARAVAN_CITY", "Челябинск")
CITY_NAME_EN = env.text("KARAVAN_CITY_EN", "Chelyabinsk")

# Where residents tell of a barrier on the portal; the accessibility statement names it.
CONTACT_EMAIL = env.text("KARAVAN_CONTACT_EMAIL")

# Off: browsers that got the service worker of the portal drop it and what it kept.
SERVICE_WORKER = env.flag("KARAVAN_SERVICE_WORKER", True)

# Slug of the programme that the home page ends with.
LEAD_PROGRAMME = env.text("KARAVAN_LEAD_PROGRAMME", "cc2027")

# The map: its ground is a file of the installation; tiles of others only where the operator names them.
MAP_BOUNDARY = env.text(
    "KARAVAN_MAP_BOUNDARY", str(SRC / "karavan/integrations/citydata/chelyabinsk/boundary.geojson")
)
MAP_TILES = env.text("KARAVAN_MAP_TILES")
MAP_ATTRIBUTION = env.text("KARAVAN_MAP_ATTRIBUTION")

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
    "karavan.kernel.tasks",
    "karavan.kernel.trash",
    "karavan.ui",
    "karavan.people",
    "karavan.places",
    "karavan.programme",
    "karavan.catalogue",
    "karavan.notices",
    "karavan.integrations.citydata",
    "karavan.portal",
    "karavan.office",
    "karavan.api",
    "karavan.config",
]

MIDDLEWARE = [
    "karavan.config.middleware.ObserveMiddleware",
    "karavan.api.middleware.OpenDataMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "karavan.config.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "karavan.config.middleware.LimitsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "karavan.config.middleware.PageCSPMiddleware",
    "karavan.config.middleware.PageSessionMiddleware",
    "karavan.config.middleware.PageLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "karavan.config.middleware.PageAuthenticationMiddleware",
    "karavan.config.middleware.PageMessageMiddleware",
]

ROOT_URLCONF = "karavan.config.urls"
WSGI_APPLICATION = "karavan.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/office/sign-in/"
CSRF_FAILURE_VIEW = "karavan.portal.refusals.csrf_failure"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "karavan.config.auth.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
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
                "karavan.portal.site.site",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), default_file=VAR / "karavan.sqlite3")}

# Redis is optional: a cache and a rate limit that several workers and machines share.
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "karavan",
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
TASK_LEASE_SECONDS = env.number("KARAVAN_TASK_LEASE", 60)
TASK_KEEP_DAYS = env.number("KARAVAN_TASK_KEEP_DAYS", 30)

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
    "karavan.ui.bundles.BundleFinder",
]
_STYLES = ("ui/css/tokens.css", "ui/css/base.css", "ui/css/components.css")
STATIC_BUNDLES = {
    "ui/css/ui.css": _STYLES,
    "portal/site.css": (*_STYLES, "portal/portal.css"),
    "portal/maker.css": ("portal/subscribe.css", "portal/widget-maker.css"),
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "karavan.config.staticfiles.HashedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600  # names without a hash; hashed ones are immutable

# What a request may bring along. Larger ones are refused before any view sees them.
MAX_QUERY_STRING = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_UPLOAD_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# Requests a minute from one address to /api/, /feeds/ and the widget; 0 switches the limit off.
RATE_LIMIT_PER_MINUTE = env.number("KARAVAN_RATE_LIMIT", 600)
RATE_LIMIT_BURST = env.number("KARAVAN_RATE_BURST", 120)
# The same for posters and pictures of links, which are set in type; and the room on disk for those made.
PRINT_LIMIT_PER_MINUTE = env.number("KARAVAN_PRINT_LIMIT", 60)
PRINTED_MEGABYTES = env.number("KARAVAN_PRINTED_MEGABYTES", 200)
TRUSTED_PROXIES = env.words("KARAVAN_TRUSTED_PROXIES")
METRICS_FROM = env.words("KARAVAN_METRICS_FROM", "127.0.0.1,::1")
METRICS_TOKEN = env.text("KARAVAN_METRICS_TOKEN")

SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.number("KARAVAN_HSTS_SECONDS", 31_536_000) if HTTPS else 0
# TLS ends at the proxy, which must set (and not pass on) this header; docs/deploy.md.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
PERMISSIONS_POLICY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # HeadersMiddleware sends X-Frame-Options, on static files too
    "security.W005",  # HSTS of all subdomains is for the owner of the domain to decide
    "security.W021",  # as above: preloading binds the whole domain
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.origin(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF, *env.origin(MAP_TILES)],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("KARAVAN_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # Addresses that do not exist are asked for all day; the metrics count them.
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "pymorphy3": {"level": "WARNING"},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
