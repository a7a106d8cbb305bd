"""A matrix over many machines by Dask: each worker answers whole blocks, so the bytes are those of one
machine.

Workers need the release and the tables under the same paths, and the ``distributed`` package.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from reach import release
from reach.errors import ReachError
from reach.times import LANES, Int32s
from reach.travel.question import Asked, Question, ask
from reach.travel.times import Block
from reach.travel.walk import blocks_of

BLOCKS_A_TASK = 4
"""Blocks of 16 venues that a worker answers at a time: what it prepares first is kept for the next task."""
AHEAD = 2
"""Tasks in flight for each thread of the cluster: the answers that wait stay bounded."""


def blocks_by(scheduler: str, question: Question, venues: int) -> Iterator[Block]:
    """The blocks of a question, answered by the workers of ``scheduler`` (``tcp://host:8786``), in order.

    Raises:
        ReachError: Dask is not installed, the scheduler does not answer, or a worker failed.
    """
    try:
        from distributed import Client  # noqa: PLC0415  it is an extra: only who scales out installs it
    except ImportError as missing:
        raise ReachError("scaling out needs Dask: pip install distributed") from missing
    try:
        client: Any = Client(scheduler, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as silent:
        raise ReachError(f"no Dask scheduler answers at {scheduler}: {silent}") from silent
    with client:
        yield from _gather(client, question, list(_ranges(venues)))


def answer(question: Question, built: str, first: int, last: int) -> list[tuple[int, int, Int32s]]:
    """What a worker does: the blocks of the venues ``first`` up to ``last``, by the release named ``built``.

    Raises:
        ReachError: the worker's own current release is another one.
    """
    own = release.current(question.home).folder.name
    if own != built:
        raise ReachError(
            f"a worker holds the release {own} of {question.home}, the question is about {built}"
        )
    blocks = _kept(question, built).times.blocks(first, last)
    return [(block.part.start, block.part.stop, block.seconds) for block in blocks]


@lru_cache(maxsize=1)
def _kept(question: Question, built: str) -> Asked:
    """What a question needs, kept for the next task; anew for a newer release."""
    return ask(question)


def _ranges(venues: int) -> Iterator[tuple[int, int]]:
    starts = [part.start for part in blocks_of(venues)][::BLOCKS_A_TASK]
    for first in starts:
        yield first, min(first + LANES * BLOCKS_A_TASK, venues)


def _gather(client: Any, question: Question, ranges: list[tuple[int, int]]) -> Iterator[Block]:
    built = release.current(question.home).folder.name
    slots = AHEAD * max(sum(client.nthreads().values()), 1)
    begun: list[Any] = []
    while ranges or begun:
        while ranges and len(begun) < slots:
            first, last = ranges.pop(0)
            begun.append(client.submit(answer, question, built, first, last, pure=False))
        for start, stop, seconds in begun.pop(0).result():
            yield Block(slice(start, stop), seconds)
