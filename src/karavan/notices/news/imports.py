"""News of tables that were taken in by a worker while their sender did something else."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.journal.models import JournalLine
from karavan.notices import paths
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic

VERBS = frozenset({"batch.written", "batch.failed"})
WAITED: Final = 150
"""Rows that are written while the person looks on: their outcome is on the page already."""
_OUTCOMES = ("new", "changed", "gone")


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """One piece of news a table, for who sent it: that it is done is no act of theirs."""
    return [_news(line) for line in lines if line.actor_id is not None and _is_news(line)]


def _is_news(line: JournalLine) -> bool:
    return line.verb == "batch.failed" or _rows(line.after) > WAITED


def _rows(after: dict[str, Any]) -> int:
    return sum(value for value in after.values() if isinstance(value, int) and not isinstance(value, bool))


def _news(line: JournalLine) -> News:
    failed = line.verb == "batch.failed"
    name = str(line.after.get("file", ""))
    assert line.actor_id is not None
    title = _("Not taken in: %(file)s") if failed else _("Taken in: %(file)s")
    changed = sum(int(line.after.get(outcome, 0)) for outcome in _OUTCOMES)
    done = ngettext("%(count)d record is written.", "%(count)d records are written.", changed)
    return News(
        topic=Topic.IMPORT_FAILED if failed else Topic.IMPORT,
        subject_type=line.subject_type,
        subject_id=line.subject_id,
        organisation_id=line.organisation_id,
        name=name,
        title=title % {"file": name},
        text=line.reason if failed else done % {"count": changed},
        url=f"{paths.IMPORTS}{line.subject_id}/",
        audience={line.actor_id: _("because you sent the table")},
    )
