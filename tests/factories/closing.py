"""Events in places that are about to close, for the tests of closings. It is Monday, 23 November 2026."""

from datetime import UTC, date, datetime, time, timedelta

from factories.people import make_organisation
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.people.models import Organisation
from karavan.places import actions as places
from karavan.places.models import Place
from karavan.programme.drafts import HoursDraft, SessionDraft
from karavan.programme.enums import Calendar
from karavan.programme.models import Event

MONDAY = date(2026, 11, 23)


def at(day: int, hour: int, month: int = 11) -> datetime:
    """An hour of the city's clock."""
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=5)


def make_event(
    place: Place | None, *starts: datetime, lead: Organisation | None = None, **given: object
) -> Event:
    """A public event with dates of two hours each."""
    sessions = tuple(SessionDraft(start, start + timedelta(hours=2)) for start in starts)
    organisers = [(lead or make_organisation(), "lead")]
    calendar = Calendar.DATES if len(starts) > 1 else Calendar.SINGLE
    fields = {"publish": True, "calendar": calendar, **given}
    return EventFactory(place=place, sessions=sessions, organisers=organisers, **fields)


def make_show(place: Place, *, hours: bool = False, **given: object) -> Event:
    """A public exhibition from 20 November to 20 December, open 11–18 every day where it has hours."""
    fields = {
        "calendar": Calendar.PERIODIC,
        "date_from": date(2026, 11, 20),
        "date_to": date(2026, 12, 20),
        "sessions": (),
        "hours": tuple(HoursDraft(day, time(11), time(18)) for day in range(7)) if hours else (),
        "publish": True,
        **given,
    }
    return EventFactory(place=place, **fields)


def close(place: Place, first: date, last: date | None = None, state: str = "repair") -> None:
    """Close a place for days, both inclusive."""
    places.set_place_state(
        actor=SYSTEM, place=place, state=state, valid_from=first, valid_to=last, reason="Прорвало трубу"
    )
