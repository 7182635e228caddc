"""Collecting: speed from the network to codes, and what a collection loses when it is killed.

    python -m benchmarks.collecting speed [--pages 5000]
    python -m benchmarks.collecting kills [--pages 2000] [--kills 50]

The pages are made for this benchmark and served from this machine by a process of its own, without
a pause between requests; the commands are run as a user runs them. `kills` ends the collection with
SIGKILL at random moments, then lets it come to its end, and counts: pages missing, documents held
twice, pages that the server had sent and was asked for again (at most one a kill: the page that was
under way), findings of `archive verify`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.results import COUNTED, Figure, emit, pace

SENTENCES = (
    "The minister raised the case of the imprisoned poet and asked for her release.",
    "Both sides spoke of trade, of tariffs on timber, and of fishing in the northern strait.",
    "He urged the government to let journalists work without fear of arrest.",
    "The talks on the new bridge will go on in the spring, and the commission will meet again.",
    "We thank our hosts for a warm welcome, and we look forward to the next round.",
    "Freedom of expression is a right that every citizen has, she said, and it must be kept.",
    "The two governments signed an agreement on the training of nurses.",
    "Security in the region was discussed at length, with no result that could be announced.",
)
FURNITURE = (
    "<header><nav><ul>" + "".join(f"<li><a href='/n{n}'>Section {n}</a></li>" for n in range(40)) + "</ul></nav></header>"
)  # fmt: skip
FOOTER = (
    "<footer>" + "".join(f"<p><a href='/f{n}'>Notice {n}</a></p>" for n in range(30)) + "</footer>"
)


def page(number: int) -> bytes:
    """A page of some 700 words with the furniture of a government site around them."""
    place = random.Random(number)
    paragraphs = "".join(
        f"<p>{' '.join(place.choice(SENTENCES) for _ in range(4))}</p>" for _ in range(12)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>Remarks {number}</title><meta "
        f"property='article:published_time' content='2024-{number % 12 + 1:02}-{number % 28 + 1:02}'>"
        f"<style>{'.a{color:red}' * 200}</style></head><body>{FURNITURE}<main><h1>Remarks {number}</h1>"
        f"{paragraphs}</main>{FOOTER}</body></html>"
    ).encode()


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    pages = 0
    whole: ClassVar[Counter[str]] = Counter()
    """How often each path was answered whole."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A page, the sitemap, or what was answered so far."""
        path, status, kind = self.path, 200, "text/html; charset=utf-8"
        if path == "/sitemap.xml":
            listed = "".join(f"<url><loc>/p/{n}</loc></url>" for n in range(self.pages))
            body, kind = f"<urlset>{listed}</urlset>".encode(), "application/xml"
        elif path == "/answered":
            body, kind = json.dumps(self.whole).encode(), "application/json"
        elif path.startswith("/p/"):
            body = page(int(path[3:]))
        else:
            body, status = b"none", 404
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            self.close_connection = True
            return
        self.whole[path] += 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that was killed is no error here."""


def serve(pages: int, port: Any) -> None:
    """Serve until ended."""
    _Site.pages = pages
    server = _Server(("127.0.0.1", 0), _Site)
    port.send(server.server_port)
    server.serve_forever()


def start(pages: int) -> tuple[Any, str]:
    """The site in a process of its own, and its address."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(pages, there), daemon=True
    )
    process.start()
    return process, f"http://127.0.0.1:{here.recv()}"


def answered(url: str) -> dict[str, int]:
    """How often each page was answered whole."""
    import httpx

    found = httpx.get(f"{url}/answered", trust_env=False).json()
    return {path: times for path, times in found.items() if path.startswith("/p/")}


def commands(url: str, folder: Path) -> tuple[list[str], list[str]]:
    """The commands that collect and code."""
    outspoken = [sys.executable, "-m", "outspoken"]
    where = ["-w", str(folder)]
    add = [*outspoken, "add", f"{url}/sitemap.xml", "--pace", "0", "--allow-private", *where]
    subprocess.run(
        [*outspoken, "init", str(folder), "--home", "USA"], check=True, capture_output=True
    )
    return add, [*outspoken, "code", *where]


def cpu_of(command: list[str]) -> float:
    """Run a command; the CPU seconds of it and of all processes of its session (Linux)."""
    tick = os.sysconf("SC_CLK_TCK")
    seconds: dict[int, float] = {}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as run:
        while run.poll() is None:
            for stat in Path("/proc").glob("[0-9]*/stat"):
                try:
                    fields = stat.read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == run.pid:
                    seconds[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / tick
            time.sleep(0.1)
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {run.returncode}")
    return sum(seconds.values())


def speed(pages: int) -> dict[str, Any]:
    """Pages a second from the network to codes."""
    process, url = start(pages)
    with tempfile.TemporaryDirectory(prefix="outspoken-") as temporary:
        add, code = commands(url, Path(temporary) / "w")
        taken = []
        used = []
        for command in (add, code):
            started = time.perf_counter()
            used.append(cpu_of(command))
            taken.append(time.perf_counter() - started)
    process.terminate()
    cpu = sum(used)
    return {
        "pages": pages,
        "collect_and_extract_s": round(taken[0], 1),
        "code_s": round(taken[1], 1),
        "pages_a_second": round(pages / sum(taken), 1),
        "cpu_s": [round(one, 1) for one in used],
        "pages_a_cpu_second": round(pages / cpu, 1),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": round(os.getloadavg()[1], 1),
    }


def _moment(run: subprocess.Popen[bytes], url: str, place: random.Random, share: float) -> bool:
    """Wait for a random moment of a run; False if it came to its end before.

    One time in five it is counted from the start (so that beginnings and ends are met too),
    otherwise from the pages that were answered, so that a slow machine meets all parts of the run.
    """
    if place.random() < 0.2:
        waited = time.monotonic() + place.uniform(0, 6)
        while time.monotonic() < waited and run.poll() is None:
            time.sleep(0.01)
        return run.poll() is None
    goal = len(answered(url)) + place.uniform(0, 2.5 * share)
    while run.poll() is None and len(answered(url)) < goal:
        time.sleep(0.02)
    time.sleep(place.uniform(0, 0.2))
    return run.poll() is None


def kills(pages: int, times: int, seed: int = 1) -> dict[str, Any]:
    """End a collection at random moments, then let it end, and count what went wrong."""
    from outspoken.workspace import Workspace

    place = random.Random(seed)
    process, url = start(pages)
    with tempfile.TemporaryDirectory(prefix="outspoken-") as temporary:
        folder = Path(temporary) / "w"
        add, _ = commands(url, folder)
        add[add.index("--pace") + 1] = "0.01"  # So that a kill meets the page it was meant for.
        killed = 0
        while killed < times:
            run = subprocess.Popen(
                add, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            if not _moment(run, url, place, 0.8 * pages / times):
                break
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            killed += 1
        had = len(answered(url))
        if killed == times:  # Else the last run came to its end by itself.
            run = subprocess.Popen(add, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            run.wait()
        whole = answered(url)
        workspace = Workspace.open(folder)
        keys = [e["source_key"] for e in workspace.archive.entries() if e["kind"] == "document"]
        rows = workspace.lake.read("select count(*) as n from documents where status = 'ok'")
        result = {
            "pages": pages,
            "kills": killed,
            "answered_before_the_last_run": had,
            "exit_code": run.returncode,
            "missing": pages - len(set(keys)),
            "held_twice": len(keys) - len(set(keys)),
            "rows_in_the_lake": rows["n"][0].as_py(),
            "asked_again": sum(times - 1 for times in whole.values()),
            "findings_of_verify": len(workspace.archive.verify()),
        }
    process.terminate()
    return result


def main() -> None:
    """Run one of the two and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("what", choices=("speed", "kills"))
    parser.add_argument("--pages", type=int)
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    result = (
        speed(given.pages or 5000)
        if given.what == "speed"
        else kills(given.pages or 2000, given.kills)
    )
    print(json.dumps(result, indent=1))
    emit(f"collecting_{given.what}", figures(result), settings={"pages": result["pages"]})


def figures(result: dict[str, Any]) -> list[Figure]:
    """The figures of `speed` or `kills`."""
    if "kills" in result:
        none = ("exit_code", "missing", "held_twice", "findings_of_verify")
        return [
            *(Figure(name, result[name], "", "lower", COUNTED) for name in none),
            Figure("asked again a kill", result["asked_again"] / result["kills"], "pages", "lower", 0.5),
        ]  # fmt: skip
    fixed, pages = pace(), result["pages"]
    add, code = result["cpu_s"]
    return [
        Figure("pages a second", result["pages_a_second"], "1/s", "higher"),
        Figure("pages a processor second", result["pages_a_cpu_second"], "1/s", "higher"),
        Figure("add, of the fixed work", 1000 * add / pages / fixed, "times/1000 pages", "lower", 0.3),
        Figure("code, of the fixed work", 1000 * code / pages / fixed, "times/1000 pages", "lower", 0.3),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
