import shutil

from reach.drawing import letters as module
from reach.drawing.letters import CAP_HEIGHT, UNITS, letters, set_line, width_of, wrap


def test_without_the_cut_letters_headings_are_text(tmp_path, monkeypatch):
    shutil.copy(module.__file__, tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "letters.py"))
    letters.cache_clear()
    try:
        line, width = set_line("24", 10, 100, 50)
        assert line == '<text x="10" y="100" font-size="50" font-weight="800">24</text>'
        assert width == 75
        assert set_line("∞", 0, 0, 50)[0].startswith("<path ")
    finally:
        letters.cache_clear()


def test_digits_latin_and_cyrillic_have_outlines():
    assert all(letters()[sign].outline for sign in "0123456789AZazАЯаяёЁ∞%")
    assert letters()[" "].outline == ""


def test_a_line_is_as_wide_as_its_letters():
    path, width = set_line("24", 10, 100, 50)
    assert width == width_of("24", 50)
    assert width == (letters()["2"].advance + letters()["4"].advance) * 50 / UNITS
    assert path.startswith('<path transform="translate(10 100) scale(0.05)" d="M')
    assert 0 < CAP_HEIGHT < 1


def test_a_sign_without_an_outline_is_written_as_text():
    path, width = set_line("漢 & 字", 10, 100, 50)
    assert path.startswith("<text ")
    assert "漢 &amp; 字" in path
    assert width > 0


def test_long_headings_break_between_words():
    lines = wrap("How long it takes to the nearest theatre", 24, 300)
    assert len(lines) > 1
    assert " ".join(lines) == "How long it takes to the nearest theatre"
    assert all(width_of(line, 24) <= 300 for line in lines)
    assert wrap("", 24, 300) == []
