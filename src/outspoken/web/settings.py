"""Django's settings for the pages: the desk's, with accounts, sessions and static files.

Nothing here comes from another host. What depends on how `outspoken serve` was started is read from
the environment: OUTSPOKEN_HOSTS (names that the server answers to, with commas), OUTSPOKEN_HTTPS
(set where a proxy speaks TLS), OUTSPOKEN_SHARED (set where people sign in with accounts).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from outspoken.desk.settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    TIME_ZONE,
    USE_TZ,
)

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "TIME_ZONE", "USE_TZ"]

HERE = Path(__file__).parent
ROOMS = ("review", "letters", "codebook", "start")
"""Rooms with their own pages; each may bring urls.py, templates/ and static/."""

DEBUG = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        # A stranger's Host header or a lost form is no fault of ours and has its own answer.
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
SECRET_KEY = secrets.token_urlsafe(50)  # of this process; the workspace's own takes its place
SHARED = bool(os.environ.get("OUTSPOKEN_SHARED"))
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("OUTSPOKEN_HOSTS", "").split(",")),
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "outspoken.desk.app.DeskConfig",
    "outspoken.web.apps.WebConfig",
]
MIDDLEWARE = [
    "outspoken.web.middleware.headers",
    "outspoken.web.middleware.static_files",
    "outspoken.web.middleware.twin",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "outspoken.web.middleware.plain_errors",
]
ROOT_URLCONF = "outspoken.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates", *(HERE / room / "templates" for room in ROOMS)],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "outspoken.web.page.frame",
            ],
            "builtins": ["outspoken.web.templatetags.outspoken"],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    HERE / "static",
    *(HERE / room / "static" for room in ROOMS if (HERE / room / "static").is_dir()),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_NAME = "outspoken_session"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "outspoken_csrf"
CSRF_COOKIE_HTTPONLY = True  # htmx takes the token from the page, not from the cookie
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "outspoken.web.errors.csrf_failed"
if os.environ.get("OUTSPOKEN_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith("[")]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
USE_I18N = False
APPEND_SLASH = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS is the proxy's
