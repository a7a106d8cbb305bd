"""Every write of notices. Sending and reading marks leave no journal lines; what people decide does."""

from karavan.notices.actions.addresses import (
    confirm_addresses,
    disconnect,
    forget_push,
    start_connecting,
    subscribe_push,
)
from karavan.notices.actions.choices import (
    mute,
    set_hours,
    set_preferences,
    stop,
    unmute,
)
from karavan.notices.actions.marks import escalate, mark_all_read, mark_read, prune
from karavan.notices.actions.outbox import deliver_due
from karavan.notices.actions.telling import News, notify

__all__ = [
    "News",
    "confirm_addresses",
    "deliver_due",
    "disconnect",
    "escalate",
    "forget_push",
    "mark_all_read",
    "mark_read",
    "mute",
    "notify",
    "prune",
    "set_hours",
    "set_preferences",
    "start_connecting",
    "stop",
    "subscribe_push",
    "unmute",
]
