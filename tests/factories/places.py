"""Places made through the actions, with nothing said that a test does not ask for."""

from collections.abc import Iterable
from datetime import date, time
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from karavan.kernel.actor import SYSTEM
from karavan.places import actions
from karavan.places.enums import (
    Category,
    CoordAccuracy,
    PlaceCategory,
    PlaceKind,
    PlaceLevel,
    Rights,
    Zone,
    ZoneState,
)
from karavan.places.models import AccessSurvey, District, Place, PlacePhoto

_numbers = count(1)

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""One red pixel."""

FULLY_ACCESSIBLE = {(zone, category): ZoneState.FULL_ALL for zone in Zone for category in Category}


def make_district(**given: Any) -> District:
    """A district with a name of its own."""
    number = next(_numbers)
    fields = {
        "code": f"district-{number}",
        "name": f"Район {number}",
        "name_en": f"District {number}",
        **given,
    }
    return actions.create_district(actor=SYSTEM, **fields)


def make_place(**given: Any) -> Place:
    """A public building of a house of culture that nobody runs, with an address and without coordinates.

    ``lat`` and ``lon`` without ``coord_accuracy`` are those of the building.
    """
    number = next(_numbers)
    fields = {
        "name": f"Дом культуры «{number}»",
        "kind": PlaceKind.CULTURE_HOUSE,
        "level": PlaceLevel.BUILDING,
        "category": PlaceCategory.CULTURE_HOUSES,
        "address": f"ул. Труда, {number}",
        **given,
    }
    if "lat" in given:
        fields.setdefault("coord_accuracy", CoordAccuracy.BUILDING)
    return actions.create_place(actor=SYSTEM, **fields)


def make_hall(building: Place, **given: Any) -> Place:
    """A hall in a building, without an address of its own."""
    fields = {"level": PlaceLevel.HALL, "kind": PlaceKind.HALL, "address": "", "parent": building, **given}
    return make_place(**fields)


def make_survey(
    place: Place,
    assessments: dict[tuple[Zone, Category], ZoneState] | None = None,
    surveyed_on: date = date(2026, 3, 1),
    **given: Any,
) -> AccessSurvey:
    """A survey that found everything fully accessible, unless told otherwise."""
    return actions.record_survey(
        actor=SYSTEM,
        place=place,
        surveyed_on=surveyed_on,
        assessments=FULLY_ACCESSIBLE if assessments is None else assessments,
        **{"surveyor": "Комиссия района", **given},
    )


def set_hours(
    place: Place,
    days: Iterable[int] = range(5),
    opens: time = time(10),
    closes: time = time(19),
    **given: Any,
) -> None:
    """Open on these weekdays (Monday is 0), Mon–Fri 10:00–19:00 unless told otherwise."""
    rows = [(day, opens, closes) for day in days]
    actions.set_weekly_hours(actor=SYSTEM, place=place, rows=rows, **given)


def png(content: bytes = PNG) -> ContentFile:
    """A picture as it is uploaded."""
    return ContentFile(content, name="picture.png")


def make_photo(place: Place, **given: Any) -> PlacePhoto:
    """A picture of a place, with author, source and rights."""
    fields = {
        "image": png(),
        "alt": "Фасад",
        "author": "Музей",
        "source": "архив музея",
        "rights": Rights.OWN,
        **given,
    }
    return actions.add_photo(actor=SYSTEM, place=place, **fields)
