"""Assets: what an organisation owns and others may need."""

from typing import Any, Final

from django.utils.translation import gettext as _

from karavan.assets.models import Asset
from karavan.kernel.actions import action, changes, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict
from karavan.kernel.html import plain_text
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.validation import check
from karavan.people.models import Organisation
from karavan.people.rules import require_edit

FIELDS: Final = frozenset({"name", "units", "place", "note"})


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(fields) - FIELDS):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    return {
        name: plain_text(value, lines=name == "note") if isinstance(value, str) else value
        for name, value in fields.items()
    }


@action
def create_asset(*, actor: Actor, organisation: Organisation, **fields: Any) -> Asset:
    """Add a thing of an organisation: ``name``, ``units``, ``place`` (where it is kept), ``note``.

    Raises Invalid by field.
    """
    require_edit(actor, organisation)
    asset = Asset(organisation=organisation, is_demo=organisation.is_demo, **_values(fields))
    check(asset)
    asset.save()
    after = {"name": asset.name, "units": asset.units}
    record(actor, "asset.created", asset, organisation_id=organisation.pk, after=after)
    return asset


@action
def update_asset(*, actor: Actor, asset: Asset, **fields: Any) -> Asset:
    """Change what is said of an asset. Raises Invalid by field.

    Fewer units than are held at some moment are allowed: something broke, and people have to talk.
    """
    _lock(asset)
    require_edit(actor, asset.organisation)
    before, after = changes(asset, _values(fields))
    if after:
        check(asset)
        asset.save()
        record(
            actor,
            "asset.updated",
            asset,
            organisation_id=asset.organisation_id,
            before=before,
            after=after,
        )
    return asset


@action
def remove_asset(*, actor: Actor, asset: Asset, reason: str = "") -> TrashedRecord:
    """Put an asset into the trash. Raises StillHeld where there are holds of it."""
    _lock(asset)
    require_edit(actor, asset.organisation)
    trashed = throw_away(actor=actor, subject=asset, organisation_id=asset.organisation_id, reason=reason)
    before = {"name": asset.name, "units": asset.units}
    record(
        actor,
        "asset.removed",
        asset,
        organisation_id=asset.organisation_id,
        before=before,
        reason=reason,
    )
    return trashed


@action
def restore_asset(*, actor: Actor, trashed: TrashedRecord) -> Asset:
    """Take an asset back out of the trash. Raises Conflict with what stands in the way."""
    asset = restore(actor=actor, trashed=trashed, kind=Asset)
    require_edit(actor, asset.organisation)
    after = {"name": asset.name}
    record(actor, "asset.restored", asset, organisation_id=asset.organisation_id, after=after)
    return asset


def _lock(asset: Asset) -> None:
    """Bring the asset up to date and keep it for this transaction. Raises Conflict when it is gone."""
    try:
        asset.refresh_from_db(from_queryset=Asset.objects.select_for_update())
    except Asset.DoesNotExist:
        raise Conflict(_("This asset is gone. Go back to the list.")) from None
