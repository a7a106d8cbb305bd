"""Shared reads of what was begun."""

from typing import Any

from django.db.models import QuerySet

from karavan.kernel.actor import Actor
from karavan.kernel.drafts.models import Draft, DraftFile


def person_of(actor: Actor) -> int:
    """The number of the person; the system begins nothing. Raises TypeError."""
    if actor.pk is None:
        raise TypeError("only a person leaves something unfinished")
    return actor.pk


def content_of(actor: Actor, kind: str, subject_id: int) -> dict[str, Any] | None:
    """The answers so far about a record, or None; one query."""
    found = Draft.objects.filter(person_id=person_of(actor), kind=kind, subject_id=subject_id)
    return found.values_list("content", flat=True).first()


def begun(actor: Actor, kind: str) -> QuerySet[Draft]:
    """What the actor began of a kind and has not finished."""
    return Draft.objects.filter(person_id=person_of(actor), kind=kind)


def file_of(actor: Actor, key: str) -> DraftFile | None:
    """A kept file of the actor's own."""
    return DraftFile.objects.filter(person_id=person_of(actor), key=key[:40]).first() if key else None
