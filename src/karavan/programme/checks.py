"""What an event still lacks before it can be published. Pure: reads what is loaded, asks nothing.

Events come from :func:`karavan.programme.queries.load_events`, which loads all that is read here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.kernel.provenance import Certainty
from karavan.places.enums import Rights
from karavan.programme.enums import AgeMark, Calendar, EventKind, PriceKind
from karavan.programme.models import Event, Session
from karavan.programme.prices import base_price
from karavan.programme.validators import CARD_NEEDS_A_PRICE

_KINDS: Final = frozenset(EventKind.values)
_AGE_MARKS: Final = frozenset(AgeMark.values)


@dataclass(frozen=True)
class Problem:
    """One thing to do before publishing: where (a field path), which (a stable code), what to do next."""

    path: str
    code: str
    message: str


def missing(event: Event) -> list[Problem]:
    """Everything that keeps the event from being published, in the order of the form; empty when ready."""
    return [
        *_facts(event),
        *_identity(event),
        *_where(event),
        *_when(event),
        *_sessions(event),
        *_picture(event),
        *_price(event),
        *_pushkin_card(event),
        *_organisers(event),
    ]


def by_path(problems: list[Problem]) -> dict[str, list[str]]:
    """The messages by field path, as :class:`karavan.kernel.errors.Invalid` carries them."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.path, []).append(problem.message)
    return found


def _facts(event: Event) -> Iterator[Problem]:
    if event.certainty == Certainty.C:
        message = _("These facts are not to be shown yet. Check them with the source and mark them anew.")
        yield Problem("certainty", "not_to_be_shown", message)


def _identity(event: Event) -> Iterator[Problem]:
    if event.kind not in _KINDS:
        yield Problem("kind", "kind_missing", _("Choose the kind of event."))
    if not event.title.strip():
        yield Problem("title", "title_missing", _("Give the event a title."))
    # 0 is a mark (0+): only its absence is a fault.
    if event.age_mark not in _AGE_MARKS:
        yield Problem("age_mark", "age_mark_missing", _("Choose the age mark, from 0+ to 18+."))


def _where(event: Event) -> Iterator[Problem]:
    if event.place_id is not None or event.online_url:
        return
    sessions = event.sessions.all()
    if event.is_range or not sessions or any(session.place_id is None for session in sessions):
        yield Problem("place", "place_missing", _("Choose a place, or add a link if it is held online."))


def _when(event: Event) -> Iterator[Problem]:
    if event.date_from is not None and event.date_to is not None and event.date_from > event.date_to:
        yield Problem(
            "date_to", "period_order", _("The last day lies before the first. Swap them or correct one.")
        )
    if event.is_range:
        yield from _range_dates(event)
        return
    count = len(event.sessions.all())
    if count == 0:
        yield Problem("sessions", "date_missing", _("Add a date with the time of the start."))
    elif event.calendar == Calendar.SINGLE and count > 1:
        message = _("There are %(count)d dates. Keep one, or choose “Several dates”.") % {"count": count}
        yield Problem("calendar", "too_many_dates", message)


def _range_dates(event: Event) -> Iterator[Problem]:
    if event.calendar == Calendar.PERIODIC:
        if event.date_from is None:
            yield Problem("date_from", "date_from_missing", _("State the first day of the period."))
        if event.date_to is None:
            yield Problem("date_to", "date_to_missing", _("State the last day of the period."))
    if not event.hours.all() and not _place_has_hours(event):
        message = _(
            "State on which weekdays and from when to when it is open: its place has no hours either."
        )
        yield Problem("hours", "hours_missing", message)


def _place_has_hours(event: Event) -> bool:
    return event.place_schedule is not None and len(event.place_schedule.weekly) > 0


def _sessions(event: Event) -> Iterator[Problem]:
    for number, session in enumerate(event.sessions.all()):
        path = f"sessions.{number}"
        if session.ends_at is not None and session.ends_at <= session.starts_at:
            message = _("The end lies before the start. Correct one of the two.")
            yield Problem(f"{path}.ends_at", "session_order", message)
        if _outside(event, session):
            message = _("This date lies outside the period of the event. Move it or widen the period.")
            yield Problem(f"{path}.starts_at", "session_outside", message)
        if session.price_kind == PriceKind.PAID and session.price_min is None:
            yield Problem(f"{path}.price_min", "price_missing", _("State the lowest price."))


def _outside(event: Event, session: Session) -> bool:
    day = local(session.starts_at).date()
    before = event.date_from is not None and day < event.date_from
    return before or (event.date_to is not None and day > event.date_to)


def _picture(event: Event) -> Iterator[Problem]:
    if not event.picture:
        return
    if not event.picture_alt:
        message = _("Say in a few words what the picture shows, for those who cannot see it.")
        yield Problem("picture_alt", "picture_alt_missing", message)
    if not event.picture_author:
        message = _("Name the author of the picture, or take the picture away.")
        yield Problem("picture_author", "picture_author_missing", message)
    if not event.picture_source:
        message = _("Say where the picture comes from, or take the picture away.")
        yield Problem("picture_source", "picture_source_missing", message)
    if event.picture_rights not in Rights.values:
        message = _("Say by what right the picture may be shown, or take the picture away.")
        yield Problem("picture_rights", "picture_rights_missing", message)


def _price(event: Event) -> Iterator[Problem]:
    if event.price_kind == PriceKind.PAID:
        if event.price_min is None:
            yield Problem("price_min", "price_missing", _("State the lowest price."))
        return
    if event.price_kind in (PriceKind.FREE, PriceKind.DONATION):
        return
    sessions = event.sessions.all()
    stated = [session for session in sessions if session.price_kind not in ("", PriceKind.UNKNOWN)]
    if event.is_range or not sessions or len(stated) < len(sessions):
        yield Problem("price_kind", "price_unknown", _("State the price, or say that it is free."))


def _pushkin_card(event: Event) -> Iterator[Problem]:
    """What the card may stand on, by the decree on the Pushkin card («постановление о Пушкинской карте»)."""
    sessions = event.sessions.all()
    asked = [base_price(event, session) for session in sessions] or [base_price(event)]
    if event.pushkin_card and not all(price.kind == PriceKind.PAID and price.low for price in asked):
        yield Problem("pushkin_card", "card_without_price", str(CARD_NEEDS_A_PRICE))


def _organisers(event: Event) -> Iterator[Problem]:
    if not event.organisers.all():
        yield Problem("organisers", "organiser_missing", _("Name at least one organiser."))
