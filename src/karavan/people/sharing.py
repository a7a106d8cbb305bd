"""What may be shown to somebody who has no role for it: a table filled by the rooms above.

A room registers its kinds of subject in its ``apps.py``::

    register(Subject("places.place", _("Places"), queries.editable_by, queries.visible_to, owner_of, path_of))

and lets its ``visible_to(actor)`` see what :func:`shared_ids` gives. The actions ``share`` and ``unshare``
of people then serve every kind. A face shows the fragment «With whom it is shared» of any page by
:func:`karavan.office.people.sharing.shared_with`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import today
from karavan.people.models import Organisation, Share


@dataclass(frozen=True)
class Subject:
    """A kind of record that may be shown to others; its name is its ``str``."""

    type: str
    """As the model's label in lower case: "programme.event"."""
    label: Any
    """What several are called, to be translated when shown."""
    editable_by: Callable[[Actor | None], QuerySet[Any]]
    visible_to: Callable[[Actor | None], QuerySet[Any]]
    organisation_of: Callable[[Any], Organisation | None]
    """Whose it is; None where it is the city's."""


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Add a kind of subject."""
    _subjects[subject.type] = subject


def subjects() -> list[Subject]:
    """All kinds, by type."""
    return [_subjects[name] for name in sorted(_subjects)]


def subject_of(subject_type: str) -> Subject:
    """The kind of this type. Raises KeyError."""
    return _subjects[subject_type]


def type_of(record: Model) -> str:
    """The type of a record."""
    return record._meta.label_lower


def shared_ids(actor: Actor | None, subject_type: str, day: date | None = None) -> QuerySet[Any]:
    """Ids of the subjects of a kind that are shown to the actor on a day (today), as a subquery."""
    pk = actor.pk if actor is not None and actor.is_active else None
    day = day or today()
    # "In nothing" costs no query at all.
    given = Share.objects.none() if pk is None else Share.objects.filter(person=pk, subject_type=subject_type)
    return given.filter(valid_from__lte=day, valid_to__gte=day).values("subject_id")
