"""Two houses with plans, and the people who plan there; the first of June 2027."""

from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_district, make_hall, make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.localtime import at
from karavan.people.enums import RoleKind
from karavan.planning import actions
from karavan.planning.models import DiaryEntry
from karavan.programme.enums import EventKind

pytestmark = pytest.mark.slow


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def town(db) -> Any:
    """A theatre and a library in one district, an editor of each, a cashier, a guest and the coordinator."""
    with time_machine.travel("2027-06-01T05:00:00+00:00", tick=False):
        theatre, library = make_organisation(name="Театр"), make_organisation(name="Библиотека")
        district = make_district(name="Центральный")
        building = make_place(
            name="Здание театра", organisation=theatre, district=district, lat=55.16, lon=61.4
        )
        people = {
            "theatre": make_editor(theatre),
            "library": make_editor(library),
            "cashier": make_editor(theatre, RoleKind.CASHIER),
            "guest": make_editor(theatre, RoleKind.GUEST_REVIEWER),
            "coordinator": make_coordinator(),
        }
        yield SimpleNamespace(
            theatre=theatre,
            library=library,
            district=district,
            building=building,
            hall=make_hall(building, name="Большой зал", organisation=theatre, capacity=600),
            people=people,
            client={name: client_of(person) for name, person in people.items()},
        )


def plan_of(organisation: Any, day: int, hour: int = 18, **given: Any) -> DiaryEntry:
    """A youth concert for a thousand in June 2027."""
    start = at(date(2027, 6, day), time(hour))
    fields = {
        "title": "Рок на набережной",
        "kind": EventKind.CONCERT,
        "audiences": ["youth"],
        "expected": 1000,
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "lat": 55.16,
        "lon": 61.4,
        **given,
    }
    return actions.add_entry(actor=SYSTEM, organisation=organisation, **fields)
