from karavan.planning.actions.holds import (
    confirm_hold,
    forget_released,
    hold_asset,
    hold_person,
    hold_place,
    hold_sessions,
    move_hold,
    release_expired,
    release_hold,
)

__all__ = [
    "confirm_hold",
    "forget_released",
    "hold_asset",
    "hold_person",
    "hold_place",
    "hold_sessions",
    "move_hold",
    "release_expired",
    "release_hold",
]
