"""Filters as components: facets, chips and the addresses they lead to.

Every choice is a link to the canonical address of the question it leads to, so that filters work without a
form or a script and every list has one short address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.utils.translation import gettext as _

from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.querystring import to_query
from karavan.catalogue.results import FacetValue
from karavan.kernel.localtime import day_bounds, local
from karavan.kernel.money import KOPECKS
from karavan.places.enums import AccessProfile
from karavan.portal import labels
from karavan.portal.answer import Visit
from karavan.portal.site import with_query
from karavan.ui import typography
from karavan.ui.parts import Chip, Facet, Option

Question = EventFilter | DirectoryFilter
Counts = Mapping[str, Sequence[FacetValue]]

CHILDREN = ("children", "family")
SHOWN_DAYS = 14
PRICES = {"free": 0, "to-300": 300, "to-500": 500, "to-1000": 1000}
"""Price facet of the catalogue → highest price, roubles."""


@dataclass(frozen=True)
class Addresses:
    """Addresses of one list for any question; ``path`` has its language prefix."""

    path: str

    def of(self, question: Question) -> str:
        """The canonical address of a question."""
        return with_query(self.path, to_query(question))

    def changed(self, question: Question, **changes: Any) -> str:
        """The address of a question that differs in these fields."""
        return self.of(replace(question, **changes))


def hidden_fields(question: Question) -> list[tuple[str, str]]:
    """Fields of the search form that keep everything but the words."""
    return parse_qsl(to_query(replace(question, q="")))


def toggled(chosen: Sequence[str], value: Any) -> tuple[Any, ...]:
    """The choice with a value put in, or taken out where it is in."""
    return tuple(item for item in chosen if item != value) if value in chosen else (*chosen, value)


def of_day(first: date, last: date | None = None) -> dict[str, Any]:
    """Fields of a question about whole days."""
    return {"since": day_bounds(first)[0], "until": day_bounds(last or first)[1]}


def weekend(day: date) -> tuple[date, date]:
    """What is left of this weekend, or the coming one."""
    saturday = day + timedelta(days=5 - day.weekday())
    return max(day, saturday), saturday + timedelta(days=1)


@dataclass(frozen=True)
class _Facets:
    """Makes facets of one question; ``field`` of the question holds a tuple of values."""

    question: Question
    counts: Counts
    addresses: Addresses

    def many(self, title: str, facet: str, field: str, name: Callable[[str], str], *, first: bool = False) -> Facet:
        chosen = getattr(self.question, field)
        options = [
            Option(
                typography.capitalised(name(item.value)),
                self.addresses.changed(self.question, **{field: toggled(chosen, item.value)}),
                item.count,
                item.value in chosen,
            )
            for item in self.counts.get(facet, ())
        ]
        return Facet(title, options, open=first)

    def access(self) -> Facet:
        question = self.question
        suffix = "" if question.sure else "~"
        counts = {item.value: item.count for item in self.counts.get("access", ())}
        options = [
            Option(
                str(profile.label),
                self.addresses.changed(question, access=toggled(question.access, profile)),
                counts.get(f"{profile.value}{suffix}", 0),
                profile in question.access,
            )
            for profile in AccessProfile
        ]
        options.append(
            Option(
                typography.capitalised(labels.access_sure(sure=False)),
                self.addresses.changed(question, sure=not question.sure),
                active=not question.sure,
            )
        )
        return Facet(_("Access"), options)


def event_facets(visit: Visit, question: EventFilter, counts: Counts, addresses: Addresses) -> list[Facet]:
    """The facets of the list of events, without those that offer nothing."""
    make = _Facets(question, counts, addresses)
    stamp = visit.version.stamp
    facets = [
        make.many(_("Kind"), "kind", "kinds", lambda value: labels.label("kind", value), first=True),
        _days(question, counts, addresses),
        make.many(_("District"), "district", "districts", lambda value: labels.district(value, stamp)),
        _prices(question, counts, addresses),
        make.many(_("For whom"), "audience", "audiences", lambda value: labels.label("audience", value)),
        _ages(question, counts, addresses),
        make.access(),
        make.many(_("Language"), "language", "languages", lambda value: labels.label("language", value)),
    ]
    return [facet for facet in facets if facet.options]


def _days(question: EventFilter, counts: Counts, addresses: Addresses) -> Facet:
    options = []
    for item in counts.get("day", ())[:SHOWN_DAYS]:
        fields = of_day(date.fromisoformat(item.value))
        active = (question.since, question.until) == (fields["since"], fields["until"])
        url = addresses.changed(question, **({"since": None, "until": None} if active else fields))
        options.append(Option(typography.date_long(date.fromisoformat(item.value)), url, item.count, active))
    return Facet(_("Day"), options)


def _prices(question: EventFilter, counts: Counts, addresses: Addresses) -> Facet:
    found = {item.value: item.count for item in counts.get("price", ())}
    options = []
    for band, roubles in PRICES.items():
        active = question.max_price == roubles * KOPECKS
        url = addresses.changed(question, max_price=None if active else roubles * KOPECKS)
        options.append(Option(price_limit(roubles * KOPECKS), url, found.get(band, 0), active))
    return Facet(_("Price"), options)


def price_limit(kopecks: int) -> str:
    """The highest price asked for, in words."""
    if kopecks == 0:
        return _("Free")
    return _("Up to %(amount)s") % {"amount": typography.money(kopecks)}


def _ages(question: EventFilter, counts: Counts, addresses: Addresses) -> Facet:
    marks = {int(item.value): item.count for item in counts.get("age", ())}
    options = []
    for age in labels.AGES:
        active = question.age == age
        url = addresses.changed(question, age=None if active else age)
        open_to = sum(count for mark, count in marks.items() if mark <= age)
        options.append(Option(labels.age(age), url, open_to, active))
    return Facet(_("Visitor's age"), options)


def directory_facets(
    visit: Visit, kind: str, question: DirectoryFilter, counts: Counts, addresses: Addresses
) -> list[Facet]:
    """The facets of a list of places or organisations."""
    make = _Facets(question, counts, addresses)
    stamp = visit.version.stamp
    facets = [
        make.many(_("Kind"), "kind", "kinds", lambda value: labels.label(f"{kind}_kind", value), first=True),
        make.many(_("District"), "district", "districts", lambda value: labels.district(value, stamp)),
        make.many(
            _("Founder"), "founder_level", "founder_levels", lambda value: labels.label("founder_level", value)
        ),
    ]
    if kind == "place":
        facets.append(make.access())
    return [facet for facet in facets if facet.options]


def quick_chips(visit: Visit, question: EventFilter, addresses: Addresses) -> list[Chip]:
    """Today, tomorrow, weekend, free, with children, without leaving home: each switches on and off."""
    today = local(visit.now).date()
    spans = (
        (_("Today"), of_day(today)),
        (_("Tomorrow"), of_day(today + timedelta(days=1))),
        (_("Weekend"), of_day(*weekend(today))),
    )
    chips = []
    for label, fields in spans:
        active = (question.since, question.until) == (fields["since"], fields["until"])
        off = {"since": None, "until": None}
        chips.append(Chip(label, addresses.changed(question, **(off if active else fields)), active))
    free, family = question.max_price == 0, tuple(sorted(question.audiences)) == CHILDREN
    chips += [
        Chip(_("Free"), addresses.changed(question, max_price=None if free else 0), free),
        Chip(_("With children"), addresses.changed(question, audiences=() if family else CHILDREN), family),
        Chip(
            _("Without leaving home"),
            addresses.changed(question, online=None if question.online else True),
            question.online is True,
        ),
    ]
    return chips


def _named(visit: Visit, kind: str, object_id: int) -> str:
    found = queries.detail(kind, object_id, lang=visit.lang)
    if found is None:
        return f"№ {object_id}"
    record = msgspec.json.decode(found.payload)
    return str(record.get("title") or record.get("name"))


def active_chips(visit: Visit, question: EventFilter, addresses: Addresses) -> list[Chip]:
    """Every condition of the question as a chip that takes it away."""
    chips: list[Chip] = []

    def add(label: str, **without: Any) -> None:
        chips.append(Chip(label, addresses.changed(question, **without), remove=True))

    if question.q:
        add(_("“%(words)s”") % {"words": question.q}, q="")
    if question.since or question.until:
        add(_window(question), since=None, until=None)
    _add_values(visit, question, add)
    if question.age is not None:
        add(_("Age: %(age)s") % {"age": labels.age(question.age)}, age=None)
    if question.benefit:
        add(_("Benefit: %(code)s") % {"code": question.benefit}, benefit="")
    if question.max_price is not None:
        add(price_limit(question.max_price), max_price=None)
    if question.near:
        add(_("Within %(metres)d m") % {"metres": question.near.radius}, near=None)
    if not question.sure:
        add(typography.capitalised(labels.access_sure(sure=False)), sure=True)
    if question.online is not None:
        add(_("Without leaving home") if question.online else _("Not online"), online=None)
    for kind, object_id in (
        ("programme", question.programme),
        ("place", question.place),
        ("organisation", question.organisation),
    ):
        if object_id is not None:
            add(_named(visit, kind, object_id), **{kind: None})
    return chips


def _add_values(visit: Visit, question: EventFilter, add: Callable[..., None]) -> None:
    """Chips of the conditions that may have several values."""
    fields: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("kinds", "kind", lambda value: labels.label("kind", value)),
        ("districts", "district", lambda value: labels.district(value, visit.version.stamp)),
        ("audiences", "audience", lambda value: labels.label("audience", value)),
        ("access", "access", lambda value: labels.label("access", value)),
        ("languages", "language", lambda value: labels.label("language", value)),
        ("facilities", "facility", lambda value: labels.label("facility", value)),
    )
    for field, _name, name in fields:
        chosen = getattr(question, field)
        for value in chosen:
            add(name(str(value)), **{field: toggled(chosen, value)})


def _window(question: EventFilter) -> str:
    first = local(question.since).date() if question.since else None
    # The end is the first moment that is out.
    last = local(question.until - timedelta(seconds=1)).date() if question.until else None
    if first and last:
        return typography.date_range(first, last)
    if first:
        return _("from %(day)s") % {"day": typography.date_short(first)}
    assert last is not None
    return _("until %(day)s") % {"day": typography.date_short(last)}


def directory_chips(
    visit: Visit, kind: str, question: DirectoryFilter, addresses: Addresses
) -> list[Chip]:
    """Every condition of a question to the directory as a chip that takes it away."""
    chips: list[Chip] = []

    def add(label: str, **without: Any) -> None:
        chips.append(Chip(label, addresses.changed(question, **without), remove=True))

    if question.q:
        add(_("“%(words)s”") % {"words": question.q}, q="")
    fields: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("kinds", lambda value: labels.label(f"{kind}_kind", value)),
        ("categories", lambda value: labels.label("category", value)),
        ("founder_levels", lambda value: labels.label("founder_level", value)),
        ("districts", lambda value: labels.district(value, visit.version.stamp)),
        ("access", lambda value: labels.label("access", value)),
    )
    for field, name in fields:
        chosen = getattr(question, field)
        for value in chosen:
            add(name(str(value)), **{field: toggled(chosen, value)})
    if question.near:
        add(_("Within %(metres)d m") % {"metres": question.near.radius}, near=None)
    if not question.sure:
        add(typography.capitalised(labels.access_sure(sure=False)), sure=True)
    for field, object_kind in (("parent", kind), ("organisation", "organisation")):
        object_id = getattr(question, field)
        if object_id is not None:
            add(_named(visit, object_kind, object_id), **{field: None})
    return chips
