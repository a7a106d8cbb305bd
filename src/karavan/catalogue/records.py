"""What the public record of a session tells of time, for those who read records and ask no index."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

ASSUMED_LENGTH = timedelta(hours=2)
"""How long a session without an end counts as still going on."""


def over_at(session: Mapping[str, Any]) -> datetime:
    """The first moment at which a session with its ``start`` and ``end`` as text is over."""
    if session["end"]:
        return datetime.fromisoformat(session["end"])
    return datetime.fromisoformat(session["start"]) + ASSUMED_LENGTH
