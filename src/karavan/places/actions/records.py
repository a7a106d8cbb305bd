"""Districts and places as records."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import today
from karavan.kernel.periods import on
from karavan.kernel.validation import check, plain_values
from karavan.people.rules import require_coordinate, require_edit
from karavan.places.actions._common import (
    ADDRESS_ONLY_FIELDS,
    LINES,
    LOCATION_FIELDS,
    NAME_FIELDS,
    line,
    located,
    news_of,
    require_place,
)
from karavan.places.events import DistrictChanged, PlaceChanged
from karavan.places.models import District, Place, PlaceAddress, PlaceName
from karavan.places.rules import may_lie_under

_PROVENANCE: Final = frozenset({"source", "source_id", "certainty", "staff_note", "is_demo"})
DISTRICT_FIELDS: Final = _PROVENANCE | {
    "code",
    "name",
    "name_en",
    "area_km2",
    "population",
    "population_year",
    "formed",
    "lat",
    "lon",
}
PLACE_FIELDS: Final = (
    NAME_FIELDS
    | LOCATION_FIELDS
    | _PROVENANCE
    | {
        "kind",
        "level",
        "category",
        "parent",
        "organisation",
        "description",
        "description_en",
        "capacity",
        "website",
        "how_to_get_in",
        "is_public",
    }
)
OWN_FIELDS: Final = frozenset(
    {
        "kind",
        "category",
        "description",
        "description_en",
        "capacity",
        "website",
        "how_to_get_in",
        "source",
        "source_id",
        "staff_note",
    }
)
"""Fields that no event shows of its place."""


@action
def create_district(*, actor: Actor, code: str, name: str, **fields: Any) -> District:
    """Add a district of the city; ``lat``/``lon`` are a point for its label. Raises Invalid by field."""
    require_coordinate(actor)
    values = plain_values({**fields, "code": code, "name": name}, DISTRICT_FIELDS, lines=LINES)
    district = District(**values)
    check(district)
    district.save()
    record(actor, "district.created", district, after={"code": district.code, "name": district.name})
    announce(DistrictChanged(district.pk))
    return district


@action
def update_district(*, actor: Actor, district: District, **fields: Any) -> District:
    """Change what is recorded of a district, and so of the places in it. Raises Invalid by field."""
    require_coordinate(actor)
    before, after = changes(district, plain_values(fields, DISTRICT_FIELDS, lines=LINES))
    if not after:
        return district
    check(district)
    district.save()
    record(actor, "district.updated", district, before=before, after=after)
    announce(DistrictChanged(district.pk))
    for pk in Place.objects.filter(district=district).order_by("pk").values_list("pk", flat=True):
        announce(PlaceChanged(pk))
    return district


@action
def create_place(
    *,
    actor: Actor,
    name: str,
    kind: str,
    level: str,
    category: str,
    parent: Place | None = None,
    valid_from: date | None = None,
    **fields: Any,
) -> Place:
    """Add a place with its first name and address, in force from ``valid_from`` (None: as long as known).

    ``fields`` are fields of :class:`Place`, ``fias_id`` and ``is_temporary`` those of its address. A place
    under another belongs to the same organisation unless told otherwise. Raises Invalid by field.
    """
    given = {**fields, "name": name, "kind": kind, "level": level, "category": category, "parent": parent}
    values = plain_values(given, PLACE_FIELDS | ADDRESS_ONLY_FIELDS, lines=LINES)
    if parent is not None:
        values.setdefault("organisation", parent.organisation)
        require_place(actor, parent)
    require_edit(actor, values.get("organisation"))
    address_only = {key: values.pop(key) for key in ADDRESS_ONLY_FIELDS & values.keys()}
    place = Place(**located(values))
    check(place)
    _check_level(place)
    place.save()
    place.settle()
    PlaceName.objects.create(place=place, valid_from=valid_from, name=place.name, name_en=place.name_en)
    location = {key: getattr(place, key) for key in LOCATION_FIELDS}
    if place.address or place.lat is not None or place.district is not None:
        PlaceAddress.objects.create(place=place, valid_from=valid_from, **location, **address_only)
    line(actor, "place.created", place, after={"name": place.name, "kind": str(place.kind)})
    announce(PlaceChanged(place.pk))
    return place


@action
def update_place(*, actor: Actor, place: Place, **fields: Any) -> Place:
    """Correct what is recorded of a place, its name and address of today too; a move is a relocation.

    Raises Invalid by field.
    """
    require_place(actor, place)
    values = plain_values(fields, PLACE_FIELDS | ADDRESS_ONLY_FIELDS, lines=LINES)
    for owner in ("organisation", "parent"):
        new = values.get(owner)
        if owner in values and new != getattr(place, owner):
            require_edit(actor, new.organisation if isinstance(new, Place) else new)
    address_only = {key: values.pop(key) for key in ADDRESS_ONLY_FIELDS & values.keys()}
    if LOCATION_FIELDS & values.keys():
        values = {
            **values,
            **located({key: values.get(key, getattr(place, key)) for key in LOCATION_FIELDS}),
        }
    before, after = changes(place, values)
    if not after and not address_only:
        return place
    if place.parent is not None and f"/{place.pk}/" in place.parent.path:
        raise Invalid({"parent": [_("A place cannot lie under itself.")]})
    check(place)
    _check_level(place)
    place.save()
    place.settle()
    if NAME_FIELDS & after.keys():
        _correct_name(place)
    if LOCATION_FIELDS & after.keys() or address_only:
        _correct_address(place, address_only)
    line(actor, "place.updated", place, before=before, after={**after, **address_only})
    news_of(place, elsewhere=bool(address_only) or not OWN_FIELDS.issuperset(after))
    return place


def _check_level(place: Place) -> None:
    above = place.parent
    wrong_way = _("A hall lies in a building, a building on a site, never the other way.")
    if isinstance(above, Place) and not may_lie_under(place.level, above.level):
        raise Invalid({"parent": [wrong_way]})
    if place.pk:
        levels = Place.objects.filter(parent=place).values_list("level", flat=True)
        if not all(may_lie_under(level, place.level) for level in levels):
            raise Invalid({"level": [wrong_way]})


def _correct_name(place: Place) -> None:
    row = on(PlaceName.objects.filter(place=place), today())
    if row is not None:
        row.name, row.name_en = place.name, place.name_en
        row.save()


def _correct_address(place: Place, address_only: dict[str, Any]) -> None:
    rows = list(PlaceAddress.objects.filter(place=place))
    row = on(rows, today())
    if row is None:
        if rows:
            raise Invalid({"address": [_("No address is recorded for today: record a relocation instead.")]})
        row = PlaceAddress(place=place)
    changes(row, {**{key: getattr(place, key) for key in LOCATION_FIELDS}, **address_only})
    check(row)
    row.save()
