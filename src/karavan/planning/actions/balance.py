"""Proposals to spread a month: asked for, kept, and accepted or declined row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.people.models import Organisation
from karavan.people.rules import require_coordinate, require_edit
from karavan.planning.actions.moving import move_occasion
from karavan.planning.balance.building import is_free
from karavan.planning.clashes.trying import standing_of, try_at
from karavan.planning.enums import MoveState
from karavan.planning.models import BalanceMove, BalanceRun
from karavan.planning.queries.balance import key_of

ABANDONED: Final = timedelta(minutes=10)
"""A run that has not ended by then was lost with its worker: another may begin."""


def is_running(run: BalanceRun) -> bool:
    """Whether an answer is still to be waited for."""
    return run.finished_at is None and run.started_at > timezone.now() - ABANDONED


@dataclass(frozen=True)
class Proposal:
    """One move to propose: the key of the thing, from when to when, what it saves, and why."""

    key: str
    start: datetime
    to: datetime
    gain: float
    reasons: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Result:
    """What came out of a run; ``after`` and ``bound`` count what the moves themselves cost."""

    outcome: str
    problem: str = ""
    inputs: str = ""
    solver: str = ""
    before: float | None = None
    after: float | None = None
    bound: float | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    proposals: Sequence[Proposal] = ()


@action
def request_balance(*, actor: Actor, month: date, organisation: Organisation | None = None) -> BalanceRun:
    """Ask for a month, by any day of it, to be spread; one that runs already is given back.

    For the city its coordinators ask, for an organisation its editors. The worker is told by
    :func:`karavan.planning.tasks.ask_for_month`.
    """
    _require(actor, organisation)
    month = month.replace(day=1)
    running = BalanceRun.objects.filter(
        month=month,
        organisation=organisation,
        finished_at__isnull=True,
        started_at__gt=timezone.now() - ABANDONED,
        requested_by_id=getattr(actor, "pk", None),
    ).first()
    if running is not None:
        return running
    run = BalanceRun.objects.create(
        month=month, organisation=organisation, requested_by_id=getattr(actor, "pk", None)
    )
    _told(actor, "balance.requested", run, run)
    return run


@action
def finish_balance(*, actor: Actor, run: BalanceRun, result: Result) -> BalanceRun:
    """Keep what came out of a run. A run that has ended stays as it is: a worker may come twice."""
    run.refresh_from_db(from_queryset=BalanceRun.objects.select_for_update())
    if run.finished_at is not None:
        return run
    run.outcome, run.problem, run.inputs = result.outcome, result.problem, result.inputs
    run.solver, run.parameters = result.solver, result.parameters
    run.penalty_before, run.penalty_after, run.bound = result.before, result.after, result.bound
    run.finished_at = timezone.now()
    run.save()
    for position, each in enumerate(result.proposals):
        kind, _colon, pk = each.key.partition(":")
        BalanceMove.objects.create(
            run=run,
            **{f"{kind}_id": int(pk)},
            starts_at=each.start,
            to_starts_at=each.to,
            gain=each.gain,
            reasons=list(each.reasons),
            position=position,
        )
    _told(actor, "balance.finished", run, run)
    return run


@action
def accept_move(*, actor: Actor, move: BalanceMove, note: str = "") -> BalanceMove:
    """Move the thing as proposed. Where it no longer stands there, or cannot be had then, the row is stale.

    ``note`` is what visitors read of a public date. Raises Invalid where one is needed.
    """
    _lock(actor, move, MoveState.PROPOSED)
    if not _still_stands(actor, move):
        return _decide(actor, move, MoveState.STALE, "balance.stale")
    move_occasion(actor=actor, key=key_of(move), starts_at=move.to_starts_at, note=note)
    return _decide(actor, move, MoveState.ACCEPTED, "balance.accepted")


@action
def decline_move(*, actor: Actor, move: BalanceMove) -> BalanceMove:
    """Leave the thing where it is."""
    _lock(actor, move, MoveState.PROPOSED)
    return _decide(actor, move, MoveState.DECLINED, "balance.declined")


@action
def take_back_move(*, actor: Actor, move: BalanceMove, note: str = "") -> BalanceMove:
    """Undo a decision: what was moved goes back. Raises Conflict where it was moved on since."""
    _lock(actor, move, MoveState.ACCEPTED, MoveState.DECLINED)
    if move.state == MoveState.ACCEPTED:
        thing = move.session or move.entry
        if thing is None or thing.starts_at != move.to_starts_at:
            raise Conflict(_("It was moved again since. Move it on the board."))
        move_occasion(actor=actor, key=key_of(move), starts_at=move.starts_at, note=note)
    return _decide(actor, move, MoveState.PROPOSED, "balance.reopened")


def _require(actor: Actor, organisation: Organisation | None) -> None:
    if organisation is None:
        require_coordinate(actor)
    else:
        require_edit(actor, organisation)


def _lock(actor: Actor, move: BalanceMove, *states: MoveState) -> None:
    move.refresh_from_db(from_queryset=BalanceMove.objects.select_for_update())
    _require(actor, move.run.organisation)
    if move.state not in states:
        raise Conflict(_("This row was decided on already. Open the page again."))


def _still_stands(actor: Actor, move: BalanceMove) -> bool:
    standing = standing_of(key_of(move), actor=actor)
    if standing is None or standing.occasion.start != move.starts_at or move.to_starts_at <= timezone.now():
        return False
    trial = try_at(standing, move.to_starts_at, actor=actor)
    return trial.verdict != "block" and is_free(standing.occasion, move.to_starts_at)


def _decide(actor: Actor, move: BalanceMove, state: MoveState, verb: str) -> BalanceMove:
    undone = state == MoveState.PROPOSED
    move.state = state
    move.decided_by_id = None if undone else getattr(actor, "pk", None)
    move.decided_at = None if undone else timezone.now()
    move.save(update_fields=["state", "decided_by", "decided_at"])
    _told(actor, verb, move, move.run)
    return move


def _told(actor: Actor, verb: str, subject: BalanceRun | BalanceMove, run: BalanceRun) -> None:
    record(actor, verb, subject, organisation_id=run.organisation_id)
