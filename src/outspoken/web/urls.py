"""The addresses of the pages. Rooms with their own `urls.py` are taken in where they are there."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, register_converter

from outspoken.web import accounts
from outspoken.web.settings import ROOMS
from outspoken.web.views import documents, engagements, issues, methods, overview, search, subjects


class Sha:
    """A SHA-256 in an address; nothing else gets through, so no address names a file."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Sha, "sha")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.show, name="overview"),
    path("engagements", engagements.index, name="engagements"),
    path("engagements/<slug:slug>", engagements.detail, name="engagement"),
    path("officials", subjects.index, name="officials"),
    path("official/<path:name>", subjects.official, name="official"),
    path("government/<str:iso3>", subjects.government, name="government"),
    path("counterpart/<str:iso3>", subjects.counterpart, name="counterpart"),
    path("compare", subjects.compare, name="compare"),
    path("issues", issues.index, name="issues"),
    path("issue/<str:code>", issues.issue, name="issue"),
    path("cases", issues.cases, name="cases"),
    path("case/<path:name>", issues.case, name="case"),
    path("documents", documents.index, name="documents"),
    path("document/<sha:document_id>", documents.read, name="document"),
    path("document/<sha:document_id>/<int:n>", documents.jump, name="nth-sentence"),
    path("sentence/<sha:document_id>/<int:start>-<int:end>", documents.sentence, name="sentence"),
    path("original/<sha:digest>", documents.original, name="original"),
    path("search", search.show, name="search"),
    path("search/save", search.save, name="save-search"),
    path("search/forget/<int:pk>", search.forget, name="forget-search"),
    path("methods", methods.show, name="methods"),
    path("methods/manifest", methods.manifest, name="manifest"),
    path("methods/codebook", methods.codebook, name="codebook-file"),
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
