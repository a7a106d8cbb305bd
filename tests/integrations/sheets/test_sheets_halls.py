"""Rows of a table that want a hall which others hold, or which a row above wants."""

from datetime import timedelta

import pytest

from factories.people import make_organisation
from factories.places import make_hall, make_place
from factories.planning import EVENING, hold_hall
from factories.programme import EventFactory
from karavan.integrations.sheets.kinds.base import Planned
from karavan.integrations.sheets.kinds.events.held import Wanted, held
from karavan.kernel.actor import SYSTEM
from karavan.programme.drafts import SessionDraft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUR = timedelta(hours=1)


def test_each_row_says_what_is_in_its_way_and_free_ones_say_nothing(django_assert_max_num_queries):
    house = make_place(organisation=make_organisation(name="Дом музыки"))
    hall, other = make_hall(house, name="Большой"), make_hall(house, name="Малый")
    hold_hall(hall)
    event = EventFactory(place=other, publish=True, sessions=(SessionDraft(EVENING, EVENING + HOUR),))

    def wanted(number, place, late=0, hours=1, event_id=None):
        start = EVENING + late * HOUR
        end = None if hours is None else start + hours * HOUR
        return Wanted(Planned(number), place.pk, [(start, end)], event_id)

    rows = [
        wanted(1, hall),
        wanted(2, hall, 2),
        wanted(3, hall, 2.5),
        wanted(4, hall, 3),
        wanted(5, other, 0, event_id=event.pk),
        wanted(6, other, -1, None),
        wanted(7, house),
    ]
    lead = event.organisers.get().organisation
    with django_assert_max_num_queries(4):
        found = held(SYSTEM, rows)
    assert [(row.number, said) for row, said in found] == [
        (1, "«Большой»: бронь организации Дом музыки, 01.05.2030, 18:00–20:00."),
        (3, "«Большой» в это же время нужен в строке 2."),
        (6, f"«Малый»: это время занято событием «{event.title}» ({lead}), 01.05.2030, 18:00–19:00."),
    ]
