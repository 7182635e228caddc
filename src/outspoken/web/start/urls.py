"""Addresses of the room where documents come in."""

from __future__ import annotations

from django.urls import path

from outspoken.web.start import pages

app_name = "start"
urlpatterns = [
    path("", pages.index, name="index"),
    path("work", pages.work, name="work"),
    path("upload", pages.upload, name="upload"),
    path("folder", pages.folder, name="folder"),
    path("sample", pages.sample, name="sample"),
    path("again", pages.again, name="again"),
]
