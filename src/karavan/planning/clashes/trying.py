"""What would clash if an occasion stood elsewhere in time: asked before anything is moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np

from karavan.kernel.actor import Actor
from karavan.kernel.localtime import local
from karavan.planning.clashes.finding import AROUND, around, clashes_of
from karavan.planning.clashes.record import LEVELS, Clash
from karavan.planning.enums import Level
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.ground import NOWHERE, Spot
from karavan.planning.occasions.keys import ENTRY, SESSION
from karavan.planning.occasions.parts import part_number
from karavan.planning.occasions.reading import scene, scene_beside
from karavan.planning.occasions.record import Occasion, Scene
from karavan.programme.models import Session

_STARTS: Final[dict[str, Any]] = {SESSION: Session, ENTRY: DiaryEntry}
TOLD: Final = (Level.BLOCK, Level.SERIOUS, Level.NOTICE)


@dataclass(frozen=True)
class Trial:
    """Clashes of an occasion where it stands and where it might stand, the gravest first."""

    occasion: Occasion
    start: datetime
    end: datetime
    before: Sequence[Clash]
    after: Sequence[Clash]

    @cached_property
    def changes(self) -> dict[Level, int]:
        """How many more clashes of each level there would be; levels without a change are left out."""
        before, after = (Counter(each.level for each in clashes) for clashes in (self.before, self.after))
        return {level: after[level] - before[level] for level in TOLD if after[level] != before[level]}

    @cached_property
    def verdict(self) -> str:
        """``block`` where it is impossible there, else ``better``, ``worse`` or ``same``."""
        if any(each.level == Level.BLOCK for each in self.after):
            return "block"
        before, after = (self._weight(clashes) for clashes in (self.before, self.after))
        return "same" if before == after else "better" if after < before else "worse"

    @staticmethod
    def _weight(clashes: Sequence[Clash]) -> tuple[int, ...]:
        """Grave ones count first, then the sum of scores."""
        levels = Counter(each.level for each in clashes)
        scores = sum(each.score for each in clashes if each.level in TOLD)
        return (*(levels[level] for level in LEVELS[:2]), scores)


def occasion_with(key: str, *, actor: Actor | None) -> Occasion | None:
    """The occasion with a key; None where there is none, or the actor may not know it."""
    kind, _colon, pk = key.partition(":")
    if kind not in _STARTS or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    start = _STARTS[kind].objects.filter(pk=int(pk)).values_list("starts_at", flat=True).first()
    if start is None:
        return None
    seen = scene(start, start + timedelta(minutes=1), actor=actor)
    row = seen.index(key)
    return None if row is None else seen.occasions[row]


def try_at(occasion: Occasion, start: datetime, *, actor: Actor | None) -> Trial:
    """Set one's own occasion at another moment, for as long as it lasts, and look what clashes."""
    end = start + (occasion.end - occasion.start)
    here = around(occasion.start, occasion.end, actor=actor)
    places = () if occasion.place_id is None else (occasion.place_id,)
    there, grounds = scene_beside(start - AROUND, end + AROUND, places, actor=actor)
    row = here.index(occasion.key)
    if row is None:
        return Trial(occasion, start, end, (), ())
    before = clashes_of(occasion.key, here)
    spot = grounds.get(occasion.place_id or 0, NOWHERE)
    after = clashes_of(occasion.key, _standing(there, here, row, start, end, spot))
    return Trial(occasion, start, end, before, after)


def _standing(there: Scene, here: Scene, row: int, start: datetime, end: datetime, spot: Spot) -> Scene:
    """The scene there with an occasion from here in it, at its new time."""
    occasion = replace(here.occasions[row], start=start, end=end)
    sealed = here.sealed[row]._replace(start=start, end=end)
    mine = here.columns.take(np.array([row], np.intp))
    mine.start[0], mine.end[0] = start.timestamp(), end.timestamp()
    mine.part[0] = part_number(local(start))
    # Each scene numbers the tree of places by itself.
    mine.left[0], mine.right[0] = spot.left, spot.right
    rest = np.array([n for n, each in enumerate(there.occasions) if each.key != occasion.key], np.intp)
    columns = there.columns.take(rest).followed_by(mine)
    occasions = [*(there.occasions[n] for n in rest), occasion]
    seals = [*(there.sealed[n] for n in rest), sealed]
    order = np.array(
        sorted(range(len(occasions)), key=lambda n: (occasions[n].start, occasions[n].key)), np.intp
    )
    return Scene([occasions[n] for n in order], columns.take(order), [seals[n] for n in order])
