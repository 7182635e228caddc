"""The review room in a real browser, and its addresses without one."""

from __future__ import annotations

import json
import re
import shutil
import uuid

import pytest

from browser import chromium, free_port, serious, serving, start
from outspoken.workspace import Workspace

SIZE = 60
PASSWORD = "a long enough word for tests"


@pytest.fixture(scope="module")
def demo(sample_workspace, tmp_path_factory):
    """The sample with people who may sign in."""
    from outspoken import web

    folder = tmp_path_factory.mktemp("review") / "demo"
    shutil.copytree(sample_workspace, folder)
    opened = Workspace.open(folder)
    web.open_workspace(opened)
    from django.contrib.auth.models import User

    from outspoken.web.accounts import set_role

    for name, role in (("mira", "coder"), ("bo", "coder"), ("edda", "editor"), ("rea", "reader")):
        set_role(User.objects.create_user(name, password=PASSWORD), role)
    return opened


@pytest.fixture
def sample(demo):
    """A drawn sample of sentences, all of them for two people: its name."""
    from outspoken import web
    from outspoken.measures.drawing import population, store

    web.open_workspace(demo)
    name = f"s{uuid.uuid4().hex[:8]}"
    store(demo, population(demo), name=name, size=SIZE, seed=1, by="edda", double_share=1)
    return name


def answers(sample, **more):
    from outspoken.desk.models import Review

    return Review.objects.filter(withdrawn_at=None, sample__slug=sample, **more)


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def served(demo):
    with serving(demo.path) as running:
        yield running


@pytest.fixture(scope="module")
def doors(browser, served):
    """Each person's signed-in state, so that only the first test has to sign in."""
    states = {}
    for name in ("mira", "bo", "edda"):
        page = browser.new_context().new_page()
        page.goto(f"{served.address}/accounts/login")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served.address}/")
        states[name] = page.context.storage_state()
        page.context.close()
    return states


@pytest.fixture
def enter(browser, doors):
    """Opens a page as one of the people."""
    contexts = []

    def page_of(name, **settings):
        context = browser.new_context(storage_state=doors[name], **settings)
        context.set_default_timeout(120_000)  # the machine may be busy
        contexts.append(context)
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()


def open_queue(page, served, sample):
    page.goto(f"{served.address}/review/{sample}/code")
    page.wait_for_selector(".picker input")
    page.wait_for_selector("[data-at-hand]")


def says(page, place, text):
    """Wait until a part of the page says just this (scripts in strings are refused by the page)."""
    from playwright.sync_api import expect

    expect(page.locator(place)).to_have_text(text, timeout=120_000)


def saved(page):
    says(page, "[data-saved]", "saved")


def sentence(page):
    page.wait_for_selector("[data-card]:not([hidden])")  # it may wait for the server
    return page.inner_text("[data-fill=text]")


def code(page, issue="critics", firmness="3", target="Kestria"):
    """One sentence with every key that it takes."""
    page.keyboard.press("i")
    page.keyboard.type(issue)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.keyboard.type(target)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press(firmness)
    page.keyboard.press("Enter")


# ------------------------------------------------------------------ in the browser


def test_fifty_sentences_are_coded_by_keyboard_alone(sample, served, enter):
    page = enter("mira")
    open_queue(page, served, sample)
    page.mouse.move(0, 0)
    seen = []
    for n in range(50):
        seen.append(sentence(page))
        if n % 5 == 4:
            code(page, firmness=str(n % 6))
        else:
            page.keyboard.press("e")
    saved(page)
    assert len(set(seen)) > 40, "the page goes on"
    assert page.inner_text("[data-left]") == str(SIZE - 50)
    stored = answers(sample, by="mira")
    assert stored.count() == 50
    coded = [review for review in stored if review.issues]
    assert len(coded) == 10
    assert {tuple(review.issues) for review in coded} == {("HR_CRITICS",)}
    assert {tuple(review.target) for review in coded} == {("XKE",)}
    assert {review.text for review in stored} == set(seen)
    assert not any(review.seen for review in stored), "all of them blind"


def test_undo_takes_the_last_answers_back_also_in_a_new_session(sample, served, enter):
    page = enter("mira")
    open_queue(page, served, sample)
    first = sentence(page)
    code(page)
    second = sentence(page)
    page.keyboard.press("e")
    page.keyboard.press("z")
    assert sentence(page) == second
    page.keyboard.press("z")
    assert sentence(page) == first
    assert page.locator(".chosen button").first.inner_text().startswith("Domestic critics")
    saved(page)
    assert answers(sample).count() == 0
    page.keyboard.press("Enter")
    saved(page)
    assert answers(sample).get().text == first
    page.reload()
    page.wait_for_selector("[data-at-hand]")
    page.wait_for_selector(".picker input")
    page.wait_for_timeout(300)
    page.keyboard.press("z")
    says(page, "[data-fill=text]", first)
    saved(page)
    assert answers(sample).count() == 0


def test_the_machines_codes_come_after_the_answer_alone(sample, served, enter):
    page = enter("mira")
    with page.expect_response("**/next") as told:
        page.goto(f"{served.address}/review/{sample}/code")
    ahead = told.value.json()["ahead"]
    assert len(ahead) == 40
    assert all(one["codes"] is None for one in ahead)
    assert not any(one["reader"] for one in ahead), "the reading pages show the codes"
    page.wait_for_selector(".picker input")
    assert "The machine" not in page.inner_text("main")
    page.keyboard.press("e")
    page.wait_for_selector("[data-last] >> text=The machine")
    page.keyboard.press("k")
    code(page)
    saved(page)
    assert answers(sample).get().seen, "answered again after the machine's codes were shown"


def test_a_lost_connection_loses_nothing(sample, served, enter):
    page = enter("mira")
    open_queue(page, served, sample)
    page.keyboard.press("e")
    saved(page)
    page.context.set_offline(True)
    for _ in range(3):
        page.keyboard.press("e")
    says(page, "[data-saved]", "3 answers wait")
    problem = page.inner_text("[data-problem]")
    assert "kept on this machine" in problem
    assert serious(page) == []
    assert answers(sample).count() == 1
    page.context.set_offline(False)
    saved(page)
    assert page.locator("[data-problem]").is_hidden()
    assert answers(sample).count() == 4


def test_a_page_closed_before_the_answers_arrived_sends_them_when_opened_again(
    sample, served, enter
):
    page = enter("mira")
    open_queue(page, served, sample)
    page.context.set_offline(True)
    first = sentence(page)
    page.keyboard.press("e")
    half = sentence(page)
    page.keyboard.press("u")
    page.keyboard.press("4")
    context = page.context
    page.close()
    assert answers(sample).count() == 0
    context.set_offline(False)
    page = context.new_page()
    open_queue(page, served, sample)
    says(page, "[data-fill=text]", half)
    assert page.is_checked("[name=unsure]"), "what was half filled in is there again"
    assert page.is_checked("[name=firmness][value='4']")
    saved(page)
    assert answers(sample).get().text == first


def test_a_server_killed_in_mid_save_loses_nothing(sample, demo, doors, enter):
    port = free_port()
    served = start(demo.path, port)
    try:
        page = enter("mira")
        open_queue(page, served, sample)
        told = []
        for n in range(12):
            told.append(sentence(page))
            page.keyboard.press("e")
            if n == 5:
                served.kill()
        page.wait_for_selector("[data-state=offline]")
        served = start(demo.path, port)
        saved(page)
    finally:
        served.kill()
    assert sorted(answers(sample).values_list("text", flat=True)) == sorted(told)
    assert answers(sample).count() == 12


def test_a_full_disk_is_said_and_the_answer_waits(sample, served, enter):
    """What the server says then is real: see the test without a browser below."""
    page = enter("mira")
    open_queue(page, served, sample)
    line = "the server could not store it (database or disk is full): make room on its disk"
    page.route(
        "**/answer",
        lambda route: route.fulfill(
            status=503, content_type="application/json", body=json.dumps({"error": line})
        ),
    )
    page.keyboard.press("e")
    page.wait_for_selector("[data-problem]:not([hidden])")
    assert "disk is full" in page.inner_text("[data-problem]")
    page.unroute("**/answer")
    saved(page)
    assert answers(sample).count() == 1


def test_what_can_never_be_taken_is_shown_to_be_mended(sample, served, enter):
    page = enter("mira")
    open_queue(page, served, sample)
    first = sentence(page)
    page.route(
        "**/answer",
        lambda route: route.fulfill(
            status=422, content_type="application/json",
            body=json.dumps({"error": "issues: 'HR_OLD' is no issue of this codebook"}),
        ),
    )  # fmt: skip
    code(page)
    page.wait_for_selector("[data-refused]:not([hidden])")
    assert "HR_OLD" in page.inner_text("[data-refused]")
    page.unroute("**/answer")
    page.click("text=Mend it")
    assert sentence(page) == first
    page.keyboard.press("Escape")
    page.click("[data-fill=text]")
    page.keyboard.press("Enter")
    saved(page)
    assert answers(sample).get().text == first


def test_two_people_at_once_then_agreement_then_settling(sample, served, enter):
    mira, bo = (enter(name) for name in ("mira", "bo"))
    for page in (mira, bo):
        open_queue(page, served, sample)
    for n in range(12):
        assert sentence(mira) == sentence(bo), "drawn for two people"
        code(mira, issue="critics" if n % 2 else "torture")
        code(bo, issue="critics" if n % 2 else ("torture" if n else "death penalty"))
    for page in (mira, bo):
        saved(page)
    assert answers(sample).count() == 24
    edda = enter("edda")
    edda.goto(f"{served.address}/review/{sample}")
    assert "12 of 60" in edda.inner_text("main")
    assert "said the same of 11" in edda.inner_text("main")
    assert serious(edda) == []
    edda.click("text=Settle 1 disagreement")
    # Who said what stays hidden (the Emirates may be named).
    assert not re.search(r"\b(mira|bo)\b", edda.inner_text("main"))
    assert serious(edda) == []
    said = edda.locator("tr.differs td").all_inner_texts()
    edda.keyboard.press(str(1 + next(i for i, text in enumerate(said) if "Torture" in text)))
    edda.wait_for_selector("text=Nothing is to be settled")
    with edda.expect_download() as file:
        edda.goto(f"{served.address}/review/{sample}")
        edda.click("text=what counts")
    rows = [json.loads(line) for line in file.value.path().read_text("utf-8").splitlines()]
    assert len(rows) == 12
    settled = answers(sample, kind="adjudication").get()
    assert settled.by == "edda"
    assert settled.issues == ["HR_TORTURE"]


def test_the_page_works_without_script(sample, served, enter):
    page = enter("mira", java_script_enabled=False)
    page.goto(f"{served.address}/review/{sample}/code")
    first = sentence(page)
    page.select_option("[name=issues]", ["HR_CRITICS"])
    page.select_option("[name=target]", ["XKE"])
    page.check("[name=firmness][value='3']")
    page.click("text=Save and next")
    assert sentence(page) != first
    assert answers(sample).get().firmness == 3
    page.click("text=Undo the last answer")
    assert sentence(page) == first
    assert answers(sample).count() == 0


def test_no_page_has_a_serious_fault_or_scrolls_sideways(sample, served, enter):
    light, dark = enter("edda"), enter("edda", color_scheme="dark")
    phone = enter("edda", viewport={"width": 360, "height": 740})
    place = place_in(sample)
    for address in ("/", f"/{sample}", f"/{sample}/code", f"/{sample}/settle", "/strays", place):
        for page in (light, dark, phone) if address.endswith("/code") else (light, phone):
            page.goto(f"{served.address}/review{address}")
            page.wait_for_load_state("networkidle")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} is {wide} too wide"
            if page is not phone or address == f"/{sample}":
                assert serious(page) == [], address


def place_in(sample):
    one = sentences(sample)[0]
    return f"/sentence/{one.document_id}/{one.start}/{one.end}"


# ------------------------------------------------------------------ without a browser


def client(name):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    assert client.login(username=name, password=PASSWORD)
    return client


def body(one, **answer):
    return {
        "key": uuid.uuid4().hex, "document": one.document_id, "start": one.start, "end": one.end,
        "place": one.place, "answer": answer,
    }  # fmt: skip


def post(name, sample, address, content, status=200):
    response = client(name).post(
        f"/review/{sample}/{address}", content, content_type="application/json"
    )  # fmt: skip
    assert response.status_code == status, response.content
    return response.json()


def sentences(sample):
    from outspoken.desk.models import SampledSentence

    return list(SampledSentence.objects.filter(sample__slug=sample).order_by("place"))


def test_the_same_answer_posted_twice_is_stored_once(sample):
    content = body(sentences(sample)[0], issues=["HR_CRITICS"], target=["XKE"])
    first, second = (post("mira", sample, "answer", content) for _ in range(2))
    assert first["stored"] == second["stored"]
    assert answers(sample).count() == 1


def test_an_answer_of_one_person_is_not_stored_under_anothers_name(sample):
    content = body(sentences(sample)[0]) | {"by": "mira"}
    assert "sign in as mira" in post("bo", sample, "answer", content, 422)["error"]
    assert answers(sample).count() == 0


def test_a_full_disk_is_one_clear_line_and_may_be_tried_again(sample):
    from django.db import connection

    mira, held = client("mira"), sentences(sample)
    cursor = connection.cursor()
    pages = cursor.execute("pragma page_count").fetchone()[0]
    cursor.execute(f"pragma max_page_count = {pages}")
    try:
        for n in range(100):
            content = body(held[n % 50], note="x" * 3900)
            response = mira.post(
                f"/review/{sample}/answer", content, content_type="application/json"
            )  # fmt: skip
            if response.status_code != 200:
                break
    finally:
        cursor.execute("pragma max_page_count = 1073741823")
    assert response.status_code == 503
    assert "disk is full" in response.json()["error"]
    assert "make room" in response.json()["error"]
    post("mira", sample, "answer", content)
    assert answers(sample).get(key=content["key"]).by == "mira"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not JSON"),
        (b"[" * 90_000, "far larger"),
        (b"[]", "not a table"),
        (b'{"key": "k", "answer": {}}', "names no sentence"),
        (
            b'{"key": "k", "document": "d", "start": 1, "end": 2, "answer": {}}',
            "not of this sample",
        ),
        (b'{"key": "k", "document": "d", "start": "x", "end": 2, "answer": {}}', "no sentence"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(sample, content, said):
    response = client("mira").post(
        f"/review/{sample}/answer", content, content_type="application/json"
    )  # fmt: skip
    assert response.status_code == 422
    assert said in response.json()["error"]


@pytest.mark.parametrize(
    ("name", "method", "address"),
    [
        ("rea", "get", "first/code"),
        ("rea", "post", "first/answer"),
        ("rea", "post", "first/undo"),
        ("mira", "get", "first/settle"),
        ("mira", "post", "draw"),
    ],
)
def test_each_role_may_do_its_part_alone(sample, name, method, address):
    address = address.replace("first", sample)
    assert getattr(client(name), method)(f"/review/{address}").status_code == 403


def test_nobody_gets_in_without_signing_in(sample):
    from django.test import Client

    stranger = Client(headers={"host": "localhost"})
    for address in ("", sample, f"{sample}/next", f"{sample}/labels"):
        assert stranger.get(f"/review/{address}").status_code == 302


def test_coders_see_no_answers_but_their_own(sample):
    post("mira", sample, "answer", body(sentences(sample)[0], issues=["HR_LIFE"]))
    post("bo", sample, "answer", body(sentences(sample)[0]))
    bo, edda = client("bo"), client("edda")
    assert bo.get(f"/review/{sample}/labels?by=mira").status_code == 403
    assert bo.get(f"/review/{sample}/labels").status_code == 403
    for address in ("", "/next", "/code", "/labels?by=bo"):
        assert b"HR_LIFE" not in bo.get(f"/review/{sample}{address}").content.replace(
            b'value="HR_LIFE"', b""
        )
    assert b"HR_LIFE" in edda.get(f"/review/{sample}/labels?by=mira").content


def test_a_forged_form_is_refused(sample):
    from django.test import Client

    forger = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert forger.login(username="mira", password=PASSWORD)
    content = body(sentences(sample)[0])
    response = forger.post(f"/review/{sample}/answer", content, "application/json")
    assert response.status_code == 403
    assert answers(sample).count() == 0


def test_an_assisted_sample_shows_the_machines_codes_and_says_so(sample):
    from outspoken.desk.models import Sample

    Sample.objects.filter(slug=sample).update(blind=False)
    ahead = client("mira").get(f"/review/{sample}/next").json()["ahead"]
    assert all(one["codes"] is not None for one in ahead)
    post("mira", sample, "answer", body(sentences(sample)[0]))
    assert answers(sample).get().seen


def test_a_sample_is_drawn_from_a_form(sample):
    from outspoken.desk.models import Sample

    form = {"name": "Second one", "size": "30", "double": "50", "seed": "3", "role": "principal"}
    response = client("edda").post("/review/draw", form)
    assert response.headers["Location"] == "/review/second-one"
    drawn = Sample.objects.get(slug="second-one")
    assert drawn.made_by == "edda"
    assert all(0 < one.probability <= 1 for one in drawn.sentences.all())
    again = client("edda").post("/review/draw", form)
    assert again.status_code == 400
    assert b"is a sample already" in again.content


def test_a_sentence_outside_a_sample_can_be_corrected(sample):
    from outspoken.desk.models import Review

    one = sentences(sample)[0]
    address = f"/review{place_in(sample)}"
    mira = client("mira")
    assert one.text[:20].encode() in mira.get(address).content
    form = {"key": "k1", "document": one.document_id, "start": one.start, "end": one.end,
            "issues": ["HR_LIFE"], "target": ["XKE"], "firmness": "4"}  # fmt: skip
    assert mira.post(address, form).status_code == 302
    review = Review.objects.get(key="k1")
    assert (review.sample, review.issues, review.seen) == (None, ["HR_LIFE"], True)
    assert mira.get("/review/sentence/nothing/1/2").status_code == 404
