"""How the city's load lies over days or weeks, and over districts, audiences or kinds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from karavan.kernel.localtime import local
from karavan.kernel.periods import Span
from karavan.planning.occasions.record import Occasion
from karavan.programme.enums import Audience

CROWDED: Final = 2.0
"""So many times the mean of its like is crowded,"""
CROWD: Final = 3
CROWD_OF_PEOPLE: Final = 300
"""where at least so many things are on for so many people."""
FAMILY: Final = frozenset({Audience.FAMILY, Audience.CHILDREN})
SATURDAY: Final = 5


class Dimension(StrEnum):
    """By what the load is split into rows."""

    DISTRICT = "district"
    AUDIENCE = "audience"
    KIND = "kind"


class State(StrEnum):
    """What a planner should see first of a cell."""

    EMPTY = "empty"
    USUAL = "usual"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True)
class Load:
    """What one cell holds: how many things, and how many people they expect together.

    ``EMPTY`` is said only where people have time and nothing is on: on a day of the weekend, or in a whole
    week. ``CROWDED`` is more than twice the people of the row's mean, taken over days of its like (working
    days or weekends) or over weeks, with three things and 300 people or more.
    """

    count: int
    people: int
    state: State


@dataclass(frozen=True)
class Spread:
    """Loads by row and span: ``rows[key][number]``; ``city`` is that of everything, whatever the row.

    The row "" holds what lies in no row: a place without a district, a plan whose place is not told.
    """

    spans: Sequence[Span]
    city: Sequence[Load]
    rows: Mapping[str, Sequence[Load]]

    @cached_property
    def people(self) -> int:
        """People expected in all."""
        return sum(load.people for load in self.city)

    @cached_property
    def count(self) -> int:
        """Things in all."""
        return sum(load.count for load in self.city)

    @cached_property
    def peak(self) -> int:
        """The number of the span with most people; -1 where there is none."""
        if not self.people:
            return -1
        return max(range(len(self.city)), key=lambda number: self.city[number].people)

    @cached_property
    def peak_to_mean(self) -> float | None:
        """How many times the mean the fullest span has; None where nothing is on."""
        if not self.people:
            return None
        return self.city[self.peak].people * len(self.city) / self.people

    def cells(self, state: State) -> int:
        """How many cells of the rows are in a state."""
        return sum(load.state == state for loads in self.rows.values() for load in loads)


def days_of(first: date, last: date) -> list[Span]:
    """Each day from the first to the last as a span."""
    return [Span(day, day) for day in _days(first, last)]


def weeks_of(first: date, last: date) -> list[Span]:
    """Weeks from Monday to Sunday that meet the days, cut at the first and the last."""
    found = []
    for monday in _days(first - timedelta(days=first.weekday()), last, step=7):
        sunday = monday + timedelta(days=6)
        found.append(Span(max(first, monday), min(last, sunday)))
    return found


def spread(
    occasions: Iterable[Occasion],
    spans: Sequence[Span],
    by: Dimension,
    *,
    rows: Sequence[str] = (),
) -> Spread:
    """The load of occasions by the day on which they begin on the city's clock.

    ``rows`` are keys that are shown even if nothing is on. Something for several audiences counts in each of
    their rows and once in the city.
    """
    where = {
        day: number
        for number, span in enumerate(spans)
        if span.start is not None and span.end is not None
        for day in _days(span.start, span.end)
    }
    keys_of = _KEYS[by]
    city: list[list[int]] = [[0, 0] for _ in spans]
    split: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in spans])
    for key in rows:
        split[key]
    for occasion in occasions:
        number = where.get(local(occasion.start).date())
        if number is None:
            continue
        for cell in (city[number], *(split[key][number] for key in keys_of(occasion))):
            cell[0] += 1
            cell[1] += occasion.size
    return Spread(spans, _loads(spans, city), {key: _loads(spans, cells) for key, cells in split.items()})


def districts_without_family(occasions: Iterable[Occasion], districts: Iterable[int]) -> set[int]:
    """Of these districts, those in which nothing is on for families or children."""
    served = {each.district_id for each in occasions if not FAMILY.isdisjoint(each.audiences)}
    return set(districts) - {each for each in served if each is not None}


def rows_of(occasion: Occasion, by: Dimension) -> Sequence[str]:
    """The rows in which an occasion counts."""
    return _KEYS[by](occasion)


_KEYS: Final[Mapping[Dimension, Callable[[Occasion], Sequence[str]]]] = {
    Dimension.DISTRICT: lambda each: ("" if each.district_id is None else str(each.district_id),),
    Dimension.AUDIENCE: lambda each: tuple(dict.fromkeys(each.audiences)) or (Audience.EVERYONE,),
    Dimension.KIND: lambda each: (each.kind,),
}


def _days(first: date, last: date, step: int = 1) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(0, (last - first).days + 1, step))


def _loads(spans: Sequence[Span], cells: Sequence[Sequence[int]]) -> list[Load]:
    likes = [_like(span) for span in spans]
    people: dict[str, list[int]] = defaultdict(list)
    for like, (_count, sum_of) in zip(likes, cells, strict=True):
        people[like].append(sum_of)
    means = {like: sum(of) / len(of) for like, of in people.items()}
    return [
        Load(count, sum_of, _state(like, count, sum_of, means[like]))
        for like, (count, sum_of) in zip(likes, cells, strict=True)
    ]


def _like(span: Span) -> str:
    """Of what kind a span is: spans are compared with their like only."""
    if span.start != span.end:
        return "week"
    return "weekend" if span.start is not None and span.start.weekday() >= SATURDAY else "workday"


def _state(like: str, count: int, people: int, mean: float) -> State:
    if count == 0:
        return State.USUAL if like == "workday" else State.EMPTY
    if count >= CROWD and people >= CROWD_OF_PEOPLE and people > CROWDED * mean:
        return State.CROWDED
    return State.USUAL
