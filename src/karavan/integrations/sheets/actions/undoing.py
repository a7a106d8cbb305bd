"""Undoing of a written batch: its records go, its changes are set back where nobody changed them since."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from karavan.integrations.sheets.actions.uploading import locked
from karavan.integrations.sheets.enums import BatchStatus, Outcome
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.kinds.base import Importer, digest, in_chunks
from karavan.integrations.sheets.models import Batch, BatchRow, Origin
from karavan.integrations.sheets.planning import ground_of
from karavan.integrations.sheets.rules import require_upload
from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, KaravanError
from karavan.kernel.journal.models import JournalLine

UNDOABLE = frozenset({"created", "published", "invited", "changed", "trashed", "withdrawn", "hidden"})
CHUNK = 500


@dataclass
class Undoing:
    """What undoing would do. Rows with what is left of each, and why."""

    remove: list[BatchRow] = field(default_factory=list)
    set_back: list[tuple[BatchRow, list[str]]] = field(default_factory=list)
    """Rows with the fields that go back."""
    bring_back: list[BatchRow] = field(default_factory=list)
    left: list[tuple[BatchRow, str]] = field(default_factory=list)
    public: int = 0
    """Of those to remove, how many residents have seen: they are taken off the pages."""


def undo_preview(batch: Batch, actor: Actor) -> Undoing:
    """What undoing a batch would do now; reads only."""
    return _preview(batch, importer(batch.kind, ground_of(batch, actor)))


def _preview(batch: Batch, work: Importer) -> Undoing:
    found = Undoing()
    rows = list(batch.rows.filter(result__in=UNDOABLE))
    ids = {row.record_id for row in rows if row.record_id is not None}
    there = work.titles(ids)
    since = batch.written_at or batch.created_at
    fresh = [row.record_id for row in rows if row.outcome == Outcome.NEW and row.record_id]
    touched = work.touched(fresh, since, _last_line(batch))
    now = work.current([row.record_id for row in rows if row.outcome == Outcome.CHANGED and row.record_id])
    for row in rows:
        pk = row.record_id or 0
        if row.outcome == Outcome.GONE:
            found.bring_back.append(row)
        elif pk not in there:
            found.left.append((row, _("It is gone already.")))
        elif row.outcome == Outcome.NEW:
            if pk in touched:
                found.left.append((row, _("Somebody worked on it since: it stays.")))
            else:
                found.remove.append(row)
                found.public += row.result == "published"
        else:
            _fields(found, row, now.get(pk, {}), work)
    return found


def _last_line(batch: Batch) -> int:
    """The line of the journal that ends what the batch itself wrote."""
    lines = JournalLine.objects.filter(
        subject_type=batch._meta.label_lower, subject_id=batch.pk, verb="batch.written"
    )
    return lines.order_by("-pk").values_list("pk", flat=True).first() or 0


def _fields(found: Undoing, row: BatchRow, now: dict[str, object], work: Importer) -> None:
    """Fields that still have the value the batch gave, and those that have another."""
    back = [name for name, pair in row.changes.items() if digest(now.get(name)) == digest(pair[1])]
    other = [work.labels.get(name, name) for name in row.changes if name not in back]
    if back:
        found.set_back.append((row, back))
    if other:
        said = _("Changed by somebody since, and left so: %(fields)s.") % {"fields": ", ".join(other)}
        found.left.append((row, said))


@action
def undo_batch(*, actor: Actor, batch: Batch, reason: str = "") -> Undoing:
    """Undo a written batch in one transaction; returns what was done and what was left.

    Raises Conflict where it is not written, or undone already.
    """
    batch = locked(batch)
    require_upload(actor, batch.kind, batch.organisation)
    if batch.status != BatchStatus.DONE:
        raise Conflict(_("Only a written upload can be undone, and only once."))
    with override("ru"):
        work = importer(batch.kind, ground_of(batch, actor))
        undoing = _preview(batch, work)
        why = reason or _("the upload “%(file)s” was undone") % {"file": batch.file_name}
        done = work.remove([row.record_id for row in undoing.remove if row.record_id], why)
        for row in undoing.remove:
            row.result = done.get(row.record_id or 0, "gone")[:12]
        _set_back(work, undoing)
    _save(batch, undoing)
    batch.status, batch.undone_at = BatchStatus.UNDONE, timezone.now()
    batch.save()
    record(
        actor,
        "batch.undone",
        batch,
        organisation_id=batch.organisation_id,
        after={
            "removed": len(undoing.remove),
            "set_back": len(undoing.set_back),
            "brought_back": len(undoing.bring_back),
            "left": len(undoing.left),
        },
        reason=reason,
    )
    return undoing


def _set_back(work: Importer, undoing: Undoing) -> None:
    former = {
        row.record_id or 0: {name: row.changes[name][0] for name in names} for row, names in undoing.set_back
    }
    refused = work.set_back_many(former)
    done = []
    for row, names in undoing.set_back:
        if (row.record_id or 0) in refused:
            undoing.left.append((row, refused[row.record_id or 0]))
        else:
            row.result = "set_back"
            done.append((row, names))
    undoing.set_back = done
    for row in list(undoing.bring_back):
        try:
            work.bring_back(row.record_id or 0, row.result)
            row.result = "back"
        except KaravanError as refusal:
            undoing.bring_back.remove(row)
            undoing.left.append((row, str(refusal)))


def _save(batch: Batch, undoing: Undoing) -> None:
    """Say at every row what was done, and forget that the batch gave these values."""
    for row, why in undoing.left:
        row.notes = [*row.notes, why]
    rows = [*undoing.remove, *(row for row, _names in undoing.set_back), *undoing.bring_back]
    left = [row for row, _why in undoing.left]
    BatchRow.objects.bulk_update(rows, ["result"], batch_size=CHUNK)
    BatchRow.objects.bulk_update({row.pk: row for row in left}.values(), ["notes"], batch_size=CHUNK)
    for ids in in_chunks({row.record_id for row in undoing.remove if row.record_id}):
        Origin.objects.filter(kind=batch.kind, record_id__in=ids).delete()
    back = {row.record_id: names for row, names in undoing.set_back}
    for origin in _origins(batch.kind, back):
        for name in back[origin.record_id]:
            origin.fields.pop(name, None)
        origin.save(update_fields=["fields"])


def _origins(kind: str, ids: dict[int | None, list[str]]) -> Iterator[Origin]:
    for some in in_chunks([pk for pk in ids if pk is not None]):
        yield from Origin.objects.filter(kind=kind, record_id__in=some)
