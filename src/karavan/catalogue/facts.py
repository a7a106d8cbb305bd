"""What filters, facets and search know of an entry: compact, derived, kept as MessagePack beside its JSON.

Times are epoch minutes in UTC, days are proleptic ordinals of local days (``date.toordinal()``),
clock times are minutes after local midnight, money is kopecks, coordinates are degrees.
"""

from typing import Literal

import msgspec

UNKNOWN_PRICE = -1

DAYS_BACK, DAYS_AHEAD = 62, 800
"""Days around today for which the openings of a period are spelt out, and the index knows them."""

SESSION_STATUSES = ("scheduled", "moved", "cancelled", "sold_out")


class Occurrence(msgspec.Struct, array_like=True, frozen=True):
    """One session: ``end`` is the planned end, or an assumed one where ``is_end_known`` is False."""

    session_id: int
    start: int
    end: int
    first_day: int
    last_day: int
    status: int
    is_end_known: bool


class Pattern(msgspec.Struct, array_like=True, frozen=True):
    """Opening days of a period: weekly hours from ``first_day`` to ``last_day`` (None: open end).

    ``weekly`` holds (weekday, opens, closes); ``exceptions`` maps a day to its hours, empty when closed.
    """

    first_day: int | None
    last_day: int | None
    weekly: list[tuple[int, int, int]]
    exceptions: dict[int, list[tuple[int, int]]]

    def hours(self, day: int) -> list[tuple[int, int]]:
        """Opening hours on a day as (opens, closes) minutes; empty when closed."""
        if self.first_day is not None and day < self.first_day:
            return []
        if self.last_day is not None and day > self.last_day:
            return []
        special = self.exceptions.get(day)
        if special is not None:
            return special
        weekday = (day + 6) % 7
        return [(opens, closes) for row, opens, closes in self.weekly if row == weekday]


class Variant(msgspec.Struct, array_like=True, frozen=True):
    """The sessions of an event that share place, price and facilities: the unit of filtering.

    An event whose sessions differ has several, so that "free on Saturday in the Leninsky district" is
    asked of one and the same session.
    """

    place_ids: list[int]
    district: str
    lat: float | None
    lon: float | None
    is_online: bool
    price: int
    benefit_prices: dict[str, int]
    access_yes: list[str]
    access_unknown: list[str]
    facilities: list[str]
    occurrences: list[Occurrence]
    pattern: Pattern | None
    place_terms: list[str]


class EventFacts(msgspec.Struct, array_like=True, frozen=True):
    """Facts of an event; ``price`` of a variant is UNKNOWN_PRICE where it is not stated.

    ``pushkin`` tells whether the Pushkin card pays for tickets, None where nobody said. Rows of a release
    before this one end before it, so it stands last and has a default.
    """

    kind: str
    age: int
    audiences: list[str]
    languages: list[str]
    programme_ids: list[int]
    organisation_ids: list[int]
    title_key: list[str]
    title_terms: list[str]
    text_terms: list[str]
    surface: list[tuple[str, str]]
    variants: list[Variant]
    pushkin: bool | None = None


class DirectoryFacts(msgspec.Struct, array_like=True, frozen=True):
    """Facts of a place, an organisation or a programme."""

    kind: str
    category: str
    name: str
    parent_ids: list[int]
    organisation_id: int | None
    district: str
    lat: float | None
    lon: float | None
    founder_level: str
    access_yes: list[str]
    access_unknown: list[str]
    first_day: int | None
    last_day: int | None
    title_keys: list[str]
    title_terms: list[str]
    place_terms: list[str]
    text_terms: list[str]
    surface: list[tuple[str, str]]


Facts = EventFacts | DirectoryFacts

_encoder = msgspec.msgpack.Encoder()
_event_decoder = msgspec.msgpack.Decoder(EventFacts)
_directory_decoder = msgspec.msgpack.Decoder(DirectoryFacts)

Language = Literal["ru", "en"]


def encode(facts: Facts) -> bytes:
    """Facts as bytes."""
    return _encoder.encode(facts)


def decode_event(data: bytes) -> EventFacts:
    """Facts of an event entry."""
    return _event_decoder.decode(data)


def decode_directory(data: bytes) -> DirectoryFacts:
    """Facts of any other entry."""
    return _directory_decoder.decode(data)
