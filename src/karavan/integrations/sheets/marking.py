"""A person's own sheet with its errors, made anew from the file and from what the dry run found."""

from collections import defaultdict

from karavan.integrations.sheets.container import Unreadable
from karavan.integrations.sheets.enums import Outcome
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.models import Batch, BatchFile
from karavan.integrations.sheets.planning import ground_of
from karavan.integrations.sheets.reading import read_sheet
from karavan.integrations.sheets.workbooks import marked
from karavan.kernel.actor import Actor


def sheet_with_errors(batch: Batch, actor: Actor) -> bytes | None:
    """The file with what to mend; None where it is forgotten already or was never readable."""
    kept = BatchFile.objects.filter(batch=batch).first()
    if kept is None:
        return None
    work = importer(batch.kind, ground_of(batch, actor))
    problems: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in batch.rows.filter(outcome=Outcome.ERROR):
        for number, key, message in row.problems:
            problems[number].append((key, message))
    try:
        return marked(work, read_sheet(bytes(kept.content), work.columns), problems)
    except Unreadable:
        return None
