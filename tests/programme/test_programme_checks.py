from datetime import UTC, date, datetime, time, timedelta

import pytest

from factories.places import make_hall, make_place, set_hours
from factories.programme import START, EventFactory
from karavan.kernel.provenance import Certainty
from karavan.places.enums import Rights
from karavan.programme.checks import Problem, by_path, missing
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft
from karavan.programme.models import Event
from karavan.programme.queries import load_events

pytestmark = pytest.mark.django_db


def codes(event: Event) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in missing(load_events([event.pk])[0])]


def test_a_complete_event_lacks_nothing():
    assert codes(EventFactory()) == []


def test_everything_that_is_missing_is_named_in_the_order_of_the_form():
    event = EventFactory(age_mark=None, place=None, sessions=(), price_kind="unknown", organisers=())
    assert codes(event) == [
        ("age_mark", "age_mark_missing"),
        ("place", "place_missing"),
        ("sessions", "date_missing"),
        ("price_kind", "price_unknown"),
        ("organisers", "organiser_missing"),
    ]


def test_zero_is_an_age_mark():
    assert codes(EventFactory(age_mark=0)) == []


def test_an_online_link_stands_for_a_place():
    assert codes(EventFactory(place=None, online_url="https://example.org/live")) == []


def test_places_of_all_sessions_stand_for_a_place_of_the_event():
    place = make_place()
    later = START + timedelta(days=1)
    both = (SessionDraft(START, place_id=place.pk), SessionDraft(later, place_id=place.pk))
    one = (SessionDraft(START, place_id=place.pk), SessionDraft(later))
    assert codes(EventFactory(place=None, calendar="dates", sessions=both)) == []
    assert codes(EventFactory(place=None, calendar="dates", sessions=one)) == [("place", "place_missing")]


def test_a_single_event_has_exactly_one_date():
    sessions = (SessionDraft(START), SessionDraft(START + timedelta(days=1)))
    assert codes(EventFactory(sessions=sessions)) == [("calendar", "too_many_dates")]
    assert codes(EventFactory(sessions=sessions, calendar="dates")) == []
    assert codes(EventFactory(sessions=(), calendar="dates")) == [("sessions", "date_missing")]


def test_a_period_needs_both_days_and_hours():
    event = EventFactory(calendar="periodic", sessions=())
    assert codes(event) == [
        ("date_from", "date_from_missing"),
        ("date_to", "date_to_missing"),
        ("hours", "hours_missing"),
    ]


def test_a_period_may_keep_the_hours_of_its_place_or_of_the_building_around_it():
    building = make_place()
    hall = make_hall(building)
    period = {
        "calendar": "periodic",
        "date_from": date(2027, 3, 1),
        "date_to": date(2027, 4, 1),
        "sessions": (),
    }
    event = EventFactory(place=hall, **period)
    assert codes(event) == [("hours", "hours_missing")]
    set_hours(building)
    assert codes(event) == []


def test_a_permanent_event_needs_hours_only():
    hours = (HoursDraft(0, time(10), time(18)),)
    assert codes(EventFactory(calendar="permanent", sessions=(), hours=hours)) == []
    assert codes(EventFactory(calendar="permanent", sessions=())) == [("hours", "hours_missing")]


def test_exceptions_alone_are_no_hours():
    exceptions = (DayExceptionDraft(date(2027, 3, 8)),)
    event = EventFactory(calendar="permanent", sessions=(), day_exceptions=exceptions)
    assert codes(event) == [("hours", "hours_missing")]


def test_a_picture_needs_alt_author_source_and_rights():
    event = EventFactory()
    Event.objects.filter(pk=event.pk).update(picture="events/a.png")
    assert codes(event) == [
        ("picture_alt", "picture_alt_missing"),
        ("picture_author", "picture_author_missing"),
        ("picture_source", "picture_source_missing"),
        ("picture_rights", "picture_rights_missing"),
    ]
    Event.objects.filter(pk=event.pk).update(
        picture_alt="Афиша", picture_author="Музей", picture_source="архив", picture_rights=Rights.OWN
    )
    assert codes(event) == []


def test_a_paid_event_needs_its_lowest_price():
    assert codes(EventFactory(price_kind="paid")) == [("price_min", "price_missing")]
    assert codes(EventFactory(price_kind="paid", price_min=30_000)) == []
    assert codes(EventFactory(price_kind="donation")) == []


def test_only_a_paid_event_with_a_stated_price_is_on_the_pushkin_card():
    refused = ("pushkin_card", "card_without_price")
    assert codes(EventFactory(price_kind="paid", price_min=30_000, pushkin_card=True)) == []
    assert codes(EventFactory(price_kind="paid", pushkin_card=True)) == [
        ("price_min", "price_missing"),
        refused,
    ]
    paid, free = (
        SessionDraft(START, price_kind="paid", price_min=100),
        SessionDraft(START, price_kind="free"),
    )
    dates = {"calendar": "dates", "price_kind": "unknown", "pushkin_card": True}
    assert codes(EventFactory(sessions=(paid, paid), **dates)) == []
    assert codes(EventFactory(sessions=(paid, free), **dates)) == [refused]
    assert codes(EventFactory(pushkin_card=False)) == codes(EventFactory(pushkin_card=None)) == []


def test_prices_of_all_sessions_stand_for_a_price_of_the_event():
    priced = (SessionDraft(START, price_kind="free"),)
    assert codes(EventFactory(price_kind="unknown", sessions=priced)) == []
    unpriced = (SessionDraft(START, price_kind="paid"),)
    assert codes(EventFactory(sessions=unpriced)) == [("sessions.0.price_min", "price_missing")]


def test_a_session_outside_the_period_is_named_by_its_local_day():
    # 19:30 UTC on 28 February is 00:30 on 1 March in the city.
    inside = SessionDraft(datetime(2027, 2, 28, 19, 30, tzinfo=UTC))
    outside = SessionDraft(datetime(2027, 3, 2, 19, 30, tzinfo=UTC))
    days = {"date_from": date(2027, 3, 1), "date_to": date(2027, 3, 2), "calendar": "dates"}
    assert codes(EventFactory(sessions=(inside, outside), **days)) == [
        ("sessions.1.starts_at", "session_outside")
    ]


def test_an_end_before_the_start_is_named():
    # The database refuses such a session; an office form may hold one that is not saved yet.
    (event,) = load_events([EventFactory().pk])
    event.sessions.all()[0].ends_at = START - timedelta(hours=1)
    assert [(each.path, each.code) for each in missing(event)] == [("sessions.0.ends_at", "session_order")]


def test_facts_not_to_be_shown_are_not_published():
    assert codes(EventFactory(certainty=Certainty.C)) == [("certainty", "not_to_be_shown")]


def test_messages_are_gathered_by_path():
    problems = [Problem("a", "x", "one"), Problem("b", "y", "two"), Problem("a", "z", "three")]
    assert by_path(problems) == {"a": ["one", "three"], "b": ["two"]}
