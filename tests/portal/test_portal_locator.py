"""The outline of the city with a dot, on pages of places and events."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.portal import locator
from karavan.portal.ground import ring

HOUSE = {"id": "5", "lat": 55.1684, "lon": 61.3972}


def test_a_dot_stands_in_the_outline():
    found = locator.locator(HOUSE)
    assert found is not None
    assert found.url == "/events/?place=5&view=map"
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', found.svg).groups())
    x, y = map(float, re.search(r'cx="([\d.]+)" cy="([\d.]+)"', found.svg).groups())
    assert (width, height) == (86, 108)
    # The centre lies a little east of the middle and a little north of it.
    assert (round(x), round(y)) == (48, 50)


def test_the_drawing_is_small_and_keeps_the_shape():
    found = locator.locator(HOUSE)
    assert found is not None
    assert len(found.svg.encode()) < 3000
    outline = locator._outline(str(locator.settings.MAP_BOUNDARY))
    assert outline is not None
    every = [outline.at(lat, lon) for lon, lat in ring()]
    few = locator.simplified(every, locator.TOLERANCE)
    assert len(few) < len(every) / 3
    assert abs(_area(few) / _area(every) - 1) < 0.02


def _area(points):
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * down - right * y for (x, y), (right, down) in pairs)) / 2


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=30),
    st.sampled_from([0.0, 0.5, 3.0]),
)
def test_a_simplified_line_keeps_its_ends_and_its_order(points, tolerance):
    kept = locator.simplified(points, tolerance)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    rest = iter(points)
    assert all(point in rest for point in kept)


@pytest.mark.parametrize(
    "place",
    [
        {**HOUSE, "lat": None, "lon": None},
        {**HOUSE, "lat": 55.75, "lon": 37.62},
    ],
)
def test_no_point_in_the_city_no_locator(place):
    assert locator.locator(place) is None


def test_no_border_no_locator(settings):
    settings.MAP_BOUNDARY = ""
    assert locator.locator(HOUSE) is None


@pytest.mark.slow
def test_pages_of_places_and_events_say_where_in_the_city(city, read):
    for address in (f"/places/{city.house.pk}/", f"/events/{city.concert.pk}/"):
        figure = read(address).one("figure", class_="locator")
        assert figure.one("svg")["aria-hidden"] == "true"
        assert figure.text == "Где это в городеНа карте афиши"
    place = read(f"/places/{city.house.pk}/").one("figure", class_="locator").one("a")
    assert read(place["href"]).one("h1").text == "Афиша"
    assert read(f"/places/{city.site.pk}/").all("figure", class_="locator") == []
    assert read(f"/events/{city.stream.pk}/").all("figure", class_="locator") == []
