from datetime import timedelta
from typing import Any

import pytest
from bench.planning.plain import plain_sweep
from bench.planning.sample import columns
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.diary import EVENING, make_entry
from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place
from karavan.kernel.actor import SYSTEM
from karavan.planning.clashes import Clash, Scale, clashes_among, clashes_of
from karavan.planning.clashes.scale import shared_audience
from karavan.planning.clashes.sweep import meeting_one, sweep, weigh
from karavan.planning.enums import Level
from karavan.planning.occasions import scene
from karavan.planning.occasions.columns import Columns, audience_mask
from karavan.programme.enums import Audience

DAY = timedelta(days=1)

# Halls of one house, another house, and nowhere: left, right, whether it is a hall.
PLACES = [(0, 3, False), (1, 2, True), (2, 3, True), (3, 5, False), (4, 5, True), (-1, -1, False)]
ROWS = st.lists(
    st.tuples(
        st.integers(0, 5000),  # minutes of the start
        st.integers(1, 600),
        st.sampled_from([float("nan"), 0.0, 0.4, 3.0, 7.3]),
        st.sampled_from([0.0, 1.7]),
        st.sampled_from([0.0, 0.3, 1.0]),
        st.integers(1, 127),
        st.sampled_from(PLACES),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=25,
)


def laid_out(drawn: list[Any]) -> Columns:
    rows = []
    for start, length, north, east, weight, mask, (left, right, hall), event, dim in sorted(
        drawn, key=lambda row: row[0]
    ):
        span = start * 60, (start + length) * 60
        rows.append((*span, north, east, weight, mask, start // 360, left, right, event, hall, dim))
    return Columns.of(rows)


def told(pairs: Any) -> list[tuple[Any, ...]]:
    parts = (pairs.first, pairs.second, pairs.score, pairs.taken, pairs.housed)
    return list(zip(*(part.tolist() for part in parts), strict=True))


@settings(max_examples=150, deadline=None)
@given(ROWS, st.sampled_from([Scale(), Scale(buffer=0), Scale(buffer=240, everyone=0.1, near=1.0)]))
def test_the_sweep_says_what_two_plain_loops_say(drawn: list[Any], scale: Scale) -> None:
    rows = laid_out(drawn)

    assert told(sweep(rows, scale)) == plain_sweep(rows, scale)


@settings(max_examples=60, deadline=None)
@given(ROWS.filter(bool), st.randoms())
def test_one_clashes_with_what_it_clashes_with_among_all(drawn: list[Any], random: Any) -> None:
    rows, scale = laid_out(drawn), Scale()
    one = random.randrange(len(drawn))

    mine = [each for each in told(sweep(rows, scale)) if one in each[:2]]
    assert sorted(told(weigh(rows, *meeting_one(rows, one, scale), scale))) == sorted(mine)


def test_a_busy_month_weighed_both_ways() -> None:
    month = columns(400)

    assert told(sweep(month, Scale())) == plain_sweep(month, Scale())


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ([], [], 1.0),
        ([Audience.EVERYONE], [Audience.YOUTH], 0.5),
        ([Audience.YOUTH], [Audience.YOUTH], 1.0),
        ([Audience.FAMILY], [Audience.CHILDREN], 0.5),
        ([Audience.YOUTH], [Audience.SENIORS], 0.0),
    ],
)
def test_who_is_shared(one: list[str], other: list[str], share: float) -> None:
    masks = audience_mask(tuple(one)), audience_mask(tuple(other))

    assert shared_audience(*masks, 0.5) == shared_audience(*reversed(masks), 0.5) == share


def found(actor: Any = SYSTEM) -> list[Clash]:
    return clashes_among(scene(EVENING - DAY, EVENING + DAY, actor=actor))


@pytest.mark.django_db
def test_two_large_concerts_side_by_side_are_serious_and_say_why() -> None:
    square, park = make_place(lat=55.16, lon=61.4), make_place(lat=55.17, lon=61.4)
    first = make_entry(place=square, expected=1500, audiences=[Audience.YOUTH])
    later = EVENING + timedelta(hours=1)
    second = make_entry(place=park, expected=900, audiences=[Audience.YOUTH], starts_at=later)

    [clash] = found()
    keys = clash.first.key, clash.second.key
    assert (*keys, clash.level) == (f"entry:{first.pk}", f"entry:{second.pk}", Level.SERIOUS)
    product = 1.0
    for term in clash.terms:
        product *= term.value
    assert clash.score == round(100 * product) == 87
    with override("en"):
        words = [term.words for term in clash.terms]
    assert words == [
        "for young people · for young people",
        "1 km away",
        "1,000–3,000 people · 500–1,000 people",
        "at the same time",
    ]
    assert found() == [clash]


@pytest.mark.django_db
def test_one_hall_for_two_is_impossible_and_the_house_and_its_hall_serious() -> None:
    house = make_place()
    hall = make_hall(house)
    make_entry(place=hall, expected=20, title="а")
    make_entry(place=hall, expected=20, title="б")
    make_entry(place=house, expected=20, title="в")

    assert [(each.level, each.first.title + each.second.title) for each in found()] == [
        (Level.BLOCK, "аб"),
        (Level.SERIOUS, "ав"),
        (Level.SERIOUS, "бв"),
    ]


@pytest.mark.django_db
def test_a_stranger_learns_of_a_taken_hall_only_for_their_own() -> None:
    hall = make_hall(make_place())
    mine, theirs = make_organisation(), make_organisation()
    make_entry(place=hall, organisation=theirs, is_confidential=True, expected=20)
    make_entry(place=hall, organisation=make_organisation(), expected=20)
    me = make_editor(mine)

    assert [each.level for each in found(me)] == []
    own = make_entry(place=hall, organisation=mine, expected=20)
    seen = scene(EVENING - DAY, EVENING + DAY, actor=me)
    clashes = clashes_of(f"entry:{own.pk}", seen)
    assert {(each.level, each.other(f"entry:{own.pk}").is_known) for each in clashes} == {
        (Level.BLOCK, True),
        (Level.BLOCK, False),
    }
