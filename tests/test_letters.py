"""Letters: taken in, drafted, signed by private links, changed, sent, written as DOCX and PDF."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from outspoken.cli import app
from outspoken.errors import DeskError, InputError
from outspoken.scorecard import letters, signing
from outspoken.scorecard.signatories_csv import export_signatories, import_signatories
from outspoken.scorecard.writing import docx, pdf
from scorecards import FACTS, MEMBERS, open_copy

TEXT = "Dear Minister Marsh,\n\nWe urge you to raise freedom of expression in Norrgrad."
EIGHT = [f"Organisation {n} for Rights" for n in range(1, 9)]
LATER = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def workspace(sample_workspace, tmp_path):
    return open_copy(sample_workspace, tmp_path / "w")


@pytest.fixture
def draft(workspace):
    letter = letters.create({**FACTS, "state": "draft"}, text=TEXT)
    return signing.open_for_signing(letter, LATER)


def test_a_signatory_stands_once_whatever_its_spelling(workspace):
    from outspoken.desk.models import Letter

    with pytest.raises(DeskError, match="already, as"):
        letters.create(FACTS, signatories=["Watch Valdoria", "The WATCH  Valdoria"])
    assert not Letter.objects.exists()
    letter = letters.create(FACTS, signatories=MEMBERS)
    with pytest.raises(DeskError, match="already, as 'Open Page'"):
        letters.add_signatory(letter, "open page")
    assert letter.signatories.count() == 3


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"addressee": " "}, "no addressee"), ({"colour": "red"}, "unknown field 'colour'")],
)
def test_a_letter_that_lacks_what_it_needs_is_refused(workspace, facts, words):
    with pytest.raises(DeskError, match=words):
        letters.create({**FACTS, **facts})


def test_eight_sign_the_text_changes_and_all_are_asked_again(draft):
    secrets = {}
    for name in EIGHT:
        row, secrets[name] = signing.invite(draft, name)
        assert secrets[name] not in row.token_hash
    for name, secret in secrets.items():
        signing.answer(signing.by_secret(secret), True, 1, person_name=f"Head of {name}")
    assert signing.standing(draft).signed == tuple(EIGHT)
    changed = signing.revise(draft, TEXT + " And name Ilia Brandt.")
    assert changed.version == 2
    assert signing.standing(changed).asked_again == tuple(EIGHT)
    with pytest.raises(DeskError, match="signed an older version"):
        signing.send(changed)
    for name in EIGHT[:-1]:
        signing.answer(signing.by_secret(secrets[name]), True, 2)
    signing.answer(signing.by_secret(secrets[EIGHT[-1]]), False, 2)
    where = signing.standing(changed)
    assert (where.signed, where.declined) == (tuple(EIGHT[:-1]), (EIGHT[-1],))
    sent = signing.send(changed)
    assert sent.state == "sent"
    assert [s.organisation for s in signing.final_signatories(sent)] == EIGHT[:-1]
    assert signing.by_secret(secrets[EIGHT[0]]) is None
    assert sent.versions.count() == 2


def test_who_reads_an_old_version_cannot_sign_the_new_one_unseen(draft):
    _, secret = signing.invite(draft, EIGHT[0])
    row = signing.by_secret(secret)
    signing.revise(draft, TEXT + " More.")
    with pytest.raises(DeskError, match="read version 2, then answer"):
        signing.answer(row, True, 1)
    row.refresh_from_db()
    assert row.state == "invited"


def test_nobody_signs_after_the_deadline_or_once_the_letter_is_out(draft):
    from outspoken.desk.models import Letter

    _, secret = signing.invite(draft, EIGHT[0])
    Letter.objects.update(deadline=datetime.now(UTC) - timedelta(minutes=1))
    with pytest.raises(DeskError, match="deadline is past"):
        signing.answer(signing.by_secret(secret), True, 1)
    Letter.objects.update(state="sent")
    with pytest.raises(DeskError, match="not open"):
        signing.answer(signing.by_secret(secret), True, 1)
    draft.refresh_from_db()
    for change in (lambda: signing.revise(draft, "x"), lambda: signing.invite(draft, "New")):
        with pytest.raises(DeskError, match="cannot be changed"):
            change()


@pytest.mark.parametrize("secret", ["", "guess", "x" * 500, "\x00", "' or 1=1 --"])
def test_a_link_that_is_none_opens_nothing(draft, secret):
    letters.add_signatory(draft, "Without link")
    assert signing.by_secret(secret) is None


def test_a_renewed_link_ends_the_old_one(draft):
    row, old = signing.invite(draft, EIGHT[0])
    new = signing.renew(row)
    assert signing.by_secret(old) is None
    assert signing.by_secret(new) == row


def test_a_past_or_zoneless_deadline_is_refused(workspace):
    letter = letters.create({**FACTS, "state": "draft"}, text=TEXT)
    with pytest.raises(DeskError, match="is past"):
        signing.open_for_signing(letter, datetime.now(UTC) - timedelta(days=1))
    with pytest.raises(DeskError, match="no time zone"):
        signing.open_for_signing(letter, datetime.now() + timedelta(days=1))


def test_the_same_text_is_no_change_and_a_lost_quote_is_no_quote(draft, workspace):
    from scorecards import ask

    quote = "We urge you to raise freedom of expression in Norrgrad."
    made = letters.save_ask(draft, ask(1, quote=quote), workspace.codebook())
    assert signing.revise(draft, TEXT).version == 1
    signing.revise(draft, "Something else.")
    made.refresh_from_db()
    assert made.quote_start is None


def test_a_letter_entered_as_facts_gets_its_text_once(workspace):
    from scorecards import ask

    letter = letters.create(FACTS)
    quote = "raise freedom of expression in Norrgrad"
    made = letters.save_ask(letter, ask(1, quote=quote), workspace.codebook())
    with pytest.raises(DeskError, match="not in the letter"):
        letters.give_text(letter, "Another text.")
    letter.refresh_from_db()
    assert letter.text == ""
    letters.give_text(letter, TEXT, by="Ada")
    made.refresh_from_db()
    assert TEXT[made.quote_start : made.quote_end] == quote
    assert letter.versions.get().text == TEXT
    with pytest.raises(DeskError, match="has a text already"):
        letters.give_text(letter, "x")


def test_signatories_go_out_and_come_in_as_csv_without_secrets_or_contacts(draft):
    signing.invite(draft, "=cmd|' /C calc'!A0", contact="a@b.example")
    text = export_signatories(draft)
    assert "'=cmd" in text
    assert "a@b.example" not in text
    assert draft.signatories.first().token_hash not in text
    assert "a@b.example" in export_signatories(draft, contacts=True)
    added = import_signatories(
        draft, "Organization,Name,Email\nOpen Page,Anna Berg,a@o.example\n", "s.csv"
    )
    assert added == 1
    assert draft.signatories.get(organisation="Open Page").person == "Anna Berg"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name\nA\n", "no column 'organisation'"),
        ("organisation,person\nA,x\n,y\n", "names no organisation"),
        ("organisation\nA\nB\nthe a\n", "stands on line 2 too"),
        ("organisation,contact\nA,nowhere\n", "no e-mail address"),
        ("organisation\nNew\nOpen Page\n", "is under"),
    ],
)
def test_a_wrong_line_of_a_csv_adds_nobody(draft, content, words):
    letters.add_signatory(draft, "Open Page")
    with pytest.raises((InputError, DeskError), match=words):
        import_signatories(draft, content, "s.csv")
    assert draft.signatories.count() == 1


def test_the_final_text_is_the_same_bytes_each_time_with_its_signatories(draft):
    from docx import Document

    _, secret = signing.invite(draft, "Open Page <b>")
    signing.answer(signing.by_secret(secret), True, 1, person_name="Anna Berg", title="Director")
    made = docx(draft)
    assert made == docx(draft)
    words = "\n".join(p.text for p in Document(io.BytesIO(made)).paragraphs)
    assert TEXT.rsplit("\n", maxsplit=1)[-1] in words
    assert "Open Page <b>\nAnna Berg, Director" in words
    pytest.importorskip("weasyprint", reason="the extra 'pdf' is not installed")
    import pypdfium2

    printed = pdf(draft)
    assert printed == pdf(draft)
    page = pypdfium2.PdfDocument(printed)[0].get_textpage().get_text_bounded()
    assert "Open Page <b>" in page
    assert "freedom of expression" in page


def test_without_the_extra_a_pdf_says_what_to_install(draft, monkeypatch):
    import sys

    from outspoken.scorecard.writing import PdfMissingError

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfMissingError, match=r"pip install 'outspoken\[pdf\]'"):
        pdf(draft)


def test_the_commands(workspace, tmp_path):
    run = CliRunner()

    def call(*words, code=0):
        result = run.invoke(app, ["letter", *words, "-w", str(workspace.path)])
        assert result.exit_code == code, result.output
        return result.output

    path = tmp_path / "letter.txt"
    path.write_text(
        "1 March 2024\n\nDear Foreign Minister Marsh,\n\nWe urge you to raise freedom of expression "
        "publicly in Kestria.\n\nSincerely,\n\nOpen Page\nWatch Valdoria\n"
    )
    told = call("add", str(path), "--name", "march")
    assert "Elena Marsh" in told
    assert "signatory 2: Watch Valdoria (suggested)" in told
    assert "raise_publicly HR_EXPRESSION" in told
    assert "1 asks confirmed, 2 signatories confirmed" in call("confirm", "march")
    assert "Open Page" in call("signatories", "march")
    assert "1 letters" in call("list")
    assert '"HR_EXPRESSION"' in call("show", "march", "--json")
    assert (tmp_path / "x.docx").exists() is False
    call("export", "march", str(tmp_path / "x.docx"))
    assert (tmp_path / "x.docx").stat().st_size > 5000
    path.write_text("We urge you to speak.")
    assert "draft, version 1" in call("draft", str(path), "--addressee", "Elena Marsh")
    name = letters.find("elena-marsh").slug
    path.write_text("We urge you to speak publicly.")
    assert "version 2" in call("draft", str(path), "--addressee", "x", "--letter", name)
    document = workspace.lake.read("select document_id from current where genre = 'letter'")
    if document.num_rows:
        told = call("add", "--document", document["document_id"][0].as_py()[:16], "--name", "held")
        assert "held" in told
