from karavan.planning.queries.holds import (
    Kept,
    expiring,
    free_units,
    holds_of,
    is_live,
    live,
    taken,
    unheld_sessions,
    visible_to,
)

__all__ = [
    "Kept",
    "expiring",
    "free_units",
    "holds_of",
    "is_live",
    "live",
    "taken",
    "unheld_sessions",
    "visible_to",
]
