"""The two alphabets and the two layouts of the keyboard, and the table of pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.text import russian_terms, terms
from karavan.kernel.text.layout import switched
from karavan.kernel.text.pairs import _pairs
from karavan.kernel.text.translit import other_alphabet

FIRST_SPELLINGS = [
    ("teatr", "театр"),
    ("vystavka", "выставка"),
    ("shchelkunchik", "щелкунчик"),
    ("chaykovskiy", "чайковский"),
    ("khor", "хор"),
    ("zhar", "жар"),
    ("yunost", "юност"),
    ("molodezhny", "молодежный"),
    ("ob''yom", "объем"),
    ("москва", "moskva"),
    ("хор", "hor"),
]


@pytest.mark.parametrize(("word", "spelling"), FIRST_SPELLINGS)
def test_the_usual_spelling_is_within_the_first(word: str, spelling: str) -> None:
    assert other_alphabet(word, 8).count(spelling) == 1


def test_spellings_are_cheapest_first() -> None:
    assert other_alphabet("koncert", 3)[0] == "концерт"
    assert other_alphabet("teatr", 1) == ["театр"]


def test_beginnings_that_lead_nowhere_are_left() -> None:
    word = "фестиваль"
    assert other_alphabet("festival", 5, word.startswith, whole=lambda spelling: spelling == word) == [word]


@pytest.mark.parametrize("word", ["", "16", "конcert", "東京", "ҡурай"])
def test_other_scripts_have_no_spelling(word: str) -> None:
    assert other_alphabet(word, 5) == []


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40), st.integers(1, 9))
def test_spellings_are_few_and_differ(word: str, limit: int) -> None:
    spellings = other_alphabet(word, limit)
    assert len(spellings) <= limit
    assert len(set(spellings)) == len(spellings)


LAYOUTS = [
    ("rjywthn", "концерт"),
    ("сщтсуке", "concert"),
    ("vjkjlt;ysq", "молодежный"),
    ("[jh", "хор"),
    ("'rcrehcbz", "экскурсия"),
    ("хор", None),
    ("conцерт", None),
    ("16", None),
]


@pytest.mark.parametrize(("typed", "meant"), LAYOUTS)
def test_switched_layout(typed: str, meant: str | None) -> None:
    assert switched(typed) == meant


PAIRS = [
    ("concerts", ("концерт",)),
    ("theatre", ("театр", "театральный")),
    ("theater", ("театр", "театральный")),
    ("kids", ("ребенок", "детский")),
    ("workshops", ("мастеркласс", "мастерская")),
    ("libraries", ("библиотека", "библиотечный")),
    ("poetry", ("поэзия", "стих")),
    ("table", ()),
]


@pytest.mark.parametrize(("english", "russian"), PAIRS)
def test_pairs(english: str, russian: tuple[str, ...]) -> None:
    assert russian_terms(terms(english)[0]) == russian


def test_the_table_of_pairs_leads_from_latin_to_russian_only() -> None:
    assert [english for english in _pairs() if not english.isascii()] == []
    assert [term for russian in _pairs().values() for term in russian if term.isascii()] == []


def test_russian_sides_of_pairs_are_index_terms() -> None:
    sides = {term for russian in _pairs().values() for term in russian}
    assert {term for term in sides if terms(term) != [term]} == set()
