from pathlib import Path

import pytest
from django.utils.translation import override

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place


@pytest.fixture(autouse=True)
def _in_russian():
    with override("ru"):
        yield


@pytest.fixture
def organisation(db):
    return make_organisation(name="Библиотека № 7", kind="library")


@pytest.fixture
def house(organisation):
    return make_place(name="Библиотека на Труда", organisation=organisation)


@pytest.fixture
def hall(house, organisation):
    return make_hall(house, name="Большой зал", organisation=organisation)


@pytest.fixture
def director(organisation):
    return make_editor(organisation, "director")


@pytest.fixture
def editor(organisation):
    return make_editor(organisation)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Tables are written and read back whole; the fast suite keeps the words of their cells.
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and item.path.name != "test_sheets_words.py":
            item.add_marker(pytest.mark.slow)
