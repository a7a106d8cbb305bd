"""Columns and filters of the list of events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import day_bounds, local, today
from karavan.kernel.provenance import Certainty
from karavan.office.desk import Desk
from karavan.office.kit import Column, DateFilter, Filter
from karavan.people.models import Organisation
from karavan.people.queries import visible_to as visible_organisations
from karavan.places.models import Place
from karavan.places.queries import visible_to as visible_places
from karavan.programme.enums import (
    RANGE_CALENDARS,
    AgeMark,
    Calendar,
    EventKind,
    EventStatus,
    OrganiserRole,
    PriceKind,
    SessionStatus,
)
from karavan.programme.lacks import FLAWS, NO_DATES, WITHOUT_PLACE, WITHOUT_PRICE, Dates, lacking, lacks_of
from karavan.programme.models import Event, EventOrganiser, Session
from karavan.programme.queries import programmes_visible_to
from karavan.ui import typography
from karavan.ui.parts import Badge

FLAW_LABELS: Final = {
    "age_mark": gettext_lazy("age mark"),
    "dates": gettext_lazy("date"),
    "place": gettext_lazy("place"),
    "price": gettext_lazy("price"),
    "picture": gettext_lazy("whose picture"),
    "organisers": gettext_lazy("organiser"),
}
STATUS_KINDS: Final = {"cancelled": "cancelled", "ready": "moved", "withdrawn": "plain", "draft": "demo"}


_LEAD = EventOrganiser.objects.filter(event=OuterRef("pk"), role=OrganiserRole.LEAD).order_by(
    "position", "id"
)


def with_order(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with what some columns order by: the next date and the name of the owner."""
    coming = (
        Session.objects.filter(event=OuterRef("pk"), starts_at__gte=timezone.now())
        .exclude(status=SessionStatus.CANCELLED)
        .order_by("starts_at")
    )
    owner = _LEAD.annotate(
        called=Coalesce(NullIf("organisation__short_name", Value("")), "organisation__name")
    )
    return rows.annotate(
        next_at=Subquery(coming.values("starts_at")[:1]),
        owner_name=Subquery(owner.values("called")[:1], output_field=CharField()),
    )


SHOWN: Final = (
    *("title", "kind", "status", "calendar", "date_from", "date_to", "age_mark", "certainty", "is_demo"),
    *("price_kind", "price_min", "price_max", "online_url", "updated_at", "place__name", "programme__title"),
    "summary",
    *("picture", "picture_alt", "picture_author", "picture_source", "picture_rights"),
)
"""Fields that the columns and the calendar read."""


class TwoSteps(QuerySet[Event]):
    """Finds the rows of a page first and then what their columns show.

    In one step the database would work out the columns of every row that it sorts. ``counted`` are the same
    rows as they are counted best.
    """

    counted: QuerySet[Any] | None = None

    def count(self) -> int:
        """How many rows there are."""
        return super().count() if self.counted is None else self.counted.count()

    def __getitem__(self, key: Any) -> Any:
        """A page as a list; one row by its number."""
        found = self._plain()[key if isinstance(key, slice) else slice(key, key + 1)]
        rows = shown_rows(list(found))
        return rows if isinstance(key, slice) else rows[0]

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """All rows, some at a time."""
        pks = list(self._plain())
        step = chunk_size or len(pks) or 1
        for start in range(0, len(pks), step):
            yield from shown_rows(pks[start : start + step])

    def _plain(self) -> QuerySet[Any]:
        return QuerySet(self.model, self.query.chain(), self.db).values_list("pk", flat=True)


def shown_rows(pks: Sequence[int]) -> list[Event]:
    """Events with what the columns show (:func:`_tell`) in the order of their ids given; three queries."""
    rows = Event.objects.filter(pk__in=pks).select_related("place", "programme").only(*SHOWN)
    found = {event.pk: event for event in rows}
    _tell(found)
    return [found[pk] for pk in pks if pk in found]


def _tell(events: Mapping[int, Any]) -> None:
    """Give events ``next_at``, ``last_at``, ``owner_name`` and ``lacks``, the names of what is missing."""
    coming = Q(starts_at__gte=timezone.now()) & ~Q(status=SessionStatus.CANCELLED)
    dates = Session.objects.filter(event__in=events).order_by().values_list("event_id")
    spans = dates.annotate(
        following=Min("starts_at", filter=coming),
        last=Max("starts_at"),
        number=Count("pk"),
        without_place=WITHOUT_PLACE,
        without_price=WITHOUT_PRICE,
    )
    told = {pk: (following, last, Dates(*numbers)) for pk, following, last, *numbers in spans}
    organisers = EventOrganiser.objects.filter(event__in=events).order_by("position", "id")
    names: dict[int, list[str]] = {pk: [] for pk in events}
    for pk, role, short, name in organisers.values_list(
        "event_id", "role", "organisation__short_name", "organisation__name"
    ):
        # The first lead owns the event; the others only show that it is somebody's.
        names[pk] += [short or name] if role == OrganiserRole.LEAD else [""]
    for pk, event in events.items():
        event.next_at, event.last_at, numbers = told.get(pk, (None, None, NO_DATES))
        event.owner_name = next(filter(None, names[pk]), None)
        event.lacks = lacks_of(event, numbers, has_organisers=bool(names[pk]))


def in_two_steps(rows: QuerySet[Event], counted: QuerySet[Any] | None = None) -> QuerySet[Event]:
    """The rows, read as :class:`TwoSteps`."""
    found = TwoSteps(rows.model, rows.query, rows.db)
    found.counted = counted
    return found


def when(event: Any) -> Any:
    """The next date; of a period its days; of what is over its last date."""
    if event.calendar in RANGE_CALENDARS:
        return period_words(event)
    if event.next_at is not None:
        return event.next_at
    if event.last_at is not None:
        return mark_safe(f'<span class="muted">{_("was")} {_moment(event.last_at)}</span>')
    return mark_safe(f'<span class="muted">{_("no date")}</span>')


def period_words(event: Event) -> str:
    """The days of a period in words."""
    if event.calendar == Calendar.PERMANENT:
        return str(_("permanent"))
    if event.date_from and event.date_to:
        return typography.date_range(event.date_from, event.date_to)
    first, last = event.date_from, event.date_to
    if first:
        return _("from %(day)s") % {"day": typography.date_short(first, year=True)}
    return _("until %(day)s") % {"day": typography.date_short(last, year=True)} if last else ""


def _moment(moment: Any) -> str:
    clock = local(moment)
    return f"{typography.date_short(clock, year=clock.year != today().year)}, {clock:%H:%M}"


def when_plain(event: Any) -> Any:
    """The next date for a file."""
    if event.calendar in RANGE_CALENDARS:
        return period_words(event)
    return event.next_at or event.last_at or ""


def flaws(event: Any) -> list[str]:
    """What is missing, in words."""
    return [str(label) for name, label in FLAW_LABELS.items() if name in event.lacks]


def missing_cell(event: Any) -> SafeString | str:
    """How much is missing, and what."""
    found = flaws(event)
    if not found:
        return ""
    words = ", ".join(found)
    return mark_safe(f'<span class="lacks"><b>{len(found)}</b> {words}</span>')


def status_cell(event: Event) -> Badge:
    """The status as a badge."""
    kind: Any = STATUS_KINDS.get(event.status, "free")
    return Badge(kind, str(EventStatus(event.status).label))


def price_cell(event: Event) -> str:
    """The price in words."""
    if event.price_kind == PriceKind.PAID and event.price_min is not None:
        return typography.price_range(event.price_min, event.price_max)
    return str(PriceKind(event.price_kind).label).lower()


def age_cell(event: Event) -> str:
    """The age mark."""
    return str(AgeMark(event.age_mark).label) if event.age_mark is not None else ""


COLUMNS: Final = (
    Column("title", gettext_lazy("Title"), lambda row: row.title, sort=("title",)),
    Column(
        "status",
        gettext_lazy("Status"),
        status_cell,
        sort=("status",),
        plain=lambda row: str(EventStatus(row.status).label),
    ),
    Column("when", gettext_lazy("When"), when, sort=("next_at", "date_from"), plain=when_plain),
    Column(
        "place",
        gettext_lazy("Place"),
        lambda row: row.place.name if row.place else _online(row),
        sort=("place__name",),
    ),
    Column("missing", gettext_lazy("Missing"), missing_cell, plain=lambda row: ", ".join(flaws(row))),
    Column("kind", gettext_lazy("Kind"), lambda row: str(EventKind(row.kind).label), sort=("kind",)),
    Column("updated", gettext_lazy("Changed"), lambda row: row.updated_at, sort=("updated_at",), shown=False),
    Column(
        "organiser", gettext_lazy("Organiser"), lambda row: row.owner_name, sort=("owner_name",), shown=False
    ),
    Column("price", gettext_lazy("Price"), price_cell, sort=("price_min",), shown=False),
    Column("age", gettext_lazy("Age mark"), age_cell, sort=("age_mark",), shown=False),
    Column(
        "programme", gettext_lazy("Programme"), lambda row: row.programme and row.programme.title, shown=False
    ),
    Column(
        "certainty",
        gettext_lazy("Certainty"),
        lambda row: Badge("certainty", row.certainty),
        sort=("certainty",),
        shown=False,
    ),
)


def _online(event: Event) -> str:
    return _("online") if event.online_url else ""


# Filters.


def in_period(rows: QuerySet[Event], first: date | None, last: date | None) -> QuerySet[Event]:
    """Events with a date, or a day of their period, in these days."""
    sessions = Session.objects.filter(event=OuterRef("pk"))
    span = Q()
    if first is not None:
        sessions = sessions.filter(starts_at__gte=day_bounds(first)[0])
        span &= Q(date_to__isnull=True) | Q(date_to__gte=first)
    if last is not None:
        sessions = sessions.filter(starts_at__lt=day_bounds(last)[1])
        span &= Q(date_from__isnull=True) | Q(date_from__lte=last)
    return rows.filter(Exists(sessions) | (Q(calendar__in=RANGE_CALENDARS) & span))


def _places(desk: Desk) -> Iterable[tuple[Any, Any]]:
    if desk.organisation is not None:
        # Who works for an organisation sees all its places.
        own = Place.objects.filter(organisation__path__startswith=desk.organisation.path)
        rows: QuerySet[Place] = own
    else:
        rows = visible_places(desk.actor).filter(parent__isnull=True)
    return rows.order_by("name", "pk").values_list("pk", "name")[:300]


def _at_place(rows: QuerySet[Event], value: str) -> QuerySet[Event]:
    here = Session.objects.filter(event=OuterRef("pk"), place__path__contains=f"/{value}/")
    return rows.filter(Q(place__path__contains=f"/{value}/") | Exists(here))


def _of_organiser(rows: QuerySet[Event], value: str) -> QuerySet[Event]:
    return rows.filter(
        Exists(EventOrganiser.objects.filter(event=OuterRef("pk"), organisation__path__contains=f"/{value}/"))
    )


def _organisations(desk: Desk) -> Iterable[tuple[Any, Any]]:
    if desk.organisation is not None:
        own = Organisation.objects.filter(path__startswith=desk.organisation.path)
        rows: QuerySet[Organisation] = own
    else:
        rows = visible_organisations(desk.actor)
    return rows.order_by("name", "pk").values_list("pk", "name")


def _programmes(desk: Desk) -> Iterable[tuple[Any, Any]]:
    return programmes_visible_to(desk.actor).order_by("path").values_list("pk", "title")


FILTERS: Final = (
    Filter(
        "status",
        gettext_lazy("Status"),
        lambda _desk: EventStatus.choices,
        lambda rows, value: rows.filter(status=value),
    ),
    Filter(
        "kind",
        gettext_lazy("Kind"),
        lambda _desk: EventKind.choices,
        lambda rows, value: rows.filter(kind=value),
    ),
    DateFilter("when", gettext_lazy("When"), in_period),
    Filter("place", gettext_lazy("Place"), _places, _at_place),
    Filter("organiser", gettext_lazy("Organiser"), _organisations, _of_organiser),
    Filter(
        "programme",
        gettext_lazy("Programme"),
        _programmes,
        lambda rows, value: rows.filter(programme__path__contains=f"/{value}/"),
    ),
    Filter(
        "missing",
        gettext_lazy("Missing"),
        lambda _desk: [("any", gettext_lazy("anything")), *((name, FLAW_LABELS[name]) for name in FLAWS)],
        lacking,
    ),
    Filter(
        "picture",
        gettext_lazy("Picture"),
        lambda _desk: [("no", gettext_lazy("without a picture")), ("yes", gettext_lazy("with a picture"))],
        lambda rows, value: rows.filter(picture="") if value == "no" else rows.exclude(picture=""),
    ),
    Filter(
        "calendar",
        gettext_lazy("Calendar"),
        lambda _desk: Calendar.choices,
        lambda rows, value: rows.filter(calendar=value),
    ),
    Filter(
        "certainty",
        gettext_lazy("Certainty"),
        lambda _desk: Certainty.choices,
        lambda rows, value: rows.filter(certainty=value),
    ),
)

ORDERED = ("when", "organiser")
"""Columns that order by what :func:`with_order` adds."""

__all__ = [
    "COLUMNS",
    "FILTERS",
    "ORDERED",
    "flaws",
    "in_two_steps",
    "period_words",
    "with_order",
]
