"""Words of one family answer for each other in a query."""

import pytest

from karavan.kernel.text import Vocabulary, analyse_query
from karavan.kernel.text.kin import _families, kin_of


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("орган", "органный"),
        ("органная", "орган"),
        ("шахматы", "шахматный"),
        ("кукольный", "кукла"),
        ("мультик", "мультфильм"),
    ],
)
def test_a_word_finds_its_kin(query, said):
    [term] = analyse_query(query, Vocabulary([(said, 1)]))
    assert (term.alternatives, term.how) == ((said,), "exact")


def test_the_word_itself_comes_first():
    [term] = analyse_query("орган", Vocabulary([("органный", 9), ("орган", 1)]))
    assert term.alternatives == ("орган", "органный")


@pytest.mark.parametrize("query", ["концерта", "органайзер"])
def test_others_are_no_kin(query):
    [term] = analyse_query(query, Vocabulary([("концертный", 1), ("орган", 1)]))
    assert term.alternatives == ()


def test_families_are_mutual_and_none_is_alone():
    for term, family in _families().items():
        assert family
        assert all(term in kin_of(other) for other in family)
