"""Keeping and forgetting what was begun. It writes no journal: nothing here was decided yet."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Final

from django.utils import timezone

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.drafts.models import KEEP, KEEP_FILES, Draft, DraftFile
from karavan.kernel.drafts.queries import person_of

MOST_FILES: Final = 5
"""Files of one person that wait at once; the oldest goes first."""


@action
def keep_draft(*, actor: Actor, kind: str, subject_id: int, content: dict[str, Any]) -> None:
    """Keep the answers so far, in place of those before."""
    Draft.objects.update_or_create(
        person_id=person_of(actor),
        kind=kind,
        subject_id=subject_id,
        defaults={"content": content, "changed_at": timezone.now()},
    )


@action
def forget_draft(*, actor: Actor, kind: str, subject_id: int) -> None:
    """Forget the answers: they were recorded, or thrown away."""
    Draft.objects.filter(person_id=person_of(actor), kind=kind, subject_id=subject_id).delete()


@action
def keep_file(*, actor: Actor, name: str, content: bytes, content_type: str = "") -> DraftFile:
    """Keep a file for a day, or until its form is right. How large it may be is the caller's to say."""
    kept = DraftFile.objects.create(
        key=token_urlsafe(24),
        person_id=person_of(actor),
        name=name[-200:],
        content_type=content_type[:100],
        content=content,
    )
    mine = DraftFile.objects.filter(person_id=person_of(actor)).order_by("-kept_at", "-key")
    older = list(mine.values_list("key", flat=True)[MOST_FILES:])
    DraftFile.objects.filter(key__in=older).delete()
    return kept


@action
def forget_file(*, actor: Actor, key: str) -> None:
    """Forget a kept file of the actor's own."""
    DraftFile.objects.filter(person_id=person_of(actor), key=key[:40]).delete()


@action
def forget_old(*, actor: Actor, now: datetime) -> int:
    """Forget what nobody touched for long; how many."""
    drafts = Draft.objects.filter(changed_at__lt=now - KEEP)
    files = DraftFile.objects.filter(kept_at__lt=now - KEEP_FILES)
    return drafts.delete()[0] + files.delete()[0]
