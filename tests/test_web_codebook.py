"""The codebook room: reading, hits in the record, trying a change, adopting it."""

from __future__ import annotations

import shutil
import time

import pytest

from browser import chromium, serious, serving
from outspoken.workspace import Workspace

TERM = "political prisoner*"


@pytest.fixture(scope="module")
def demo(sample_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("codebook") / "demo"
    shutil.copytree(sample_workspace, folder)
    return Workspace.open(folder)


@pytest.fixture
def workspace(demo):
    from outspoken import web

    web.open_workspace(demo)
    return demo


@pytest.fixture
def own(workspace, tmp_path):
    """A workspace that a test may change."""
    from outspoken import web

    shutil.copytree(workspace.path, tmp_path / "own")
    opened = Workspace.open(tmp_path / "own")
    web.open_workspace(opened)
    return opened


@pytest.fixture
def client(workspace):
    from django.contrib.auth.models import User
    from django.test import Client

    from outspoken.web.accounts import set_role

    def signed_in(role="editor"):
        user = User.objects.create_user(f"{role}-{time.monotonic_ns()}")
        set_role(user, role)
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return signed_in


def data(client, address):
    """A page's data, once what takes long is worked out."""
    for _ in range(200):
        told = client.get(address, {"format": "json"}).json()
        if not told.get("pending"):
            return told
        time.sleep(0.05)
    raise AssertionError(f"{address} is never ready")


def hit(client):
    """An issue and a term of it that stands in the sample."""
    for agenda in data(client, "/codebook/")["agendas"]:
        for one in agenda["issues"]:
            if agenda["code"] == "HR" and one["sentences"]:
                for tier in data(client, f"/codebook/issue/{one['code']}")["tiers"]:
                    for term in tier["terms"]:
                        if term["sentences"] and tier["name"] == "strong":
                            return one["code"], term
    raise AssertionError("the sample has rights")


def test_issues_are_listed_with_their_sentences_in_the_record(client, workspace):
    told = data(client("reader"), "/codebook/")
    assert told["hash"] == workspace.codebook().hash
    counts = {one["code"]: one["sentences"] for a in told["agendas"] for one in a["issues"]}
    assert counts.keys() == workspace.codebook().issues.keys()
    assert sum(n for code, n in counts.items() if code.startswith("HR_")) > 10


def test_each_number_of_a_term_opens_as_many_sentences(client):
    reader = client("reader")
    code, term = hit(reader)
    address = f"/codebook/issue/{code}/hits"
    for _ in range(200):
        told = reader.get(address, {"term": term["term"], "format": "json"}).json()
        if not told["pending"]:
            break
        time.sleep(0.05)
    assert told["number"] == term["sentences"] == len(told["sentences"])
    for one in told["sentences"]:
        assert one["lead"] + one["words"] + one["rest"] == one["text"]
        assert one["words"]


def changed(workspace, code, **lists):
    issue = workspace.codebook().issues[code]
    names = ("strong", "lone", "weak", "company", "masks")
    kept = {name: list(getattr(issue, name)) for name in names}
    return {name: "\n".join(terms) for name, terms in (kept | lists).items()}


def test_a_change_is_tried_then_adopted_and_the_one_before_is_kept(client, own):
    workspace = own
    from outspoken.desk.models import Change
    from outspoken.web import at_hand
    from outspoken.web.codebook import draft

    editor = client()
    code, term = hit(editor)
    old = workspace.codebook()
    strong = [t for t in old.issues[code].strong if t != term["term"]]
    form = changed(workspace, code, strong=[*strong, "zebra crossing*"])
    response = editor.post(f"/codebook/issue/{code}/try", form)
    assert response.status_code == 302, response.content.decode()
    trial = response.headers["Location"]
    told = data(editor, trial)
    assert told["terms"] == [
        {"issue": code, "list": "strong", "come": ["zebra crossing*"], "go": [term["term"]]}
    ]
    assert workspace.codebook().hash == old.hash, "nothing is changed by trying"
    lost = {one["issue"]: one["lost"] for one in told["found"]["changes"]}
    assert lost.get(code, 0) <= term["sentences"]
    response = editor.post(f"{trial}/adopt")
    assert response.headers["Location"] == "/start/"
    now = Workspace.open(workspace.path).codebook()
    assert now.hash == told["hash"] == at_hand.codebook().hash
    assert "zebra crossing*" in now.issues[code].strong
    assert now.issues.keys() == old.issues.keys()
    assert now.cues == old.cues, "the included words are part of the file"
    entry = Change.objects.get(action="codebook.adopt")
    assert (entry.before["hash"], entry.after["hash"]) == (old.hash, now.hash)
    wait(workspace)
    again = editor.post(
        f"/codebook/issue/{code}/try", changed(Workspace.open(workspace.path), code)
    )
    assert again.status_code == 422, "nothing is changed"
    another = draft.change(now, code, {"strong": strong})
    draft.adopt(Workspace.open(workspace.path), another, by="mira")
    kept = list(workspace.path.glob("codebook-*.yaml"))
    assert [path.name for path in kept] == [f"codebook-{now.hash[:12]}.yaml"]
    assert Workspace.open(workspace.path).codebook().hash == another.hash


def wait(workspace):
    from outspoken.web.start import jobs

    for _ in range(1200):
        states = jobs.states(workspace)
        if not any(state.running for state in states):
            assert [state.problems for state in states if state.step == "failed"] == []
            return
        time.sleep(0.1)
    raise AssertionError("the work never ends")


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"strong": ["~6"]}, "~6"),
        ({"strong": ["x" * 400]}, "longer than 300"),
        ({"weak": ["term\x07bell"]}, "longer than 300"),
    ],
)
def test_a_change_that_cannot_be_used_is_said_and_what_was_typed_stays(
    client, workspace, lists, said
):
    response = client().post(
        "/codebook/issue/HR_CRITICS/try", changed(workspace, "HR_CRITICS", **lists)
    )
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not list((workspace.path / ".drafts").glob("*"))


@pytest.mark.parametrize(
    "address",
    ["/codebook/issue/HR_NOTHING", "/codebook/issue/HR_CRITICS/hits", "/codebook/issue/../x"],
)
def test_what_is_not_there_is_said(client, address):
    assert client("reader").get(address).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 16, "..%2f..%2foutspoken", "x"])
def test_a_trial_that_is_not_kept_opens_no_file(client, digest):
    assert client().get(f"/codebook/trial/{digest}").status_code in (400, 404)


def test_only_editors_try_and_adopt(client):
    coder = client("coder")
    assert coder.get("/codebook/issue/HR_CRITICS/try").status_code == 403
    assert coder.post(f"/codebook/trial/{'0' * 16}/adopt").status_code == 403
    assert "Try other terms" not in coder.get("/codebook/issue/HR_CRITICS").content.decode()


def test_the_pages_have_no_serious_fault_and_a_change_is_tried_by_hand(workspace):
    with serving(workspace.path) as served, chromium() as browser:
        page = browser.new_context(viewport={"width": 380, "height": 800}).new_page()
        page.set_default_timeout(120_000)  # the machine may be busy
        page.goto(served.entry)
        for address in ("", "issue/HR_CRITICS", "issue/HR_CRITICS/try"):
            page.goto(f"{served.address}/codebook/{address}")
            page.wait_for_load_state("networkidle")
            assert serious(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        page.locator("[name=strong]").press("Control+End")
        page.locator("[name=strong]").type("\nhuman rights")
        page.click("text=Try it on the record")
        page.wait_for_selector("text=Adopt the change", timeout=120_000)
        assert "Domestic critics" in page.inner_text("#trial")
        assert "[human rights]" in page.inner_text("#trial").lower()
        assert serious(page) == []
