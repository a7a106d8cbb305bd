"""Feeds made a moment ago: many calendars ask for the same one, and few of them ask conditionally."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

MAX_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A feed as bytes with what its headers need."""

    body: bytes
    total: int
    following: str | None


class Recent:
    """The feeds used last, by validator, as many as fit in ``max_bytes``."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> Made | None:
        """The feed with this validator, if it is still there."""
        with self._lock:
            found = self._made.get(tag)
            if found is not None:
                self._made.move_to_end(tag)
            return found

    def keep(self, tag: str, made: Made) -> None:
        """Keep a feed, in place of those not used for longest."""
        if len(made.body) > self._max_bytes // 4:
            return
        with self._lock:
            before = self._made.pop(tag, None)
            self._bytes += len(made.body) - (len(before.body) if before else 0)
            self._made[tag] = made
            while self._bytes > self._max_bytes:
                self._bytes -= len(self._made.popitem(last=False)[1].body)


recent = Recent()
