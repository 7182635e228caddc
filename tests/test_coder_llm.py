"""The language-model coder against a local endpoint that also misbehaves."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

pytest.importorskip("httpx", reason="the extra 'llm' (httpx) is not installed")

from outspoken.codebook import load
from outspoken.coders.llm import LanguageModelCoder
from outspoken.coders.llm.answer import locate
from outspoken.coders.llm.settings import Endpoint
from outspoken.errors import InputError
from outspoken.model import Metadata, Passage, Role, Sentence

TEXT = "We call on Kestria to free Ilia Brandt. Trade grew last year."
SENTENCES = (
    Sentence(0, 0, 0, 0, 39, 8, "MINISTER MARSH", Role.PRINCIPAL),
    Sentence(1, 0, 0, 40, 61, 4, "MINISTER MARSH", Role.PRINCIPAL),
)
PASSAGE = Passage("d" * 64, TEXT, SENTENCES, Metadata(title="Remarks"), home="XVA")
GOOD = {
    "n": 0,
    "issues": [{"issue": "HR_CRITICS", "evidence": "free  Ilia Brandt"}],
    "target": ["XKE"],
    "firmness": 4,
    "linkage": "",
    "soft": [],
    "cases": ["Ilia Brandt"],
}


@contextmanager
def endpoint(replies, **settings):
    """A server that gives these replies in turn; a reply is (status, headers, body) or a dict."""
    seen = []
    left = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(
                SimpleNamespace(path=self.path, headers=self.headers, body=json.loads(body))
            )
            reply = left.pop(0) if left else answer()
            status, headers, content = reply
            if status == "hang":
                threading.Event().wait(2)
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()


def answer(*rows, text=None):
    content = text if text is not None else json.dumps({"answers": list(rows or (GOOD,))})
    return (200, {}, json.dumps({"choices": [{"message": {"content": content}}]}).encode())


def coder(url, tmp_path, **settings):
    from outspoken.coders.llm.client import Client

    place = Endpoint(
        url=url,
        model="m",
        key="secret",
        cache=tmp_path / "answers.sqlite3",
        **{"per_minute": 100_000, "timeout": 1.0, **settings},
    )
    waits = []
    client = Client(place, sleep=waits.append)
    made = LanguageModelCoder(load(), None, place, client=client)
    return made, waits


def test_a_good_answer_becomes_a_coding_with_its_evidence(tmp_path):
    with endpoint([]) as (url, seen):
        llm, _ = coder(url, tmp_path)
        (coding,) = llm.code(PASSAGE)
    (issue,) = coding.issues
    assert TEXT[issue.start : issue.end] == "free Ilia Brandt"
    assert (coding.n, coding.target, coding.firmness, coding.cases) == (
        0,
        ("XKE",),
        4,
        ("Ilia Brandt",),
    )
    assert seen[0].path == "/v1/chat/completions"
    assert seen[0].headers["Authorization"] == "Bearer secret"
    assert "HR_CRITICS" in seen[0].body["messages"][0]["content"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**GOOD, "issues": [{"issue": "HR_INVENTED", "evidence": "free"}]}, "no issue"),
        ({**GOOD, "issues": [{"issue": "HR_CRITICS", "evidence": "jail"}]}, "not in the sentence"),
        # Words of the neighbour sentence are no evidence for this one.
        ({**GOOD, "issues": [{"issue": "ECO_TRADE", "evidence": "Trade grew"}]}, "not in the sen"),
        ({**GOOD, "n": 7}, "not asked about"),
        ({**GOOD, "firmness": 9}, "not 0 to 5"),
        ({**GOOD, "firmness": True}, "not 0 to 5"),
        ({**GOOD, "cases": ["Nobody Here"]}, "not in the sentence"),
        ({**GOOD, "linkage": "MAGIC"}, "no linkage"),
        ("not even an object", "not asked about"),
    ],
)
def test_what_does_not_hold_is_dropped_with_a_reason(tmp_path, row, reason):
    with endpoint([answer(row)]) as (url, _):
        llm, _ = coder(url, tmp_path)
        codings = llm.code(PASSAGE)
    assert any(reason in str(problem) for problem in llm.rejected)
    for coding in codings:
        assert all(hit.issue in llm.codebook.issues for hit in coding.issues)


@pytest.mark.parametrize("text", ["no json", "[1, 2]", '{"answers": 3}', "[" * 100_000])
def test_an_answer_that_is_not_the_json_asked_for_is_refused_and_not_kept(tmp_path, text):
    with endpoint([answer(text=text), answer()]) as (url, seen):
        llm, _ = coder(url, tmp_path)
        assert llm.code(PASSAGE) == []
        assert llm.rejected
        assert llm.code(PASSAGE)
    assert len(seen) == 2


def test_429_waits_as_told_and_500_is_tried_again(tmp_path):
    replies = [(429, {"Retry-After": "7"}, b""), (500, {}, b""), answer()]
    with endpoint(replies) as (url, seen):
        llm, waits = coder(url, tmp_path)
        assert llm.code(PASSAGE)
    assert len(seen) == 3
    assert 7.0 in waits


def test_a_time_out_is_tried_again(tmp_path):
    with endpoint([("hang", {}, b""), answer()]) as (url, _):
        llm, _ = coder(url, tmp_path, timeout=0.3)
        assert llm.code(PASSAGE)


def test_a_refused_key_stops_at_once_with_the_mend(tmp_path):
    with endpoint([(401, {}, b"")]) as (url, seen):
        llm, _ = coder(url, tmp_path)
        assert llm.code(PASSAGE) == []
    assert len(seen) == 1
    assert "401" in str(llm.rejected[0])
    assert "key" in llm.rejected[0].mend


def test_a_redirect_is_not_followed_with_the_key(tmp_path):
    with endpoint([(307, {"Location": "http://127.0.0.1:1/"}, b"")]) as (url, seen):
        llm, _ = coder(url, tmp_path)
        assert llm.code(PASSAGE) == []
    assert len(seen) == 1


def test_an_endless_wait_is_given_up(tmp_path):
    with endpoint([(429, {"Retry-After": "86400"}, b"")]) as (url, _):
        llm, waits = coder(url, tmp_path)
        assert llm.code(PASSAGE) == []
    assert not [wait for wait in waits if wait > 1000]


def test_answers_are_kept_so_a_second_run_asks_nothing_and_costs_nothing(tmp_path):
    with endpoint([]) as (url, seen):
        llm, _ = coder(url, tmp_path, price_in=1.0, price_out=2.0)
        before = llm.estimate([PASSAGE])
        first = llm.code(PASSAGE)
        again, _ = coder(url, tmp_path, price_in=1.0, price_out=2.0)
        assert again.code(PASSAGE) == first
        after = again.estimate([PASSAGE])
    assert len(seen) == 1
    assert (before.requests, before.answered) == (1, 0)
    assert before.cost > 0
    assert (after.requests, after.answered, after.cost) == (0, 1, 0)


def test_another_codebook_asks_anew(tmp_path):
    from dataclasses import replace

    with endpoint([]) as (url, seen):
        llm, _ = coder(url, tmp_path)
        llm.code(PASSAGE)
        llm.codebook = replace(llm.codebook, hash="0" * 64)
        llm.code(PASSAGE)
    assert len(seen) == 2


def test_requests_are_spaced_by_the_rate(tmp_path):
    many = tuple(s._replace(n=2 * i + s.n) for i in range(20) for s in SENTENCES)
    long = Passage("e" * 64, TEXT, many, Metadata(), home="XVA")
    with endpoint([]) as (url, seen):
        llm, waits = coder(url, tmp_path, per_minute=60)
        llm.code(long)
    assert len(seen) == 4
    assert sum(waits) == pytest.approx(1 + 2 + 3, abs=0.5)


def test_the_endpoint_is_read_from_the_environment_or_refused(monkeypatch):
    monkeypatch.delenv("OUTSPOKEN_LLM_URL", raising=False)
    with pytest.raises(InputError, match="OUTSPOKEN_LLM_URL: is not set"):
        Endpoint.from_environment()
    monkeypatch.setenv("OUTSPOKEN_LLM_URL", "https://host.example/v1/")
    monkeypatch.setenv("OUTSPOKEN_LLM_MODEL", "m")
    monkeypatch.setenv("OUTSPOKEN_LLM_KEY", "hush")
    place = Endpoint.from_environment()
    assert place.url == "https://host.example/v1"
    assert "hush" not in repr(place)
    monkeypatch.setenv("OUTSPOKEN_LLM_PRICE_IN", "cheap")
    with pytest.raises(InputError, match="cheap"):
        Endpoint.from_environment()


@pytest.mark.parametrize(
    ("evidence", "found"),
    [("FREE ilia", (27 - 5, 31)), ("", None), ("   ", None), ("Trade", None), (".*", None)],
)
def test_evidence_is_found_by_its_words_alone(evidence, found):
    assert locate(evidence, TEXT, 0, 39) == found
