"""Facets: what else a list can be asked for, with counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.results import FacetValue
from karavan.catalogue.windows import relative_days
from karavan.kernel.localtime import local
from karavan.kernel.money import KOPECKS
from karavan.places.enums import AccessProfile
from karavan.portal import labels
from karavan.portal.answer import Visit
from karavan.portal.filters.addresses import Addresses, Question, Variants, is_about
from karavan.portal.filters.words import price_limit
from karavan.ui import typography
from karavan.ui.parts import Facet, Option

Counts = Mapping[str, Sequence[FacetValue]]
Name = Callable[[str], str]

SHOWN_DAYS = 14

PRICES = {"free": 0, "to-300": 300, "to-500": 500, "to-1000": 1000}
"""Price facet of the catalogue → highest price, roubles."""


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
        make.single(_("Payment"), "pushkin", _payment(question, counts)),
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


def _payment(question: EventFilter, counts: Counts) -> Iterator[tuple[str, str, int, bool]]:
    count = sum(item.count for item in counts.get("pushkin", ()))
    if count or question.pushkin:
        yield _("Pushkin card"), "true", count, question.pushkin


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
