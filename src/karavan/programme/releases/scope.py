"""What a release is of: a programme with all below it, or one month of an organisation's playbill."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from karavan.kernel.localtime import day_bounds
from karavan.people.models import Organisation
from karavan.programme.enums import Calendar, EventStatus, OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Programme, Release, Session
from karavan.programme.queries import PUBLIC


@dataclass(frozen=True)
class Scope:
    """Either ``programme``, or ``organisation`` with the first day of its ``month``."""

    programme: Programme | None = None
    organisation: Organisation | None = None
    month: date | None = None

    def __post_init__(self) -> None:
        if (self.programme is None) == (self.organisation is None):
            raise ValueError("a release is of a programme or of an organisation")
        if (self.month is None) == (self.programme is None) or (self.month and self.month.day != 1):
            raise ValueError("the month of an organisation is told by its first day")

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the month; None where days do not limit it."""
        if self.month is None:
            return None
        following = (self.month + timedelta(days=32)).replace(day=1)
        return self.month, following - timedelta(days=1)

    def releases(self) -> QuerySet[Release]:
        """Its releases, newest first."""
        if self.programme is not None:
            found = Release.objects.filter(programme=self.programme)
        else:
            found = Release.objects.filter(organisation=self.organisation, month=self.month)
        return found.order_by("-number")

    def events(self) -> QuerySet[Event]:
        """The events it is about, public or not. Of a month: those led by the organisation or one below it
        that have a date, or a part of their period, in it.
        """
        if self.programme is not None:
            return Event.objects.filter(programme__path__startswith=self.programme.path)
        assert self.organisation is not None
        led = EventOrganiser.objects.filter(
            organisation__path__startswith=self.organisation.path, role=OrganiserRole.LEAD
        )
        first, last = self._month()
        period = Q(calendar=Calendar.PERIODIC, date_from__lte=last, date_to__gte=first)
        opened = Q(calendar=Calendar.PERMANENT, date_from__range=(first, last))
        dated = Q(pk__in=Session.objects.filter(self.sessions()).values("event_id"))
        return Event.objects.filter(period | opened | dated, pk__in=led.values("event_id"))

    def public(self) -> QuerySet[Event]:
        """Those of the events that residents see."""
        return self.events().filter(PUBLIC)

    def waiting(self) -> QuerySet[Event]:
        """Those that were sent for release, the longest waiting first."""
        return self.events().filter(status=EventStatus.READY).order_by("sent_at", "pk")

    def sessions(self) -> Q:
        """Condition on its sessions: those in the month, and those announced for it that moved away."""
        if self.month is None:
            return Q()
        first, last = self._month()
        begins, ends = day_bounds(first)[0], day_bounds(last)[1]
        here = Q(starts_at__gte=begins, starts_at__lt=ends)
        return here | Q(moved_from__gte=begins, moved_from__lt=ends)

    def _month(self) -> tuple[date, date]:
        days = self.days
        assert days is not None
        return days
