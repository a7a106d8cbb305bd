"""Keys of occasions: ``session:12``, ``entry:5``."""

from collections import defaultdict
from collections.abc import Iterable

from karavan.planning.models import DiaryEntry, Disclosure
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import EventOrganiser, Session

SESSION, ENTRY = "session", "entry"


def session_key(pk: int) -> str:
    """The key of a date of an event."""
    return f"{SESSION}:{pk}"


def entry_key(pk: int) -> str:
    """The key of a plan."""
    return f"{ENTRY}:{pk}"


def ids_of(keys: Iterable[str], kind: str) -> set[int]:
    """Ids of the records of a kind among the keys."""
    found = (key.partition(":") for key in keys)
    asked = (pk for name, _colon, pk in found if name == kind)
    # A key may come from a link, and eighteen digits are what every database takes.
    return {int(pk) for pk in asked if pk.isascii() and pk.isdecimal() and len(pk) < 19}


def pair(one: str, other: str) -> tuple[str, str]:
    """The two keys as pairs are kept: the smaller first."""
    return (one, other) if one <= other else (other, one)


def owners_of(keys: Iterable[str]) -> dict[str, list[str]]:
    """Paths of the organisations that lead what the keys stand for; at most two queries.

    Keys of records that are gone are left out; an event without a lead has none.
    """
    keys = list(keys)
    sessions, entries = ids_of(keys, SESSION), ids_of(keys, ENTRY)
    found: dict[str, list[str]] = {}
    if entries:
        rows = DiaryEntry.objects.filter(pk__in=entries)
        for pk, path in rows.values_list("pk", "organisation__path"):
            found[entry_key(pk)] = [path]
    if sessions:
        events = dict(Session.objects.filter(pk__in=sessions).values_list("pk", "event_id"))
        leads: dict[int, list[str]] = defaultdict(list)
        lead = EventOrganiser.objects.filter(role=OrganiserRole.LEAD, event__in=set(events.values()))
        for event, path in lead.values_list("event_id", "organisation__path"):
            leads[event].append(path)
        for pk, event in events.items():
            found[session_key(pk)] = leads[event]
    return found


def mutual_pairs() -> list[tuple[str, str]]:
    """Pairs whose two sides agreed that each sees the other's name; one query."""
    agreed = Disclosure.objects.filter(first_agreed_at__isnull=False, second_agreed_at__isnull=False)
    return list(agreed.values_list("first", "second"))
