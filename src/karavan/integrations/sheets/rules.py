"""Who may upload what."""

from django.utils.translation import gettext as _

from karavan.integrations.sheets.enums import Kind
from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.rules import Node, Reach, editing_reach, managing_reach


def upload_reach(actor: Actor | None, kind: str) -> Reach:
    """For which organisations the actor may upload: people by directors, all else by editors."""
    return managing_reach(actor) if kind == Kind.MEMBERS else editing_reach(actor)


def require_upload(actor: Actor, kind: str, organisation: Node | None) -> None:
    """Raise NotAllowed unless the actor may upload for the organisation, or for any where it is None."""
    reach = upload_reach(actor, kind)
    if organisation is not None and reach.covers(organisation):
        return
    if organisation is None and (reach.everything or reach.paths):
        return
    if kind == Kind.MEMBERS:
        raise NotAllowed(_("Only a director or a city coordinator may add people."))
    raise NotAllowed(_("Only a director or programme editor of the organisation may upload tables for it."))
