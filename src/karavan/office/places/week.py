"""A week of halls as blocks: what is on when, side by side where it overlaps. Reads once, draws nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.kernel.actor import Actor
from karavan.kernel.lanes import Lane, lanes
from karavan.kernel.localtime import at, local
from karavan.kernel.periods import Span
from karavan.office.holds.rows import what_for
from karavan.places.hours import DayHours, DayKind, Schedule, hours_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of
from karavan.planning.enums import Firmness
from karavan.planning.models import Hold
from karavan.planning.queries import Kept, taken
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus, SessionStatus
from karavan.programme.models import Event, Session
from karavan.programme.occupancy import end_of, place_id_of, ranges_at, sessions_at
from karavan.programme.queries import visible_to

DAYS: Final = 7
STEP: Final = 5
"""Minutes of one row of the grid of hours."""
ALONE: Final = Lane(0, 1)
OPENS, CLOSES = 9, 21
"""Hours that the grid shows at least."""


@dataclass(frozen=True)
class Block:
    """A session in a hall. Times are of the city's clock; ``known`` False hides another's draft."""

    session_id: int
    event_id: int
    title: str
    family: str
    starts: datetime
    ends: datetime
    end_known: bool
    known: bool
    status: str
    is_draft: bool
    lane: Lane = ALONE
    look: str = ""
    """"hold", "tentative" or "buffer" where it is no session; then ``url`` leads to the hold."""
    url: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than announced first."""
        return self.status == SessionStatus.MOVED


@dataclass(frozen=True)
class Bar:
    """A period or permanent event in a hall during the week: first and last day as numbers from 0."""

    event_id: int
    title: str
    family: str
    first: int
    last: int
    known: bool
    is_draft: bool


@dataclass(frozen=True)
class Day:
    """One day of one hall: its hours, and its blocks in groups of those that overlap."""

    day: date
    hours: DayHours
    groups: Sequence[Sequence[Block]]

    @property
    def blocks(self) -> list[Block]:
        """All blocks in order."""
        return [block for group in self.groups for block in group]

    @property
    def is_closed(self) -> bool:
        """Whether the place is closed by its state."""
        return self.hours.kind == DayKind.STATE


@dataclass(frozen=True)
class HallWeek:
    """One hall's week. ``bars`` are rows of bars that do not overlap."""

    place: Place
    days: Sequence[Day]
    bars: Sequence[Sequence[Bar]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on."""
        return not self.bars and not any(day.groups for day in self.days)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(actor: Actor | None, places: Sequence[Place], monday: date) -> list[HallWeek]:
    """The week of these places, in their order; 15 queries at most, whatever the numbers.

    Sessions of all organisations count, drafts too: a hall is taken whoever takes it. Titles of what the
    actor may not see are left out.
    """
    if not places:
        return []
    ids = [place.pk for place in places]
    start, end = at(monday, time.min), at(monday + timedelta(days=DAYS), time.min)
    slim = Event.objects.only("title", "kind", "status", "calendar", "place", "date_from", "date_to")
    sessions = sessions_at(ids, start, end, cancelled=True, events=slim)
    ranges = ranges_at(ids, Span(monday, monday + timedelta(days=DAYS - 1)), events=slim)
    seen = readable(actor, [*(session.event for session in sessions), *ranges])
    schedules = schedules_of(ids, from_day=monday)
    by_place = _blocks(sessions, seen)
    for pk, blocks in held_blocks(actor, places, start, end).items():
        by_place[pk] += blocks
    bars = _bars(ranges, seen, monday)
    return [
        HallWeek(
            place, _days(by_place.get(place.pk, []), schedules[place.pk], monday), bars.get(place.pk, [])
        )
        for place in places
    ]


def readable(actor: Actor | None, events: Iterable[Event]) -> set[int]:
    """Ids of events whose titles the actor may read."""
    every = {event.pk: event.status in PUBLIC_STATUSES for event in events}
    hidden = [pk for pk, public in every.items() if not public]
    known = set(visible_to(actor).filter(pk__in=hidden).values_list("pk", flat=True)) if hidden else set()
    return {pk for pk, public in every.items() if public} | known


def _blocks(sessions: Sequence[Session], seen: Collection[int]) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = defaultdict(list)
    for session in sessions:
        event = session.event
        known = event.pk in seen
        block = Block(
            session.pk,
            event.pk,
            event.title if known else "",
            EVENT_FAMILIES.get(event.kind, "other"),
            local(session.starts_at).replace(tzinfo=None),
            local(end_of(session)).replace(tzinfo=None),
            session.ends_at is not None,
            known,
            session.status,
            event.status != EventStatus.PUBLISHED,
        )
        found[place_id_of(session) or 0].append(block)
    return found


def held_blocks(
    actor: Actor | None, places: Sequence[Place], start: datetime, end: datetime
) -> dict[int, list[Block]]:
    """What holds these places, or what they lie in, beside sessions: holds, build-up and clearing."""
    lineages = {place.pk: set(place.lineage_ids) for place in places}
    found: dict[int, list[Block]] = defaultdict(list)
    for pk, some in taken(places, [(start, end)], actor=actor).items():
        for kept in some:
            # What is held somewhere in a house is no hold of the house.
            if kept.hold.place_id in lineages[pk]:
                found[pk] += _of_hold(kept)
    return found


def _of_hold(kept: Kept) -> list[Block]:
    """A hold as blocks that follow one another; of one for a session build-up and clearing only."""
    hold = kept.hold
    url = reverse("office-holds-detail", args=[hold.pk]) if kept.known else ""
    if not kept.known:
        return [_piece(hold, kept.start, kept.end, "hold", "", url)]
    pieces = []
    if kept.start < hold.starts_at:
        pieces.append(_piece(hold, kept.start, hold.starts_at, "buffer", _("build-up"), url))
    if hold.session_id is None:
        look = "hold" if hold.firmness == Firmness.FIRM else "tentative"
        pieces.append(_piece(hold, hold.starts_at, hold.ends_at, look, what_for(hold), url))
    if hold.ends_at < kept.end:
        pieces.append(_piece(hold, hold.ends_at, kept.end, "buffer", pgettext("hold", "clearing"), url))
    return pieces


def _piece(hold: Hold, start: datetime, end: datetime, look: str, title: str, url: str) -> Block:
    starts, ends = (local(moment).replace(tzinfo=None) for moment in (start, end))
    return Block(
        -hold.pk, 0, title, "other", starts, ends, True, bool(title), "", is_draft=False, look=look, url=url
    )


def _days(blocks: Sequence[Block], schedule: Schedule, monday: date) -> list[Day]:
    days = []
    for number in range(DAYS):
        day = monday + timedelta(days=number)
        midnight = datetime.combine(day, time.min)
        todays = [
            each for each in blocks if each.starts < midnight + timedelta(days=1) and midnight < each.ends
        ]
        days.append(Day(day, hours_on(day, schedule), grouped(todays)))
    return days


def grouped(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in order of time, those that overlap together, each with its lane; cancelled ones alone."""
    live = [block for block in blocks if not block.is_cancelled]
    placed = zip(live, lanes([(each.starts, each.ends) for each in live]), strict=True)
    groups: list[list[Block]] = []
    until = None
    for block, lane in sorted(placed, key=lambda pair: (pair[0].starts, pair[1].index)):
        shown = replace(block, lane=lane)
        if until is not None and block.starts < until:
            groups[-1].append(shown)
        else:
            groups.append([shown])
        until = block.ends if until is None else max(until, block.ends)
    groups += [[block] for block in blocks if block.is_cancelled]
    return sorted(groups, key=lambda group: (group[0].starts, group[0].session_id))


def _bars(events: Sequence[Event], seen: Collection[int], monday: date) -> dict[int, list[list[Bar]]]:
    by_place: dict[int, list[Bar]] = defaultdict(list)
    for event in events:
        first = 0 if event.date_from is None else max(0, (event.date_from - monday).days)
        last = DAYS - 1 if event.date_to is None else min(DAYS - 1, (event.date_to - monday).days)
        known = event.pk in seen
        family = EVENT_FAMILIES.get(event.kind, "other")
        draft = event.status != EventStatus.PUBLISHED
        bar = Bar(event.pk, event.title if known else "", family, first, last, known, draft)
        by_place[event.place_id or 0].append(bar)
    return {pk: _stacked(bars) for pk, bars in by_place.items()}


def _stacked(bars: Sequence[Bar]) -> list[list[Bar]]:
    found: dict[int, list[Bar]] = defaultdict(list)
    for bar, lane in zip(bars, lanes([(bar.first, bar.last + 1) for bar in bars]), strict=True):
        found[lane.index].append(bar)
    return [sorted(found[index], key=lambda bar: bar.first) for index in sorted(found)]


def hours_shown(week: HallWeek) -> tuple[int, int]:
    """First and last hour of the grid of one hall: its usual hours, and whatever is on outside them."""
    first, last = OPENS, CLOSES
    for day in week.days:
        midnight = datetime.combine(day.day, time.min)
        for opens, closes in day.hours.times:
            first, last = min(first, opens.hour), max(last, closes.hour + bool(closes.minute))
        for block in day.blocks:
            begins, ends = max(block.starts, midnight), min(block.ends, midnight + timedelta(days=1))
            first = min(first, begins.hour)
            last = max(last, -int((midnight - ends) // timedelta(hours=1)))
    return first, min(last, 24)


def row_of(moment: datetime, day: date, first: int) -> int:
    """The row of a moment in the grid of a day that begins at the hour ``first``; kept within the day."""
    minutes = (moment - datetime.combine(day, time(first))) // timedelta(minutes=1)
    return max(0, min(minutes, (24 - first) * 60)) // STEP
