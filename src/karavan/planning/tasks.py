"""Thin wrappers for the worker."""

from karavan.kernel.actor import SYSTEM
from karavan.kernel.tasks.policy import task
from karavan.planning import actions


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
