"""What a month and a save cost: run by :mod:`bench.planning.clashes` once Django is set up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

from bench.planning.filling import fill
from bench.planning.plain import plain_sweep
from bench.planning.sample import columns
from karavan.kernel.actor import SYSTEM, Actor
from karavan.planning.clashes import around, clashes_among, clashes_of
from karavan.planning.clashes.scale import Scale
from karavan.planning.clashes.sweep import sweep
from karavan.planning.occasions import scene

MONTH_COUNT, SAVED_AMONG = 3000, 20_000
ROUNDS = 7


def fastest(run: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The shortest CPU time of several runs, in milliseconds."""
    times = []
    for _round in range(rounds):
        began = process_time()
        run()
        times.append(process_time() - began)
    return min(times) * 1000


def scoring() -> None:
    """The vectorised sweep of a month beside the plain one, and that both say the same."""
    month, scale = columns(MONTH_COUNT), Scale()
    pairs = sweep(month, scale)
    mine = list(zip(pairs.first, pairs.second, pairs.score, pairs.taken, pairs.housed, strict=True))
    assert mine == plain_sweep(month, scale)
    fast = fastest(lambda: sweep(month, scale))
    plain = fastest(lambda: plain_sweep(month, scale), 3)
    print(f"score {MONTH_COUNT} occasions of a month, {len(mine)} pairs: {fast:.1f} ms")
    print(f"the same in plain Python: {plain:.1f} ms, {plain / fast:.0f} times as much")


def reading() -> None:
    """A month and a save on a database of 20,000 events."""
    editor, key, start = fill(SAVED_AMONG, per_month=MONTH_COUNT)
    _read("the city", SYSTEM, key, start)
    _read("an editor", editor, key, start)


def _read(name: str, actor: Actor, key: str, start: datetime) -> None:
    first = datetime(2027, 9, 1, tzinfo=UTC)
    last = first + timedelta(days=30)
    seen = scene(first, last, actor=actor)
    read = fastest(lambda: scene(first, last, actor=actor))
    told = fastest(lambda: clashes_among(seen))
    count = len(clashes_among(seen))
    print(f"{name}: {len(seen)} occasions read in {read:.1f} ms, {count} clashes told in {told:.1f} ms")
    saved = fastest(lambda: clashes_of(key, around(start, start, actor=actor)), 20)
    print(f"{name}: a save among {SAVED_AMONG} events, its neighbourhood read and weighed: {saved:.1f} ms")
