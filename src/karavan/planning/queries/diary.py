"""Reads of plans as records; what is on when, as one may know it: :mod:`karavan.planning.occasions`."""

from django.db.models import Q, QuerySet

from karavan.kernel.actor import Actor
from karavan.people.rules import editing_reach, seeing_reach
from karavan.planning.models import DiaryEntry


def visible_to(actor: Actor | None) -> QuerySet[DiaryEntry]:
    """Plans the actor may see: agrees with :func:`karavan.planning.rules.can_see_entry`."""
    reach = seeing_reach(actor)
    if reach.everything:
        return DiaryEntry.objects.all()
    if not reach.paths:
        return DiaryEntry.objects.none()
    return DiaryEntry.objects.filter(reach.query("organisation__") | Q(is_confidential=False))


def editable_by(actor: Actor | None) -> QuerySet[DiaryEntry]:
    """Plans the actor may edit: agrees with :func:`karavan.planning.rules.can_edit_entry`."""
    return DiaryEntry.objects.filter(editing_reach(actor).query("organisation__"))
