"""Holds for dates that were public before halls were held, or that came to stand in a hall since."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from karavan.planning.holds.claims import CHUNK, claims_of, lay, meets, stored_near, sweep
from karavan.planning.holds.sessions import HOLDING, Date, create, dates_of, loaded
from karavan.planning.models import Hold
from karavan.programme.models import Event


@dataclass(frozen=True)
class Held:
    """How many dates got their halls, and how many did not as others have these."""

    held: int
    unheld: int


def hold_coming() -> Held:
    """Hold the halls of public dates that have no hold, those of what was published first before others.

    What cannot be held is left with a released hold, so that it is listed and not tried again.
    """
    now = timezone.now()
    sweep(now)
    without = ~Exists(Hold.objects.filter(session=OuterRef("pk"), ends_at__gt=now))
    dates = [date for date in dates_of(Q(without, event__status__in=HOLDING), now) if date.holds]
    dates.sort(key=_published_first({date.event_id for date in dates}))
    held = unheld = 0
    for start in range(0, len(dates), CHUNK):
        some = dates[start : start + CHUNK]
        holds = loaded(create(some, None))
        free = _free(holds)
        late = [hold for hold in holds if hold.pk not in free]
        Hold.objects.filter(pk__in=[hold.pk for hold in late]).update(released_at=now)
        lay([hold for hold in holds if hold.pk in free], actor=None)
        held, unheld = held + len(free), unheld + len(late)
    return Held(held, unheld)


def _published_first(event_ids: Collection[int]) -> Callable[[Date], tuple[bool, datetime, int, int]]:
    """The order of dates: by when their events were published, those never published last."""
    ids = sorted(event_ids)
    moments: dict[int, datetime | None] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Event.objects.filter(pk__in=ids[start : start + CHUNK])
        moments |= dict(rows.values_list("pk", "published_at"))

    def order(date: Date) -> tuple[bool, datetime, int, int]:
        moment = moments.get(date.event_id)
        return moment is None, moment or date.starts_at, date.event_id, date.pk

    return order


def _free(holds: Sequence[Hold]) -> set[int]:
    """Ids of holds that can be had one after another."""
    rows = {hold.pk: claims_of(hold, {}) for hold in holds}
    taken = stored_near([row for some in rows.values() for row in some])
    free = set()
    for hold in holds:
        mine = rows[hold.pk]
        if not any(meets(row, other) for row in mine for other in taken.get(row.slot, ())):
            free.add(hold.pk)
            for row in mine:
                taken[row.slot].append(row)
    return free
