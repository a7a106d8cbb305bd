"""Fields that no upload may change."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import IMPORTERS
from karavan.integrations.sheets.models import Origin
from karavan.integrations.sheets.subjects import subject_of
from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid, NotAllowed


@action
def lock_field(*, actor: Actor, subject: Model, name: str) -> Origin:
    """Let no upload change a field of an event, a place or an organisation. Raises Invalid (``field``)."""
    return _switch(actor, subject, name, lock=True)


@action
def unlock_field(*, actor: Actor, subject: Model, name: str) -> Origin:
    """Let uploads change a field again."""
    return _switch(actor, subject, name, lock=False)


@action
def accept_by_hand(*, actor: Actor, subject: Model, name: str) -> Origin:
    """Let uploads change a field again that was edited by hand after one: the next list counts."""
    origin = _origin(actor, subject, name)
    if origin.fields.pop(name, None) is not None:
        origin.save()
        _line(actor, subject, "field.given_to_uploads", name)
    return origin


def _switch(actor: Actor, subject: Model, name: str, *, lock: bool) -> Origin:
    origin = _origin(actor, subject, name)
    if (name in origin.locked) == lock:
        return origin
    origin.locked = sorted({*origin.locked, name} if lock else set(origin.locked) - {name})
    origin.save()
    _line(actor, subject, "field.locked" if lock else "field.unlocked", name)
    return origin


def _origin(actor: Actor, subject: Model, name: str) -> Origin:
    kind = subject_of(subject)
    if kind is None:
        raise TypeError("lists hold no such records")
    if not kind.may_edit(actor, subject):
        raise NotAllowed(_("Only an editor of this record may lock its fields."))
    if name not in IMPORTERS[kind.kind](Ground(actor=actor)).labels:
        raise Invalid({"field": [_("Lists do not hold this field.")]})
    # Made where it is missing, then held: two switches at a time must not lose one another.
    Origin.objects.get_or_create(kind=kind.kind, record_id=subject.pk)
    return Origin.objects.select_for_update().get(kind=kind.kind, record_id=subject.pk)


def _line(actor: Actor, subject: Any, verb: str, name: str) -> None:
    organisation_id = getattr(subject, "organisation_id", None)
    record(actor, verb, subject, organisation_id=organisation_id, after={"field": name})
