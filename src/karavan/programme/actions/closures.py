"""Closing a place together with what happens to everything it breaks, and mending what stayed broken."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import local, today
from karavan.kernel.periods import Span
from karavan.kernel.validation import require
from karavan.places import actions as places
from karavan.places.hours import CLOSING_STATES, hours_on, state_on
from karavan.places.models import Place
from karavan.places.queries import schedules_of, state_mark
from karavan.programme.actions.events import set_hours, update_event
from karavan.programme.actions.publishing import cancel_event
from karavan.programme.actions.rows import Problems, add, merge, refuse
from karavan.programme.actions.sessions import cancel_session, move_session, restore_session
from karavan.programme.broken import Broken, broken_by, broken_sessions
from karavan.programme.calendars import schedule
from karavan.programme.decisions import Decision, Outcome, Settled, Step
from karavan.programme.drafts import DayExceptionDraft, HoursDraft
from karavan.programme.enums import PUBLIC_STATUSES
from karavan.programme.models import Session
from karavan.programme.occupancy import clashing, end_of
from karavan.programme.reopening import Offer, offers

NOTHING: Decision = Decision()
LONGEST = timedelta(days=366)
"""Days of an exhibition that are marked as closed one by one."""


@action
def close_place(
    *,
    actor: Actor,
    place: Place,
    state: str,
    valid_from: date,
    valid_to: date | None = None,
    reason: str,
    decisions: Mapping[str, Decision] | None = None,
    seen: str | None = None,
) -> list[Settled]:
    """Close a place on days, both inclusive, and do what was decided of each thing it breaks: all or nothing.

    ``decisions`` are by the keys of :class:`~karavan.programme.broken.Broken`; what has none is left alone.
    ``seen`` is :func:`karavan.places.queries.state_mark` as it was when the list was shown. Returns what
    became of everything, in order of time. Raises Invalid (fields of the closing, ``rows.<key>.<field>``),
    Conflict where somebody closed or reopened the place meanwhile.
    """
    require(reason=reason)
    if state not in CLOSING_STATES:
        raise Invalid({"state": [_("Choose what closes the place.")]})
    _lock_places([place.pk, *_targets(decisions or {})])
    if seen is not None and seen != state_mark(place):
        raise Conflict(_("Somebody closed or reopened this place meanwhile. Look at the list anew."))
    places.set_place_state(
        actor=actor, place=place, state=state, valid_from=valid_from, valid_to=valid_to, reason=reason
    )
    days = _days_of(place, valid_from)
    broken = broken_by(place, days, actor=actor, state=state, reason=reason)
    return _carry_out(actor, broken, decisions or {}, reason)


@action
def mend_broken(*, actor: Actor, decisions: Mapping[str, Decision]) -> list[Settled]:
    """Do what was decided of things that stand in closed places: all or nothing.

    Only of what the actor may change; the rest is left alone. Raises Invalid (``rows.<key>.<field>``).
    """
    _lock_places(_targets(decisions))
    broken = [each for each in broken_sessions(actor) if each.key in decisions]
    return _carry_out(actor, broken, decisions, "")


@action
def restore_cancelled(*, actor: Actor, place: Place, session_ids: Collection[int]) -> list[Settled]:
    """Let sessions that a closing of the place cancelled take place after all: all of them or none.

    Raises Invalid (``rows.s<id>``) where one of them cannot: its place is closed or taken then, it is over,
    somebody else's, or was dealt with meanwhile.
    """
    offered = {each.session.pk: each for each in offers(actor, place)}
    _lock_places([place.pk, *(offered[pk].place.pk for pk in session_ids if pk in offered)])
    problems: Problems = {}
    done = []
    for pk in dict.fromkeys(session_ids):
        try:
            done.append(_restore(actor, offered.get(pk)))
        except Invalid as error:
            for said in itertools.chain.from_iterable(error.problems.values()):
                add(problems, f"rows.s{pk}", said)
        except (Conflict, NotAllowed) as error:
            add(problems, f"rows.s{pk}", error)
    refuse(problems)
    return done


def _restore(actor: Actor, offer: Offer | None) -> Settled:
    if offer is None:
        raise Conflict(_("It cannot be restored any more: somebody has dealt with it meanwhile."))
    session, place = offer.session, offer.place
    _require_open(place, local(session.starts_at).date())
    _require_free(session, place, session.starts_at)
    restore_session(actor=actor, session=session)
    return Settled(
        f"s{session.pk}",
        session.event.title,
        session.event_id,
        session.starts_at,
        Outcome.RESTORED,
        place.name,
    )


def _targets(decisions: Mapping[str, Decision]) -> list[int]:
    return [each.place_id for each in decisions.values() if each.place_id is not None]


def _lock_places(ids: Sequence[int]) -> None:
    """Hold places in one order, so that two people who close or move at once wait for each other."""
    rows = Place.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _days_of(place: Place, first: date) -> Span:
    """The days the closing came to hold: up to a change that was recorded before it."""
    row = place.states.filter(valid_from=first).first()
    return Span(first, None if row is None else row.valid_to)


def _carry_out(
    actor: Actor, broken: Sequence[Broken], decisions: Mapping[str, Decision], reason: str
) -> list[Settled]:
    problems: Problems = {}
    done = []
    for each in broken:
        try:
            done.append(_one(actor, each, decisions.get(each.key, NOTHING), reason))
        except Invalid as error:
            merge(problems, error.problems, f"rows.{each.key}")
        except (Conflict, NotAllowed) as error:
            add(problems, f"rows.{each.key}", error)
    refuse(problems)
    known = {each.key for each in broken}
    gone = [key for key, decision in decisions.items() if key not in known and decision.step != Step.LATER]
    moment = timezone.now()
    return [*done, *(Settled(key, "", 0, moment, Outcome.GONE) for key in gone)]


def _one(actor: Actor, broken: Broken, decision: Decision, reason: str) -> Settled:
    if broken.settled:
        return _settled(broken, Outcome.SETTLED)
    if not broken.editable:
        return _settled(broken, Outcome.NOT_OURS)
    note = decision.note or reason or broken.closing.reason
    match decision.step:
        case Step.MOVE if broken.session is not None:
            return _move_session(actor, broken, decision, note)
        case Step.MOVE:
            return _move_period(actor, broken, decision)
        case Step.CANCEL if broken.session is not None:
            place = broken.closing.place
            cancel_session(actor=actor, session=broken.session, note=note, closed_for=place)
            return _settled(broken, Outcome.CANCELLED)
        case Step.CANCEL:
            cancel_event(actor=actor, event=broken.event, reason=note)
            return _settled(broken, Outcome.CANCELLED)
        case Step.SHUT_DAYS:
            _shut_days(actor, broken, note)
            return _settled(broken, Outcome.DAYS_SHUT)
        case _:
            return _settled(broken, Outcome.LATER)


def _settled(broken: Broken, outcome: Outcome, place: str = "", to: datetime | None = None) -> Settled:
    return Settled(
        key=broken.key,
        title=broken.event.title,
        event_id=broken.event.pk,
        moment=broken.moment,
        outcome=outcome,
        place=place,
        to=to,
        public=broken.is_public,
        sells=broken.sells,
    )


def _target(broken: Broken, decision: Decision) -> Place:
    if decision.place_id is None:
        return broken.place
    place = Place.objects.filter(pk=decision.place_id).first()
    if place is None:
        raise Invalid({"place": [_("There is no such record: %(id)s.") % {"id": decision.place_id}]})
    return place


def _move_session(actor: Actor, broken: Broken, decision: Decision, note: str) -> Settled:
    session = broken.session
    assert session is not None
    place = _target(broken, decision)
    start = decision.starts_at or session.starts_at
    if place.pk == broken.place.pk and start == session.starts_at:
        raise Invalid({"place": [_("Choose another place or another time.")]})
    if start <= timezone.now():
        raise Invalid({"starts_at": [_("This moment is over. Choose one to come.")]})
    _require_open(place, local(start).date())
    if not decision.share:
        _require_free(session, place, start)
    move_session(actor=actor, session=session, starts_at=start, place=place, note=note)
    return _settled(broken, Outcome.MOVED, place.name, start)


def _require_open(place: Place, day: date) -> None:
    closing = state_on(day, schedules_of([place.pk], from_day=day)[place.pk].states)
    if closing.state in CLOSING_STATES:
        raise Invalid({"place": [_("This place is closed on that day too.")]})


def _require_free(session: Session, place: Place, start: datetime) -> None:
    end = start + (end_of(session) - session.starts_at)
    others = clashing(place, start, end, without=session.pk)
    if not others:
        return
    message = _("“%(place)s” is taken then.") % {"place": place.name}
    if others[0].event.status in PUBLIC_STATUSES:
        told = {"place": place.name, "title": others[0].event.title}
        message = _("“%(place)s” is taken then: %(title)s.") % told
    raise Invalid({"place": [message]})


def _move_period(actor: Actor, broken: Broken, decision: Decision) -> Settled:
    place = _target(broken, decision)
    if place.pk == broken.place.pk:
        raise Invalid({"place": [_("Choose another place.")]})
    _require_open(place, max(broken.days.start or today(), today()))
    update_event(actor=actor, event=broken.event, place=place)
    return _settled(broken, Outcome.MOVED, place.name)


def _shut_days(actor: Actor, broken: Broken, note: str) -> None:
    """Mark every closed day on which its own hours promise an opening as closed."""
    event, days = broken.event, broken.days
    day = max(days.start or today(), today())
    last = days.end
    if not broken.owns_hours:
        raise Invalid({"step": [_("It keeps the hours of its place: there are no days to mark.")]})
    if last is None or last - day > LONGEST:
        raise Invalid({"step": [_("The closing has no end in sight: move it, cancel it or leave it.")]})
    kept = schedule(event.hours.all(), event.day_exceptions.all())
    exceptions = {
        row.day: DayExceptionDraft(row.day, row.opens, row.closes, row.note)
        for row in event.day_exceptions.all()
    }
    while day <= last:
        if hours_on(day, kept).times:
            exceptions[day] = DayExceptionDraft(day, None, None, note[:200])
        day += timedelta(days=1)
    hours = [HoursDraft(row.weekday, row.opens, row.closes) for row in event.hours.all()]
    set_hours(
        actor=actor, event=event, hours=hours, day_exceptions=[exceptions[day] for day in sorted(exceptions)]
    )
