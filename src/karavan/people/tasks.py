"""What people do at night."""

from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import today
from karavan.kernel.tasks.policy import task
from karavan.people import actions


@task()
def refresh_organisations() -> None:
    """Bring the names of organisations to those of today."""
    actions.refresh_organisations(actor=SYSTEM, day=today())
