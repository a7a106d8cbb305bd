"""Lists of events with their dates."""

from karavan.integrations.sheets.kinds.events.importer import Events

__all__ = ["Events"]
