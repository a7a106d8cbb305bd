"""Many events at once: changed or taken back, one transaction, one journal line each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.rules import editing_reach
from karavan.places.models import Place
from karavan.programme.actions.build import EVENT_FIELDS, Reference, event_problems
from karavan.programme.actions.common import owner_id
from karavan.programme.actions.rows import Problems, merge, plain, refuse, unknown_ids
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.events import EventChanged
from karavan.programme.models import Event, Programme
from karavan.programme.queries import load_events

CHUNK = 500


@action
def update_events(*, actor: Actor, values: Mapping[int, Mapping[str, Any]], reason: str = "") -> list[Event]:
    """Change fields of many events by id, all or none. Nothing is written where nothing differs.

    Problems stand at ``"<id of the event>.<field path>"``, also of public events that would no longer be
    publishable. Returns the events that changed.
    """
    for fields in values.values():
        if unknown := sorted(set(fields) - set(EVENT_FIELDS)):
            raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    problems: Problems = {}
    references: list[Reference] = []
    differing: list[tuple[Event, dict[str, Any], dict[str, Any]]] = []
    for event in _held(actor, values):
        fields = values[event.pk]
        before = {name: plain(getattr(event, name)) for name in fields}
        for name, value in fields.items():
            setattr(event, name, value)
        merge(problems, event_problems(event), str(event.pk))
        after = {name: plain(getattr(event, name)) for name in fields}
        names = [name for name in fields if before[name] != after[name]]
        if not names:
            continue
        for model, name in ((Place, "place_id"), (Programme, "programme_id")):
            if name in names:
                references.append((model, f"{event.pk}.{name}", getattr(event, name)))
        if event.status == EventStatus.PUBLISHED:
            merge(problems, by_path(missing(event)), str(event.pk))
        differing.append(
            (event, {name: before[name] for name in names}, {name: after[name] for name in names})
        )
    unknown_ids(problems, references)
    refuse(problems)
    _save(actor, differing, reason)
    return [event for event, _before, _after in differing]


def _save(
    actor: Actor, differing: Sequence[tuple[Event, dict[str, Any], dict[str, Any]]], reason: str
) -> None:
    """Write what differs: one statement for all events of which the same fields do."""
    moment = timezone.now()
    alike: dict[tuple[str, ...], list[Event]] = defaultdict(list)
    for event, before, after in differing:
        event.updated_at = moment
        alike[tuple(sorted(after))].append(event)
        record(
            actor,
            "event.changed",
            event,
            organisation_id=owner_id(list(event.organisers.all())),
            before=before,
            after=after,
            reason=reason,
        )
        announce(EventChanged(event.pk))
    for names, events in alike.items():
        Event.objects.bulk_update(events, [*names, "updated_at"], batch_size=CHUNK)


@action
def discard_events(*, actor: Actor, ids: Collection[int], reason: str) -> dict[int, str]:
    """Take back events that were entered by mistake, such as those of an upload.

    What was never public is removed for good; what was is taken off the public pages and its record stays.
    Returns what was done by id: "removed" or "withdrawn"; ids of events that are gone are left out.
    """
    done: dict[int, str] = {}
    moment = timezone.now()
    for event in _held(actor, ids):
        was_public = event.published_at is not None
        done[event.pk] = "withdrawn" if was_public else "removed"
        record(
            actor,
            "event.withdrawn" if was_public else "event.discarded",
            event,
            organisation_id=owner_id(list(event.organisers.all())),
            before={"title": event.title, "kind": event.kind, "status": str(event.status)},
            after={"status": str(EventStatus.WITHDRAWN)} if was_public else {},
            reason=reason,
        )
        announce(EventChanged(event.pk))
    for state, some in (("removed", _chunks(done, "removed")), ("withdrawn", _chunks(done, "withdrawn"))):
        for part in some:
            rows = Event.objects.filter(pk__in=part)
            if state == "removed":
                rows.delete()
            else:
                rows.update(status=EventStatus.WITHDRAWN, status_reason=reason[:300], updated_at=moment)
    return done


def _chunks(done: Mapping[int, str], state: str) -> Iterator[list[int]]:
    ids = sorted(pk for pk, what in done.items() if what == state)
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _held(actor: Actor, ids: Collection[int]) -> Iterator[Event]:
    """The events that are there, loaded and held for this transaction; raises NotAllowed for others'."""
    reach = editing_reach(actor)
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        list(Event.objects.select_for_update().filter(pk__in=some).values_list("pk"))
        for event in load_events(some):
            leads = [each.organisation for each in event.organisers.all() if each.role == OrganiserRole.LEAD]
            if not (reach.everything or any(reach.covers(each) for each in leads)):
                raise NotAllowed(_("Only an editor of one of the lead organisers may do this."))
            yield event
