"""The week of an organisation's halls, and of one hall by the hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.kernel.localtime import at, local, today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.places.drawing import Pen
from karavan.office.places.week import (
    DAYS,
    STEP,
    Bar,
    Block,
    Day,
    HallWeek,
    hours_shown,
    monday_of,
    row_of,
    week_of,
)
from karavan.office.places.wording import event_url, new_event_url, short_times
from karavan.places import queries
from karavan.places.enums import PlaceLevel, PlaceState
from karavan.places.hours import DayKind
from karavan.places.models import Place
from karavan.planning.queries import live
from karavan.programme.models import Session
from karavan.ui import typography

MOST: Final = 60
"""Halls of one page."""
EVENING: Final = time(18)
FURTHEST: Final = timedelta(days=366 * 3)


@dataclass(frozen=True)
class ShownBlock:
    """A block as it is drawn; ``start`` and ``end`` are rows of the grid of one hall."""

    title: str
    url: str
    family: str
    when: str
    state: str
    overlaps: bool
    lane: str
    start: int = 0
    end: int = 0
    is_cancelled: bool = False
    is_draft: bool = False
    look: str = ""


@dataclass(frozen=True)
class ShownBar:
    """A bar over the days of a week, or a gap before one (``title`` "" and ``url`` "")."""

    span: int
    title: str = ""
    url: str = ""
    family: str = ""
    is_draft: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Slot:
    """An hour of a day in which nothing is drawn yet: it leads to a new event."""

    start: int
    url: str
    clock: str


@dataclass(frozen=True)
class Ground:
    """A stretch of a day in which the hall is open."""

    start: int
    end: int


@dataclass(frozen=True)
class ShownDay:
    """One day of one hall. ``ground`` is "open", "off", "closed" or "unknown"."""

    day: date
    name: str
    number: str
    month: str
    ground: str
    hours: str
    groups: Sequence[Sequence[ShownBlock]]
    new_url: str
    is_today: bool
    is_past: bool
    opened: Sequence[Ground] = ()
    slots: Sequence[Slot] = ()
    now: int = 0


@dataclass(frozen=True)
class ShownHall:
    """A hall with its week."""

    place: Place
    above: str
    url: str
    days: Sequence[ShownDay]
    bars: Sequence[Sequence[ShownBar]]


@office_page
def halls(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The week; with ``place`` of one hall by the hour, else of all halls of the chosen organisation."""
    monday = monday_of(_asked_day(request.GET.get("day", "")))
    asked = request.GET.get("place", "")
    place = None
    if asked:
        pk = asked if asked.isdecimal() and len(asked) < 19 else 0
        place = get_object_or_404(queries.visible_to(desk.actor), pk=pk)
    rows = [place] if place is not None else _halls(desk, monday)
    weeks = week_of(desk.actor, rows[:MOST], monday)
    now = local(timezone.now()).replace(tzinfo=None)
    context = {
        "title": place.name if place is not None else _("Week of the halls"),
        "place": place,
        "days": [_head(monday + timedelta(days=number), now.date()) for number in range(DAYS)],
        "week": _week_words(monday),
        "day": monday,
        "previous_url": _address(monday - timedelta(days=7), place),
        "next_url": _address(monday + timedelta(days=7), place),
        "now_url": "" if monday == monday_of(now.date()) else _address(now.date(), place),
        "choices": _choices(desk, place, rows),
        "all_url": _address(monday, None),
        "too_many": len(rows) > MOST,
    }
    if place is not None:
        return render(request, desk, "office/places/hall.html", context | _one(desk, weeks[0], monday, now))
    names = _names(weeks)
    shown = [_hall(week, names, monday, now) for week in weeks]
    drawn = Pen(_may_plan(desk)).halls(shown)
    return render(request, desk, "office/places/halls.html", context | {"halls": drawn})


def _asked_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if abs(day - today()) < FURTHEST else today()


def _address(day: date, place: Place | None) -> str:
    query: dict[str, Any] = {"day": day.isoformat()}
    if place is not None:
        query["place"] = place.pk
    return f"?{urlencode(query)}"


def _of_desk(desk: Desk) -> QuerySet[Place]:
    """Where things are held: of the chosen organisation, or of all that the person edits."""
    home = desk.organisation
    if home is None:
        rows = queries.editable_by(desk.actor)
    else:
        # Who has a role in it sees all of it: asking for what is public beside would only cost time.
        rows = Place.objects.all() if desk.seeing.covers(home) else queries.visible_to(desk.actor)
        rows = rows.filter(organisation__path__startswith=home.path)
    return rows.exclude(level=PlaceLevel.MONUMENT).order_by("path")


def _halls(desk: Desk, monday: date) -> list[Place]:
    """The halls of a page: of the whole city only those in which something is on that week."""
    rows = _of_desk(desk)
    if desk.organisation is None:
        start, end = at(monday, time.min), at(monday + timedelta(days=DAYS), time.min)
        on = Session.objects.filter(starts_at__gte=start, starts_at__lt=end)
        borrowed = on.filter(place__isnull=True)
        held = live().filter(starts_at__lt=end, ends_at__gt=start, place__isnull=False)
        rows = rows.filter(
            Q(pk__in=on.values("place"))
            | Q(pk__in=borrowed.values("event__place"))
            | Q(pk__in=held.values("place"))
        )
    return list(rows[: MOST + 1])


def _choices(desk: Desk, place: Place | None, halls: Sequence[Place]) -> list[tuple[int, str, bool]]:
    """Halls to choose from: those of the page, which are all of an organisation, or all that come to mind."""
    if place is None and desk.organisation is not None:
        return [(one.pk, one.name, False) for one in halls]
    rows = list(_of_desk(desk).values_list("pk", "name")[: MOST * 8])
    if place is not None and all(pk != place.pk for pk, _name in rows):
        rows.insert(0, (place.pk, place.name))
    return [(pk, name, place is not None and pk == place.pk) for pk, name in rows]


def _names(weeks: Sequence[HallWeek]) -> dict[int, str]:
    return {week.place.pk: week.place.name for week in weeks}


def _head(day: date, now: date) -> ShownDay:
    return ShownDay(
        day,
        typography.weekday_short(day),
        str(day.day),
        typography.month(day),
        "",
        "",
        (),
        "",
        day == now,
        day < now,
    )


def _week_words(monday: date) -> str:
    return typography.date_range(monday, monday + timedelta(days=DAYS - 1), year=True)


def _hall(week: HallWeek, names: dict[int, str], monday: date, now: datetime) -> ShownHall:
    place = week.place
    above = " → ".join(names[step] for step in place.ancestor_ids if step in names)
    days = [_day(day, place, now) for day in week.days]
    return ShownHall(place, above, _address(monday, place), days, [_bars(row) for row in week.bars])


def _day(day: Day, place: Place, now: datetime) -> ShownDay:
    ground, hours = _ground(day)
    past = day.day < now.date()
    usual = day.hours.times[0][0] if day.hours.times else EVENING
    last = max((block.ends for block in day.blocks if block.ends.date() == day.day), default=None)
    starts = last or datetime.combine(day.day, usual)
    return ShownDay(
        day.day,
        typography.weekday_short(day.day),
        str(day.day.day),
        typography.month(day.day),
        ground,
        hours,
        [[_block(block) for block in group] for group in day.groups],
        "" if past or day.is_closed else new_event_url(place.pk, starts),
        day.day == now.date(),
        past,
    )


def _ground(day: Day) -> tuple[str, str]:
    """How the ground of a day looks, and its hours in words."""
    hours = day.hours
    times = short_times(hours.times)
    match hours.kind:
        case DayKind.OPEN:
            return "open", times
        case DayKind.STATE:
            return "closed", hours.reason or str(PlaceState(hours.state).label)
        case DayKind.UNKNOWN:
            return "unknown", _("hours are not known")
        case _:
            return "off", hours.reason or pgettext("hours", "day off")


def _block(block: Block) -> ShownBlock:
    states = []
    if block.is_cancelled:
        states.append(_("cancelled"))
    elif block.is_moved:
        states.append(pgettext("session", "moved"))
    elif block.status == "sold_out":
        states.append(_("no tickets left"))
    if block.is_draft:
        states.append(_("draft"))
    if block.look == "tentative":
        states.append(pgettext("hold", "tentative"))
    until = block.ends if block.end_known else None
    return ShownBlock(
        title=block.title or _("taken by another organisation"),
        url=block.url if block.look or not block.known else event_url(block.event_id),
        family=block.family,
        look=block.look,
        when=typography.time_range(block.starts, until),
        state=", ".join(states),
        overlaps=block.lane.overlaps and not block.is_cancelled,
        lane=f"{min(block.lane.index, 5) + 1}-{min(block.lane.of, 6)}",
        is_cancelled=block.is_cancelled,
        is_draft=block.is_draft,
    )


def _bars(row: Sequence[Bar]) -> list[ShownBar]:
    """One row of bars with the gaps between them: seven days in all."""
    found: list[ShownBar] = []
    at = 0
    for bar in row:
        if bar.first > at:
            found.append(ShownBar(bar.first - at, is_gap=True))
        title = bar.title or _("taken by another organisation")
        url = event_url(bar.event_id) if bar.known else ""
        found.append(ShownBar(bar.last - bar.first + 1, title, url, bar.family, bar.is_draft))
        at = bar.last + 1
    if at < DAYS:
        found.append(ShownBar(DAYS - at, is_gap=True))
    return found


def _may_plan(desk: Desk) -> bool:
    return desk.editing.everything or bool(desk.editing.paths)


def _one(desk: Desk, week: HallWeek, monday: date, now: datetime) -> dict[str, Any]:
    """One hall by the hour."""
    first, last = hours_shown(week)
    may_plan = _may_plan(desk)
    pen = Pen(may_plan)
    days = []
    for day in week.days:
        shown = _day(day, week.place, now)
        midnight = datetime.combine(day.day, time.min)
        groups = [
            [
                replace(
                    drawn,
                    start=row_of(block.starts, day.day, first) if block.starts > midnight else 0,
                    end=max(
                        row_of(block.ends, day.day, first),
                        row_of(block.starts, day.day, first) + 4,
                    ),
                )
                for drawn, block in zip(drawn_group, group, strict=True)
            ]
            for drawn_group, group in zip(shown.groups, day.groups, strict=True)
        ]
        opened = [
            Ground(
                row_of(datetime.combine(day.day, opens), day.day, first),
                row_of(datetime.combine(day.day, closes), day.day, first),
            )
            for opens, closes in day.hours.times
        ]
        slots = []
        if may_plan and shown.new_url:
            for hour in range(first, last):
                starts = datetime.combine(day.day, time(hour))
                if starts > now:
                    url = new_event_url(week.place.pk, starts)
                    slots.append(Slot(row_of(starts, day.day, first), url, f"{hour}:00"))
        days.append(
            replace(
                shown,
                groups=groups,
                opened=opened,
                slots=slots,
                now=row_of(now, day.day, first) if shown.is_today else 0,
                new_url=shown.new_url if may_plan else "",
            )
        )
    rows = (last - first) * 60 // STEP
    return {
        "columns": [(day, pen.scale(day, rows)) for day in days],
        "hours": [((hour - first) * 60 // STEP, f"{hour}:00") for hour in range(first, last)],
        "bars": pen.bars([_bars(row) for row in week.bars]),
        "name": " → ".join([*_above(week.place), week.place.name]),
        "monday": monday,
    }


def _above(place: Place) -> list[str]:
    names = dict(Place.objects.filter(pk__in=place.ancestor_ids).values_list("pk", "name"))
    return [names[step] for step in place.ancestor_ids if step in names]
