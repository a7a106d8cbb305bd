"""What events lack before they can be published, asked of many at once: conditions, and a look at rows read.

Coarser than :func:`karavan.programme.checks.missing`, which reads one event whole: an event that lacks
something here lacks it there too, and the other way round but for faults inside single dates.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from karavan.programme.enums import RANGE_CALENDARS, Calendar, PriceKind
from karavan.programme.models import Event, EventOrganiser, Session

_UNSAID = ("", PriceKind.UNKNOWN)
_SESSIONS = Session.objects.filter(event=OuterRef("pk"))

_RANGE = Q(calendar__in=RANGE_CALENDARS)
_NO_PRICE = Q(price_kind=PriceKind.UNKNOWN) & (
    _RANGE | ~Exists(_SESSIONS) | Exists(_SESSIONS.filter(price_kind__in=_UNSAID))
)

FLAWS: Final[dict[str, Q]] = {
    "age_mark": Q(age_mark__isnull=True),
    "dates": (~_RANGE & ~Exists(_SESSIONS))
    | Q(calendar=Calendar.PERIODIC, date_from__isnull=True)
    | Q(calendar=Calendar.PERIODIC, date_to__isnull=True),
    "place": Q(place__isnull=True, online_url="")
    & (_RANGE | ~Exists(_SESSIONS) | Exists(_SESSIONS.filter(place__isnull=True))),
    "price": _NO_PRICE | Q(price_kind=PriceKind.PAID, price_min__isnull=True),
    "picture": ~Q(picture="")
    & (Q(picture_alt="") | Q(picture_author="") | Q(picture_source="") | Q(picture_rights="")),
    "organisers": Q(~Exists(EventOrganiser.objects.filter(event=OuterRef("pk")))),
}
"""A condition on events by what is missing."""


def lacking(rows: QuerySet[Event], flaw: str) -> QuerySet[Event]:
    """Those of the events that lack one thing of FLAWS, or with ``"any"`` anything at all."""
    if flaw != "any":
        return rows.filter(FLAWS[flaw])
    condition = Q()
    for one in FLAWS.values():
        condition |= one
    return rows.filter(condition)


@dataclass(frozen=True)
class Dates:
    """The dates of an event as far as what it lacks goes."""

    number: int = 0
    without_place: int = 0
    without_price: int = 0


NO_DATES: Final = Dates()
WITHOUT_PLACE: Final = Count("pk", filter=Q(place__isnull=True))
WITHOUT_PRICE: Final = Count("pk", filter=Q(price_kind__in=_UNSAID))
"""What :class:`Dates` counts, for a query on sessions."""


def lacks_of(event: Event, dates: Dates, *, has_organisers: bool) -> list[str]:
    """Names of FLAWS that hold of an event; no query. The same as the conditions say."""
    is_range, periodic = event.calendar in RANGE_CALENDARS, event.calendar == Calendar.PERIODIC
    undated = is_range or not dates.number
    unpriced = event.price_kind == PriceKind.UNKNOWN and (undated or bool(dates.without_price))
    told = (event.picture_alt, event.picture_author, event.picture_source, event.picture_rights)
    holds = {
        "age_mark": event.age_mark is None,
        "dates": not (is_range or dates.number) or (periodic and None in (event.date_from, event.date_to)),
        "place": event.place_id is None and not event.online_url and (undated or bool(dates.without_place)),
        "price": unpriced or (event.price_kind == PriceKind.PAID and event.price_min is None),
        "picture": bool(event.picture) and not all(told),
        "organisers": not has_organisers,
    }
    return [name for name in FLAWS if holds[name]]
