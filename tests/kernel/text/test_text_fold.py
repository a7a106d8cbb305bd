import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.text import fold, plain
from karavan.kernel.text.fold import fold_with_offsets

FOLDED = [
    ("Молодёжный", "молодежный"),
    ("ЁЛКА", "елка"),
    ("Ёлка", "елка"),
    ("му\u0301зыка", "музыка"),
    ("Йога и\u0306", "йога й"),
    ("Café", "cafe"),
    ("Straße", "strasse"),
    ("Ｃｏｎｃｅｒｔ", "concert"),
    ("ﬁlm", "film"),
    ("«Щелкунчик»", '"щелкунчик"'),
    ("“Nutcracker”", '"nutcracker"'),
    ("O’Henry", "o'henry"),
    ("Гоголь — Моголь", "гоголь - моголь"),
    ("мастер‑класс", "мастер-класс"),
    ("1941–1945", "1941-1945"),
    ("  два \u00a0 слова\n\tтри ", "два слова три"),
    ("биб\u00adлио\u00adтека", "библиотека"),
    ("№ 16", "№ 16"),
    ("Ҡурай Һәм Көй", "ҡурай һәм көй"),
    ("", ""),
    (" \u00a0 ", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="аеёиуЁЙйИ \u0301\u0306\u0308\u00ad№oNЖß'’\u00a0", max_size=40))
def test_fold_twice_is_fold_once_where_marks_and_letters_meet(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_offsets_are_in_the_text_and_never_go_back(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@given(st.text(alphabet="абвё й ЖZx№ -«»", max_size=60))
def test_folding_with_offsets_gives_what_fold_gives(text: str) -> None:
    assert fold_with_offsets(text)[0] == fold(text)


PLAIN = [
    ("просто  текст", "просто текст"),
    ("<p>Один</p><p>два</p>", "Один два"),
    ("Вход&nbsp;свободный &amp; радостный", "Вход свободный & радостный"),
    ("слово<br>слово", "слово слово"),
    ("сло<b>во</b>", "слово"),
    ("<ul><li>а</li><li>б</li></ul>", "а б"),
    ("<style>p{}</style>текст<script>alert('x')</script>", "текст"),
    ("5 < 6 и 7 > 6", "5 < 6 и 7 > 6"),
    ("&laquo;Гроза&raquo;", "«Гроза»"),
    ("<![x", "<![x"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), PLAIN)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text(alphabet="<>!/[]-&;#x p\"'абв", max_size=60))
def test_plain_survives_any_markup(html: str) -> None:
    assert plain(html) == " ".join(plain(html).split())


@pytest.mark.parametrize(
    "html",
    [
        "<p>Концерт <b>хора</b></p><p>в парке</p>",
        '<p class="lead">Раз<br>два</p><ul><li>три</li></ul>',
        '<a href="https://example.org/?a=1">Афиша</a>, 3 > 2',
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<P>Заглавный <EM>тег</EM></P>",
        "<p>Не закрыт <b>тег",
        "<script>нет</script><p>да</p>",
    ],
)
def test_the_short_way_says_what_the_parser_says(html: str) -> None:
    # A comment means nothing, and sends the text the long way round.
    assert plain(html) == plain(f"{html}<!-- -->")
