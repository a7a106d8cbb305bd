import csv
import json

import pytest

from reach import release
from reach.command import main
from reach.travel.city import City


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twin")
    words = ["twin", "--out", str(folder / "twin"), "--home", str(folder / "home"), "--scale", "0.01"]
    assert main([*words, "--seed", "5"]) == 0
    return folder


def asked(built, *words):
    files = [
        "--origins",
        str(built / "twin" / "buildings.csv"),
        "--venues",
        str(built / "twin" / "venues.csv"),
    ]
    return main(["indices", "--home", str(built / "home"), *files, *words])


def test_the_release_says_that_it_is_synthetic(built):
    found = release.current(built / "home")
    assert found.manifest["synthetic"] is True
    assert found.manifest["note"].startswith("Synthetic city")
    assert found.manifest["sources"] == ["synthetic city, scale 0.01, seed 5"]
    assert found.manifest["day"] == "2026-04-15"


def test_the_release_holds_streets_and_a_timetable(built):
    city = City.load(built / "home")
    assert city.graph.digest() == city.manifest["streets"]
    assert city.hierarchy is not None
    assert len(set(city.timetable.route_name)) == city.timetable.routes == 10
    assert all(name.startswith("Synthetic ") for name in city.timetable.route_name)


def test_what_is_drawn_is_told(tmp_path, capfd):
    words = ["twin", "--out", str(tmp_path / "twin"), "--home", str(tmp_path / "home"), "--scale", "0.005"]
    assert main(words) == 0
    told = capfd.readouterr().err.splitlines()
    assert told[0] == "drawing a synthetic city, scale 0.005, seed 1736 …"
    assert told[1].startswith("154 residential buildings, 5,900 residents, 250 street lines, ")
    assert told[-1] == f"built {(tmp_path / 'home' / 'current').resolve()}"


def test_the_same_seed_builds_the_same_release(built, tmp_path):
    words = ["twin", "--out", str(tmp_path / "twin"), "--home", str(tmp_path / "home"), "--scale", "0.01"]
    assert main([*words, "--seed", "5"]) == 0
    one, two = release.current(built / "home").manifest, release.current(tmp_path / "home").manifest
    del one["built"], two["built"]
    assert one == two


def test_indices_of_the_twin_on_foot_and_by_timetable(built, tmp_path):
    assert asked(built, "--out", str(tmp_path / "foot")) == 0
    ride = ("--from", "08:00", "--minutes", "60", "--group", "aged_65_and_over=senior")
    assert asked(built, *ride, "--out", str(tmp_path / "ride")) == 0
    foot = rows(tmp_path / "foot" / "indices-adult.csv")
    by_timetable = rows(tmp_path / "ride" / "indices-adult.csv")
    assert len(foot) == len(by_timetable) == 308
    for slow, fast in zip(foot, by_timetable, strict=True):
        assert slow["id"] == fast["id"]
        # Whoever rides may as well walk.
        assert int(fast["nearest_s"]) <= int(slow["nearest_s"])
        assert int(fast["places"]) >= int(slow["places"])
    equity = rows(tmp_path / "ride" / "equity.csv")
    assert {row["group"] for row in equity} == {"aged_65_and_over"}
    assert json.loads((tmp_path / "ride" / "indices.json").read_text())["synthetic"] is True


def test_a_scale_that_no_city_has_is_refused(tmp_path, capfd):
    words = ["twin", "--out", str(tmp_path / "twin"), "--home", str(tmp_path / "home"), "--scale", "9"]
    assert main(words) == 2
    assert capfd.readouterr().err.splitlines()[-1] == "reach: scale 9.0 is not from 0.005 to 4.0"
    assert not (tmp_path / "home").exists()
