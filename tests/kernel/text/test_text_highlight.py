import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.text import QueryTerm, highlight


def marked(text: str, *alternatives: str) -> str:
    """`text` with its marked ranges in square brackets."""
    parts, position = [], 0
    for start, end in highlight(text, [QueryTerm("", alternatives, "exact")]):
        parts += [text[position:start], "[", text[start:end], "]"]
        position = end
    return "".join([*parts, text[position:]])


MARKED = [
    ("Большой Концерт и концерты", ("концерт",), "Большой [Концерт] и [концерты]"),
    ("Молодёжная  выставка", ("молодежный", "выставка"), "[Молодёжная]  [выставка]"),
    ("Библиотека №  16, 16 мая", ("№16",), "Библиотека [№  16], 16 мая"),
    ("Библиотека № 16, 16 мая", ("16",), "Библиотека № [16], [16] мая"),
    ("Мастер-класс", ("класс",), "Мастер-[класс]"),
    ("Мастер-класс!", ("мастеркласс",), "[Мастер-класс]!"),
    ("Мастер-класс!", ("мастеркласс", "мастер"), "[Мастер-класс]!"),
    ("Му\u0301зыка и му\u0301за", ("музыка",), "[Му\u0301зыка] и му\u0301за"),
    ("\u00a0 Straße ﬁlm", ("film",), "\u00a0 Straße [ﬁlm]"),
    ("Children's theatre", ("children",), "[Children]'s theatre"),
    ("концерт", (), "концерт"),
    ("", ("концерт",), ""),
]


@pytest.mark.parametrize(("text", "alternatives", "expected"), MARKED)
def test_highlight(text: str, alternatives: tuple[str, ...], expected: str) -> None:
    assert marked(text, *alternatives) == expected


@given(st.text(alphabet="концертыКё №16-\u0301\u00a0ß+aN.", max_size=60))
def test_ranges_are_in_order_apart_and_not_empty(text: str) -> None:
    ranges = highlight(text, [QueryTerm("", ("концерт", "№16", "16", "1", "6"), "exact")])
    edges = [edge for pair in ranges for edge in pair]
    assert edges == sorted(set(edges))
    assert all(0 <= start < end <= len(text) for start, end in ranges)
