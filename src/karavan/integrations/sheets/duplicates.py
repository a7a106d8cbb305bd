"""Records that may be the same thing twice. Reads only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.models import Distinct
from karavan.integrations.sheets.subjects import SUBJECTS
from karavan.integrations.sheets.words import key_of
from karavan.kernel.actor import Actor
from karavan.kernel.localtime import day_bounds, local, today
from karavan.programme.enums import EventStatus
from karavan.programme.models import EventOrganiser, Session

ALIKE: Final = 88
"""Percent of words in common from which two names are worth a look."""
MOST: Final = 200
"""Pairs that a page shows; more are found when these are dealt with."""
CROWD: Final = 60
"""Records in one place on one day beyond which only equal names are compared."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one; ``alike`` is 0 to 100, ``why`` says what they share."""

    kind: str
    first: Any
    second: Any
    alike: int
    why: list[str] = field(default_factory=list)


def likely_pairs(kind: str, actor: Actor) -> list[Pair]:
    """Likely duplicates among what the actor may edit, the likeliest first."""
    found = {Kind.EVENTS: _events, Kind.PLACES: _places, Kind.ORGANISATIONS: _organisations}[Kind(kind)](
        actor
    )
    apart = set(Distinct.objects.filter(kind=kind).values_list("low_id", "high_id"))
    pairs: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for low, high, alike, why in found:
        if (low, high) in apart or low == high:
            continue
        known = pairs.get((low, high))
        if known is None or known[0] < alike:
            pairs[low, high] = (alike, why)
    best = sorted(pairs.items(), key=lambda each: (-each[1][0], each[0]))[:MOST]
    ids = {pk for pair, _ in best for pk in pair}
    rows = SUBJECTS[kind].editable_by(actor).in_bulk(ids)
    return [
        Pair(kind, rows[low], rows[high], alike, why)
        for (low, high), (alike, why) in best
        if low in rows and high in rows
    ]


Found = Iterator[tuple[int, int, int, list[str]]]


def _events(actor: Actor) -> Found:
    """Events of one day to come: the same house, or the same organiser, and names alike."""
    start, _end = day_bounds(today())
    own = SUBJECTS[Kind.EVENTS].editable_by(actor).exclude(status=EventStatus.CANCELLED)
    titles: dict[int, tuple[str, int | None]] = {
        pk: (key_of(title), place) for pk, title, place in own.values_list("pk", "title", "place_id")
    }
    owners: dict[int, set[int]] = defaultdict(set)
    for event_id, organisation_id in EventOrganiser.objects.values_list("event_id", "organisation_id"):
        if event_id in titles:
            owners[event_id].add(organisation_id)
    by_day: dict[tuple[str, Any, Any], dict[int, Any]] = defaultdict(dict)
    rows = Session.objects.filter(starts_at__gte=start).values_list("event_id", "starts_at", "place_id")
    for event_id, moment, place in rows:
        if event_id not in titles:
            continue
        where = place or titles[event_id][1]
        day = local(moment).date()
        if where is not None:
            by_day["place", day, where][event_id] = moment
        for owner in owners[event_id]:
            by_day["owner", day, owner][event_id] = moment
    for (shared, _day, _key), events in by_day.items():
        what = _("the same place and day") if shared == "place" else _("the same organiser and day")
        for first, second in _combined(events, lambda pk: titles[pk][0]):
            alike = _title_ratio(titles[first][0], titles[second][0])
            same_time = events[first] == events[second]
            if alike >= ALIKE:
                yield first, second, min(100, round(alike) - (0 if same_time else 6)), [what]


def _combined(records: dict[int, Any], name: Any) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: all, or in a crowd those that begin alike."""
    if len(records) <= CROWD:
        yield from combinations(sorted(records), 2)
        return
    groups: dict[str, list[int]] = defaultdict(list)
    for pk in records:
        groups[name(pk)[:6]].append(pk)
    for some in groups.values():
        yield from combinations(sorted(some)[:CROWD], 2)


def _title_ratio(first: str, second: str) -> float:
    """How alike two titles are; numbers in them must be the same: «Лекция 1» is not «Лекция 2»."""
    if _numbers(first) != _numbers(second):
        return 0
    if min(len(first), len(second)) < 8:
        return token_sort_ratio(first, second)
    return max(token_sort_ratio(first, second), token_set_ratio(first, second) - 4)


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if any(letter.isdigit() for letter in word))


def _places(actor: Actor) -> Found:
    """Places at one address, in one house or with one name."""
    rows = list(
        SUBJECTS[Kind.PLACES].editable_by(actor).values_list("pk", "name", "address", "parent_id", "level")
    )
    names = {pk: key_of(name) for pk, name, *_rest in rows}
    groups: dict[Any, dict[int, Any]] = defaultdict(dict)
    for pk, name, address, parent, level in rows:
        if address:
            groups["address", key_of(address), level][pk] = 1
        if parent:
            groups["parent", parent, level][pk] = 1
        groups["name", names[pk], address == ""][pk] = name
    for (shared, *_rest), places in groups.items():
        what = {
            "address": _("the same address"),
            "parent": _("in the same house"),
            "name": _("the same name"),
        }[shared]
        for first, second in _combined(places, names.__getitem__):
            alike = _title_ratio(names[first], names[second])
            if alike >= ALIKE:
                yield first, second, round(alike) - (0 if shared == "address" else 8), [what]


def _organisations(actor: Actor) -> Found:
    """Organisations of one INN, one site or names alike under one head."""
    rows = list(
        SUBJECTS[Kind.ORGANISATIONS]
        .editable_by(actor)
        .values_list("pk", "name", "short_name", "parent_id", "website", "external_ids")
    )
    names = {pk: key_of(name) for pk, name, *_rest in rows}
    groups: dict[Any, dict[int, Any]] = defaultdict(dict)
    for pk, _name, _short, parent, site, ids in rows:
        if ids.get("inn"):
            groups["inn", ids["inn"]][pk] = 1
        if site:
            groups["site", site.rstrip("/").casefold(), parent][pk] = 1
        groups["parent", parent][pk] = 1
    yield from _alike_organisations(groups, names)


def _alike_organisations(groups: dict[Any, dict[int, Any]], names: dict[int, str]) -> Found:
    for (shared, *_rest), some in groups.items():
        what = {"inn": _("the same INN"), "site": _("the same site"), "parent": _("names alike")}[shared]
        for first, second in _combined(some, names.__getitem__):
            alike = _title_ratio(names[first], names[second])
            if shared == "inn":
                yield first, second, max(95, round(alike)), [what]
            elif alike >= ALIKE:
                yield first, second, round(alike) - (0 if shared == "site" else 6), [what]
