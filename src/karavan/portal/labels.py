"""Names of the values that filters know, in the active language."""

from functools import lru_cache

from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import AccessProfile, PlaceCategory, PlaceKind
from karavan.places.queries import districts
from karavan.portal import site
from karavan.programme.enums import Audience, EventKind, Facility, Language
from karavan.programme.models import BenefitCategory

VOCABULARIES: dict[str, type[Choices]] = {
    "kind": EventKind,
    "audience": Audience,
    "language": Language,
    "access": AccessProfile,
    "facility": Facility,
    "place_kind": PlaceKind,
    "category": PlaceCategory,
    "founder_level": FounderLevel,
    "organisation_kind": OrganisationKind,
}


@lru_cache(maxsize=64)
def _labels(name: str, lang: str) -> dict[str, str]:
    # The language is the active one; as an argument it is part of the key.
    return {str(value): str(label) for value, label in VOCABULARIES[name].choices}


def label(name: str, value: str) -> str:
    """Name of a value of a vocabulary."""
    return _labels(name, site.language()).get(value, value)


@lru_cache(maxsize=4)
def _districts(stamp: str) -> dict[str, tuple[str, str]]:
    # A change of a district changes the stamp of the catalogue.
    return {
        code: (name, name_en) for code, name, name_en in districts().values_list("code", "name", "name_en")
    }


def district(code: str, stamp: str) -> str:
    """Name of a district in the state of the catalogue named by its stamp."""
    name, name_en = _districts(stamp).get(code, (code, ""))
    return name_en if site.language() == "en" and name_en else name


def districts_by_code(stamp: str) -> dict[str, str]:
    """Names of all districts by code."""
    return {code: district(code, stamp) for code in _districts(stamp)}


@lru_cache(maxsize=4)
def _benefits(stamp: str) -> dict[str, tuple[str, str]]:
    # Of several versions of a category the last one names it.
    rows = BenefitCategory.objects.order_by("valid_from").values_list("code", "name", "name_en")
    return {code: (name, name_en) for code, name, name_en in rows}


def benefit_codes(stamp: str) -> frozenset[str]:
    """Codes of all benefit categories."""
    return frozenset(_benefits(stamp))


def benefit(code: str, stamp: str) -> str:
    """Name of a benefit category in the state of the catalogue named by its stamp."""
    name, name_en = _benefits(stamp).get(code, (code, ""))
    return name_en if site.language() == "en" and name_en else name


AGES = (0, 6, 12, 16, 18)
"""Ages of visitors at which another age mark opens."""


def age(value: int) -> str:
    """The visitor's age in words."""
    for first, following in zip(AGES, (*AGES[1:], None), strict=True):
        if following is None or value < following:
            if following is None:
                return _("18 and older")
            return _("%(first)d to %(last)d years") % {"first": first, "last": following - 1}
    return str(value)


def access_sure(*, sure: bool) -> str:
    """What the two ways to ask about access mean."""
    return _("surveyed places only") if sure else _("also places not surveyed")


def parameter(name: str) -> str:
    """What a parameter is about, with its own name as it stands in the address: «Первый день (from)»."""
    words = {
        "q": _("Words"),
        "from": _("First day"),
        "to": _("Last day"),
        "when": pgettext("parameter", "When"),
        "kind": _("Kind"),
        "district": _("District"),
        "near": _("Point on the map"),
        "radius": _("How far"),
        "age": _("Visitor's age"),
        "audience": _("For whom"),
        "benefit": _("Benefit"),
        "max_price": _("Highest price"),
        "pushkin": _("Pushkin card"),
        "pushkin_pays": _("At any price by the Pushkin card"),
        "access": _("Access"),
        "language": _("Language"),
        "programme": pgettext("parameter", "Programme"),
        "place": pgettext("parameter", "Place"),
        "organisation": _("Organisation"),
        "facility": _("Offered besides"),
    }.get(name)
    return f"{words} ({name})" if words else name
