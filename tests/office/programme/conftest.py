"""A theatre with a festival, and the people who work on it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_hall, make_place
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.people.enums import RoleKind
from karavan.programme import actions


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def house(db) -> Any:
    """On 1 February 2027: a theatre with two halls, its festival below a year, its people signed in."""
    with time_machine.travel("2027-02-01T05:00:00+00:00", tick=False):
        theatre = make_organisation(name="Театр", short_name="Театр")
        building = make_place(name="Здание театра", organisation=theatre)
        year = ProgrammeFactory(slug="year", title="Год культуры")
        made = SimpleNamespace(
            theatre=theatre,
            big=make_hall(building, name="Большой зал", organisation=theatre),
            small=make_hall(building, name="Малый зал", organisation=theatre),
            year=year,
            festival=ProgrammeFactory(
                slug="festival", title="Весна", parent=year, organisations=[theatre], summary="Шесть вечеров."
            ),
            editor=make_editor(theatre),
            director=make_editor(theatre, RoleKind.DIRECTOR),
            coordinator=make_coordinator(),
            stranger=make_editor(make_organisation(name="Чужой")),
        )
        made.client = {
            name: client_of(getattr(made, name)) for name in ("editor", "director", "coordinator", "stranger")
        }
        yield made


@pytest.fixture
def play(house) -> Callable[..., Any]:
    """Makes a play of the theatre in its festival; ``sent`` sends it for release."""

    def make(title: str, *, sent: bool = False, **given: Any) -> Any:
        fields = {"programme": house.festival, "place": house.big, "organisers": [(house.theatre, "lead")]}
        event = EventFactory(title=title, **{**fields, **given})
        return actions.send_for_release(actor=SYSTEM, event=event) if sent else event

    return make
