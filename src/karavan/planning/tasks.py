"""Thin wrappers for the worker."""

import logging
from datetime import date

from karavan.kernel.actor import SYSTEM, Actor
from karavan.kernel.localtime import today
from karavan.kernel.tasks.keys import enqueue_once
from karavan.kernel.tasks.policy import task
from karavan.people.models import Organisation
from karavan.planning import actions
from karavan.planning.actions.balance import Result
from karavan.planning.balance.running import BROKE, result_of
from karavan.planning.models import BalanceRun

logger = logging.getLogger(__name__)


@task()
def release_expired_holds() -> int:
    """Release tentative holds whose time is over; how many."""
    gone = 0
    while some := actions.release_expired(actor=SYSTEM):
        gone += some
    return gone


@task()
def tidy_holds() -> None:
    """Hold the halls of dates that came to stand in one otherwise, and forget what was released long ago."""
    actions.hold_sessions(actor=SYSTEM)
    actions.forget_released(actor=SYSTEM)


@task()
def refresh_circumstances() -> int:
    """Write the feasts, days of memory, days off and seasons of the next two years; how many are new."""
    return actions.refresh_circumstances(actor=SYSTEM, today=today())


@task()
def spread_month(run_id: int) -> str:
    """Look how a month could be spread; how it ended. What goes wrong is said on the run."""
    run = BalanceRun.objects.select_related("requested_by", "organisation").get(pk=run_id)
    try:
        result = result_of(run)
    except Exception:
        # Whoever asked waits for an answer, and asking again is one press.
        logger.exception("spreading %s broke", run)
        result = Result("failed", BROKE)
    return actions.finish_balance(actor=SYSTEM, run=run, result=result).outcome


def ask_for_month(*, actor: Actor, month: date, organisation: Organisation | None = None) -> BalanceRun:
    """Ask for a month to be spread and leave the work to the worker, once for each run."""
    run = actions.request_balance(actor=actor, month=month, organisation=organisation)
    enqueue_once(f"balance:{run.pk}", spread_month, run.pk)
    return run
