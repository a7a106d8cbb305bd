"""Two edits of one record: laws of the merge."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.office.kit.merging import Clash, canonical, digest, merge, read_stamp, stamp

NAMES = ("title", "text", "price", "tags")
texts = st.one_of(st.none(), st.text(max_size=4), st.integers(0, 3), st.lists(st.integers(0, 2), max_size=2))
records = st.fixed_dictionaries(dict.fromkeys(NAMES, texts))


def base_of(record):
    return read_stamp(stamp(record))


def same(one, other):
    return canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        ([], None),
        ((), None),
        ("a\r\nb", "a\nb"),
        (" a ", "a"),
        (5, "5"),
        (frozenset({"b", "a"}), {"a", "b"}),
        (
            dt.datetime(2026, 12, 5, 18, 30, tzinfo=dt.UTC),
            dt.datetime.fromisoformat("2026-12-05T23:30:00+05:00"),
        ),
        ({"en": {"title": ""}}, {}),
    ],
)
def test_one_value_spelled_in_two_ways(one, other):
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "b"), ("a\n\nb", "a\nb"), ([1, 2], [2, 1]), (0, None), (False, None), ("1", "10")],
)
def test_different_values(one, other):
    assert digest(one) != digest(other)


@given(records, records)
def test_alone_everything_that_differs_is_mine(before, sent):
    found = merge(base_of(before), before, sent, {})
    assert (found.taken, found.clashes) == ([], [])
    assert set(found.mine) == {name for name in NAMES if not same(before[name], sent[name])}


@given(records, records)
def test_who_changed_nothing_takes_what_others_wrote(before, now):
    found = merge(base_of(before), now, before, {})
    assert (found.mine, found.clashes) == ({}, [])
    assert sorted(found.taken) == sorted(name for name in NAMES if not same(before[name], now[name]))


@given(records, records, records)
def test_every_field_has_one_fate(before, now, sent):
    found = merge(base_of(before), now, sent, {})
    for name in NAMES:
        fates = [name in found.mine, name in found.taken, name in [one.name for one in found.clashes]]
        changed_here, changed_there = not same(before[name], sent[name]), not same(before[name], now[name])
        agreed = same(now[name], sent[name])
        expected = [
            changed_here and not changed_there,
            changed_there and not changed_here,
            changed_here and changed_there and not agreed,
        ]
        assert fates == expected, name


@given(records, records, records, st.sampled_from(["mine", "theirs"]))
def test_a_choice_ends_every_clash(before, now, sent, choice):
    first = merge(base_of(before), now, sent, {})
    chosen = merge(base_of(before), now, sent, {one.name: choice for one in first.clashes})
    assert chosen.clashes == []
    kept = chosen.mine if choice == "mine" else chosen.taken
    assert {one.name for one in first.clashes} <= set(kept)


@given(records, records, records)
def test_the_order_of_two_people_changes_nothing_where_they_do_not_clash(before, mine, theirs):
    first = merge(base_of(before), before, mine, {})
    second = merge(base_of(before), {**before, **first.mine}, theirs, {})
    if second.clashes:
        return
    one_way = {**before, **first.mine, **second.mine}
    first = merge(base_of(before), before, theirs, {})
    second = merge(base_of(before), {**before, **first.mine}, mine, {})
    assert second.clashes == []
    other_way = {**before, **first.mine, **second.mine}
    assert {name: digest(value) for name, value in one_way.items()} == {
        name: digest(value) for name, value in other_way.items()
    }


def test_a_clash_tells_both_sides():
    found = merge(base_of({"title": "a"}), {"title": "b"}, {"title": "c"}, {})
    assert found.clashes == [Clash("title", "c", "b")]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"title": 5}', "x" * 50_000])
def test_a_broken_base_makes_every_difference_mine(text):
    assert merge(read_stamp(text), {"title": "b"}, {"title": "c"}, {}).mine == {"title": "c"}


def test_the_stamp_is_short():
    assert len(stamp({"text": "я" * 50_000})) == len(json.dumps({"text": "0" * 18}, separators=(",", ":")))
