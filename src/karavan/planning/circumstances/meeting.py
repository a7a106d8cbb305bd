"""An occasion beside the circumstances of its days: what stands in its way, why, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karavan.kernel.localtime import at, day_bounds, local
from karavan.planning.enums import CircumstanceKind, Effect, Level
from karavan.planning.models import Circumstance
from karavan.planning.occasions.facts import MERRY_KINDS
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import apart_on_ground
from karavan.planning.queries.circumstances import circumstances
from karavan.planning.traditions.definitions import open_air_codes
from karavan.planning.traditions.quiet import broken_by

NEAR_KM: Final = 0.5
"""How far what has a place and no radius is of concern."""
CROWD: Final = 500
"""People whom closed roads hinder seriously."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One circumstance that an occasion meets. ``level`` None: it speaks for the day.

    ``margin`` is by how many days it may be off; ``certainty`` that of its source (B: to be verified).
    """

    level: Level | None
    title: str
    why: str
    advice: str
    margin: int = 0
    certainty: str = "A"
    circumstance_id: int | None = None


def concerns(occasion: Occasion) -> list[Concern]:
    """What of the calendar and of the surroundings an occasion meets, the gravest first; one query."""
    first, last = local(occasion.start).date(), local(occasion.end).date()
    return concerns_of(occasion, circumstances(first, last))


def concerns_of(occasion: Occasion, rows: Iterable[Circumstance]) -> list[Concern]:
    """The same among circumstances at hand; no query where their places are loaded."""
    found = [each for row in rows if (each := _concern(occasion, row)) is not None]
    if occasion.is_loud and (rule := broken_by(occasion.start, occasion.end)) is not None:
        found.append(
            Concern(
                Level.SERIOUS,
                _("Quiet hours from %(start)s to %(end)s")
                % {"start": f"{rule.start:%H:%M}", "end": f"{rule.end:%H:%M}"},
                _("Loud sound is not allowed then: %(law)s.") % {"law": rule.source},
                _("End earlier, or do without amplified sound."),
                certainty=rule.certainty,
            )
        )
    grave = {Level.SERIOUS: 0, Level.NOTICE: 1, None: 2}
    return sorted(found, key=lambda each: (grave[each.level], each.title))


def _concern(occasion: Occasion, row: Circumstance) -> Concern | None:
    km = _km(occasion, row)
    if not _is_then(occasion, row) or not _is_there(occasion, row, km):
        return None
    if row.code in open_air_codes() and not occasion.is_open_air:
        return None
    level = _level(occasion, row)
    title = row.title_en if get_language() == "en" and row.title_en else row.title
    return Concern(
        level, title, _why(occasion, row, level, km), row.advice, row.margin_days, row.certainty, row.pk
    )


def _is_then(occasion: Occasion, row: Circumstance) -> bool:
    margin = timedelta(days=row.margin_days)
    first, last = row.first_day - margin, row.last_day + margin
    if not (occasion.start < day_bounds(last)[1] and day_bounds(first)[0] < occasion.end):
        return False
    if row.time_from is None or row.time_to is None:
        return True
    day = max(first, local(occasion.start).date())
    while day <= min(last, local(occasion.end).date()):
        begin, end = at(day, row.time_from), _end(row, at(day, row.time_to))
        if occasion.start < end and begin < occasion.end:
            return True
        day += timedelta(days=1)
    return False


def _end(row: Circumstance, end: datetime) -> datetime:
    """Times that end before they begin end on the next day."""
    assert row.time_from is not None
    assert row.time_to is not None
    return end + timedelta(days=1) if row.time_to <= row.time_from else end


def _point(row: Circumstance) -> tuple[float, float] | None:
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    place = row.place
    if place is not None and place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    return None


def _km(occasion: Occasion, row: Circumstance) -> float | None:
    point = _point(row)
    return None if point is None else apart_on_ground(occasion, *point)


def _is_there(occasion: Occasion, row: Circumstance, km: float | None) -> bool:
    if row.place_id is not None and f"/{row.place_id}/" in occasion.place_path:
        return True
    if _point(row) is not None:
        # Of what has a point, and an occasion that has none, nobody can say that they are near.
        return km is not None and km * 1000 <= (row.radius or NEAR_KM * 1000)
    if row.district_id is not None:
        return occasion.district_id == row.district_id
    return row.place_id is None


def _level(occasion: Occasion, row: Circumstance) -> Level | None:
    merry = occasion.kind in MERRY_KINDS
    match row.effect:
        case Effect.FAVOUR:
            return None
        case Effect.QUIET:
            return Level.SERIOUS if occasion.is_loud else Level.NOTICE
        case Effect.AVOID:
            return Level.SERIOUS if occasion.is_loud or merry else Level.NOTICE
    if row.kind == CircumstanceKind.ROADWORKS and occasion.size >= CROWD:
        return Level.SERIOUS
    if row.kind == CircumstanceKind.COMMUNITY and occasion.is_loud and _point(row) is not None:
        return Level.SERIOUS
    return Level.NOTICE


def _why(occasion: Occasion, row: Circumstance, level: Level | None, km: float | None) -> str:
    said = []
    if level is None:
        said.append(_("A good day for it."))
    elif row.effect == Effect.QUIET and occasion.is_loud:
        said.append(_("A quiet day, and this is loud."))
    elif row.effect == Effect.AVOID and level == Level.SERIOUS:
        said.append(_("A day of memory, and this is merry or loud."))
    if km is not None:
        said.append(_("%(metres)d m away, at the same time.") % {"metres": round(km * 100) * 10})
    if row.margin_days:
        said.append(_("The moon decides: it may be a day earlier or later until somebody confirms."))
    return " ".join(said)
