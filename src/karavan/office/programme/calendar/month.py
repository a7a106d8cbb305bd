"""Everything of one month for the grid: dates, periods, feasts, closures; read as plain rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from karavan.kernel.localtime import day_bounds, local
from karavan.office.desk import Desk
from karavan.office.programme.calendar.asking import Asked
from karavan.people.models import Organisation
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import PlaceStateRow
from karavan.places.queries import visible_to as visible_places
from karavan.programme.enums import Calendar, EventStatus, SessionStatus
from karavan.programme.models import Event, EventOrganiser, Programme, Session
from karavan.programme.queries import PUBLIC_PROGRAMME

MOST: Final = 4_000
"""Dates of a month that are read; a city with more chooses an organisation."""
FEAST_DAYS: Final = 3
"""A programme of so few days is a feast, shown on its days."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Date:
    """One date of an event; ``mark`` is what has to be seen first."""

    event_id: int
    session_id: int
    starts: datetime
    ends: datetime | None
    title: str
    kind: str
    place_id: int | None
    place: str
    mark: str
    note: str
    moved_from: datetime | None
    demo: bool

    @property
    def day(self) -> date:
        """Its day on the city's clock."""
        return self.starts.date()


@dataclass(frozen=True, slots=True)
class Period:
    """An event that lasts: an exhibition, a season."""

    event_id: int
    title: str
    first: date
    last: date
    place: str
    mark: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which a place is shut; both inclusive, within the month."""

    place_id: int
    place: str
    first: date
    last: date
    reason: str


@dataclass
class Month:
    """A month of somebody's programme."""

    asked: Asked
    dates: Sequence[Date]
    periods: Sequence[Period]
    feasts: Mapping[date, Sequence[str]]
    closings: Sequence[Closing]
    programmes: Sequence[tuple[str, str]]
    """Id and title of those that meet the month, in the order of the tree."""
    permanent: int = 0
    cut: bool = False
    by_day: Mapping[date, list[Date]] = field(init=False)
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        by_day: dict[date, list[Date]] = defaultdict(list)
        for one in self.dates:
            by_day[one.day].append(one)
        self.by_day = by_day
        self.counts = Counter(one.mark for one in self.dates)

    def closed_on(self, day: date) -> list[Closing]:
        """What is shut on a day."""
        return [one for one in self.closings if one.first <= day <= one.last]


def weeks_of(month: date, last: date) -> list[list[date]]:
    """The days of the weeks that meet a month, Monday first."""
    start = month - timedelta(days=month.weekday())
    found = []
    while start <= last:
        found.append([start + _DAY * number for number in range(7)])
        start += _DAY * 7
    return found


def read_month(desk: Desk, asked: Asked) -> Month:
    """The month of the organisation worked for, else of all that the person sees by a role; seven queries."""
    own = _events(desk)
    dates = _dates(own, asked)
    periods, permanent = _periods(own, asked)
    programmes = _programmes(desk, asked)
    places = {one.place_id for one in dates if one.place_id} | _asked_place(desk, asked)
    return Month(
        asked,
        dates[:MOST],
        periods,
        _feasts(programmes),
        _closings(desk, asked, places),
        [(str(pk), title) for pk, title, _first, _last in programmes],
        permanent,
        cut=len(dates) > MOST,
    )


def _asked_place(desk: Desk, asked: Asked) -> set[int]:
    """The place of the link, where the person may see it: its closings are told with its name."""
    if not asked.place:
        return set()
    return set(visible_places(desk.actor).filter(pk=asked.place).values_list("pk", flat=True))


def _events(desk: Desk) -> QuerySet[EventOrganiser] | None:
    """Organisers of the events of the organisation worked for, else of all where the person holds a role.

    None stands for all events.

    A role opens them, so that nothing else has to be asked. The houses are told by their ids: from a path the
    database does not find the short way to their events.
    """
    if desk.organisation is None and desk.seeing.everything:
        return None
    houses = Organisation.objects.filter(desk.seeing.within(desk.organisation).query())
    ids = list(houses.values_list("pk", flat=True))
    return EventOrganiser.objects.filter(organisation__in=ids)


def _dates(own: QuerySet[EventOrganiser] | None, asked: Asked) -> list[Date]:
    first, end = day_bounds(asked.month)[0], day_bounds(asked.last)[1]
    sessions = Session.objects.filter(
        asked.sessions(), asked.events("event__"), starts_at__gte=first, starts_at__lt=end
    )
    if own is not None:
        # Asked of the dates of the month one by one: they are fewer than the events of a network.
        sessions = sessions.filter(Exists(own.filter(event=OuterRef("event_id"))))
    rows = (
        sessions.annotate(
            where=Coalesce("place_id", "event__place_id"),
            called=Coalesce("place__name", "event__place__name"),
        )
        .order_by("starts_at", "pk")
        .values_list(
            "pk",
            "event_id",
            "starts_at",
            "ends_at",
            "status",
            "note",
            "moved_from",
            "where",
            "called",
            "event__title",
            "event__kind",
            "event__status",
            "event__status_reason",
            "event__is_demo",
        )
    )
    return [_date(row) for row in rows[: MOST + 1]]


def _date(row: Sequence[Any]) -> Date:
    pk, event_id, starts, ends, status, note, moved, where, called, title, kind, of_event, reason, demo = row
    mark = _mark(of_event, status)
    return Date(
        event_id,
        pk,
        local(starts),
        local(ends) if ends else None,
        title,
        kind,
        where,
        called or "",
        mark,
        note or (reason if mark == "cancelled" else ""),
        local(moved) if moved else None,
        demo,
    )


def _mark(of_event: str, of_session: str = SessionStatus.SCHEDULED) -> str:
    """What has to be seen first of a date: cancelled, draft, sent, then moved and sold out."""
    if of_event == EventStatus.CANCELLED or of_session == SessionStatus.CANCELLED:
        return "cancelled"
    if of_event != EventStatus.PUBLISHED:
        return of_event
    return "published" if of_session == SessionStatus.SCHEDULED else of_session


def _periods(own: QuerySet[EventOrganiser] | None, asked: Asked) -> tuple[list[Period], int]:
    """Periods that meet the month, the longest running first, and how many events are permanent."""
    if asked.status in ("moved", "sold_out"):
        return [], 0
    rows = Event.objects.filter(
        asked.events(),
        Q(calendar=Calendar.PERMANENT)
        | Q(calendar=Calendar.PERIODIC, date_from__lte=asked.last, date_to__gte=asked.month),
        asked.event_statuses(),
    )
    if own is not None:
        rows = rows.filter(Exists(own.filter(event=OuterRef("pk"))))
    if asked.status == "cancelled":
        rows = rows.filter(status=EventStatus.CANCELLED)
    if asked.place:
        rows = rows.filter(place__path__contains=f"/{asked.place}/")
    found = []
    permanent = 0
    values = rows.order_by("date_from", "pk").values_list(
        "pk", "title", "calendar", "date_from", "date_to", "place__name", "status", "is_demo"
    )
    for pk, title, calendar, first, last, place, status, demo in values[:500]:
        if calendar == Calendar.PERMANENT or first is None or last is None:
            permanent += 1
        else:
            found.append(Period(pk, title, first, last, place or "", _mark(status), demo))
    return found, permanent


def _programmes(desk: Desk, asked: Asked) -> list[tuple[int, str, date | None, date | None]]:
    """Programmes that meet the month, and the one asked for: id, title, days."""
    month = Q(date_from__lte=asked.last) & (
        Q(date_to__gte=asked.month) | Q(date_to__isnull=True, date_from__gte=asked.month)
    )
    if asked.programme:
        month |= Q(pk=asked.programme)
    rows = Programme.objects.filter(month)
    if not desk.seeing.everything:
        held = Programme.organisations.through.objects.filter(desk.seeing.query("organisation__"))
        rows = rows.filter(PUBLIC_PROGRAMME | Q(pk__in=held.values("programme_id")))
    return list(rows.order_by("path").values_list("pk", "title", "date_from", "date_to"))


def _feasts(
    programmes: Sequence[tuple[int, str, date | None, date | None]],
) -> dict[date, list[str]]:
    """Titles of programmes of a few days, by day."""
    found: dict[date, list[str]] = defaultdict(list)
    for _pk, title, first, last in programmes:
        if first is None or ((last or first) - first).days >= FEAST_DAYS:
            continue
        for number in range(((last or first) - first).days + 1):
            found[first + _DAY * number].append(title)
    return found


def _closings(desk: Desk, asked: Asked, places: Iterable[int]) -> list[Closing]:
    """Days on which one of the places, or one of the organisation, is shut."""
    ours = Q(place__in=set(places))
    if desk.organisation is not None:
        ours |= Q(place__organisation__path__startswith=desk.organisation.path)
    rows = PlaceStateRow.objects.filter(
        ours,
        Q(valid_from__isnull=True) | Q(valid_from__lte=asked.last),
        Q(valid_to__isnull=True) | Q(valid_to__gte=asked.month),
        state__in=CLOSING_STATES,
    )
    named = rows.order_by("valid_from", "pk").values_list(
        "place_id", F("place__name"), "valid_from", "valid_to", "reason"
    )
    return [
        Closing(pk, name, max(first or asked.month, asked.month), min(last or asked.last, asked.last), reason)
        for pk, name, first, last, reason in named[:200]
    ]
