"""Where the fields of a record come from: an upload, a person, or nobody knows. For pages of records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.kinds.base import digest
from karavan.integrations.sheets.models import Batch, Origin
from karavan.integrations.sheets.subjects import subject_of
from karavan.kernel.actor import Actor
from karavan.kernel.journal.models import JournalLine


@dataclass(frozen=True)
class FieldOrigin:
    """One field of a record: who gave its value, in words and when.

    ``batch`` is the upload that gave it; ``by_hand`` whether a person edited it after an upload, so that no
    upload changes it; ``is_locked`` whether somebody locked it.
    """

    name: str
    label: str
    value: str
    who: str = ""
    when: datetime | None = None
    batch: Batch | None = None
    by_hand: bool = False
    is_locked: bool = False

    @property
    def is_spared(self) -> bool:
        """Whether the next upload leaves it alone."""
        return self.by_hand or self.is_locked


def field_origins(actor: Actor, subject: Model) -> list[FieldOrigin]:
    """Every field that lists may change, in their order; six queries and those of the record's own rows."""
    kind = subject_of(subject)
    if kind is None:
        return []
    work = importer(kind.kind, Ground(actor=actor))
    now = work.current([subject.pk]).get(subject.pk, {})
    origin = Origin.objects.filter(kind=kind.kind, record_id=subject.pk).first() or Origin()
    wanted = {given[0] for given in origin.fields.values()}
    batches = Batch.objects.select_related("author", "source").in_bulk(wanted)
    hands = _hands(subject)
    found = []
    for name, label in work.labels.items():
        given = origin.fields.get(name)
        value = work.show(name, now.get(name))
        by_hand = given is not None and given[1] != digest(now.get(name))
        batch = batches.get(given[0]) if given is not None and not by_hand else None
        line = hands.get(name)
        who, when = "", None
        if batch is not None:
            who, when = str(batch.source or batch.file_name), batch.written_at
        elif line is not None and value:
            who, when = line.actor_label, line.at
        found.append(FieldOrigin(name, label, value, who, when, batch, by_hand, name in origin.locked))
    return found


_JOURNAL_NAMES = {
    "price_kind": "price",
    "price_min": "price",
    "price_max": "price",
    "external_ids": "inn",
    "rows": "hours",
    "starts_at": "sessions",
}


def _hands(subject: Any) -> dict[str, JournalLine]:
    """The last line of the journal about each field."""
    lines = JournalLine.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    found: dict[str, JournalLine] = {}
    for line in lines.order_by("-id")[:200]:
        for name in line.after:
            found.setdefault(_JOURNAL_NAMES.get(name, name), line)
    return found
