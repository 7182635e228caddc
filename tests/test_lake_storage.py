"""The lake on S3-compatible object storage, against a server of this machine."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from dying import Killed, dies_after
from outspoken.coding import code
from outspoken.errors import WorkspaceError
from outspoken.ingest import add
from outspoken.lake.storage import Bucket
from outspoken.measures.ask import figures
from outspoken.measures.selection import Selection
from outspoken.workspace import SETTINGS, Workspace
from test_lake import document, little, tables  # noqa: F401 - a fixture among them

HAS_RAY = importlib.util.find_spec("ray") is not None


@pytest.fixture(scope="module")
def server():
    """An S3 server with one empty bucket; its address. Keys are in the environment alone."""
    moto = pytest.importorskip("moto.server")
    from pyarrow.fs import S3FileSystem

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        running.start()
        host, port = running.get_host_and_port()
        system = S3FileSystem(
            endpoint_override=f"{host}:{port}", scheme="http", region="us-east-1",
            allow_bucket_creation=True,
        )  # fmt: skip
        system.create_dir("record")
        yield f"http://{host}:{port}"
        running.stop()


def on_storage(folder: Path, server: str) -> Workspace:
    Workspace.init(folder, home="XVA")
    settings = folder / SETTINGS
    place = f'lake = "s3://record/{folder.parent.name}/{folder.name}"\n'
    place += f'lake_endpoint = "{server}"\nlake_region = "us-east-1"\n'
    settings.write_text(place + settings.read_text("utf-8"), "utf-8")
    return Workspace.open(folder)


def fill(workspace, **how):
    """Three runs, the last of which joins what the others left."""
    for run in range(3):
        add(workspace, [document(run * 6 + n) for n in range(6)], **how)
        code(workspace, **how)
    return add(workspace, **how).rewritten


def test_tables_and_figures_are_those_of_a_lake_on_a_disk(tmp_path, server, little):  # noqa: F811
    local = Workspace.init(tmp_path / "local", home="XVA")
    far = on_storage(tmp_path / "far", server)
    assert fill(local, workers=0) == fill(far, workers=0) == 3
    assert tables(far) == tables(local)
    assert not list((far.path / "lake").rglob("*.parquet"))
    for asked in (Selection(), Selection(government="XKE", since="2021-01-01")):
        lines = [figures(one, role="official", selection=asked) for one in (far, local)]
        assert lines[0] == lines[1] != []
    held = local.lake.read("select document_id from documents where name = '004.md'")
    wanted = held["document_id"].to_pylist()
    book = local.codebook().hash
    rows = [one.lake.coded(wanted, coder="lexicon", codebook=book) for one in (far, local)]
    assert rows[0].to_pylist() == rows[1].to_pylist() != []


@pytest.mark.parametrize("step", range(0, 20, 4))
def test_a_run_killed_at_each_write_changes_nothing(tmp_path, server, little, step):  # noqa: F811
    far = on_storage(tmp_path / "far", server)
    for run in range(3):
        add(far, [document(run * 6 + n) for n in range(6)], workers=0)
        code(far, workers=0)
    before = tables(far)
    try:
        with dies_after(step, (Bucket, "write"), (Bucket, "write_table")):
            add(far, workers=0)
    except Killed:
        pass
    else:
        assert step > 5  # It had not so many writes.
    assert tables(far) == before
    add(far, workers=0)
    assert tables(far) == before
    assert code(far, workers=0).parts == 0
    assert len(far.lake.parts("documents")) < 3


@pytest.mark.skipif(not HAS_RAY, reason="the extra 'cluster' (Ray) is not installed")
def test_workers_of_a_cluster_write_to_the_storage_and_the_run_commits(tmp_path, server):
    local = Workspace.init(tmp_path / "local", home="XVA")
    far = on_storage(tmp_path / "far", server)
    for one, engine in ((local, "native"), (far, "ray")):
        add(one, [document(n) for n in range(6)], workers=1, runs_on=engine)
        assert code(one, workers=1, runs_on=engine).parts == 1
    assert tables(far) == tables(local)


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"lake": "s3://KEY:SECRET@record/x"}, "keys never stand in it"),
        ({"lake": "s3://record?access_key=KEY"}, "keys never stand in it"),
        ({"lake": "gs://record/x"}, "is no place"),
        ({"lake": "s3://record", "lake_endpoint": "https://KEY@storage.example"}, "is no address"),
    ],
)
def test_settings_that_name_no_place_or_hold_a_key_are_refused(tmp_path, setting, problem):
    path = Workspace.init(tmp_path / "w").path / SETTINGS
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in setting.items())
    path.write_text(lines + path.read_text("utf-8"), "utf-8")
    with pytest.raises(WorkspaceError, match=problem):
        Workspace.open(path.parent)


def test_a_storage_that_is_not_there_is_said_in_one_line(tmp_path, server):
    Workspace.init(tmp_path / "w")
    lake = Workspace.open(tmp_path / "w").lake
    lake.storage = Bucket("s3://no-such-bucket/x", server, "us-east-1")
    with pytest.raises(WorkspaceError, match=r"cannot be reached .*docs/cluster\.md"):
        lake.write_part("documents", "a@b", lake.read("select * from documents limit 0"))


def test_a_lake_can_lie_in_another_folder(tmp_path):
    path = Workspace.init(tmp_path / "w", home="XVA").path / SETTINGS
    path.write_text('lake = "../large/lake"\n' + path.read_text("utf-8"), "utf-8")
    workspace = Workspace.open(path.parent)
    add(workspace, [document(1)], workers=0)
    assert (tmp_path / "large" / "lake" / "documents" / "parts.json").exists()
    assert workspace.lake.count() == 1
