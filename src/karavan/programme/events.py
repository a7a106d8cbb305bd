from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karavan.programme.models import Event


@dataclass(frozen=True)
class EventChanged:
    """An event, or anything that hangs on it (sessions, hours, tariffs), was created, changed or removed.

    ``loaded`` is the event with its rows as :func:`~karavan.programme.queries.load_events` gives them, where
    the action has it at hand as it stands now.
    """

    event_id: int
    loaded: "Event | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ProgrammeChanged:
    """A programme was created, changed, moved in the tree or removed."""

    programme_id: int


@dataclass(frozen=True)
class BenefitsChanged:
    """Benefit categories changed, and with them the price of every event that has tariffs."""


@dataclass(frozen=True)
class EventSent:
    """An event was sent for release: whoever releases it may look now."""

    event_id: int


@dataclass(frozen=True)
class EventSentBack:
    """An event came back to its editors, who may read why in its ``status_reason``."""

    event_id: int


@dataclass(frozen=True)
class Released:
    """A release was made."""

    release_id: int
