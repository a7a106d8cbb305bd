"""What waits for those who manage organisations: roles that end, invitations without an answer, old facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import CharField, DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import city_zone, local
from karavan.people.models import Invitation, Organisation, Role
from karavan.people.rules import Reach

ROLES_AHEAD: Final = timedelta(days=30)
UNANSWERED: Final = timedelta(days=30)
"""How long an invitation that is over is still told of."""
OLD: Final = timedelta(days=365)

ROLE, INVITATION, ORGANISATION = "role", "invitation", "organisation"


@dataclass(frozen=True)
class Matter:
    """One thing that waits: ``kind`` says which record ``pk`` is of.

    ``name`` is the person or the organisation, ``role`` the kind of role, ``place`` its organisation. ``day``
    is the last day of the role, the day an invitation is over, or the day the facts were last touched.
    """

    kind: str
    pk: int
    person_id: int
    name: str
    role: str
    place: str
    day: date | None


def matters(reach: Reach, *, now: datetime, within: Organisation | None = None) -> Iterator[Matter]:
    """All of them, unordered; one query."""
    reach = reach.within(within)
    if not reach.everything and not reach.paths:
        return
    arms = (_roles(now), _invitations(now), _organisations(now))
    scoped = [
        rows.filter(reach.query("" if number == 2 else "organisation__")) for number, rows in enumerate(arms)
    ]
    first, *others = scoped
    for row in first.union(*others, all=True):
        yield Matter(*row)


def _short(prefix: str = "organisation__") -> Coalesce:
    return Coalesce(f"{prefix}short_name", f"{prefix}name", Value(""), output_field=CharField())


def _text(value: str) -> Cast:
    return Cast(Value(value), CharField(max_length=400))


def _roles(now: datetime) -> QuerySet:  # type: ignore[type-arg]
    today = local(now).date()
    rows = Role.objects.filter(valid_to__range=(today, today + ROLES_AHEAD), person__is_active=True)
    # Who holds the same role from a later row needs nothing.
    later = Role.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today + ROLES_AHEAD),
        person=OuterRef("person"),
        kind=OuterRef("kind"),
        organisation=OuterRef("organisation"),
    )
    return rows.filter(~Exists(later)).values_list(
        _text(ROLE), "pk", "person_id", Cast("person__name", CharField()), "kind", _short(), "valid_to"
    )


def _invitations(now: datetime) -> QuerySet:  # type: ignore[type-arg]
    rows = Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now - UNANSWERED
    )
    day = TruncDate("expires_at", tzinfo=city_zone())
    return rows.values_list(
        _text(INVITATION), "pk", Value(0), Cast("name", CharField()), "kind", _short(), day
    )


def _organisations(now: datetime) -> QuerySet:  # type: ignore[type-arg]
    lines = JournalLine.objects.filter(subject_type="people.organisation", subject_id=OuterRef("pk"))
    touched = lines.order_by().values("subject_id").annotate(last=Max("at")).values("last")
    rows = Organisation.objects.filter(~Exists(lines.filter(at__gte=now - OLD)), is_public=True)
    day = Cast(TruncDate(Subquery(touched), tzinfo=city_zone()), DateField())
    return rows.values_list(
        _text(ORGANISATION), "pk", Value(0), Cast("name", CharField()), Value(""), _short(""), day
    )


__all__ = ["INVITATION", "ORGANISATION", "ROLE", "Matter", "matters"]
