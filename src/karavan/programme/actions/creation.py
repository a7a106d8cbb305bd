"""Events: create one, or many at once."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.models import Organisation
from karavan.people.rules import editing_reach
from karavan.programme.actions.build import Built, Reference, build
from karavan.programme.actions.rows import Problems, add, merge, refuse, stated, unknown_ids
from karavan.programme.actions.unsaved import borrowed_hours, unsaved
from karavan.programme.checks import by_path, missing
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import EventStatus, OrganiserRole
from karavan.programme.events import EventChanged
from karavan.programme.models import (
    Event,
    EventDayException,
    EventHours,
    EventOrganiser,
    EventPerformer,
    Session,
    Tariff,
)
from karavan.programme.releases.queries import barred
from karavan.programme.rules import require_edit_for

CHUNK = 500
ROW_MODELS = (EventOrganiser, EventPerformer, Session, EventHours, EventDayException, Tariff)


@action
def create_event(
    *,
    actor: Actor,
    organisers: Sequence[tuple[Organisation, str]] = (),
    performers: Sequence[PerformerDraft | str] = (),
    sessions: Sequence[SessionDraft] = (),
    hours: Sequence[HoursDraft] = (),
    day_exceptions: Sequence[DayExceptionDraft] = (),
    tariffs: Sequence[TariffDraft] = (),
    **values: Any,
) -> Event:
    """Create one event as a draft. ``values`` are fields of :class:`EventDraft`; ``place`` and ``programme``
    may be records. Raises :class:`Invalid` by field path.
    """
    leads = [organisation for organisation, role in organisers if role == OrganiserRole.LEAD]
    require_edit_for(actor, leads)
    draft = EventDraft(
        organisers=[(organisation.pk, role) for organisation, role in organisers],
        performers=as_performers(performers),
        sessions=sessions,
        hours=hours,
        day_exceptions=day_exceptions,
        tariffs=tariffs,
        **{"title": "", "kind": "", **with_ids(values)},
    )
    built, problems, references = build(draft)
    unknown_ids(problems, references)
    source_id_problems([("", draft)], problems)
    refuse(problems)
    save(actor, [draft], [built])
    return built.event


@action
def create_events(
    *,
    actor: Actor,
    drafts: Sequence[EventDraft],
    publish: bool = False,
    sound: Sequence[tuple[Built, list[Reference]]] | None = None,
) -> list[Event]:
    """Create many events, in chunks of 500, all or none; one journal line each.

    They are drafts, or with ``publish`` public at once: then each must lack nothing. Problems stand at
    ``"<index of the draft>.<field path>"``; all drafts are checked before any is written. ``sound``: what
    :func:`build` made of the same drafts without finding a problem, so that it is not done twice.
    """
    problems: Problems = {}
    references: list[Reference] = []
    everything = []
    for index, draft in enumerate(drafts):
        built, found, pointed = build(draft) if sound is None else (sound[index][0], {}, sound[index][1])
        merge(problems, found, str(index))
        references.extend((model, f"{index}.{path}", pk) for model, path, pk in pointed if pk is not None)
        everything.append(built)
    unknown_ids(problems, references)
    _require_all(actor, drafts)
    source_id_problems([(f"{index}.", draft) for index, draft in enumerate(drafts)], problems)
    if publish and not problems:
        _require_direct(actor, drafts)
        _make_public(everything, problems)
    refuse(problems)
    for start in range(0, len(drafts), CHUNK):
        save(actor, drafts[start : start + CHUNK], everything[start : start + CHUNK])
    return [built.event for built in everything]


def as_performers(performers: Sequence[PerformerDraft | str]) -> list[PerformerDraft]:
    """Performers as drafts; a bare name is enough."""
    return [PerformerDraft(each) if isinstance(each, str) else each for each in performers]


def with_ids(values: dict[str, Any]) -> dict[str, Any]:
    """Field values with records replaced by their ids: ``place`` becomes ``place_id``."""
    values = dict(values)
    for name in ("place", "programme"):
        if name in values:
            related = values.pop(name)
            values[f"{name}_id"] = None if related is None else related.pk
    return values


def source_id_problems(drafts: Sequence[tuple[str, EventDraft]], problems: Problems) -> None:
    """A key of an outside source stands for one event only."""
    wanted = [(prefix, draft.source_id) for prefix, draft in drafts if draft.source_id]
    keys = [key for _prefix, key in wanted]
    seen: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        stored = Event.objects.filter(source_id__in=keys[start : start + CHUNK])
        seen.update(stored.values_list("source_id", flat=True))
    for prefix, key in wanted:
        if key in seen:
            message = _("An event with the source key %(key)s exists already.") % {"key": key}
            add(problems, f"{prefix}source_id", message)
        seen.add(key)


def save(actor: Actor, drafts: Sequence[EventDraft], everything: Sequence[Built]) -> None:
    """Insert checked events with their rows: one statement per model and batch."""
    Event.objects.bulk_create([built.event for built in everything])
    for model, lists in zip(
        ROW_MODELS, zip(*(built.rows() for built in everything), strict=True), strict=True
    ):
        rows = [row for each in lists for row in each]
        for row in rows:
            row.event_id = row.event.pk
        if rows:
            model._default_manager.bulk_create(rows)
    for draft, built in zip(drafts, everything, strict=True):
        after = stated(built.event)
        after["organisers"] = [list(pair) for pair in draft.organisers]
        after["sessions"] = [row.starts_at.isoformat() for row in built.sessions]
        record(actor, "event.created", built.event, organisation_id=draft.owner_id, after=after)
        announce(EventChanged(built.event.pk))


def _require_direct(actor: Actor, drafts: Sequence[EventDraft]) -> None:
    """Raise NotAllowed where an organisation publishes by releases only; three queries at most."""
    leads = {tuple(pk for pk, role in draft.organisers if role == OrganiserRole.LEAD) for draft in drafts}
    rows = Organisation.objects.filter(pk__in={pk for some in leads for pk in some})
    paths = dict(rows.values_list("pk", "path"))
    if barred(actor, [[paths[pk] for pk in some if pk in paths] for some in leads]):
        raise NotAllowed(_("Your organisation publishes by releases. Send the event for release."))


def _make_public(everything: Sequence[Built], problems: Problems) -> None:
    """Let checked, unsaved events be born public; what one lacks is a problem. Four queries at most."""
    schedules = borrowed_hours(everything)
    moment = timezone.now()
    for index, built in enumerate(everything):
        event = built.event
        lacking = missing(unsaved(built, schedules.get(event.place_id or 0)))
        merge(problems, by_path(lacking), str(index))
        event.status, event.published_at = EventStatus.PUBLISHED, moment


def _require_all(actor: Actor, drafts: Sequence[EventDraft]) -> None:
    """Raise NotAllowed unless the actor edits a lead organiser of every draft; two queries at most."""
    reach = editing_reach(actor)
    if reach.everything:
        return
    own = set(Organisation.objects.filter(reach.query()).values_list("pk", flat=True))
    for draft in drafts:
        if own.isdisjoint(pk for pk, role in draft.organisers if role == OrganiserRole.LEAD):
            raise NotAllowed(_("Only an editor of one of the lead organisers may do this."))
