"""What a query asks of an index: each word as typed, in other letters, from a wrong layout, with a typo."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from karavan.kernel.text.fold import fold_with_offsets
from karavan.kernel.text.kin import kin_of
from karavan.kernel.text.layout import has_layout_marks, switched
from karavan.kernel.text.morphology import analyse_word, is_known, readings
from karavan.kernel.text.pairs import russian_terms
from karavan.kernel.text.scan import Piece, is_weak, scan
from karavan.kernel.text.translit import other_alphabet
from karavan.kernel.text.vocabulary import Vocabulary

How = Literal["exact", "translit", "layout", "typo", "prefix", "missing"]

MAX_QUERY = 200
"""Characters of a query that are read; the rest is left out."""
MAX_WORDS = 12
MAX_ALTERNATIVES = 16
_MIN_PREFIX = 3
_MIN_TYPO = 4
# Shorter words in other letters come near to too many others by chance.
_MIN_TRANSLIT = 5
_MIN_TYPO_TRANSLIT = 6
_MIN_TWO_TYPOS = 9
_MIN_SUGGESTION = 6
_MAX_TYPO_WORD = 40
# A word far rarer than the best correction is more likely another word than the one meant.
_RARE = 0.1
_TYPO_ALTERNATIVES = 3
_SPELLINGS = 4
# Two errors cost milliseconds to look for; a query with more unknown words than this is not a question.
_MAX_THOROUGH = 3
_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One word of a query; a document matches if it holds any of `alternatives`, the best of which come
    first.

    `raw` is the word as typed, `how` the step that found it ("missing": none did, and `alternatives` is
    empty), `suggestion` a correct spelling for people where the word as typed is not one.
    """

    raw: str
    alternatives: tuple[str, ...]
    how: How
    suggestion: str | None = None


class _Hit(NamedTuple):
    alternatives: tuple[str, ...]
    how: How
    suggestion: str | None = None


class _Word(NamedTuple):
    start: int
    end: int
    hit: _Hit


def analyse_query(query: str, vocabulary: Vocabulary) -> list[QueryTerm]:
    """Return the words of `query` as terms of the index; [] where it has neither letters nor digits.

    The words are to be joined by "and". Each is tried, until one step hits the vocabulary, as: the word
    itself (an English word with its Russian pairs, a Russian one with its kin), transliteration, the other
    keyboard layout, the beginning of a word (the last word only), a word with one typing error (two from 9
    letters on). Never raises; at most 200 characters and 12 words are read.
    """
    query = query[:MAX_QUERY]
    return [
        QueryTerm(query[start:end], hit.alternatives, hit.how, hit.suggestion)
        for start, end, hit in _words(query, vocabulary)
    ]


def correction(query: str, vocabulary: Vocabulary) -> str | None:
    """Return `query` with the mistyped words replaced, for «Возможно, вы искали»; None if none is."""
    query = query[:MAX_QUERY]
    parts: list[str] = []
    position = 0
    for start, end, hit in _words(query, vocabulary):
        if hit.suggestion is not None:
            parts += [query[position:start], hit.suggestion]
            position = end
    return "".join([*parts, query[position:]]) if parts else None


def _words(query: str, vocabulary: Vocabulary) -> list[_Word]:
    """The words of a query with their place in it."""
    folded, offsets = fold_with_offsets(query)
    found: list[_Word] = []
    for start, end, hit in _hits(folded[:MAX_QUERY], vocabulary):
        first, last = offsets[start], offsets[end]
        # Spaces that folding dropped around the word belong to no word.
        last = first + len(query[first:last].rstrip())
        first = last - len(query[first:last].lstrip())
        found.append(_Word(first, last, hit))
        if len(found) == MAX_WORDS:
            break
    return found


def _hits(folded: str, vocabulary: Vocabulary) -> Iterator[_Word]:
    groups = [list(group) for _, group in groupby(scan(folded), key=lambda piece: piece.token)]
    meaning = [group for group in groups if not all(is_weak(piece) for piece in group)] or groups
    last = meaning[-1] if meaning else None
    marked = {chunk.span() for chunk in _CHUNK.finditer(folded) if has_layout_marks(chunk[0])}
    skip_to = 0
    missing = 0
    for group in meaning:
        if group[0].start < skip_to:
            continue
        chunk = next((span for span in marked if span[0] <= group[0].start < span[1]), None)
        if chunk is not None and (hit := _chunk_hit(folded[slice(*chunk)], group, vocabulary)):
            skip_to = chunk[1]
            yield _Word(*chunk, hit)
        else:
            for word in _token_hits(
                group, vocabulary, is_last=group is last, thorough=missing < _MAX_THOROUGH
            ):
                missing += word.hit.how == "missing"
                yield word


def _chunk_hit(chunk: str, group: list[Piece], vocabulary: Vocabulary) -> _Hit | None:
    """A run without spaces where marks are letters ("vjkjlt;ysq") or soft and hard signs ("fil'm")."""
    if any(_exact(piece.surface, vocabulary) for piece in group):
        return None
    # A comma or a full stop may as well be one.
    for text in dict.fromkeys((chunk, chunk.rstrip(",."), chunk.strip("'"))):
        other = switched(text)
        if other and (alternatives := _exact(other, vocabulary)):
            return _Hit(alternatives, "layout", other)
    # The soft and the hard sign are apostrophes in most romanisations: "fil'm".
    return _transliterated(chunk.strip(",.'"), vocabulary) if "'" in chunk else None


def _token_hits(
    group: list[Piece], vocabulary: Vocabulary, *, is_last: bool, thorough: bool
) -> Iterator[_Word]:
    whole = next((piece for piece in group if piece.whole), None)
    parts = [piece for piece in group if not piece.whole and not is_weak(piece)] or group
    if whole is not None and whole.term.startswith("№"):
        # «№ 16» asks for the library of that number, not for any 16, unless none is written so.
        exact = (
            _Hit((whole.term,), "exact") if whole.term in vocabulary else _number_hit(parts[0], vocabulary)
        )
        yield _Word(whole.start, whole.end, exact)
        return
    if whole is not None and whole.term in vocabulary and any(part.term not in vocabulary for part in parts):
        yield _Word(whole.start, whole.end, _Hit((whole.term,), "exact"))
        return
    for piece in parts:
        final = is_last and piece is parts[-1]
        yield _Word(piece.start, piece.end, _piece_hit(piece, vocabulary, is_last=final, thorough=thorough))


def _number_hit(piece: Piece, vocabulary: Vocabulary) -> _Hit:
    return _Hit((piece.term,), "exact") if piece.term in vocabulary else _Hit((), "missing")


def _piece_hit(piece: Piece, vocabulary: Vocabulary, *, is_last: bool, thorough: bool) -> _Hit:
    word = piece.surface
    if not word.isalpha():
        return _number_hit(piece, vocabulary)
    if alternatives := _exact(word, vocabulary):
        return _Hit(alternatives, "exact")
    if len(word) > _MAX_TYPO_WORD:
        return _Hit((), "missing")
    return (
        _transliterated(word, vocabulary)
        or _switched(word, vocabulary)
        or (_completed(word, vocabulary) if is_last else None)
        or _mistyped(word, vocabulary)
        or (_mistyped_twice(word, vocabulary) if thorough else None)
        or _Hit((), "missing")
    )


def _exact(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    possible = readings(word)
    possible += russian_terms(possible[0]) + kin_of(possible[0])
    return tuple(term for term in dict.fromkeys(possible) if term in vocabulary)[:MAX_ALTERNATIVES]


def _transliterated(word: str, vocabulary: Vocabulary) -> _Hit | None:
    if len(word) < _MIN_PREFIX:
        return None
    spellings = other_alphabet(
        word,
        _SPELLINGS,
        accepts=vocabulary.has_prefix,
        whole=lambda spelling: vocabulary.term_of(spelling) is not None,
    )
    if not spellings and len(word) >= _MIN_TRANSLIT:
        # An inflected form may be in no vocabulary while its lemma is.
        spellings = [s for s in other_alphabet(word, 2 * _SPELLINGS) if analyse_word(s) in vocabulary]
    if not spellings:
        return None
    known = (vocabulary.term_of(spelling) or analyse_word(spelling) for spelling in spellings)
    return _Hit(tuple(dict.fromkeys(known)), "translit", spellings[0])


def _switched(word: str, vocabulary: Vocabulary) -> _Hit | None:
    other = switched(word)
    if other and (alternatives := _exact(other, vocabulary)):
        return _Hit(alternatives, "layout", other)
    return None


def _completed(word: str, vocabulary: Vocabulary) -> _Hit | None:
    """The beginning of a word, typed in its own letters, in the other alphabet or on the other layout."""
    if len(word) < _MIN_PREFIX:
        return None
    beginnings = [word]
    if word.isascii():
        beginnings += other_alphabet(word, 1, accepts=vocabulary.has_prefix)
    if other := switched(word):
        beginnings.append(other)
    for beginning in beginnings:
        if alternatives := vocabulary.prefixed(beginning, MAX_ALTERNATIVES):
            return _Hit(tuple(alternatives), "prefix")
    return None


def _spellings(word: str) -> list[str]:
    if len(word) < _MIN_TYPO_TRANSLIT or not word.isascii():
        return [word]
    other = switched(word)
    return [word, *other_alphabet(word, 2), *([other] if other else [])]


def _mistyped(word: str, vocabulary: Vocabulary) -> _Hit | None:
    if is_known(word):
        # «Карта» is what was meant, not «Карла»; the index just lacks it.
        return _Hit((), "missing", next(iter(vocabulary.near(word, 1, 1)), None))
    for spelling in _spellings(word):
        for text in dict.fromkeys((spelling, analyse_word(spelling))):
            if len(text) >= _MIN_TYPO and (near := vocabulary.near(text, 1, 2 * _TYPO_ALTERNATIVES)):
                return _near_hit(near, vocabulary)
    return None


def _mistyped_twice(word: str, vocabulary: Vocabulary) -> _Hit | None:
    """Two errors: enough to search by in a long word, to suggest to people in a shorter one."""
    if len(word) >= _MIN_TWO_TYPOS:
        for text in dict.fromkeys((word, analyse_word(word))):
            if near := vocabulary.near(text, 2, 2 * _TYPO_ALTERNATIVES):
                return _near_hit(near, vocabulary)
    elif len(word) >= _MIN_SUGGESTION:
        likely = (near for near in vocabulary.near(word, 2, 5) if near[0] == word[0])
        return _Hit((), "missing", next(likely, None))
    return None


def _near_hit(near: list[str], vocabulary: Vocabulary) -> _Hit:
    least = vocabulary.frequency(near[0]) * _RARE
    frequent = (vocabulary.term_of(word) or word for word in near if vocabulary.frequency(word) >= least)
    return _Hit(tuple(dict.fromkeys(frequent))[:_TYPO_ALTERNATIVES], "typo", near[0])
