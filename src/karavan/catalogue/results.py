"""What the catalogue answers."""

from dataclasses import dataclass, field
from datetime import datetime


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
    of the query.
    """

    items: list[bytes]
    next: str | None
    total: int | None
    facets: dict[str, list[FacetValue]] | None = None
    correction: str | None = None


@dataclass(frozen=True)
class Detail:
    """One whole record as a JSON object, with what a conditional request needs."""

    payload: bytes
    digest: str
    changed_at: datetime


@dataclass(frozen=True)
class Found:
    """Results of the one search box by kind of entry; ``wider`` tells what was left out to find anything."""

    pages: dict[str, Page] = field(default_factory=dict)
    correction: str | None = None
    wider: str | None = None


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
