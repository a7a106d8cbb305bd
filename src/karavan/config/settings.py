"""Settings of a Karavan installation, all read from the environment (docs/reference/settings.md)."""

from pathlib import Path
from typing import Any

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
    "karavan.kernel.drafts",
    "karavan.kernel.journal",
    "karavan.kernel.tasks",
    "karavan.kernel.trash",
    "karavan.ui",
    "karavan.people",
    "karavan.places",
    "karavan.assets",
    "karavan.programme",
    "karavan.planning",
    "karavan.catalogue",
    "karavan.hygiene",
    "karavan.notices",
    "karavan.integrations.citydata",
    "karavan.integrations.sheets",
    "karavan.integrations.webpush",
    "karavan.integrations.telegram",
    "karavan.integrations.max",
    "karavan.integrations.sites",
    "karavan.portal",
    "karavan.office",
    "karavan.api",
    "karavan.config",
    # After the office, whose templates stand in the place of theirs.
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "karavan.config.middleware.OfficeMiddleware",
    # It keeps the request at hand and touches neither session nor cookie; allauth insists on this name.
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "karavan.config.urls"
WSGI_APPLICATION = "karavan.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/office/sign-in/"
LOGIN_REDIRECT_URL = "/office/"
CSRF_FAILURE_VIEW = "karavan.portal.refusals.csrf_failure"
FORM_RENDERER = "karavan.ui.controls.Controls"
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

# Signing in (docs/adr/0023-signing-in.md). Nobody signs up: people come by invitation. What allauth would
# count by the address alone is counted in karavan.office.account.limits.
ACCOUNT_ADAPTER = "karavan.office.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/10m/key", "request_login_code": None}
MFA_ADAPTER = "karavan.office.account.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
OIDC_SERVER = env.text("KARAVAN_OIDC_SERVER")
OIDC_NAME = env.text("KARAVAN_OIDC_NAME")
SOCIALACCOUNT_ADAPTER = "karavan.office.account.oidc.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "provider_class": "karavan.office.account.oidc.OutsideProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": env.text("KARAVAN_OIDC_CLIENT_ID"),
                "secret": env.text("KARAVAN_OIDC_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ],
    }
}

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

# Where mail goes: to the server named, in a demonstration without one into files that can be read.
EMAIL_URL = env.text("KARAVAN_EMAIL_URL")
MAIL_FOLDER = VAR / "mail"
MAIL_KEPT = not EMAIL_URL and (DEMO or DEBUG)
MAIL_SENT = bool(EMAIL_URL)
EMAIL_FILE_PATH = MAIL_FOLDER
DEFAULT_FROM_EMAIL = env.text("KARAVAN_EMAIL_FROM", "karavan@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
_MAIL = env.mail(EMAIL_URL)
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "django.core.mail.backends." + (
    "filebased.EmailBackend" if MAIL_KEPT else "smtp.EmailBackend" if MAIL_SENT else "dummy.EmailBackend"
)

# Notices beyond the office and e-mail; each channel is off without its key or token.
VAPID_KEY = env.text("KARAVAN_VAPID_KEY")
PUSH_SCHEMES = ("https",)
# Subscriptions name the address that is asked: only known push services are.
PUSH_HOSTS = env.words(
    "KARAVAN_PUSH_HOSTS",
    "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.services.mozilla.com,"
    "*.notify.windows.com,*.push.apple.com",
)
TELEGRAM_TOKEN = env.text("KARAVAN_TELEGRAM_TOKEN")
TELEGRAM_BOT = env.text("KARAVAN_TELEGRAM_BOT")
TELEGRAM_URL = env.text("KARAVAN_TELEGRAM_URL", "https://api.telegram.org").rstrip("/")
MAX_TOKEN = env.text("KARAVAN_MAX_TOKEN")
MAX_BOT = env.text("KARAVAN_MAX_BOT")
MAX_URL = env.text("KARAVAN_MAX_URL", "https://platform-api2.max.ru").rstrip("/")
MAX_CA = env.text("KARAVAN_MAX_CA")

# Nightly looks at institutions' own sites; a demonstration asks nobody. SITES_LOCAL opens a test server on
# this machine to them and is refused in production.
SITES = env.flag("KARAVAN_SITES", not DEMO)
SITES_LOCAL = env.words("KARAVAN_SITES_LOCAL")
SITES_PAUSE = 1.0

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
TASK_LEASE_SECONDS = env.number("KARAVAN_TASK_LEASE", 60)
TASK_KEEP_DAYS = env.number("KARAVAN_TASK_KEEP_DAYS", 30)

# Clashes of the city diary: scores from which one is told of, minutes between two that still meet.
CLASH_SERIOUS = env.number("KARAVAN_CLASH_SERIOUS", 35)
CLASH_NOTICE = env.number("KARAVAN_CLASH_NOTICE", 15)
CLASH_BUFFER_MINUTES = env.number("KARAVAN_CLASH_BUFFER", 60)
# Whether the worker may look for a better month with the solver; the diary works without.
SOLVER = env.flag("KARAVAN_SOLVER", True)

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
    "office/office.css": (*_STYLES, "office/css/office.css", "office/css/kit.css"),
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # an event of 250 dates is the largest form
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
        # Browsers hold the policy against the redirect that a form leads to.
        "form-action": [SELF, *env.origin(OIDC_SERVER)],
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
