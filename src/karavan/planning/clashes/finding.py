"""Clashes of a span of the diary, and of one occasion in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

from karavan.kernel.actor import Actor
from karavan.planning.clashes.decisions import Decisions, decision_on, decisions
from karavan.planning.clashes.record import LEVELS, Clash
from karavan.planning.clashes.scale import Scale, city_scale
from karavan.planning.clashes.sweep import Pairs, meeting_one, sweep, weigh
from karavan.planning.enums import Level
from karavan.planning.occasions.reading import scene
from karavan.planning.occasions.record import Scene

AROUND: Final = timedelta(days=1)
"""What begins or ends within this of an occasion is looked at."""
MANY: Final = 200
"""Of so many occasions all decisions are read rather than asked for by key."""


def clashes_among(seen: Scene, scale: Scale | None = None) -> list[Clash]:
    """All clashes of a scene worth telling its reader, the gravest first; one query at most.

    Between two occasions of which the reader may know neither, nothing is told.
    """
    scale = scale or city_scale()
    return _clashes(seen, sweep(seen.columns, scale), scale)


def clashes_of(key: str, seen: Scene, scale: Scale | None = None) -> list[Clash]:
    """Clashes of the occasion with this key, which stands in the scene; empty where it does not."""
    row = seen.index(key)
    if row is None:
        return []
    scale = scale or city_scale()
    pairs = weigh(seen.columns, *meeting_one(seen.columns, row, scale), scale)
    return _clashes(seen, pairs, scale)


def around(start: datetime, end: datetime, *, actor: Actor | None) -> Scene:
    """What of the diary can clash with an occasion from start to end."""
    return scene(start - AROUND, end + AROUND, actor=actor)


def _clashes(seen: Scene, pairs: Pairs, scale: Scale) -> list[Clash]:
    worth = np.flatnonzero((pairs.score >= scale.notice) | pairs.taken | pairs.housed)
    if not len(worth):
        return []
    coarse = seen.columns.coarse
    worth = worth[~(coarse[pairs.first[worth]] & coarse[pairs.second[worth]])]
    known = _known_decisions(seen, pairs, worth.tolist())
    found = list(_told(seen, pairs, worth.tolist(), scale, known))
    found.sort(key=_order)
    return found


def _order(clash: Clash) -> tuple[int, int, datetime, str, str]:
    first, second = clash.first, clash.second
    return LEVELS.index(clash.level), -clash.score, first.start, first.key, second.key


def _known_decisions(seen: Scene, pairs: Pairs, worth: list[int]) -> Decisions:
    rows = {int(row) for number in worth for row in (pairs.first[number], pairs.second[number])}
    if not rows:
        return {}
    return decisions(None if len(rows) > MANY else {seen.sealed[row].key for row in rows})


def _told(seen: Scene, pairs: Pairs, worth: list[int], scale: Scale, known: Decisions) -> Iterator[Clash]:
    columns = (
        pairs.first, pairs.second, pairs.score, pairs.audience, pairs.near, pairs.size, pairs.part,
        pairs.meets, pairs.km, pairs.taken, pairs.housed,
    )  # fmt: skip
    chosen: list[list[Any]] = [column[worth].tolist() for column in columns]
    for first, second, score, audience, near, size, part, meets, km, taken, housed in zip(
        *chosen, strict=True
    ):
        one, other = seen.occasions[first], seen.occasions[second]
        if taken and not (one.is_known and other.is_known):
            # That a hall is taken is told to whoever wants it; where a secret is, to nobody else.
            taken = one.is_mine or other.is_mine
        level = _level(score, taken, housed, scale)
        if level is None:
            continue
        decision = (
            decision_on(known, seen.sealed[first], seen.sealed[second]) if known and not taken else None
        )
        if decision is not None and not (one.is_known and other.is_known):
            # Words and names of the side that may not be known would say who it is.
            decision = replace(decision, reason="", by="")
        yield Clash(
            one,
            other,
            level if decision is None else Level.IGNORED,
            score,
            audience,
            near,
            size,
            part,
            meets,
            None if km != km else km,
            taken,
            housed,
            decision,
        )


def _level(score: int, taken: bool, housed: bool, scale: Scale) -> Level | None:
    if taken:
        return Level.BLOCK
    if housed or score >= scale.serious:
        return Level.SERIOUS
    return Level.NOTICE if score >= scale.notice else None
