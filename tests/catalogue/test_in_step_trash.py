"""What is thrown away leaves the catalogue at once, and comes back with the record."""

import pytest

from catalogue.city import public_form
from factories.people import make_organisation
from factories.places import make_hall, make_place
from karavan.catalogue import actions
from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people
from karavan.places import actions as places
from karavan.programme import actions as programme

pytestmark = pytest.mark.slow

NOTHING = {"event": 0, "place": 0, "organisation": 0, "programme": 0}


def new_place(city):
    place = make_place(organisation=city.system, parent=city.site)
    make_hall(place)
    return place


def new_organisation(city):
    branch = make_organisation(parent=city.system)
    programme.update_programme(actor=SYSTEM, programme=city.spring, organisations=[city.system, branch])
    return branch


def new_programme(city):
    return programme.create_programme(
        actor=SYSTEM,
        slug="part",
        title="Часть",
        is_public=True,
        parent=city.year,
        organisations=[city.system],
    )


KINDS = {
    "place": (
        new_place,
        lambda place: places.remove_place(actor=SYSTEM, place=place, with_children=True),
        places.restore_place,
    ),
    "organisation": (
        new_organisation,
        lambda organisation: people.remove_organisation(actor=SYSTEM, organisation=organisation),
        people.restore_organisation,
    ),
    "programme": (
        new_programme,
        lambda part: programme.remove_programme(actor=SYSTEM, programme=part),
        programme.restore_programme,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_follows_into_the_trash_and_back(city, kind):
    make, remove, restore = KINDS[kind]
    record = make(city)
    before = public_form()
    trashed = remove(record)
    assert public_form() != before
    assert actions.rebuild() == NOTHING
    restore(actor=SYSTEM, trashed=trashed)
    assert public_form() == before
    assert actions.rebuild() == NOTHING
