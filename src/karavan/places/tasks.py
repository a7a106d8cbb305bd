"""What places do at night."""

from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.policy import task
from karavan.places import actions


@task()
def refresh_places() -> None:
    """Bring names, addresses and states of places to those of today."""
    actions.refresh_places(actor=SYSTEM, day=today())
