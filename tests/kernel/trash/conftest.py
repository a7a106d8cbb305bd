"""What the tests of the trash share."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_russian() -> Iterator[None]:
    with override("ru"):
        yield
