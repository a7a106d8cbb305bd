"""What Word, LibreOffice and others put into the clipboard, and what becomes of it."""

from pathlib import Path

import pytest

from karavan.kernel.marks import from_marks, to_marks
from karavan.kernel.pasting import tidy_pasted

CLIPBOARDS = Path(__file__).parent / "clipboards"
WORD, LIBRE_OFFICE, DOCS = (
    (CLIPBOARDS / f"{name}.html").read_text() for name in ("word", "libreoffice", "documents")
)
LINK = '<a href="https://example.org/t?a=1&amp;b=2" rel="noopener nofollow">'


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            WORD,
            (
                "<p><strong>Новогодний концерт</strong></p>"
                f"<p>Приходите с <em>детьми</em>! {LINK}Билеты</a></p>"
                "<ul><li>Дед Мороз<ul><li>Снегурочка</li></ul></li><li>Подарки</li></ul>"
                "<ol><li>Первое отделение</li></ol>"
                "<p>Начало · 12:00</p>"
            ),
        ),
        (
            LIBRE_OFFICE,
            (
                "<p><strong>Выставка</strong> о <em>городе</em></p>"
                "<ul><li>первый зал</li><li>второй зал</li></ul>"
                "<p>Вход свободный</p>"
            ),
        ),
        (
            DOCS,
            "<p><strong>Лекция</strong> о небе</p><ul><li>Луна<ul><li>моря</li></ul></li><li>Марс</li></ul>",
        ),
        ("Строка\nвторая\n\nАбзац", "<p>Строка<br>вторая</p><p>Абзац</p>"),
        ("<p>• один</p><p>два</p>", "<p>• один</p><p>два</p>"),
        ("<h1>Заголовок</h1><h5>Ниже</h5>", "<h3>Заголовок</h3><h4>Ниже</h4>"),
        ("<p onclick='x()'>a<script>alert(1)</script><img src=x onerror=y></p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">знак</a>', "<p>знак</p>"),
        ("<p><b></b><i> </i></p>", ""),
        ("   ", ""),
        ("<blockquote><p>слова</p></blockquote>", "<blockquote><p>слова</p></blockquote>"),
        ("</p></b></ul>раз<b>два", "<p>раз<strong>два</strong></p>"),
    ],
)
def test_only_the_meaning_of_a_clipboard_is_kept(pasted, kept):
    assert tidy_pasted(pasted) == kept
    assert tidy_pasted(kept) == kept


TYPED = """Первый **жирный** абзац
строка [ссылка](https://example.org/t?a=1&b=2)

- раз
- два

### Заголовок

1. один
2. два

> цитата

конец _курсив_ < & >"""


def test_typed_marks_become_formatted_text_and_back():
    html = from_marks(TYPED)
    assert html == (
        f"<p>Первый <strong>жирный</strong> абзац<br>строка {LINK}ссылка</a></p>"
        "<ul><li>раз</li><li>два</li></ul><h3>Заголовок</h3><ol><li>один</li><li>два</li></ol>"
        "<blockquote><p>цитата</p></blockquote><p>конец <em>курсив</em> &lt; &amp; &gt;</p>"
    )
    assert to_marks(html) == TYPED
    assert tidy_pasted(html) == html


@pytest.mark.parametrize(
    "text", ["", "\n\n", "2*3*4 и a_b_c", "<b>не тег</b>", "[x](javascript:alert(1))", "- "]
)
def test_what_is_no_mark_stays_words(text):
    html = from_marks(text)
    assert from_marks(to_marks(html)) == html
    assert "<b>" not in html
    assert "href" not in html
