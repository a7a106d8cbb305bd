"""Several people close places and move sessions at the same moment, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from factories.closing import at, make_event
from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.periods import span_of
from karavan.places.models import Place, PlaceStateRow
from karavan.places.queries import state_mark
from karavan.programme import actions
from karavan.programme.decisions import Decision, Step
from karavan.programme.models import Event, Session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AT_ONCE = 4
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 5)


def all_at_once(work: Callable[[int], None]) -> int:
    """Run the work in four threads that begin together; how many of them were not refused."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> bool:
        try:
            barrier.wait(10)
            work(number)
        except (Invalid, Conflict):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(run, range(AT_ONCE)))


def close(place: Place, decisions: dict[str, Decision], seen: str | None = None) -> None:
    actions.close_place(
        actor=SYSTEM,
        place=Place.objects.get(pk=place.pk),
        state="emergency",
        valid_from=FIRST,
        valid_to=LAST,
        reason="Прорвало трубу",
        decisions=decisions,
        seen=seen,
    )


def houses() -> list[tuple[Place, Event]]:
    """Four houses, each with one event at the same hour of a day on which they close."""
    moment = at(2, 18, 3).replace(year=2027)
    return [(place, make_event(place, moment)) for place in (make_place() for _number in range(AT_ONCE))]


def test_one_hall_goes_to_one_of_those_who_move_into_it() -> None:
    there = houses()
    hall = make_place(name="Свободный зал")

    def move(number: int) -> None:
        place, event = there[number]
        close(place, {f"s{event.sessions.get().pk}": Decision(Step.MOVE, hall.pk)})

    assert all_at_once(move) == 1
    assert Session.objects.filter(place=hall).count() == 1
    assert PlaceStateRow.objects.count() == 1


def test_without_the_check_it_would_go_to_all() -> None:
    there = houses()
    hall = make_place()

    def move(number: int) -> None:
        place, event = there[number]
        close(place, {f"s{event.sessions.get().pk}": Decision(Step.MOVE, hall.pk, share=True)})

    assert all_at_once(move) == AT_ONCE
    assert Session.objects.filter(place=hall).count() == AT_ONCE


def test_of_those_who_close_a_place_by_the_same_list_one_does() -> None:
    place, event = houses()[0]
    seen = state_mark(place)
    key = f"s{event.sessions.get().pk}"

    assert all_at_once(lambda number: close(place, {key: Decision(Step.CANCEL, note=str(number))}, seen)) == 1
    assert PlaceStateRow.objects.count() == 1


def test_without_the_mark_all_do_and_no_day_has_two_states() -> None:
    place, event = houses()[0]
    key = f"s{event.sessions.get().pk}"

    assert all_at_once(lambda number: close(place, {key: Decision(Step.CANCEL)})) == AT_ONCE
    rows = list(PlaceStateRow.objects.all())
    assert [span_of(row).meets(span_of(rows[0])) for row in rows] == [True]
    assert event.sessions.get().status == "cancelled"
