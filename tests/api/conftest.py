"""A small city for the tests of the open data."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from factories.people import make_organisation
from factories.places import make_district, make_place
from factories.programme import EventFactory, ProgrammeFactory
from karavan.catalogue.index import store
from karavan.programme.drafts import HoursDraft, SessionDraft, TariffDraft

NOW = datetime(2027, 2, 1, 5, 2, 30, tzinfo=UTC)
"""Monday, 1 February 2027, 10:02:30 on the city's clock."""


@pytest.fixture(autouse=True)
def _fresh_index():
    store.forget()
    yield
    store.forget()


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW
