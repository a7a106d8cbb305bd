"""The number of queries does not grow with the page."""

import pytest

from factories.places import make_district, make_place
from factories.programme import EventFactory, ProgrammeFactory


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/api/v1/events", 3),
        ("/api/v1/events?q=концерт", 3),
        ("/api/v1/events?programme=queries&district=tsentralny&facets=true", 5),
        ("/api/v1/sessions", 4),
        ("/api/v1/places", 3),
        ("/api/v1/organisations", 3),
        ("/api/v1/programmes", 3),
        ("/api/v1/changes", 6),
        ("/feeds/events.rss", 3),
        ("/feeds/events.ics", 4),
    ],
)
def test_queries_do_not_grow_with_the_page(
    ask, db, frozen, django_assert_num_queries, number, address, queries
):
    district, programme = make_district(code="tsentralny"), ProgrammeFactory(slug="queries")
    for _ in range(number):
        EventFactory(publish=True, place=make_place(district=district), programme_id=programme.pk)
    ask("/api/v1/events?district=tsentralny")
    with django_assert_num_queries(queries):
        assert ask(address).status_code == 200


@pytest.mark.parametrize("kind", ["events", "places"])
def test_queries_of_one_record(ask, db, frozen, django_assert_num_queries, kind):
    event = EventFactory(publish=True)
    key = event.pk if kind == "events" else event.place_id
    with django_assert_num_queries(1):
        assert ask(f"/api/v1/{kind}/{key}").status_code == 200
