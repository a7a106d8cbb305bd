"""What every format is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from karavan.catalogue.filters import EventFilter

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Feed:
    """Events that answer a filter, as decoded records of the catalogue, nearer in time first.

    ``cards`` are items of a list, with the member ``next``; ``records`` the whole records by id, for the
    formats that need them. Sessions of the time [``since``, ``until``) count; until None is an open end.
    ``total`` may be more than there are cards: then ``following`` is the address of the rest.
    """

    title: str
    description: str
    lang: str
    address: str
    page: str
    host: str
    city: str
    time_zone: str
    changed_at: datetime
    question: EventFilter
    since: datetime
    until: datetime | None
    total: int
    cards: list[Record]
    records: dict[str, Record] = field(default_factory=dict)
    following: str | None = None

    def whole(self, card: Record) -> Record:
        """The whole record of a card, with the session it was found for."""
        return {**card, **self.records.get(card["id"], {}), "next": card["next"]}
