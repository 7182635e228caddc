"""Addresses of the codebook room."""

from __future__ import annotations

from django.urls import path

from outspoken.web.codebook import reading, trying

app_name = "codebook"
urlpatterns = [
    path("", reading.index, name="index"),
    path("issue/<str:code>", reading.issue, name="issue"),
    path("issue/<str:code>/hits", reading.hits, name="hits"),
    path("issue/<str:code>/try", trying.edit, name="edit"),
    path("trial/<str:digest>", trying.show, name="trial"),
    path("trial/<str:digest>/adopt", trying.adopt, name="adopt"),
]
