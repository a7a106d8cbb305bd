"""Facet values with their names, in the active language."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.db.models import Choices
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karavan.catalogue.results import FacetValue
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import AccessProfile, PlaceCategory, PlaceKind
from karavan.places.models import District
from karavan.programme.enums import Audience, EventKind, Facility, Language

EVENT_FACETS = (
    "kind",
    "district",
    "day",
    "price",
    "audience",
    "age",
    "access",
    "language",
    "facility",
    "pushkin",
)
DIRECTORY_FACETS: dict[str, tuple[str, ...]] = {
    "place": ("kind", "category", "founder_level", "district", "access"),
    "organisation": ("kind", "founder_level", "district"),
    "programme": (),
}

Labelled = dict[str, list[dict[str, str | int]]]


def label_facets(kind: str, counted: Mapping[str, Sequence[FacetValue]], names: Collection[str]) -> Labelled:
    """The facets named, each value as ``{"value", "label", "count"}``; districts cost one query."""
    labels = _labellers(kind)
    return {
        name: [
            {"value": item.value, "label": labels[name](item.value), "count": item.count}
            for item in counted.get(name, ())
        ]
        for name in names
    }


def _labellers(kind: str) -> dict[str, Callable[[str], str]]:
    kinds: dict[str, type[Choices]] = {
        "event": EventKind,
        "place": PlaceKind,
        "organisation": OrganisationKind,
    }
    return {
        "kind": _of(kinds.get(kind, EventKind)),
        "category": _of(PlaceCategory),
        "founder_level": _of(FounderLevel),
        "district": _Districts(),
        "day": lambda value: date_format(date.fromisoformat(value), "j E"),
        "price": _price,
        "audience": _of(Audience),
        "age": lambda value: f"{value}+",
        "access": _access,
        "language": _of(Language),
        "facility": _of(Facility),
        "pushkin": lambda _value: _("Pushkin card"),
    }


class _Districts:
    """Names of districts, read when the first is asked for."""

    def __init__(self) -> None:
        self.names: dict[str, str] | None = None

    def __call__(self, code: str) -> str:
        if self.names is None:
            field = "name_en" if get_language() == "en" else "name"
            rows = District.objects.values_list("code", field, "name")
            self.names = {known: name or russian for known, name, russian in rows}
        return self.names.get(code, code)


def _of(choices: type[Choices]) -> Callable[[str], str]:
    labels = {str(value): label for value, label in choices.choices}
    return lambda value: str(labels.get(value, value))


def _price(band: str) -> str:
    if band == "free":
        return _("Free")
    if band == "unknown":
        return _("Price not stated")
    relation, _dash, amount = band.partition("-")
    if relation == "over":
        return _("over %(amount)s ₽") % {"amount": amount}
    return _("up to %(amount)s ₽") % {"amount": amount}


def _access(value: str) -> str:
    label = str(AccessProfile(value.removesuffix("~")).label)
    return _("%(profile)s: accessible or not surveyed") % {"profile": label} if value.endswith("~") else label
