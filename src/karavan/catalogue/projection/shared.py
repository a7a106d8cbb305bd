"""Pieces of public JSON that several kinds of entry share."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Choices
from django.utils import translation

from karavan.kernel.localtime import local
from karavan.kernel.money import roubles
from karavan.kernel.text import surface_terms, terms
from karavan.places.enums import Access
from karavan.places.views import PlaceView
from karavan.programme.enums import PriceKind

LANGUAGES = ("ru", "en")

SHORT = 200
"""Characters up to which a text is taken for a name or a title."""

encode = msgspec.json.Encoder().encode


@cache
def labels(choices: type[Choices], lang: str) -> dict[Any, str]:
    """Labels of a vocabulary in a language."""
    with translation.override(lang):
        return {value: str(label) for value, label in choices.choices}


def choose(lang: str, russian: str, english: str) -> str:
    """The text in the language, else in Russian."""
    return english if lang == "en" and english else russian


def address_of(path: str, lang: str) -> str:
    """Full address of a page of the portal."""
    return f"{settings.SITE_URL}/en{path}" if lang == "en" else f"{settings.SITE_URL}{path}"


def stamp(moment: datetime) -> str:
    """A moment on the city's clock, with its zone, to the second."""
    return local(moment).isoformat(timespec="seconds")


def day(value: date | None) -> str | None:
    """A day as ISO 8601."""
    return None if value is None else value.isoformat()


def price(kind: str, low: int | None, high: int | None) -> dict[str, Any]:
    """A price from kopecks; amounts stand in roubles, null where unknown."""
    if kind == PriceKind.FREE:
        low = high = 0
    top = high if high is not None else low
    return {
        "kind": kind,
        "min": None if low is None else roubles(low),
        "max": None if top is None else roubles(top),
    }


def access(summary: Mapping[Any, Access]) -> dict[str, str]:
    """Three-valued accessibility by profile."""
    return {str(profile): str(value) for profile, value in summary.items()}


def place_reference(place: PlaceView, lang: str) -> dict[str, Any]:
    """A place as an event names it."""
    return {
        "id": str(place.id),
        "name": choose(lang, place.name, place.name_en),
        "address": place.address,
        "district": place.district_code,
        "district_name": choose(lang, place.district_name, place.district_name_en),
        "lat": place.lat,
        "lon": place.lon,
    }


@lru_cache(maxsize=8192)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


@lru_cache(maxsize=8192)
def _surfaces(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(surface_terms(text))


def analysed(*texts: str) -> list[str]:
    """Distinct index terms of the texts. Short texts, which come again and again, are remembered."""
    found: dict[str, None] = {}
    for text in texts:
        if text:
            found.update(dict.fromkeys(_terms(text) if len(text) < SHORT else terms(text)))
    return list(found)


def surfaces(*texts: str) -> list[tuple[str, str]]:
    """Distinct words of short texts as written, with their terms."""
    return list(dict.fromkeys(pair for text in texts if text for pair in _surfaces(text)))


def title_keys(*titles: str) -> list[str]:
    """Whole titles as analysed, for exact matches."""
    return list(dict.fromkeys(" ".join(_terms(title)) for title in titles if title))
