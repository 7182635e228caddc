"""A small government site on this machine that misbehaves in every way that real ones do."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SENTENCES = (
    "The minister raised the case of the imprisoned poet and asked for her release. ",
    "Both sides spoke of trade, of tariffs on timber, and of fishing in the northern strait. ",
    "He urged the government of Valdoria to let journalists work without fear of arrest. ",
    "The talks on the new bridge will go on in the spring. ",
)
FURNITURE = "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"
FOOTER = "<footer><p>We use cookies. Read our cookie policy.</p><p>Ministry of Aldmere</p></footer>"


def article(title, day="2024-03-12", body="", extra=""):
    body = body or "".join(f"<p>{s * 3}</p>" for s in SENTENCES)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{day}'>{extra}</head><body>{FURNITURE}"
        f"<main><h1>{title}</h1>{body}</main>{FOOTER}</body></html>"
    ).encode()


def _bomb():
    """60 kB that unpack to 60 MB, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(b"\0" * 100_000) for _ in range(600)) + packer.flush()


BOMB = _bomb()


class Ministry:
    """The site's state: how often each path was asked, and what it says now."""

    def __init__(self):
        self.asked = Counter()
        self.agents = set()
        self.cookies = {}
        self.seen_headers = {}
        self.pages = {}
        self.removed = set()
        self.robots = b"User-agent: *\nDisallow: /closed/\n"
        self.robots_status = 200
        self.feed = b""
        self.sitemap = b""
        self.url = ""
        self.stop = threading.Event()

    def count(self, path):
        self.asked[path] += 1
        return self.asked[path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # One packet for headers and body: else the peer's delayed answers cost 40 ms.
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def give(self, body=b"", status=200, kind="text/html; charset=utf-8", **headers):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, where, status=302, **headers):
        self.give(b"", status, "", Location=where, **headers)

    def do_GET(self):
        site = self.server.site
        path = self.path.partition("?")[0]
        times = site.count(self.path)
        site.agents.add(self.headers.get("User-Agent", ""))
        site.seen_headers[self.path] = dict(self.headers)
        try:
            self.answer(site, path, times)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def answer(self, site, path, times):
        if path == "/robots.txt":
            return self.give(site.robots, site.robots_status, "text/plain")
        if path in site.removed:
            return self.give(b"<html><body>Gone.</body></html>", 410)
        if path in site.pages:
            body = site.pages[path]
            tag = f'"{zlib.crc32(body):x}"'
            if self.headers.get("If-None-Match") == tag:
                return self.give(b"", 304, "", ETag=tag)
            return self.give(body, ETag=tag)
        if path == "/feed":
            return self.give(site.feed, kind="application/rss+xml")
        if path == "/sitemap.xml":
            return self.give(site.sitemap, kind="application/xml")
        name = path.strip("/").replace("-", "_").split("/")[0]
        behaviour = getattr(self, f"on_{name}", None)
        if behaviour is None:
            return self.give(b"<html><body>Not found</body></html>", 404)
        return behaviour(site, times)

    def on_slow(self, site, times):
        """A byte now and then, for ever within every wait."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(200):
            if site.stop.wait(0.05):
                return
            self.wfile.write(b"x")
            self.wfile.flush()

    def on_trickling_headers(self, site, times):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            if site.stop.wait(0.05):
                return
            self.wfile.write(f"X-{number}: y\r\n".encode())
            self.wfile.flush()

    def on_silent(self, site, times):
        site.stop.wait(10)

    def on_endless(self, site, times):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        while not site.stop.is_set():
            self.wfile.write(chunk)

    def on_loop_a(self, site, times):
        self.redirect("/loop-b")

    def on_loop_b(self, site, times):
        self.redirect("/loop-a")

    def on_chain(self, site, times):
        self.redirect(f"/chain?{times}")

    def on_moved(self, site, times):
        self.redirect("/arrived", 301)

    def on_arrived(self, site, times):
        self.give(article("Moved but whole"))

    def on_wrong_charset(self, site, times):
        body = article(
            "Señora Muñoz über Rechte", body="<p>" + "Señora Muñoz spoke. " * 20 + "</p>"
        )
        self.give(body, kind="text/html; charset=iso-8859-1")

    def on_windows_charset(self, site, times):
        text = article("Čapek on rights", body="<p>" + "Žižka and Čapek met. " * 20 + "</p>")
        self.give(text.decode().encode("cp1250"), kind="text/html; charset=windows-1250")

    def on_wrong_type(self, site, times):
        self.give(article("A page sent as plain text"), kind="text/plain")

    def on_no_type(self, site, times):
        self.give(article("A page of no type"), kind="")

    def on_busy(self, site, times):
        if times == 1:
            return self.give(b"", 429, Retry_After="1")
        return self.give(article("Free again"))

    def on_put_off(self, site, times):
        self.give(b"", 429, Retry_After="3600")

    def on_stumbling(self, site, times):
        if times == 1:
            return self.give(b"oops", 500)
        return self.give(article("Fine at the second try"))

    def on_broken(self, site, times):
        self.give(b"oops", 503)

    def on_breaks_off(self, site, times):
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<html><body>half")
        self.wfile.flush()
        self.close_connection = True

    def on_bomb(self, site, times):
        self.give(BOMB, Content_Encoding="gzip")

    def on_broken_gzip(self, site, times):
        self.give(gzip.compress(article("x") * 5)[:200], Content_Encoding="gzip")

    def on_packed(self, site, times):
        self.give(gzip.compress(article("Packed and whole")), Content_Encoding="gzip")

    def on_cookie_notice(self, site, times):
        self.give(
            b"<html><head><title>Ministry</title></head><body><h1>Before you continue</h1>"
            b"<p>This site uses cookies. Please accept all cookies to read on.</p></body></html>"
        )

    def on_cookie_gate(self, site, times):
        if "visited=1" not in self.headers.get("Cookie", ""):
            return self.redirect("/cookie-gate", Set_Cookie="visited=1; Path=/")
        return self.give(article("Behind the cookie"))

    def on_soft_missing(self, site, times):
        self.give(
            b"<html><head><title>Page not found | Ministry</title></head><body>Sorry.</body></html>"
        )

    def on_challenge(self, site, times):
        self.give(b"<html><title>One moment</title><body>Checking your browser ...</body></html>")

    def on_closed(self, site, times):
        self.give(article("Closed to programs"))

    def on_to_metadata(self, site, times):
        self.redirect("http://169.254.169.254/latest/meta-data/")

    def on_to_router(self, site, times):
        self.redirect("http://192.168.1.1/")

    def on_to_itself(self, site, times):
        self.redirect("http://[::1]/")

    def on_to_number(self, site, times):
        self.redirect("http://2852039166/")  # 169.254.169.254 as one number

    def on_to_file(self, site, times):
        self.redirect("file:///etc/passwd")

    def on_refused(self, site, times):
        self.give(b"no", 403)

    def on_empty(self, site, times):
        self.give(b"")

    def on_picture(self, site, times):
        self.give(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, kind="image/png")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        pass


@contextmanager
def running():
    """The site, running on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Ministry()
    server.site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.daemon = True
    thread.start()
    try:
        yield server.site
    finally:
        server.site.stop.set()
        server.shutdown()
        server.server_close()
        time.sleep(0.05)
