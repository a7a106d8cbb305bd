"""Demonstration surveys of accessibility and opening hours: no real passport and no real hours are known."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
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


@dataclass(frozen=True)
class Outcome:
    """An invented outcome of a survey, and how often it is drawn."""

    name: str
    weight: int
    assessments: dict[tuple[Zone, Category], ZoneState]


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    """The outcomes a demonstration survey may have, from demo_surveys.toml."""
    table = tomllib.loads(Path(__file__).with_name("demo_surveys.toml").read_text("utf-8"))
    return tuple(
        Outcome(
            name,
            row["weight"],
            {
                (Zone(int(zone)), category): ZoneState(state)
                for zone, states in row["zones"].items()
                for category, state in zip(Category, states, strict=True)
            },
        )
        for name, row in table.items()
    )


def seed_surveys(pack: Pack, places: Places, *, seed: int) -> int:
    """Survey a part of the places, each at most once; returns how many surveys are new."""
    surveyed = set(AccessSurvey.objects.values_list("place_id", flat=True))
    count = 0
    for row in pack.institutions:
        rng = Random(f"{seed}:survey:{row['id']}")  # noqa: S311 - repeatable on purpose
        chosen = rng.random() < SHARE_SURVEYED
        outcome = rng.choices(outcomes(), [each.weight for each in outcomes()])[0]
        day = FIRST_SURVEY + timedelta(days=rng.randrange(SURVEY_DAYS))
        place = places[row["id"]]
        if not chosen or place.pk in surveyed:
            continue
        record_survey(
            actor=SYSTEM,
            place=place,
            surveyed_on=day,
            surveyor=SURVEYOR,
            assessments=outcome.assessments,
            variant="А" if outcome.name == "rebuilt" else "Б",
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
