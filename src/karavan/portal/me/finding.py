"""The answer of «For me»: what fits, what just misses and by what, and which condition leaves most out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

import msgspec

from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.results import Page
from karavan.catalogue.windows import window_of
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import day_bounds, local
from karavan.portal.answer import Visit
from karavan.portal.cards import decoded
from karavan.portal.me import reasons
from karavan.portal.me.conditions import (
    A_CONDITION,
    LeftOut,
    conditions_of,
    just_beyond,
    left_out,
    miss_of,
)
from karavan.portal.me.profile import Profile
from karavan.portal.me.reasons import Fit, Found
from karavan.portal.wording import moment
from karavan.programme.queries import days_of_tariffs

LIST_SIZE = 20
NEAR_MISSES = 6
BENEFIT_DAY_CARDS, BENEFIT_DAY_LOOKED_AT = 6, 24
BENEFIT_DAYS_AHEAD = 31
MOST_EVENTS = 3000
"""Events asked for by their ids at once."""


@dataclass(frozen=True)
class BenefitDay:
    """A day on which a benefit opens more than on others."""

    day: date
    fits: list[Fit]


@dataclass(frozen=True)
class Answer:
    """What the page shows; ``page`` has the total and the cursor, ``lost`` says that a cursor led nowhere."""

    page: Page
    fits: list[Fit]
    misses: list[Fit]
    left_out: list[LeftOut]
    benefit_day: BenefitDay | None
    lost: bool


def answer(visit: Visit, profile: Profile, cursor: str | None) -> Answer:
    """Everything at once; the whole records of all shown events are read by one query."""
    today = local(visit.now).date()
    question = profile.question(today)
    page, lost = _page(visit, question, cursor)
    on_page = decoded(page.items)
    first_page = cursor is None or lost
    conditions = conditions_of(profile, question, visit) if first_page else []
    near = [one for one in conditions if one.wider is not None]
    beyonds = just_beyond(visit, question, near)
    special_day, special = _of_benefit_day(visit, profile, question) if first_page else (None, [])
    misses = [
        (one.name, item) for one, found in zip(near, beyonds, strict=True) for item in decoded(found.items)
    ]
    whole = Whole.of(visit, [*on_page, *(item for _name, item in misses), *special])
    fits = [reasons.fit(one, profile, today, visit.version.stamp) for one in whole.found(on_page)]
    shown = {(item["id"], moment(item["next"]["start"]).date()) for item in on_page}
    return Answer(
        page=page,
        fits=fits,
        misses=_best_misses(visit, profile, whole, misses),
        left_out=left_out(visit, profile, question, conditions) if not page.total else [],
        benefit_day=_benefit_day(visit, profile, whole, special_day, special, shown),
        lost=lost,
    )


def _page(visit: Visit, question: EventFilter, cursor: str | None) -> tuple[Page, bool]:
    def find(position: str | None) -> Page:
        return queries.find_events(question, lang=visit.lang, limit=LIST_SIZE, cursor=position, now=visit.now)

    try:
        return find(cursor), False
    except Invalid:
        return find(None), True


@dataclass(frozen=True)
class Whole:
    """Whole records of events, and of the places where single sessions of theirs are."""

    events: Mapping[int, dict[str, Any]]
    places: Mapping[str, dict[str, Any]]

    @classmethod
    def of(cls, visit: Visit, items: Iterable[Mapping[str, Any]]) -> "Whole":
        """The records of items of lists: one query, and one more where a session is somewhere else."""
        wanted = list(items)
        ids = {int(item["id"]) for item in wanted}
        stored = queries.details("event", ids, lang=visit.lang) if ids else {}
        events = {number: msgspec.json.decode(data) for number, data in stored.items()}
        elsewhere = {
            session["place"]["id"]
            for item in wanted
            if (record := events.get(int(item["id"])))
            for session in record["sessions"]
            if session["id"] == item["next"]["session"] and session["place"] not in (None, record["place"])
        }
        places = (
            queries.details("place", [int(one) for one in elsewhere], lang=visit.lang) if elsewhere else {}
        )
        return cls(events, {str(number): msgspec.json.decode(data) for number, data in places.items()})

    def found(self, items: Iterable[Mapping[str, Any]]) -> list[Found]:
        """The sessions that lists found; what vanished meanwhile is left out."""
        return [
            reasons.found_at(self.events[int(item["id"])], item["next"], self.places)
            for item in items
            if int(item["id"]) in self.events
        ]


def _best_misses(
    visit: Visit, profile: Profile, whole: Whole, misses: Sequence[tuple[str, dict[str, Any]]]
) -> list[Fit]:
    """Near misses turn by turn of each condition, none twice; what nobody can visit is left out."""
    today = local(visit.now).date()
    by_condition: dict[str, list[tuple[int, Fit]]] = {}
    for name, item in misses:
        for found in whole.found([item]):
            said = None if found.is_off else miss_of(name, found, profile, visit.version.stamp)
            if said is not None:
                distance, words = said
                one = reasons.fit(found, profile, today, visit.version.stamp, dated=True)
                by_condition.setdefault(name, []).append((distance, replace(one, miss=words)))
    ranked = [sorted(rows, key=lambda row: row[0])[:A_CONDITION] for rows in by_condition.values()]
    chosen: dict[str, Fit] = {}
    for turn in zip_longest(*ranked):
        for row in turn:
            if row is not None:
                chosen.setdefault(row[1].card.url, row[1])
    return list(chosen.values())[:NEAR_MISSES]


def _of_benefit_day(
    visit: Visit, profile: Profile, question: EventFilter
) -> tuple[date | None, list[dict[str, Any]]]:
    """The nearest day of the window on which tariffs of some days of the month hold, and its sessions."""
    if not profile.asked.benefits:
        return None, []
    by_day = days_of_tariffs(profile.asked.benefits)
    since, until = window_of(question, visit.now)
    day = local(since).date()
    last = day + timedelta(days=BENEFIT_DAYS_AHEAD)
    if until is not None:
        last = min(last, local(until - timedelta(seconds=1)).date())
    while day <= last and day.day not in by_day:
        day += timedelta(days=1)
    if day > last:
        return None, []
    begin, end = day_bounds(day)
    events = tuple(sorted(by_day[day.day])[-MOST_EVENTS:])
    asked = replace(question, max_price=None, when="", since=max(since, begin), until=end, events=events)
    page = queries.find_events(asked, lang=visit.lang, limit=BENEFIT_DAY_LOOKED_AT, now=visit.now)
    return day, decoded(page.items)


def _benefit_day(
    visit: Visit,
    profile: Profile,
    whole: Whole,
    day: date | None,
    items: Sequence[dict[str, Any]],
    shown: Collection[tuple[str, date]],
) -> BenefitDay | None:
    """Events that the benefit of the day makes cheaper, and that are affordable then."""
    if day is None:
        return None
    today, limit = local(visit.now).date(), profile.asked.max_price
    fits = []
    for item in items:
        on_list = (item["id"], day) in shown
        for found in whole.found([item]):
            mine = reasons.cost_of(found, profile)
            by_day = mine.tariff is not None and bool(mine.tariff.days_of_month) and mine.is_lower
            affordable = limit is None or (mine.low is not None and mine.low <= limit)
            fitting = affordable or reasons.pays_by_card(found, profile)
            if by_day and fitting and not found.is_off and not on_list:
                fits.append(reasons.fit(found, profile, today, visit.version.stamp))
    return BenefitDay(day, fits[:BENEFIT_DAY_CARDS]) if fits else None
