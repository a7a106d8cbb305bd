"""From a folded word to its index term: pymorphy3 lemma, stem, or the word itself.

Sources: the OpenCorpora dictionary through pymorphy3, the Snowball algorithm for English
(https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import sys
import threading
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

from karavan.kernel.text.fold import fold

# A lemma costs some 60 µs the first time. 16,384 forms are nearly all running words of the texts of a city
# and take about 6 MB here.
_WORD_CACHE = 16_384
_READINGS_CACHE = 2_048
_MAX_WORD = 40
# A reading rarer than this is noise of the dictionary ("день" as a form of "деть").
_LIKELY_READING = 0.1
_MIN_STEM = 3
_MIN_NAME = 6

# Where a form belongs to several words («парки»: парк, парка, парок), a text about culture means these.
_CULTURE_WORDS = """
    ария вечер викторина галерея графика день детский зал йога каток квест керамика кино концерт кукла
    лекция лес мастерская музей музыка набережная опера орган оркестр парк песня пианино планета пожилой
    премьера сказка сцена танец театр техника хор школа
"""
_PREFERRED = frozenset(_CULTURE_WORDS.split())

_RUSSIAN = re.compile("[а-я]+")
_LATIN = re.compile("[a-z]+")
# Words that the dictionary lacks are names nearly always, so only endings of cases are cut; those of
# adjectives follow a consonant («Аркаим» keeps its own). Of the forms of 5,600 names of OpenCorpora, taken as
# unknown, 96 % meet their nominative so; with the Snowball stem of Russian 75 % do.
_CASE_ENDING = re.compile(
    "(?:(?<=[бвгджзклмнпрстфхцчшщ])(?:ого|его|ому|ему|ыми|ими|ым|им|ых|их|ая|яя|ое|ее|ые|ие|ую|юю|ый|ий)"
    "|иями|иях|иям|ией|иею|ием|иев|ии|ию|ия|ие|ями|ами|ях|ах|ям|ам|ем|ом|ей|ой|ею|ою|ью|[аяуюеиыоьй])$"
)
_CYRILLIC_LETTER = re.compile("[а-я]")
_LATIN_LETTER = re.compile("[a-z]")
_ROMAN = re.compile("(?=.)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
# Letters drawn alike in both alphabets: a text typed with the wrong one in the middle of a word is read as
# meant.
_TO_CYRILLIC = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_TO_LATIN = str.maketrans("асеорхукмтнв", "aceopxykmthb")
# Centuries are often typed with Cyrillic "х": "ХХ век", "ХIХ".
_CYRILLIC_ROMAN = re.compile("х{2,3}")

_lock = threading.Lock()


@cache
def _analyser() -> Any:
    """Load the dictionary once, when the first Russian word is met (about 23 MB, 50 ms)."""
    # Imported by name, here and below, since these packages carry no types.
    with warnings.catch_warnings():
        # pymorphy3 (and the package of its dictionary) may import pkg_resources, which setuptools
        # deprecates; a warning of theirs is no error of ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        pymorphy = import_module("pymorphy3")
        dictionary = import_module("pymorphy3_dicts_ru")
        units = import_module("pymorphy3.units")
    # Only words of the dictionary: its guesses for unknown names differ from case to case, a stem does not.
    analyser = pymorphy.MorphAnalyzer(
        path=dictionary.get_path(), result_type=None, units=[units.DictionaryAnalyzer()]
    )
    # Only guesses need these 4 MB.
    analyser.dictionary.prediction_suffixes_dawgs.clear()
    return analyser


@cache
def _stemmer() -> Callable[[str], str]:
    name = "snowballstemmer"
    package = find_spec(name)
    assert package is not None
    # The head of the package imports thirty languages, 7 MB; the one that is needed stands without it.
    sys.modules.setdefault(name, module_from_spec(package))
    stemmer = import_module(f"{name}.english_stemmer").EnglishStemmer()
    if not hasattr(sys.modules[name], "stemmer"):
        del sys.modules[name]
    stem: Callable[[str], str] = stemmer.stemWord
    return stem


def _stem_english(word: str) -> str:
    # A Snowball object keeps the word being stemmed in itself, so two threads must not share a call.
    with _lock:
        return _stemmer()(word)


def _weighed_lemmas(word: str) -> list[tuple[str, float]]:
    """Folded lemmas of a Russian word with their probabilities, most likely first; [] if unknown."""
    with _lock:
        analyser = _analyser()
    weights: dict[str, float] = {}
    inflected: set[str] = set()
    parses = analyser.parse(word)
    for _, tag, normal_form, probability, *_ in parses:
        lemma = fold(normal_form)
        weights[lemma] = weights.get(lemma, 0.0) + probability
        if tag.POS in {"NOUN", "ADJF", "ADJS"}:
            inflected.add(lemma)
    # «Вечером в музее» must meet «вечер» and «бесплатно» — «бесплатный»: an adverb that is also a form of a
    # noun or of an adjective gives way to it.
    adverbs = {fold(parse[2]) for parse in parses if parse[1].POS in {"ADVB", "PRED"}} - inflected

    def rank(item: tuple[str, float]) -> tuple[bool, bool, float, bool, str]:
        lemma, weight = item
        return (
            lemma not in _PREFERRED,
            bool(inflected) and lemma in adverbs,
            -round(weight, 4),
            lemma != word,
            lemma,
        )

    return sorted(weights.items(), key=rank)


def _one_script(word: str) -> str:
    if _CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word):
        cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
        if _LATIN.fullmatch(latin) and _ROMAN.fullmatch(latin):
            return latin
        if not _LATIN_LETTER.search(cyrillic):
            return cyrillic
        if not _CYRILLIC_LETTER.search(latin):
            return latin
    elif _CYRILLIC_ROMAN.fullmatch(word):
        return word.translate(_TO_LATIN)
    return word


def _stem_unknown(word: str) -> str:
    ending = _CASE_ENDING.search(word, _MIN_STEM)
    stem = word[: ending.start()] if ending else word
    # «Ахметгалеев» is a surname as well as it may be a genitive plural («флешмобов»); cut in every case.
    return stem[:-2] if stem.endswith(("ов", "ев")) and len(stem) >= _MIN_NAME else stem


def is_known(word: str) -> bool:
    """True if the folded word is a Russian word of the dictionary, in any form."""
    return _RUSSIAN.fullmatch(word) is not None and bool(_weighed_lemmas(word))


@lru_cache(maxsize=_WORD_CACHE)
def analyse_word(word: str) -> str:
    """Return the index term of one folded word (letters of any script, no spaces or hyphens)."""
    # The forms of a word share one string of its term, here and in the indexes that keep it.
    return sys.intern(_analyse(word))


def _analyse(word: str) -> str:
    word = _one_script(word[:_MAX_WORD])
    if _RUSSIAN.fullmatch(word):
        lemmas = _weighed_lemmas(word)
        return lemmas[0][0] if lemmas else _stem_unknown(word)
    if _LATIN.fullmatch(word) and not _ROMAN.fullmatch(word):
        return _stem_english(word)
    return word


@lru_cache(maxsize=_READINGS_CACHE)
def readings(word: str) -> tuple[str, ...]:
    """Return every likely term of a folded word, the one that the index uses first: «стали» → стать, …"""
    first = analyse_word(word)
    if not _RUSSIAN.fullmatch(word):
        return (first,)
    others = (lemma for lemma, weight in _weighed_lemmas(word) if weight >= _LIKELY_READING)
    return tuple(dict.fromkeys((first, *others)))
