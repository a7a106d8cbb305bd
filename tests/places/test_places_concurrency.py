from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.periods import span_of
from karavan.places import actions
from karavan.places.models import Place, PlaceStateRow

START = date(2027, 1, 1)
AT_ONCE = 4


def all_at_once(work: Callable[[int], None]) -> None:
    """Run the work in four threads that begin together, each with a connection of its own."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> None:
        try:
            barrier.wait(10)
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, range(AT_ONCE)))


def overlaps(place: Place) -> int:
    rows = list(PlaceStateRow.objects.filter(place=place))
    return sum(
        span_of(one).meets(span_of(other)) for number, one in enumerate(rows) for other in rows[:number]
    )


@pytest.mark.django_db(transaction=True)
def test_states_set_at_once_never_overlap() -> None:
    place = make_place()

    def close(number: int) -> None:
        actions.set_place_state(
            actor=SYSTEM,
            place=Place.objects.get(pk=place.pk),
            state="repair",
            valid_from=START + timedelta(days=number),
            reason=str(number),
        )

    all_at_once(close)

    assert PlaceStateRow.objects.filter(place=place).count() == AT_ONCE
    assert overlaps(place) == 0


@pytest.mark.django_db(transaction=True)
def test_written_past_the_actions_they_would() -> None:
    place = make_place()

    def close(number: int) -> None:
        PlaceStateRow.objects.create(place=place, state="repair", valid_from=START + timedelta(days=number))

    all_at_once(close)

    assert overlaps(place) == 6
