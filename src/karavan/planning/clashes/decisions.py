"""Clashes that were set aside, by their pair and by the facts they were set aside upon."""

from collections.abc import Collection
from hashlib import sha256

from karavan.planning.clashes.record import Decision
from karavan.planning.models import ClashDecision
from karavan.planning.occasions.keys import pair
from karavan.planning.occasions.record import Sealed

Decisions = dict[tuple[str, str], tuple[str, Decision]]
"""The digest of facts and the decision by the pair of keys."""


def digest(one: Sealed, other: Sealed) -> str:
    """Changes with the time or the place of either."""
    first, second = sorted((one, other))
    told = "\n".join(
        "|".join(
            (
                each.key,
                each.start.isoformat(),
                each.end.isoformat(),
                # A point only where there is no place: a place keeps its identity when its point is mended.
                str(each.place_id or (each.lat, each.lon)),
            )
        )
        for each in (first, second)
    )
    return sha256(told.encode()).hexdigest()


def decisions(keys: Collection[str] | None = None) -> Decisions:
    """All decisions, or those with one of these keys; one query."""
    rows = ClashDecision.objects.all()
    if keys is not None:
        rows = rows.filter(first__in=keys) | rows.filter(second__in=keys)
    found = rows.values_list("first", "second", "facts", "reason", "decided_by__name", "decided_at")
    return {
        (first, second): (facts, Decision(reason, by or "", at))
        for first, second, facts, reason, by, at in found
    }


def decision_on(known: Decisions, one: Sealed, other: Sealed) -> Decision | None:
    """What was decided on two occasions as they stand now."""
    found = known.get(pair(one.key, other.key))
    if found is None or found[0] != digest(one, other):
        return None
    return found[1]
