"""A merged record taken back out of the trash: what it brought goes with it, its keys mean it again."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.integrations.sheets.actions.merging import tell
from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.models import Alias, Origin, Source
from karavan.integrations.sheets.subjects import BY_MODEL
from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, NotAllowed
from karavan.kernel.trash.models import TrashedRecord
from karavan.people.actions import restore_organisation
from karavan.people.models import Share
from karavan.places.actions import restore_place
from karavan.programme.actions import restore_event

RESTORE: Final[dict[str, Callable[..., Any]]] = {
    Kind.EVENTS: restore_event,
    Kind.PLACES: restore_place,
    Kind.ORGANISATIONS: restore_organisation,
}


def was_merged(trashed: TrashedRecord) -> bool:
    """Whether it lies in the trash because it became one with another record."""
    return "merged" in trashed.payload


@action
def restore_merged(*, actor: Actor, trashed: TrashedRecord) -> Any:
    """Make two of one again: the record with all it brought that still is where it was brought to.

    Fields that the other record took from it stay there. Raises Conflict with what stands in the way, and
    NotAllowed where the actor edits only one of the two.
    """
    subject = next(each for each in BY_MODEL.values() if each.model._meta.label_lower == trashed.model)
    notes = trashed.payload["merged"]
    kept = subject.model._default_manager.select_for_update(of=("self",)).filter(pk=notes["into"]).first()
    if kept is None:
        gone = TrashedRecord.objects.filter(model=trashed.model, subject_id=notes["into"]).first()
        if gone is not None:
            text = _("Its dates and whatever belonged to it went into “%(name)s”. Restore that first.")
            raise Conflict(text % {"name": gone.title})
    elif not subject.may_edit(actor, kept):
        raise NotAllowed(_("Only somebody who edits both records may do this."))
    else:
        _give_back_key(kept, trashed)
        tell(subject.kind, kept)
    back = RESTORE[subject.kind](actor=actor, trashed=trashed)
    if kept is not None:
        _give_back(subject.kind, kept.pk, back, notes)
        tell(subject.kind, kept, back)
    return back


def _give_back_key(kept: Any, trashed: TrashedRecord) -> None:
    """The key in another system that ``kept`` took over, for no two may have it."""
    values = next(
        row["values"]
        for row in trashed.payload["rows"]
        if row["model"] == trashed.model and row["values"]["id"] == trashed.subject_id
    )
    if kept.source_id and kept.source_id == values["source_id"]:
        type(kept)._default_manager.filter(pk=kept.pk).update(source_id="")


def _give_back(kind: str, kept: int, back: Any, notes: dict[str, Any]) -> None:
    shares = Share.objects.filter(pk__in=notes["shares"], subject_id=kept)
    shares.filter(subject_type=back._meta.label_lower).update(subject_id=back.pk)
    meaning_it = Alias.objects.filter(kind=kind, record_id=kept)
    meaning_it.filter(key__in=notes["aliases"]).update(record_id=back.pk)
    meaning_it.filter(key__in=notes["keys"]).delete()
    origin = notes.get("origin")
    if origin is not None:
        source = Source.objects.filter(pk=origin["source"]).first()
        values = {"fields": origin["fields"], "locked": origin["locked"], "source": source}
        Origin.objects.update_or_create(kind=kind, record_id=back.pk, defaults=values)
