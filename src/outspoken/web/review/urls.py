"""Addresses of the review room."""

from __future__ import annotations

from django.urls import path

from outspoken.web.review import coding, samples, settling, single, strays

app_name = "review"
urlpatterns = [
    path("", samples.index, name="index"),
    path("draw", samples.draw, name="draw"),
    path("strays", strays.show, name="strays"),
    path("sentence/<str:document>/<int:start>/<int:end>", single.show, name="sentence"),
    path("<slug:slug>", samples.show, name="sample"),
    path("<slug:slug>/agreement", samples.live, name="agreement"),
    path("<slug:slug>/labels", samples.download, name="labels"),
    path("<slug:slug>/code", coding.show, name="code"),
    path("<slug:slug>/next", coding.following, name="next"),
    path("<slug:slug>/answer", coding.answer, name="answer"),
    path("<slug:slug>/undo", coding.undo, name="undo"),
    path("<slug:slug>/settle", settling.show, name="settle"),
]
