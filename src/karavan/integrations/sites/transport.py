"""One request over one connection to an address that was checked, within limits of size and time.

The name is looked up once, by :func:`addresses.resolve`; the connection goes to that very address, so that a
second answer of the name server cannot lead elsewhere. TLS is checked against the name as ever.
"""

import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from karavan.integrations.sites.errors import Silent

CONNECT, READ = 5, 10
CHUNK: Final = 16 * 1024
SAFE: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Encodings that can be unpacked a piece at a time, with the window of zlib for each."""


@dataclass(frozen=True)
class Limits:
    """Bytes of a body, packed and unpacked alike; seconds from the first packet to the last."""

    size: int = 2 * 1024 * 1024
    seconds: float = 20.0


@dataclass(frozen=True)
class Answer:
    """An answer; names of ``headers`` are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


class _Pinned(HTTPAdapter):
    """Connects to one address, whatever the name says, and remembers its sockets."""

    def __init__(self, address: tuple[str, int], watched: list[socket.socket]) -> None:
        self.address, self.watched = address, watched
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The pool, whose connections go to the address."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        address, watched = self.address, self.watched

        class Connection(pool.ConnectionCls):  # type: ignore[name-defined]
            def _new_conn(self) -> socket.socket:
                made = socket.create_connection(address, CONNECT)
                # A second handle of the connection: TLS takes the first one over.
                watched.append(made.dup())
                return made

        pool.ConnectionCls = Connection
        return pool


@dataclass
class _Watch:
    """Cuts the connection when the time is over, whatever it waits for."""

    seconds: float
    sockets: list[socket.socket] = field(default_factory=list)
    is_over: bool = False

    @contextmanager
    def on(self) -> Iterator[None]:
        timer = threading.Timer(self.seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            for each in self.sockets:
                each.close()

    def _cut(self) -> None:
        self.is_over = True
        for each in list(self.sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def ask(method: str, url: str, address: tuple[str, int], headers: dict[str, str], limits: Limits) -> Answer:
    """Ask once, following nothing. Raises Silent: tls, connection, time, size or encoding."""
    watch = _Watch(limits.seconds)
    started = time.monotonic()
    with watch.on(), requests.Session() as session:
        session.trust_env = False
        session.cookies.clear()
        session.mount("http://", _Pinned(address, watch.sockets))
        session.mount("https://", _Pinned(address, watch.sockets))
        try:
            request = session.prepare_request(requests.Request(method, url, headers=headers))
            answer = session.send(
                request, stream=True, timeout=(CONNECT, READ), allow_redirects=False, proxies={}
            )
            with answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                body = b"" if method == "HEAD" else _body(answer, limits, started)
                if watch.is_over:
                    raise Silent("time")
                return Answer(answer.status_code, found, body)
        except requests.exceptions.SSLError:
            raise Silent("time" if watch.is_over else "tls") from None
        except (requests.exceptions.Timeout, TimeoutError):
            raise Silent("time") from None
        except (requests.RequestException, HTTPError, OSError, ValueError):
            raise Silent("time" if watch.is_over else "connection") from None


def _body(answer: requests.Response, limits: Limits, started: float) -> bytes:
    """The body, unpacked here: a page of a few kilobytes may unpack to gigabytes."""
    encoding = answer.headers.get("Content-Encoding", "").strip().lower()
    if encoding and encoding not in {*SAFE, "identity"}:
        raise Silent("encoding")
    unpack = zlib.decompressobj(SAFE[encoding]) if encoding in SAFE else None
    packed, parts, size = 0, [], 0
    while True:
        # As much as is there, and not until a buffer is full: a drip must not outlast the limit.
        piece = answer.raw.read1(CHUNK, decode_content=False)
        if not piece:
            break
        packed += len(piece)
        if time.monotonic() - started > limits.seconds:
            raise Silent("time")
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, limits.size - size + 1)
            except zlib.error:
                raise Silent("encoding") from None
        size += len(piece)
        parts.append(piece)
        if size > limits.size or packed > limits.size:
            raise Silent("size")
    return b"".join(parts)
