"""What runs at night, as the rooms set it."""

from datetime import date, timedelta

import pytest

from factories.places import make_place
from karavan.catalogue import queries
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.schedule import table
from karavan.places.actions import rename_place
from karavan.places.models import Place
from karavan.places.tasks import refresh_places


def test_the_rooms_have_set_their_times():
    names = sorted(
        entry.name for entry in table() if entry.name.split(".")[0] in {"people", "places", "catalogue"}
    )
    assert names == [
        "catalogue.prune_changes",
        "catalogue.rebuild",
        "people.forget_views",
        "people.refresh_organisations",
        "places.refresh_places",
    ]


@pytest.mark.django_db
def test_a_name_of_tomorrow_is_the_name_when_tomorrow_comes(time_machine):
    place = make_place(name="Старое имя")
    rename_place(actor=SYSTEM, place=place, name="Новое имя", valid_from=today() + timedelta(days=1))
    assert Place.objects.get(pk=place.pk).name == "Старое имя"
    time_machine.move_to(date.today() + timedelta(days=2))
    refresh_places.func()
    assert Place.objects.get(pk=place.pk).name == "Новое имя"
    assert b"\xd0\x9d\xd0\xbe\xd0\xb2\xd0\xbe\xd0\xb5" in queries.detail("place", place.pk).payload
