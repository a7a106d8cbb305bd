from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.lanes import Lane, lanes

STRETCH = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))
STRETCHES = st.lists(STRETCH, max_size=40)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def group_of(number: int, stretches: list[tuple[int, int]]) -> set[int]:
    """All that hangs together with a stretch by overlaps."""
    group, waiting = {number}, [number]
    while waiting:
        here = waiting.pop()
        for other, stretch in enumerate(stretches):
            if other not in group and overlap(stretches[here], stretch):
                group.add(other)
                waiting.append(other)
    return group


def test_alone_each_has_the_whole_width() -> None:
    assert lanes([(1, 2), (2, 3), (5, 6)]) == [Lane(0, 1)] * 3


def test_overlapping_ones_stand_side_by_side_and_free_lanes_are_used_again() -> None:
    assert lanes([(1, 5), (2, 3), (3, 4), (9, 10)]) == [Lane(0, 2), Lane(1, 2), Lane(1, 2), Lane(0, 1)]


@given(STRETCHES)
def test_no_two_of_one_lane_overlap(stretches: list[tuple[int, int]]) -> None:
    by_lane = defaultdict(list)
    for stretch, lane in zip(stretches, lanes(stretches), strict=True):
        by_lane[lane.index].append(stretch)
    for row in by_lane.values():
        row.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(row))


@given(STRETCHES)
def test_a_group_has_as_many_lanes_as_its_fullest_moment(stretches: list[tuple[int, int]]) -> None:
    for number, lane in enumerate(lanes(stretches)):
        group = [stretches[each] for each in group_of(number, stretches)]
        fullest = max(sum(start <= moment < end for start, end in group) for moment, _end in group)
        assert lane.of == fullest
        assert 0 <= lane.index < lane.of
