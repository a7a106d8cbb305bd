from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories.people import make_editor, make_organisation
from karavan.people.models import Organisation, User
from office.places.visiting import Visitor


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon of Monday 2026-11-23 in the city."""
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def home(db: Any) -> Organisation:
    """The organisation whose places are kept."""
    return make_organisation(name="Библиотечная система")


@pytest.fixture
def editor(home: Organisation) -> User:
    """Somebody who edits them."""
    return make_editor(home)


@pytest.fixture
def office(editor: User) -> Visitor:
    """The office as the editor sees it."""
    return Visitor(Client(), editor)
