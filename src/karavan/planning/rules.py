"""Who may see and change plans of the diary.

A plan belongs to one organisation. All staff of the city see that it is there; of a confidential one only
those who see its organisation learn what it is (:mod:`karavan.planning.occasions`). This is about the record.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.rules import editing_reach, seeing_reach

if TYPE_CHECKING:
    from karavan.planning.models import DiaryEntry


def can_see_entry(actor: Actor | None, entry: "DiaryEntry") -> bool:
    """Whoever sees the organisation's unpublished things; of plans that are no secret all staff."""
    reach = seeing_reach(actor)
    if reach.covers(entry.organisation):
        return True
    return not entry.is_confidential and bool(reach.paths)


def can_edit_entry(actor: Actor | None, entry: "DiaryEntry") -> bool:
    """Directors and programme editors of the organisation or of one above it, city coordinators."""
    return editing_reach(actor).covers(entry.organisation)


def require_edit_entry(actor: Actor, entry: "DiaryEntry") -> None:
    """Raise NotAllowed unless the actor may edit the plan."""
    if not can_edit_entry(actor, entry):
        raise NotAllowed(_("Only an editor of the organisation whose plan it is may do this."))


set_perm("planning.view_diaryentry", predicate(can_see_entry))  # type: ignore[no-untyped-call]
set_perm("planning.change_diaryentry", predicate(can_edit_entry))  # type: ignore[no-untyped-call]
