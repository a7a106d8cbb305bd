"""From an uploaded file to what is to be done with every row. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from karavan.integrations.sheets.container import Unreadable
from karavan.integrations.sheets.enums import Outcome
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import IMPORTERS, importer
from karavan.integrations.sheets.kinds.base import Importer, Planned, Progress
from karavan.integrations.sheets.models import Batch, Origin
from karavan.integrations.sheets.reading import Sheet, read_sheet
from karavan.kernel.actor import Actor

STOP_AT: Final = 0.10
"""Share of what a source gave before that it may take back without somebody's word."""


@dataclass
class Plan:
    """All rows of a batch, judged; ``given`` records of its source are still of interest."""

    importer: Importer
    sheet: Sheet
    rows: list[Planned]
    gone: list[Planned] = field(default_factory=list)
    given: int = 0

    @property
    def everything(self) -> list[Planned]:
        """Rows of the list, then what it no longer names."""
        return [*self.rows, *self.gone]

    @property
    def counts(self) -> dict[str, Any]:
        """Records by outcome, rows of the sheet, new ones that could be published, and a digest of it all."""
        found: dict[str, Any] = dict(Counter(row.outcome for row in self.everything))
        fresh = [row for row in self.rows if row.outcome == Outcome.NEW]
        return {
            **found,
            "rows": len(self.sheet.rows),
            "ready": sum(row.is_ready for row in fresh),
            "kept": sum(bool(row.notes) for row in self.rows if row.record_id),
            "given": self.given,
            "digest": self.digest,
        }

    @property
    def takes_too_much(self) -> bool:
        """Whether the source would take back more than it may."""
        return len(self.gone) > STOP_AT * self.given

    @property
    def digest(self) -> str:
        """Stands for everything that would be done: the same again means that nothing changed meanwhile."""
        found = blake2s(digest_size=12)
        for row in self.everything:
            found.update(repr((row.number, row.outcome, row.record_id, row.changes, row.is_ready)).encode())
        return found.hexdigest()


def ground_of(batch: Batch, actor: Actor) -> Ground:
    """What the rows of a batch may name."""
    return Ground(actor=actor, organisation=batch.organisation, source=batch.source)


def make_plan(batch: Batch, actor: Actor, progress: Progress) -> Plan:
    """Read the file of a batch and judge every row as the actor's. Raises Unreadable."""
    with override("ru"):
        work = importer(batch.kind, ground_of(batch, actor))
        sheet = read_sheet(bytes(batch.file.content), work.columns)
        if sheet.stamp is not None and sheet.stamp.kind != batch.kind and sheet.stamp.kind in IMPORTERS:
            raise Unreadable(
                _("This is a template of another kind of list. Choose that kind, or take the right template.")
            )
        plan = Plan(work, sheet, work.plan(sheet.rows, progress))
        if batch.source is not None and batch.source.is_full and work.can_be_full:
            _find_gone(batch, plan)
    return plan


def _find_gone(batch: Batch, plan: Plan) -> None:
    """Records that the source gave and its list no longer names."""
    ids = Origin.objects.filter(kind=batch.kind, source=batch.source).values_list("record_id", flat=True)
    live = set(plan.importer.still_given(set(ids)))
    plan.given = len(live)
    lost = live - {row.record_id for row in plan.rows}
    titles = plan.importer.titles(lost)
    plan.gone = [Planned(0, titles.get(pk, ""), outcome=Outcome.GONE, record_id=pk) for pk in sorted(lost)]


def good(rows: Sequence[Planned]) -> list[Planned]:
    """Rows without errors."""
    return [row for row in rows if row.outcome != Outcome.ERROR]
