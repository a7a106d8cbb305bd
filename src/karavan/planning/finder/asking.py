"""What the calendar and the surroundings ask of a wish, day by day and place by place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from karavan.planning.circumstances import Concern, concerns_of
from karavan.planning.enums import Effect, Level
from karavan.planning.finder.wish import Wish
from karavan.planning.models import Circumstance
from karavan.planning.occasions.facts import LOUD_KINDS
from karavan.planning.occasions.ground import NOWHERE, Spot
from karavan.planning.occasions.record import Occasion, SizeBasis

SERIOUS_POINTS: Final = 150.0
"""Something merry on a day of memory, something loud in quiet hours: as bad as halves the mark of a day."""
NOTICE_POINTS: Final = 20.0
"""A day better left alone, for something neither merry nor loud: less than one clash worth telling."""
FAVOUR_POINTS: Final = 15.0
"""What a good day for it takes off again: one clash worth telling."""
UNSURE: Final = 0.5
"""What it counts while the moon may move it off the day."""

Asked = tuple[float, Sequence[Concern]]


class Calendar:
    """The circumstances of a window for one wish. Those of the whole city are looked at once a day.

    What only asks to be borne in mind counts nothing; it is told.
    """

    def __init__(self, wish: Wish, rows: Iterable[Circumstance]) -> None:
        self._rows = list(rows)
        self._effects = {row.pk: row.effect for row in self._rows}
        self._wish = wish
        self._known: dict[tuple[date, bool], Asked] = {}

    def asks(self, day: date, span: tuple[datetime, datetime], spot: Spot) -> Asked:
        """Points against the day in a place, below 0 where it is a good one, and each reason."""
        rows = [row for row in self._rows if _may_hold(row, day, span)]
        if any(row.place_id or row.lat is not None or row.district_id for row in rows):
            return self._weighed(concerns_of(_as_occasion(self._wish, span, spot), rows))
        key = (day, spot.open_air)
        if key not in self._known:
            nowhere = replace(NOWHERE, open_air=spot.open_air)
            self._known[key] = self._weighed(concerns_of(_as_occasion(self._wish, span, nowhere), rows))
        return self._known[key]

    def _weighed(self, found: Sequence[Concern]) -> Asked:
        return sum(self._points(each) for each in found), found

    def _points(self, concern: Concern) -> float:
        effect = self._effects.get(concern.circumstance_id or 0, "")
        if concern.level is None:
            points = -FAVOUR_POINTS
        elif concern.level == Level.SERIOUS:
            points = SERIOUS_POINTS
        else:
            points = NOTICE_POINTS if effect in (Effect.AVOID, Effect.QUIET) else 0.0
        return points * (UNSURE if concern.margin else 1)


def _may_hold(row: Circumstance, day: date, span: tuple[datetime, datetime]) -> bool:
    margin = timedelta(days=row.margin_days)
    last = day + (span[1] - span[0]) + timedelta(days=1)
    return row.first_day - margin <= last and day <= row.last_day + margin


def _as_occasion(wish: Wish, span: tuple[datetime, datetime], spot: Spot) -> Occasion:
    """The wish as it would stand in the diary."""
    return Occasion(
        key="",
        event_id=None,
        title="",
        organisation_ids=(),
        owner_paths=(),
        owner="",
        kind=wish.kind,
        audiences=tuple(wish.audiences),
        size=wish.people,
        size_basis=SizeBasis.EXPECTED,
        start=span[0].astimezone(UTC),
        end=span[1].astimezone(UTC),
        end_assumed=False,
        place_id=spot.pk or None,
        place_path=spot.path,
        place_level=spot.level,
        place_name=spot.name,
        district_id=spot.district_id,
        lat=spot.lat,
        lon=spot.lon,
        spot_basis=spot.basis,
        is_loud=wish.is_loud or (spot.open_air and wish.kind in LOUD_KINDS),
        is_open_air=spot.open_air,
        status="",
        is_public=False,
        is_confidential=False,
        is_known=True,
        is_mine=True,
        is_demo=False,
    )
