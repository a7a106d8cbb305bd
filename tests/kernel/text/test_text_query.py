import random
import time
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from karavan.kernel.text import QueryTerm, Vocabulary, analyse_query, correction, surface_terms
from karavan.kernel.text.query import MAX_ALTERNATIVES, MAX_WORDS

TEXTS = """
    Концерты хора и органный концерт. Концерт джаза. Concert. Молодёжный фестиваль, молодёжная выставка.
    Библиотека № 16: спектакль 16 декабря, детский мастер-класс, книги и лекция для детей.
    Театр оперы и балета имени Глинки, музей искусства, художник, экскурсия, кино, театр кукол, Моцарт.
    Бесплатно! Кукольный спектакль. Organ. Балет. Танец. Поэзия. Планетарий 5. Фильм. Объём.
"""
SURFACES = surface_terms(TEXTS)
FREQUENCIES = Counter(term for _, term in SURFACES)
VOCABULARY = Vocabulary(FREQUENCIES.items(), SURFACES)
BARE = Vocabulary(FREQUENCIES.items())

# query, terms found, step, suggestion: the same with and without surface forms.
QUERIES = [
    ("концерт", "концерт", "exact", None),
    ("концерты", "концерт", "exact", None),
    ("концерта", "концерт", "exact", None),
    ("КОНЦЕРТАМИ", "концерт", "exact", None),
    ("молодежный", "молодежный", "exact", None),
    ("молодёжная", "молодежный", "exact", None),
    ("concert", "concert концерт", "exact", None),
    ("concerts", "concert концерт", "exact", None),
    ("kids", "ребенок детский", "exact", None),
    ("children", "ребенок детский", "exact", None),
    ("theater", "театр", "exact", None),
    ("theatre", "театр", "exact", None),
    ("exhibitions", "выставка", "exact", None),
    ("library", "библиотека", "exact", None),
    ("museums", "музей", "exact", None),
    ("free", "бесплатный", "exact", None),
    ("movie", "фильм кино", "exact", None),
    ("puppets", "кукольный кукла", "exact", None),
    ("poetry", "поэзия", "exact", None),
    ("dancing", "танец", "exact", None),
    ("workshop", "мастеркласс", "exact", None),
    ("organ", "organ органный", "exact", None),
    ("мастеркласс", "мастеркласс", "exact", None),
    ("№ 16", "№16", "exact", None),
    ("№16", "№16", "exact", None),
    ("N16", "№16", "exact", None),
    ("No 16", "№16", "exact", None),
    ("16", "16", "exact", None),
    ("№ 5", "5", "exact", None),
    ("№ 99", "", "missing", None),
    ("koncert", "концерт", "translit", "концерт"),
    ("kontsert", "концерт", "translit", "концерт"),
    ("koncertov", "концерт", "translit", "концертов"),
    ("molodezhny", "молодежный", "translit", "молодежный"),
    ("molodyozhnyy", "молодежный", "translit", "молодежный"),
    ("molodezhnyj", "молодежный", "translit", "молодежный"),
    ("vystavka", "выставка", "translit", "выставка"),
    ("biblioteka", "библиотека", "translit", "библиотека"),
    ("teatr", "театр", "translit", "театр"),
    ("spektakl", "спектакль", "translit", "спектакль"),
    ("xudojnik", "художник", "translit", "художник"),
    ("khudozhnik", "художник", "translit", "художник"),
    ("ekskursiya", "экскурсия", "translit", "экскурсия"),
    ("exkursia", "экскурсия", "translit", "экскурсия"),
    ("iskusstvo", "искусство", "translit", "искусство"),
    ("detskiy", "детский", "translit", "детский"),
    ("dzhaz", "джаз", "translit", "джаз"),
    ("lekciya", "лекция", "translit", "лекция"),
    ("fil'm", "фильм", "translit", "фильм"),
    ("ob''yom", "объем", "translit", "объем"),
    ("obyom", "объем", "translit", "объем"),
    ("mozart", "моцарт", "translit", "моцарт"),
    ("rjywthn", "концерт", "layout", "концерт"),
    ("RJYWTHNS", "концерт", "layout", "концерты"),
    ("сщтсуке", "concert концерт", "layout", "concert"),
    ("vjkjlt;ysq", "молодежный", "layout", "молодежный"),
    (",fktn", "балет", "layout", "балет"),
    ("[jh", "хор", "layout", "хор"),
    ("конц", "концерт", "prefix", None),
    ("молодежн", "молодежный", "prefix", None),
    ("библ", "библиотека", "prefix", None),
    ("konc", "концерт", "prefix", None),
    ("rjyw", "концерт", "prefix", None),
    ("ко", "", "missing", None),
    ("конерт", "концерт", "typo", "концерт"),
    ("концрет", "концерт", "typo", "концерт"),
    ("канцерт", "концерт", "typo", "концерт"),
    ("коннцерт", "концерт", "typo", "концерт"),
    ("библеотека", "библиотека", "typo", "библиотека"),
    ("бибилиатека", "библиотека", "typo", "библиотека"),
    ("экскурсея", "экскурсия", "typo", "экскурсия"),
    ("искуство", "искусство", "typo", "искусство"),
    ("абракадабра", "", "missing", None),
]


@pytest.mark.parametrize("vocabulary", [VOCABULARY, BARE], ids=["surfaces", "bare"])
@pytest.mark.parametrize(("query", "alternatives", "how", "suggestion"), QUERIES)
def test_one_word(
    query: str, alternatives: str, how: str, suggestion: str | None, vocabulary: Vocabulary
) -> None:
    assert analyse_query(query, vocabulary) == [
        QueryTerm(query, tuple(alternatives.split()), how, suggestion)  # type: ignore[arg-type]
    ]


def test_surface_forms_keep_the_ending_of_a_mistyped_word() -> None:
    assert analyse_query("конерты", VOCABULARY) == [QueryTerm("конерты", ("концерт",), "typo", "концерты")]


def test_words_between_function_words() -> None:
    assert analyse_query("Концерты для детей в Театре", VOCABULARY) == [
        QueryTerm("Концерты", ("концерт",), "exact"),
        QueryTerm("детей", ("ребенок",), "exact"),
        QueryTerm("Театре", ("театр",), "exact"),
    ]


def test_parts_of_a_compound_are_asked_for_one_by_one() -> None:
    assert analyse_query("мастер-класс", VOCABULARY) == [
        QueryTerm("мастер", ("мастер",), "exact"),
        QueryTerm("класс", ("класс",), "exact"),
    ]


def test_a_compound_whose_parts_are_unknown_is_asked_for_whole() -> None:
    vocabulary = Vocabulary([("мастеркласс", 3)])
    assert analyse_query("мастер-класс", vocabulary) == [QueryTerm("мастер-класс", ("мастеркласс",), "exact")]


def test_only_the_last_word_is_completed() -> None:
    assert [term.how for term in analyse_query("конц библ", VOCABULARY)] == ["missing", "prefix"]


def test_a_known_word_is_never_taken_for_a_typo() -> None:
    vocabulary = Vocabulary([("концерт", 900), ("конверт", 1)])
    assert analyse_query("конверт", vocabulary) == [QueryTerm("конверт", ("конверт",), "exact")]
    assert analyse_query("конерт", vocabulary) == [QueryTerm("конерт", ("концерт",), "typo", "концерт")]


def test_a_real_word_that_the_index_lacks_is_not_taken_for_its_neighbour() -> None:
    vocabulary = Vocabulary([("карла", 1)])
    assert analyse_query("карта", vocabulary) == [QueryTerm("карта", (), "missing", "карла")]


def test_a_short_word_is_not_searched_for_on_another_layout_with_an_error() -> None:
    assert analyse_query("ёлка", Vocabulary([("mkrf", 1)])) == [QueryTerm("ёлка", (), "missing")]


def test_a_russian_query_stays_russian() -> None:
    vocabulary = Vocabulary([("концерт", 2), ("concert", 2)])
    assert analyse_query("концерты", vocabulary) == [QueryTerm("концерты", ("концерт",), "exact")]


def test_a_name_in_russian_finds_its_latin_spelling() -> None:
    vocabulary = Vocabulary([("rammstein", 1), ("mozart", 1)])
    assert analyse_query("моцарт", vocabulary) == [QueryTerm("моцарт", ("mozart",), "translit", "mozart")]


def test_two_errors_in_a_short_word_are_only_suggested() -> None:
    vocabulary = Vocabulary([("театр", 2)])
    assert analyse_query("тиатор", vocabulary) == [QueryTerm("тиатор", (), "missing", "театр")]


CORRECTIONS = [
    ("Конерт в парке", "концерт в парке"),
    ("детский  спектакыль, 16 декабря", "детский  спектакль, 16 декабря"),
    ("rjywthn jhufyf", "концерт органа"),
    ("koncert в театре", "концерт в театре"),
    ("концерты", None),
    ("абракадабра", None),
    ("", None),
]


@pytest.mark.parametrize(("query", "corrected"), CORRECTIONS)
def test_correction(query: str, corrected: str | None) -> None:
    vocabulary = Vocabulary(FREQUENCIES.items(), [*SURFACES, ("органа", "органный")])
    vocabulary.add("орган")
    assert correction(query, vocabulary) == corrected


@settings(deadline=None)
@given(st.text(max_size=300))
@example(" \u0345")
def test_any_text_is_a_query(query: str) -> None:
    found = analyse_query(query, VOCABULARY)
    assert len(found) <= MAX_WORDS
    assert all(len(term.alternatives) <= MAX_ALTERNATIVES for term in found)
    assert all((term.how == "missing") == (not term.alternatives) for term in found)
    assert all(alternative in VOCABULARY for term in found for alternative in term.alternatives)
    assert all(term.raw == term.raw.strip() for term in found)


@pytest.mark.parametrize(
    "alphabet", ["абвгдеклмнорст", "abceijkoshtxyz", "ё[];',.`", "0123456789№+", "\u0301и\u0306"]
)
def test_ten_thousand_characters_of_junk_are_answered_quickly(alphabet: str) -> None:
    source = random.Random(7)
    query = "".join(source.choices(alphabet + " ", k=10_000))
    analyse_query(query, VOCABULARY)
    begun = time.process_time()
    found = analyse_query(query, VOCABULARY)
    assert len(found) <= MAX_WORDS
    # Ten times what it takes on a slow machine: it guards against the length of the query, not against load.
    assert time.process_time() - begun < 0.5
