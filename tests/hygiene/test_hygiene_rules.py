from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from karavan.hygiene.checks import Gap, Outcome
from karavan.hygiene.norms import norms_on, versions
from karavan.hygiene.rules import digits, figure


@dataclass(frozen=True)
class One:
    code: str
    weight: int


ITEMS = [One("a", 6), One("b", 3), One("c", 1)]


def test_figure_is_the_weighted_share_of_what_is_known():
    told = figure(ITEMS, [Outcome("a", 1, 2), Outcome("b", 1, 1)])
    # 3 of 6 and 3 of 3; c could not be told.
    assert (told.value, told.known) == (66, 90)
    assert [(part.code, part.lost) for part in told.parts] == [("a", 3.0), ("b", 0.0), ("c", 0.0)]


def test_nothing_known_is_no_figure():
    assert (figure(ITEMS, []).value, figure(ITEMS, []).known) == (0, 0)


def test_a_hundred_is_said_only_where_nothing_is_missing():
    items = [One("a", 999), One("b", 1)]
    assert figure(items, [Outcome("a", 1, 1), Outcome("b", 0, 1)]).value == 99


outcomes = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda pair: (min(pair), max(pair))),
    min_size=3,
    max_size=3,
)


@given(outcomes, st.integers(0, 2))
def test_mending_never_lowers_and_not_telling_is_never_a_fault(pairs, which):
    codes = "abc"
    before = [Outcome(code, *pair) for code, pair in zip(codes, pairs, strict=True)]
    mended = list(before)
    mended[which] = Outcome(codes[which], before[which].of, before[which].of)
    assert figure(ITEMS, mended).value >= figure(ITEMS, before).value
    # Leaving out what is in no better order than the rest cannot lower the figure.
    failed = list(before)
    failed[which] = Outcome(codes[which], 0, before[which].of)
    unknown = list(before)
    unknown[which] = Outcome(codes[which], 0, 0)
    if figure(ITEMS, unknown).known:
        assert figure(ITEMS, unknown).value >= figure(ITEMS, failed).value


def test_what_is_set_aside_counts_neither_way():
    gap = Gap("places.place", 7, "Зал")
    assert Outcome("hours", 2, 3, (gap,)).without({"hours:places.place:7"}) == Outcome("hours", 2, 2)


def test_norms_are_versions_with_the_act():
    norms = versions()[-1]
    assert (norms.act_date.isoformat(), norms_on(norms.valid_from)) == ("2015-02-20", norms)
    assert {item.certainty for item in norms.items} == {"A", "B"}
    assert [item.code for item in norms.items if not (item.title and item.task and item.how)] == []


def test_digits_of_numbers():
    assert [digits(each) for each in ("+7 (351) 263-12-34", "8 351 2631234", "263-12-34", "12-3")] == [
        "3512631234",
        "3512631234",
        "2631234",
        "",
    ]
