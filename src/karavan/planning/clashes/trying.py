"""What would clash if an occasion stood elsewhere in time: asked before anything is moved."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
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
from karavan.planning.occasions.keys import ENTRY, SESSION, ids_of
from karavan.planning.occasions.parts import part_number
from karavan.planning.occasions.reading import scene_beside
from karavan.planning.occasions.record import Occasion, Scene
from karavan.programme.models import Session

_MODELS: Final[dict[str, Any]] = {SESSION: Session, ENTRY: DiaryEntry}
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


@dataclass(frozen=True)
class Standing:
    """An occasion among all that it can clash with where it stands: ``row`` is its place in the scene."""

    seen: Scene
    row: int

    @property
    def occasion(self) -> Occasion:
        """The occasion itself."""
        return self.seen.occasions[self.row]


def standing_of(key: str, *, actor: Actor | None) -> Standing | None:
    """Where the occasion with a key stands; None where there is none, or the actor may not know it."""
    spans = _spans([key])
    if key not in spans:
        return None
    seen = around(*spans[key], actor=actor)
    row = seen.index(key)
    return None if row is None else Standing(seen, row)


def occasions_with(keys: Collection[str], *, actor: Actor | None) -> dict[str, Occasion]:
    """The occasions with these keys that there are and that the actor may know; one read for all of them."""
    spans = list(_spans(keys).values())
    if not spans:
        return {}
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    seen, _spots = scene_beside(first, last, (), actor=actor, within=spans)
    wanted = set(keys)
    return {each.key: each for each in seen.occasions if each.key in wanted}


def _spans(keys: Iterable[str]) -> dict[str, tuple[datetime, datetime]]:
    """When what the keys lead to is on; an end that is not known is a minute after the start. Two queries."""
    keys = list(keys)
    found = {}
    for kind, model in _MODELS.items():
        if ids := ids_of(keys, kind):
            rows = model.objects.filter(pk__in=ids).values_list("pk", "starts_at", "ends_at")
            for pk, start, end in rows:
                found[f"{kind}:{pk}"] = (start, end or start + timedelta(minutes=1))
    return found


def try_at(standing: Standing, start: datetime, *, actor: Actor | None) -> Trial:
    """Set one's own occasion at another moment, for as long as it lasts, and look what clashes."""
    occasion = standing.occasion
    end = start + (occasion.end - occasion.start)
    places = () if occasion.place_id is None else (occasion.place_id,)
    there, grounds = scene_beside(start - AROUND, end + AROUND, places, actor=actor)
    spot = grounds.get(occasion.place_id or 0, NOWHERE)
    before = clashes_of(occasion.key, standing.seen)
    after = clashes_of(occasion.key, _standing(there, standing.seen, standing.row, start, end, spot))
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
