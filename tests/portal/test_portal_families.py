"""Every kind of event and of place has a colour and a poster."""

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.places.enums import PlaceCategory
from karavan.portal.cards import PLACE_FAMILIES
from karavan.programme.enums import EventKind
from karavan.ui.posters import FAMILIES


def test_every_kind_and_category_has_a_family_that_can_be_drawn():
    assert sorted(EVENT_FAMILIES) == sorted(EventKind.values)
    assert sorted(PLACE_FAMILIES) == sorted(PlaceCategory.values)
    assert {*EVENT_FAMILIES.values(), *PLACE_FAMILIES.values()} - set(FAMILIES) == set()
