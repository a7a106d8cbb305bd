"""Who may hold what.

Editors of an organisation hold for it. What is their own they hold as they like; another's only tentatively
and for two weeks at most, and its owner confirms or releases that. What belongs to nobody is the city's.
"""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.models import Organisation
from karavan.people.rules import can_edit, editing_reach
from karavan.planning.models import Hold

TENTATIVE_AT_MOST: Final = timedelta(days=14)
"""How long a tentative hold on what is another's may stand."""


def owner_of(hold: Hold) -> Organisation | None:
    """The organisation whose hall, person or asset is held."""
    thing = hold.place or hold.role or hold.asset
    return None if thing is None else thing.organisation


def owns(actor: Actor | None, hold: Hold) -> bool:
    """Whether the actor edits for the owner of what is held."""
    return can_edit(actor, owner_of(hold))


def can_change_hold(actor: Actor | None, hold: Hold) -> bool:
    """Editors of whom it is held for, and of the owner of what is held."""
    reach = editing_reach(actor)
    return reach.covers(hold.organisation) or reach.covers(owner_of(hold))


def require_change(actor: Actor, hold: Hold) -> None:
    """Raise NotAllowed unless the actor may change or release the hold."""
    if not can_change_hold(actor, hold):
        raise NotAllowed(_("Only those who hold it, and those whose it is, may do this."))


def require_owner(actor: Actor, hold: Hold) -> None:
    """Raise NotAllowed unless the actor may hold the thing firmly."""
    if not owns(actor, hold):
        raise NotAllowed(_("Only an editor of those whose it is may hold it firmly. Hold it tentatively."))


set_perm("planning.change_hold", predicate(can_change_hold))  # type: ignore[no-untyped-call]
set_perm("planning.confirm_hold", predicate(owns))  # type: ignore[no-untyped-call]
