"""Short ways to ask what a write did."""

from collections.abc import Callable
from typing import Any

import pytest

from karavan.kernel.errors import Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.places.models import Place


def problems(call: Callable[..., Any], **arguments: Any) -> dict[str, list[str]]:
    """What Invalid says of a call."""
    with pytest.raises(Invalid) as caught:
        call(**arguments)
    return caught.value.problems


def last_line() -> tuple[Any, ...]:
    """The newest line of the journal."""
    line = JournalLine.objects.latest("id")
    return line.verb, line.subject_type, line.subject_id, line.organisation_id, line.before, line.after


def fresh(place: Place) -> Place:
    """The place as it stands in the database."""
    return Place.objects.get(pk=place.pk)
