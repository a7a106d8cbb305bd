"""Events: change their fields and the rows that hang on them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme.actions.build import (
    EVENT_FIELDS,
    Reference,
    day_exception_rows,
    event_problems,
    hours_rows,
    organiser_rows,
    performer_rows,
    tariff_rows,
)
from karavan.programme.actions.common import changed, lock, stamp
from karavan.programme.actions.creation import as_performers, with_ids
from karavan.programme.actions.rows import Problems, add, plain, refuse, unknown_ids
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, PerformerDraft, TariffDraft
from karavan.programme.models import Event, Programme


@action
def update_event(
    *, actor: Actor, event: Event, expected_updated_at: datetime | None = None, **values: Any
) -> Event:
    """Change fields of an event; ``place`` and ``programme`` may be records.

    Raises Invalid by field, also where a public event would no longer be publishable; Conflict when it
    changed after ``expected_updated_at``.
    """
    values = with_ids(values)
    if unknown := sorted(set(values) - set(EVENT_FIELDS)):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    lock(actor, event, expected_updated_at)
    problems, before = set_fields(event, values)
    refuse(problems)
    if before:
        stamp(event, list(before))
        after = {name: plain(getattr(event, name)) for name in before}
        changed(actor, event, "event.changed", before=before, after=after, stamped=True, hands_on=True)
    return event


def set_fields(event: Event, values: Mapping[str, Any]) -> tuple[Problems, dict[str, Any]]:
    """Set fields of an event; what is wrong then, and what stood before in those that differ.

    Whether a record or a key exists is asked only where it is another one than before.
    """
    stood = {name: plain(getattr(event, name)) for name in values}
    for name, value in values.items():
        setattr(event, name, value)
    problems = event_problems(event)
    before = {name: old for name, old in stood.items() if old != plain(getattr(event, name))}
    links: tuple[tuple[type[models.Model], str], ...] = ((Programme, "programme_id"), (Place, "place_id"))
    unknown_ids(problems, [(model, name, getattr(event, name)) for model, name in links if name in before])
    if "source_id" in before:
        source_key_problems(event, problems)
    return problems, before


@action
def set_organisers(*, actor: Actor, event: Event, organisers: Sequence[tuple[Organisation, str]]) -> Event:
    """Replace the organisers, the owner first."""
    lock(actor, event)
    problems: Problems = {}
    pairs = [(organisation.pk, role) for organisation, role in organisers]
    rows = organiser_rows(event, pairs, problems, [])
    refuse(problems)
    _replace(actor, event, "organisers", rows, ("organisation_id", "role"))
    return event


@action
def set_performers(*, actor: Actor, event: Event, performers: Sequence[PerformerDraft | str]) -> Event:
    """Replace the performers, in the order of the poster."""
    lock(actor, event)
    problems: Problems = {}
    references: list[Reference] = []
    rows = performer_rows(event, as_performers(performers), problems, references)
    unknown_ids(problems, references)
    refuse(problems)
    _replace(actor, event, "performers", rows, ("name", "part", "organisation_id"))
    return event


@action
def set_hours(
    *,
    actor: Actor,
    event: Event,
    hours: Sequence[HoursDraft],
    day_exceptions: Sequence[DayExceptionDraft] | None = None,
) -> Event:
    """Replace the weekly hours and, where they are given, the exceptions of single days."""
    lock(actor, event)
    problems: Problems = {}
    rows = hours_rows(event, hours, problems)
    exceptions = day_exception_rows(event, day_exceptions or (), problems)
    refuse(problems)
    if day_exceptions is not None:
        _replace(actor, event, "day_exceptions", exceptions, ("day", "opens", "closes", "note"))
    _replace(actor, event, "hours", rows, ("weekday", "opens", "closes"))
    return event


@action
def set_tariffs(*, actor: Actor, event: Event, tariffs: Sequence[TariffDraft]) -> Event:
    """Replace what benefit categories pay."""
    lock(actor, event)
    problems: Problems = {}
    references: list[Reference] = []
    rows = tariff_rows(event, tariffs, problems, references)
    unknown_ids(problems, references)
    refuse(problems)
    _replace(actor, event, "tariffs", rows, [each.name for each in fields(TariffDraft)])
    return event


def _replace(
    actor: Actor, event: Event, relation: str, rows: Sequence[models.Model], names: Sequence[str]
) -> None:
    """Put new rows in the place of the old ones; nothing is written where they are the same."""
    manager = getattr(event, relation)
    before = [_values(row, names) for row in manager.all()]
    after = [_values(row, names) for row in rows]
    if before == after:
        return
    manager.all().delete()
    manager.bulk_create(rows)
    changed(actor, event, f"event.{relation}_set", before={relation: before}, after={relation: after})


def _values(row: models.Model, names: Sequence[str]) -> Mapping[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def source_key_problems(event: Event, problems: Problems) -> None:
    """The key of an outside source stands for one event only."""
    if event.source_id and Event.objects.filter(source_id=event.source_id).exclude(pk=event.pk).exists():
        message = _("An event with the source key %(key)s exists already.") % {"key": event.source_id}
        add(problems, "source_id", message)
