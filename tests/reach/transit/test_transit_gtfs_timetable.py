"""The timetable itself: parts of it, stored and loaded, written as GTFS and read back."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.times import UNREACHED
from reach.transit.gtfs import read_gtfs
from reach.transit.gtfs.write import write_gtfs
from reach.transit.timetable import Changes, Fares, Timetable

DAY = date(2026, 1, 14)


def build(trips, stops=3, **options):
    """A timetable of trips given as lists of (stop, arrival, departure)."""
    lengths = [len(calls) for calls in trips]
    calls = [call for trip in trips for call in trip]
    columns = np.array(calls, dtype=np.int32).reshape(-1, 3).T.copy()
    values = {
        "day": DAY,
        "stop_id": [f"s{at}" for at in range(stops)],
        "stop_name": [f"Stop {at}" for at in range(stops)],
        "stop_latitude": 55 + np.arange(stops) / 100,
        "stop_longitude": np.full(stops, 61.4),
        "stop_wheelchair": np.full(stops, -1, dtype=np.int8),
        "stop_parent": np.full(stops, -1, dtype=np.int32),
        "route_id": ["r"],
        "route_name": ["5"],
        "route_type": np.array([0], dtype=np.int16),
        "trip_id": [f"t{at}" for at in range(len(trips))],
        "trip_route": np.zeros(len(trips), dtype=np.int32),
        "trip_wheelchair": np.full(len(trips), -1, dtype=np.int8),
        "trip_start": np.concatenate(([0], np.cumsum(lengths))).astype(np.int32),
        "at_stop": columns[0],
        "arrival": columns[1],
        "departure": columns[2],
        "may_board": np.ones(len(calls), dtype=np.bool_),
        "may_alight": np.ones(len(calls), dtype=np.bool_),
    }
    return Timetable(**values | options)


SAMPLE = build(
    [
        [(0, 100, 100), (1, 200, 210), (2, 300, 300)],
        [(0, 400, 400), (2, 500, 500)],
        [(2, 600, 600), (1, 700, 720), (0, 800, 800)],
    ]
)


def test_select():
    part = SAMPLE.select(np.array([True, False, True]))
    assert part.trip_id == ["t0", "t2"]
    assert part.trip_start.tolist() == [0, 3, 6]
    assert part.at_stop.tolist() == [0, 1, 2, 2, 1, 0]
    assert part.arrival.tolist() == [100, 200, 300, 600, 700, 800]
    assert part.stop_id == SAMPLE.stop_id
    assert {part.trip_start.dtype.name, part.at_stop.dtype.name} == {"int32"}
    nothing = SAMPLE.select(np.zeros(3, dtype=np.bool_))
    assert (nothing.trips, nothing.connections, nothing.trip_start.tolist()) == (0, 0, [0])
    assert SAMPLE.select(np.ones(3, dtype=np.bool_)).digest == SAMPLE.digest


@pytest.mark.parametrize(
    ("first", "last", "trips"),
    [
        (0, 1000, ["t0", "t1", "t2"]),
        (210, 300, ["t0"]),
        (211, 300, []),
        (210, 299, []),
        (301, 500, ["t1"]),
        (400, 700, ["t1", "t2"]),
        (720, 800, ["t2"]),
        (721, 10_000, []),
    ],
)
def test_window(first, last, trips):
    assert SAMPLE.window(first, last).trip_id == trips


def test_for_wheelchair():
    marked = replace(
        SAMPLE,
        stop_wheelchair=np.array([1, 0, -1], dtype=np.int8),
        trip_wheelchair=np.array([1, 0, -1], dtype=np.int8),
    )
    sure = marked.for_wheelchair(sure=True)
    assert sure.trip_id == ["t0"]
    assert sure.may_board.tolist() == sure.may_alight.tolist() == [True, False, False]
    perhaps = marked.for_wheelchair(sure=False)
    assert perhaps.trip_id == ["t0", "t2"]
    assert perhaps.may_board.tolist() == perhaps.may_alight.tolist() == [True, False, True, True, False, True]
    assert perhaps.stop_id == marked.stop_id
    closed = replace(marked, may_board=np.zeros(8, dtype=np.bool_))
    assert not closed.for_wheelchair(sure=False).may_board.any()


EXTRAS = {
    "changes": Changes(
        np.array([0, 1, 2, 2], dtype=np.int32),
        np.array([1, 1], dtype=np.int32),
        np.array([90, UNREACHED], dtype=np.int32),
    ),
    "fares": Fares(np.array([7], dtype=np.int16), 10, "EUR"),
}


def test_stored_and_loaded(tmp_path):
    for name, timetable in (
        ("plain", SAMPLE),
        ("full", replace(SAMPLE, stop_name=["Площадь", "", "a\nb"], **EXTRAS)),
        ("empty", SAMPLE.select(np.zeros(3, dtype=np.bool_))),
    ):
        path = tmp_path / f"{name}.npz"
        digest = timetable.save(path)
        assert digest == timetable.digest
        loaded = Timetable.load(path, digest)
        assert loaded.digest == digest
        assert loaded.day == DAY
        assert loaded.stop_name == timetable.stop_name
        assert loaded.trip_id == timetable.trip_id
        assert (loaded.fares is None, loaded.changes is None) == (name != "full",) * 2
        arrays = [values for values in vars(loaded).values() if isinstance(values, np.ndarray)]
        assert all(values.flags.c_contiguous and values.flags.writeable for values in arrays)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["empty.npz", "full.npz", "plain.npz"]


def test_stored_bytes_are_equal(tmp_path):
    SAMPLE.save(tmp_path / "one.npz")
    SAMPLE.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("name", [field.name for field in fields(Timetable)])
def test_every_column_counts_in_the_digest(name):
    full = replace(SAMPLE, **EXTRAS)
    value = getattr(full, name)
    if name == "day":
        other = date(2026, 1, 15)
    elif name in EXTRAS:
        other = None
    elif isinstance(value, list):
        other = [*value[:-1], "other"]
    else:
        other = value.copy()
        other[0] = not value[0] if value.dtype == np.bool_ else value[0] + 1
    assert replace(full, **{name: other}).digest != full.digest


def test_what_cannot_be_loaded(tmp_path):
    path = tmp_path / "stored.npz"
    with pytest.raises(BadInput, match="there is no such timetable; build it again"):
        Timetable.load(path)
    SAMPLE.save(path)
    with pytest.raises(BadInput, match="is not the timetable it was expected to be; build it again"):
        Timetable.load(path, "0" * 64)
    np.savez(tmp_path / "other.npz", day=np.array([1]))
    with pytest.raises(BadInput, match="no stored timetable"):
        Timetable.load(tmp_path / "other.npz")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadInput, match="no stored timetable"):
        Timetable.load(path)


@st.composite
def timetables(draw):
    stops = draw(st.integers(2, 6))
    routes = draw(st.integers(1, 3))
    trips = []
    names = []
    # Trips of the day stand before those of the day before, as the reader puts them.
    for back in [0, *sorted(draw(st.lists(st.sampled_from([0, 1]), max_size=4)))]:
        length = draw(st.integers(2, 5))
        steps = draw(st.lists(st.integers(0, 900), min_size=2 * length, max_size=2 * length))
        clock = draw(st.integers(0, 26 * 3600)) if not back else draw(st.integers(-4000, 3000))
        moments = (np.cumsum(steps) - steps[0] + clock).tolist()
        if back:
            late = max(-moments[-2], 0)
            moments = [moment + late for moment in moments]
        at = draw(st.lists(st.integers(0, stops - 1), min_size=length, max_size=length))
        trips.append([(stop, moments[2 * k], moments[2 * k + 1]) for k, stop in enumerate(at)])
        names.append(f"t{len(names)}" + "@-1" * back)
    calls = sum(map(len, trips))

    def values(elements, size, kind):
        return np.array(draw(st.lists(elements, min_size=size, max_size=size)), dtype=kind)

    text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
    names_of_stops = draw(st.lists(text, min_size=stops, max_size=stops, unique=True))
    station = draw(st.booleans())
    at_stop = {stop for trip in trips for stop, _, _ in trip}
    parent = np.full(stops, -1, dtype=np.int32)
    if station and stops - 1 not in at_stop:
        parent[0] = stops - 1
    wheelchair = values(st.sampled_from([-1, 0, 1]), stops, np.int8)
    if parent[0] >= 0 and wheelchair[0] == -1:
        wheelchair[0] = wheelchair[stops - 1]
    prices = values(st.integers(-1, 4), routes, np.int16)
    fares = Fares(prices, draw(st.sampled_from([1, 50, 700])), "RUB") if {1} <= set(prices.tolist()) else None
    return build(
        trips,
        stops,
        stop_id=names_of_stops,
        stop_latitude=values(st.floats(1, 89), stops, np.float64),
        stop_longitude=values(st.floats(-180, -1), stops, np.float64),
        stop_wheelchair=wheelchair,
        stop_parent=parent,
        route_id=[f"r{at}" for at in range(routes)],
        route_name=draw(st.lists(text, min_size=routes, max_size=routes)),
        route_type=values(st.sampled_from([0, 1, 2, 3, 4, 11]), routes, np.int16),
        trip_id=names,
        trip_route=values(st.integers(0, routes - 1), len(trips), np.int32),
        trip_wheelchair=values(st.sampled_from([-1, 0, 1]), len(trips), np.int8),
        may_board=values(st.booleans(), calls, np.bool_),
        may_alight=values(st.booleans(), calls, np.bool_),
        changes=draw(st.sampled_from([None, _changes(stops)])),
        fares=fares,
    )


def _changes(stops):
    """From the first stop to the second, which may not be a station."""
    return Changes(
        np.array([0, *[1] * stops], dtype=np.int32),
        np.array([0], dtype=np.int32),
        np.array([UNREACHED], dtype=np.int32),
    )


@given(timetable=timetables(), packed=st.booleans())
def test_a_timetable_written_as_gtfs_reads_back_the_same(tmp_path_factory, timetable, packed):
    target = tmp_path_factory.mktemp("feed") / ("feed.zip" if packed else "feed")
    write_gtfs(timetable, target)
    again, report = read_gtfs([target], DAY)
    assert not report.dropped
    for field in fields(Timetable):
        one, other = getattr(timetable, field.name), getattr(again, field.name)
        if isinstance(one, np.ndarray):
            assert one.tolist() == other.tolist(), field.name
            assert one.dtype == other.dtype
        elif field.name not in ("changes", "fares"):
            assert one == other, field.name
    assert again.digest == timetable.digest


def test_written_archives_are_equal(tmp_path):
    write_gtfs(SAMPLE, tmp_path / "one.zip")
    write_gtfs(SAMPLE, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["one.zip", "two.zip"]
