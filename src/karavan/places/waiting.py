"""What waits for those who keep places: opening hours that nobody knows, or that are over."""

from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from karavan.people.models import Organisation
from karavan.people.rules import Reach
from karavan.places.enums import PlaceCategory, PlaceState
from karavan.places.missing import DOORS, GROUNDS, SOON
from karavan.places.models import Place, WeeklyHours


def without_hours(reach: Reach, *, day: date, within: Organisation | None = None) -> QuerySet[Place]:
    """Open places with a door that within a month will have no known hours, their own or from above.

    Each with ``hours_end``: the last day of its own, None where there are none. The nearest end first; one
    query.
    """
    known = WeeklyHours.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day + SOON))
    # A door has at most the ground that it stands on above it.
    in_force = Exists(known.filter(place=OuterRef("pk"))) | Exists(known.filter(place=OuterRef("parent")))
    visited = (Q(level__in=DOORS) | Q(kind__in=GROUNDS)) & ~Q(category=PlaceCategory.HERITAGE)
    rows = Place.objects.filter(visited, ~in_force, state=PlaceState.OPEN, is_public=True)
    if not reach.everything:
        rows = rows.filter(reach.query("organisation__"))
    if within is not None:
        rows = rows.filter(organisation__path__startswith=within.path)
    return rows.annotate(hours_end=Max("hours__valid_to")).order_by(
        F("hours_end").asc(nulls_last=True), "name", "pk"
    )
