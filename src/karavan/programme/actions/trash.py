"""Into the trash and back: events that were never public, and programmes."""

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.kernel.journal.queries import stood
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.programme.actions.common import lock, owner_id
from karavan.programme.events import EventChanged, ProgrammeChanged
from karavan.programme.models import Event, Programme
from karavan.programme.rules import require_edit_event, require_edit_programme


@action
def remove_event(*, actor: Actor, event: Event, reason: str = "") -> TrashedRecord:
    """Put an event that was never public into the trash; what was public is cancelled or withdrawn."""
    lock(actor, event)
    if event.published_at is not None:
        raise Conflict(_("This event was public. Cancel or withdraw it, so that its record stays."))
    owner = owner_id(list(event.organisers.all()))
    before = {"title": event.title, "kind": event.kind, "status": event.status}
    trashed = throw_away(actor=actor, subject=event, organisation_id=owner, reason=reason)
    record(actor, "event.removed", event, organisation_id=owner, before=before, reason=reason)
    announce(EventChanged(event.pk))
    return trashed


@action
def restore_event(*, actor: Actor, trashed: TrashedRecord) -> Event:
    """Take an event back out of the trash with its dates, organisers and prices.

    Raises Conflict with what stands in the way.
    """
    event = restore(actor=actor, trashed=trashed, kind=Event)
    require_edit_event(actor, event)
    record(
        actor,
        "event.restored",
        event,
        organisation_id=owner_id(list(event.organisers.all())),
        after={"title": event.title},
    )
    announce(EventChanged(event.pk))
    return event


@action
def remove_programme(
    *, actor: Actor, programme: Programme, reason: str = "", with_children: bool = False
) -> TrashedRecord:
    """Put a programme without events into the trash, with the programmes below it where it is asked for.

    One that residents see, or saw once, is never purged.
    Raises StillHeld where events or programmes lie in it.
    """
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update())
    require_edit_programme(actor, programme)
    owner = programme.organisations.order_by("pk").values_list("pk", flat=True).first()
    family = Programme.objects.under(programme)
    ids = list(family.order_by("pk").values_list("pk", flat=True))
    trashed = throw_away(
        actor=actor,
        subject=programme,
        organisation_id=owner,
        reason=reason,
        keep=family.filter(is_public=True).exists() or stood("programme.programme", ids, "is_public", True),
        with_children=with_children,
    )
    before = {"title": programme.title, "slug": programme.slug}
    record(actor, "programme.removed", programme, organisation_id=owner, before=before, reason=reason)
    for pk in ids:
        announce(ProgrammeChanged(pk))
    return trashed


@action
def restore_programme(*, actor: Actor, trashed: TrashedRecord) -> Programme:
    """Take a programme back out of the trash. Raises Conflict with what stands in the way."""
    programme = restore(actor=actor, trashed=trashed, kind=Programme)
    require_edit_programme(actor, programme)
    owner = programme.organisations.order_by("pk").values_list("pk", flat=True).first()
    record(actor, "programme.restored", programme, organisation_id=owner, after={"title": programme.title})
    for pk in Programme.objects.under(programme).order_by("pk").values_list("pk", flat=True):
        announce(ProgrammeChanged(pk))
    return programme
