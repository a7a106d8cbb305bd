"""What the actions of places share."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from karavan.kernel.actions import announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.validation import problems_of
from karavan.people.rules import require_edit
from karavan.places.enums import CoordAccuracy
from karavan.places.events import PlaceChanged
from karavan.places.models import Place
from karavan.places.validators import validate_coordinates

NAME_FIELDS: Final = frozenset({"name", "name_en"})
LOCATION_FIELDS: Final = frozenset(
    {"address", "district", "district_basis", "lat", "lon", "coord_accuracy", "coord_source"}
)
ADDRESS_ONLY_FIELDS: Final = frozenset({"fias_id", "is_temporary"})
LINES: Final = frozenset({"description", "description_en", "how_to_get_in", "source", "staff_note"})


def require_place(actor: Actor, place: Place) -> None:
    """Raise NotAllowed unless the actor may edit the place."""
    require_edit(actor, place.organisation)


def lock(place: Place) -> None:
    """Let nobody else change dated facts of the place before this action ends."""
    # Locking the rows themselves would not hold back a second first row.
    Place.objects.select_for_update().values_list("pk", flat=True).get(pk=place.pk)


def news_of(place: Place, *, elsewhere: bool = True) -> None:
    """Announce a place and all below it: halls take over access, state, hours and address from above."""
    below = Place.objects.filter(path__startswith=place.path).order_by("pk").values_list("pk", flat=True)
    for pk in below:
        announce(PlaceChanged(pk, elsewhere))


def line(
    actor: Actor,
    verb: str,
    place: Place,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """One journal line about a place, under the organisation that runs it."""
    record(
        actor, verb, place, organisation_id=place.organisation_id, before=before, after=after, reason=reason
    )


def located(values: dict[str, Any]) -> dict[str, Any]:
    """A whole location with its coordinates checked: both or none, and none have neither accuracy nor source.

    Raises Invalid (``lat``, ``coord_accuracy``).
    """
    lat, lon = values.get("lat"), values.get("lon")
    try:
        validate_coordinates(lat, lon)
    except ValidationError as error:
        raise Invalid({"lat": problems_of(error)[""]}) from None
    if lat is None:
        return {**values, "lat": None, "lon": None, "coord_accuracy": CoordAccuracy.NONE, "coord_source": ""}
    if values.get("coord_accuracy", CoordAccuracy.NONE) == CoordAccuracy.NONE:
        raise Invalid({"coord_accuracy": [_("Say how exact the coordinates are.")]})
    return values
