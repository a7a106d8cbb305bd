"""What waits for those who keep places: opening hours that nobody knows, or that are over."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from karavan.people.models import Organisation
from karavan.people.rules import Reach
from karavan.places.enums import PlaceCategory, PlaceState
from karavan.places.missing import DOORS, GROUNDS, SOON
from karavan.places.models import Place, WeeklyHours


@dataclass(frozen=True)
class Unknown:
    """A place whose hours nobody will know soon: the last day of its own, None where there are none."""

    pk: int
    name: str
    hours_end: date | None


def without_hours(
    reach: Reach, *, day: date, within: Organisation | None = None, most: int = 100
) -> list[Unknown]:
    """Open places with a door that within a month will have no known hours, their own or from above.

    The nearest end first; one query.
    """
    known = WeeklyHours.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day + SOON))
    # A door has at most the ground that it stands on above it.
    in_force = known.filter(Q(place=OuterRef("pk")) | Q(place=OuterRef("parent")))
    own = WeeklyHours.objects.filter(place=OuterRef("pk")).order_by("-valid_to").values("valid_to")[:1]
    visited = (Q(level__in=DOORS) | Q(kind__in=GROUNDS)) & ~Q(category=PlaceCategory.HERITAGE)
    rows = Place.objects.filter(visited, ~Exists(in_force), state=PlaceState.OPEN, is_public=True)
    rows = rows.filter(reach.within(within).query("organisation__"))
    found = rows.order_by("name", "pk").values_list("pk", "name", Subquery(own))[:most]
    return sorted((Unknown(*row) for row in found), key=lambda one: (one.hours_end or date.max, one.name))
