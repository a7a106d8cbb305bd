"""A house with one editor, for tests of the kit."""

from typing import Any

import pytest
from django.test import Client

from factories.people import make_editor, make_organisation
from office.kit.signed_in import client_of


@pytest.fixture
def house(db: None) -> Any:
    return make_organisation(name="Сокол")


@pytest.fixture
def person(house: Any) -> Any:
    return make_editor(house)


@pytest.fixture
def editor(person: Any) -> Client:
    return client_of(person)
