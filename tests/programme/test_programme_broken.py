from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from factories.closing import MONDAY, at, close, make_event, make_show
from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_hall, make_place, set_hours
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.periods import Span
from karavan.places import actions as places
from karavan.places.models import Place
from karavan.programme import actions
from karavan.programme.alternatives import free_for
from karavan.programme.broken import broken_by, broken_sessions
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft
from karavan.programme.enums import Calendar, Entry
from karavan.programme.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEXT_WEEK = Span(date(2026, 11, 30), date(2026, 12, 6))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon of Monday 2026-11-23 in the city."""
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


class TestBrokenBy:
    def test_sessions_in_the_place_and_below_on_its_days(self) -> None:
        building = make_place()
        hall, elsewhere = make_hall(building), make_place()
        series = make_event(building, at(29, 18), at(30, 18), at(6, 18, 12), at(7, 18, 12))
        guest = make_event(elsewhere, at(1, 12, 12))
        session = guest.sessions.get()
        actions.update_session(actor=SYSTEM, session=session, place=hall)
        make_event(elsewhere, at(1, 12, 12))

        found = broken_by(building, NEXT_WEEK, actor=SYSTEM)

        dates = list(series.sessions.order_by("starts_at"))
        assert [each.session for each in found] == [dates[1], session, dates[2]]
        assert [each.place for each in found] == [building, hall, building]
        assert all(each.editable and not each.settled for each in found)

    def test_cancelled_ones_drafts_and_what_is_over(self) -> None:
        place = make_place()
        draft = make_event(place, at(24, 18), publish=False)
        make_event(place, at(23, 9))
        called_off = make_event(place, at(24, 12))
        actions.cancel_session(actor=SYSTEM, session=called_off.sessions.get(), note="Болезнь")
        withdrawn = make_event(place, at(24, 12))
        actions.withdraw_event(actor=SYSTEM, event=withdrawn)

        found = broken_by(place, Span(MONDAY, None), actor=SYSTEM)

        assert [(each.event, each.is_public) for each in found] == [(draft, False)]

    def test_a_session_of_several_days_but_not_a_night(self) -> None:
        place = make_place()
        night = SessionDraft(at(29, 22), at(30, 5))
        festival = SessionDraft(at(28, 10), at(30, 20))
        event = EventFactory(place=place, calendar=Calendar.DATES, sessions=(festival, night), publish=True)

        found = broken_by(place, NEXT_WEEK, actor=SYSTEM)

        assert [each.session for each in found] == [event.sessions.get(starts_at=at(28, 10))]

    def test_a_period_with_the_hours_of_its_place_closes_by_itself(self) -> None:
        place = make_place()
        set_hours(place)
        show = make_show(place)

        (found,) = broken_by(place, NEXT_WEEK, actor=SYSTEM)
        (lasting,) = broken_by(place, Span(date(2026, 12, 1), date(2026, 12, 20)), actor=SYSTEM)

        assert (found.event, found.session, found.settled, found.key) == (show, None, True, f"e{show.pk}")
        assert (found.days, lasting.settled) == (NEXT_WEEK, False)

    def test_a_period_with_hours_of_its_own_is_broken_until_its_days_are_shut(self) -> None:
        place = make_place()
        show = make_show(place, hours=True)
        span = Span(date(2026, 12, 19), date(2026, 12, 25))

        (found,) = broken_by(place, span, actor=SYSTEM)
        assert (found.settled, found.days, found.owns_hours) == (False, Span(span.start, show.date_to), True)

        days = [DayExceptionDraft(date(2026, 12, day)) for day in (19, 20)]
        hours = [HoursDraft(row.weekday, row.opens, row.closes) for row in show.hours.all()]
        actions.set_hours(actor=SYSTEM, event=show, hours=hours, day_exceptions=days)
        assert broken_by(place, span, actor=SYSTEM) == []

    def test_says_who_may_mend_it_and_whether_tickets_are_out(self) -> None:
        ours = make_organisation()
        place = make_place(organisation=ours)
        mine = make_event(place, at(24, 18), lead=ours)
        theirs = make_event(place, at(25, 18), entry=Entry.TICKET)

        found = broken_by(place, Span(MONDAY, None), actor=make_editor(ours))

        assert [(each.event, each.editable, each.sells) for each in found] == [
            (mine, True, False),
            (theirs, False, True),
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, count: int, django_assert_num_queries: object) -> None:
        place = make_place()
        make_show(place, hours=True)
        make_event(place, *(at(24 + number, 18) for number in range(count)))
        actor = make_coordinator()
        with django_assert_num_queries(10):  # type: ignore[operator]
            assert len(broken_by(place, Span(MONDAY, None), actor=actor)) == count + 1


class TestBrokenSessions:
    def test_nothing_closed_is_one_query_and_nothing(self, django_assert_num_queries: object) -> None:
        make_event(make_place(), at(24, 18))
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert broken_sessions(SYSTEM) == []

    def test_what_an_actor_may_mend(self) -> None:
        ours = make_organisation()
        building = make_place()
        hall = make_hall(building)
        mine = make_event(hall, at(24, 18), at(2, 18, 12), lead=ours)
        theirs = make_event(hall, at(24, 12))
        close(building, date(2026, 11, 24), date(2026, 11, 30))

        assert [each.session for each in broken_sessions(make_editor(ours))] == [mine.sessions.first()]
        assert [each.event for each in broken_sessions(make_coordinator())] == [theirs, mine]
        assert broken_sessions(make_editor(make_organisation())) == []
        assert broken_sessions(None) == []

    def test_a_reopened_place_breaks_nothing(self) -> None:
        place = make_place()
        make_event(place, at(24, 18), at(28, 18))
        close(place, MONDAY)
        places.reopen_place(actor=SYSTEM, place=place, day=date(2026, 11, 27))

        assert [each.moment for each in broken_sessions(SYSTEM)] == [at(24, 18)]

    def test_what_mends_itself_is_left_out(self) -> None:
        place = make_place()
        set_hours(place)
        make_show(place)
        close(place, MONDAY, date(2026, 11, 27))
        assert broken_sessions(SYSTEM) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, count: int, django_assert_num_queries: object) -> None:
        for _number in range(count):
            place = make_place()
            make_event(place, at(24, 18))
            make_show(place, hours=True)
            close(place, MONDAY)
        actor = make_coordinator()
        with django_assert_num_queries(11):  # type: ignore[operator]
            assert len(broken_sessions(actor)) == 2 * count


class TestAlternatives:
    def test_free_open_places_the_large_enough_and_nearest_first(self) -> None:
        site = make_place(level="site", address="")
        closed, sister = (
            make_place(parent=site, capacity=100),
            make_place(parent=site, capacity=100, name="Б"),
        )
        small = make_hall(sister, capacity=30)
        far = make_place(capacity=300, name="А")
        taken, shut = make_place(capacity=300), make_place(capacity=300)
        make_event(taken, at(24, 19))
        close(shut, MONDAY)
        make_event(closed, at(24, 18), at(25, 18))
        broken = broken_by(closed, Span(MONDAY, None), actor=SYSTEM)

        found = free_for(broken, [far, taken, shut, closed, small, sister])

        first, second = broken
        assert found[first.key] == [sister, far, small]
        assert found[second.key] == [sister, far, taken, small]

    def test_nothing_to_place_asks_nothing(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert free_for([], [Place(pk=1)]) == {}


def test_sessions_know_their_event() -> None:
    place = make_place()
    make_event(place, at(24, 18))
    assert isinstance(broken_by(place, Span(), actor=SYSTEM)[0].session, Session)
