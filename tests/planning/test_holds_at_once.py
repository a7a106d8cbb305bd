"""Several people at once want one hall: one gets it. And without the database's guard more than one would."""

import threading
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import connection

from factories.people import make_organisation
from factories.places import make_hall, make_place
from factories.planning import EVENING, hold_hall, without_guard
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.planning.holds.claims import Taken, span_of
from karavan.planning.models import Hold
from karavan.programme import actions as programme
from karavan.programme.drafts import SessionDraft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at_once(*doings):
    """Do all this in threads that begin together; what each came to: "held", "taken" or an error."""
    gate, told = threading.Barrier(len(doings)), []

    def run(doing):
        try:
            gate.wait(10)
            doing()
            told.append("held")
        except Taken:
            told.append("taken")
        except BaseException as error:  # noqa: BLE001 - the test tells of it
            told.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def overlaps():
    """Pairs of stored holds, in one place or one inside the other, whose times overlap."""
    found = 0
    for one, other in combinations(Hold.objects.select_related("place"), 2):
        (start, end), (begins, ends) = span_of(one), span_of(other)
        paths = sorted([one.place.path, other.place.path])
        found += paths[1].startswith(paths[0]) and start < ends and begins < end
    return found


def rush():
    """Eight who want a house, its halls, or the same hall, at about the same time."""
    house = make_place(organisation=make_organisation())
    hall = make_hall(house)
    wanted = [
        (hall, 0),
        (house, 10),
        (hall, 20),
        (house, 30),
        (hall, -10),
        (hall, -20),
        (house, 40),
        (hall, 50),
    ]
    return at_once(
        *(lambda place=place, late=late: hold_hall(place, EVENING + late * MINUTE) for place, late in wanted)
    )


def publish_beside_a_hold():
    """One publishes a date, another holds the hall, a third its house."""
    house = make_place(organisation=make_organisation())
    hall = make_hall(house)
    event = EventFactory(place=hall, sessions=(SessionDraft(EVENING, EVENING + HOUR),))
    return at_once(
        lambda: programme.publish_event(actor=SYSTEM, event=event),
        lambda: hold_hall(hall, EVENING + 30 * MINUTE),
        lambda: hold_hall(house, EVENING - 30 * MINUTE),
    )


def test_of_eight_one_gets_the_hall():
    assert rush() == ["held"] + ["taken"] * 7
    assert overlaps() == 0


def test_negative_control_without_the_guard_all_eight_get_it():
    with without_guard():
        assert rush() == ["held"] * 8
        assert overlaps() == 28


def test_a_date_is_published_or_the_hall_is_held():
    assert publish_beside_a_hold() == ["held", "taken", "taken"]
    assert overlaps() == 0


def test_negative_control_without_the_guard_the_date_and_the_holds_overlap():
    with without_guard():
        assert publish_beside_a_hold() == ["held"] * 3
        assert overlaps() == 3


def test_halls_side_by_side_are_all_held_at_once():
    house = make_place(organisation=make_organisation())
    halls = [make_hall(house) for _ in range(6)]
    assert at_once(*(lambda hall=hall: hold_hall(hall) for hall in halls)) == ["held"] * 6
