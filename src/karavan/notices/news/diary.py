"""News of the city diary: somebody asks to open a name, or both names are open."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from karavan.kernel.journal.models import JournalLine
from karavan.notices import paths, standing
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic
from karavan.people.models import Organisation
from karavan.planning.models import DiaryEntry
from karavan.programme.models import Session

WANTED: Final = "disclosure.wanted"
VERBS = frozenset({WANTED, "disclosure.opened"})


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """For the editors of whose plan it is. Who asks is not told: they have not agreed yet. Four queries."""
    houses = Organisation.objects.in_bulk({line.organisation_id for line in lines if line.organisation_id})
    keepers = standing.keepers_of(houses.values())
    titles = _titles(lines)
    return [
        News(
            topic=Topic.CLASHES,
            subject_type=line.subject_type,
            subject_id=line.subject_id,
            organisation_id=line.organisation_id,
            name=titles[line.subject_type, line.subject_id],
            title=_title(line.verb) % {"title": titles[line.subject_type, line.subject_id]},
            text=_("It clashes with a plan of another organisation: see the clashes in the city diary."),
            url=paths.CLASHES,
            by_id=line.actor_id,
            audience=keepers[line.organisation_id],
        )
        for line in lines
        if line.organisation_id in keepers and (line.subject_type, line.subject_id) in titles
    ]


def _title(verb: str) -> str:
    if verb == WANTED:
        return _("Somebody asks to open the name of “%(title)s”")
    return _("Names are open now: “%(title)s” and what it clashes with")


def _titles(lines: Sequence[JournalLine]) -> dict[tuple[str, int], str]:
    """Names of the plans and dates that the lines are about."""
    entry, session = DiaryEntry._meta.label_lower, Session._meta.label_lower
    entries = DiaryEntry.objects.in_bulk([each.subject_id for each in lines if each.subject_type == entry])
    sessions = Session.objects.select_related("event").in_bulk(
        [each.subject_id for each in lines if each.subject_type == session]
    )
    return {(entry, pk): row.title for pk, row in entries.items()} | {
        (session, pk): row.event.title for pk, row in sessions.items()
    }
