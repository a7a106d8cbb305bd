import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine

from factories.closing import MONDAY, at, close, make_event, make_show
from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place, set_hours
from karavan.catalogue.queries import detail
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.places import actions as places
from karavan.places.models import Place, PlaceStateRow
from karavan.places.queries import state_mark
from karavan.programme import actions
from karavan.programme.broken import broken_sessions
from karavan.programme.decisions import Decision, Outcome, Settled, Step
from karavan.programme.models import Event, Session
from karavan.programme.reopening import offers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FRIDAY = date(2026, 11, 27)
REASON = "Прорвало трубу"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon of Monday 2026-11-23 in the city."""
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


def shut(place: Place, decisions: dict[str, Decision] | None = None, **given: object) -> list[Settled]:
    fields = {
        "actor": SYSTEM,
        "state": "emergency",
        "valid_from": MONDAY,
        "valid_to": FRIDAY,
        "reason": REASON,
        **given,
    }
    return actions.close_place(place=place, decisions=decisions, **fields)


def key(event: Event, number: int = 0) -> str:
    return f"s{list(event.sessions.order_by('starts_at'))[number].pk}"


def outcomes(settled: list[Settled]) -> list[tuple[str, Outcome]]:
    return [(each.title, each.outcome) for each in settled]


def test_every_broken_thing_has_a_result_and_residents_read_it_at_once() -> None:
    ours = make_organisation()
    building = make_place(organisation=ours)
    hall, free = make_hall(building), make_place(organisation=ours, name="Малый зал")
    moved = make_event(hall, at(24, 18), lead=ours, title="Переезжает")
    cancelled = make_event(building, at(25, 18), lead=ours, title="Отменяется")
    later = make_event(building, at(26, 18), lead=ours, title="Потом")
    guest = make_event(hall, at(27, 18), title="Чужой")
    set_hours(building)
    follows = make_show(building, title="По часам места")
    own = make_show(building, hours=True, organisers=[(ours, "lead")], title="Со своими часами")
    make_event(building, at(28, 18), lead=ours, title="После")

    settled = shut(
        building,
        {
            key(moved): Decision(Step.MOVE, free.pk, at(24, 19)),
            key(cancelled): Decision(Step.CANCEL),
            f"e{own.pk}": Decision(Step.SHUT_DAYS),
        },
        actor=make_editor(ours),
    )

    assert outcomes(settled) == [
        ("По часам места", Outcome.SETTLED),
        ("Со своими часами", Outcome.DAYS_SHUT),
        ("Переезжает", Outcome.MOVED),
        ("Отменяется", Outcome.CANCELLED),
        ("Потом", Outcome.LATER),
        ("Чужой", Outcome.NOT_OURS),
    ]
    assert (settled[2].place, settled[2].to) == ("Малый зал", at(24, 19))
    session = moved.sessions.get()
    assert (session.place, session.starts_at, session.status) == (free, at(24, 19), "moved")
    assert session.note == REASON
    session = cancelled.sessions.get()
    assert (session.status, session.note) == ("cancelled", REASON)
    days = [(row.day, row.opens, row.note) for row in own.day_exceptions.all()]
    assert days == [(MONDAY + timedelta(days=number), None, REASON) for number in range(5)]
    assert [each.event for each in broken_sessions(SYSTEM)] == [later, guest]
    assert follows.sessions.count() == 0


def test_the_place_and_its_state_change_in_one_journal_with_the_sessions() -> None:
    place = make_place()
    event = make_event(place, at(24, 18))
    JournalLine.objects.all().delete()
    shut(place, {key(event): Decision(Step.CANCEL, note="Ждём вас в декабре")})

    lines = JournalLine.objects.order_by("pk").values_list("verb", "reason")
    assert list(lines) == [("place.state_set", REASON), ("session.cancelled", "Ждём вас в декабре")]


def test_the_catalogue_follows() -> None:
    place, free = make_place(), make_place()
    event = make_event(place, at(24, 18))
    shut(place, {key(event): Decision(Step.MOVE, free.pk)})

    found = detail("event", event.pk)
    assert found is not None
    (session,) = json.loads(found.payload)["sessions"]
    assert (session["status"], session["place"]["id"], session["note"]) == ("moved", str(free.pk), REASON)


@pytest.mark.parametrize(
    ("decision", "path", "message"),
    [
        (Decision(Step.MOVE), "place", "Выберите другое место или другое время."),
        (Decision(Step.MOVE, starts_at=at(23, 9)), "starts_at", "Это время уже прошло. Выберите другое."),
        (Decision(Step.MOVE, starts_at=at(25, 9)), "place", "Это место в тот день тоже закрыто."),
        (Decision(Step.MOVE, 10**9), "place", "Такой записи нет: 1000000000."),
    ],
)
def test_says_at_its_row_what_is_wrong_and_changes_nothing(
    decision: Decision, path: str, message: str
) -> None:
    place = make_place()
    good, bad = make_event(place, at(24, 12)), make_event(place, at(24, 18))

    with pytest.raises(Invalid) as caught:
        shut(place, {key(good): Decision(Step.CANCEL), key(bad): decision})

    assert caught.value.problems == {f"rows.{key(bad)}.{path}": [message]}
    assert PlaceStateRow.objects.count() == 0
    assert good.sessions.get().status == "scheduled"


def test_a_hall_is_not_given_away_twice() -> None:
    place, free = make_place(), make_place(name="Малый зал")
    one, other = make_event(place, at(24, 12), title="Первый"), make_event(place, at(24, 13), title="Второй")
    to = Decision(Step.MOVE, free.pk)

    with pytest.raises(Invalid) as caught:
        shut(place, {key(one): to, key(other): to})
    assert caught.value.problems == {f"rows.{key(other)}.place": ["«Малый зал» в это время занято: Первый."]}

    shut(place, {key(one): to, key(other): Decision(Step.MOVE, free.pk, share=True)})
    assert set(Session.objects.values_list("place", flat=True)) == {free.pk}


def test_the_title_of_a_foreign_draft_is_not_told() -> None:
    place, free = make_place(), make_place(name="Малый зал")
    event = make_event(place, at(24, 12))
    make_event(free, at(24, 12), publish=False)
    with pytest.raises(Invalid) as caught:
        shut(place, {key(event): Decision(Step.MOVE, free.pk)})
    assert caught.value.problems == {f"rows.{key(event)}.place": ["«Малый зал» в это время занято."]}


def test_a_period_moves_or_is_cancelled() -> None:
    place, other = make_place(), make_place()
    set_hours(other)
    moves, ends = make_show(place, hours=True), make_show(place, hours=True)
    settled = shut(
        place, {f"e{moves.pk}": Decision(Step.MOVE, other.pk), f"e{ends.pk}": Decision(Step.CANCEL)}
    )
    moves.refresh_from_db()
    ends.refresh_from_db()
    assert [each.outcome for each in settled] == [Outcome.MOVED, Outcome.CANCELLED]
    assert (moves.place, ends.status, ends.status_reason) == (other, "cancelled", REASON)


def test_days_of_a_closing_without_an_end_are_not_marked_one_by_one() -> None:
    place = make_place()
    show = make_show(place, hours=True, calendar="permanent", date_from=None, date_to=None)
    with pytest.raises(Invalid) as caught:
        shut(place, {f"e{show.pk}": Decision(Step.SHUT_DAYS)}, valid_to=None)
    message = "У закрытия нет последнего дня: перенесите, отмените или оставьте на потом."
    assert caught.value.problems == {f"rows.e{show.pk}.step": [message]}


def test_marked_days_keep_other_days_as_they_were() -> None:
    place = make_place()
    show = make_show(place, hours=True)
    hours = [(row.weekday, row.opens, row.closes) for row in show.hours.all()]
    shut(place, {f"e{show.pk}": Decision(Step.SHUT_DAYS)}, valid_from=FRIDAY)
    assert [(row.weekday, row.opens, row.closes) for row in show.hours.all()] == hours
    assert [row.day for row in show.day_exceptions.all()] == [FRIDAY]
    assert hours[0][1] == time(11)


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"state": "open"}, {"state": ["Выберите, почему место закрыто."]}),
        ({"reason": " "}, {"reason": ["Заполните это поле."]}),
        ({"valid_to": date(2026, 11, 1)}, {"valid_to": ["Последний день раньше первого."]}),
    ],
)
def test_refuses_a_closing_that_says_nothing(
    given: dict[str, object], problems: dict[str, list[str]]
) -> None:
    with pytest.raises(Invalid) as caught:
        shut(make_place(), **given)
    assert caught.value.problems == problems


def test_only_editors_of_the_place_close_it() -> None:
    with pytest.raises(NotAllowed):
        shut(make_place(organisation=make_organisation()), actor=make_editor(make_organisation()))


def test_what_somebody_else_did_meanwhile_is_told() -> None:
    place = make_place()
    event = make_event(place, at(24, 18))
    known = key(event)
    actions.cancel_session(actor=SYSTEM, session=event.sessions.get(), note="Болезнь")

    (settled,) = shut(place, {known: Decision(Step.CANCEL)})

    assert (settled.key, settled.outcome) == (known, Outcome.GONE)
    assert event.sessions.get().note == "Болезнь"


def test_a_place_that_somebody_closed_meanwhile_is_looked_at_anew() -> None:
    place = make_place()
    seen = state_mark(place)
    close(place, FRIDAY)
    with pytest.raises(Conflict):
        shut(place, seen=seen)
    shut(place, seen=state_mark(place))


def test_a_closing_ends_where_another_is_recorded_and_what_lies_behind_is_not_touched() -> None:
    place = make_place()
    event = make_event(place, at(24, 18), at(28, 18))
    close(place, date(2026, 11, 26), FRIDAY)
    settled = shut(
        place, {key(event): Decision(Step.CANCEL), key(event, 1): Decision(Step.CANCEL)}, valid_to=None
    )
    assert [each.outcome for each in settled] == [Outcome.CANCELLED, Outcome.GONE]


class TestMending:
    def test_does_what_was_left_for_later(self) -> None:
        ours = make_organisation()
        place, free = make_place(organisation=ours), make_place()
        event = make_event(place, at(24, 18), at(25, 18), lead=ours)
        close(place, MONDAY, FRIDAY)
        editor = make_editor(ours)

        decisions = {key(event): Decision(Step.MOVE, free.pk), key(event, 1): Decision()}
        settled = actions.mend_broken(actor=editor, decisions=decisions)

        assert [each.outcome for each in settled] == [Outcome.MOVED, Outcome.LATER]
        assert [each.moment for each in broken_sessions(editor)] == [at(25, 18)]

    def test_leaves_alone_what_is_not_the_actors(self) -> None:
        place = make_place()
        event = make_event(place, at(24, 18))
        close(place, MONDAY)
        (settled,) = actions.mend_broken(
            actor=make_editor(make_organisation()), decisions={key(event): Decision(Step.CANCEL)}
        )
        assert settled.outcome == Outcome.GONE
        assert event.sessions.get().status == "scheduled"


class TestWhatAClosingCancelled:
    def test_takes_place_after_all_as_it_stood_before(self) -> None:
        ours = make_organisation()
        building = make_place(organisation=ours)
        hall = make_hall(building)
        event = make_event(hall, at(25, 18), lead=ours)
        early = make_event(hall, at(24, 18), lead=ours)
        session = event.sessions.get()
        actions.mark_sold_out(actor=SYSTEM, session=session)
        stood = Session.objects.values("status", "note", "starts_at", "place").get(pk=session.pk)
        editor = make_editor(ours)
        shut(building, {key(event): Decision(Step.CANCEL), key(early): Decision(Step.CANCEL)}, actor=editor)
        assert offers(editor, building) == []

        places.reopen_place(actor=editor, place=building, day=date(2026, 11, 25))
        assert [each.session for each in offers(editor, building)] == [session]
        assert offers(make_editor(make_organisation()), building) == []
        told = actions.restore_cancelled(actor=editor, place=building, session_ids=[session.pk])

        assert outcomes(told) == [(event.title, Outcome.RESTORED)]
        assert Session.objects.values("status", "note", "starts_at", "place").get(pk=session.pk) == stood
        assert JournalLine.objects.get(verb="session.restored").after == {"status": "sold_out", "note": ""}
        assert residents_read(event) == "sold_out"
        assert offers(editor, building) == []

    def test_all_or_nothing_where_a_hall_was_taken_meanwhile(self) -> None:
        place = make_place(name="Зал")
        first, second = make_event(place, at(24, 18)), make_event(place, at(25, 18))
        shut(place, {key(each): Decision(Step.CANCEL) for each in (first, second)})
        places.reopen_place(actor=SYSTEM, place=place, day=MONDAY)
        make_event(place, at(25, 19), title="Занято")
        ids = [each.sessions.get().pk for each in (first, second)]

        with pytest.raises(Invalid) as refused:
            actions.restore_cancelled(actor=SYSTEM, place=place, session_ids=ids)

        assert refused.value.problems == {f"rows.s{ids[1]}": ["«Зал» в это время занято: Занято."]}
        assert set(Session.objects.filter(pk__in=ids).values_list("status", flat=True)) == {"cancelled"}

    def test_what_was_cancelled_for_another_reason_is_not_offered(self) -> None:
        place = make_place()
        ill, gone = make_event(place, at(24, 18)), make_event(place, at(25, 18))
        actions.cancel_session(actor=SYSTEM, session=ill.sessions.get(), note="Болезнь")
        shut(place, {key(gone): Decision(Step.CANCEL)})
        places.reopen_place(actor=SYSTEM, place=place, day=MONDAY)
        actions.cancel_event(actor=SYSTEM, event=gone, reason="Совсем")
        assert offers(SYSTEM, place) == []
        with pytest.raises(Invalid) as refused:
            actions.restore_cancelled(actor=SYSTEM, place=place, session_ids=[ill.sessions.get().pk])
        assert list(refused.value.problems.values()) == [["Вернуть уже нельзя: кто-то решил это раньше."]]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(self, number: int, django_assert_num_queries: Any) -> None:
        place = make_place()
        events = [make_event(place, at(24 + day, 18)) for day in range(number)]
        shut(place, {key(each): Decision(Step.CANCEL) for each in events})
        places.reopen_place(actor=SYSTEM, place=place, day=MONDAY)
        with django_assert_num_queries(7):
            assert len(offers(SYSTEM, place)) == number


def residents_read(event: Event) -> str:
    found = detail("event", event.pk)
    assert found is not None
    return str(json.loads(found.payload)["sessions"][0]["status"])
