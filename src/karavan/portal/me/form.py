"""The form of «For me»: every question it asks, with what is chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.money import KOPECKS, roubles
from karavan.places.enums import AccessProfile
from karavan.portal import labels
from karavan.portal.filters import price_limit
from karavan.portal.me import presets
from karavan.portal.me.profile import Profile, bands
from karavan.portal.me.words import WHEN, kilometres, years
from karavan.portal.site import here, with_query
from karavan.programme.enums import Language
from karavan.programme.models import BenefitCategory
from karavan.programme.queries import benefits_on
from karavan.ui import typography
from karavan.ui.parts import Chip

BUDGETS = (0, 300, 500, 1000)
"""Roubles."""
RADII = (1000, 2000, 5000)
NO_LANGUAGE_NEEDED = {Language.NONE}


@dataclass(frozen=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    chosen: bool = False
    note: str = ""


def benefit_names(day: date, lang: str) -> dict[str, str]:
    """Names of the benefit categories in force on a day, by code, in their order. One query."""
    return {category.code: _name(category, lang) for category in benefits_on(day)}


def _name(category: BenefitCategory, lang: str) -> str:
    return category.name_en if lang == "en" and category.name_en else category.name


def address(profile: Profile) -> str:
    """The address of the answer to a profile."""
    return with_query(here("/me/"), profile.query)


def preset_chips(profile: Profile, day: date, known: Iterable[str], *, short: bool = False) -> list[Chip]:
    """Profiles one tap away, in one or two words if ``short``: each switches on and off what it fills in."""
    codes = set(known)
    return [
        Chip(
            str(preset.short if short else preset.label),
            address(presets.toggled(preset, profile, day, codes)),
            active=presets.is_on(preset, profile),
            icon=preset.icon,
        )
        for preset in presets.PRESETS
    ]


def fields(profile: Profile, day: date, benefits: Mapping[str, str], stamp: str) -> dict[str, Any]:
    """What the template of the form needs."""
    asked = profile.asked
    near = asked.near
    radius = near.radius if near else RADII[1]
    return {
        "who": profile.who,
        "age": asked.age,
        "bands": _bands(profile, day),
        "benefits": [Choice(code, name, code in asked.benefits) for code, name in benefits.items()],
        "needs": [Choice(one.value, str(one.label), one in asked.access) for one in AccessProfile],
        "sure": [
            Choice("", typography.capitalised(labels.access_sure(sure=True)), asked.sure),
            Choice("false", typography.capitalised(labels.access_sure(sure=False)), not asked.sure),
        ],
        "budgets": _budgets(asked.max_price),
        "pushkin": profile.pushkin,
        "languages": _languages(asked.languages),
        "districts": [
            Choice(code, name, code in asked.districts)
            for code, name in labels.districts_by_code(stamp).items()
        ],
        "near": f"{near.lon:.3f},{near.lat:.3f}" if near else "",
        "radii": [Choice(str(one), kilometres(one), one == radius) for one in sorted({*RADII, radius})],
        "times": [
            Choice("", _("Any day"), not asked.when),
            *(Choice(code, name(), code == asked.when) for code, name in WHEN.items()),
        ],
    }


def _bands(profile: Profile, day: date) -> list[Choice]:
    """Years of birth; those of a kept address stay even where other ones are offered this year."""
    offered = {*bands(day), *([profile.born] if profile.born else [])}
    return [
        Choice("", _("not told"), profile.born is None),
        *(
            Choice(str(band), years(band.first, band.last), band == profile.born)
            for band in sorted(offered, reverse=True)
        ),
    ]


def _budgets(chosen: int | None) -> list[Choice]:
    limits = sorted({*(one * KOPECKS for one in BUDGETS), *([] if chosen is None else [chosen])})
    return [
        Choice("", _("Any price"), chosen is None),
        *(Choice(str(roubles(one)), price_limit(one), one == chosen) for one in limits),
    ]


def _languages(chosen: Iterable[str]) -> list[Choice]:
    codes = set(chosen)
    note = _("for those who do not speak Russian")
    return [
        Choice(one.value, str(one.label), one in codes, note if one in NO_LANGUAGE_NEEDED else "")
        for one in sorted(Language, key=lambda one: one not in NO_LANGUAGE_NEEDED)
    ]
