"""Shared reads of assets."""

from django.db.models import QuerySet

from karavan.assets.models import Asset
from karavan.kernel.actor import Actor
from karavan.people.rules import editing_reach, sees_as_staff


def visible_to(actor: Actor | None) -> QuerySet[Asset]:
    """What the actor may see: everything, for staff of any organisation. One lends what one knows of."""
    return Asset.objects.all() if sees_as_staff(actor) else Asset.objects.none()


def editable_by(actor: Actor | None) -> QuerySet[Asset]:
    """What the actor may change: agrees with :func:`karavan.assets.rules.can_edit_asset`."""
    return Asset.objects.filter(editing_reach(actor).query("organisation__"))
