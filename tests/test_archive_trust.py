"""An archive that was tampered with is found, and the file is named; states are stamped; edits show."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

import ministry
from outspoken.archive import Archive, canonical, sha256
from outspoken.cli import app
from outspoken.collecting import collect_addresses
from outspoken.collecting.stamping import ask
from outspoken.errors import InputError, OutspokenError
from outspoken.ingest import add
from outspoken.model import Capture
from outspoken.proofs import prepare, proofs, take
from outspoken.sources.web.client import Client
from outspoken.versions import compare, difference, history, lines
from outspoken.workspace import Workspace


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A workspace with documents from files and from the web."""
    workspace = Workspace.init(tmp_path_factory.mktemp("kept") / "w", home="USA")
    texts = [
        f"Document {n}. The minister raised the prisoners' case in {n} words." for n in range(6)
    ]
    add(
        workspace,
        (Capture(f"{n}.txt", f"{n}.txt", t.encode()) for n, t in enumerate(texts)),
        workers=0,
    )
    with ministry.running() as site:
        client = Client(every=0, allow_private=True)
        collect_addresses(workspace, [f"{site.url}/arrived"], client, workers=0)
        client.close()
    assert workspace.archive.verify() == []
    return workspace


@pytest.fixture
def archive(kept, tmp_path):
    """A copy to tamper with."""
    shutil.copytree(kept.archive.root, tmp_path / "archive")
    return Archive(tmp_path / "archive")


def objects(archive):
    return sorted(path for path in (archive.root / "objects").rglob("*") if path.is_file())


def raw(archive):
    return archive.manifest.read_bytes().splitlines(keepends=True)


def one_byte_changed(archive):
    path = objects(archive)[2]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    return path


def object_removed(archive):
    path = objects(archive)[3]
    path.unlink()
    return path


def file_added(archive):
    path = archive.root / "objects" / "ab" / ("ab" * 32)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"planted")
    return path


def file_added_beside(archive):
    path = archive.root / "notes.txt"
    path.write_bytes(b"planted")
    return path


def object_moved(archive):
    path = objects(archive)[1]
    goal = archive.root / "objects" / "zz" / path.name
    goal.parent.mkdir()
    shutil.copy(path, goal)
    return goal


def object_as_link(archive):
    path = objects(archive)[0]
    (archive.root.parent / "elsewhere").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(archive.root.parent / "elsewhere")
    return path


def line_removed(archive):
    found = raw(archive)
    del found[2]
    archive.manifest.write_bytes(b"".join(found))
    return archive.manifest


def last_line_removed(archive):
    archive.manifest.write_bytes(b"".join(raw(archive)[:-1]))
    return archive.manifest


def line_changed(archive):
    archive.manifest.write_bytes(archive.manifest.read_bytes().replace(b'"3.txt"', b'"8.txt"'))
    return archive.manifest


def lines_swapped(archive):
    found = raw(archive)
    found[1], found[2] = found[2], found[1]
    archive.manifest.write_bytes(b"".join(found))
    return archive.manifest


def bytes_added_at_the_end(archive):
    with archive.manifest.open("ab") as file:
        file.write(b'{"half')
    return archive.manifest


def head_removed(archive):
    (archive.root / "head.json").unlink()
    return archive.root / "head.json"


def rewritten_from_the_middle(archive, *, head=False):
    """A forger who knows the format: one document's address changed, every hash made anew."""
    entries = [json.loads(line) for line in raw(archive)]
    previous = entries[1]["hash"]
    for entry in entries[2:]:
        entry.pop("hash")
        entry["url"] = "https://forged.example/"
        entry["prev"] = previous
        entry["hash"] = previous = sha256(canonical(entry))
    archive.manifest.write_bytes(b"".join(canonical(entry) + b"\n" for entry in entries))
    if head:
        state = {"hash": previous, "seq": len(entries)}
        (archive.root / "head.json").write_bytes(canonical(state) + b"\n")
    return archive.manifest


@pytest.mark.parametrize(
    "tamper",
    [one_byte_changed, object_removed, file_added, file_added_beside, object_moved, object_as_link,
     line_removed, last_line_removed, line_changed, lines_swapped, bytes_added_at_the_end,
     head_removed, rewritten_from_the_middle],
)  # fmt: skip
def test_tampering_is_found_and_the_file_named(archive, tamper):
    path = tamper(archive)
    found = archive.verify()
    assert any(str(path) in one.name for one in found), [asdict(one) for one in found]


def test_a_warc_of_received_answers_is_covered_too(archive):
    (entry,) = [e for e in archive.entries() if e["kind"] == "warc"]
    path = archive.path_of(entry["sha256"])
    path.write_bytes(path.read_bytes()[:-1])
    assert [one.name for one in archive.verify()] == [str(path)]


def test_a_forger_who_rewrites_the_head_too_meets_the_state_that_was_printed(archive):
    printed = archive.head()
    path = rewritten_from_the_middle(archive, head=True)
    assert archive.verify() == [], "by itself the folder cannot tell"
    (found,) = archive.verify([printed])
    assert (found.name, printed in found.problem) == (str(path), True)


def test_the_command_names_what_is_wrong_and_ends_with_1(kept, tmp_path):
    shutil.copytree(kept.path, tmp_path / "w")
    assert CliRunner().invoke(app, ["archive", "verify", "-w", str(tmp_path / "w")]).exit_code == 0
    path = one_byte_changed(Archive(tmp_path / "w" / "archive"))
    done = CliRunner().invoke(app, ["archive", "verify", "-w", str(tmp_path / "w")])
    assert done.exit_code == 1
    assert f"{path}: was altered" in done.output


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A time-stamping authority of the tests' own, by openssl: (answers a request, its root)."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to play the authority")
    folder = tmp_path_factory.mktemp("authority")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\ncrypto_device=builtin\nsigner_cert=tsa.pem\n"
        "signer_key=tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4\n"
        "digests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\n"
        "ess_cert_id_alg=sha256\n"
        "[tsa_ext]\nbasicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\n"
        "[root_ext]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n"
        "subjectKeyIdentifier=hash\n"
    )
    (folder / "serial").write_text("01\n")
    for name in ("root", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
                f"{name}.pem", "-days", "30", "-subj", f"/CN=Aldmere {name}", "-extensions", "root_ext",
                "-config", _config(folder))  # fmt: skip
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj",
            "/CN=Aldmere Time", "-config", _config(folder))  # fmt: skip
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "tsa.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", "tsa_ext")  # fmt: skip

    def answer(request):
        (folder / "query.tsq").write_bytes(request)
        openssl(
            "ts", "-reply", "-queryfile", "query.tsq", "-config", "tsa.cnf", "-out", "answer.tsr"
        )
        return (folder / "answer.tsr").read_bytes()

    return answer, folder


def _config(folder):
    path = folder / "req.cnf"
    path.write_text(
        "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n"
        "[root_ext]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n"
        "subjectKeyIdentifier=hash\n"
    )
    return str(path)


def test_a_state_is_stamped_and_the_stamp_catches_a_rewritten_manifest(archive, authority):
    answer, folder = authority
    request = prepare(archive)
    state = archive.head()
    proof = take(archive, answer(request.read_bytes()), folder / "root.pem")
    assert (proof.state, proof.checked) == (state, "signed under a trusted root")
    assert [one.state for one in proofs(archive, folder / "root.pem")] == [state]
    assert archive.verify() == []
    openssl = subprocess.run(
        ["openssl", "ts", "-verify", "-data", request.with_suffix(".state"), "-in",
         request.with_suffix(".tsr"), "-CAfile", folder / "root.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in openssl.stdout + openssl.stderr, "anybody can check it"
    path = rewritten_from_the_middle(archive, head=True)
    (found,) = proofs(archive, folder / "root.pem")
    assert (found.name.endswith(".tsr"), "rewritten" in found.problem) == (True, True)
    assert path.exists()


def test_a_stamp_that_does_not_hold_is_refused(archive, authority):
    answer, folder = authority
    good = answer(prepare(archive).read_bytes())
    with pytest.raises(InputError, match="does not hold"):
        take(archive, good, folder / "other.pem")
    with pytest.raises(OutspokenError):
        take(archive, good[:-20], folder / "root.pem")
    with pytest.raises(OutspokenError):
        take(archive, b"nonsense")
    (archive.root / "proofs" / "planted.exe").write_bytes(b"x")
    assert any("planted.exe" in getattr(one, "name", "") for one in proofs(archive))


def test_a_request_is_sent_only_to_where_it_was_asked(archive, authority):
    answer, folder = authority
    sent = []

    class Authority(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def do_POST(self):
            sent.append(
                (self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"])))
            )
            body = answer(sent[-1][1]) if self.path == "/tsr" else b"x" * 3_000_000
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    request = prepare(archive).read_bytes()
    with pytest.raises(InputError, match="inside a network"):
        ask(f"{url}/tsr", request)
    assert sent == []
    proof = take(archive, ask(f"{url}/tsr", request, allow_private=True), folder / "root.pem")
    assert proof.state == archive.head()
    assert sent == [("application/timestamp-query", request)], "one hash, and nothing else"
    with pytest.raises(InputError, match="too much"):
        ask(f"{url}/endless", request, allow_private=True)
    server.shutdown()
    server.server_close()


def test_the_request_is_prepared_without_the_network(kept, monkeypatch):
    import socket

    def refuse(*args, **options):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    done = CliRunner().invoke(app, ["archive", "timestamp", "-w", str(kept.path)])
    assert done.exit_code == 0, done.output
    assert "nothing was sent" in done.output
    assert list((kept.archive.root / "proofs").glob("*.tsq"))
    shutil.rmtree(kept.archive.root / "proofs")


FIRST = (
    "We met the minister. We raised the case of the jailed editor. We asked for his release. "
    "We spoke of trade."
)
SECOND = "We met the minister. We raised cases of concern. We spoke of trade. We thank our hosts."


def test_a_silent_edit_shows_its_sentences_and_a_withdrawal_is_one(tmp_path):
    workspace = Workspace.init(tmp_path / "w", home="USA")
    client = Client(every=0, allow_private=True)
    with ministry.running() as site:
        for text in (FIRST, SECOND, SECOND + " "):
            body = f"<p>{text}</p><!-- {len(text)} -->"
            site.pages["/readout"] = ministry.article("Readout", body=body)
            collect_addresses(workspace, [f"{site.url}/readout"], client, workers=0)
        site.removed.add("/readout")
        collect_addresses(workspace, [f"{site.url}/readout"], client, workers=0)
    client.close()
    states = history(workspace, "/readout")
    assert [state.withdrawn for state in states] == [0, 0, 0, 410]
    edited = difference(workspace, states[0], states[1])
    before = [s for change in edited.changes for s in change.before]
    after = [s for change in edited.changes for s in change.after]
    assert before == ["We raised the case of the jailed editor.", "We asked for his release."]
    assert after == ["We raised cases of concern.", "We thank our hosts."]
    said = list(lines(edited))
    assert "- We asked for his release." in said
    assert "+ We raised cases of concern." in said
    assert difference(workspace, states[1], states[2]).silent
    gone = difference(workspace, states[2], states[3])
    assert gone.withdrawn
    assert "We raised cases of concern." in gone.changes[0].before
    done = CliRunner().invoke(
        app, ["archive", "changes", "/readout", "--all", "-w", str(workspace.path)]
    )
    assert done.exit_code == 0, done.output
    assert "- We asked for his release." in done.output
    assert "only the page around the text did" in done.output
    assert "withdrawn: the server answers 410" in done.output
    listed = CliRunner().invoke(app, ["archive", "changes", "-w", str(workspace.path)])
    assert "withdrawn  http" in listed.output


@pytest.mark.parametrize(
    ("before", "after", "changes", "same"),
    [
        ([], [], 0, 0),
        (["a"], ["a"], 0, 1),
        (["a", "b"], ["a", "c", "b"], 1, 2),
        (["a", "b", "c"], ["x", "b", "y"], 2, 1),
    ],
)
def test_sentences_are_held_against_each_other(before, after, changes, same):
    found, equal = compare(before, after)
    assert (len(found), equal) == (changes, same)
