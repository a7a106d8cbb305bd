from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from karavan.kernel import events
from karavan.places.events import DistrictChanged, PlaceChanged, PlaceClosed, PlaceReopened


@pytest.fixture
def monday() -> Iterator[None]:
    """Noon of Monday 2026-11-23 in the city."""
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def news() -> Iterator[list[Any]]:
    """Events of places, in the order of their delivery."""
    heard: list[Any] = []
    events.subscribe_in_transaction([PlaceChanged, DistrictChanged], heard.extend)
    yield heard
    for kind in (PlaceChanged, DistrictChanged):
        events._together[kind].remove(heard.extend)


@pytest.fixture
def closings() -> Iterator[list[Any]]:
    """Closings and reopenings, in the order of their delivery."""
    heard: list[Any] = []
    events.subscribe_in_transaction([PlaceClosed, PlaceReopened], heard.extend)
    yield heard
    for kind in (PlaceClosed, PlaceReopened):
        events._together[kind].remove(heard.extend)
