"""Shared reads of the journal."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from karavan.kernel.journal.models import JournalLine

Subjects = Iterable[tuple[str, Collection[int]]]
"""Kinds of record (``app.model`` in small letters) with ids of each: a record and those that hang on it."""


def about(subjects: Subjects) -> QuerySet[JournalLine]:
    """The lines about these records, newest first."""
    condition = Q(pk__in=[])
    for label, ids in subjects:
        if ids:
            condition |= Q(subject_type=label, subject_id__in=ids)
    return JournalLine.objects.filter(condition).order_by("-pk")


def last_about(subjects: Subjects) -> JournalLine | None:
    """The newest line about these records; one query."""
    return about(subjects).first()


def last_of(label: str, pk: int, verb: str) -> JournalLine | None:
    """The newest line of a verb about a record; one query."""
    return about([(label, [pk])]).filter(verb=verb).first()


def verbs() -> list[str]:
    """Every verb that the journal knows, in order."""
    return sorted(JournalLine.objects.values_list("verb", flat=True).distinct().order_by())


def stood(label: str, ids: Collection[int], field: str, value: object) -> bool:
    """Whether a field of one of these records had this value before a change that the journal tells of."""
    lines = JournalLine.objects.filter(subject_type=label, subject_id__in=ids)
    return lines.filter(**{f"before__{field}": value}).exists()
