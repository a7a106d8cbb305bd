from datetime import date, timedelta
from typing import Any

import pytest

from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.places import actions
from karavan.places.events import PlaceClosed, PlaceReopened
from places.asking import fresh, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


class TestReopening:
    def test_ends_what_closes_the_place(self, closings: list[Any]) -> None:
        place = make_place()
        given = {"place": place, "state": "emergency", "reason": "авария"}
        actions.set_place_state(actor=SYSTEM, valid_from=TODAY, **given)
        closings.clear()

        actions.reopen_place(actor=SYSTEM, place=place, day=TODAY + timedelta(days=3))

        (row,) = place.states.all()
        assert (row.valid_from, row.valid_to) == (TODAY, TODAY + timedelta(days=2))
        assert fresh(place).state == "emergency"
        assert closings == [PlaceReopened(place.pk, TODAY + timedelta(days=3))]

    def test_today_it_is_open_at_once_and_later_closings_stay(self) -> None:
        place = make_place()
        later = TODAY + timedelta(days=30)
        actions.set_place_state(actor=SYSTEM, place=place, state="repair", valid_from=TODAY)
        actions.set_place_state(actor=SYSTEM, place=place, state="paused", valid_from=later)

        actions.reopen_place(actor=SYSTEM, place=place, day=TODAY)

        assert fresh(place).state == "open"
        assert [(row.state, row.valid_from) for row in place.states.all()] == [("paused", later)]

    def test_there_must_be_something_to_end(self) -> None:
        place = make_place()
        actions.set_place_state(actor=SYSTEM, place=place, state="moved", valid_from=TODAY)
        assert problems(actions.reopen_place, actor=SYSTEM, place=place, day=TODAY) == {
            "day": ["В этот день место и так открыто."]
        }

    def test_a_closing_is_told_with_its_days(self, closings: list[Any]) -> None:
        place = make_place()
        last = TODAY + timedelta(days=2)
        given = {"place": place, "state": "paused", "reason": "санитарный день"}
        actions.set_place_state(actor=SYSTEM, valid_from=TODAY, valid_to=last, **given)
        assert closings == [PlaceClosed(place.pk, "paused", TODAY, last, "санитарный день")]
