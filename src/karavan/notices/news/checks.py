"""News of facts that somebody has to verify."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.journal.models import JournalLine
from karavan.kernel.provenance import Certainty
from karavan.notices import paths, standing
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic
from karavan.notices.news.wording import sentence, who
from karavan.people.models import Organisation
from karavan.places.models import Place

VERBS = frozenset({"organisation.updated", "place.updated"})
TO_CHECK: Final = frozenset({Certainty.B.value, Certainty.C.value})
_KINDS: Final = {"people.organisation": "organisation", "places.place": "place"}


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """Records that came into doubt, for those who keep their organisation."""
    doubtful = [
        line for line in lines if line.after.get("certainty") in TO_CHECK and line.subject_type in _KINDS
    ]
    if not doubtful:
        return []
    organisations = Organisation.objects.in_bulk({line.organisation_id for line in doubtful})
    places = Place.objects.in_bulk(
        [line.subject_id for line in doubtful if line.subject_type == "places.place"]
    )
    keepers = standing.keepers_of(organisations.values())
    news = []
    for line in doubtful:
        record = (
            places.get(line.subject_id)
            if line.subject_type == "places.place"
            else organisations.get(line.subject_id)
        )
        audience = keepers.get(line.organisation_id or 0)
        if record is None or not audience:
            continue
        news.append(
            News(
                topic=Topic.CHECK,
                subject_type=line.subject_type,
                subject_id=line.subject_id,
                organisation_id=line.organisation_id,
                name=record.name,
                title=_("To check: %(name)s") % {"name": record.name},
                text=sentence(record.staff_note, who(line)),
                url=f"{paths.CHECKS}?kind={_KINDS[line.subject_type]}",
                by_id=line.actor_id,
                audience=audience,
            )
        )
    return news
