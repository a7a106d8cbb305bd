"""Uploads and their rows in words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.integrations.sheets.enums import BatchStatus, Kind, Outcome
from karavan.integrations.sheets.kinds.base import Importer
from karavan.integrations.sheets.models import Batch, BatchRow
from karavan.kernel.localtime import local
from karavan.ui import typography
from karavan.ui.parts import Badge

ICONS: Final = {
    Kind.EVENTS: "calendar-days",
    Kind.PLACES: "map-pin",
    Kind.ORGANISATIONS: "building-2",
    Kind.MEMBERS: "users",
}
_BADGES: Final = {
    BatchStatus.DONE: "free",
    BatchStatus.CHECKED: "moved",
    BatchStatus.STOPPED: "cancelled",
    BatchStatus.FAILED: "cancelled",
    BatchStatus.UNREADABLE: "cancelled",
}


def when_words(moment: datetime | None) -> str:
    """«27 ноября, 18:30»."""
    if moment is None:
        return ""
    here = local(moment)
    return f"{typography.date_short(here.date())}, {typography.time_text(here)}"


@dataclass(frozen=True)
class BatchLine:
    """An upload in the list."""

    pk: int
    name: str
    icon: str
    kind: str
    whose: str
    who: str
    when: str
    badge: Badge
    counts: str


def batch_line(batch: Batch) -> BatchLine:
    """An upload in the list."""
    status = BatchStatus(batch.status)
    return BatchLine(
        pk=batch.pk,
        name=str(batch.source or batch.file_name),
        icon=ICONS[Kind(batch.kind)],
        kind=str(Kind(batch.kind).label),
        whose=str(batch.organisation or ""),
        who=str(batch.author or ""),
        when=when_words(batch.created_at),
        badge=Badge(_BADGES.get(status, "plain"), str(status.label)),  # type: ignore[arg-type]
        counts=counts_words(batch),
    )


def counts_words(batch: Batch) -> str:
    """«12 новых, 3 меняются, 2 исправить»."""
    parts = []
    for outcome, words in (
        (Outcome.NEW, pgettext("count of rows", "new: %(count)s")),
        (Outcome.CHANGED, pgettext("count of rows", "changed: %(count)s")),
        (Outcome.SAME, pgettext("count of rows", "nothing new: %(count)s")),
        (Outcome.ERROR, pgettext("count of rows", "to be mended: %(count)s")),
        (Outcome.GONE, pgettext("count of rows", "no longer in the list: %(count)s")),
    ):
        count = batch.counts.get(outcome, 0)
        if count:
            parts.append(words % {"count": typography.number(count)})
    return " · ".join(parts)


@dataclass(frozen=True)
class Sum:
    """One big number of a batch: a filter of its rows."""

    outcome: str
    count: int
    label: str
    url: str
    current: bool


def sums(batch: Batch, chosen: str) -> list[Sum]:
    """Counts by outcome, those that are not nothing."""
    found = []
    for outcome in (Outcome.ERROR, Outcome.NEW, Outcome.CHANGED, Outcome.GONE, Outcome.SAME):
        count = batch.counts.get(outcome, 0)
        if count:
            current = chosen == outcome
            url = "?" if current else f"?show={outcome}"
            found.append(Sum(outcome, count, str(outcome.label), f"{url}#rows", current))
    return found


@dataclass(frozen=True)
class Change:
    """A field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowShown:
    """A row of the preview or result."""

    number: int
    title: str
    detail: str
    outcome: str
    outcome_label: str
    url: str
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    """(row and column, what to do)."""
    notes: list[str] = field(default_factory=list)
    result: str = ""


PAGES: Final = {
    Kind.EVENTS: "/office/events/{}/",
    Kind.PLACES: "/office/places/{}/",
    Kind.ORGANISATIONS: "/office/organisations/{}/",
}


def result_words(result: str) -> str:
    """What was done with a row in the end."""
    return {
        "created": pgettext("row", "added as a draft"),
        "published": pgettext("row", "added and published"),
        "changed": pgettext("row", "changed"),
        "invited": pgettext("row", "invited"),
        "removed": pgettext("row", "removed again"),
        "withdrawn": pgettext("row", "taken off the residents' pages"),
        "trashed": pgettext("row", "put in the trash"),
        "hidden": pgettext("row", "hidden from residents"),
        "revoked": pgettext("row", "invitation taken back"),
        "set_back": pgettext("row", "set back"),
        "back": pgettext("row", "brought back"),
    }.get(result, "")


def row_shown(batch: Batch, row: BatchRow, work: Importer) -> RowShown:
    """A row in words."""
    kind = Kind(batch.kind)
    headings = {key: heading for _place, key, heading in batch.columns.get("known", ())}
    by_key = {column.key: column.heading for column in work.columns}
    outcome = Outcome(row.outcome)
    there = row.record_id is not None and row.result not in ("removed", "trashed")
    result = result_words(row.result)
    if batch.kind != Kind.EVENTS and row.result == "created":
        result = pgettext("row", "added")
    return RowShown(
        number=row.number,
        title=row.title or _("without a title"),
        detail=row.detail,
        outcome=outcome.value,
        outcome_label=str(outcome.label),
        url=PAGES[kind].format(row.record_id) if there and kind in PAGES else "",
        changes=[
            Change(work.labels.get(name, name), work.show(name, before), work.show(name, after))
            for name, (before, after) in row.changes.items()
        ],
        problems=[
            (_cell(number, headings.get(key) or by_key.get(key, key), row.number), message)
            for number, key, message in row.problems
        ],
        notes=row.notes,
        result=result,
    )


def _cell(number: int, heading: str, first: int) -> str:
    return heading if number == first else _("row %(row)d, %(column)s") % {"row": number, "column": heading}


def first_of_each(batch: Batch, most: int) -> list[BatchRow]:
    """The first rows of every outcome: errors first."""
    found: list[BatchRow] = []
    for outcome in (Outcome.ERROR, Outcome.GONE, Outcome.NEW, Outcome.CHANGED, Outcome.SAME):
        if batch.counts.get(outcome):
            found.extend(rows_of(batch, outcome)[:most])
    return found


def rows_of(batch: Batch, outcome: str) -> QuerySet[BatchRow]:
    """Rows of one outcome in the order of the sheet."""
    return batch.rows.filter(outcome=outcome).order_by("pk")


def confirm_words(batch: Batch) -> dict[str, Any]:
    """The words of the buttons, with their numbers."""
    good = sum(batch.counts.get(outcome, 0) for outcome in (Outcome.NEW, Outcome.CHANGED))
    return {
        "good": good,
        "good_words": ngettext("%(count)s row without errors", "%(count)s rows without errors", good)
        % {"count": typography.number(good)},
        "errors": batch.counts.get(Outcome.ERROR, 0),
        "new": batch.counts.get(Outcome.NEW, 0),
        "ready": batch.counts.get("ready", 0),
        "gone": batch.counts.get(Outcome.GONE, 0),
        "kept": batch.counts.get("kept", 0),
        "given": batch.counts.get("given", 0),
    }
