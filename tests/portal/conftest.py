"""The small city of the catalogue's tests, as residents see it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from catalogue.city import NOW, build_city
from karavan.catalogue.index import store
from portal.reading import Read


@pytest.fixture(autouse=True)
def _no_index_of_other_tests() -> Iterator[None]:
    store.forget()
    yield
    store.forget()


@pytest.fixture(scope="module")
def city_of_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The records, made once for the tests of a module and undone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            city = build_city()
        yield city
        transaction.set_rollback(True)


@pytest.fixture
def city(city_of_the_module: SimpleNamespace, db: None) -> Iterator[SimpleNamespace]:
    """One of everything, at 10:02:30 of Monday, 1 February 2027; what a test changes is undone after it."""
    with time_machine.travel(NOW, tick=False):
        yield deepcopy(city_of_the_module)


@pytest.fixture
def read() -> Callable[..., Read]:
    """Opens an address as somebody without cookies."""
    client = Client()

    def open_(address: str, status: int = 200, **headers: str) -> Read:
        response = client.get(address, headers=headers)
        assert response.status_code == status, response.content.decode()[:2000]
        return Read(response)

    return open_
