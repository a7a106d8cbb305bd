"""Domain events: how news travels from a lower room to a higher one.

A room defines frozen dataclasses in its ``events.py`` and announces them inside an action
(:mod:`karavan.kernel.actions`). A higher room subscribes in its ``apps.py``, in one of two phases:

``transaction``
    before the outermost action commits, with every distinct event of that action at once. What such a
    subscriber writes stands or falls with the change itself; the public catalogue is kept this way.
``commit``
    after the commit, one call per distinct event; for what may be late but must not be wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Together = Callable[[Sequence[Any]], None]
Single = Callable[[Any], None]


@dataclass(frozen=True)
class Recorded:
    """Lines that one outermost action wrote into the journal, in their order: id, verb and actor of each.

    The kernel delivers it in the transaction. The system's actor id is None.
    """

    line_ids: tuple[int, ...]
    verbs: tuple[str, ...]
    actor_ids: tuple[int | None, ...]


_together: dict[type, list[Together]] = defaultdict(list)
_single: dict[type, list[Single]] = defaultdict(list)


def subscribe_in_transaction(kinds: Sequence[type], handler: Together) -> None:
    """Call ``handler`` with all events of these kinds at the end of each outermost action."""
    for kind in kinds:
        if handler not in _together[kind]:
            _together[kind].append(handler)


def subscribe_on_commit(kind: type, handler: Single) -> None:
    """Call ``handler`` with each event of this kind after the commit."""
    if handler not in _single[kind]:
        _single[kind].append(handler)


def deliver_in_transaction(events: Sequence[Any]) -> None:
    """Hand the events of one action to their transaction subscribers, each handler once."""
    batches: dict[Together, list[Any]] = {}
    for event in events:
        for handler in _together[type(event)]:
            batches.setdefault(handler, []).append(event)
    for handler, batch in batches.items():
        handler(batch)


def deliver_on_commit(events: Sequence[Any]) -> None:
    """Hand each event to its commit subscribers."""
    for event in events:
        for handler in _single[type(event)]:
            handler(event)
