"""The life of an upload, but for its reading and writing."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from karavan.integrations.sheets.container import Unreadable, look
from karavan.integrations.sheets.enums import OPEN, RUNNING, BatchStatus, Kind, Mode, Outcome
from karavan.integrations.sheets.kinds import IMPORTERS
from karavan.integrations.sheets.models import Batch, BatchFile, Source
from karavan.integrations.sheets.rules import require_upload
from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.html import plain_text
from karavan.kernel.validation import check
from karavan.people.models import Organisation
from karavan.people.rules import require_manage

KEEP_FILES: Final = timedelta(days=60)


@action
def make_source(
    *, actor: Actor, kind: str, name: str, organisation: Organisation | None, is_full: bool = False
) -> Source:
    """Name a list that comes again and again, or find it by its name.

    A list of no organisation belongs to whoever named it: the same name by somebody else is refused, as their
    full list would take back what this one gave. Raises Invalid (``name``).
    """
    require_upload(actor, kind, organisation)
    name = plain_text(name)
    if not name:
        raise Invalid({"name": [_("Give the list a name, such as “Programme of the month”.")]})
    if is_full and not IMPORTERS[kind].can_be_full:
        raise Invalid({"is_full": [_("A list of people takes nothing away: it cannot be a full one.")]})
    source = Source.objects.filter(kind=kind, name=name, organisation=organisation).first()
    if source is not None and organisation is None and _is_of_others(actor, source):
        raise Invalid({"name": [_("Somebody else has a list of this name. Choose another name.")]})
    if source is None:
        source = Source(kind=kind, name=name, organisation=organisation)
    elif source.is_full == is_full:
        return source
    before = {"is_full": source.is_full} if source.pk else {}
    source.is_full = is_full
    check(source)
    source.save()
    record(
        actor,
        "source.set",
        source,
        organisation_id=source.organisation_id,
        before=before,
        after={"name": name, "is_full": is_full},
    )
    return source


def _is_of_others(actor: Actor, source: Source) -> bool:
    sent = Batch.objects.filter(source=source).values_list("author", flat=True)
    return any(author != actor.pk for author in sent)


@action
def upload(
    *,
    actor: Actor,
    kind: str,
    content: bytes,
    file_name: str,
    organisation: Organisation | None = None,
    source: Source | None = None,
    previous: Batch | None = None,
) -> Batch:
    """Take a file in; it is not read yet (:func:`check_batch`). Raises Invalid (``file``).

    ``organisation``: whose records rows belong to that name nobody, and below which all must lie; None is all
    that the actor reaches. ``previous`` is the upload whose errors this one mends.
    """
    if kind not in Kind.values:
        raise Invalid({"kind": [_("Choose what the list holds.")]})
    require_upload(actor, kind, organisation)
    try:
        look(content)
    except Unreadable as refusal:
        raise Invalid({"file": [str(refusal)]}) from None
    batch = Batch(
        kind=kind,
        organisation=organisation,
        author_id=actor.pk,
        source=source,
        previous=previous,
        file_name=plain_text(file_name)[:200] or "table.xlsx",
    )
    batch.save()
    BatchFile.objects.create(batch=batch, content=content)
    if previous is not None:
        # What it mends is not to be written any more.
        Batch.objects.filter(pk=previous.pk, status__in=OPEN).update(status=BatchStatus.CANCELLED)
    record(
        actor,
        "batch.uploaded",
        batch,
        organisation_id=batch.organisation_id,
        after={"kind": kind, "file": batch.file_name, "bytes": len(content)},
    )
    return batch


@action
def confirm_batch(*, actor: Actor, batch: Batch, mode: str, publish: bool = False) -> Batch:
    """Ask for a checked batch to be written (:func:`write_batch`). Raises Invalid (``mode``) and Conflict."""
    batch = locked(batch)
    require_upload(actor, batch.kind, batch.organisation)
    if batch.status == BatchStatus.STOPPED:
        raise Conflict(_("Too much would be removed. A director has to allow it first."))
    if batch.status != BatchStatus.CHECKED:
        raise Conflict(_("This upload does not wait for a confirmation any more."))
    if mode not in Mode.values:
        raise Invalid({"mode": [_("Choose what becomes of rows with errors.")]})
    errors = batch.counts.get(Outcome.ERROR, 0)
    if errors and (mode == Mode.ALL or (batch.source and batch.source.is_full)):
        message = _("There are rows with errors. Mend them in the table and upload it again.")
        if batch.source and batch.source.is_full:
            message = _("A full list is written without errors or not at all. Mend the rows and upload it.")
        raise Invalid({"mode": [message]})
    if not any(batch.counts.get(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.GONE)):
        raise Conflict(_("There is nothing to write: no row is new, and none changes anything."))
    batch.status, batch.mode, batch.message, batch.cancel_asked = BatchStatus.WRITING, mode, "", False
    batch.publish = publish and IMPORTERS[batch.kind].can_publish
    batch.save()
    record(
        actor,
        "batch.confirmed",
        batch,
        organisation_id=batch.organisation_id,
        after={"mode": mode, "publish": batch.publish},
    )
    return batch


@action
def check_again(*, actor: Actor, batch: Batch) -> Batch:
    """Let the file of an upload that is not written be judged once more. Raises Conflict."""
    batch = locked(batch)
    require_upload(actor, batch.kind, batch.organisation)
    if batch.status not in OPEN | {BatchStatus.FAILED, BatchStatus.WRITING, BatchStatus.READING}:
        raise Conflict(_("This upload cannot be checked again."))
    if not BatchFile.objects.filter(batch=batch).exists():
        raise Conflict(_("Its file is forgotten by now. Upload it anew."))
    batch.status, batch.message, batch.cancel_asked = BatchStatus.READING, "", False
    batch.removal_allowed_by = None
    batch.save()
    record(actor, "batch.checked_again", batch, organisation_id=batch.organisation_id)
    return batch


@action
def cancel_batch(*, actor: Actor, batch: Batch) -> Batch:
    """Drop a batch that is not written yet. One that is being written stops before it begins, or not."""
    batch = locked(batch)
    require_upload(actor, batch.kind, batch.organisation)
    if batch.status in RUNNING:
        batch.cancel_asked = True
        batch.save(update_fields=["cancel_asked"])
    elif batch.status in OPEN or batch.status in (BatchStatus.FAILED, BatchStatus.UNREADABLE):
        batch.status = BatchStatus.CANCELLED
        batch.save(update_fields=["status"])
        batch.rows.all().delete()
    else:
        raise Conflict(_("This upload is written already. You can undo it."))
    record(actor, "batch.cancelled", batch, organisation_id=batch.organisation_id)
    return batch


@action
def allow_removal(*, actor: Actor, batch: Batch) -> Batch:
    """Let a full list take back more than a tenth: a director's word."""
    batch = locked(batch)
    require_upload(actor, batch.kind, batch.organisation)
    require_manage(actor, batch.organisation)
    if batch.status != BatchStatus.STOPPED:
        raise Conflict(_("This upload does not wait for a director."))
    batch.status, batch.removal_allowed_by_id, batch.message = BatchStatus.CHECKED, actor.pk, ""
    batch.save()
    record(
        actor,
        "batch.removal_allowed",
        batch,
        organisation_id=batch.organisation_id,
        after={"removes": batch.counts.get(Outcome.GONE, 0), "of": batch.counts.get("given", 0)},
    )
    return batch


@action
def forget_files(*, actor: Actor, now: datetime) -> int:
    """Forget uploaded files after two months: they may name people. The number of files."""
    old = BatchFile.objects.filter(batch__created_at__lt=now - KEEP_FILES)
    return old.delete()[0]


def locked(batch: Batch) -> Batch:
    """The batch as it stands, kept from others until the action ends."""
    rows = Batch.objects.select_for_update(of=("self",)).select_related("organisation", "source")
    return rows.get(pk=batch.pk)
