"""Everything one look at the board needs, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property

from karavan.kernel.localtime import at, local
from karavan.kernel.periods import Span
from karavan.office.desk import Desk
from karavan.office.planning.asking import Asked
from karavan.places.models import District
from karavan.planning.load import Dimension, Spread, districts_without_family, rows_of, spread
from karavan.planning.occasions.reading import scene
from karavan.planning.occasions.record import Occasion, Scene
from karavan.programme.enums import Audience, EventKind

ALL = "all"
"""The column of the whole city."""


@dataclass(frozen=True)
class Board:
    """A stretch of the city diary as its reader may know it."""

    asked: Asked
    scene: Scene
    shown: Sequence[Occasion]
    districts: Mapping[int, str]
    spread: Spread

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """Key and words of each column in order; what lies nowhere comes last, where there is any."""
        return [(key, words) for key, words in self.names.items() if key in self.spread.rows]

    @cached_property
    def names(self) -> dict[str, str]:
        """Words of every possible column."""
        return names_of(self.asked.by, self.districts)

    @cached_property
    def within(self) -> list[Occasion]:
        """What begins within the days of the board."""
        days = Span(self.asked.first, self.asked.last)
        return [each for each in self.shown if local(each.start).date() in days]

    @cached_property
    def without_family(self) -> list[str]:
        """Names of districts where nothing is on for families."""
        missing = districts_without_family(self.within, self.districts)
        return [name for pk, name in self.districts.items() if pk in missing]

    def on(self, span: Span, row: str) -> list[Occasion]:
        """What a cell holds, in order of time."""
        return [
            each
            for each in self.within
            if local(each.start).date() in span and (row in ("", ALL) or self._lies_in(each, row))
        ]

    def _lies_in(self, occasion: Occasion, row: str) -> bool:
        return (NOWHERE if row == NOWHERE else row) in [
            key or NOWHERE for key in rows_of(occasion, self.asked.by)
        ]


NOWHERE = "none"
"""In links, the column of what lies in no row."""


def read_board(desk: Desk, asked: Asked) -> Board:
    """What the link asks for; a constant number of queries."""
    start, end = at(asked.first, time.min), at(asked.last + timedelta(days=1), time.min)
    found = scene(start, end, actor=desk.actor)
    districts = dict(District.objects.order_by("name").values_list("pk", "name"))
    shown = [each for each in found.occasions if _fits(each, asked)]
    keys = [str(pk) for pk in districts] if asked.by == Dimension.DISTRICT else []
    return Board(asked, found, shown, districts, spread(shown, asked.lines, asked.by, rows=keys))


def names_of(by: Dimension, districts: Mapping[int, str]) -> dict[str, str]:
    """Words of the columns of a dimension, in their order."""
    if by == Dimension.AUDIENCE:
        return {value: str(label) for value, label in Audience.choices}
    if by == Dimension.KIND:
        return {value: str(label) for value, label in EventKind.choices}
    return {str(pk): name for pk, name in districts.items()}


def _fits(occasion: Occasion, asked: Asked) -> bool:
    if asked.district and str(occasion.district_id) != asked.district:
        return False
    if asked.audience and asked.audience not in rows_of(occasion, Dimension.AUDIENCE):
        return False
    return not asked.kind or occasion.kind == asked.kind
