"""What events lack before they can be published, asked of many at once in SQL.

Coarser than :func:`karavan.programme.checks.missing`, which reads one event whole: an event that lacks
something here lacks it there too, and the other way round but for faults inside single dates.
"""

from typing import Final

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from karavan.programme.enums import RANGE_CALENDARS, Calendar, PriceKind
from karavan.programme.models import Event, EventOrganiser, Session

_SESSIONS = Session.objects.filter(event=OuterRef("pk"))

_RANGE = Q(calendar__in=RANGE_CALENDARS)
_NO_PRICE = Q(price_kind=PriceKind.UNKNOWN) & (
    _RANGE | ~Exists(_SESSIONS) | Exists(_SESSIONS.filter(price_kind__in=("", PriceKind.UNKNOWN)))
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


def with_lacks(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with ``lacks_<flaw>``, true where it is missing."""
    return rows.annotate(
        **{
            f"lacks_{name}": Case(
                When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
            for name, condition in FLAWS.items()
        }
    )
