"""Releases: make public at one time what was sent for it, and tell what differs from the release before."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.html import plain_text
from karavan.kernel.provenance import Certainty
from karavan.people.models import Organisation, User
from karavan.programme.actions.publishing import CHUNK, make_public
from karavan.programme.actions.rows import Problems, merge, refuse
from karavan.programme.checks import by_path, missing
from karavan.programme.enums import EventStatus
from karavan.programme.events import ProgrammeChanged, Released
from karavan.programme.models import Event, Programme, Release
from karavan.programme.queries import load_events
from karavan.programme.releases.log import Log, differences
from karavan.programme.releases.scope import Scope
from karavan.programme.releases.state import state_of
from karavan.programme.rules import require_release_month, require_release_programme

MAX_NAME, MAX_NOTE = 200, 2_000


@action
def release_programme(
    *,
    actor: Actor,
    programme: Programme,
    name: str,
    events: Sequence[Event] = (),
    note: str = "",
    after: int | None = None,
) -> Release:
    """Publish these events, which were sent for it, and write what changed since the release before.

    A programme that was hidden becomes public with it. ``after`` is the number of the last release that the
    actor knows of (0: none): Conflict where there is a newer one, or where nothing is to be told. Problems of
    events stand at ``"<index of the event>.<field path>"``.
    """
    # Held until the end, so that of two who release at once the second sees what the first one did.
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update())
    require_release_programme(actor, programme)
    release = _release(actor, Scope(programme=programme), name, note, events, after)
    announce(ProgrammeChanged(programme.pk))
    if not programme.is_public:
        _open(actor, programme)
    return release


@action
def release_month(
    *,
    actor: Actor,
    organisation: Organisation,
    month: date,
    name: str,
    events: Sequence[Event] = (),
    note: str = "",
    after: int | None = None,
) -> Release:
    """The same for the playbill of an organisation and all below it in a month, told by its first day."""
    organisation.refresh_from_db(from_queryset=Organisation.objects.select_for_update())
    require_release_month(actor, organisation)
    scope = Scope(organisation=organisation, month=month)
    return _release(actor, scope, name, note, events, after)


def _release(
    actor: Actor, scope: Scope, name: str, note: str, events: Sequence[Event], after: int | None
) -> Release:
    last = scope.releases().first()
    if after is not None and after != (last.number if last else 0):
        raise Conflict(_("Somebody has made a release meanwhile. Look at what it left and repeat yours."))
    name, note = _texts(name, note)
    _publish(actor, scope, events)
    before = last.state if last else {}
    state = state_of(scope, before)
    log = differences(before, state)
    if not log:
        raise Conflict(_("Nothing has changed since the last release: there is nothing to tell."))
    release = Release.objects.create(
        programme=scope.programme,
        organisation=scope.organisation,
        month=scope.month,
        number=(last.number if last else 0) + 1,
        name=name,
        note=note,
        released_at=timezone.now(),
        released_by=actor if isinstance(actor, User) else None,
        log=log,
        state=state,
    )
    _tell(actor, scope, release, len(events), log)
    return release


def _texts(name: str, note: str) -> tuple[str, str]:
    problems: Problems = {}
    name, note = plain_text(name), plain_text(note, lines=True)
    if not name:
        problems["name"] = [_("Name the release, for example “The programme is complete”.")]
    for path, text, limit in (("name", name, MAX_NAME), ("note", note, MAX_NOTE)):
        if len(text) > limit:
            problems[path] = [_("Shorten the text to %(limit)d characters.") % {"limit": limit}]
    refuse(problems)
    return name, note


def _publish(actor: Actor, scope: Scope, events: Sequence[Event]) -> None:
    """Publish those of the events that wait; what somebody published meanwhile is as it should be."""
    ids = {event.pk for event in events}
    for some in (sorted(ids)[start : start + CHUNK] for start in range(0, len(ids), CHUNK)):
        list(Event.objects.select_for_update().filter(pk__in=some).values_list("pk"))
    loaded = {event.pk: event for event in load_events(ids)}
    within = set(scope.events().filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    problems: Problems = {}
    for index, event in enumerate(events):
        fresh = loaded.get(event.pk)
        if fresh is None:
            merge(problems, {"": [_("This event is gone. Go back to the list.")]}, str(index))
        elif fresh.status == EventStatus.PUBLISHED:
            continue
        elif fresh.status != EventStatus.READY:
            merge(problems, {"": [_("This event does not wait for a release any more.")]}, str(index))
        elif event.pk not in within:
            merge(problems, {"": [_("This event is not part of what is released.")]}, str(index))
        else:
            merge(problems, by_path(missing(fresh)), str(index))
    refuse(problems)
    ready = [event for event in loaded.values() if event.status == EventStatus.READY]
    for start in range(0, len(ready), CHUNK):
        make_public(actor, ready[start : start + CHUNK])


def _tell(actor: Actor, scope: Scope, release: Release, published: int, log: Log) -> None:
    subject: Programme | Organisation | None = scope.programme or scope.organisation
    assert subject is not None
    if scope.programme is not None:
        holder = scope.programme.organisations.order_by("pk").values_list("pk", flat=True).first()
    else:
        holder = subject.pk
    after = {
        "release": release.pk,
        "number": release.number,
        "name": release.name,
        "month": scope.month and scope.month.isoformat(),
        "events": published,
        "changes": len(log),
    }
    verb = "programme.released" if scope.programme is not None else "organisation.released"
    record(actor, verb, subject, organisation_id=holder, after=after)
    announce(Released(release.pk))


def _open(actor: Actor, programme: Programme) -> None:
    if programme.certainty == Certainty.C:
        message = _("These facts are not to be shown yet. Check them with the source and mark them anew.")
        raise Invalid({"certainty": [message]})
    programme.is_public = True
    programme.save(update_fields=["is_public"])
    record(
        actor,
        "programme.changed",
        programme,
        organisation_id=programme.organisations.order_by("pk").values_list("pk", flat=True).first(),
        before={"is_public": False},
        after={"is_public": True},
    )
