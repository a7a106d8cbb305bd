import pytest
from django.test import Client

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place


@pytest.fixture
def house(db):
    return make_organisation(name="Дом культуры «Заря»", short_name="Заря")


@pytest.fixture
def hall(house):
    building = make_place(name="Заря", organisation=house)
    return make_hall(building, name="Большой зал", organisation=house, capacity=300)


@pytest.fixture
def editor(house):
    return make_editor(house)


def signed_in(person):
    client = Client()
    client.force_login(person, backend="karavan.config.auth.PasswordBackend")
    return client


@pytest.fixture
def office(editor):
    """The browser of an editor of the house."""
    return signed_in(editor)
