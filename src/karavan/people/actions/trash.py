"""Organisations into the trash and back."""

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.journal.queries import stood
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.people.actions.organisations import require_move
from karavan.people.events import OrganisationChanged
from karavan.people.models import Organisation


@action
def remove_organisation(
    *, actor: Actor, organisation: Organisation, reason: str = "", with_children: bool = False
) -> TrashedRecord:
    """Put an organisation into the trash with its names and roles; its branches where it is asked for.

    Whoever manages the organisation above may, at the top of a network only a city coordinator; so may they
    take it back. One that residents see, or saw once, is never purged.
    Raises StillHeld where places or events are its.
    """
    organisation.refresh_from_db(from_queryset=Organisation.objects.select_for_update())
    require_move(actor, organisation)
    family = Organisation.objects.under(organisation)
    ids = list(family.order_by("pk").values_list("pk", flat=True))
    trashed = throw_away(
        actor=actor,
        subject=organisation,
        organisation_id=organisation.parent_id,
        title=organisation.name,
        reason=reason,
        keep=family.filter(is_public=True).exists() or stood("people.organisation", ids, "is_public", True),
        with_children=with_children,
    )
    before = {"name": organisation.name, "kind": organisation.kind}
    record(
        actor,
        "organisation.removed",
        organisation,
        organisation_id=organisation.pk,
        before=before,
        reason=reason,
    )
    for pk in ids:
        announce(OrganisationChanged(pk))
    return trashed


@action
def restore_organisation(*, actor: Actor, trashed: TrashedRecord) -> Organisation:
    """Take an organisation back out of the trash. Raises Conflict with what stands in the way."""
    organisation = restore(actor=actor, trashed=trashed, kind=Organisation)
    require_move(actor, organisation)
    after = {"name": organisation.name}
    record(actor, "organisation.restored", organisation, organisation_id=organisation.pk, after=after)
    for pk in Organisation.objects.under(organisation).order_by("pk").values_list("pk", flat=True):
        announce(OrganisationChanged(pk))
    return organisation
