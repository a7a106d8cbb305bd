"""What a case of the benchmark is made of, and how it is timed."""

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from statistics import median
from typing import Any

ROUNDS = 5
LONG = 5
"""Seconds after which a round is told of."""


class NotMeasured(Exception):
    """A side of a case cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Plan:
    """How thoroughly to measure. ``quick`` takes smaller numbers and one round."""

    quick: bool = False

    @property
    def rounds(self) -> int:
        return 1 if self.quick else ROUNDS


@dataclass(frozen=True)
class Timing:
    """Seconds of one side over the rounds: of the clock, and of the processor (all threads of this process).

    ``work`` is by how much of the whole work these seconds stand for less than one: a rival measured on 10 of
    40 trees has 0.25, and :attr:`middle` is scaled to the whole.
    """

    side: str
    seconds: tuple[float, ...]
    cpu: tuple[float, ...]
    work: float = 1.0
    note: str = ""

    @property
    def middle(self) -> float:
        return median(self.seconds) / self.work

    @property
    def least(self) -> float:
        return min(self.seconds) / self.work

    @property
    def most(self) -> float:
        return max(self.seconds) / self.work

    @property
    def middle_cpu(self) -> float:
        return median(self.cpu) / self.work


@dataclass(frozen=True)
class Verdict:
    """One figure of the table of targets; ``figure`` None means that it could not be measured, and ``note``
    says why.
    """

    what: str
    figure: float | None
    limit: float | None
    unit: str = ""
    at_least: bool = False
    note: str = ""
    digits: int = 2

    @property
    def is_met(self) -> bool | None:
        """None where nothing was asked or measured."""
        if self.figure is None or self.limit is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


@dataclass
class Outcome:
    """What a case found."""

    verdicts: list[Verdict] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Sentences below the table: settings, what both sides agree on, what explains a difference."""
    where: list[tuple[str, float]] = field(default_factory=list)
    """The profile: what our seconds go to."""

    def ratio(self, what: str, limit: float | None, rival: str, ours: str = "reach", note: str = "") -> None:
        """Add how many times longer the median of ``rival`` is; a dash where it was not measured."""
        found = {timing.side: timing for timing in self.timings}
        if rival in found and ours in found:
            figure: float | None = found[rival].middle / found[ours].middle
        else:
            figure, note = None, note or f"{rival}: not measured"
        self.verdicts.append(Verdict(what, figure, limit, "×", at_least=True, note=note, digits=0))


@dataclass(frozen=True)
class Case:
    """One row of the issue's table. A module in ``bench/reach/cases`` holds one as ``CASE``."""

    name: str
    """For ``--only``."""
    asked: str
    """What is to be reached, in words."""
    measure: Callable[[Plan], Outcome]


def say(text: str) -> None:
    """Tell how far it is; the report itself goes to stdout."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def installed(*modules: str) -> str:
    """A sentence about what is missing, or nothing."""
    missing = [module for module in modules if find_spec(module) is None]
    return f"{', '.join(missing)}: not installed, make bench-reach installs them" if missing else ""


def alternate(
    sides: Mapping[str, Callable[[], Any]],
    rounds: int,
    *,
    work: Mapping[str, float] | None = None,
    warm: int = 1,
) -> tuple[list[Timing], dict[str, Any]]:
    """Run all sides in turn, ``rounds`` times, so that a slow minute of the machine falls on each alike.

    ``warm`` rounds before them, which do not count, load what is loaded once. Returns a timing for each side
    and the last result of each.
    """
    clock: dict[str, list[float]] = {side: [] for side in sides}
    cpu: dict[str, list[float]] = {side: [] for side in sides}
    results: dict[str, Any] = {}
    for number in range(-warm, rounds):
        for side, run in sides.items():
            results.pop(side, None)
            gc.collect()
            begun, spent = time.perf_counter(), time.process_time()
            results[side] = run()
            seconds, used = time.perf_counter() - begun, time.process_time() - spent
            if number >= 0:
                clock[side].append(seconds)
                cpu[side].append(used)
            if seconds > LONG:
                said = f"round {number + 1}" if number >= 0 else "warming up"
                say(f"  {side}, {said}: {seconds:.1f} s")
    shares = work or {}
    timings = [Timing(side, tuple(clock[side]), tuple(cpu[side]), shares.get(side, 1.0)) for side in sides]
    return timings, results


class Profile:
    """Where the seconds go: ``with profile("snapping"): …``; used once more under a name, they add up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[tuple[str, float]] = []

    def __call__(self, name: str) -> "Profile":
        self._open.append((name, 0.0))
        return self

    def __enter__(self) -> None:
        name, _ = self._open.pop()
        self._open.append((name, time.perf_counter()))

    def __exit__(self, *_: object) -> None:
        name, begun = self._open.pop()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

    def rows(self) -> list[tuple[str, float]]:
        return list(self.seconds.items())
