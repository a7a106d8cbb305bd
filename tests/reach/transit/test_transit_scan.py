"""Every origin, venue and minute against a plain forward connection scan."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.percentiles import percentiles_of
from reach.times import UNREACHED
from reach.transit.hours import Hours
from reach.transit.plain import PlainScan
from reach.transit.prepare import prepare
from transit_cases import START, legs_of, random_case, row_of, timetable_of

SEEDS = st.integers(0, 2**40)
MINUTES = 7


def prepared_for(case, *, max_seconds=900, minutes=MINUTES, **options):
    return prepare(
        case.timetable, case.footpaths, start=START, minutes=minutes, max_seconds=max_seconds, **options
    )


def every_minute(prepared, case, **options):
    boardings = prepared.boardings(case.access)
    parts = [times for _, times in prepared.every_minute(boardings, case.egress, case.direct, **options)]
    return np.concatenate(parts, axis=-1)


def plain(case, *, max_seconds=900, minutes=MINUTES, prices=None, budget=None, hours=None):
    """``[budget, origin, minute, venue]``, without budgets ``[origin, minute, venue]``."""
    scan = PlainScan(case.timetable, case.footpaths, prices, budget or 0)
    times = [
        [
            scan.travel_times(
                row_of(case.access, origin),
                case.egress,
                case.direct[origin].tolist(),
                START + 60 * minute,
                max_seconds,
                hours,
            )
            for minute in range(minutes)
        ]
        for origin in range(case.access.rows)
    ]
    found = np.array(times, dtype=np.int32).transpose(2, 0, 1, 3)
    return found[0] if budget is None else found


@given(SEEDS)
def test_every_triple_equals_a_plain_scan(seed):
    case = random_case(seed)
    assert np.array_equal(every_minute(prepared_for(case), case), plain(case))


@pytest.mark.slow
@given(st.lists(SEEDS, min_size=40, max_size=40))
def test_a_thousand_towns_equal_a_plain_scan(seeds):
    for seed in seeds:
        case = random_case(seed)
        assert np.array_equal(every_minute(prepared_for(case), case), plain(case)), seed


@given(SEEDS)
def test_every_triple_with_hours_equals_a_plain_scan(seed):
    case = random_case(seed)
    found = every_minute(prepared_for(case), case, hours=Hours.of(case.hours))
    assert np.array_equal(found, plain(case, hours=case.hours))


@given(SEEDS)
def test_every_budget_equals_a_plain_scan(seed):
    case = random_case(seed)
    prepared = prepared_for(case, prices=case.prices, budget=3)
    assert np.array_equal(every_minute(prepared, case), plain(case, prices=case.prices, budget=3))


@given(SEEDS)
def test_long_windows_count_in_wider_numbers_with_the_same_result(seed):
    case = random_case(seed)
    long = 40_000
    assert np.array_equal(
        every_minute(prepared_for(case, max_seconds=long), case), plain(case, max_seconds=long)
    )


@given(SEEDS)
def test_percentiles_are_those_of_all_minutes(seed):
    case = random_case(seed)
    prepared = prepared_for(case)
    boardings = prepared.boardings(case.access)
    asked = (95, 5, 50, 50, 100)
    minutes = every_minute(prepared, case)
    wanted = np.stack([percentiles_of(times, asked) for times in minutes])
    blocks = list(prepared.blocks(boardings, case.egress, case.direct, percentiles=asked))
    assert [venues for venues, _ in blocks] == [slice(0, 16), slice(16, 18)]
    assert np.array_equal(np.concatenate([found for _, found in blocks], axis=-1), wanted)


@given(SEEDS)
def test_any_number_of_threads_and_any_cut_gives_the_same_bytes(seed):
    case = random_case(seed)
    prepared = prepared_for(case)
    boardings = prepared.boardings(case.access)
    hours = Hours.of(case.hours)
    told = [
        [
            found.tobytes()
            for _, found in prepared.blocks(boardings, case.egress, case.direct, hours=hours, threads=n)
        ]
        for n in (1, 2, 3)
    ]
    assert told[0] == told[1] == told[2]
    whole = np.concatenate(
        [found for _, found in prepared.blocks(boardings, case.egress, case.direct)], axis=-1
    )
    for venue in range(case.egress.rows):
        alone = case.egress.rows_between(venue, venue + 1)
        ((_, found),) = prepared.blocks(boardings, alone, case.direct[:, venue : venue + 1])
        assert np.array_equal(found[..., 0], whole[..., venue])
        assert np.array_equal(
            prepared.one_venue(boardings, alone, case.direct[:, venue].copy()), whole[..., venue]
        )


@given(SEEDS)
def test_one_venue_with_hours_is_its_lane_of_the_block(seed):
    case = random_case(seed, origins=19, venues=2)
    prepared = prepared_for(case)
    boardings = prepared.boardings(case.access)
    ((_, found),) = prepared.blocks(boardings, case.egress, case.direct, hours=Hours.of(case.hours))
    alone = prepared.one_venue(
        boardings, case.egress.rows_between(1, 2), case.direct[:, 1].copy(), hours=Hours.of(case.hours[1:])
    )
    assert np.array_equal(alone, found[..., 1])


@given(SEEDS)
def test_latest_departures_are_the_last_minutes_that_make_it(seed):
    case = random_case(seed)
    prepared = prepared_for(case)
    boardings = prepared.boardings(case.access)
    begins = np.arange(START, START + 60 * case.egress.rows, 60, dtype=np.int32)
    hours = Hours.sessions(begins)
    sessions = [[(0, int(begin))] for begin in begins]
    made = plain(case, hours=sessions) < UNREACHED
    wanted = np.full(made[:, 0].shape, UNREACHED)
    for minute in range(MINUTES):
        wanted[made[:, minute]] = START + 60 * minute
    parts = [last for _, last in prepared.latest_departures(boardings, case.egress, case.direct, hours=hours)]
    assert np.array_equal(np.concatenate(parts, axis=-1), wanted)


@given(SEEDS)
def test_riding_never_takes_longer_than_walking_and_hours_and_prices_never_help(seed):
    case = random_case(seed)
    prepared = prepared_for(case)
    free = every_minute(prepared, case)
    walking = np.where(case.direct <= 900, case.direct, UNREACHED)
    assert np.all(free <= walking[:, None])
    assert np.all(free <= every_minute(prepared, case, hours=Hours.of(case.hours)))
    by_budget = every_minute(prepared_for(case, prices=case.prices, budget=3), case)
    assert np.all(np.diff(by_budget, axis=0) <= 0)
    assert np.all(free <= by_budget)


@given(SEEDS)
def test_one_more_trip_never_hurts(seed):
    case = random_case(seed)
    fewer = replace(case, timetable=case.timetable.select(np.arange(case.timetable.trips) % 3 > 0))
    more, less = (every_minute(prepared_for(one), one) for one in (case, fewer))
    assert np.all(more <= less)


@given(SEEDS)
def test_percentiles_rise(seed):
    case = random_case(seed)
    prepared = prepared_for(case)
    for _, found in prepared.blocks(prepared.boardings(case.access), case.egress, case.direct):
        assert np.all(np.diff(found, axis=1) >= 0)


def changing_case():
    """Two lines that meet only at stop 1."""
    trips = [
        [(0, START + 120, START + 120), (1, START + 240, START + 240)],
        [(1, START + 300, START + 300), (2, START + 400, START + 400)],
    ]
    case = random_case(0, origins=1, venues=1)
    return replace(
        case,
        timetable=timetable_of(trips, 3),
        footpaths=legs_of([[(0, 0)], [(1, 60)], [(2, 0)]]),
        access=legs_of([[(0, 100)]]),
        egress=legs_of([[(2, 50)]]),
        direct=np.full((1, 1), UNREACHED),
    )


def test_a_change_takes_the_time_the_footpath_says():
    case = changing_case()
    assert every_minute(prepared_for(case), case)[0, :, 0].tolist() == [450, *[UNREACHED] * 6]
    slow = replace(case, footpaths=legs_of([[], [(1, 61)], []]))
    assert every_minute(prepared_for(slow), slow)[0, 0, 0] == UNREACHED


def test_a_ride_to_a_stop_one_can_walk_to_sooner_counts():
    # Walking brings one to stop 2 earlier, but who has walked there may not walk on to the venue.
    trips = [
        [(0, START + 50, START + 50), (1, START + 100, START + 100)],
        [(1, START + 120, START + 120), (2, START + 170, START + 170)],
    ]
    case = replace(
        changing_case(),
        timetable=timetable_of(trips, 3),
        footpaths=legs_of([[], [(1, 0), (2, 60)], []]),
        access=legs_of([[(0, 0)]]),
        egress=legs_of([[(2, 30)]]),
    )
    assert every_minute(prepared_for(case), case)[0, 0, 0] == 200


@given(SEEDS)
def test_who_walks_faster_is_never_later(seed):
    case = random_case(seed)
    halves = {
        name: legs._replace(seconds=legs.seconds // 2)
        for name in ("footpaths", "access", "egress")
        for legs in (getattr(case, name),)
    }
    faster = replace(case, **halves, direct=case.direct // 2)
    slow, fast = (every_minute(prepared_for(one), one) for one in (case, faster))
    assert np.all(fast <= slow)


def test_without_its_transfers_a_scan_is_caught():
    case = changing_case()
    prepared = prepared_for(case)
    none = np.zeros_like(prepared.transfers.start)
    broken = replace(prepared, transfers=prepared.transfers._replace(start=none))
    assert not np.array_equal(every_minute(broken, case), plain(case))


def test_a_town_without_trips_is_walked():
    case = random_case(3)
    empty = replace(case, timetable=timetable_of([], case.timetable.stops))
    walking = np.where(case.direct <= 900, case.direct, UNREACHED)
    assert np.array_equal(
        every_minute(prepared_for(empty), empty), np.repeat(walking[:, None], MINUTES, axis=1)
    )


def test_walks_may_come_block_by_block_or_not_at_all():
    case = random_case(5)
    prepared = prepared_for(case)
    boardings = prepared.boardings(case.access)
    asked = []

    def direct(venues):
        asked.append(venues)
        return case.direct[:, venues]

    given_whole, by_block = (
        [found.tobytes() for _, found in prepared.blocks(boardings, case.egress, walks)]
        for walks in (case.direct, direct)
    )
    assert by_block == given_whole
    assert asked == [slice(0, 16), slice(16, 18)]
    nobody = [found.tobytes() for _, found in prepared.blocks(boardings, case.egress)]
    never = [
        found.tobytes()
        for _, found in prepared.blocks(boardings, case.egress, np.full_like(case.direct, UNREACHED))
    ]
    assert nobody == never


def test_legs_to_nowhere_are_refused():
    case = random_case(7)
    prepared = prepared_for(case)
    with pytest.raises(BadInput, match=r"^access: a leg leads to a stop outside the timetable's \d$"):
        prepared.boardings(legs_of([[(99, 5)]]))
    with pytest.raises(BadInput, match=r"^egress: a leg takes less than nothing or longer than for ever$"):
        next(prepared.blocks(prepared.boardings(case.access), legs_of([[(0, -5)]])))
    with pytest.raises(BadInput, match=r"^hours of 1 venues, but egress of 18$"):
        next(prepared.blocks(prepared.boardings(case.access), case.egress, hours=Hours.of([[]])))
    with pytest.raises(BadInput, match=r"^direct walks: \(3, 1\) where \(3, 16\) are due$"):
        next(prepared.blocks(prepared.boardings(case.access), case.egress, case.direct[:, :1]))


def test_hours_that_overlap_are_refused():
    with pytest.raises(
        BadInput, match=r"^venue 1: its hours overlap, or end before they begin: \[\(5, 4\)\]$"
    ):
        Hours.of([[(1, 2)], [(5, 4)]])


@pytest.mark.parametrize("given_", [{"minutes": 0}, {"max_seconds": 0}, {"budget": 1}])
def test_windows_that_make_no_sense_are_refused(given_):
    with pytest.raises(ValueError):
        prepared_for(random_case(1), **given_)
