"""django-helpdesk with its REST API and its public form, on the same database kind and durability as ours."""

import os
from pathlib import Path

VAR = Path(os.environ["BENCH_VAR"])
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "helpdesk_site.urls"
USE_TZ = True
LANGUAGE_CODE = "en-us"
STATIC_URL = "static/"
MEDIA_ROOT = VAR / "media"
SITE_ID = 1
LOGIN_URL = "/admin/login/"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.humanize",
    "rest_framework", "helpdesk",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(VAR / "helpdesk.sqlite3"),
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": PRAGMAS},
    "CONN_MAX_AGE": None,
}
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ.get("BENCH_PGDATABASE", ""),
    "USER": os.environ.get("PGUSER", ""),
    "HOST": os.environ.get("PGHOST", ""),
    "CONN_MAX_AGE": None,
}
DATABASES = {"default": POSTGRES if os.environ.get("DB") == "postgres" else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
# No mail leaves: that would only slow it down.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_SUBMIT_A_TICKET_PUBLIC = True
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["helpdesk_site.auth.ByToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
