"""Holds: keep a place, a person or an asset for somebody, confirm, move and release it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.assets.models import Asset
from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import SYSTEM, Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.html import plain_text
from karavan.people.models import Organisation, Role
from karavan.people.rules import can_coordinate, require_edit
from karavan.places.models import Place
from karavan.places.queries import visible_to as places_visible_to
from karavan.planning.enums import Firmness
from karavan.planning.events import HoldChanged
from karavan.planning.holds import backfill
from karavan.planning.holds.claims import lay, lift
from karavan.planning.holds.rules import TENTATIVE_AT_MOST, owns, require_change, require_owner
from karavan.planning.models import DiaryEntry, Hold
from karavan.planning.queries.holds import is_live
from karavan.programme.enums import EventStatus
from karavan.programme.models import Session
from karavan.programme.rules import require_edit_event

LONGEST_BUFFER = 24 * 60
"""Minutes of build-up, or of clearing, at most."""
FORGET_AFTER = timedelta(days=30)
"""How long a released hold is still shown."""


@action
def hold_place(*, actor: Actor, place: Place, organisation: Organisation, **values: Any) -> Hold:
    """Keep a place, with everything in it and whatever holds it as a whole, for an organisation.

    ``values``: ``starts_at``, ``ends_at``; ``build_up`` and ``clearing`` (minutes), ``expires_at`` (then it
    is tentative, else firm), ``note``, and ``session`` or ``entry`` that it is for. A firm hold is for
    editors of the place's organisation; others hold tentatively, for two weeks at most.
    Raises Invalid by field, NotAllowed, and Taken (a Conflict) with what is in the way.
    """
    if not places_visible_to(actor).filter(pk=place.pk).exists():
        raise NotAllowed(_("You cannot see this place."))
    return _hold(actor, Hold(place=place, organisation=organisation), values)


@action
def hold_person(*, actor: Actor, role: Role, organisation: Organisation, **values: Any) -> Hold:
    """Keep a person, whatever their role, for an organisation; as :func:`hold_place`.

    For editors of where the person has the role: who works elsewhere is not to be learned by holding.
    """
    require_edit(actor, role.organisation)
    return _hold(actor, Hold(role=role, organisation=organisation), values)


@action
def hold_asset(
    *, actor: Actor, asset: Asset, organisation: Organisation, quantity: int = 1, **values: Any
) -> Hold:
    """Keep some units of an asset, whichever are free; see :func:`hold_place`.

    Taken says how many are free.
    """
    if not 1 <= quantity <= asset.units:
        text = _("From 1 to %(units)s: there are no more.") % {"units": asset.units}
        raise Invalid({"quantity": [text]})
    return _hold(actor, Hold(asset=asset, organisation=organisation, quantity=quantity), values)


def _hold(actor: Actor, hold: Hold, values: dict[str, Any]) -> Hold:
    known = {"starts_at", "ends_at", "build_up", "clearing", "expires_at", "note", "session", "entry"}
    if unknown := sorted(set(values) - known):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    require_edit(actor, hold.organisation)
    _for_session(actor, values.get("session"))
    entry: DiaryEntry | None = values.get("entry")
    if entry is not None:
        require_edit(actor, entry.organisation)
    for name, value in values.items():
        setattr(hold, name, plain_text(value) if name == "note" else value)
    hold.firmness = Firmness.FIRM if hold.expires_at is None else Firmness.TENTATIVE
    hold.created_by_id = actor.pk
    hold.is_demo = bool((hold.place or hold.asset or hold.organisation).is_demo)
    _check(actor, hold)
    hold.save()
    lay([hold], actor=actor)
    _tell(actor, hold, "hold.made", after=_said(hold))
    return hold


def _for_session(actor: Actor, session: Session | None) -> None:
    if session is None:
        return
    require_edit_event(actor, session.event)
    if session.event.status != EventStatus.DRAFT:
        raise Conflict(_("A date that is public, or sent for release, holds its hall by itself."))


def _check(actor: Actor, hold: Hold) -> None:
    """Raise Invalid by field, or NotAllowed where it is not tentative enough."""
    problems: dict[str, list[str]] = {}
    now = timezone.now()
    if hold.ends_at <= hold.starts_at:
        problems["ends_at"] = [_("The end lies before the start.")]
    elif hold.ends_at <= now:
        problems["ends_at"] = [_("This is over already.")]
    for name in ("build_up", "clearing"):
        if not 0 <= getattr(hold, name) <= LONGEST_BUFFER:
            problems[name] = [_("A day at most: 1440 minutes.")]
    if len(hold.note) > 300:
        problems["note"] = [_("Shorten the text to %(limit)d characters.") % {"limit": 300}]
    if hold.expires_at is None:
        require_owner(actor, hold)
    elif hold.expires_at <= now:
        problems["expires_at"] = [_("Choose a moment that is still to come.")]
    elif hold.expires_at > now + TENTATIVE_AT_MOST and not owns(actor, hold):
        problems["expires_at"] = [_("A tentative hold on what is another's stands for two weeks at most.")]
    if problems:
        raise Invalid(problems)


@action
def confirm_hold(*, actor: Actor, hold: Hold) -> Hold:
    """Make a tentative hold firm. For editors of the owner. Raises Conflict where its time is over."""
    _lock(hold)
    require_owner(actor, hold)
    _require_live(hold)
    if hold.firmness == Firmness.FIRM:
        return hold
    before = _said(hold)
    hold.firmness, hold.expires_at = Firmness.FIRM, None
    hold.save(update_fields=["firmness", "expires_at"])
    _tell(actor, hold, "hold.confirmed", before=before, after=_said(hold))
    return hold


@action
def move_hold(*, actor: Actor, hold: Hold, **values: Any) -> Hold:
    """Change when, or until when, something is held; ``starts_at``, ``ends_at``, ``build_up``, ``clearing``,
    ``expires_at`` (of a tentative one), ``note``.

    Another moment of a firm hold is for editors of the owner. Raises Invalid by field and Conflict, as a new
    hold does; also for the hold of a date, of which only the minutes can be changed.
    """
    if unknown := sorted(
        set(values) - {"starts_at", "ends_at", "build_up", "clearing", "expires_at", "note"}
    ):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    _lock(hold)
    require_change(actor, hold)
    _require_live(hold)
    times = {name: values[name] for name in ("starts_at", "ends_at") if name in values}
    if hold.session is not None and any(getattr(hold, name) != value for name, value in times.items()):
        raise Conflict(_("This hall is held for a date of an event: move the date."))
    if hold.firmness == Firmness.FIRM:
        values.pop("expires_at", None)
    before = _said(hold)
    for name, value in values.items():
        setattr(hold, name, plain_text(value) if name == "note" else value)
    after = _said(hold)
    if before == after:
        return hold
    if hold.session is None or hold.firmness == Firmness.TENTATIVE:
        _check(actor, hold)
    lift([hold])
    hold.save(update_fields=list(values))
    lay([hold], actor=actor)
    _tell(
        actor,
        hold,
        "hold.changed",
        before={name: value for name, value in before.items() if after.get(name) != value},
        after={name: value for name, value in after.items() if before.get(name) != value},
    )
    return hold


@action
def release_hold(*, actor: Actor, hold: Hold, reason: str = "") -> Hold:
    """Let go of what was held. For editors of whom it is held for, and of the owner."""
    _lock(hold)
    require_change(actor, hold)
    if hold.released_at is not None:
        return hold
    if hold.session is not None and hold.firmness == Firmness.FIRM:
        raise Conflict(_("This hall is held for a date of an event: move or cancel the date."))
    _release(actor, hold, "hold.released", reason)
    return hold


@action
def release_expired(*, actor: Actor = SYSTEM, now: datetime | None = None) -> int:
    """Release tentative holds whose time is over; how many, five hundred at most."""
    over = Hold.objects.filter(
        firmness=Firmness.TENTATIVE, expires_at__lte=now or timezone.now(), released_at__isnull=True
    )
    rows = list(over.select_for_update().order_by("pk")[:500])
    for hold in rows:
        _release(actor, hold, "hold.expired")
    return len(rows)


@action
def hold_sessions(*, actor: Actor = SYSTEM) -> backfill.Held:
    """Hold the halls of public dates that hold none yet; those that cannot be held are listed instead."""
    if not can_coordinate(actor):
        raise NotAllowed(_("Only a city coordinator may do this."))
    return backfill.hold_coming()


@action
def forget_released(*, actor: Actor = SYSTEM, now: datetime | None = None) -> int:
    """Delete holds that were released a month ago: the journal keeps what there was. How many."""
    due = Hold.objects.filter(session__isnull=True, released_at__lte=(now or timezone.now()) - FORGET_AFTER)
    gone, _kinds = due.delete()
    return gone


def _release(actor: Actor, hold: Hold, verb: str, reason: str = "") -> None:
    lift([hold])
    hold.released_at = timezone.now()
    hold.save(update_fields=["released_at"])
    _tell(actor, hold, verb, before=_said(hold), reason=plain_text(reason))


def _lock(hold: Hold) -> None:
    """Bring the hold up to date and keep it for this transaction. Raises Conflict when it is gone."""
    rows = Hold.objects.select_for_update(of=("self",))
    try:
        hold.refresh_from_db(from_queryset=rows.select_related("place__organisation", "organisation"))
    except Hold.DoesNotExist:
        raise Conflict(_("This hold is gone. Go back to the list.")) from None


def _require_live(hold: Hold) -> None:
    if not is_live(hold):
        raise Conflict(_("This hold was released, or its time is over. Hold it anew."))


def _said(hold: Hold) -> dict[str, Any]:
    """What the journal says of a hold."""
    said = {
        "place": hold.place_id,
        "role": hold.role_id,
        "asset": hold.asset_id,
        "quantity": hold.quantity if hold.asset_id else None,
        "session": hold.session_id,
        "starts_at": str(hold.starts_at),
        "ends_at": str(hold.ends_at),
        "build_up": hold.build_up or None,
        "clearing": hold.clearing or None,
        "firmness": str(hold.firmness),
        "expires_at": None if hold.expires_at is None else str(hold.expires_at),
        "note": hold.note or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _tell(actor: Actor, hold: Hold, verb: str, **given: Any) -> None:
    record(actor, verb, hold, organisation_id=hold.organisation_id, **given)
    announce(HoldChanged(hold.pk))
