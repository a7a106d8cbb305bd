import csv
import json

import pytest

from reach.command import main


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A synthetic town whose places all have steps; each has a price."""
    folder = tmp_path_factory.mktemp("town")
    words = ["twin", "--out", str(folder), "--home", str(folder / "home"), "--scale", "0.03"]
    assert main(words) == 0
    rows = table(folder / "venues.csv")
    with (folder / "priced.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "upgrade_cost"])
        writer.writeheader()
        for number, row in enumerate(rows):
            writer.writerow(row | {"wheelchair": "no", "upgrade_cost": 100 + 10 * (number % 5)})
    return folder


def asked(town, *words, venues="priced.csv", money="250"):
    tables = ["--origins", str(town / "buildings.csv"), "--venues", str(town / venues)]
    home = ["--home", str(town / "home"), "--money", money, "--out", str(town / "out")]
    return ["upgrade", *home, *tables, "--within", "20", "--threads", "1", *words]


def test_the_money_is_kept_and_people_add_up(town, capsys):
    assert main(asked(town)) == 0
    told = json.loads((town / "out" / "upgrades.json").read_text())
    rows = table(town / "out" / "upgrades.csv")
    assert told["synthetic"]
    assert told["basis"] == "streets, wheelchair_or_unknown"
    assert [row["id"] for row in rows] == told["places"]
    assert sum(int(row["cost"]) for row in rows) == told["spent"] <= 250
    assert sum(int(row["people"]) for row in rows) == told["people"] <= told["bound"]
    assert 0 < len(rows) <= 2
    assert "more people have a step-free place within 20 min" in capsys.readouterr().err


def test_more_money_never_serves_fewer(town):
    served = []
    for money in ("0", "120", "400"):
        assert main(asked(town, money=money)) == 0
        served.append(json.loads((town / "out" / "upgrades.json").read_text())["people"])
    assert served == sorted(served)
    assert served[0] == 0 < served[2]


def test_people_of_a_column_count(town):
    assert main(asked(town, "--people", "aged_65_and_over")) == 0
    old = json.loads((town / "out" / "upgrades.json").read_text())["people"]
    assert main(asked(town)) == 0
    assert 0 < old < json.loads((town / "out" / "upgrades.json").read_text())["people"]


def test_missing_columns_are_named(town, capsys):
    assert main(asked(town, venues="venues.csv")) == 2
    assert "venues.csv: no column of numbers 'upgrade_cost'" in capsys.readouterr().err
    assert main(asked(town, "--people", "cosmonauts")) == 2
    assert "buildings.csv: no column of numbers 'cosmonauts'" in capsys.readouterr().err
