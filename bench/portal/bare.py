"""The baseline: the same pages with styles, fonts and scripts stripped, served like the pages themselves."""

import gzip
import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_STRIPPED = re.compile(
    rb"<(script|style)\b.*?</\1\s*>"
    rb"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|modulepreload|manifest|icon|apple-touch-icon)\b)[^>]*>",
    re.DOTALL | re.IGNORECASE,
)


def stripped(html: bytes) -> bytes:
    """The page without styles, fonts, icons and scripts; structured data goes with the scripts."""
    return _STRIPPED.sub(b"", html)


class _Stripping(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target = 0

    def do_GET(self) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.target, timeout=60)
        link.request("GET", self.path, headers={"Host": self.headers["Host"], "Accept-Encoding": "identity"})
        answer = link.getresponse()
        body, kind = answer.read(), answer.headers.get("Content-Type", "")
        link.close()
        packed = kind.startswith(("text/", "image/svg"))
        if kind.startswith("text/html"):
            body = stripped(body)
        if packed:
            body = gzip.compress(body, 6)
        self.send_response(answer.status)
        self.send_header("Content-Type", kind)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@contextmanager
def serving_bare(target: int) -> Iterator[int]:
    """Serve the stripped pages of the server at port ``target`` for a while; the port to ask."""
    handler = type("_Handler", (_Stripping,), {"target": target})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
