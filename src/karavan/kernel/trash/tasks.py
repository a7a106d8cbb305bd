"""Thin wrappers for the worker."""

from django.utils import timezone

from karavan.kernel.actor import SYSTEM
from karavan.kernel.tasks.policy import task
from karavan.kernel.trash.actions import forget_people, purge


@task()
def purge_trash() -> int:
    """Purge what is due, five hundred records a transaction; how many. Of what is kept, forget the people."""
    while forget_people(actor=SYSTEM, now=timezone.now()):
        pass
    gone = 0
    while some := purge(actor=SYSTEM, now=timezone.now()):
        gone += some
    return gone
