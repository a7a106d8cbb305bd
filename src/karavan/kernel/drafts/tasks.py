"""Thin wrappers for the worker."""

from django.utils import timezone

from karavan.kernel.actor import SYSTEM
from karavan.kernel.drafts.actions import forget_old
from karavan.kernel.tasks.policy import task


@task()
def forget_drafts() -> int:
    """Forget unfinished forms after ninety days, kept files after one; how many."""
    return forget_old(actor=SYSTEM, now=timezone.now())
