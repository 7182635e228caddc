"""The addresses of the pages. Rooms with their own `urls.py` are taken in where they are there."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from outspoken.web import accounts
from outspoken.web.settings import ROOMS
from outspoken.web.views import overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.show, name="overview"),
    path("enter", accounts.enter, name="enter"),
    path("accounts/login", accounts.SignIn.as_view(), name="login"),
    path("accounts/logout", LogoutView.as_view(), name="logout"),
]
for room in ROOMS:
    if find_spec(f"outspoken.web.{room}") and find_spec(f"outspoken.web.{room}.urls"):
        urlpatterns.append(path(f"{room}/", include(f"outspoken.web.{room}.urls")))

handler400 = "outspoken.web.errors.bad_request"
handler403 = "outspoken.web.errors.denied"
handler404 = "outspoken.web.errors.not_found"
handler500 = "outspoken.web.errors.broken"
