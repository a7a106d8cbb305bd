"""Filters as components: facets, chips and the addresses they lead to.

Every choice is a link to the canonical address of the question it leads to, so that filters work without a
form or a script and every list has one short address.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.querystring import DIRECTORY_PARAMETERS, EVENT_PARAMETERS, to_query
from karavan.catalogue.results import FacetValue
from karavan.catalogue.windows import relative_days
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
ANY_TIME: dict[str, Any] = {"since": None, "until": None, "when": ""}
"""Fields of a question that is not about a time."""

PRICES = {"free": 0, "to-300": 300, "to-500": 500, "to-1000": 1000}
"""Price facet of the catalogue → highest price, roubles."""


@dataclass(frozen=True)
class Addresses:
    """Addresses of one list for any question; ``path`` has its language prefix.

    ``view`` is how the list is shown, "" for the usual way; it stays in every address.
    """

    path: str
    view: str = ""

    def at(self, query: str) -> str:
        """The address with a canonical query string."""
        return with_query(self.path, in_view(query, self.view))

    def of(self, question: Question) -> str:
        """The canonical address of a question."""
        return self.at(to_query(question))

    def changed(self, question: Question, **changes: Any) -> str:
        """The address of a question that differs in these fields."""
        return self.of(replace(question, **changes))


def in_view(query: str, view: str) -> str:
    """A query string that keeps how the list is shown."""
    return "&".join(filter(None, [query, f"view={view}" if view else ""]))


def hidden_fields(question: Question, view: str = "") -> list[tuple[str, str]]:
    """Fields of the search form that keep everything but the words."""
    return parse_qsl(in_view(to_query(replace(question, q="")), view))


def toggled(chosen: Sequence[str], value: Any) -> tuple[Any, ...]:
    """The choice with a value put in, or taken out where it is in."""
    return tuple(item for item in chosen if item != value) if value in chosen else (*chosen, value)


def of_day(first: date, last: date | None = None) -> dict[str, Any]:
    """Fields of a question about whole days."""
    return {"since": day_bounds(first)[0], "until": day_bounds(last or first)[1]}


def is_about(question: EventFilter, first: date, last: date) -> bool:
    """Whether a question names exactly these whole days."""
    fields = of_day(first, last)
    return (question.since, question.until) == (fields["since"], fields["until"])


class Variants:
    """Addresses of questions that differ from one in a single parameter; a page prints a hundred of them.

    Equal to those of :class:`Addresses`, but what stays is written only once.
    """

    def __init__(self, addresses: Addresses, question: Question) -> None:
        self.addresses = addresses
        self.question = question
        self.order = EVENT_PARAMETERS if isinstance(question, EventFilter) else DIRECTORY_PARAMETERS["place"]
        self.parts = {part.partition("=")[0]: part for part in to_query(question).split("&") if part}

    def of(self, **texts: str) -> str:
        """The address with parameters set to texts that need no escaping; "" takes one away."""
        parts = self.parts | {name: f"{name}={text}" if text else "" for name, text in texts.items()}
        return self.addresses.at("&".join([parts[name] for name in self.order if parts.get(name)]))

    def toggled(self, parameter: str, chosen: Sequence[str], value: str) -> str:
        """The address with one of several values put in, or taken out."""
        values = toggled(chosen, value)
        if parameter == "kind" and isinstance(self.question, EventFilter) and len(values) > 1:
            # Kinds that make up a whole category of the state have a shorter name together.
            return self.of(kind=to_query(EventFilter(kinds=values)).removeprefix("kind="))
        return self.of(**{parameter: ",".join(sorted(map(str, values)))})


Name = Callable[[str], str]


@dataclass(frozen=True)
class _Facets:
    """Makes the facets of one question."""

    question: Question
    counts: Counts
    variants: Variants

    def many(
        self, title: str, parameter: str, chosen: Sequence[str], name: Name, *, first: bool = False
    ) -> Facet:
        """A facet of which several values may be chosen; it is counted under the parameter's name."""
        options = [
            Option(
                typography.capitalised(name(item.value)),
                self.variants.toggled(parameter, chosen, item.value),
                item.count,
                item.value in chosen,
            )
            for item in self.counts.get(parameter, ())
        ]
        return Facet(title, options, open=first)

    def single(self, title: str, parameter: str, rows: Iterable[tuple[str, str, int, bool]]) -> Facet:
        """A facet of which one value may be chosen, from (label, value, count, active)."""
        options = [
            Option(label, self.variants.of(**{parameter: "" if active else value}), count, active)
            for label, value, count, active in rows
        ]
        return Facet(title, options)

    def access(self) -> Facet:
        """Profiles, and whether places that nobody surveyed count too."""
        question = self.question
        suffix = "" if question.sure else "~"
        counts = {item.value: item.count for item in self.counts.get("access", ())}
        options = [
            Option(
                str(profile.label),
                self.variants.toggled("access", question.access, profile),
                counts.get(f"{profile.value}{suffix}", 0),
                profile in question.access,
            )
            for profile in AccessProfile
        ]
        sure = "false" if question.sure else ""
        label = typography.capitalised(labels.access_sure(sure=False))
        options.append(Option(label, self.variants.of(sure=sure), active=not question.sure))
        return Facet(_("Access"), options)

    def days(self, question: EventFilter, today: date) -> Facet:
        """The coming days one by one."""
        options = []
        asked = relative_days(question.when, today) if question.when else None
        for item in self.counts.get("day", ())[:SHOWN_DAYS]:
            day = date.fromisoformat(item.value)
            active = asked == (day, day) or is_about(question, day, day)
            text = "" if active else item.value
            url = self.variants.of(**{"from": text, "to": text, "when": ""})
            options.append(Option(typography.date_long(day), url, item.count, active))
        return Facet(_("Day"), options)


def event_facets(visit: Visit, question: EventFilter, counts: Counts, addresses: Addresses) -> list[Facet]:
    """The facets of the list of events, without those that offer nothing."""
    make = _Facets(question, counts, Variants(addresses, question))
    stamp = visit.version.stamp

    def names(vocabulary: str) -> Name:
        return lambda value: labels.label(vocabulary, value)

    facets = [
        make.many(_("Kind"), "kind", question.kinds, names("kind"), first=True),
        make.days(question, local(visit.now).date()),
        make.many(_("District"), "district", question.districts, lambda value: labels.district(value, stamp)),
        make.single(_("Price"), "max_price", _prices(question, counts)),
        make.many(_("For whom"), "audience", question.audiences, names("audience")),
        make.single(_("Visitor's age"), "age", _ages(question, counts)),
        make.access(),
        make.many(_("Facilities"), "facility", question.facilities, names("facility")),
        make.many(_("Language"), "language", question.languages, names("language")),
    ]
    return [facet for facet in facets if facet.options]


def _prices(question: EventFilter, counts: Counts) -> Iterator[tuple[str, str, int, bool]]:
    found = {item.value: item.count for item in counts.get("price", ())}
    for band, roubles in PRICES.items():
        limit = roubles * KOPECKS
        yield price_limit(limit), str(roubles), found.get(band, 0), question.max_price == limit


def price_limit(kopecks: int) -> str:
    """The highest price asked for, in words."""
    if kopecks == 0:
        return _("Free")
    return _("Up to %(amount)s") % {"amount": typography.money(kopecks)}


def _ages(question: EventFilter, counts: Counts) -> Iterator[tuple[str, str, int, bool]]:
    marks = {int(item.value): item.count for item in counts.get("age", ())}
    for age in labels.AGES:
        open_to = sum(count for mark, count in marks.items() if mark <= age)
        yield labels.age(age), str(age), open_to, question.age == age


def directory_facets(
    visit: Visit, kind: str, question: DirectoryFilter, counts: Counts, addresses: Addresses
) -> list[Facet]:
    """The facets of a list of places or organisations."""
    make = _Facets(question, counts, Variants(addresses, question))
    stamp = visit.version.stamp
    facets = [
        make.many(
            _("Kind"), "kind", question.kinds, lambda value: labels.label(f"{kind}_kind", value), first=True
        ),
        make.many(_("District"), "district", question.districts, lambda value: labels.district(value, stamp)),
        make.many(
            _("Founder"),
            "founder_level",
            question.founder_levels,
            lambda value: labels.label("founder_level", value),
        ),
    ]
    if kind == "place":
        facets.append(make.access())
    return [facet for facet in facets if facet.options]


def quick_chips(visit: Visit, question: EventFilter, addresses: Addresses) -> list[Chip]:
    """Today, tomorrow, weekend, free, with children, without leaving home: each switches on and off."""
    today = local(visit.now).date()
    chips = []
    for when in ("today", "tomorrow", "weekend"):
        active = question.when == when or is_about(question, *relative_days(when, today))
        url = addresses.changed(question, **{**ANY_TIME, "when": "" if active else when})
        chips.append(Chip(when_label(when), url, active))
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
    if question.since or question.until or question.when:
        add(_window(question), **ANY_TIME)
    _add_values(visit, question, add)
    if question.age is not None:
        add(_("Age: %(age)s") % {"age": labels.age(question.age)}, age=None)
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
    if question.events:
        number = len(question.events)
        label = ngettext("%(count)d chosen event", "%(count)d chosen events", number) % {"count": number}
        add(label, events=())
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
        ("benefits", "benefit", lambda value: labels.benefit(value, visit.version.stamp)),
    )
    for field, _name, name in fields:
        chosen = getattr(question, field)
        for value in chosen:
            add(name(str(value)), **{field: toggled(chosen, value)})


def when_label(when: str) -> str:
    """Name of a relative condition."""
    names = {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "weekend": _("Weekend"),
        "week": _("Seven days from today"),
    }
    return names[when]


def _window(question: EventFilter) -> str:
    if question.when:
        return when_label(question.when)
    first = local(question.since).date() if question.since else None
    # The end is the first moment that is out.
    last = local(question.until - timedelta(seconds=1)).date() if question.until else None
    if first and last:
        return typography.date_range(first, last)
    if first:
        return _("from %(day)s") % {"day": typography.date_short(first)}
    assert last is not None
    return _("until %(day)s") % {"day": typography.date_short(last)}


def directory_chips(visit: Visit, kind: str, question: DirectoryFilter, addresses: Addresses) -> list[Chip]:
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
