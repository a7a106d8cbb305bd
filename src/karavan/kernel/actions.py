"""What every write of the platform has in common: one transaction, journal lines, events.

Usage::

    @action
    def publish_event(*, actor: Actor, event: Event) -> Event:
        ...
        record(actor, "event.published", event, after={"status": "published"})
        announce(EventChanged(event.pk))

Actions may call actions: the outermost one owns the transaction, writes the journal in one insert and
delivers every distinct domain event once (:mod:`karavan.kernel.events`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from karavan.kernel import events
from karavan.kernel.actor import Actor
from karavan.kernel.journal.models import JournalLine

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class _Unit:
    """The journal lines and events gathered by the outermost action."""

    lines: list[JournalLine] = field(default_factory=list)
    events: dict[Any, Any] = field(default_factory=dict)


_current: ContextVar[_Unit | None] = ContextVar("karavan_action", default=None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run a block as one action: used by :func:`action`, and by imports to join many into one."""
    if _current.get() is not None:
        with transaction.atomic():
            yield
        return
    unit = _Unit()
    token = _current.set(unit)
    try:
        with transaction.atomic():
            yield
            lines = JournalLine.objects.bulk_create(unit.lines, batch_size=500)
            news = list(unit.events.values())
            events.deliver_in_transaction([*news, *_recorded(lines)])
            if news:
                transaction.on_commit(lambda: events.deliver_on_commit(news))
    finally:
        _current.reset(token)


def _recorded(lines: list[JournalLine]) -> Iterator[events.Recorded]:
    if lines:
        told = [(line.pk, line.verb, line.actor_id) for line in lines]
        yield events.Recorded(*zip(*told, strict=True))


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: see the head of this module."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit_of_work():
            return function(*args, **kwargs)

    return run


def _unit() -> _Unit:
    unit = _current.get()
    if unit is None:
        raise RuntimeError("only an action may write: decorate the caller with @action")
    return unit


def announce(event: Any) -> None:
    """Queue a domain event (a frozen, hashable dataclass) of the running action; of equal ones the last."""
    _unit().events[event] = event


def record(
    actor: Actor,
    verb: str,
    subject: models.Model,
    *,
    organisation_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Queue one journal line: who did what to which record, what stood there before and after.

    An actor with a ``journal_label(organisation_id)`` is named by it, others by their ``str``.
    """
    label = getattr(actor, "journal_label", None)
    _unit().lines.append(
        JournalLine(
            actor_id=actor.pk,
            actor_label=(str(actor) if label is None else label(organisation_id))[:200],
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            organisation_id=organisation_id,
            before=before or {},
            after=after or {},
            reason=reason,
        )
    )


def changes(instance: models.Model, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set ``values`` on the instance; return what differs as (before, after), without saving."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in values.items():
        old = getattr(instance, name)
        if old != new:
            before[name], after[name] = _plain(old), _plain(new)
            setattr(instance, name, new)
    return before, after


def _plain(value: Any) -> Any:
    """A JSON-able stand-in for a field's value."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)
