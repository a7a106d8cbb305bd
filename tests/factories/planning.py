"""Holds, and the database without its guard, to see that the guard is what holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from factories.people import make_organisation
from factories.places import make_place
from karavan.assets.models import Asset
from karavan.kernel.actor import SYSTEM
from karavan.places.models import Place
from karavan.planning import actions
from karavan.planning.models import Claim, Hold
from karavan.planning.models.holds import APART

EVENING = datetime(2030, 5, 1, 13, tzinfo=UTC)
"""1 May 2030, 18:00 on the city's clock."""


def make_hold(**given: Any) -> Hold:
    """A bare row of a hold, without claims."""
    fields = {"starts_at": EVENING, "ends_at": EVENING + timedelta(hours=2), **given}
    if not {"place", "role", "asset"} & fields.keys():
        fields["place"] = make_place()
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return Hold.objects.create(**fields)


@contextmanager
def without_guard() -> Iterator[None]:
    """The database without the constraint that keeps claims apart; it comes back with no claims left."""
    constraint = next(each for each in Claim._meta.constraints if each.name == APART)
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            for name in constraint.trigger_names():
                editor.execute(f'DROP TRIGGER "{name}"')
        else:
            editor.remove_constraint(Claim, constraint)
    try:
        yield
    finally:
        Claim.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Claim, constraint)


def hold_hall(place: Place, start: datetime = EVENING, hours: float = 2, **given: Any) -> Hold:
    """Hold a place by the action for whom it belongs to, at :data:`EVENING` for two hours."""
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=hours), **given}
    owner = fields.pop("organisation", None) or place.organisation or make_organisation()
    return actions.hold_place(actor=SYSTEM, place=place, organisation=owner, **fields)


def make_asset(**given: Any) -> Asset:
    """A thing of an organisation of its own, one unit."""
    fields = {"name": "Звук", **given}
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return Asset.objects.create(**fields)
