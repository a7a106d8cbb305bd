"""What only members of staff see on public pages: where a record comes from and how sure it is.

The one place of the portal that asks a room itself: certainty, source and note are in no public record.
"""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from karavan.kernel.provenance import Certainty
from karavan.people import queries as people
from karavan.people.models import User
from karavan.places import queries as places
from karavan.programme import queries as programme


@dataclass(frozen=True)
class Provenance:
    """Certainty as its letter and in words, the source, and the note of whoever entered the record."""

    certainty: str
    words: str
    source: str
    note: str


def _provenance(rows: QuerySet[Model], pk: int) -> Provenance | None:
    row = rows.filter(pk=pk).values_list("certainty", "source", "staff_note").first()
    if row is None:
        return None
    certainty, source, note = row
    return Provenance(certainty, str(Certainty(certainty).label), source, note)


def provenance_of_event(actor: User | None, pk: int) -> Provenance | None:
    """Of an event, for those who are signed in."""
    return _provenance(programme.visible_to(actor), pk) if actor else None


def path_to_edit_event(actor: User | None, pk: int) -> str:
    """Where the office changes an event; "" for those who may not."""
    may = actor is not None and programme.editable_by(actor).filter(pk=pk).exists()
    return f"/office/events/{pk}/edit/" if may else ""


def may_preview_event(actor: User | None, pk: int) -> bool:
    """Whether somebody may see an event before residents do."""
    return actor is not None and programme.visible_to(actor).filter(pk=pk).exists()


def provenance_of_programme(actor: User | None, pk: int) -> Provenance | None:
    """Of a programme, for those who are signed in."""
    return _provenance(programme.programmes_visible_to(actor), pk) if actor else None


def provenance_of_place(actor: User | None, pk: int) -> Provenance | None:
    """Of a place, for those who are signed in."""
    return _provenance(places.visible_to(actor), pk) if actor else None


def provenance_of_organisation(actor: User | None, pk: int) -> Provenance | None:
    """Of an organisation, for those who are signed in."""
    return _provenance(people.visible_to(actor), pk) if actor else None
