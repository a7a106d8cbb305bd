"""Words typed with the other keyboard layout switched on (standard Russian ЙЦУКЕН and US QWERTY)."""

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"

_TO_RUSSIAN = str.maketrans(_QWERTY, _JCUKEN.replace("ё", "е"))
_TO_ENGLISH = str.maketrans(_JCUKEN, _QWERTY)
_LAYOUT_MARKS = frozenset("`[];',.")


def switched(word: str) -> str | None:
    """Return a folded word as typed on the other layout, or None where that makes no word of letters.

    "rjywthn" → "концерт", "сщтсуке" → "concert".
    """
    latin = any("a" <= character <= "z" for character in word)
    cyrillic = any("а" <= character <= "я" for character in word)
    if latin == cyrillic:
        return None
    other = word.translate(_TO_RUSSIAN if latin else _TO_ENGLISH)
    return other if other.isalpha() else None


def has_layout_marks(chunk: str) -> bool:
    """True if a run without spaces holds marks that are letters on the Russian layout: ",fktn"."""
    return any(character in _LAYOUT_MARKS for character in chunk)
