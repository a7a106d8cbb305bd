"""Cutting a folded text into words, numbers and marks, each with its place and index term."""

import re
from typing import NamedTuple

from karavan.kernel.text.fold import fold
from karavan.kernel.text.morphology import analyse_word

_FUNCTION_WORDS = """
    и в во на с со по для у к ко о об от до из за а но или же ли бы
    the of and a an in on at for to with by or from
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())

_TOKEN = re.compile(
    r"""
      (?P<sign> (?: № | (?<![^\W_]) n (?:[or]\.?|\.)? ) \s? (?P<number>[0-9]{1,20}) (?![0-9]) )
    | (?P<age> (?<![^\W_]) [0-9]{1,2} \+ (?![0-9]) )
    | (?P<word> [^\W_]+ (?: -[^\W_]+ )* ) (?: 's (?![^\W_]) )?
    """,
    re.VERBOSE,
)
_PIECE = re.compile(r"[0-9]+|[^\W0-9_]+")
_MAX_NUMBER = 20


class Piece(NamedTuple):
    """An analysed piece of a folded text: `text[start:end]` gives `term`; `token` counts tokens."""

    start: int
    end: int
    surface: str
    term: str
    token: int
    whole: bool
    """True for a term of a whole compound token («мастер-класс», «№ 16»), beside those of its parts."""


def _number(digits: str) -> str:
    return (digits.lstrip("0") or "0")[:_MAX_NUMBER]


def scan(folded: str) -> list[Piece]:
    """Return the pieces of a folded text in order, stop words included."""
    pieces: list[Piece] = []
    for token, match in enumerate(_TOKEN.finditer(folded)):
        word = match["word"]
        start = match.start()
        if word is None:
            _scan_mark(match, token, pieces)
        elif word.isalpha():
            pieces.append(Piece(start, start + len(word), word, analyse_word(word), token, False))
        else:
            _scan_compound(word, start, token, pieces)
    return pieces


def _scan_mark(match: re.Match[str], token: int, pieces: list[Piece]) -> None:
    start, end = match.span()
    if match["age"] is not None:
        age = f"{int(match['age'][:-1])}+"
        pieces.append(Piece(start, end, match["age"], age, token, False))
        return
    number = _number(match["number"])
    pieces.append(Piece(match.start("number"), end, number, number, token, False))
    pieces.append(Piece(start, end, f"№{number}", f"№{number}", token, True))


def _scan_compound(word: str, start: int, token: int, pieces: list[Piece]) -> None:
    parts = list(_PIECE.finditer(word))
    long_parts = [part for part in parts if len(parts) == 1 or len(part[0]) > 1 or part[0].isdecimal()]
    # «16-й», «3d», «e-mail»: a letter on its own says nothing; the whole does.
    for part in long_parts:
        text = part[0]
        number = text[0] in "0123456789"
        term = _number(text) if number else analyse_word(text)
        pieces.append(Piece(start + part.start(), start + part.end(), text, term, token, False))
    if len(parts) > 1 and not all(part[0][0] in "0123456789" for part in parts):
        joined = "".join(part[0] for part in parts)
        pieces.append(Piece(start, start + len(word), joined, analyse_word(joined), token, True))


def is_weak(piece: Piece) -> bool:
    """True for function words and single letters (initials), which a text has anywhere."""
    surface = piece.surface
    return surface in STOP_WORDS or (len(surface) == 1 and surface.isalpha() and surface.lower() < "\u0600")


def strong(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that mean something, or all of them where none does («С и В»)."""
    return [piece for piece in pieces if not is_weak(piece)] or pieces


def terms(text: str) -> list[str]:
    """Return the analysed terms of a text in order, as both the index and a query see it.

    Russian words give their lemma, unknown ones a stem, English ones a stem, Tatar and Bashkir ones
    themselves. «№ 16» gives "16" and "№16", «16+» gives "16+", «мастер-класс» gives its parts and
    "мастеркласс". Function words and single letters are left out unless the text has nothing else.
    `terms(fold(x)) == terms(x)`.
    """
    return [piece.term for piece in strong(scan(fold(text)))]


def surface_terms(text: str) -> list[tuple[str, str]]:
    """Return what `terms` gives with the folded words as written, (word, term): surfaces of a Vocabulary."""
    return [(piece.surface, piece.term) for piece in strong(scan(fold(text)))]
