"""What the grid is asked for: a month, one of two looks, and filters; the link keeps it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import today
from karavan.office.asked import first_of_month, one_of, record_id
from karavan.office.desk import Desk
from karavan.places.models import Place
from karavan.places.queries import visible_to as visible_places
from karavan.programme.enums import EventKind, EventStatus, SessionStatus

VIEWS: Final = (("days", gettext_lazy("By days")), ("halls", gettext_lazy("By halls")))
STATUSES: Final = (
    ("draft", gettext_lazy("Draft")),
    ("ready", gettext_lazy("Sent for release")),
    ("published", gettext_lazy("Published")),
    ("moved", gettext_lazy("Moved")),
    ("sold_out", gettext_lazy("Sold out")),
    ("cancelled", gettext_lazy("Cancelled")),
)


@dataclass(frozen=True)
class Asked:
    """A month by its first day; ids and values are "" where nothing is narrowed."""

    month: date
    view: str = "days"
    place: str = ""
    kind: str = ""
    programme: str = ""
    status: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """From a link; what cannot be understood is left out."""
        query = request.GET

        def number(name: str) -> str:
            return str(record_id(query.get(name, "")) or "")

        return cls(
            first_of_month(query.get("month", "")) or today().replace(day=1),
            one_of(query.get("view", ""), dict(VIEWS)) or "days",
            number("place"),
            one_of(query.get("kind", ""), EventKind.values),
            number("programme"),
            one_of(query.get("status", ""), dict(STATUSES)),
        )

    @property
    def last(self) -> date:
        """The last day of the month."""
        return self.following - timedelta(days=1)

    @property
    def following(self) -> date:
        """The first day of the next month."""
        return (self.month + timedelta(days=32)).replace(day=1)

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.place or self.kind or self.programme or self.status)

    def link(self, **changes: Any) -> str:
        """The query of the same question with something changed."""
        asked = replace(self, **changes)
        pairs = [("month", f"{asked.month:%Y-%m}")]
        pairs += [
            (name, getattr(asked, name))
            for name in ("view", "place", "kind", "programme", "status")
            if getattr(asked, name) and (name, getattr(asked, name)) != ("view", "days")
        ]
        return f"?{urlencode(pairs)}"

    def events(self, prefix: str = "") -> Q:
        """Condition on events, or on what ``prefix`` leads to them from; place and status dates have too."""
        condition = Q()
        if self.kind:
            condition &= Q(**{f"{prefix}kind": self.kind})
        if self.programme:
            condition &= Q(**{f"{prefix}programme__path__contains": f"/{self.programme}/"})
        return condition

    def event_statuses(self, prefix: str = "") -> Q:
        """Condition on the status of events that can hold what is asked for; withdrawn ones are never shown.

        Where all others are wanted it excludes these, so that no index of statuses leads the database astray.
        """
        found = self._event_statuses()
        name = f"{prefix}status"
        return Q(**{f"{name}__in": found}) if found else ~Q(**{name: EventStatus.WITHDRAWN})

    def _event_statuses(self) -> list[str]:
        if self.status in (EventStatus.DRAFT, EventStatus.READY):
            return [self.status]
        if self.status == "cancelled":
            return [EventStatus.CANCELLED, EventStatus.PUBLISHED]
        if self.status:
            return [EventStatus.PUBLISHED]
        return []

    def sessions(self) -> Q:
        """Condition on dates: place, and the status that they have of their own."""
        condition = self.event_statuses("event__")
        match self.status:
            case "published":
                condition &= Q(status=SessionStatus.SCHEDULED)
            case "moved" | "sold_out":
                condition &= Q(status=self.status)
            case "cancelled":
                condition &= Q(status=SessionStatus.CANCELLED) | Q(event__status=EventStatus.CANCELLED)
        if self.place:
            inside = f"/{self.place}/"
            condition &= Q(place__path__contains=inside) | Q(
                place__isnull=True, event__place__path__contains=inside
            )
        return condition


def halls(desk: Desk) -> QuerySet[Place]:
    """The places to choose from: those of the organisation worked for; without one, none."""
    if desk.organisation is None:
        return Place.objects.none()
    rows = Place.objects.filter(organisation__path__startswith=desk.organisation.path)
    if not desk.seeing.covers(desk.organisation):
        rows = rows.filter(pk__in=visible_places(desk.actor).values("pk"))
    return rows.order_by("name", "pk")
