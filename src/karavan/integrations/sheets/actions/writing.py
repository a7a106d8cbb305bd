"""Writing of a confirmed batch: everything in one transaction, or nothing."""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from karavan.integrations.sheets import meter
from karavan.integrations.sheets.actions.checking import (
    CancelAsked,
    asked_to_stop,
    keep_plan,
    save_rows,
    settle,
)
from karavan.integrations.sheets.actions.uploading import locked
from karavan.integrations.sheets.container import Unreadable
from karavan.integrations.sheets.enums import BatchStatus, Mode, Outcome
from karavan.integrations.sheets.kinds.base import keep_keys
from karavan.integrations.sheets.models import Batch
from karavan.integrations.sheets.planning import Plan, good, make_plan
from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid, KaravanError
from karavan.kernel.memory import collector_paused

logger = logging.getLogger(__name__)


def write_batch(*, actor: Actor, batch: Batch) -> Batch:
    """Write a confirmed batch as the actor; a second call finds it done. Returns the batch with its outcome.

    The file is judged anew just before, outside the transaction. Where something else would be done now than
    the person saw, nothing is: the batch waits for another look.
    """
    batch = Batch.objects.select_related("organisation", "source").get(pk=batch.pk)
    if batch.status != BatchStatus.WRITING:
        return batch
    try:
        with collector_paused(), override("ru"):
            plan = make_plan(batch, actor, meter.Meter(batch.pk, "check", lambda: asked_to_stop(batch)))
            if plan.digest != batch.counts.get("digest") and batch.counts.get("digest"):
                message = _("Records changed since this was checked. Look at the rows once more.")
                return keep_plan(
                    actor=actor, batch=batch, plan=plan, message=message, during={BatchStatus.WRITING}
                )
            return _write(actor=actor, batch=batch, plan=plan)
    except CancelAsked:
        return settle(actor=actor, batch=batch, status=BatchStatus.CANCELLED)
    except (KaravanError, Unreadable) as refusal:
        said = str(refusal)
        if isinstance(refusal, Invalid):
            said = "; ".join(message for some in refusal.problems.values() for message in some)
        logger.warning("batch %d was refused: %s", batch.pk, refusal)
        return settle(actor=actor, batch=batch, status=BatchStatus.FAILED, message=said)
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


@action
def _write(*, actor: Actor, batch: Batch, plan: Plan) -> Batch:
    batch = locked(batch)
    if batch.status != BatchStatus.WRITING:
        return batch
    if batch.cancel_asked:
        raise CancelAsked
    if plan.takes_too_much and batch.removal_allowed_by_id is None:
        batch.status = BatchStatus.STOPPED
        batch.save()
        return batch
    rows = plan.rows if batch.mode == Mode.ALL else good(plan.rows)
    plan.importer.write(rows, publish=batch.publish, progress=meter.Meter(batch.pk, "write"))
    if plan.gone:
        reason = _("no longer in the list “%(name)s”") % {"name": batch.source}
        plan.importer.withdraw(plan.gone, reason)
    meter.note(batch.pk, "portal", len(rows), len(rows))
    plan.importer.keep_origins(batch, rows)
    keep_keys(batch.kind, rows)
    batch.rows.all().delete()
    save_rows(batch, plan.everything)
    batch.status, batch.written_at = BatchStatus.DONE, timezone.now()
    batch.save()
    counts = plan.counts
    record(
        actor,
        "batch.written",
        batch,
        organisation_id=batch.organisation_id,
        after={
            "kind": batch.kind,
            "file": batch.file_name,
            "mode": batch.mode,
            **{outcome: counts[outcome] for outcome in Outcome.values if counts.get(outcome)},
        },
    )
    return batch
