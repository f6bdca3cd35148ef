"""Somebody else's web site that embeds the chat: a page on another origin with a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>My insurer</title>
<script type="module" src="{server}/widget/qingting-chat.js"></script></head>
<body><h1>My insurer</h1><p>A page of somebody else.</p>
<qingting-chat server="{server}" {attributes}></qingting-chat></body></html>
"""


class Site:
    """Serves one page; `attributes` of the tag may be changed between visits. `files` are further
    pages, by path, without the policy."""

    def __init__(self, port: int) -> None:
        self.port, self.server, self.attributes, self.language = port, "", "", "zh-Hans"
        self.files: dict[str, bytes] = {}

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def policy(self) -> str:
        """docs/widget.md's, which allows the chat and nothing else."""
        sockets = self.server.replace("http", "ws", 1)
        return (
            f"default-src 'none'; script-src {self.server}; connect-src {self.server} {sockets}; "
            "img-src blob:; require-trusted-types-for 'script'; trusted-types lit-html; "
            "base-uri 'none'; form-action 'none'"
        )

    def page(self) -> bytes:
        """The page as it is now."""
        filled = {"server": self.server, "attributes": self.attributes, "language": self.language}
        return PAGE.format(**filled).encode()


@contextmanager
def site(port: int) -> Iterator[Site]:
    """Running for as long as the block does."""
    page = Site(port)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.page() if self.path == "/" else page.files.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if self.path == "/":
                self.send_header("Content-Security-Policy", page.policy)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
