"""What the catalogue answers."""

from dataclasses import dataclass, field
from datetime import date, datetime

from karavan.catalogue.filters import EventFilter
from karavan.kernel.text import QueryTerm


@dataclass(frozen=True)
class Version:
    """State of the whole catalogue; equal versions answer equally at the same moment."""

    number: int
    stamp: str
    changed_at: datetime


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of results it would leave."""

    value: str
    count: int


@dataclass(frozen=True)
class Page:
    """A page of a list. ``items`` are JSON objects as bytes, ``next`` the cursor of what follows.

    ``total`` counts all results (None: not counted). ``facets`` stands only when asked for: facet name →
    values, counted with every other condition of the filter in force. ``correction`` is a better spelling
    of the query. ``tiers`` says of each item how well it answers the words, from 0 for an exact title to 3
    for words of the text (:mod:`karavan.catalogue.index.conditions`). ``window`` is the time [since, until)
    that events and sessions were looked for in, to the minute.
    """

    items: list[bytes]
    next: str | None
    total: int | None
    facets: dict[str, list[FacetValue]] | None = None
    correction: str | None = None
    tiers: list[int] = field(default_factory=list)
    window: tuple[datetime, datetime | None] | None = None


@dataclass(frozen=True)
class Day:
    """A whole local day: its distinct events, its sessions, and by kind what is open at any hour.

    ``items`` are its first sessions in time order, as those of a list of sessions.
    """

    day: date
    events: int
    sessions: int
    opened: dict[str, int]
    items: list[bytes]


@dataclass(frozen=True)
class Spot:
    """A building or site with its number of events, those in buildings on it too.

    Degrees are WGS 84, None where no point is known.
    ``kind`` is the kind of event met there most often.
    """

    place_id: int
    events: int
    kind: str
    lat: float | None
    lon: float | None
    district: str


@dataclass(frozen=True)
class Where:
    """All spots of a question and their places as JSON by id; ``total`` counts its events.

    ``nowhere`` of them have no point; ``online`` of those are held online, of ``untold`` no place is named.
    """

    spots: list[Spot]
    places: dict[int, bytes]
    total: int
    nowhere: int
    online: int
    untold: int


@dataclass(frozen=True)
class Detail:
    """One whole record as a JSON object, with what a conditional request needs."""

    payload: bytes
    digest: str
    changed_at: datetime


@dataclass(frozen=True)
class Found:
    """Results of the one search box by kind of entry, the kind that answers best first.

    ``question`` is what was asked of events: more than words where the query says "free" or "tomorrow";
    ``terms`` are its words as the index has them, to mark what matched.
    ``wider`` is the query that was answered instead, where the one asked finds nothing.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    correction: str | None = None
    wider: str | None = None
    question: EventFilter | None = None
    terms: tuple[QueryTerm, ...] = ()

    def together(self, limit: int = 10) -> list[tuple[str, bytes]]:
        """The best results of all kinds in one list of (kind, JSON): by tier, then turn by turn."""
        rows = [
            (tier, rank, order, kind, item)
            for order, (kind, page) in enumerate(self.pages.items())
            for rank, (tier, item) in enumerate(zip(page.tiers, page.items, strict=True))
        ]
        rows.sort(key=lambda row: row[:3])
        return [(kind, item) for *_, kind, item in rows[:limit]]


@dataclass(frozen=True)
class ChangeLine:
    """One line of the change feed, at its place in it. ``payload`` is None for a tombstone."""

    position: int
    kind: str
    object_id: int
    at: datetime
    payload: bytes | None


@dataclass(frozen=True)
class Changes:
    """A page of the change feed; ``next`` is where to go on, ``more`` whether there is more now."""

    items: list[ChangeLine]
    next: int
    more: bool
