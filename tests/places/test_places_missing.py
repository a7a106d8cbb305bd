from datetime import date, timedelta
from typing import Any

import pytest

from factories.places import make_hall, make_photo, make_place, make_survey, set_hours
from karavan.places.missing import hours_end, missing
from karavan.places.models import Place
from karavan.places.queries import load_places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)


def lacks(place: Place) -> list[str]:
    return [each.code for each in missing(load_places([place.pk])[place.pk], TODAY)]


def whole(until: date | None = None, **given: Any) -> Place:
    """A building of which nothing is missing, its hours in force until a day."""
    fields = {"how_to_get_in": "С улицы", "description": "Дворец", "lat": 55.1, "lon": 61.4, **given}
    place = make_place(**fields)
    set_hours(place, valid_to=until)
    make_survey(place)
    make_photo(place)
    return place


def test_of_a_bare_building_all_is_missing() -> None:
    assert lacks(make_place(address="")) == [
        "hours",
        "survey",
        "way_in",
        "point",
        "address",
        "photos",
        "description",
    ]


def test_of_a_whole_one_nothing() -> None:
    assert lacks(whole()) == []


def test_a_hall_takes_over_from_its_building_and_needs_a_number_of_seats() -> None:
    assert lacks(make_hall(whole())) == ["photos", "capacity"]


def test_a_monument_and_an_old_house_have_no_door() -> None:
    given = {"lat": 55.1, "lon": 61.4, "category": "kulturnoe-nasledie"}
    assert lacks(make_place(level="monument", kind="monument", **given)) == ["photos"]
    assert lacks(make_place(level="building", kind="architecture", **given)) == ["photos"]


def test_a_park_has_a_gate() -> None:
    assert lacks(make_place(level="site", kind="park", lat=55.1, lon=61.4))[:3] == [
        "hours",
        "survey",
        "way_in",
    ]


@pytest.mark.parametrize(("days", "found"), [(30, ["hours_end"]), (31, [])])
def test_hours_that_end_soon(days: int, found: list[str]) -> None:
    assert lacks(whole(TODAY + timedelta(days=days))) == found


def test_hours_that_others_follow_do_not_end() -> None:
    last = TODAY + timedelta(days=10)
    place = whole(last)
    assert hours_end(load_places([place.pk])[place.pk].schedule, TODAY) == last
    set_hours(place, valid_from=last + timedelta(days=1))
    assert hours_end(load_places([place.pk])[place.pk].schedule, TODAY) is None


def test_an_old_survey() -> None:
    place = make_place(how_to_get_in="С улицы", description="Дворец", lat=55.1, lon=61.4)
    set_hours(place)
    make_photo(place)
    make_survey(place, surveyed_on=date(2023, 11, 1))
    assert lacks(place) == ["survey_old"]
