"""The pages as a Django app: template tags, static files, accounts' groups."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "outspoken.web"
    label = "web"
