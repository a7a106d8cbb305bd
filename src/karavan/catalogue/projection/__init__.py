"""From records to their public form: pure reading, no writing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Projection:
    """Public form of one record: JSON by language, encoded facts, and of an event its sessions by id."""

    kind: str
    object_id: int
    cards: dict[str, bytes]
    details: dict[str, bytes]
    facts: bytes
    sessions: dict[int, dict[str, bytes]]
