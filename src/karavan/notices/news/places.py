"""News of places: one that closes and breaks sessions held there."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.periods import Span
from karavan.notices import paths, standing
from karavan.notices.actions.telling import News
from karavan.notices.enums import Topic
from karavan.notices.news.wording import day_and_time, days, iso_day, sentence, who
from karavan.people.models import Organisation
from karavan.places.hours import CLOSING_STATES
from karavan.places.models import Place
from karavan.programme.broken import Broken, broken_by
from karavan.programme.enums import OrganiserRole

PLACE: Final = "places.place"
NAMED: Final = 5
VERBS = frozenset({"place.state_set"})


def of_lines(lines: Sequence[JournalLine]) -> list[News]:
    """For every closing the people whose sessions it breaks, each with their own ones."""
    closing = [line for line in lines if line.after.get("state") in CLOSING_STATES]
    places = Place.objects.in_bulk([line.subject_id for line in closing])
    return [
        news for line in closing if line.subject_id in places for news in _of(line, places[line.subject_id])
    ]


def _of(line: JournalLine, place: Place) -> list[News]:
    span = Span(iso_day(line.after.get("valid_from")), iso_day(line.after.get("valid_to")))
    broken = [each for each in broken_by(place, span, actor=SYSTEM) if not each.settled]
    if not broken:
        return []
    organisations = {one.pk: one for each in broken for one in _leads(each)}
    keepers = standing.keepers_of(organisations.values())
    theirs: dict[int, list[Broken]] = defaultdict(list)
    for each in broken:
        for person in {pk for one in _leads(each) for pk in keepers[one.pk]}:
            theirs[person].append(each)
    return [
        News(
            topic=Topic.PLACE_CLOSES,
            subject_type=PLACE,
            subject_id=place.pk,
            organisation_id=place.organisation_id,
            name=place.name,
            title=_title(place, len(found)),
            text=_text(line, span, found),
            url=paths.BROKEN,
            by_id=line.actor_id,
            audience={person: _("because your events are held there")},
        )
        for person, found in theirs.items()
    ]


def _leads(broken: Broken) -> list[Organisation]:
    return [each.organisation for each in broken.event.organisers.all() if each.role == OrganiserRole.LEAD]


def _title(place: Place, count: int) -> str:
    return ngettext(
        "%(place)s closes: %(count)d date breaks", "%(place)s closes: %(count)d dates break", count
    ) % {"place": place.name, "count": count}


def _text(line: JournalLine, span: Span, broken: Sequence[Broken]) -> str:
    named = [f"{each.event.title} — {day_and_time(each.moment)}" for each in broken[:NAMED]]
    if len(broken) > NAMED:
        named.append("…")
    when = days(span.start, span.end) if span.start is not None and span.end is not None else ""
    head = sentence(
        when and _("Closed: %(days)s") % {"days": when},
        line.reason and _("Why: %(reason)s") % {"reason": line.reason},
        who(line),
    )
    return "\n".join([head, *named])
