"""What lists may hold: one module a kind, each with its columns, its checks and its writing."""

from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds.base import Importer
from karavan.integrations.sheets.kinds.events import Events
from karavan.integrations.sheets.kinds.members import Members
from karavan.integrations.sheets.kinds.organisations import Organisations
from karavan.integrations.sheets.kinds.places import Places

IMPORTERS: dict[str, type[Importer]] = {
    Kind.EVENTS: Events,
    Kind.PLACES: Places,
    Kind.ORGANISATIONS: Organisations,
    Kind.MEMBERS: Members,
}


def importer(kind: str, ground: Ground) -> Importer:
    """The importer of a kind, for one actor and batch."""
    return IMPORTERS[kind](ground)
