"""After warming up, no question compiles anything."""

import numpy as np
from numba.core import event

from reach.percentiles import percentiles_of
from reach.transit.hours import Hours
from reach.transit.once import earliest_arrivals, open_day
from reach.transit.prepare import prepare
from reach.transit.raptor import journeys
from reach.transit.warm import warm
from transit_cases import START, random_case


def test_nothing_is_compiled_after_warming_up():
    warm()
    case = random_case(4)
    access, egress = case.access.rows_between(0, 1), case.egress.rows_between(0, 1)
    with event.install_recorder("numba:compile") as compiled:
        for longest in (900, 40_000):
            for prices, budget in ((None, None), (case.prices, 2)):
                prepared = prepare(
                    case.timetable,
                    case.footpaths,
                    start=START,
                    minutes=9,
                    max_seconds=longest,
                    prices=prices,
                    budget=budget,
                )
                boardings = prepared.boardings(case.access)
                for hours in (None, Hours.of(case.hours)):
                    list(prepared.blocks(boardings, case.egress, case.direct, hours=hours))
                    list(prepared.every_minute(boardings, case.egress, case.direct, hours=hours))
            plain = prepare(case.timetable, case.footpaths, start=START, max_seconds=longest)
            plain.one_venue(plain.boardings(access), egress, case.direct[:1, 0].copy())
        day = open_day(case.timetable, case.footpaths)
        earliest_arrivals(day, access, case.egress, case.direct[0], moment=START)
        journeys(day, access, egress, moment=START)
        percentiles_of(np.zeros((5, 20), dtype=np.int32), (5, 50))
    assert compiled.buffer == []
