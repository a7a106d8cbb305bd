"""Two published feeds: one of times, one of frequencies."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from reach.errors import BadInput
from reach.transit.gtfs import read_gtfs, service_span
from reach.transit.gtfs.write import write_gtfs

DATA = Path(__file__).parents[1] / "data"
TRENSURB = DATA / "poa_trensurb.zip"
SAO_PAULO = DATA / "spo_gtfs.zip"
MONDAY = date(2019, 5, 13)


def test_trensurb_spells_out_its_times():
    timetable, report = read_gtfs([TRENSURB], MONDAY)
    assert (timetable.stops, timetable.routes, timetable.trips) == (24, 2, 529)
    assert timetable.connections == 5818
    assert set(timetable.route_type.tolist()) == {2}
    assert not report.dropped
    assert not report.changed


def test_sao_paulo_runs_by_frequencies():
    timetable, report = read_gtfs([SAO_PAULO], MONDAY)
    assert (timetable.stops, timetable.routes) == (654, 19)
    assert report.kept["departures by frequency in the feed"] == 7948
    assert report.kept["trips on the day"] == 7948
    assert report.kept["trips of the day before that go on past midnight"] == 197
    own = np.array([not name.endswith("@-1") for name in timetable.trip_id])
    assert timetable.select(own).connections == 143103
    assert timetable.connections == 147050
    first = timetable.trip_id.index("CPTM L07-0@04:00:00")
    at = timetable.trip_start[first]
    assert timetable.departure[at : at + 3].tolist() == [14400, 14880, 15360]
    assert report.dropped == {"second week of a service": 6}


def test_departures_of_sao_paulo_by_hand():
    """Against expanding the rows in plain Python."""
    import csv
    import io
    import zipfile

    with zipfile.ZipFile(SAO_PAULO) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("frequencies.txt").decode("utf-8-sig"))))
    expected = set()
    for row in rows:
        start, end = (
            sum(int(part) * unit for part, unit in zip(row[name].split(":"), (3600, 60, 1), strict=True))
            for name in ("start_time", "end_time")
        )
        while start < end:
            expected.add((row["trip_id"], start))
            start += int(row["headway_secs"])
    timetable, _ = read_gtfs([SAO_PAULO], MONDAY)
    first = timetable.departure[timetable.trip_start[:-1]].tolist()
    found = {
        (name.split("@")[0], moment)
        for name, moment in zip(timetable.trip_id, first, strict=True)
        if not name.endswith("@-1")
    }
    assert found == expected


def test_both_together():
    timetable, report = read_gtfs([TRENSURB, SAO_PAULO], MONDAY)
    assert timetable.stops == 24 + 654
    assert timetable.connections == 5818 + 147050
    assert len(set(timetable.trip_id)) == timetable.trips
    assert report.examples["second week of a service"][0] == "spo_gtfs.zip/calendar.txt, row 8"


def test_spans():
    span = service_span(TRENSURB)
    assert (span.first, span.last) == (date(2019, 3, 1), date(2019, 12, 31))
    with pytest.raises(BadInput, match="the feed runs from 2008-01-01 to 2020-05-01"):
        read_gtfs([SAO_PAULO], date(2026, 1, 14))


@pytest.mark.parametrize("path", [TRENSURB, pytest.param(SAO_PAULO, marks=pytest.mark.slow)])
def test_written_and_read_again(path, tmp_path):
    timetable, _ = read_gtfs([path], MONDAY)
    write_gtfs(timetable, tmp_path / "again.zip")
    again, _ = read_gtfs([tmp_path / "again.zip"], MONDAY)
    assert again.digest == timetable.digest
