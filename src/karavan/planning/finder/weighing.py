"""A wish set on every day in every place, weighed against all that is on: one sum for all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from karavan.kernel.localtime import local
from karavan.places.enums import PlaceLevel
from karavan.planning.clashes.scale import Scale
from karavan.planning.clashes.sweep import weigh
from karavan.planning.finder.wish import Wish
from karavan.planning.occasions.columns import Columns, audience_mask, on_flat_ground, weight_of_size
from karavan.planning.occasions.ground import Spot
from karavan.planning.occasions.parts import part_number

Span = tuple[datetime, datetime]
LESSER: Final = 0.25
"""What a score counts that is too small to be told: many small things nearby are something."""
_MINE: Final = 0
"""The event of all trials: no event has it, and what is planned is not weighed against itself."""


class Weighed:
    """Trials are numbered day by day, and within a day place by place.

    ``points`` and ``busy`` are of shape (days, places): the sum of scores, of which those not worth telling
    count a quarter, and whether something needs the place, its house or a part of it at that time.
    """

    def __init__(
        self, wish: Wish, spans: Sequence[Span], places: Sequence[Spot], on: Columns, scale: Scale
    ) -> None:
        self.shape = len(spans), len(places)
        self.count = len(on.start)
        trials = Columns.of(_rows(wish, spans, places))
        everything = on.followed_by(trials)
        first, second = self._meeting(on, trials, scale)
        pairs = weigh(everything, first, second, scale)
        self.trial = np.maximum(pairs.first, pairs.second) - self.count
        self.other = np.minimum(pairs.first, pairs.second)
        self.score, self.km = pairs.score, pairs.km
        self.told = self.score >= scale.notice
        size = self.shape[0] * self.shape[1]
        self.points = np.bincount(self.trial, np.where(self.told, self.score, 0), minlength=size).reshape(
            self.shape
        )
        same = (pairs.meets == 1.0) & (everything.left[pairs.first] == everything.left[pairs.second])
        same &= everything.left[pairs.first] >= 0
        busy = np.zeros(size, dtype=np.bool_)
        busy[self.trial[same | pairs.taken | pairs.housed]] = True
        self.busy = busy.reshape(self.shape)

    def against(self, day: int, place: int) -> list[tuple[int, int, float | None]]:
        """What counts against one trial: row of the occasion, score, kilometres; the gravest first."""
        rows = np.flatnonzero((self.trial == day * self.shape[1] + place) & self.told)
        found = [
            (
                int(self.other[row]),
                int(self.score[row]),
                None if np.isnan(self.km[row]) else float(self.km[row]),
            )
            for row in rows
        ]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    def _meeting(
        self, on: Columns, trials: Columns, scale: Scale
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Pairs of a trial and what it meets in time, the earlier first; places of a day meet the same."""
        days, places = self.shape
        buffer = scale.buffer * 60
        one, other = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
        for day in range(days if places else 0):
            row = day * places
            met = np.flatnonzero(
                ((on.start < trials.end[row] + buffer) & (on.end + buffer > trials.start[row]))
                | (on.part == trials.part[row])
            )
            mine = np.repeat(np.arange(places) + self.count + row, len(met))
            theirs = np.tile(met, places)
            earlier = np.tile(on.start[met] <= trials.start[row], places)
            one.append(np.where(earlier, theirs, mine))
            other.append(np.where(earlier, mine, theirs))
        return np.concatenate(one), np.concatenate(other)


def _rows(wish: Wish, spans: Sequence[Span], places: Sequence[Spot]) -> list[tuple[float | int | bool, ...]]:
    """The trials in the order of the fields of :class:`Columns`."""
    weight, mask = weight_of_size(wish.people), audience_mask(wish.audiences)
    grounds = [on_flat_ground(spot.lat, spot.lon) for spot in places]
    return [
        (
            start.timestamp(),
            end.timestamp(),
            *ground,
            weight,
            mask,
            part_number(local(start)),
            spot.left,
            spot.right,
            _MINE,
            spot.level == PlaceLevel.HALL,
            False,
        )
        for start, end in spans
        for spot, ground in zip(places, grounds, strict=True)
    ]
