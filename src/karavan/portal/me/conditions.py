"""The conditions of a profile one by one: what just misses each of them, and how much each keeps away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from karavan.catalogue.beyond import Beyond, beyond
from karavan.catalogue.filters import EventFilter, Near
from karavan.catalogue.windows import window_of
from karavan.kernel.localtime import local
from karavan.portal.answer import Visit
from karavan.portal.me import reasons
from karavan.portal.me.profile import Profile
from karavan.portal.me.reasons import Found
from karavan.portal.me.words import kilometres
from karavan.programme.enums import AgeMark
from karavan.ui import typography

A_CONDITION = 3
"""Near misses of one condition."""
LOOKED_AT = {"max_price": 24}
"""Events looked at for a condition, else twice :data:`A_CONDITION`: many are dearer, few only a little."""
PAIRS = 4
LATER = timedelta(days=3)
DEARER = 500_00
"""Kopecks above the limit that are still a near miss."""


@dataclass(frozen=True)
class Condition:
    """A condition of a profile; ``wider`` is the question just without it (None: nothing is near it).

    ``ease`` makes of a profile one that does without the condition.
    """

    name: str
    wider: EventFilter | None
    ease: Callable[[Profile], Profile]


@dataclass(frozen=True)
class LeftOut:
    """What a condition alone keeps away, or two together: the number of events that meet all the others."""

    names: tuple[str, ...]
    count: int
    without: Profile


def _asking(**changes: Any) -> Callable[[Profile], Profile]:
    """Sets fields of the question of a profile."""
    return lambda profile: profile.asking(**changes)


def _ageless(profile: Profile) -> Profile:
    return replace(profile.asking(age=None), born=None)


def conditions_of(profile: Profile, question: EventFilter, visit: Visit) -> list[Condition]:
    """The conditions of a profile that can be given up one by one."""
    asked = profile.asked
    found: list[Condition] = []
    if asked.max_price is not None:
        found.append(Condition("max_price", replace(question, max_price=None), _asking(max_price=None)))
    if asked.access and asked.sure:
        found.append(Condition("access", replace(question, sure=False), _asking(sure=False)))
    elif asked.access:
        # Who cannot get in is not helped by an event that merely lies near.
        found.append(Condition("access", None, _asking(access=())))
    if asked.near is not None:
        near = asked.near
        wide = Near(near.lat, near.lon, near.radius * 2)
        found.append(Condition("near", replace(question, near=wide), _asking(near=None)))
    if asked.districts:
        found.append(Condition("district", replace(question, districts=()), _asking(districts=())))
    if asked.when:
        _since, until = window_of(question, visit.now)
        assert until is not None
        later = replace(question, when="", since=None, until=until + LATER)
        found.append(Condition("when", later, _asking(when="")))
    if asked.languages:
        found.append(Condition("language", replace(question, languages=()), _asking(languages=())))
    if profile.who:
        found.append(Condition("as", replace(question, audiences=()), lambda one: replace(one, who=())))
    if question.age is not None:
        higher = [mark for mark in AgeMark.values if question.age < mark < AgeMark.EIGHTEEN]
        wider = replace(question, age=higher[0]) if higher else None
        found.append(Condition("age", wider, _ageless))
    return found


def just_beyond(visit: Visit, question: EventFilter, near: Sequence[Condition]) -> list[Beyond]:
    """Events that miss one condition only, for each of the conditions that have something near."""
    wider = [(one.wider, LOOKED_AT.get(one.name, 2 * A_CONDITION)) for one in near if one.wider is not None]
    return beyond(question, wider, lang=visit.lang, now=visit.now) if wider else []


def miss_of(name: str, found: Found, profile: Profile, stamp: str) -> tuple[int, str] | None:
    """How far a session misses a condition (for sorting; 0 where time alone sorts) and the miss in words.

    None where the exact price of the day shows that it is no miss, or where it is too far.
    """
    match name:
        case "max_price":
            return _dearer(found, profile)
        case "access":
            return 0, _("accessibility not surveyed")
        case "near":
            metres = reasons.metres_to(found, profile)
            if metres is None or profile.asked.near is None:
                return None
            text = _("%(distance)s instead of %(wanted)s") % {
                "distance": kilometres(metres),
                "wanted": kilometres(profile.asked.near.radius),
            }
            return int(metres), text
        case "district":
            place = found.place
            if place is None:
                return 0, _("no place in the city: it is online")
            return 0, _("in another district: %(name)s") % {"name": place["district_name"] or _("not told")}
        case "when":
            return 0, _("on another day: %(day)s") % {"day": typography.date_long(found.day)}
        case "language":
            return 0, reasons.language_words(found.record["languages"])
        case "as":
            codes = found.record["audiences"]
            return 0, reasons.audience_words(codes) if codes else _("for whom it is made is not told")
        case _:
            return 0, _("age mark %(mark)s") % {"mark": found.record["age_mark"] or "18+"}


def _dearer(found: Found, profile: Profile) -> tuple[int, str] | None:
    limit = profile.asked.max_price
    assert limit is not None
    low = reasons.cost_of(found, profile).low
    if low is None:
        return DEARER, _("price not stated")
    if not limit < low <= limit + DEARER:
        return None
    return low - limit, _("%(amount)s dearer") % {"amount": typography.money(low - limit)}


def left_out(
    visit: Visit, profile: Profile, question: EventFilter, conditions: Sequence[Condition]
) -> list[LeftOut]:
    """What each condition alone keeps away, most first; where none does, what two keep away together."""
    one_by_one = [((one.name,), one.ease(profile)) for one in conditions]
    found = _kept_away(visit, question, one_by_one)
    if found or len(conditions) < 2:
        return found
    pairs = [
        ((one.name, other.name), other.ease(one.ease(profile))) for one, other in combinations(conditions, 2)
    ]
    return _kept_away(visit, question, pairs)[:PAIRS]


def _kept_away(
    visit: Visit, question: EventFilter, eased: Sequence[tuple[tuple[str, ...], Profile]]
) -> list[LeftOut]:
    if not eased:
        return []
    today = local(visit.now).date()
    wider = [(profile.question(today), 0) for _names, profile in eased]
    found = beyond(question, wider, lang=visit.lang, now=visit.now)
    rows = [LeftOut(names, each.count, profile) for (names, profile), each in zip(eased, found, strict=True)]
    return sorted((row for row in rows if row.count), key=lambda row: -row.count)
