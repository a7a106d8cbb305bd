"""Who may do what with programmes and events.

An event belongs to its lead organisers; an event without one, and a programme without an organisation, is the
city's. The system and city coordinators may do everything.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.rules import can_coordinate, editing_reach, managing_reach
from karavan.programme.enums import OrganiserRole

if TYPE_CHECKING:
    from karavan.people.models import Organisation
    from karavan.people.rules import Node
    from karavan.programme.models import Event, Programme


def can_edit_for(actor: Actor | None, organisations: Iterable["Organisation"]) -> bool:
    """Whether the actor edits at least one of the organisations, or the whole city."""
    reach = editing_reach(actor)
    return reach.everything or any(reach.covers(organisation) for organisation in organisations)


def can_edit_event(actor: Actor | None, event: "Event") -> bool:
    """Director or programme editor of a lead organiser (or of one above it), city coordinator, the system."""
    reach = editing_reach(actor)
    if reach.everything:
        return True
    leads = event.organisers.filter(role=OrganiserRole.LEAD).select_related("organisation")
    return any(reach.covers(organiser.organisation) for organiser in leads)


def can_publish_event(actor: Actor | None, event: "Event") -> bool:
    """Who may edit an event may publish it: the checks guard what becomes public.

    Whether directly or by a release only: :func:`karavan.programme.releases.queries.publishes_directly`.
    """
    return can_edit_event(actor, event)


def can_edit_programme(actor: Actor | None, programme: "Programme") -> bool:
    """Editors of one of the programme's organisations, city coordinator, the system."""
    reach = editing_reach(actor)
    return reach.everything or any(reach.covers(each) for each in programme.organisations.all())


def can_release_programme(actor: Actor | None, programme: "Programme") -> bool:
    """Director of an organisation of the programme or of one above it, city coordinator, the system."""
    reach = managing_reach(actor)
    if reach.everything:
        return True
    holders = programme.organisations.model.objects.filter(programmes__in=programme.lineage_ids)
    return any(reach.covers(each) for each in holders)


def can_release_month(actor: Actor | None, organisation: "Node") -> bool:
    """Director of the organisation or of one above it, city coordinator, the system."""
    return managing_reach(actor).covers(organisation)


def require_edit_for(actor: Actor, organisations: Iterable["Organisation"]) -> None:
    """Raise NotAllowed unless the actor edits one of the organisations."""
    if not can_edit_for(actor, organisations):
        raise NotAllowed(_("Only an editor of one of the lead organisers may do this."))


def require_edit_event(actor: Actor, event: "Event") -> None:
    """Raise NotAllowed unless the actor may edit the event."""
    if not can_edit_event(actor, event):
        raise NotAllowed(_("Only an editor of one of the lead organisers may do this."))


def require_edit_programme(actor: Actor, programme: "Programme") -> None:
    """Raise NotAllowed unless the actor may edit the programme."""
    if not can_edit_programme(actor, programme):
        raise NotAllowed(_("Only an editor of one of the programme's organisations may do this."))


def require_release_programme(actor: Actor, programme: "Programme") -> None:
    """Raise NotAllowed unless the actor may release the programme."""
    if not can_release_programme(actor, programme):
        raise NotAllowed(
            _("Only a director of the programme's organisation or a city coordinator releases it.")
        )


def require_release_month(actor: Actor, organisation: "Node") -> None:
    """Raise NotAllowed unless the actor may release the organisation's playbill."""
    if not can_release_month(actor, organisation):
        raise NotAllowed(
            _("Only the director of the organisation or a city coordinator releases its playbill.")
        )


def require_coordinate(actor: Actor) -> None:
    """Raise NotAllowed unless the actor coordinates the city."""
    if not can_coordinate(actor):
        raise NotAllowed(_("Only a city coordinator may do this."))


set_perm("programme.change_event", predicate(can_edit_event))  # type: ignore[no-untyped-call]
set_perm("programme.publish_event", predicate(can_publish_event))  # type: ignore[no-untyped-call]
set_perm("programme.release_programme", predicate(can_release_programme))  # type: ignore[no-untyped-call]
set_perm("programme.change_programme", predicate(can_edit_programme))  # type: ignore[no-untyped-call]
