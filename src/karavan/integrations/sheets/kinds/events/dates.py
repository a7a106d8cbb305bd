"""The dates of an event as a list gives them, laid beside those it has."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from karavan.integrations.sheets.kinds.events.drafting import Date
from karavan.kernel.localtime import local
from karavan.programme.enums import SessionStatus
from karavan.programme.models import Event, Session

Dates = list[tuple[datetime, datetime | None]]


def dates_of(event: Event) -> Dates:
    """Dates of a loaded event that take place, in order."""
    return sorted(
        (
            (row.starts_at, row.ends_at)
            for row in event.sessions.all()
            if row.status != SessionStatus.CANCELLED
        ),
        key=lambda each: each[0],
    )


def plain_dates(dates: Sequence[tuple[datetime, datetime | None]]) -> list[list[str | None]]:
    """Dates as JSON keeps them."""
    return [[start.isoformat(), end.isoformat() if end else None] for start, end in dates]


def from_plain(value: Any) -> Dates:
    """Dates that JSON kept."""
    return [
        (datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None) for start, end in value
    ]


def fit(event: Event, told: Sequence[Date], today: date) -> tuple[Dates, list[str]]:
    """The dates an event shall have, and what is to be said about those the list leaves out.

    Past dates stay. A date that was public stays too, unless the one date of the event becomes another: an
    upload cancels nothing that residents may have noted down.
    """
    now = dates_of(event)
    by_start = dict(now)
    wanted: Dates = [(each.starts_at, each.ends_at or by_start.get(each.starts_at)) for each in told]
    starts = {start for start, _end in wanted}
    left = [each for each in now if each[0] not in starts]
    past = [each for each in left if local(each[0]).date() < today]
    ahead = [each for each in left if each not in past]
    fresh = [each for each in wanted if each[0] not in by_start]
    moves = len(ahead) == 1 and len(fresh) == 1
    notes = []
    if ahead and not moves and event.published_at is not None:
        for start, _end in ahead:
            when = f"{local(start):%d.%m.%Y %H:%M}"
            notes.append(
                _("The list does not name %(when)s. It was public and stays: cancel it on its page.")
                % {"when": when}
            )
        past = left
    return sorted([*past, *wanted], key=lambda each: each[0]), notes


def pairs(
    sessions: Sequence[Session], wanted: Dates
) -> tuple[list[tuple[Session, Any]], Dates, list[Session]]:
    """What to do: sessions with the date each shall have, dates to add, sessions to remove."""
    by_start = {row.starts_at: row for row in sessions if row.status != SessionStatus.CANCELLED}
    kept = [(by_start[start], (start, end)) for start, end in wanted if start in by_start]
    fresh = [each for each in wanted if each[0] not in by_start]
    starts = {start for start, _end in wanted}
    lost = [row for start, row in by_start.items() if start not in starts]
    if len(lost) == 1 and len(fresh) == 1:
        return [*kept, (lost[0], fresh[0])], [], []
    return kept, fresh, lost
