"""Outside systems that live for one test: real HTTP on a port of their own."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Fake:
    """A server: ``answers`` is asked for every request, or the next one queued in ``next``."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    answers: Callable[[Asked], Answer] = lambda asked: (200, {}, b"{}")


def as_json(value: Any, status: int = 200, **headers: str) -> Answer:
    return (
        status,
        {name.replace("_", "-"): text for name, text in headers.items()},
        json.dumps(value).encode(),
    )


@contextmanager
def serving(answers: Callable[[Asked], Answer]) -> Iterator[Fake]:
    fake = Fake(answers=answers)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command,
                parts.path,
                {name: values[0] for name, values in parse_qs(parts.query).items()},
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            fake.asked.append(asked)
            status, headers, body = fake.next.pop(0) if fake.next else fake.answers(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def dead_port() -> str:
    """An address where nobody listens."""
    with serving(lambda asked: (200, {}, b"")) as fake:
        return fake.url
