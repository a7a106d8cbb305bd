"""What only members of staff see on public pages: where a record comes from and how sure it is.

The one place of the portal that asks a room itself: certainty, source and note are in no public record.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from karavan.kernel.provenance import Certainty
from karavan.people import queries as people
from karavan.people.models import User
from karavan.people.rules import sees_as_staff
from karavan.places import queries as places
from karavan.programme import queries as programme


@dataclass(frozen=True)
class Provenance:
    """Certainty as its letter and in words, the source, and the note of whoever entered the record."""

    certainty: str
    words: str
    source: str
    note: str


def _provenance(actor: User | None, rows: Callable[[User], QuerySet[Model]], pk: int) -> Provenance | None:
    # A guest, and whoever has no role yet, signs in too and is no colleague: the same rule as in the office.
    if actor is None or not sees_as_staff(actor):
        return None
    row = rows(actor).filter(pk=pk).values_list("certainty", "source", "staff_note").first()
    if row is None:
        return None
    certainty, source, note = row
    return Provenance(certainty, str(Certainty(certainty).label), source, note)


def provenance_of_event(actor: User | None, pk: int) -> Provenance | None:
    """Of an event, for staff."""
    return _provenance(actor, programme.visible_to, pk)


def path_to_edit_event(actor: User | None, pk: int) -> str:
    """Where the office changes an event; "" for those who may not."""
    may = actor is not None and programme.editable_by(actor).filter(pk=pk).exists()
    return f"/office/events/{pk}/edit/" if may else ""


def may_preview_event(actor: User | None, pk: int) -> bool:
    """Whether somebody may see an event before residents do."""
    return actor is not None and programme.visible_to(actor).filter(pk=pk).exists()


def provenance_of_programme(actor: User | None, pk: int) -> Provenance | None:
    """Of a programme, for staff."""
    return _provenance(actor, programme.programmes_visible_to, pk)


def provenance_of_place(actor: User | None, pk: int) -> Provenance | None:
    """Of a place, for staff."""
    return _provenance(actor, places.visible_to, pk)


def provenance_of_organisation(actor: User | None, pk: int) -> Provenance | None:
    """Of an organisation, for staff."""
    return _provenance(actor, people.visible_to, pk)
