"""A place that moves in the tree takes its holds along: other places lie above it now."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from karavan.places.events import PlaceChanged
from karavan.planning.holds.claims import CHUNK, lay, lift, place_slot
from karavan.planning.holds.sessions import loaded
from karavan.planning.models import Claim, Hold


def follow(news: Sequence[Any]) -> None:
    """Lay the claims of places anew that stand on other slots than they should; a query for 500 places.

    Raises Taken where somebody holds the place above at the same time.
    """
    ids = sorted({each.place_id for each in news if isinstance(each, PlaceChanged)})
    stale: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        stale |= _stale(ids[start : start + CHUNK])
    if stale:
        holds = loaded(Hold.objects.filter(pk__in=stale).select_related("organisation").order_by("pk"))
        lift(holds)
        lay(holds, actor=None)


def _stale(place_ids: Sequence[int]) -> set[int]:
    rows = Claim.objects.filter(hold__place__in=place_ids, ends_at__gt=timezone.now())
    slots: dict[tuple[int, str], set[str]] = defaultdict(set)
    for hold, path, slot in rows.values_list("hold_id", "hold__place__path", "slot"):
        slots[hold, path].add(slot)
    return {
        hold
        for (hold, path), there in slots.items()
        if there != {place_slot(int(step)) for step in path.split("/") if step}
    }
