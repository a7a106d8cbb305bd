from datetime import UTC, datetime, timedelta

import pytest

from factories.places import make_place
from factories.programme import START, EventFactory, SessionFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.events import EventChanged
from karavan.programme.models import Event, Session

pytestmark = pytest.mark.django_db

LATER = START + timedelta(days=7)
TWO_HOURS = timedelta(hours=2)


def public_session(**given) -> Session:
    event = EventFactory(calendar="dates", sessions=[SessionDraft(START, **given)], publish=True)
    return event.sessions.get()


def stored(session: Session, *names: str) -> tuple:
    return Session.objects.values_list(*names).get(pk=session.pk)


def problems(call, **given):
    with pytest.raises(Invalid) as caught:
        call(actor=SYSTEM, **given)
    return set(caught.value.problems)


def line(verb: str) -> tuple:
    found = JournalLine.objects.get(verb=verb)
    return found.subject_type, found.subject_id, found.before, found.after, found.reason


def test_a_date_is_added_and_changed():
    session = SessionFactory(capacity=50)
    stamp = session.event.updated_at
    place = make_place()
    actions.update_session(
        actor=SYSTEM, session=session, capacity=60, place=place, starts_at=LATER, price_kind="free"
    )
    assert stored(session, "capacity", "place", "starts_at", "price_kind") == (60, place.pk, LATER, "free")
    assert Event.objects.get(pk=session.event_id).updated_at > stamp
    assert line("session.changed") == (
        "programme.session",
        session.pk,
        {"capacity": 50, "place_id": None, "starts_at": str(START), "price_kind": ""},
        {"capacity": 60, "place_id": place.pk, "starts_at": str(LATER), "price_kind": "free"},
        "",
    )


def test_each_change_of_a_date_is_news_of_its_event(heard):
    session = SessionFactory()
    heard.clear()
    actions.update_session(actor=SYSTEM, session=session, capacity=60)
    actions.update_session(actor=SYSTEM, session=session, capacity=60)
    assert heard == [EventChanged(session.event_id)]


def test_faults_of_a_date_are_named():
    session = SessionFactory()
    naive = datetime(2027, 3, 1, 18)
    assert problems(actions.add_session, event=session.event, session=SessionDraft(naive)) == {"starts_at"}
    given = {"ends_at": START, "place_id": 10**12, "facilities": ["lift"], "capacity": -1}
    assert problems(actions.update_session, session=session, **given) == set(given)
    with pytest.raises(TypeError):
        actions.update_session(actor=SYSTEM, session=session, status="cancelled")
    assert stored(session, "capacity") == (None,)


def test_a_public_date_is_moved_and_not_just_changed():
    session = public_session()
    assert problems(actions.update_session, session=session, starts_at=LATER) == {"starts_at"}
    actions.update_session(actor=SYSTEM, session=session, starts_at=START, ends_at=START + TWO_HOURS)
    assert stored(session, "starts_at", "ends_at", "status") == (START, START + TWO_HOURS, "scheduled")


def test_a_moved_date_keeps_its_length_and_where_it_stood():
    session = public_session(ends_at=START + TWO_HOURS)
    place = make_place()
    actions.move_session(actor=SYSTEM, session=session, starts_at=LATER, place=place, note="Гастроли")
    assert stored(session, "starts_at", "ends_at", "moved_from", "status", "note", "place") == (
        LATER,
        LATER + TWO_HOURS,
        START,
        "moved",
        "Гастроли",
        place.pk,
    )
    assert line("session.moved") == (
        "programme.session",
        session.pk,
        {
            "starts_at": str(START),
            "ends_at": str(START + TWO_HOURS),
            "place_id": None,
            "note": "",
            "moved_from": None,
            "status": "scheduled",
        },
        {
            "starts_at": str(LATER),
            "ends_at": str(LATER + TWO_HOURS),
            "place_id": place.pk,
            "note": "Гастроли",
            "moved_from": str(START),
            "status": "moved",
        },
        "Гастроли",
    )


def test_moved_twice_it_names_the_first_moment_and_moved_back_none():
    session = public_session()
    for starts_at in (LATER, LATER + timedelta(days=1)):
        actions.move_session(actor=SYSTEM, session=session, starts_at=starts_at)
        assert stored(session, "starts_at", "moved_from", "status") == (starts_at, START, "moved")
    actions.move_session(actor=SYSTEM, session=session, starts_at=START)
    assert stored(session, "starts_at", "moved_from", "status") == (START, None, "scheduled")


def test_a_date_moves_to_another_place_at_the_same_moment():
    session, place = public_session(), make_place()
    actions.move_session(actor=SYSTEM, session=session, starts_at=START, place=place)
    assert stored(session, "starts_at", "moved_from", "status", "place") == (START, START, "moved", place.pk)


def test_a_date_cannot_move_out_of_the_public_period():
    day = START.date()
    event = EventFactory(date_from=day, date_to=day, publish=True)
    session = event.sessions.get()
    assert problems(actions.move_session, session=session, starts_at=LATER) == {"sessions.0.starts_at"}
    naive = datetime(2027, 3, 1, 20)
    assert problems(actions.move_session, session=session, starts_at=naive) == {"starts_at"}
    assert stored(session, "starts_at", "status") == (START, "scheduled")


def test_a_cancelled_date_stays_and_says_why():
    session = public_session()
    assert problems(actions.cancel_session, session=session, note="") == {"note"}
    actions.cancel_session(actor=SYSTEM, session=session, note="Болезнь <b>артиста</b>")
    assert stored(session, "status", "note", "starts_at") == ("cancelled", "Болезнь артиста", START)
    assert line("session.cancelled")[2:] == (
        {"status": "scheduled", "note": ""},
        {"status": "cancelled", "note": "Болезнь артиста"},
        "Болезнь артиста",
    )
    with pytest.raises(Conflict):
        actions.move_session(actor=SYSTEM, session=session, starts_at=LATER)
    with pytest.raises(Conflict):
        actions.mark_sold_out(actor=SYSTEM, session=session)


def test_sold_out_and_on_sale_again():
    session, moved = public_session(), public_session()
    actions.move_session(actor=SYSTEM, session=moved, starts_at=LATER)
    for each in (session, moved):
        actions.mark_sold_out(actor=SYSTEM, session=each)
    assert stored(session, "status") == stored(moved, "status") == ("sold_out",)
    for each in (session, moved):
        actions.mark_sold_out(actor=SYSTEM, session=each, sold_out=False)
        actions.mark_sold_out(actor=SYSTEM, session=each, sold_out=False)
    assert (stored(session, "status"), stored(moved, "status")) == (("scheduled",), ("moved",))
    assert JournalLine.objects.filter(verb="session.on_sale_again").count() == 2


def test_only_a_date_that_was_never_public_is_removed():
    session, public = SessionFactory(), public_session()
    pk = session.pk
    actions.remove_session(actor=SYSTEM, session=session)
    with pytest.raises(Conflict):
        actions.remove_session(actor=SYSTEM, session=public)
    assert list(Session.objects.all()) == [public]
    assert line("session.removed")[:2] == ("programme.session", pk)


def test_a_gone_date_is_a_conflict():
    session = SessionFactory()
    actions.remove_session(actor=SYSTEM, session=Session.objects.get(pk=session.pk))
    with pytest.raises(Conflict):
        actions.cancel_session(actor=SYSTEM, session=session, note="Дождь")


def test_a_stale_date_does_not_undo_what_others_changed():
    session = SessionFactory()
    stale = Session.objects.get(pk=session.pk)
    actions.update_session(actor=SYSTEM, session=session, capacity=10)
    actions.update_session(actor=SYSTEM, session=stale, note="Фойе")
    assert stored(session, "capacity", "note") == (10, "Фойе")
    assert session.starts_at.tzinfo == UTC
