"""Dates hold their halls: what was published, or sent for release, keeps its hall in the same transaction.

Each coming date of such an event that stands in a hall has one hold. Only a date whose time, place or state
changed is claimed anew; so two dates that overlapped before halls were held do not hinder each other's other
changes. The hold of such a date that could not be had is a row that is released: it says that nobody is to
try again while the date stays as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.kernel.events import Recorded
from karavan.people.models import User
from karavan.places.enums import PlaceLevel
from karavan.places.models import Place
from karavan.planning.enums import Firmness
from karavan.planning.holds.claims import CHUNK, lay, lift
from karavan.planning.models import Claim, Hold
from karavan.programme.enums import EventStatus, OrganiserRole, SessionStatus
from karavan.programme.events import EventChanged
from karavan.programme.models import EventOrganiser, Session
from karavan.programme.occupancy import ASSUMED_LENGTH

HOLDING: Final = frozenset({EventStatus.READY, EventStatus.PUBLISHED})
"""States of events whose dates hold their halls."""


@dataclass(frozen=True)
class Date:
    """A coming date in a hall, of an event that may hold it."""

    pk: int
    event_id: int
    starts_at: datetime
    ends_at: datetime
    place_id: int
    organisation_id: int | None
    status: str
    is_demo: bool

    @property
    def holds(self) -> bool:
        """Whether it holds its hall by itself."""
        return self.status in HOLDING


@dataclass
class Changes:
    """What is to be done for a number of events."""

    gone: list[Hold] = field(default_factory=list)
    changed: list[Hold] = field(default_factory=list)
    fresh: list[Date] = field(default_factory=list)


def follow(news: Sequence[Any]) -> None:
    """Keep the holds of the events of one action. Raises Taken with what is in the way."""
    ids = sorted({each.event_id for each in news if isinstance(each, EventChanged)})
    if not ids:
        return
    changes = Changes()
    for start in range(0, len(ids), CHUNK):
        _compare(ids[start : start + CHUNK], changes)
    if changes.gone or changes.changed or changes.fresh:
        _apply(changes, _actor_of(news))


def _actor_of(news: Sequence[Any]) -> Actor | None:
    """Whose action it is: who may be told what is in the way."""
    lines = (each for each in news if isinstance(each, Recorded))
    pk = next((pk for line in lines for pk in line.actor_ids if pk is not None), None)
    return None if pk is None else User.objects.filter(pk=pk).first()


def _compare(event_ids: Sequence[int], changes: Changes) -> None:
    """Two queries."""
    now = timezone.now()
    dates = {date.pk: date for date in dates_of(Q(event__in=event_ids), now)}
    laid = Exists(Claim.objects.filter(hold=OuterRef("pk")))
    kept = Hold.objects.filter(session__event__in=event_ids, ends_at__gt=now).annotate(laid=laid)
    for hold in kept:
        date = dates.pop(hold.session_id or 0, None)
        if date is None or not _may_stay(hold, date, now):
            changes.gone.append(hold)
        elif _brought_up(hold, date):
            changes.changed.append(hold)
    changes.fresh += [date for date in dates.values() if date.holds]


def dates_of(which: Q, now: datetime) -> Iterator[Date]:
    """Coming dates in halls, of events that hold them or that may have a tentative hold; one query."""
    coming = Q(ends_at__gt=now) | Q(ends_at__isnull=True, starts_at__gt=now - ASSUMED_LENGTH)
    rows = Session.objects.filter(which, coming).exclude(status=SessionStatus.CANCELLED)
    columns = ("pk", "event_id", "starts_at", "ends_at", "event__status", "event__is_demo")
    own = ("place_id", "place__level", "place__organisation_id")
    for row in rows.values_list(*columns, *own, *(f"event__{name}" for name in own)):
        pk, event, starts, ends, status, is_demo = row[:6]
        place, level, organisation = row[6:9] if row[6] is not None else row[9:]
        if level == PlaceLevel.HALL and status in {*HOLDING, EventStatus.DRAFT}:
            end = ends or starts + ASSUMED_LENGTH
            yield Date(pk, event, starts, end, place, organisation, status, is_demo)


def _may_stay(hold: Hold, date: Date, now: datetime) -> bool:
    """A draft keeps only what somebody held for it tentatively, as long as that stands."""
    if date.holds:
        return True
    return (
        hold.firmness == Firmness.TENTATIVE
        and hold.released_at is None
        and hold.expires_at is not None
        and hold.expires_at > now
    )


def _brought_up(hold: Hold, date: Date) -> bool:
    """Set on a hold what its date says; whether it is to be laid anew."""
    before = (hold.place_id, hold.starts_at, hold.ends_at, hold.firmness)
    hold.place_id, hold.starts_at, hold.ends_at = date.place_id, date.starts_at, date.ends_at
    if date.holds:
        hold.firmness, hold.expires_at = Firmness.FIRM, None
    after = (hold.place_id, hold.starts_at, hold.ends_at, hold.firmness)
    if before == after:
        # Out of the trash it comes without claims. One that could not be had stays as it is.
        laid: bool = hold.laid  # type: ignore[attr-defined]
        return not laid and hold.released_at is None
    hold.released_at = None
    return True


def _apply(changes: Changes, actor: Actor | None) -> None:
    lift(changes.changed)
    remove(changes.gone)
    if changes.changed:
        fields = ["place", "starts_at", "ends_at", "firmness", "expires_at", "released_at"]
        Hold.objects.bulk_update(changes.changed, fields, batch_size=CHUNK)
    made = create(changes.fresh, actor)
    lay(loaded([*changes.changed, *made]), actor=actor)


def remove(holds: Sequence[Hold]) -> None:
    """Delete holds of dates: the journal of the event says what became of them."""
    lift(holds)
    ids = [hold.pk for hold in holds]
    for start in range(0, len(ids), CHUNK):
        Hold.objects.filter(pk__in=ids[start : start + CHUNK]).delete()


def create(dates: Sequence[Date], actor: Actor | None) -> list[Hold]:
    """Holds for dates, without claims yet; of an event and a hall that belong to nobody there is none."""
    if not dates:
        return []
    owners = _owners({date.event_id for date in dates})
    rows = [
        Hold(
            session_id=date.pk,
            place_id=date.place_id,
            organisation_id=owner,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            firmness=Firmness.FIRM,
            created_by_id=None if actor is None else actor.pk,
            is_demo=date.is_demo,
        )
        for date in dates
        if (owner := owners.get(date.event_id, date.organisation_id)) is not None
    ]
    return Hold.objects.bulk_create(rows, batch_size=CHUNK)


def _owners(event_ids: Collection[int]) -> dict[int, int]:
    """The first lead of each event, else its first organiser."""
    ids = sorted(event_ids)
    found: dict[int, tuple[bool, int]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = EventOrganiser.objects.filter(event__in=ids[start : start + CHUNK])
        for event, organisation, role in rows.order_by("position", "pk").values_list(
            "event_id", "organisation_id", "role"
        ):
            leads = role == OrganiserRole.LEAD
            if event not in found or (leads and not found[event][0]):
                found[event] = (leads, organisation)
    return {event: organisation for event, (_leads, organisation) in found.items()}


def loaded(holds: Iterable[Hold]) -> list[Hold]:
    """The same holds with their places, for :func:`~karavan.planning.holds.claims.lay`; one query a 500."""
    rows = list(holds)
    ids = sorted({hold.place_id for hold in rows if hold.place_id is not None})
    places: dict[int, Place] = {}
    for start in range(0, len(ids), CHUNK):
        places |= Place.objects.in_bulk(ids[start : start + CHUNK])
    for hold in rows:
        if hold.place_id is not None:
            hold.place = places[hold.place_id]
    return rows
