from datetime import UTC, date, datetime, time, timedelta

import pytest

from factories.people import make_editor, make_organisation
from factories.places import make_place
from factories.programme import START, BenefitCategoryFactory, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.actions import SessionEdit, Shift, edit_event
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, PerformerDraft, SessionDraft, TariffDraft
from karavan.programme.events import EventChanged

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def lines(event, verb="event.changed"):
    return list(JournalLine.objects.filter(verb=verb, subject_id=event.pk).order_by("pk"))


def dated(count=2, **given):
    sessions = [
        SessionDraft(START + number * WEEK, START + number * WEEK + DAY / 12) for number in range(count)
    ]
    return EventFactory(calendar="dates", sessions=sessions, **given)


def kept(event):
    """The dates of an event as a form sends them back."""
    return [
        SessionEdit(row.pk, SessionDraft(row.starts_at, row.ends_at, place_id=row.place_id, note=row.note))
        for row in event.sessions.all()
    ]


def problems(call, *given, **named):
    with pytest.raises(Invalid) as caught:
        call(*given, actor=SYSTEM, **named)
    return caught.value.problems


def test_a_whole_form_is_one_save_and_one_line(heard):
    event, place, category = dated(), make_place(), BenefitCategoryFactory()
    house = make_organisation()
    heard.clear()
    first, second = event.sessions.all()
    edit_event(
        actor=SYSTEM,
        event=event,
        title="Иначе",
        place=place,
        organisers=[(house, "lead")],
        performers=[PerformerDraft("Хор", "пение")],
        tariffs=[TariffDraft(category.pk, "free")],
        hours=[HoursDraft(0, time(10), time(18))],
        day_exceptions=[DayExceptionDraft(date(2027, 3, 8))],
        sessions=[
            SessionEdit(first.pk, SessionDraft(START + DAY)),
            SessionEdit(None, SessionDraft(START + 3 * WEEK)),
        ],
    )
    assert heard == [EventChanged(event.pk)]
    event.refresh_from_db()
    assert (event.title, event.place_id) == ("Иначе", place.pk)
    assert [row.organisation_id for row in event.organisers.all()] == [house.pk]
    assert [(row.name, row.part) for row in event.performers.all()] == [("Хор", "пение")]
    assert [row.starts_at for row in event.sessions.all()] == [START + DAY, START + 3 * WEEK]
    (line,) = lines(event)
    assert sorted(line.after) == [
        "day_exceptions", "hours", "organisers", "performers", "place_id", "sessions", "tariffs", "title"
    ]  # fmt: skip
    assert [row.get("id") for row in line.before["sessions"]] == [first.pk, second.pk]
    assert [row.get("id") for row in line.after["sessions"]] == [first.pk, None]


def test_what_stays_the_same_is_not_written(heard):
    event = dated()
    stamp = event.updated_at
    heard.clear()
    edit_event(actor=SYSTEM, event=event, title=event.title, sessions=kept(event), hours=[])
    assert (heard, lines(event)) == ([], [])
    event.refresh_from_db()
    assert event.updated_at == stamp


def test_another_start_of_a_public_date_is_a_move_and_back_again_it_is_not():
    event = dated(publish=True)
    first = event.sessions.first()
    edits = kept(event)
    edits[0] = SessionEdit(first.pk, SessionDraft(START + DAY, START + DAY + DAY / 12))
    edit_event(actor=SYSTEM, event=event, sessions=edits)
    first.refresh_from_db()
    assert (first.status, first.moved_from) == ("moved", START)
    assert [row["id"] for row in lines(event, "event.sessions_moved")[0].after["sessions"]] == [first.pk]
    edits[0] = SessionEdit(first.pk, SessionDraft(START, START + DAY / 12))
    edit_event(actor=SYSTEM, event=event, sessions=edits)
    first.refresh_from_db()
    assert (first.status, first.moved_from) == ("scheduled", None)


def test_a_public_date_is_never_taken_away_but_one_of_a_draft_is():
    event = dated(publish=True)
    assert list(problems(edit_event, event=event, sessions=kept(event)[:1])) == ["sessions"]
    assert event.sessions.count() == 2
    draft = dated()
    edit_event(actor=SYSTEM, event=draft, sessions=kept(draft)[:1])
    assert draft.sessions.count() == 1


def test_faults_are_told_by_path_and_nothing_is_written():
    event = dated()
    found = problems(
        edit_event,
        event=event,
        title="",
        place_id=999,
        hours=[HoursDraft(1, time(18), time(10))],
        sessions=[SessionEdit(None, SessionDraft(START, START - DAY)), SessionEdit(77, SessionDraft(START))],
    )
    assert sorted(found) == ["hours.0.closes", "place_id", "sessions.0.ends_at", "sessions.1", "title"]
    event.refresh_from_db()
    assert (event.title != "", event.sessions.count(), event.hours.count()) == (True, 2, 0)


def test_a_public_event_stays_publishable():
    event = dated(publish=True)
    assert list(problems(edit_event, event=event, age_mark=None)) == ["age_mark"]
    with pytest.raises(TypeError):
        edit_event(actor=SYSTEM, event=event, status="draft")


def test_only_its_editors_edit_it():
    event, stranger = dated(), make_editor(make_organisation())
    with pytest.raises(NotAllowed):
        edit_event(actor=stranger, event=event, title="Иначе")
    with pytest.raises(NotAllowed):
        actions.cancel_sessions(actor=stranger, event=event, sessions=[event.sessions.first().pk], note="Да")


# Several dates at once.


def ids(event):
    return [row.pk for row in event.sessions.all()]


def test_public_dates_move_together_with_one_line_and_keep_their_lengths():
    event, place = dated(3, publish=True), make_place()
    chosen = ids(event)[1:]
    actions.move_sessions(
        actor=SYSTEM, event=event, sessions=chosen, shift=Shift(1, time(19)), place=place, note="Ремонт сцены"
    )
    rows = list(event.sessions.all())
    assert [(row.status, row.note) for row in rows] == [
        ("scheduled", ""), ("moved", "Ремонт сцены"), ("moved", "Ремонт сцены")
    ]  # fmt: skip
    assert rows[1].starts_at == datetime(2027, 3, 9, 14, tzinfo=UTC)
    assert (rows[1].ends_at - rows[1].starts_at, rows[1].moved_from, rows[1].place_id) == (
        DAY / 12, START + WEEK, place.pk
    )  # fmt: skip
    (line,) = lines(event, "event.sessions_moved")
    assert ([row["id"] for row in line.after["sessions"]], line.reason) == (chosen, "Ремонт сцены")


def test_another_place_alone_is_a_move_too():
    event, place = dated(1, publish=True), make_place()
    actions.move_sessions(actor=SYSTEM, event=event, sessions=ids(event), shift=Shift(), place=place)
    row = event.sessions.get()
    assert (row.status, row.moved_from, row.starts_at) == ("moved", START, START)


def test_dates_of_a_draft_are_simply_changed():
    event = dated(2)
    actions.move_sessions(actor=SYSTEM, event=event, sessions=ids(event), shift=Shift(-7, ends=time(1)))
    row = event.sessions.first()
    assert (row.status, row.starts_at, row.ends_at) == (
        "scheduled", START - WEEK, datetime(2027, 2, 22, 20, tzinfo=UTC)
    )  # fmt: skip


def test_dates_are_cancelled_together_and_those_cancelled_before_stay_as_they_are():
    event = dated(3, publish=True)
    actions.cancel_session(actor=SYSTEM, session=event.sessions.first(), note="Раньше")
    changed = actions.cancel_sessions(actor=SYSTEM, event=event, sessions=ids(event), note="Карантин")
    assert [row.note for row in event.sessions.all()] == ["Раньше", "Карантин", "Карантин"]
    assert len(changed) == 2
    assert "note" in problems(actions.cancel_sessions, event=event, sessions=ids(event), note=" ")


def test_price_and_seats_of_several_dates():
    event = dated(2)
    actions.change_sessions(
        actor=SYSTEM, event=event, sessions=ids(event), price_kind="paid", price_min=10000, capacity=30
    )
    assert (
        list(event.sessions.values_list("price_kind", "price_min", "capacity")) == [("paid", 10000, 30)] * 2
    )
    assert len(lines(event, "event.sessions_changed")) == 1
    with pytest.raises(TypeError):
        actions.change_sessions(actor=SYSTEM, event=event, sessions=ids(event), status="moved")


def test_dates_are_added_once_and_make_several_of_one():
    event = EventFactory()
    new = [SessionDraft(START), SessionDraft(START + DAY)]
    added = actions.add_sessions(actor=SYSTEM, event=event, sessions=new)
    event.refresh_from_db()
    assert (len(added), event.calendar, event.sessions.count()) == (1, "dates", 2)
    assert actions.add_sessions(actor=SYSTEM, event=event, sessions=new) == []
    period = EventFactory(calendar="periodic", sessions=())
    with pytest.raises(Conflict):
        actions.add_sessions(actor=SYSTEM, event=period, sessions=new)


def test_dates_that_are_gone_are_a_conflict():
    event, other = dated(), dated(1)
    with pytest.raises(Conflict):
        actions.cancel_sessions(actor=SYSTEM, event=event, sessions=ids(other), note="Да")
