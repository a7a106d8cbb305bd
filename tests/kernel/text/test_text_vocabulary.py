import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from karavan.kernel.text import Vocabulary

WORDS = [
    ("концерт", 90),
    ("концертный", 12),
    ("конверт", 2),
    ("конец", 5),
    ("библиотека", 70),
    ("молодежный", 30),
    ("театр", 60),
    ("театральный", 8),
]
LETTERS = "абвгд"


def test_membership_and_frequency() -> None:
    vocabulary = Vocabulary([*WORDS, ("театр", 3)], [("театры", "театр"), ("тигры", "тигр")])
    assert len(vocabulary) == 8
    assert "театр" in vocabulary
    assert "театры" not in vocabulary
    assert vocabulary.frequency("театр") == 63
    assert vocabulary.frequency("театры") == 63
    assert vocabulary.frequency("тигры") == 0
    assert vocabulary.term_of("театры") == "театр"
    assert vocabulary.term_of("тигры") is None


def test_prefixed_puts_frequent_terms_first() -> None:
    vocabulary = Vocabulary(WORDS, [("концы", "конец")])
    assert vocabulary.prefixed("кон", 3) == ["концерт", "концертный", "конец"]
    assert vocabulary.prefixed("концы", 3) == ["конец"]
    assert vocabulary.prefixed("ъ", 3) == []


NEAR = [
    ("конерт", 1, ["концерт", "конверт"]),
    ("концрет", 1, ["концерт"]),
    ("канцерт", 1, ["концерт"]),
    ("оконцерт", 1, ["концерт"]),
    ("концертт", 1, ["концерт"]),
    ("окнцерт", 1, ["концерт"]),
    ("конецрт", 1, ["концерт"]),
    ("концетр", 1, ["концерт"]),
    ("концерт", 1, ["концерт", "конверт"]),
    ("концерть", 2, ["концерт", "конверт"]),
    ("ибблиотеак", 2, ["библиотека"]),
    ("малодежнай", 2, ["молодежный"]),
    ("", 1, []),
    ("щ", 1, []),
]


@pytest.mark.parametrize(("word", "distance", "found"), NEAR)
def test_near(word: str, distance: int, found: list[str]) -> None:
    assert Vocabulary(WORDS).near(word, distance, 10) == found


def test_near_is_limited() -> None:
    assert Vocabulary(WORDS).near("конерт", 1, 1) == ["концерт"]


def test_near_finds_surface_forms() -> None:
    vocabulary = Vocabulary(WORDS, [("концерты", "концерт"), ("концертом", "концерт")])
    assert vocabulary.near("конерты", 1, 5) == ["концерты"]
    assert vocabulary.near("концертоми", 2, 5) == ["концертом"]


def test_words_are_added_and_taken_away() -> None:
    vocabulary = Vocabulary([("концерт", 1)])
    vocabulary.add("сабантуй", 2, ["сабантуя"])
    assert vocabulary.near("сабантя", 1, 5) == ["сабантуя"]
    assert vocabulary.prefixed("саб", 5) == ["сабантуй"]
    vocabulary.add("сабантуй", -1)
    assert vocabulary.frequency("сабантуй") == 1
    vocabulary.add("сабантуй", -1)
    assert "сабантуй" not in vocabulary
    assert vocabulary.near("сабантя", 1, 5) == []
    assert vocabulary.near("сабантй", 2, 5) == []
    assert vocabulary.prefixed("саб", 5) == []
    assert vocabulary.near("концет", 1, 5) == ["концерт"]


vocabularies = st.dictionaries(
    st.text(LETTERS, min_size=1, max_size=9), st.integers(1, 9), min_size=1, max_size=40
)


@given(vocabularies, st.text(LETTERS, min_size=1, max_size=9), st.integers(1, 2), st.booleans())
def test_near_is_what_comparing_with_every_word_finds(
    frequencies: dict[str, int], word: str, distance: int, grown: bool
) -> None:
    vocabulary = Vocabulary(() if grown else frequencies.items())
    if grown:
        for term, frequency in frequencies.items():
            vocabulary.add(term, frequency)
    expected = sorted(
        (away, -frequency, term)
        for term, frequency in frequencies.items()
        if (away := OSA.distance(word, term)) <= distance
    )
    assert vocabulary.near(word, distance, 100) == [term for *_, term in expected]


@given(st.sets(st.text(LETTERS, min_size=6, max_size=12), min_size=1, max_size=30), st.data())
def test_a_surface_form_without_one_letter_is_found(words: set[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(sorted(words)))
    index = data.draw(st.integers(0, len(word) - 1))
    vocabulary = Vocabulary([("слово", 1)], [(surface, "слово") for surface in words])
    assert vocabulary.near(word[:index] + word[index + 1 :], 1, 1000).count(word) == 1
