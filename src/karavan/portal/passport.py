"""The way into a place, step by step, read from its accessibility passport.

The passport grades zones; a visitor walks through them in an order and wants to know what to do. A step that
was not surveyed says so and never counts as passable; «частично» and «с помощью» are no yes and no no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from karavan.catalogue.filters import DirectoryFilter
from karavan.catalogue.querystring import to_query
from karavan.places.enums import AccessProfile, Category, Zone, ZoneState
from karavan.places.rules import NEEDS, PARTIAL
from karavan.portal.site import here, with_query
from karavan.ui.parts import Chip, Link

Record = Mapping[str, Any]

ORDER: Final = (
    Zone.ROUTE,
    Zone.TERRITORY,
    Zone.ENTRANCE,
    Zone.WAYS,
    Zone.SERVICE,
    Zone.SANITARY,
    Zone.INFORMATION,
)
"""Zones as a visitor meets them; the passport numbers them otherwise."""

NAMES: Final = {
    "wheelchair": Category.WHEELCHAIR,
    "mobility": Category.MOBILITY,
    "sight": Category.SIGHT,
    "hearing": Category.HEARING,
    "plain": Category.MENTAL,
}
"""Category in the address → its letter."""

PROFILES: Final = {
    Category.WHEELCHAIR: AccessProfile.WHEELCHAIR,
    Category.MOBILITY: AccessProfile.ROLLATOR,
    Category.SIGHT: AccessProfile.BLIND,
    Category.HEARING: AccessProfile.HEARING,
    Category.MENTAL: AccessProfile.INTELLECTUAL,
}
"""Category → the strictest profile of it: what to ask the list of places for."""

GRADES: Final = {
    ZoneState.FULL_ALL: "yes",
    ZoneState.FULL_SOME: "yes",
    ZoneState.PART_ALL: "partly",
    ZoneState.PART_SOME: "partly",
    ZoneState.CONDITIONAL: "help",
    ZoneState.NOT: "no",
    None: "unknown",
}
"""State of a zone → what a visitor finds."""


@dataclass(frozen=True)
class Step:
    """A zone on the way: what one finds there, and what to do about it ("" where nothing is to be done)."""

    zone: str
    grade: str
    words: str
    sentence: str
    advice: str


@dataclass(frozen=True)
class Cell:
    """One zone for one category: its grade, in one word."""

    grade: str
    words: str


@dataclass(frozen=True)
class Way:
    """The way in: steps where a category is chosen, else a row of cells for each zone.

    ``ask`` are pages where one finds whom to ask; ``others`` leads to places that are surely accessible.
    """

    choices: list[Chip]
    chosen: str
    steps: list[Step]
    heads: list[str]
    rows: list[tuple[str, list[Cell]]]
    ask: list[Link]
    others: Link | None


def grade_words() -> dict[str, str]:
    """A grade in a word or two."""
    return {
        "yes": pgettext("way in", "yes"),
        "partly": pgettext("way in", "partly"),
        "help": pgettext("way in", "with help"),
        "no": pgettext("way in", "no"),
        "unknown": pgettext("way in", "not known"),
    }


def category_words() -> dict[str, str]:
    """Categories as a visitor would say them: needs, not diagnoses."""
    return {
        "wheelchair": _("By wheelchair"),
        "mobility": _("Walking is hard"),
        "sight": _("I see little or nothing"),
        "hearing": _("I hear little or nothing"),
        "plain": _("I need plain words"),
    }


SENTENCES: Final[Mapping[Zone, Mapping[str, str | Promise]]] = {
    Zone.ROUTE: {
        "yes": gettext_lazy("The way from the stop has no obstacles."),
        "partly": gettext_lazy("The way from the stop is not smooth everywhere: take some time to spare."),
        "help": gettext_lazy("On the way from the stop you will need help: ask to be met."),
        "no": gettext_lazy("The way from the stop cannot be passed now."),
        "unknown": gettext_lazy("The way from the stop has not been surveyed."),
    },
    Zone.TERRITORY: {
        "yes": gettext_lazy("The paths by the building have no obstacles."),
        "partly": gettext_lazy("The paths by the building depart from the norm in places."),
        "help": gettext_lazy("By the building you will need the help of the staff."),
        "no": gettext_lazy("The grounds of the building cannot be passed now."),
        "unknown": gettext_lazy("The grounds of the building have not been surveyed."),
    },
    Zone.ENTRANCE: {
        "yes": gettext_lazy("The entrance has no obstacles."),
        "partly": gettext_lazy("The entrance departs from the norm."),
        "help": gettext_lazy("The staff will help you in: ask to be met at the entrance."),
        "no": gettext_lazy("The entrance cannot be passed now."),
        "unknown": gettext_lazy("The entrance has not been surveyed."),
    },
    Zone.WAYS: {
        "yes": gettext_lazy("Inside, nothing stands in your way."),
        "partly": gettext_lazy("Inside, the ways depart from the norm in places."),
        "help": gettext_lazy("Inside, a member of the staff will go with you."),
        "no": gettext_lazy("Inside, the ways cannot be passed now."),
        "unknown": gettext_lazy("The ways inside have not been surveyed."),
    },
    Zone.SERVICE: {
        "yes": gettext_lazy("Hall and places of service can be used by yourself."),
        "partly": gettext_lazy("Hall and places of service depart from the norm in places."),
        "help": gettext_lazy("In the hall the staff will help you."),
        "no": gettext_lazy("Hall and places of service cannot be used now."),
        "unknown": gettext_lazy("Hall and places of service have not been surveyed."),
    },
    Zone.SANITARY: {
        "yes": gettext_lazy("The toilet can be used by yourself."),
        "partly": gettext_lazy("The toilet departs from the norm."),
        "help": gettext_lazy("The toilet can be used with the help of the staff."),
        "no": gettext_lazy("There is no accessible toilet."),
        "unknown": gettext_lazy("The toilet has not been surveyed."),
    },
    Zone.INFORMATION: {
        "yes": gettext_lazy("Signs and announcements can be understood without help."),
        "partly": gettext_lazy("Signs and announcements are not clear everywhere."),
        "help": gettext_lazy("The staff will show and explain what is where."),
        "no": gettext_lazy("Signs and announcements are not made for you yet."),
        "unknown": gettext_lazy("Signs and announcements have not been surveyed."),
    },
}


def _advice(grade: str, category: Category) -> str:
    if grade == "partly":
        # Where "partly" is a no for the strictest need of the category, it must not sound like a yes.
        alone = NEEDS[PROFILES[category]].suffices >= PARTIAL
        return "" if alone else _("Alone one may not get through: ask before you come.")
    words: dict[str, Callable[[], str]] = {
        "help": lambda: _("Arrange it beforehand."),
        "no": lambda: _("Ask whether there is another way."),
        "unknown": lambda: _("Ask before you come."),
    }
    return words[grade]() if grade in words else ""


def way_in(record: Record, wanted: str) -> Way:
    """The way into a place from its public record; ``wanted`` is a name of :data:`NAMES`, or "" for all."""
    chosen = wanted if wanted in NAMES else ""
    survey = record["survey"]
    zones = {zone["zone"]: zone for zone in survey["zones"]} if survey else {}
    words = grade_words()
    steps, rows = [], []
    for zone in ORDER if zones else ():
        label = zones[zone]["label"] if zone in zones else str(zone.label)
        states = zones[zone]["states"] if zone in zones else {}
        if chosen:
            grade = grade_of(states.get(NAMES[chosen].value))
            sentence = str(SENTENCES[zone][grade])
            steps.append(Step(label, grade, words[grade], sentence, _advice(grade, NAMES[chosen])))
        else:
            grades = [grade_of(states.get(category.value)) for category in NAMES.values()]
            rows.append((label, [Cell(grade, words[grade]) for grade in grades]))
    return Way(
        choices=_choices(record, chosen) if zones else [],
        chosen=chosen,
        steps=steps,
        heads=list(category_words().values()),
        rows=rows,
        ask=_ask(record),
        others=_others(chosen),
    )


def grade_of(code: str | None) -> str:
    """What a visitor finds in a zone with this state; none is "unknown"."""
    return GRADES[ZoneState(code) if code else None]


def _choices(record: Record, chosen: str) -> list[Chip]:
    path = here(f"/places/{record['id']}/")
    chips = [Chip(pgettext("way in", "For everybody"), f"{path}#way-in", not chosen)]
    chips += [
        Chip(label, with_query(path, f"for={name}") + "#way-in", name == chosen)
        for name, label in category_words().items()
    ]
    return chips


def _ask(record: Record) -> list[Link]:
    """Where to find whom to ask: no telephone is in the catalogue."""
    links = []
    if record["website"]:
        links.append(Link(_("website of the place"), record["website"]))
    organisation = record["organisation"]
    if organisation:
        links.append(Link(organisation["name"], here(f"/organisations/{organisation['id']}/")))
    return links


def _others(chosen: str) -> Link | None:
    if not chosen:
        return None
    profile = PROFILES[NAMES[chosen]]
    question = DirectoryFilter(access=(profile,))
    return Link(_("Places that are surely accessible"), with_query(here("/places/"), to_query(question)))
