import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.html import clean_html, plain_text

markup = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            "/",
            "b",
            "script",
            "a",
            "&",
            "lt;",
            "amp;",
            "#60;",
            " ",
            "\n",
            "\x00",
            "!",
            "ж",
            "\u200b",
            "\ud800",
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("", ""),
        ("<p>Один<br>два</p>", "<p>Один<br>два</p>"),
        ("<h3>А</h3><blockquote><em>б</em></blockquote>", "<h3>А</h3><blockquote><em>б</em></blockquote>"),
        ("<h1>А</h1><div>б</div><img src=x onerror=alert(1)>", "Аб"),
        ('<p onclick="x()" style="color:red" class="a">А</p>', "<p>А</p>"),
        ("<script>alert(1)</script><style>p{}</style>А", "А"),
        ("<ul><li>А</ul>", "<ul><li>А</li></ul>"),
        ("А & Б", "А &amp; Б"),
        ("А\x00Б\u202e", "АБ"),
    ],
)
def test_only_allowed_tags_stay(dirty, clean):
    assert clean_html(dirty) == clean


@pytest.mark.parametrize(
    "address", ["https://example.org/?a=1", "http://example.org", "mailto:a@example.org"]
)
def test_links_get_a_rel(address):
    assert clean_html(f'<a href="{address}" target="_blank">А</a>') == (
        f'<a href="{address}" rel="noopener nofollow">А</a>'
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "ftp://example.org", "/etc", "//evil"],
)
def test_other_addresses_go(address):
    assert clean_html(f'<a href="{address}">А</a>') == '<a rel="noopener nofollow">А</a>'


@given(markup)
def test_cleaning_html_twice_is_cleaning_once(text):
    once = clean_html(text)
    assert clean_html(once) == once


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Том \n &  Джерри\t", "Том & Джерри"),
        ("<b>К</b>онцерт<br>в <i>саду</i>", "Концерт в саду"),
        ("5 < 6 > 4 &copy=1", "5 < 6 > 4 &copy=1"),
        ("&laquo;Орлёнок&raquo;&nbsp;&#8470;&nbsp;16", "«Орлёнок» № 16"),
        ("&amp;lt;script&amp;gt;x", "x"),
        ("<<b>script>alert</script>", "alert"),
        ("<\x00b>А", "А"),
        ("но\u00adво\u200bсти\ufeff", "новости"),
        ("и\u0306", "й"),
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("\ud800А\x07", "А"),
    ],
)
def test_plain_text_has_no_markup(typed, plain):
    assert plain_text(typed) == plain


def test_lines_stay_where_they_are_wanted():
    assert plain_text(" а  б \r\n\r\n в\tг ", lines=True) == "а б\n\nв г"


@given(markup, st.booleans())
def test_plain_text_of_plain_text_is_the_same(text, lines):
    once = plain_text(text, lines=lines)
    assert plain_text(once, lines=lines) == once
    assert once.encode().decode() == once
