"""Who is left out, by group and district."""

import numpy as np
import pytest

from reach.errors import BadInput
from reach.indices.equity import who_is_left_out
from reach.times import UNREACHED

INFINITE = int(UNREACHED)
TIMES = np.array([[300, 900, 1500, INFINITE], [600, INFINITE, INFINITE, INFINITE]], np.int32)
COUNTS = [[100, 50, 30, 20], [10, 0, 5, 5]]
DISTRICTS = ["north", "north", "south", "south"]
CHOICE = [[4, 3, 1, 0], [2, 0, 0, 0]]


def table(**other):
    return who_is_left_out(
        TIMES,
        COUNTS,
        ["adults", "wheelchair"],
        limit=900,
        districts=DISTRICTS,
        choice=CHOICE,
        enough=2,
        **other,
    )


def test_rows_and_what_they_say():
    found = {(row.group, row.district): row for row in table().rows}
    assert list(found) == [
        ("adults", None),
        ("wheelchair", None),
        ("adults", "north"),
        ("wheelchair", "north"),
        ("adults", "south"),
        ("wheelchair", "south"),
    ]
    adults = found["adults", None]
    assert adults.people == 200
    assert adults.times == (300, 300, 900, 1500)
    assert (adults.left_out, adults.unreached, adults.below_line) == (0.25, 0.1, 0.25)
    assert adults.people_left_out == 50
    wheelchair = found["wheelchair", None]
    assert wheelchair.times == (600, 600, INFINITE, INFINITE)
    assert (wheelchair.left_out, wheelchair.unreached) == (0.5, 0.5)
    assert wheelchair.gini == 0.5
    assert wheelchair.palma == float("inf")
    north = found["wheelchair", "north"]
    assert (north.people, north.left_out, north.gini, north.palma) == (10, 0, 0, 1)


def test_who_is_worst():
    found = table()
    assert (found.worst_group.group, found.worst_group.district) == ("wheelchair", None)
    # Nobody in the south is within the limit, of either group: the larger group is named.
    assert (found.worst_district.group, found.worst_district.district) == ("adults", "south")
    assert [row.district for row in found.city] == [None, None]


def test_a_group_without_people_has_no_row():
    found = who_is_left_out(TIMES[0], [[1, 1, 1, 1], [0, 0, 0, 0]], ["some", "none"], limit=60)
    assert [(row.group, row.left_out, row.gini, row.below_line) for row in found.rows] == [
        ("some", 1.0, None, None)
    ]
    with pytest.raises(BadInput, match="no districts"):
        _ = found.worst_district


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"counts": [[1, 2, 3, 4]]}, "2 groups are needed"),
        ({"counts": [[1, 2, 3, float("nan")], [1, 1, 1, 1]]}, r"counts of a: cell 3 .* not a number"),
        ({"counts": [[1, 2, 3, 4], [1, -1, 1, 1]]}, r"counts of b: cell 1 .* negative"),
        ({"counts": np.zeros((2, 4))}, "nobody is in any group"),
        ({"districts": ["north"]}, "1 names for 4 cells"),
        ({"times": TIMES[:, :2]}, "travel times: the shape"),
        ({"choice": [1.0]}, "choice: the shape"),
        ({"choice": [1.0, 2.0, float("inf"), 1.0]}, "access: cell 2 .* infinite"),
        ({"limit": INFINITE}, "limit"),
        ({"times": TIMES.astype(float)}, "int32"),
    ],
)
def test_refused(change, message):
    given = {"times": TIMES, "counts": COUNTS, "limit": 900, **change}
    with pytest.raises(BadInput, match=message):
        who_is_left_out(given.pop("times"), given.pop("counts"), ["a", "b"], **given)
