"""Dates hold their halls, whichever way an event is changed, and hinder no other change of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place
from factories.planning import EVENING, hold_hall
from factories.programme import EventFactory
from karavan.kernel.actions import unit_of_work
from karavan.kernel.actor import SYSTEM
from karavan.planning import actions as planning
from karavan.planning import queries
from karavan.planning.enums import Firmness
from karavan.planning.holds.claims import Taken
from karavan.planning.models import Claim, Hold
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import Calendar, EventStatus, OrganiserRole
from karavan.programme.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUR = timedelta(hours=1)


@pytest.fixture
def hall():
    return make_hall(make_place(organisation=make_organisation()), name="Большой зал")


def evening(hall, start=EVENING, hours=2, **given):
    end = None if hours is None else start + hours * HOUR
    return EventFactory(place=hall, sessions=(SessionDraft(start, end),), **given)


def spans():
    rows = Hold.objects.filter(released_at__isnull=True).order_by("starts_at")
    return [(hold.place.name, hold.starts_at, hold.ends_at) for hold in rows]


def test_a_public_date_holds_its_hall_and_nobody_else_gets_it(hall):
    event = evening(hall, publish=True, title="Вечер")
    (hold,) = Hold.objects.all()
    assert (hold.session, hold.firmness) == (event.sessions.get(), Firmness.FIRM)
    assert hold.organisation == event.organisers.get().organisation
    rival = evening(hall, EVENING + HOUR)
    assert Hold.objects.count() == 1
    with pytest.raises(Taken) as caught, translation.override("en"):
        actions.publish_event(actor=SYSTEM, event=rival)
    assert str(caught.value) == (
        f"“Большой зал” is held for “Вечер” ({hold.organisation}): 01.05.2030, 18:00–20:00."
    )
    rival.refresh_from_db()
    assert rival.status == EventStatus.DRAFT
    with pytest.raises(Taken):
        hold_hall(hall)


def test_whoever_publishes_is_told_as_much_as_they_may_know(hall):
    owner = make_organisation(name="Свои")
    hold_hall(hall, organisation=owner)
    friend, stranger = make_editor(owner), make_organisation()
    told = {}
    for name, lead in (("friend", owner), ("stranger", stranger)):
        event = evening(hall, organisers=[(lead, OrganiserRole.LEAD)])
        actor = friend if name == "friend" else make_editor(stranger)
        with pytest.raises(Taken) as caught, translation.override("en"):
            actions.publish_event(actor=actor, event=event)
        told[name] = str(caught.value)
    assert told == {
        "friend": "“Большой зал” is held by Свои: 01.05.2030, 18:00–20:00.",
        "stranger": "“Большой зал” is held by another organisation: 01.05.2030, 18:00–20:00.",
    }


def test_a_date_without_an_end_is_taken_to_last_two_hours_and_the_message_says_so(hall):
    evening(hall, hours=None, publish=True)
    with pytest.raises(Taken) as caught, translation.override("en"):
        evening(hall, EVENING + 1.5 * HOUR, publish=True)
    assert str(caught.value).endswith("Its end is not known: it is taken to last two hours.")


def test_drafts_buildings_and_what_is_over_hold_nothing(hall):
    evening(hall)
    evening(hall.parent, publish=True)
    evening(hall.parent, publish=True)
    evening(hall, timezone.now() - 5 * HOUR, publish=True)
    assert Hold.objects.count() == 0


def test_a_hold_follows_its_date(hall):
    other = make_hall(hall.parent, name="Малый зал")
    event = evening(hall, publish=True)
    planning.move_hold(actor=SYSTEM, hold=Hold.objects.get(), build_up=30)
    session = event.sessions.get()
    actions.move_session(actor=SYSTEM, session=session, starts_at=EVENING + 24 * HOUR)
    assert spans() == [("Большой зал", EVENING + 24 * HOUR, session.ends_at)]
    assert Claim.objects.filter(lane_from=0).get().starts_at == EVENING + 23.5 * HOUR
    actions.update_event(actor=SYSTEM, event=event, place=other)
    assert [name for name, *_ in spans()] == ["Малый зал"]
    actions.update_event(actor=SYSTEM, event=event, place=hall.parent)
    assert spans() == []
    actions.update_event(actor=SYSTEM, event=event, place=hall)
    actions.cancel_session(actor=SYSTEM, session=session, note="Болезнь")
    assert spans() == []
    actions.restore_session(actor=SYSTEM, session=session)
    assert len(spans()) == 1
    actions.withdraw_event(actor=SYSTEM, event=event)
    assert (Hold.objects.count(), Claim.objects.count()) == (0, 0)


def test_two_dates_change_places_in_one_save(hall):
    event = EventFactory(
        place=hall,
        calendar=Calendar.DATES,
        sessions=tuple(SessionDraft(EVENING + n * HOUR, EVENING + (n + 1) * HOUR) for n in range(3)),
        publish=True,
    )
    first, second, _third = event.sessions.all()
    with unit_of_work():
        actions.move_session(actor=SYSTEM, session=first, starts_at=second.starts_at, ends_at=second.ends_at)
        actions.move_session(actor=SYSTEM, session=second, starts_at=EVENING, ends_at=EVENING + HOUR)
    assert [start for _name, start, _end in spans()] == [EVENING + n * HOUR for n in range(3)]


def test_a_tentative_hold_of_a_draft_becomes_firm_with_it_and_moves_along(hall):
    event = evening(hall)
    session = event.sessions.get()
    until = timezone.now() + timedelta(days=3)
    hold = hold_hall(
        hall, session=session, expires_at=until, organisation=event.organisers.get().organisation
    )
    actions.update_event(actor=SYSTEM, event=event, title="Другое имя")
    hold.refresh_from_db()
    assert (hold.firmness, hold.expires_at) == (Firmness.TENTATIVE, until)
    actions.update_session(
        actor=SYSTEM, session=session, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR
    )
    hold.refresh_from_db()
    assert (hold.starts_at, hold.firmness) == (EVENING + HOUR, Firmness.TENTATIVE)
    actions.publish_event(actor=SYSTEM, event=event)
    hold.refresh_from_db()
    assert (hold.firmness, hold.expires_at, Hold.objects.count()) == (Firmness.FIRM, None, 1)


def test_what_comes_back_from_the_trash_holds_again_or_says_who_has_it_now(hall):
    event = evening(hall)
    lead = event.organisers.get().organisation
    until = timezone.now() + timedelta(days=3)
    hold_hall(hall, session=event.sessions.get(), expires_at=until, organisation=lead)
    trashed = actions.remove_event(actor=SYSTEM, event=event)
    assert (Hold.objects.count(), Claim.objects.count()) == (0, 0)
    other = hold_hall(hall)
    with pytest.raises(Taken):
        actions.restore_event(actor=SYSTEM, trashed=trashed)
    planning.release_hold(actor=SYSTEM, hold=other)
    actions.restore_event(actor=SYSTEM, trashed=trashed)
    assert Hold.objects.get(released_at=None).claims.count() == 2


def overlapping(hall):
    """Two public events in one hall at one time, as they stood before halls were held."""
    first, second = evening(hall, title="Первое"), evening(hall, title="Второе")
    moment = timezone.now()
    for event in (second, first):
        moment += timedelta(seconds=1)
        Event.objects.filter(pk=event.pk).update(status=EventStatus.PUBLISHED, published_at=moment)
        event.refresh_from_db()
    return first, second


def test_old_overlaps_are_listed_and_hinder_no_other_change(hall):
    late, early = overlapping(hall)
    found = planning.hold_sessions()
    assert (found.held, found.unheld) == (1, 1)
    assert list(queries.unheld_sessions()) == [late.sessions.get()]
    actions.update_event(actor=SYSTEM, event=late, title="Новое имя")
    actions.update_event(actor=SYSTEM, event=early, title="Другое имя")
    assert planning.hold_sessions() == type(found)(0, 0)
    with pytest.raises(Taken):
        actions.move_session(actor=SYSTEM, session=late.sessions.get(), starts_at=EVENING + HOUR)
    actions.move_session(actor=SYSTEM, session=late.sessions.get(), starts_at=EVENING + 5 * HOUR)
    assert list(queries.unheld_sessions()) == []
    assert len(spans()) == 2


def test_many_events_are_published_in_a_constant_number_of_queries(hall):
    halls = [make_hall(hall.parent) for _ in range(12)]
    few, many = [evening(each) for each in halls[:2]], [evening(each) for each in halls[2:]]
    counts = []
    for events in (few, many):
        with CaptureQueriesContext(connection) as seen:
            actions.publish_events(actor=SYSTEM, events=events)
        counts.append(sum("planning_" in query["sql"] for query in seen.captured_queries))
    assert counts[0] == counts[1]
    assert Hold.objects.count() == 12


def test_an_edit_that_touches_no_date_asks_twice(hall):
    event = evening(hall, publish=True)
    with CaptureQueriesContext(connection) as seen:
        actions.update_event(actor=SYSTEM, event=event, title="Другое имя")
    asked = [query["sql"] for query in seen.captured_queries if "planning_" in query["sql"]]
    assert len(asked) == 1
