"""Where something of the diary leads: its own page, its move, the search for another date."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from karavan.kernel.localtime import local, today
from karavan.planning.occasions.keys import ENTRY, ids_of
from karavan.planning.occasions.record import Occasion

ASIDE = timedelta(days=30)
"""How far before and after its day another one is looked for."""


def move_url(key: str) -> str:
    """Where something is moved."""
    return f"{reverse('office-diary-move')}?key={key}"


def clashes_url(first: datetime, last: datetime, **more: str) -> str:
    """The list of clashes of some days, both inclusive."""
    days = {"first": local(first).date().isoformat(), "last": local(last).date().isoformat()}
    return f"{reverse('office-diary-clashes')}?{urlencode(days | more)}"


def finder_url(
    kind: str,
    people: int,
    audiences: Sequence[str],
    start: datetime,
    end: datetime,
    *,
    is_loud: bool = False,
    plan: int | None = None,
) -> str:
    """The finder asked for another date: two months around this one, at the same hour.

    ``plan`` does not stand in its own way.
    """
    starts = local(start)
    pairs = [
        ("people", str(people)),
        ("kind", kind),
        ("first", max(today(), starts.date() - ASIDE).isoformat()),
        ("last", (max(today(), starts.date()) + ASIDE).isoformat()),
        ("starts", f"{starts:%H:%M}"),
        ("hours", f"{min(48.0, (end - start) / timedelta(hours=1)):g}"),
        *([] if plan is None else [("plan", str(plan))]),
        *(("audiences", each) for each in audiences),
        *([("is_loud", "on")] if is_loud else []),
    ]
    return f"{reverse('office-diary-dates')}?{urlencode(pairs)}"


def other_date(each: Occasion) -> str:
    """The finder asked for another date of an occasion."""
    plans = ids_of([each.key], ENTRY)
    return finder_url(
        each.kind,
        max(1, each.size),
        each.audiences,
        each.start,
        each.end,
        is_loud=each.is_loud,
        plan=plans.pop() if plans else None,
    )
