"""The dry run: reads a file, judges every row, and keeps what it found for the preview."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.integrations.sheets import meter
from karavan.integrations.sheets.actions.uploading import locked
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.container import Unreadable
from karavan.integrations.sheets.enums import BatchStatus
from karavan.integrations.sheets.kinds.base import Planned
from karavan.integrations.sheets.models import Batch, BatchRow
from karavan.integrations.sheets.planning import Plan, make_plan
from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.memory import collector_paused

CHUNK = 500
UNREAD: Final = frozenset({BatchStatus.READING, BatchStatus.FAILED})
"""States that a dry run leads out of; what failed is tried again by the worker."""


class CancelAsked(Exception):
    """Somebody pressed “cancel” while the batch was read."""


def asked_to_stop(batch: Batch) -> None:
    """Raise CancelAsked where somebody did so."""
    if Batch.objects.filter(pk=batch.pk, cancel_asked=True).exists():
        raise CancelAsked


def check_batch(*, actor: Actor, batch: Batch) -> Batch:
    """Read and judge a batch; nothing but the batch itself changes. Returns it with its outcome.

    A second call for a batch that was read already finds nothing to do: a worker may be told twice.
    """
    if Batch.objects.values_list("status", flat=True).get(pk=batch.pk) not in UNREAD:
        return Batch.objects.select_related("organisation", "source").get(pk=batch.pk)
    try:
        with collector_paused():
            plan = make_plan(batch, actor, meter.Meter(batch.pk, "check", lambda: asked_to_stop(batch)))
    except Unreadable as refusal:
        return settle(actor=actor, batch=batch, status=BatchStatus.UNREADABLE, message=str(refusal))
    except CancelAsked:
        return settle(actor=actor, batch=batch, status=BatchStatus.CANCELLED)
    except Exception:
        settle(
            actor=actor,
            batch=batch,
            status=BatchStatus.FAILED,
            message=_("Something broke. Try again later."),
        )
        raise
    finally:
        meter.forget(batch.pk)
    return keep_plan(actor=actor, batch=batch, plan=plan)


@action
def keep_plan(
    *,
    actor: Actor,
    batch: Batch,
    plan: Plan,
    message: str = "",
    during: Collection[BatchStatus] = UNREAD,
) -> Batch:
    """Keep what a dry run found. It is no decision of anybody: no journal line.

    ``during`` are the states that the run may end. In another one somebody else came first, and what they
    left stays: the rows of a written batch are needed to undo it.
    """
    batch = locked(batch)
    if batch.status not in during:
        return batch
    batch.rows.all().delete()
    save_rows(batch, plan.everything)
    batch.counts = plan.counts
    batch.columns = columns_of(plan)
    batch.message = message
    batch.status = BatchStatus.CHECKED
    if plan.takes_too_much and batch.removal_allowed_by_id is None:
        batch.status = BatchStatus.STOPPED
    batch.save()
    return batch


@action
def settle(*, actor: Actor, batch: Batch, status: str, message: str = "") -> Batch:
    """End a batch that came to nothing; one that another worker finished meanwhile stays as it is.

    Where it had been confirmed the journal says so: who sent it has gone on to something else and is told.
    """
    batch = locked(batch)
    if batch.status not in {*UNREAD, BatchStatus.WRITING}:
        return batch
    if status == BatchStatus.FAILED and batch.status == BatchStatus.WRITING:
        after = {"kind": batch.kind, "file": batch.file_name}
        record(
            actor, "batch.failed", batch, organisation_id=batch.organisation_id, after=after, reason=message
        )
    batch.status, batch.message, batch.cancel_asked = status, message, False
    batch.save()
    return batch


def save_rows(batch: Batch, rows: Sequence[Planned]) -> None:
    """Write the rows of a batch."""
    BatchRow.objects.bulk_create(
        [
            BatchRow(
                batch=batch,
                number=row.number,
                outcome=row.outcome,
                title=row.title[:300],
                detail=row.detail[:300],
                record_id=row.record_id,
                is_ready=row.is_ready,
                changes=row.changes,
                problems=[list(problem) for problem in row.problems],
                notes=row.notes,
                result=row.result,
            )
            for row in rows
        ],
        batch_size=CHUNK,
    )


def columns_of(plan: Plan) -> dict[str, Any]:
    """Which headings were recognised, and where the list stands in the file."""
    by_key: dict[str, Column] = {column.key: column for column in plan.importer.columns}
    match = plan.sheet.match
    return {
        "page": plan.sheet.page,
        "heading_row": plan.sheet.heading_row,
        "known": [[place, key, by_key[key].heading] for place, key in sorted(match.keys.items())],
        "unknown": list(match.unknown),
    }
