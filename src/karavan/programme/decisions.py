"""What is decided of each thing that a closed place breaks: plain values for the actions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """What to do with a session, or with a period, in a closed place."""

    LATER = "later"
    MOVE = "move"
    CANCEL = "cancel"
    SHUT_DAYS = "shut_days"
    """Of a period with hours of its own: mark the closed days as closed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A step and what it needs: a place and, for a session, a moment to move to; words for visitors.

    Without a moment a moved session keeps its own. ``share`` allows a place where something else is on then.
    """

    step: Step = Step.LATER
    place_id: int | None = None
    starts_at: datetime | None = None
    note: str = ""
    share: bool = False


class Outcome(StrEnum):
    """What became of it."""

    LATER = "later"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    """Cancelled by a closing, it takes place after all."""
    DAYS_SHUT = "days_shut"
    SETTLED = "settled"
    """A period that keeps the hours of its place: it closes and opens by itself."""
    NOT_OURS = "not_ours"
    """Another organisation's: its editors find it among what waits for them."""
    GONE = "gone"
    """Somebody else has moved or cancelled it meanwhile."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One thing that was broken, by its key, its title and start, and what became of it."""

    key: str
    title: str
    event_id: int
    moment: datetime
    outcome: Outcome
    place: str = ""
    to: datetime | None = None
    public: bool = False
    sells: bool = False
