"""Groups as data."""

from datetime import date
from fractions import Fraction

import pytest

from reach.errors import BadInput
from reach.population.ages import FEMALE, MALE
from reach.population.groups import PROFILES, load_groups
from reach.population.warm import warm
from reach.streets.profiles import load_profiles


def test_the_engine_s_own():
    warm()
    kinds = load_groups()
    assert [group.key for group in kinds.groups] == [
        "residents",
        "children_0_6",
        "school_7_17",
        "youth_14_22",
        "youth_14_35",
        "adults",
        "evening",
        "pensioners",
        "older_65",
        "older_65_in_winter",
        "families_small_children",
        "people_with_disabilities",
        "wheelchair_users",
        "wheelchair_users_hopeful",
    ]
    assert set(PROFILES) == set(load_profiles())
    assert {group.profile for group in kinds.groups} == set(PROFILES)
    assert kinds["families_small_children"].parts == (("children_0_6", Fraction(77, 100)),)
    assert kinds["families_small_children"].unit == "families"
    assert (kinds["youth_14_22"].first, kinds["youth_14_22"].last) == (14, 22)
    assert kinds["adults"].last is None
    with pytest.raises(KeyError):
        _ = kinds["nobody"]


@pytest.mark.parametrize(
    ("sex", "age", "day", "twelfths"),
    [
        # On 1 January 2024: men born in 1960 since they were 61.5, those of 1961 later in that year, at 63.
        (MALE, 63, date(2024, 1, 1), 12),
        (MALE, 62, date(2024, 1, 1), 0),
        (FEMALE, 58, date(2024, 1, 1), 12),
        (FEMALE, 57, date(2024, 1, 1), 0),
        # On 1 July 2020 the men of 60 were born from July 1959 on; half of them in 1959, and those are 60.5.
        (MALE, 60, date(2020, 7, 1), 6),
        (FEMALE, 55, date(2020, 7, 1), 6),
        (MALE, 60, date(2018, 1, 1), 12),
        (MALE, 64, date(2040, 1, 1), 0),
        (MALE, 65, date(2040, 1, 1), 12),
        (FEMALE, 59, date(2040, 1, 1), 0),
        (FEMALE, 60, date(2040, 1, 1), 12),
    ],
)
def test_pension_age(sex, age, day, twelfths):
    assert load_groups().retirement.twelfths(sex, age, day) == twelfths


GOOD = """
[retirement]
source = "act"
effective = 2019-01-01
certainty = "verify"
male = [[0, 720]]
female = [[0, 660]]

[group.all]
title = { en = "All", ru = "Все" }
ages = [0]
profile = "adult"
"""
PART = (
    GOOD
    + """
[group.some]
title = { en = "Some", ru = "Часть" }
part = [["all", 0.1]]
profile = "senior"
source = "guess"
certainty = "assumption"
"""
)


def test_a_city_s_own(tmp_path):
    path = tmp_path / "groups.toml"
    path.write_text(PART, encoding="utf-8")
    assert [(group.key, group.parts) for group in load_groups(path).groups] == [
        ("all", ()),
        ("some", (("all", Fraction(1, 10)),)),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "groups.toml: is no TOML"),
        ("", "group: a table is needed"),
        ("[group]\n", "group: there is none"),
        (GOOD.replace("ages = [0]", ""), "group.all: either ages or part"),
        (GOOD.replace("[0]\nprofile", "[7, 3]\nprofile"), "group.all: ages"),
        (GOOD.replace("[0]\nprofile", "[0.5]\nprofile"), "group.all: ages"),
        (GOOD.replace('"adult"', '"runner"'), "profile 'runner' is none of"),
        (GOOD.replace("title", "tittle"), "unknown tittle"),
        (GOOD.replace(', ru = "Все"', ""), "title in en and ru"),
        (GOOD + 'source = "act"\n', "belong together"),
        (GOOD.replace("male = [[0, 720]]", "male = [[1959, 720]]", 1), "male should ascend from 0"),
        (GOOD.replace("male = [[0, 720]]", "male = [720]", 1), "male should be rows"),
        (GOOD.replace("2019-01-01", '"2019"'), "effective"),
        (PART.replace('"all", 0.1', '"none", 0.1'), "'none' is no group by age that stands above"),
        (PART.replace('"all", 0.1', '"all", 1.1'), "the share 1.1 of all"),
        (PART.replace('"all", 0.1', '"all"'), "a group and a share"),
        (PART.replace('source = "guess"\ncertainty = "assumption"', ""), "needs a source"),
        (PART.replace('"assumption"', '"sure"'), "belong together"),
    ],
)
def test_refused(tmp_path, text, message):
    path = tmp_path / "groups.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        load_groups(path)


def test_no_such_file(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        load_groups(tmp_path / "groups.toml")
