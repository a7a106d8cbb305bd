"""Demonstration surveys of accessibility and opening hours: no real passport and no real hours are known."""

from datetime import date, timedelta
from random import Random

from karavan.integrations.citydata.everyday.hours import usual_week
from karavan.integrations.citydata.ground import Places
from karavan.integrations.citydata.pack import Pack
from karavan.kernel.actor import SYSTEM
from karavan.places.actions import record_survey, set_weekly_hours
from karavan.places.enums import Category, Zone, ZoneState
from karavan.places.models import AccessSurvey, WeeklyHours

SURVEYOR = "Демонстрационное обследование"
SHARE_SURVEYED = 0.55
FIRST_SURVEY, SURVEY_DAYS = date(2024, 2, 1), 990

_S = ZoneState
_FULL: dict[str, ZoneState] = dict.fromkeys("КОСГУ", _S.FULL_ALL)
PATTERNS: dict[str, dict[Zone, dict[str, ZoneState]]] = {
    # A new or rebuilt house.
    "rebuilt": dict.fromkeys(Zone, _FULL),
    # A ramp and a lift, no tactile way.
    "ramp": {
        **dict.fromkeys(Zone, {"К": _S.FULL_SOME, "О": _S.FULL_SOME, "С": _S.PART_SOME, "Г": _S.FULL_SOME, "У": _S.PART_SOME}),
        Zone.INFORMATION: {"К": _S.FULL_SOME, "О": _S.FULL_SOME, "С": _S.PART_SOME, "Г": _S.PART_SOME, "У": _S.PART_SOME},
    },
    # Steps at the entrance: staff help.
    "steps": {
        **dict.fromkeys(Zone, {"К": _S.CONDITIONAL, "О": _S.PART_SOME, "С": _S.PART_SOME, "Г": _S.FULL_SOME, "У": _S.PART_SOME}),
        Zone.ENTRANCE: {"К": _S.NOT, "О": _S.CONDITIONAL, "С": _S.PART_SOME, "Г": _S.FULL_SOME, "У": _S.PART_SOME},
    },
    # An old house without any adaptation.
    "old": {
        **dict.fromkeys(Zone, {"К": _S.NOT, "О": _S.CONDITIONAL, "С": _S.NOT, "Г": _S.CONDITIONAL, "У": _S.CONDITIONAL}),
        Zone.TERRITORY: dict.fromkeys("КОСГУ", _S.PART_ALL),
    },
    # Only the way to the door was seen: the rest is not known.
    "outside": {
        Zone.TERRITORY: dict.fromkeys("КОСГУ", _S.PART_ALL),
        Zone.ENTRANCE: {"К": _S.CONDITIONAL, "О": _S.PART_SOME, "С": _S.PART_SOME, "Г": _S.FULL_SOME, "У": _S.FULL_SOME},
        Zone.ROUTE: dict.fromkeys("КОСГУ", _S.PART_ALL),
    },
}  # fmt: skip
WEIGHTS = {"rebuilt": 3, "ramp": 4, "steps": 4, "old": 2, "outside": 2}


def seed_surveys(pack: Pack, places: Places, *, seed: int) -> int:
    """Survey a part of the places, each at most once; returns how many surveys are new."""
    surveyed = set(AccessSurvey.objects.values_list("place_id", flat=True))
    count = 0
    for row in pack.institutions:
        rng = Random(f"{seed}:survey:{row['id']}")
        chosen = rng.random() < SHARE_SURVEYED
        pattern = PATTERNS[rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]]
        day = FIRST_SURVEY + timedelta(days=rng.randrange(SURVEY_DAYS))
        place = places[row["id"]]
        if not chosen or place.pk in surveyed:
            continue
        record_survey(
            actor=SYSTEM,
            place=place,
            surveyed_on=day,
            surveyor=SURVEYOR,
            assessments={
                (zone, Category(letter)): state for zone, states in pattern.items() for letter, state in states.items()
            },
            variant="А" if pattern is PATTERNS["rebuilt"] else "Б",
            is_demo=True,
        )
        count += 1
    return count


def seed_hours(pack: Pack, places: Places) -> int:
    """Usual hours by kind for places that have none, marked as demonstration; returns for how many."""
    known = set(WeeklyHours.objects.values_list("place_id", flat=True))
    count = 0
    for row in pack.institutions:
        week = usual_week(row["kind"], row["id"])
        place = places[row["id"]]
        if week and place.pk not in known:
            set_weekly_hours(actor=SYSTEM, place=place, rows=list(week), is_demo=True)
            count += 1
    return count
