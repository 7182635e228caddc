"""Django's settings for the desk. `desk.connect` fills in the database's path."""

from __future__ import annotations

INSTALLED_APPS = ["outspoken.desk.app.DeskConfig"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "",
        "OPTIONS": {
            # Two processes at the desk: the second waits instead of failing.
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
