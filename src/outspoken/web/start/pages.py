"""The pages by which documents come in. Everything goes through the one path of `outspoken add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from outspoken.errors import InputError
from outspoken.sources.files import LARGEST
from outspoken.web import at_hand
from outspoken.web.accounts import needs
from outspoken.web.errors import said
from outspoken.web.page import page
from outspoken.web.start import jobs

if TYPE_CHECKING:
    from outspoken.workspace import Workspace

LARGEST_UPLOAD = 500_000_000
"""Bytes of one upload with all its files; more goes by a folder or the command line."""
TABLES = (".csv", ".tsv", ".jsonl", ".parquet")
LONGEST_NAME = 150


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How to begin, or how to add more."""
    workspace = at_hand.workspace()
    content: dict[str, Any] = {
        "documents": _held(workspace),
        "settings": {"home": workspace.settings.home, "target": workspace.settings.target},
        "jobs": jobs.states(workspace),
        "largest": LARGEST // 1_000_000,
        "largest_upload": LARGEST_UPLOAD // 1_000_000,
        "shared": _shared(),
    }
    return page(request, "start/index.html", content)


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """How far the work is, for the page that shows it."""
    return render(request, "start/_work.html", {"jobs": jobs.states(at_hand.workspace())})


@csrf_exempt  # Only until the size is known: reading the form for its token would read all of it.
@require_POST
@needs("editor")
def upload(request: HttpRequest) -> HttpResponse:
    """Take files, if they are not too much, and begin to read them."""
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > LARGEST_UPLOAD:
        return said(
            request,
            f"upload: is larger than {LARGEST_UPLOAD // 1_000_000} MB; give the folder instead, "
            "or use 'outspoken add'",
            413,
        )
    answer: HttpResponse = _take(request)
    return answer


@csrf_protect
def _take(request: HttpRequest) -> HttpResponse:
    given = request.FILES.getlist("files")
    if not given:
        raise InputError("upload", "holds no file", "choose one or more")
    for file in given:
        if (file.size or 0) > LARGEST and not (file.name or "").lower().endswith(TABLES):
            raise InputError(
                name_of(file.name or ""), f"is larger than {LARGEST // 1_000_000} MB",
                "split it, or leave it out",
            )  # fmt: skip
    workspace = at_hand.workspace()
    job, folder = jobs.prepare(workspace)
    paths = [_keep(file, folder) for file in given]
    words = f"{len(paths)} files" if len(paths) != 1 else paths[0].name
    jobs.begin(workspace, paths, by=request.user.get_username(), what=words, job=job)
    return HttpResponseRedirect(reverse("start:index"))


@require_POST
@needs("administrator")
def folder(request: HttpRequest) -> HttpResponse:
    """Add a file or folder of this machine; only where the pages answer to this machine alone."""
    if _shared():
        raise PermissionDenied("The server’s own folders are not open to people elsewhere.")
    text = request.POST.get("path", "").strip()
    path = Path(text).expanduser()
    if not text or "\0" in text or not path.is_absolute():
        raise InputError(text[:200] or "the path", "is not a whole path", "begin with / or ~")
    if not path.exists():
        raise InputError(text[:200], "does not exist", "check the path")
    workspace = at_hand.workspace()
    jobs.begin(workspace, [path], by=request.user.get_username(), what=str(path))
    return HttpResponseRedirect(reverse("start:index"))


@require_POST
@needs("editor")
def sample(request: HttpRequest) -> HttpResponse:
    """Fill an empty workspace with the bundled sample: invented countries and people."""
    from importlib.resources import as_file, files

    from outspoken.workspace import Workspace

    workspace = at_hand.workspace()
    if _held(workspace):
        raise InputError(
            "the sample", "is for an empty workspace: it would mix with real documents",
            "make one with 'outspoken demo'",
        )  # fmt: skip
    _invent(workspace)
    at_hand.show(Workspace.open(workspace.path))
    with as_file(files("outspoken.sample") / "record") as record:
        jobs.begin(
            at_hand.workspace(), [record], by=request.user.get_username(), what="the bundled sample"
        )  # fmt: skip
    return HttpResponseRedirect(reverse("start:index"))


@require_POST
@needs("editor")
def again(request: HttpRequest) -> HttpResponse:
    """Go on with what was broken off: files that were uploaded, documents in the archive, codings."""
    workspace = at_hand.workspace()
    left: list[Path] = []
    for state in jobs.states(workspace):
        files = jobs.folder_of(workspace, state.id) / "files"
        if not state.running and files.is_dir():
            left += sorted(path for path in files.iterdir() if path.is_file())
    jobs.begin(workspace, left, by=request.user.get_username(), what="what was left")
    return HttpResponseRedirect(reverse("start:index"))


def name_of(given: str) -> str:
    """A name that a file can have here, whatever it was called elsewhere."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending)] or 'document'}.{ending}"
    return plain[:LONGEST_NAME] or "document"


def _keep(file: UploadedFile[bytes], folder: Path) -> Path:
    name = name_of(file.name or "")
    path, n = folder / name, 1
    while path.exists():
        n += 1
        stem, dot, ending = name.rpartition(".")
        path = folder / (f"{stem} ({n}).{ending}" if dot else f"{name} ({n})")
    with path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path


def _shared() -> bool:
    return bool(getattr(django_settings, "SHARED", False))


def _held(workspace: Workspace) -> int:
    return workspace.lake.count()


def _invent(workspace: Workspace) -> None:
    """Write the sample's countries into the settings."""
    import tomllib
    from importlib.resources import files

    import tomlkit

    from outspoken.durable import write_whole
    from outspoken.workspace import SETTINGS

    text = (files("outspoken.sample") / "countries.toml").read_text("utf-8")
    path = workspace.path / SETTINGS
    document = tomlkit.parse(path.read_text("utf-8"))
    document["home"], document["target"] = "XVA", "XKE"
    countries = dict(document.get("countries", {})) | tomllib.loads(text)["countries"]
    document["countries"] = countries
    write_whole(path, tomlkit.dumps(document).encode())
