"""Invented plans, so that a demonstration's diary has secrets that clash and something to find a date for."""

from datetime import date, time, timedelta
from typing import Any

from karavan.integrations.citydata.demo_people import LIBRARIES, THEATRE
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at, today
from karavan.people.models import Organisation
from karavan.planning.actions import add_entry
from karavan.planning.enums import Stage
from karavan.planning.models import DiaryEntry
from karavan.programme.enums import Audience, EventKind

KEY = "demo-diary:"
AHEAD = timedelta(days=40)


def leave_plans() -> list[DiaryEntry]:
    """Invent four plans on the Saturday and the Sunday six weeks ahead. [] where they were invented before.

    Two of them are confidential, of the libraries and of the theatre, and clash: each side learns that, and
    neither what the other plans.
    """
    rows = Organisation.objects.filter(source_id__in=(LIBRARIES, THEATRE))
    houses = {each.source_id: each for each in rows}
    if len(houses) < 2 or DiaryEntry.objects.filter(source_id__startswith=KEY).exists():
        return []
    libraries, theatre = houses[LIBRARIES], houses[THEATRE]
    first = today() + AHEAD
    saturday = first + timedelta(days=(5 - first.weekday()) % 7)
    youth = [Audience.YOUTH, Audience.TEENAGERS]
    return [
        _plan(
            1, libraries, "Ночь книг под открытым небом", EventKind.FESTIVAL, saturday, 18, 1500,
            audiences=youth, lat=55.1602, lon=61.4007, is_confidential=True, is_loud=True,
        ),
        _plan(
            2, theatre, "Открытая репетиция на площади", EventKind.PERFORMANCE, saturday, 19, 1200,
            audiences=youth, lat=55.1668, lon=61.4025, is_confidential=True,
        ),
        _plan(
            3, libraries, "Семейный день чтения в парке", EventKind.CELEBRATION,
            saturday + timedelta(days=1), 12, 600, audiences=[Audience.FAMILY], lat=55.1571, lon=61.3689,
        ),
        _plan(
            4, theatre, "Разговор с режиссёром", EventKind.MEETING, saturday + timedelta(days=1), 16, 150,
            audiences=[Audience.ADULTS], lat=55.1668, lon=61.4025, stage=Stage.IDEA,
        ),
    ]  # fmt: skip


def _plan(
    number: int,
    organisation: Organisation,
    title: str,
    kind: EventKind,
    day: date,
    hour: int,
    expected: int,
    **fields: Any,
) -> DiaryEntry:
    start = at(day, time(hour))
    return add_entry(
        actor=SYSTEM,
        organisation=organisation,
        title=title,
        kind=kind,
        expected=expected,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        source_id=f"{KEY}{number}",
        is_demo=True,
        **fields,
    )
