"""What a hold takes, as rows that the database keeps apart; see :class:`karavan.planning.models.Claim`.

Nothing is asked beforehand: rows are inserted, and where the database refuses them it is asked what is in
the way, so as to say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from karavan.kernel.actor import Actor
from karavan.kernel.exclusion import is_overlap, stand_in_line
from karavan.planning.enums import Firmness
from karavan.planning.holds.wording import Taken, too_few, why
from karavan.planning.models import Claim, Hold
from karavan.planning.models.holds import APART

ALL_LANES: Final = (0, 2**62)
CHUNK: Final = 500

Lanes = tuple[int, int]
Units = Mapping[int, Sequence[int]]
"""Numbers of the units of an asset by hold."""


def span_of(hold: Hold) -> tuple[datetime, datetime]:
    """From when to when it is held: with build-up and clearing."""
    start = hold.starts_at - timedelta(minutes=hold.build_up)
    return start, hold.ends_at + timedelta(minutes=hold.clearing)


def place_slot(pk: int) -> str:
    """The slot of a place."""
    return f"place:{pk}"


def person_slot(pk: int) -> str:
    """The slot of a person, whatever the role."""
    return f"person:{pk}"


def unit_slot(asset: int, unit: int) -> str:
    """The slot of one unit of an asset; units count from 1."""
    return f"asset:{asset}:{unit}"


def slots_of(hold: Hold, units: Units) -> list[tuple[str, Lanes]]:
    """Slots and lanes of a hold. A place must be loaded with its path, a role with its person's id."""
    if hold.place is not None:
        alone = (hold.pk, hold.pk + 1)
        above = [(place_slot(pk), alone) for pk in hold.place.ancestor_ids]
        return [(place_slot(hold.place.pk), ALL_LANES), *above]
    if hold.role is not None:
        return [(person_slot(hold.role.person_id), ALL_LANES)]
    return [(unit_slot(hold.asset_id or 0, unit), ALL_LANES) for unit in units[hold.pk]]


def claims_of(hold: Hold, units: Units) -> list[Claim]:
    """Unsaved claims of a saved hold."""
    start, end = span_of(hold)
    return [
        Claim(hold=hold, slot=slot, lane_from=low, lane_to=high, starts_at=start, ends_at=end)
        for slot, (low, high) in slots_of(hold, units)
    ]


def lay(holds: Sequence[Hold], *, actor: Actor | None) -> None:
    """Lay the claims of holds that have none; six statements whatever their number, up to 500 claims.

    Raises Taken (a Conflict) with what is in the way, in words that tell the actor what they may know.
    Other transactions that lay claims wait until this one ends: lock whatever else is to be locked first.
    """
    if not holds:
        return
    stand_in_line()
    sweep(timezone.now())
    units = _units(holds)
    rows = [row for hold in holds for row in claims_of(hold, units)]
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(rows, batch_size=CHUNK)
    except IntegrityError as error:
        if not is_overlap(error, APART):
            raise
        raise why(in_the_way(rows), actor) from None


def lift(holds: Iterable[Hold]) -> None:
    """Delete the claims of holds."""
    ids = [hold.pk for hold in holds]
    for start in range(0, len(ids), CHUNK):
        Claim.objects.filter(hold__in=ids[start : start + CHUNK]).delete()


def sweep(now: datetime) -> None:
    """Let go of what tentative holds kept whose time is over: the task that releases them may be late."""
    Claim.objects.filter(
        hold__firmness=Firmness.TENTATIVE, hold__expires_at__lte=now, hold__released_at__isnull=True
    ).delete()


def in_the_way(rows: Sequence[Claim]) -> list[tuple[Hold, Hold]]:
    """Pairs of a hold and one that keeps it out: stored ones, else others among these; each hold once."""
    by_slot: dict[str, list[Claim]] = defaultdict(list)
    for row in rows:
        by_slot[row.slot].append(row)
    found: dict[int, tuple[Hold, Hold]] = {}
    stored = stored_near(rows)
    for slot, mine in by_slot.items():
        for row in mine:
            for other in stored.get(slot, ()):
                if meets(row, other):
                    found.setdefault(row.hold_id, (row.hold, other.hold))
        for first, second in _overlapping(mine):
            found.setdefault(second.hold_id, (second.hold, first.hold))
    return list(found.values())


def _overlapping(rows: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims on one slot that overlap, the earlier first."""
    ordered = sorted(rows, key=lambda row: (row.starts_at, row.ends_at))
    for index, first in enumerate(ordered):
        for second in ordered[index + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            if meets(first, second):
                yield first, second


def meets(one: Claim, other: Claim) -> bool:
    """Whether times and lanes of two claims on one slot both overlap."""
    return (
        one.hold_id != other.hold_id
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and one.lane_from < other.lane_to
        and other.lane_from < one.lane_to
    )


def stored_near(rows: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Stored claims on the same slots at about the same time."""
    slots = sorted({row.slot for row in rows})
    start, end = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    found: dict[str, list[Claim]] = defaultdict(list)
    for at in range(0, len(slots), CHUNK):
        near = Claim.objects.filter(slot__in=slots[at : at + CHUNK], ends_at__gt=start, starts_at__lt=end)
        for row in near.select_related(
            "hold__place__organisation", "hold__organisation", "hold__session__event"
        ):
            found[row.slot].append(row)
    return found


def _units(holds: Sequence[Hold]) -> Units:
    """Free units for the holds of assets, the lowest numbers first. Raises Taken where there are too few."""
    chosen: dict[int, list[int]] = {}
    for hold in holds:
        if hold.asset is None:
            continue
        start, end = span_of(hold)
        busy = busy_units(hold.asset_id or 0, start, end)
        meanwhile = {
            unit
            for other in holds
            if other.pk in chosen and other.asset_id == hold.asset_id and _meet(hold, other)
            for unit in chosen[other.pk]
        }
        free = [unit for unit in range(1, hold.asset.units + 1) if unit not in busy | meanwhile]
        if len(free) < hold.quantity:
            raise too_few(hold, len(free))
        chosen[hold.pk] = free[: hold.quantity]
    return chosen


def _meet(one: Hold, other: Hold) -> bool:
    (start, end), (begins, ends) = span_of(one), span_of(other)
    return start < ends and begins < end


def busy_units(asset: int, start: datetime, end: datetime) -> set[int]:
    """Numbers of the units of an asset that are held at some moment of a span."""
    prefix = f"asset:{asset}:"
    rows = Claim.objects.filter(slot__startswith=prefix, ends_at__gt=start, starts_at__lt=end)
    return {int(slot.removeprefix(prefix)) for slot in rows.values_list("slot", flat=True)}


__all__ = [
    "ALL_LANES",
    "Taken",
    "busy_units",
    "claims_of",
    "in_the_way",
    "lay",
    "lift",
    "meets",
    "place_slot",
    "span_of",
    "stored_near",
    "sweep",
    "unit_slot",
]
