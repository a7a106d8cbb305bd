"""Who may change an asset: editors of the organisation that owns it, city coordinators, the system."""

from typing import Protocol

from rules.permissions import set_perm
from rules.predicates import predicate

from karavan.kernel.actor import Actor
from karavan.people.rules import Node, can_edit


class Owned(Protocol):
    """An asset, as far as rules care: whose it is."""

    @property
    def organisation(self) -> Node: ...


def can_edit_asset(actor: Actor | None, asset: Owned) -> bool:
    """Editors of its organisation or of one above it."""
    return can_edit(actor, asset.organisation)


set_perm("assets.change_asset", predicate(can_edit_asset))  # type: ignore[no-untyped-call]
