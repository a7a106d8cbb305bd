"""What the catalogue does at night."""

from karavan.catalogue import actions
from karavan.kernel.tasks.policy import task


@task()
def rebuild_catalogue() -> None:
    """Bring the whole catalogue in step: hours and benefits depend on the day."""
    actions.rebuild()


@task()
def prune_changes() -> None:
    """Shorten the change feed."""
    actions.prune_changes()
