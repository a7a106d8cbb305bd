"""Shared reads of assets."""

from django.db.models import Q, QuerySet

from karavan.assets.models import Asset
from karavan.kernel.actor import Actor
from karavan.people.queries import public
from karavan.people.rules import editing_reach, seeing_reach


def visible_to(actor: Actor | None) -> QuerySet[Asset]:
    """What the actor may see: staff of any organisation what is their own, and that of all public ones.

    One lends what one knows of.
    """
    reach = seeing_reach(actor)
    if reach.everything:
        return Asset.objects.all()
    if not reach.paths:
        return Asset.objects.none()
    return Asset.objects.filter(reach.query("organisation__") | Q(organisation__in=public()))


def editable_by(actor: Actor | None) -> QuerySet[Asset]:
    """What the actor may change: agrees with :func:`karavan.assets.rules.can_edit_asset`."""
    return Asset.objects.filter(editing_reach(actor).query("organisation__"))
