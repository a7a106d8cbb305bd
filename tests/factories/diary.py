"""Plans of the diary."""

from datetime import timedelta
from itertools import count
from typing import Any

from factories.people import make_organisation
from factories.planning import EVENING
from karavan.planning.models import DiaryEntry
from karavan.programme.enums import EventKind

_numbers = count(1)

__all__ = ["EVENING", "make_entry"]


def make_entry(**given: Any) -> DiaryEntry:
    """A plan of a concert of two hours on :data:`EVENING`, of an organisation of its own."""
    fields = {
        "title": f"Замысел № {next(_numbers)}",
        "kind": EventKind.CONCERT,
        "starts_at": EVENING,
        **given,
    }
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return DiaryEntry.objects.create(**fields)
