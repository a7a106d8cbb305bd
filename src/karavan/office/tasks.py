"""Thin wrappers for the worker."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.tasks.policy import task
from karavan.office.kit import runs
from karavan.office.kit.registry import screen_named
from karavan.office.models import BulkRun, RunState

KEEP_RUNS = timedelta(days=30)
KEEP_DRAFTS = timedelta(days=1)


@task()
def carry_on_run(run_id: int) -> None:
    """Go on with an action with several rows until none waits."""
    run = BulkRun.objects.select_related("person", "organisation").filter(pk=run_id).first()
    screen = screen_named(run.screen) if run is not None else None
    if run is None or run.state not in runs.UNDER_WAY:
        return
    for action in screen.bulk_actions() if screen is not None else ():
        if action.key == run.action and screen is not None:
            runs.carry_on(run, runs.desk_of(run), screen, action)
            return
    runs.fail(run, _("This version does not know the action any more."))


@task()
def revive_runs() -> int:
    """Go on once with runs whose page or worker was killed, and end those that stopped again; how many."""
    found = list(runs.silent(timezone.now()))
    for run in found:
        if run.revived:
            runs.fail(run, _("It was broken off twice. Choose the rows that were not done and begin anew."))
        else:
            BulkRun.objects.filter(pk=run.pk).update(revived=True, beat_at=timezone.now())
            carry_on_run.enqueue(run.pk)
    return len(found)


@task()
def forget_runs() -> int:
    """Delete what was only looked at a day ago, and all of it after thirty days; how many."""
    now = timezone.now()
    drafts = BulkRun.objects.filter(state=RunState.DRAFT, created_at__lt=now - KEEP_DRAFTS)
    old = BulkRun.objects.filter(created_at__lt=now - KEEP_RUNS)
    gone = drafts.count() + old.exclude(state=RunState.DRAFT).count()
    drafts.delete()
    old.delete()
    return gone
