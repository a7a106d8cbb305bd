"""A month spread: what may move, what comes of a run, and rows accepted, declined and taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from factories.diary import make_entry
from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_hall, make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.planning import actions
from karavan.planning.balance.building import build
from karavan.planning.balance.greedy import greedy
from karavan.planning.balance.running import BROKE, OFF, result_of
from karavan.planning.enums import MoveState
from karavan.planning.models import BalanceMove, BalanceRun, DiaryEntry
from karavan.planning.queries.balance import runs_of, share_kept
from karavan.planning.tasks import ask_for_month, spread_month

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVENING = datetime(2030, 5, 15, 13, tzinfo=UTC)
"""A Wednesday, 18:00 on the city's clock."""
MONTH = EVENING.date().replace(day=1)
NOW = EVENING - timedelta(days=90)


def two_in_one_hall() -> tuple[DiaryEntry, DiaryEntry]:
    hall, house = make_hall(make_place()), make_organisation()
    fields: dict[str, Any] = {"organisation": house, "place": hall, "starts_at": EVENING, "expected": 900}
    return make_entry(**fields), make_entry(**fields)


def run_of(organisation: Any = None) -> BalanceRun:
    run = BalanceRun.objects.create(month=MONTH, organisation=organisation, requested_by=make_coordinator())
    return actions.finish_balance(actor=SYSTEM, run=run, result=result_of(run, seconds=1, repeatable=True))


def test_a_month_makes_the_same_problem_twice():
    two_in_one_hall()
    one, other = (build(MONTH, actor=SYSTEM, now=NOW) for _time in range(2))
    assert (one.digest, len(one.problem.items)) == (other.digest, 2)


def test_workdays_stay_workdays_within_the_month():
    two_in_one_hall()
    built = build(MONTH, actor=SYSTEM, now=NOW)
    assert [len(each) for each in built.starts] == [12, 12]
    assert {each.weekday() < 5 and each.month == 5 for moments in built.starts for each in moments} == {True}


def test_what_a_person_moved_stays():
    moved, _other = two_in_one_hall()
    # Another hour of the same day: it still clashes, but somebody chose it.
    actions.move_entry(actor=make_coordinator(), entry=moved, starts_at=EVENING + timedelta(hours=1))
    built = build(MONTH, actor=SYSTEM, now=datetime.now(UTC))
    assert [built.occasion(item).key for item in range(len(built.rows))] == [f"entry:{_other.pk}"]


def test_two_in_one_hall_are_parted_by_one_move():
    two_in_one_hall()
    run = run_of()
    assert (run.outcome, run.moves.count(), run.penalty_after < run.penalty_before) == ("optimal", 1, True)
    move = run.moves.get()
    (other,) = DiaryEntry.objects.exclude(pk=move.entry_id)
    gone = move.reasons[0]
    assert (gone["what"], gone["key"], "words" in gone) == ("gone", f"entry:{other.pk}", False)


def test_greed_parts_them_as_well():
    two_in_one_hall()
    assert sum(map(bool, greedy(build(MONTH, actor=SYSTEM, now=NOW).problem))) == 1


def test_without_the_solver_a_run_says_so(settings):
    settings.SOLVER = False
    run = run_of()
    assert (run.outcome, run.problem, run.moves.count()) == ("failed", OFF, 0)


def test_a_row_accepted_moves_the_plan_and_taken_back_moves_it_back():
    two_in_one_hall()
    run, coordinator = run_of(), make_coordinator()
    move = actions.accept_move(actor=coordinator, move=run.moves.get())
    assert (move.state, DiaryEntry.objects.get(pk=move.entry_id).starts_at) == (
        MoveState.ACCEPTED,
        move.to_starts_at,
    )
    assert share_kept(runs_of(coordinator)) == (1, 1)
    move = actions.take_back_move(actor=coordinator, move=BalanceMove.objects.get(pk=move.pk))
    assert (move.state, DiaryEntry.objects.get(pk=move.entry_id).starts_at) == (MoveState.PROPOSED, EVENING)


def test_a_row_is_stale_once_the_plan_stands_elsewhere():
    two_in_one_hall()
    move, coordinator = run_of().moves.get(), make_coordinator()
    actions.move_entry(actor=coordinator, entry=move.entry, starts_at=EVENING + timedelta(hours=3))
    assert actions.accept_move(actor=coordinator, move=move).state == MoveState.STALE


def test_a_row_is_stale_once_its_hall_is_taken():
    first, _second = two_in_one_hall()
    move, coordinator = run_of().moves.get(), make_coordinator()
    make_entry(place=first.place, starts_at=move.to_starts_at)
    assert actions.accept_move(actor=coordinator, move=move).state == MoveState.STALE


def test_a_row_declined_is_decided_once():
    two_in_one_hall()
    move, coordinator = run_of().moves.get(), make_coordinator()
    actions.decline_move(actor=coordinator, move=move)
    assert share_kept(runs_of(coordinator)) == (0, 1)
    with pytest.raises(Conflict):
        actions.accept_move(actor=coordinator, move=move)


def test_the_worker_is_told_once_and_ends_the_run(settings):
    settings.SOLVER = False
    coordinator = make_coordinator()
    run = ask_for_month(actor=coordinator, month=MONTH)
    for _time in range(2):
        assert spread_month.func(run.pk) == "failed"
    assert JournalLine.objects.filter(verb="balance.finished").count() == 1


def test_editors_ask_for_their_own_organisation_only():
    house = make_organisation()
    editor = make_editor(house)
    run = actions.request_balance(actor=editor, month=EVENING.date(), organisation=house)
    assert (run.month, list(runs_of(editor))) == (MONTH, [run])
    with pytest.raises(NotAllowed):
        actions.request_balance(actor=editor, month=MONTH)


def test_a_second_request_meanwhile_is_the_first():
    coordinator = make_coordinator()
    run = BalanceRun.objects.create(month=MONTH, requested_by=coordinator)
    assert actions.request_balance(actor=coordinator, month=MONTH) == run


def test_a_search_that_breaks_ends_the_run_and_says_so():
    # At the end of time the next month does not exist.
    run = BalanceRun.objects.create(month=date.max.replace(day=1))
    assert spread_month.func(run.pk) == "failed"
    run.refresh_from_db()
    assert (run.problem, run.finished_at is None) == (BROKE, False)
