"""Addresses of the letters room."""

from __future__ import annotations

from django.urls import path, re_path

from outspoken.web.letters import (
    before,
    coverage,
    drafting,
    followed,
    letter,
    listing,
    public,
    scores,
    sign,
)

app_name = "letters"
urlpatterns = [
    path("", listing.index, name="index"),
    path("take-in", listing.take_in, name="take-in"),
    path("start", listing.start, name="start"),
    path("brief", before.show, name="brief"),
    path("followed", followed.show, name="followed"),
    path("followed/change", followed.change, name="followed-change"),
    path("public", public.show, name="public"),
    path("sign/<str:secret>", sign.show, name="sign"),
    path("coverage/<slug:slug>", coverage.show, name="coverage"),
    path("coverage/<slug:slug>/change", coverage.change, name="coverage-change"),
    path("verdict/<int:number>", scores.verdict, name="verdict"),
    path("verdict/<int:number>/decide", scores.decide, name="decide"),
    path("letter/<slug:slug>", letter.show, name="letter"),
    path("letter/<slug:slug>/facts", letter.facts, name="facts"),
    path("letter/<slug:slug>/ask", letter.ask, name="ask-new"),
    path("letter/<slug:slug>/ask/<int:number>", letter.ask, name="ask"),
    path("letter/<slug:slug>/ask/<int:number>/lineage", letter.lineage, name="lineage"),
    path("letter/<slug:slug>/signatories", letter.signatories, name="signatories"),
    path("letter/<slug:slug>/draft", drafting.show, name="draft"),
    path("letter/<slug:slug>/draft/change", drafting.change, name="draft-change"),
    path("letter/<slug:slug>/scorecard", scores.show, name="scorecard"),
    path("letter/<slug:slug>/scorecard/run", scores.run, name="run"),
    re_path(
        r"^letter/(?P<slug>[-\w]+)/file/(?P<form>docx|pdf|signatories)$",
        letter.download,
        name="download",
    ),
]
