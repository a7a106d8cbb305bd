"""Reads of holds. What one takes is asked of its claims: they know of buffers, of parents and of parts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from karavan.assets.models import Asset
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation, Role
from karavan.people.rules import Reach, seeing_reach
from karavan.places.models import Place
from karavan.planning.enums import Firmness
from karavan.planning.holds.claims import ALL_LANES, busy_units, person_slot, place_slot
from karavan.planning.models import Claim, Hold
from karavan.programme.enums import PUBLIC_STATUSES
from karavan.programme.models import Session

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Kept:
    """A hold that touches a span; ``start`` and ``end`` are with build-up and clearing.

    ``known`` False: the actor may know of it no more than that the thing is held.
    """

    hold: Hold
    start: datetime
    end: datetime
    known: bool

    @property
    def has_buffers(self) -> bool:
        """Whether it begins before, or ends after, what it is held for."""
        return bool(self.hold.build_up or self.hold.clearing)


def live(now: datetime | None = None) -> QuerySet[Hold]:
    """Holds that were neither released nor have expired, past ones too."""
    moment = now or timezone.now()
    return Hold.objects.filter(Q(firmness=Firmness.FIRM) | Q(expires_at__gt=moment), released_at__isnull=True)


def is_live(hold: Hold, now: datetime | None = None) -> bool:
    """The same of a hold at hand."""
    if hold.released_at is not None:
        return False
    return hold.firmness == Firmness.FIRM or (
        hold.expires_at is not None and hold.expires_at > (now or timezone.now())
    )


def _in_reach(reach: Reach) -> Q:
    if reach.everything:
        return Q()
    mine = reach.query("organisation__")
    for thing in ("place", "role", "asset"):
        mine |= reach.query(f"{thing}__organisation__")
    return mine | Q(session__event__status__in=PUBLIC_STATUSES)


def visible_to(actor: Actor | None) -> QuerySet[Hold]:
    """Holds the actor may know of: of their own organisations, on what these own, and for public dates.

    City-wide roles see all. Of others one learns that the thing is held, and until when: :func:`taken`.
    """
    return Hold.objects.filter(_in_reach(seeing_reach(actor)))


def _kept(claims: Iterable[Claim], actor: Actor | None) -> list[tuple[Claim, Kept]]:
    rows = list(claims)
    ids = {row.hold_id for row in rows}
    seen = set(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [(row, Kept(row.hold, row.starts_at, row.ends_at, row.hold_id in seen)) for row in rows]


def _claims(slots: Collection[str], start: datetime, end: datetime | None) -> QuerySet[Claim]:
    rows = Claim.objects.filter(slot__in=slots, ends_at__gt=start)
    if end is not None:
        rows = rows.filter(starts_at__lt=end)
    expired = Q(hold__firmness=Firmness.TENTATIVE, hold__expires_at__lte=timezone.now())
    rows = rows.exclude(expired).order_by("starts_at", "hold_id")
    return rows.select_related("hold__place", "hold__organisation", "hold__session__event")


def holds_of(
    thing: Place | Role | Asset, start: datetime, end: datetime | None = None, *, actor: Actor | None
) -> list[Kept]:
    """What holds a place (or what it lies in, or a part of it), a person or an asset in a span, in order.

    ``end`` None is open. Three queries.
    """
    if isinstance(thing, Place):
        return taken([thing], [(start, end)], actor=actor).get(thing.pk, [])
    if isinstance(thing, Role):
        rows = _claims([person_slot(thing.person_id)], start, end)
    else:
        slots = [f"asset:{thing.pk}:{unit}" for unit in range(1, thing.units + 1)]
        rows = _claims(slots, start, end)
    once = {kept.hold.pk: kept for _row, kept in _kept(rows, actor)}
    return list(once.values())


def taken(
    places: Sequence[Place],
    spans: Sequence[tuple[datetime, datetime | None]],
    *,
    actor: Actor | None,
    without: Collection[int] = (),
) -> dict[int, list[Kept]]:
    """Holds that keep these places from being had in one of the spans, by place, in order; two queries.

    Those of what a place lies in and of its parts count as well. ``without`` are ids of sessions that do not.
    """
    if not places or not spans:
        return {}
    slots = {place_slot(pk) for place in places for pk in place.lineage_ids}
    ends = [end for _start, end in spans]
    last = None if None in ends else max(end for end in ends if end is not None)
    by_slot: dict[str, list[tuple[Claim, Kept]]] = defaultdict(list)
    for row, kept in _kept(_claims(slots, min(start for start, _end in spans), last), actor):
        touches = any(kept.end > start and (end is None or kept.start < end) for start, end in spans)
        if touches and row.hold.session_id not in without:
            by_slot[row.slot].append((row, kept))
    found: dict[int, list[Kept]] = {}
    for place in places:
        own = [kept for _row, kept in by_slot.get(place_slot(place.pk), ())]
        # A single lane of a place above is that of another part of it: it leaves this one free.
        above = [
            kept
            for pk in place.ancestor_ids
            for row, kept in by_slot.get(place_slot(pk), ())
            if (row.lane_from, row.lane_to) == ALL_LANES
        ]
        if own or above:
            found[place.pk] = sorted([*own, *above], key=lambda kept: (kept.start, kept.hold.pk))
    return found


def free_units(asset: Asset, start: datetime, end: datetime) -> int:
    """How many units of an asset are free for the whole of a span; one query."""
    return asset.units - len(busy_units(asset.pk, start, end) & set(range(1, asset.units + 1)))


def unheld_sessions(actor: Actor | None = None) -> QuerySet[Session]:
    """Coming public dates whose hall others hold: they overlapped before halls were held.

    With an actor only those on which their organisations have a say.
    """
    rows = Hold.objects.filter(session__isnull=False, released_at__isnull=False, ends_at__gt=timezone.now())
    if actor is not None:
        rows = rows.filter(_in_reach(seeing_reach(actor)))
    found = Session.objects.filter(pk__in=rows.values("session"))
    return found.select_related("event", "place", "event__place").order_by("starts_at", "pk")


def expiring(
    reach: Reach,
    *,
    now: datetime,
    within: Organisation | None = None,
    ahead: timedelta = timedelta(days=3),
    most: int = 50,
) -> list[Hold]:
    """Tentative holds of organisations within reach that end soon, the next first; one query."""
    rows = live(now).filter(
        reach.query("organisation__"),
        firmness=Firmness.TENTATIVE,
        expires_at__lte=now + ahead,
        ends_at__gt=now,
    )
    if within is not None:
        rows = rows.filter(organisation__path__startswith=within.path)
    related = rows.select_related("place", "role__person", "asset", "organisation")
    return list(related.order_by("expires_at", "pk")[:most])


Taking = Mapping[int, Sequence[Kept]]


def spans_held(places: Sequence[Place], start: datetime, end: datetime) -> dict[int, list[Span]]:
    """When places are held within a span for more than the dates of events themselves, by place; one query.

    Holds for plans and for themselves, and those of dates that begin or end with build-up or clearing: the
    dates are seen anyway. Those of what a place lies in and of its parts count as well.
    """
    slots = {place_slot(pk) for place in places for pk in place.lineage_ids}
    beyond = Q(hold__session__isnull=True) | Q(hold__build_up__gt=0) | Q(hold__clearing__gt=0)
    by_slot: dict[str, list[tuple[datetime, datetime, bool]]] = defaultdict(list)
    rows = _claims(slots, start, end).filter(beyond).select_related(None).order_by()
    for slot, begins, ends, low, high in rows.values_list(
        "slot", "starts_at", "ends_at", "lane_from", "lane_to"
    ):
        by_slot[slot].append((begins, ends, (low, high) == ALL_LANES))
    return {
        place.pk: [
            (begins, ends)
            for pk in place.lineage_ids
            for begins, ends, whole in by_slot.get(place_slot(pk), ())
            # A single lane of a place above is that of another part of it.
            if whole or pk == place.pk
        ]
        for place in places
    }
