"""A rate limit per key: so many requests a minute with a burst on top.

The algorithm is GCRA (generic cell rate algorithm, ITU-T I.371): one number per key, the theoretical
arrival time of its next request. It is a token bucket that needs no timer.

:class:`LocalLimiter` keeps the numbers of the most recent keys in the process; :class:`RedisLimiter`
shares them between workers and machines and falls back on a local one while Redis does not answer.
"""

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass; else ``retry_after`` seconds (whole, at least 1) to wait."""

    allowed: bool
    retry_after: int = 0


class Limiter(Protocol):
    """What answers for a key."""

    def hit(self, key: str) -> Verdict:
        """Count one request of this key."""
        ...


def _refusal(wait: float) -> Verdict:
    return Verdict(False, max(1, math.ceil(wait)))


class LocalLimiter:
    """Limits within one process. Keeps at most ``capacity`` keys and forgets the ones seen longest ago."""

    def __init__(
        self,
        per_minute: int,
        burst: int,
        *,
        capacity: int = 50_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if per_minute < 1 or burst < 1:
            raise ValueError("a limit lets at least one request a minute pass")
        self._interval = 60 / per_minute
        self._tolerance = self._interval * burst
        self._capacity = capacity
        self._clock = clock
        self._arrivals: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def hit(self, key: str) -> Verdict:
        """Count one request of this key."""
        now = self._clock()
        with self._lock:
            arrival = max(self._arrivals.get(key, now), now) + self._interval
            wait = arrival - self._tolerance - now
            if wait > 1e-9:
                return _refusal(wait)
            self._arrivals[key] = arrival
            self._arrivals.move_to_end(key)
            if len(self._arrivals) > self._capacity:
                self._arrivals.popitem(last=False)
            return Verdict(True)


# KEYS[1] key; ARGV interval, tolerance in microseconds. Returns the wait in microseconds, 0 = allowed.
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + tonumber(ARGV[1])
local wait = arrival - tonumber(ARGV[2]) - now
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1)
return 0
"""


class RedisLimiter:
    """Limits shared by every process that uses the same Redis, on Redis's clock."""

    def __init__(self, url: str, per_minute: int, burst: int, *, prefix: str = "karavan:rate:") -> None:
        # Redis is optional, and its client takes 8 MB of every worker.
        import redis  # noqa: PLC0415

        self._error = redis.RedisError
        self._fallback = LocalLimiter(per_minute, burst)
        self._client = redis.Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)
        self._script = self._client.register_script(_SCRIPT)
        interval = 60_000_000 // per_minute
        self._arguments = [interval, interval * burst]
        self._prefix = prefix
        self._silent_until = 0.0

    def hit(self, key: str) -> Verdict:
        """Count one request of this key."""
        now = time.monotonic()
        if now < self._silent_until:
            return self._fallback.hit(key)
        try:
            wait = int(self._script(keys=[self._prefix + key], args=self._arguments))
        except self._error as error:
            # Ten seconds of local limits cost less than a time-out in every request.
            self._silent_until = now + 10
            logger.warning("Redis does not answer, limiting within this process: %s", error)
            return self._fallback.hit(key)
        return _refusal(wait / 1_000_000) if wait > 0 else Verdict(True)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()
