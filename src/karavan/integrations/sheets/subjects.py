"""The records that lists hold: their model, who may edit one, and how one is named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet

from karavan.integrations.sheets.enums import Kind
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as organisations_of
from karavan.people.rules import can_edit
from karavan.places.models import Place
from karavan.places.queries import editable_by as places_of
from karavan.places.rules import can_edit_place
from karavan.programme.models import Event
from karavan.programme.queries import editable_by as events_of
from karavan.programme.rules import can_edit_event


@dataclass(frozen=True)
class Subject:
    """A kind of record that can be locked and merged."""

    kind: Kind
    model: type[Model]
    editable_by: Callable[[Actor | None], QuerySet[Any]]
    may_edit: Callable[[Actor | None, Any], bool]
    name: str
    """The field that names one."""
    page: str
    """Path of the office's page of one, with ``{pk}``."""


SUBJECTS: Final[dict[str, Subject]] = {
    Kind.EVENTS: Subject(Kind.EVENTS, Event, events_of, can_edit_event, "title", "/office/events/{pk}/"),
    Kind.PLACES: Subject(Kind.PLACES, Place, places_of, can_edit_place, "name", "/office/places/{pk}/"),
    Kind.ORGANISATIONS: Subject(
        Kind.ORGANISATIONS, Organisation, organisations_of, can_edit, "name", "/office/organisations/{pk}/"
    ),
}
BY_MODEL: Final = {subject.model: subject for subject in SUBJECTS.values()}


def subject_of(record: Model) -> Subject | None:
    """The kind of a record, or None where lists do not hold such."""
    return BY_MODEL.get(type(record))
