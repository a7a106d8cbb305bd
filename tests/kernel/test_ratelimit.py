import logging
import os
import uuid

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.ratelimit import LocalLimiter, RedisLimiter, Verdict

REDIS = os.environ.get("KARAVAN_TEST_REDIS", "redis://127.0.0.1:6379/15")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_the_next_is_told_when():
    clock = Clock()
    limiter = LocalLimiter(60, 3, clock=clock)
    assert [limiter.hit("a") for _ in range(5)] == [Verdict(True)] * 3 + [Verdict(False, 1)] * 2
    clock.now += 1
    assert [limiter.hit("a").allowed for _ in range(2)] == [True, False]


def test_keys_are_counted_apart():
    limiter = LocalLimiter(1, 1, clock=Clock())
    assert [limiter.hit(key).allowed for key in "abab"] == [True, True, False, False]


def test_the_key_seen_longest_ago_is_forgotten():
    limiter = LocalLimiter(1, 1, capacity=2, clock=Clock())
    assert [limiter.hit(key).allowed for key in "abca"] == [True] * 4


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 600), st.integers(1, 50))
def test_never_more_than_the_burst_and_the_rate(steps, per_minute, burst):
    clock = Clock()
    limiter = LocalLimiter(per_minute, burst, clock=clock)
    start, passed = clock.now, 0
    for step in steps:
        clock.now += step
        passed += limiter.hit("a").allowed
        assert passed <= burst + (clock.now - start) * per_minute / 60 + 1e-6


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        LocalLimiter(0, 5)


def test_redis_counts_for_everybody():
    prefix = f"karavan-test-{uuid.uuid4().hex}:"
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        pytest.skip("no Redis answers")
    one, two = (RedisLimiter(REDIS, 1, 3, prefix=prefix) for _ in range(2))
    answers = [limiter.hit("a") for limiter in (one, two, one, two)]
    assert [answer.allowed for answer in answers] == [True, True, True, False]
    assert 55 <= answers[-1].retry_after <= 60
    assert one.hit("b").allowed is True
    one.close()
    two.close()


def test_without_redis_each_process_limits_for_itself(caplog):
    limiter = RedisLimiter("redis://127.0.0.1:1/0", 1, 2)
    with caplog.at_level(logging.WARNING):
        assert [limiter.hit("a").allowed for _ in range(4)] == [True, True, False, False]
    # Asked once, then left alone for a while.
    assert len(caplog.records) == 1
