"""News of Mondays: the ten institutions whose information for residents is worst, with a task each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.hygiene.models import Digest
from karavan.kernel.journal.models import JournalLine
from karavan.notices import paths, standing
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic

VERBS = frozenset({"hygiene.digest"})


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """One piece of news a digest, for who coordinates and who heads the city. Three queries."""
    audience = {**standing.heads(), **standing.coordinators()}
    if not audience:
        return []
    digests = Digest.objects.in_bulk([line.subject_id for line in lines])
    return [
        News(
            topic=Topic.QUALITY,
            subject_type=line.subject_type,
            subject_id=line.subject_id,
            name=_("Monday's ten"),
            title=_title(len(digests[line.subject_id].lines)),
            text="\n".join(
                f"{each['name']}: {each['value']} — {each['task']}" for each in digests[line.subject_id].lines
            ),
            url=paths.HYGIENE,
            audience=audience,
        )
        for line in lines
        if line.subject_id in digests
    ]


def _title(count: int) -> str:
    words = ngettext("%(count)d institution to help first", "%(count)d institutions to help first", count)
    return words % {"count": count}
