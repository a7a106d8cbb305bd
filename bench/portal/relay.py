"""A relay in front of the server that counts every byte it sends, whoever asked for it.

A browser tells of the requests of a page, but not of those that its service worker makes by itself.
"""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BLOCK = 65_536


class Relay:
    """Passes connections on to ``target`` (a port of 127.0.0.1) and counts the bytes that come back."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.bytes = 0
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(browser,), daemon=True).start()

    def _pass(self, browser: socket.socket) -> None:
        with browser, socket.create_connection(("127.0.0.1", self.target)) as server:
            ways = selectors.DefaultSelector()
            ways.register(browser, selectors.EVENT_READ, server)
            ways.register(server, selectors.EVENT_READ, browser)
            try:
                while all(self._pass_some(key.fileobj, key.data) for key, _ in ways.select()):
                    pass
            except OSError:
                return
            finally:
                ways.close()

    def _pass_some(self, source: object, sink: socket.socket) -> bool:
        assert isinstance(source, socket.socket)
        data = source.recv(BLOCK)
        sink.sendall(data)
        if source.getpeername()[1] == self.target:
            with self._lock:
                self.bytes += len(data)
        return bool(data)

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()


@contextmanager
def relaying(target: int) -> Iterator[Relay]:
    """A relay for a while."""
    relay = Relay(target)
    try:
        yield relay
    finally:
        relay.close()
