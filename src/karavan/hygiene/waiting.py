"""What waits for those who keep an organisation: its gaps, the heaviest first."""

from karavan.hygiene.models import Finding
from karavan.hygiene.queries import open_findings
from karavan.people.models import Organisation
from karavan.people.rules import Reach

ELSEWHERE = frozenset({"hours", "hours_end", "drafts_over", "confirmed"})
"""Items that the first page of the office tells of by itself."""


def gaps(reach: Reach, *, within: Organisation | None = None, most: int = 100) -> list[Finding]:
    """Gaps within reach that nobody answered, the heaviest first; one query."""
    rows = open_findings().exclude(code__in=ELSEWHERE).filter(answer="")
    if not reach.everything:
        rows = rows.filter(reach.query("organisation__"))
    if within is not None:
        rows = rows.filter(organisation__path__startswith=within.path)
    return list(rows.select_related("organisation").order_by("-weight", "since", "pk")[:most])
