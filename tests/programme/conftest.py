from collections.abc import Iterator

import pytest

from karavan.kernel import events
from karavan.programme.events import BenefitsChanged, EventChanged, ProgrammeChanged

KINDS = (EventChanged, ProgrammeChanged, BenefitsChanged)
News = list[EventChanged | ProgrammeChanged | BenefitsChanged]


@pytest.fixture
def heard() -> Iterator[News]:
    """What the programme announces during a test; clear it where the test begins."""
    found: News = []
    events.subscribe_in_transaction(KINDS, found.extend)
    yield found
    for kind in KINDS:
        events._together[kind].remove(found.extend)
