"""The letters room: a letter drafted, signed by eight, changed, signed again and sent, in a browser;
and its forms without one.
"""

from __future__ import annotations

import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from browser import chromium, serious, serving
from outspoken import desk
from outspoken.scorecard import letters, signing
from scorecards import FACTS, MEMBERS, VISIT, ask, open_copy

EIGHT = [f"Organisation {n} for Rights" for n in range(1, 9)]
TEXT = "Dear Minister Marsh,\n\nWe urge you to raise freedom of expression in Norrgrad."
PASSWORD = "a long enough word for tests"


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    return open_copy(sample_workspace, tmp_path / "w")


@pytest.fixture
def client(workspace):
    """Django's own client, signed in as an editor and as a reader."""
    from django.test import Client

    from outspoken import web
    from outspoken.web.accounts import set_role

    web.open_workspace(workspace)
    from django.contrib.auth.models import User

    made = {}
    for role in ("editor", "reader"):
        user = User.objects.create_user(role, password=PASSWORD)
        set_role(user, role)
        made[role] = Client(SERVER_NAME="localhost")
        made[role].force_login(user)
    made["nobody"] = Client(SERVER_NAME="localhost")
    return made


def lines(response):
    """The messages of the page that a form came back to."""
    found = re.findall(r'<p class="message \w+" role="status">(.*?)</p>', response.content.decode())
    return [html.unescape(line) for line in found]


# ------------------------------------------------------------------ in a browser


def draft(page, served):
    """A draft, open for signatures, with eight members invited; their links."""
    page.goto(served.entry)
    page.goto(f"{served.address}/letters/")
    page.fill("#new-title", "Letter before the visit")
    page.fill("#new-addressee", "Elena Marsh")
    page.fill("#new-country", "XKE")
    page.fill("#new-text", TEXT)
    page.click("text=Start the draft")
    assert "Version 1, draft" in page.inner_text(".lead")
    page.fill("#d-deadline", (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.click("button[value=open]")
    page.fill("#d-org", "\n".join(EIGHT))
    page.click("button[value=invite]")
    links = page.locator("code.link").all_inner_texts()
    assert len(set(links)) == 8
    assert serious(page) == []
    page.reload()
    assert page.locator("code.link").count() == 0
    return links


def tile(page, number):
    return page.inner_text(f".tiles li >> nth={number}")


def answer(member, link, value, *, person=""):
    member.goto(link)
    if person:
        member.fill("#person", person)
    member.click(f"button[value={value}]")


def export(page, folder):
    """The final text and the signatories, as they are downloaded."""
    for words, ending in (("Final text as DOCX", "docx"), ("Signatories as CSV", "csv")):
        with page.expect_download() as found:
            page.click(f"text={words}")
        found.value.save_as(folder / f"out.{ending}")


def test_a_letter_is_drafted_signed_by_eight_changed_signed_again_and_exported(workspace, tmp_path):
    with serving(workspace.path) as served, chromium() as browser:
        page = browser.new_context().new_page()
        links = draft(page, served)

        member = browser.new_context().new_page()
        assert serious_at(member, links[0]) == []
        assert TEXT.rsplit("\n", maxsplit=1)[-1] in member.inner_text("article")
        for n, link in enumerate(links):
            answer(member, link, "sign", person=f"Person {n}")
            assert "Signed. Thank you." in member.inner_text(".message.success >> nth=0")
        page.reload()
        assert tile(page, 0).startswith("8")

        waiting = browser.new_context().new_page()
        waiting.goto(links[7])
        page.fill("#d-text", TEXT + " Please name Ilia Brandt.")
        page.click("button[value=text]")
        assert "Asked again" in page.inner_text(".message.success")
        assert tile(page, 1).startswith("8")
        waiting.click("button[value=sign]")
        assert "was changed while you read version 1" in waiting.inner_text(".message.error")
        page.click("button[value=send]")
        assert "signed an older version" in page.inner_text(".message.error")

        for link in links[:7]:
            member.goto(link)
            assert "has changed since you signed" in member.inner_text(".message.warning")
            answer(member, link, "sign")
        answer(waiting, links[7], "decline")
        page.click("button[value=send]")
        assert "Sent" in page.inner_text(".message.success")
        assert tile(page, 0).startswith("7")
        export(page, tmp_path)
        member.goto(links[0])
        assert "has ended" in member.inner_text("main")

    from docx import Document

    told = "\n".join(p.text for p in Document(tmp_path / "out.docx").paragraphs)
    assert "Please name Ilia Brandt." in told
    assert [name in told for name in EIGHT] == [True] * 7 + [False]
    rows = (tmp_path / "out.csv").read_text().splitlines()
    assert len(rows) == 9
    assert sum(",signed,2," in row for row in rows) == 7


def serious_at(page, address):
    page.goto(address)
    return serious(page)


def test_every_page_of_the_room_is_accessible_and_fits_a_phone(workspace):
    from outspoken.engagements.decisions import find
    from outspoken.scorecard import coverage
    from outspoken.scorecard.verdicts import score

    letter = letters.create(FACTS, text=TEXT, signatories=MEMBERS)
    letters.save_ask(letter, ask(1), workspace.codebook())
    coverage.draw_up(find(VISIT))
    (verdict,) = score(workspace, letter, [find(VISIT)])
    places = [
        "", f"letter/{letter.slug}", f"letter/{letter.slug}/scorecard", f"verdict/{verdict.pk}",
        f"coverage/{VISIT}", "brief?counterpart=XKE", "followed", "public",
    ]  # fmt: skip
    with serving(workspace.path) as served, chromium() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark")
        page = context.new_page()
        page.goto(served.entry)
        for place in places:
            assert page.goto(f"{served.address}/letters/{place}").status == 200, place
            assert serious(page) == [], place
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, place


# ------------------------------------------------------------------ forms


def test_a_letter_is_taken_in_and_a_person_confirms_its_asks(client, workspace):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from outspoken.desk.models import Letter

    text = f"1 March 2024\n\nDear Foreign Minister Marsh,\n\n{TEXT}\n\nSincerely,\n\nOpen Page\n"
    given = {"file": SimpleUploadedFile("letter.txt", text.encode())}
    answer = client["editor"].post("/letters/take-in", given, follow=True)
    assert answer.status_code == 200
    letter = Letter.objects.get()
    assert (letter.addressee, letter.written_on.isoformat()) == ("Elena Marsh", "2024-03-01")
    (one,) = letter.asks.all()
    assert one.state == "suggested"
    base = f"/letters/letter/{letter.slug}"
    client["editor"].post(f"{base}/ask/{one.number}", {"step": "confirmed"})
    client["editor"].post(f"{base}/signatories", {"step": "confirm"})
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert letter.signatories.get().state == "confirmed"
    data = client["reader"].get(f"{base}?format=json").json()
    assert data["asks"][0]["issues"] == ["HR_EXPRESSION"]


FORGED = [
    ({"window_start": "2024-02-01"}, "before the letter of 2024-03-01"),
    ({"verb": "shout"}, "is no verb"),
    ({"weakest_firmness": "9"}, "whole number from 0 to 5"),
    ({"weakest_firmness": "x"}, "is no whole number"),
    ({"quote": "not there"}, "not in the letter"),
    ({"paraphrase": "a\x00b"}, "no text"),
]


def test_a_forged_ask_is_refused_in_one_line_and_not_saved(client):
    letter = letters.create(FACTS, text=TEXT)
    for given, words in FORGED:
        form = {
            "paraphrase": "Raise it", "verb": "raise", "issues": ["HR_EXPRESSION"],
            "strongest_firmness": "2", "strongest_venue": "3", **given,
        }  # fmt: skip
        answer = client["editor"].post(f"/letters/letter/{letter.slug}/ask", form, follow=True)
        assert words in lines(answer)[-1]
    assert letter.asks.count() == 0


def test_saving_the_facts_as_they_stand_changes_none(client):
    letter = letters.create(FACTS, text=TEXT)
    path = f"/letters/letter/{letter.slug}"
    shown = client["editor"].get(path).content.decode()
    form = shown[shown.index(f'action="{path}/facts"') :]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    given = {name: html.unescape(value) for name, value in fields if not name.startswith("csrf")}
    assert given["written_on"] == "2024-03-01"
    client["editor"].post(f"{path}/facts", given)
    letter.refresh_from_db()
    assert {k: getattr(letter, k) for k in FACTS} == FACTS
    early = client["editor"].post(f"{path}/facts", {**given, "written_on": "soon"}, follow=True)
    assert "is no day" in lines(early)[-1]


def test_readers_and_strangers_change_nothing(client):
    letter = letters.create({**FACTS, "state": "draft"}, text=TEXT)
    for path in (
        "take-in", "start", f"letter/{letter.slug}/ask", f"letter/{letter.slug}/facts",
        f"letter/{letter.slug}/draft/change", f"letter/{letter.slug}/scorecard/run",
        f"coverage/{VISIT}/change", "followed/change",
    ):  # fmt: skip
        assert client["reader"].post(f"/letters/{path}", {"step": "text"}).status_code == 403, path
        assert client["nobody"].post(f"/letters/{path}").status_code == 302, path
        assert client["editor"].get(f"/letters/{path}").status_code == 405, path
    assert client["reader"].get(f"/letters/letter/{letter.slug}/draft").status_code == 403
    assert client["reader"].get("/letters/public").status_code == 403
    assert client["nobody"].get("/letters/").status_code == 302


def test_a_private_link_needs_no_account_and_tells_nobody_where_it_was(client):
    letter = letters.create({**FACTS, "state": "draft"}, text="<script>alert(1)</script>")
    signing.open_for_signing(letter, datetime.now(UTC) + timedelta(days=1))
    _, secret = signing.invite(letter, EIGHT[0])
    answer = client["nobody"].get(f"/letters/sign/{secret}")
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert b"<script>alert" not in answer.content
    assert EIGHT[0].encode() in answer.content
    assert client["nobody"].get(f"/letters/sign/{secret[:-1]}x").status_code == 404
    signed = client["nobody"].post(f"/letters/sign/{secret}", {"answer": "sign", "version": "1"})
    assert b"Signed. Thank you." in signed.content
    stale = client["nobody"].post(f"/letters/sign/{secret}", {"answer": "sign", "version": "7"})
    assert stale.status_code == 409


def test_a_private_link_asks_for_the_forms_own_token(client):
    from django.test import Client

    letter = letters.create({**FACTS, "state": "draft"}, text=TEXT)
    signing.open_for_signing(letter, datetime.now(UTC) + timedelta(days=1))
    _, secret = signing.invite(letter, EIGHT[0])
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = strict.post(f"/letters/sign/{secret}", {"answer": "sign", "version": "1"})
    assert answer.status_code == 403
    assert letter.signatories.get().state == "invited"


def test_two_who_edit_a_draft_do_not_overwrite_each_other(client):
    letter = letters.create({**FACTS, "state": "draft"}, text=TEXT)
    path = f"/letters/letter/{letter.slug}/draft/change"
    client["editor"].post(path, {"step": "text", "version": "1", "text": TEXT + " A."})
    late = client["editor"].post(path, {"step": "text", "version": "1", "text": "B"}, follow=True)
    assert "changed by somebody else" in lines(late)[-1]
    letter.refresh_from_db()
    assert letter.text.endswith(" A.")


def test_a_verdict_is_scored_decided_and_answered(client, workspace):
    from outspoken.desk.models import Verdict

    letter = letters.create(FACTS, text=TEXT)
    letters.save_ask(letter, ask(1), workspace.codebook())
    letters.save_ask(letter, ask(2, issues=["HR_TIBET"]), workspace.codebook())
    run = f"/letters/letter/{letter.slug}/scorecard/run"
    answer = client["editor"].post(run, {"engagement": VISIT}, follow=True)
    assert "2 verdicts proposed" in lines(answer)[-1]
    first, second = Verdict.objects.order_by("ask__number")
    chosen = [s.pk for s in first.sentences.all()][:1]
    decide = f"/letters/verdict/{first.pk}/decide"
    client["editor"].post(decide, {"value": "partly", "sentence": chosen, "note": "once"})
    first.refresh_from_db()
    assert (first.decided, first.decided_by, first.sentences.count()) == ("partly", "editor", 1)
    none = client["editor"].post(decide, {"value": "kept"}, follow=True)
    assert "without a sentence" in lines(none)[-1]
    gone = client["editor"].post(
        f"/letters/verdict/{second.pk}/decide", {"value": "not_found"}, follow=True
    )
    assert "cannot be 'not found'" in lines(gone)[-1]
    reply = {"step": "reply", "date": "2024-05-01", "by": "Ministry", "text": "We did."}
    client["editor"].post(decide, reply)
    assert first.replies.get().text == "We did."
    table = client["reader"].get(f"/letters/letter/{letter.slug}/scorecard?format=json").json()
    assert [v["value"] for v in table["verdicts"]] == ["partly", "not_assessable"]


def test_an_events_table_with_an_unknown_case_adds_nothing(client):
    from outspoken.desk.models import Event

    table = io.BytesIO(
        b"date,kind,title,case,source_url\n2024-01-01,release,x,Nobody,https://n.example/1\n"
    )
    table.name = "events.csv"
    answer = client["editor"].post(
        "/letters/followed/change", {"step": "import-events", "file": table}, follow=True
    )
    assert "events.csv line 2: the case 'Nobody' is not known" in lines(answer)[-1]
    assert not Event.objects.exists()


def test_coverage_is_listed_matched_and_read_from_the_page(client, workspace):
    from outspoken.engagements.decisions import find
    from outspoken.scorecard.coverage import statement

    path = f"/letters/coverage/{VISIT}/change"
    client["editor"].post(path, {"step": "draw"})
    client["editor"].post(path, {"step": "match"})
    held = find(VISIT).expected.exclude(document_id="").first()
    client["editor"].post(path, {"step": "read", "document": held.document_id})
    strange = client["editor"].post(path, {"step": "read", "document": "f" * 64}, follow=True)
    assert "none of this engagement" in lines(strange)[-1]
    known = statement(find(VISIT))
    assert sum(bool(i.read_by) for i in known.items) >= 1
    assert client["reader"].get(f"/letters/coverage/{VISIT}").status_code == 200
    desk.connect(workspace.desk_path)
