"""Who may enter, change and confirm circumstances.

Editors enter the plans of their own organisation, and what they know of its surroundings; what belongs to
no organisation, such as feasts, is the city's: its coordinators change and confirm it.
"""

from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.models import Organisation
from karavan.people.rules import can_edit
from karavan.planning.models import Circumstance


def can_edit_circumstance(actor: Actor | None, circumstance: Circumstance) -> bool:
    """Editors of its organisation or of one above it; the city's coordinators."""
    return can_edit(actor, circumstance.organisation)


def require_enter_for(actor: Actor, organisation: Organisation | None) -> None:
    """Raise NotAllowed unless the actor may enter a circumstance of the organisation, or of the city."""
    if not can_edit(actor, organisation):
        raise NotAllowed(_("Only a city coordinator, or an editor for their own organisation, enters this."))


def require_edit_circumstance(actor: Actor, circumstance: Circumstance) -> None:
    """Raise NotAllowed unless the actor may change it."""
    if not can_edit_circumstance(actor, circumstance):
        raise NotAllowed(_("Only a city coordinator, or an editor for their own organisation, enters this."))


set_perm("planning.change_circumstance", predicate(can_edit_circumstance))  # type: ignore[no-untyped-call]
