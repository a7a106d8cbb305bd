"""What a worker does for the quality of information."""

from karavan.hygiene import actions
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.policy import task

MONDAY = 0


@task()
def measure() -> int:
    """Figures of all organisations, every night after the sites; how many."""
    return len(actions.measure(actor=SYSTEM))


@task()
def tell_worst() -> bool:
    """On Mondays the ten worst; whether they were told."""
    if today().weekday() != MONDAY:
        return False
    return actions.tell_worst(actor=SYSTEM) is not None


@task()
def forget() -> int:
    """Drop what is older than thirteen months."""
    return actions.forget(actor=SYSTEM)
