"""Throwing records away and taking them back: called inside the actions of a room, which check the right.

Neither writes a journal line nor announces anything: the room does, in its own words.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.kernel.trash import snapshot as snapshots
from karavan.kernel.trash.kinds import count_of
from karavan.kernel.trash.models import KEEP, TrashedRecord
from karavan.kernel.trash.personal import without_people
from karavan.kernel.trash.restoring import put_back
from karavan.kernel.tree import TreeNode

M = TypeVar("M", bound=models.Model)


class StillHeld(Conflict):
    """Other records lead to this one; ``holders`` says how many of which kind and names the first."""

    def __init__(self, holders: Sequence[snapshots.Holder]) -> None:
        self.holders = list(holders)
        counted = ", ".join(count_of(holder.model, holder.count) for holder in self.holders)
        names = ", ".join(f"«{name}»" for holder in self.holders for name in holder.examples[:3])
        text = _(
            "This cannot be removed, for it is in use: %(counted)s. Move or remove these first: %(names)s."
        )
        super().__init__(text % {"counted": counted, "names": names})


@action
def throw_away(
    *,
    actor: Actor,
    subject: models.Model,
    organisation_id: int | None,
    title: str = "",
    reason: str = "",
    keep: bool = False,
    with_children: bool = False,
    merged: snapshots.Merged | None = None,
) -> TrashedRecord:
    """Put a record with all rows that hang on it into the trash, and delete them.

    ``organisation_id``: whose editors may take it back. ``keep``: it was public or reported once and is never
    purged. ``with_children``: what lies below it in its tree goes along. ``merged``: what it left to another.
    Raises StillHeld where other records lead to it, Conflict where it is gone already.
    """
    found = type(subject)._base_manager.select_for_update().filter(pk=subject.pk).first()
    if found is None:
        raise Conflict(_("This record is gone already. Go back to the list."))
    snapshot = snapshots.take(found, with_children=with_children)
    if snapshot.holders:
        raise StillHeld(snapshot.holders)
    trashed = TrashedRecord.objects.create(
        model=found._meta.label_lower,
        subject_id=found.pk,
        title=(title or str(found))[:300],
        organisation_id=organisation_id,
        payload=snapshot.payload() if merged is None else merged.add_to(snapshot.payload()),
        files=snapshot.files(),
        trashed_by_id=actor.pk,
        trashed_by_label=str(actor)[:200],
        reason=reason,
        blocked_purge=keep,
    )
    snapshots.delete(snapshot)
    return trashed


@action
def restore(*, actor: Actor, trashed: TrashedRecord, kind: type[M]) -> M:
    """Take a record of a kind back out of the trash, with everything that hung on it, under its old keys.

    What lies in a tree takes the path of where its parent is today. Raises Conflict with what stands in the
    way, TypeError where it is of another kind.
    """
    held = TrashedRecord.objects.select_for_update().filter(pk=trashed.pk).first()
    if held is None:
        raise Conflict(
            _("This record is not in the trash any more. Somebody restored it, or its time was over.")
        )
    record_itself = put_back(held)
    if not isinstance(record_itself, kind):
        raise TypeError(f"this is no {kind._meta.label_lower}")
    if isinstance(record_itself, TreeNode):
        record_itself.settle()
        # Back from the record it was merged into, parts have the path of that one.
        manager: Any = type(record_itself)._default_manager
        for part in manager.filter(parent=record_itself):
            part.settle()
    held.delete()
    return record_itself


@action
def purge(*, actor: Actor, now: datetime) -> int:
    """Forget for good what has lain in the trash for thirty days, with its files; the number of records."""
    due = TrashedRecord.objects.select_for_update().filter(trashed_at__lte=now - KEEP, blocked_purge=False)
    rows = list(due.order_by("pk")[:500])
    for trashed in rows:
        subject = _subject_of(trashed)
        if subject is not None:
            before = {"title": trashed.title}
            record(actor, "trash.purged", subject, organisation_id=trashed.organisation_id, before=before)
        trashed.delete()
    names = {name for trashed in rows for name in trashed.files}
    if names:
        transaction.on_commit(lambda: _delete_files(names))
    return len(rows)


@action
def forget_people(*, actor: Actor, now: datetime) -> int:
    """Strike rows about people out of snapshots kept for good, thirty days after; the number of snapshots."""
    kept = TrashedRecord.objects.select_for_update().filter(
        trashed_at__lte=now - KEEP, blocked_purge=True, people_forgotten_at=None
    )
    rows = list(kept.order_by("pk")[:100])
    for trashed in rows:
        bare = without_people(trashed.payload)
        subject = _subject_of(trashed)
        struck = len(trashed.payload["rows"]) - len(bare["rows"])
        if struck and subject is not None:
            after = {"struck": struck}
            record(
                actor, "trash.people_forgotten", subject, organisation_id=trashed.organisation_id, after=after
            )
        trashed.payload = bare
        trashed.people_forgotten_at = now
        trashed.save(update_fields=["payload", "people_forgotten_at"])
    return len(rows)


def _subject_of(trashed: TrashedRecord) -> models.Model | None:
    """A stand-in with the key of a record that is gone, for its journal line."""
    try:
        model: type[models.Model] = apps.get_model(trashed.model)
    except LookupError:
        return None
    return model(pk=trashed.subject_id)


def _delete_files(names: set[str]) -> None:
    for name in names - used_files(names):
        default_storage.delete(name)


def used_files(names: set[str]) -> set[str]:
    """Those of the uploaded files that a record, or another record in the trash, still has."""
    used: set[str] = set()
    for model in apps.get_models():
        for file in snapshots.file_fields(model):
            rows = model._base_manager.filter(**{f"{file.name}__in": names})
            used.update(rows.values_list(file.name, flat=True))
    for files in TrashedRecord.objects.exclude(files=[]).values_list("files", flat=True):
        used.update(names.intersection(files))
    return used
