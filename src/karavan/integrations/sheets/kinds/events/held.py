"""Halls that rows of a table want and others hold: said at the row, before anything is written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from karavan.integrations.sheets.kinds.base import Planned
from karavan.kernel.actor import Actor
from karavan.places.enums import PlaceLevel
from karavan.places.models import Place
from karavan.planning.holds.wording import reason
from karavan.planning.models import Hold
from karavan.planning.queries import taken
from karavan.programme.models import Session
from karavan.programme.occupancy import ASSUMED_LENGTH

Times = Sequence[tuple[datetime, datetime | None]]


@dataclass(frozen=True)
class Wanted:
    """A row whose event is public, or would be at once: where and when; ``event_id`` of one that is there."""

    row: Planned
    place_id: int | None
    times: Times
    event_id: int | None = None


def held(actor: Actor, wanted: Sequence[Wanted]) -> list[tuple[Planned, str]]:
    """Rows whose hall is held at one of their times, with who holds it; a row above counts as well.

    Four queries, whatever the number of rows.
    """
    ids = {one.place_id for one in wanted if one.place_id is not None}
    halls = Place.objects.filter(level=PlaceLevel.HALL).in_bulk(ids)
    rows = [one for one in wanted if one.place_id in halls and one.times]
    if not rows:
        return []
    spans = {id(one): [(start, end or start + ASSUMED_LENGTH) for start, end in one.times] for one in rows}
    every = [span for some in spans.values() for span in some]
    window = (min(start for start, _end in every), max(end for _start, end in every))
    own = {one.event_id for one in rows if one.event_id is not None}
    mine = dict(Session.objects.filter(event__in=own).values_list("pk", "event_id")) if own else {}
    stored = taken(list(halls.values()), [window], actor=actor)
    above: dict[int, list[tuple[datetime, datetime, Planned]]] = defaultdict(list)
    found = []
    for one in rows:
        place = halls[one.place_id or 0]
        said = ""
        for start, end in spans[id(one)]:
            for kept in stored.get(place.pk, ()):
                if kept.start < end and start < kept.end:
                    if one.event_id is not None and mine.get(kept.hold.session_id or 0) == one.event_id:
                        continue
                    said = reason(Hold(place=place), kept.hold, known=kept.known)
            for begins, ends, other in above[place.pk]:
                if not said and begins < end and start < ends:
                    said = _by_row(place, other)
        if said:
            found.append((one.row, said))
        else:
            above[place.pk] += [(start, end, one.row) for start, end in spans[id(one)]]
    return found


def _by_row(place: Place, other: Planned) -> str:
    text = _("Row %(row)d wants “%(place)s” at the same time.")
    return text % {"row": other.number, "place": place.name}
