"""How the room hears: every journal line with a verb that is worth telling queues one task with its change.

The task is a row of the same transaction, so that no change is told that did not happen and none is lost.
"""

from collections.abc import Sequence

from karavan.kernel.events import Recorded, subscribe_in_transaction
from karavan.notices.events import DeliveriesDue
from karavan.notices.news import VERBS, worth_telling
from karavan.notices.tasks import deliver, tell


def connect() -> None:
    """Subscribe; for ``apps.py``."""
    subscribe_in_transaction([Recorded], hear)
    subscribe_in_transaction([DeliveriesDue], carry)


def hear(recorded: Sequence[Recorded]) -> None:
    """Queue the telling of what is worth it."""
    for each in recorded:
        lines = zip(each.line_ids, each.verbs, each.actor_ids, strict=True)
        worth = [pk for pk, verb, actor in lines if verb in VERBS and worth_telling(verb, actor)]
        if worth:
            tell.enqueue(worth)


def carry(due: Sequence[DeliveriesDue]) -> None:
    """Queue one round of sending."""
    deliver.enqueue()
