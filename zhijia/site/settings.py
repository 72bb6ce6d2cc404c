"""Settings, all from the environment; every default is safe on one machine."""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from . import keys

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("ZHIJIA_DATA") or BASE_DIR / "data")
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("ZHIJIA_DEBUG") == "1"
DEMO = os.environ.get("ZHIJIA_DEMO") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY") or keys.secret_key(DATA_DIR)
ENCRYPTION_KEYS = keys.encryption_keys(DATA_DIR, os.environ.get("ENCRYPTION_KEYS", ""))
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "zhijia.kernel",
    "zhijia.ui",
    "zhijia.domains.accounts",
    "zhijia.domains.care",
    "zhijia.domains.committees",
    "zhijia.domains.worklog",
    "zhijia.domains.activities",
    "zhijia.domains.ballots",
    "zhijia.domains.congress",
    "zhijia.domains.proposals",
    "zhijia.domains.voice",
    "zhijia.domains.members",
    "zhijia.domains.unions",
    "zhijia.domains.notices",
    "zhijia.domains.privacy",
    "zhijia.desks.planning",
    "zhijia.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhijia.domains.accounts.own.seen.SeenMiddleware",
    "zhijia.site.starting.first.FirstStartMiddleware",
    "zhijia.ui.frame.FrameMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zhijia.site.urls"
WSGI_APPLICATION = "zhijia.site.wsgi.application"
AUTH_USER_MODEL = "kernel.Account"
LOGIN_URL = "/enter/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhijia.ui.frame.frame",
            ],
            "builtins": ["zhijia.ui.templatetags.parts"],
        },
    }
]


def _database() -> dict:
    """SQLite in the data folder, or PostgreSQL by ``DATABASE_URL``."""
    url = urlparse(os.environ.get("DATABASE_URL", ""))
    if not url.scheme:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "zhijia.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
            },
        }
    if url.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 0,
        # Short questions over indexes on solid-state disks: compiling them costs more than it saves,
        # and an index is worth its price.
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 18},
            "options": "-c jit=off -c random_page_cost=1.1",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {}}}

PASSWORD_HASHERS = ["zhijia.site.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator",
        "UserAttributeSimilarityValidator",
    )
]  # fmt: skip
AUTH_PASSWORD_VALIDATORS[3]["OPTIONS"] = {"user_attributes": ("username",)}

# allauth carries second factors, passkeys, sessions and providers; pages and words are our own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ZHIJIA_PROXIES", "0"))
ACCOUNT_ADAPTER = "zhijia.domains.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/key"}  # ours, in door/throttle.py, is stricter
MFA_ADAPTER = "zhijia.domains.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "zhijia.domains.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE = os.environ.get("ZHIJIA_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # the usual 300 would forget who guessed too often
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "zhijia" / "locale"]
FORMAT_MODULE_PATH = ["zhijia.site.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("ZHIJIA_TEST") == "1"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

NOTICE_CHANNELS = [
    f"zhijia.kernel.channels.{name}" for name in ("wecom", "dingtalk", "mail", "sms")
]
NOTICE_INTRANET = os.environ.get("ZHIJIA_INTRANET") == "1"  # gateways inside the school's network
SITE_URL = os.environ.get("SITE_URL") or (
    CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "http://localhost:8000"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
