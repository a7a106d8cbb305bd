"""Weighs every day of a window in every place that would do, and puts the days in order.

A day is as good as its best free place. What counts against it: clashes with what is on already, each by its
score, and what the day itself asks for, a feast or a day of mourning. Nothing is proved to be best of all
that one could think of: every day of the window is weighed, at the one hour that was asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final

import numpy as np
from django.db.models import F, Q

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import at, local
from karavan.places.enums import PlaceKind, PlaceLevel
from karavan.places.hours import CLOSING_STATES, state_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.places.queries import visible_to as visible_places
from karavan.planning.circumstances import Concern
from karavan.planning.clashes.finding import AROUND
from karavan.planning.clashes.scale import Scale, city_scale
from karavan.planning.finder.asking import Calendar
from karavan.planning.finder.weighing import Weighed
from karavan.planning.finder.wish import WEEKENDS, Wish
from karavan.planning.occasions.ground import Spot
from karavan.planning.occasions.parts import bounds_of
from karavan.planning.occasions.reading import scene_beside
from karavan.planning.occasions.record import Occasion, Scene
from karavan.planning.queries.circumstances import circumstances
from karavan.planning.queries.holds import spans_held

MOST_PLACES: Final = 40
"""Places that are weighed: the smallest that suffice, as a hall too large looks empty."""
LARGE: Final = Q(
    kind__in=(PlaceKind.PARK, PlaceKind.OPEN_AIR_VENUE, PlaceKind.EVENT_VENUE),
    level__in=(PlaceLevel.SITE, PlaceLevel.OPEN_AIR, PlaceLevel.BUILDING),
)
"""What may hold thousands though nobody stated how many."""
BEST: Final = 5
HALF: Final = 150.0
"""So many points against a day halve its mark."""


class Refusal(StrEnum):
    """Why a place cannot be had on a day."""

    CLOSED = "closed"
    HELD = "held"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Against:
    """Something that is on already, its score with what is planned (0 to 100), and how far away it is."""

    occasion: Occasion
    score: int
    km: float | None


@dataclass(frozen=True)
class Judged:
    """One day: the place that is best on it, and what counts against it there.

    Where no place is free ``place`` and ``rank`` are None, else ``rank`` is 1 for the best day. ``refused``
    says by the id of a place why it cannot be had. ``mark`` is 100 where nothing counts against the day, and
    falls by half with every 150 points.
    """

    day: date
    start: datetime
    end: datetime
    place: Spot | None = None
    points: float = 0.0
    against: Sequence[Against] = ()
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    asks: Sequence[Concern] = ()
    """What the day itself asks for, the gravest first; those in its favour have no level."""
    rank: int | None = None

    @property
    def is_favoured(self) -> bool:
        """Whether the calendar speaks for the day."""
        return any(each.level is None for each in self.asks)

    @property
    def mark(self) -> int:
        """How well the day suits, 0 to 100."""
        return 0 if self.place is None else round(100 * 0.5 ** (self.points / HALF))


@dataclass(frozen=True)
class Found:
    """Every day of the window in its order, and the places that were weighed, the smallest first."""

    wish: Wish
    days: Mapping[date, Judged]
    places: Sequence[Spot]

    @property
    def best(self) -> list[Judged]:
        """The five best days, the best first."""
        ranked = [each for each in self.days.values() if each.rank is not None]
        return sorted(ranked, key=lambda each: each.rank or 0)[:BEST]

    @property
    def possible(self) -> int:
        """How many days have a free place."""
        return sum(each.rank is not None for each in self.days.values())


def find(wish: Wish, *, actor: Actor | None, without: str = "") -> Found:
    """Weigh the window. ``without`` is the key of an occasion that is to be moved: it does not count.

    Raises Invalid by field of the wish. A constant number of queries.
    """
    wish.check()
    ids = _places(wish, actor)
    days = list(wish.days())
    start, end = at(days[0], time.min), at(days[-1], time.max) + wish.length
    scale = city_scale()
    seen, grounds = scene_beside(
        start - AROUND, end + AROUND, ids, actor=actor, within=[reach(wish.span(day), scale) for day in days]
    )
    places = [grounds[pk] for pk in ids]
    seen = _left_out(seen, without) if without else seen
    spans = [wish.span(day) for day in days]
    weighed = Weighed(wish, spans, places, seen.columns, scale)
    calendar = Calendar(wish, circumstances(days[0], local(end).date()))
    refused = _refused(days, spans, places, weighed)
    judged = [
        _judge(day, spans[number], number, places, weighed, calendar, seen, refused[number])
        for number, day in enumerate(days)
    ]
    free = (each for each in judged if each.place is not None)
    # Of equally quiet days the good ones for it first, then those on which people are free.
    order = sorted(
        free,
        key=lambda each: (each.points, not each.is_favoured, each.day.weekday() not in WEEKENDS, each.day),
    )
    ranks = {each.day: rank for rank, each in enumerate(order, start=1)}
    return Found(wish, {each.day: replace(each, rank=ranks.get(each.day)) for each in judged}, places)


def _places(wish: Wish, actor: Actor | None) -> list[int]:
    """Ids of places that hold so many people, the smallest first, then those of which nobody stated how many.

    The named ones and what lies below them, else those of the kinds, else halls and places under the sky that
    are large by their nature.
    """
    rows = visible_places(actor)
    if wish.places:
        named = Place.objects.filter(pk__in=wish.places).values_list("path", flat=True)
        rows = rows.filter(reduce(or_, (Q(path__startswith=path) for path in named), Q(pk__in=())))
    else:
        rows = rows.filter(
            Q(kind__in=wish.place_kinds) if wish.place_kinds else Q(capacity__isnull=False) | LARGE
        )
    enough = Q(capacity__gte=wish.people)
    rows = rows.filter(enough if wish.is_sure else enough | Q(capacity__isnull=True))
    order = rows.order_by(F("capacity").asc(nulls_last=True), "name", "pk")
    return list(order.values_list("pk", flat=True)[:MOST_PLACES])


def reach(span: tuple[datetime, datetime], scale: Scale) -> tuple[datetime, datetime]:
    """When what meets a span in time begins or ends: within the buffer, or in the same part of the day."""
    buffer = timedelta(minutes=scale.buffer)
    first, last = bounds_of(local(span[0]))
    return min(span[0] - buffer, first), max(span[1] + buffer, last)


def _left_out(seen: Scene, key: str) -> Scene:
    row = seen.index(key)
    if row is None:
        return seen
    rest = [number for number in range(len(seen)) if number != row]
    return Scene(
        [seen.occasions[number] for number in rest],
        seen.columns.take(np.array(rest, np.intp)),
        [seen.sealed[number] for number in rest],
    )


def _refused(
    days: Sequence[date],
    spans: Sequence[tuple[datetime, datetime]],
    places: Sequence[Spot],
    weighed: Weighed,
) -> list[dict[int, Refusal]]:
    """By day the places that cannot be had: closed, held, or taken by what is on."""
    ids = [spot.pk for spot in places]
    records = list(Place.objects.filter(pk__in=ids))
    schedules = schedules_of(ids, from_day=days[0])
    held = spans_held(records, spans[0][0], spans[-1][1])
    found: list[dict[int, Refusal]] = []
    for number, (day, (start, end)) in enumerate(zip(days, spans, strict=True)):
        why = {}
        for place, pk in enumerate(ids):
            if state_on(day, schedules[pk].states).state in CLOSING_STATES:
                why[pk] = Refusal.CLOSED
            elif weighed.busy[number, place]:
                why[pk] = Refusal.TAKEN
            elif any(begins < end and start < ends for begins, ends in held[pk]):
                why[pk] = Refusal.HELD
        found.append(why)
    return found


def _judge(
    day: date,
    span: tuple[datetime, datetime],
    number: int,
    places: Sequence[Spot],
    weighed: Weighed,
    calendar: Calendar,
    seen: Scene,
    refused: Mapping[int, Refusal],
) -> Judged:
    free = [place for place, spot in enumerate(places) if spot.pk not in refused]
    if not free:
        return Judged(day, *span, refused=refused)
    # Places stand in order of size: of equally good ones the smallest that suffices.
    asked = {place: calendar.asks(day, span, places[place]) for place in free}
    points = {place: max(0.0, float(weighed.points[number, place]) + asked[place][0]) for place in free}
    best = min(free, key=lambda place: (points[place], asked[place][0], place))
    against = [Against(seen.occasions[row], score, km) for row, score, km in weighed.against(number, best)]
    return Judged(day, *span, places[best], points[best], against, refused, asks=asked[best][1])
