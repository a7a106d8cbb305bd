"""Where the outlines of headings come from, and that they are what the fonts hold."""

import csv
import io
from pathlib import Path

import pytest

from reach.drawing.letters import CAP_HEIGHT, UNITS, letters, set_line, width_of, wrap

ROOT = Path(__file__).parents[3]
FONT = ROOT / "node_modules/@fontsource-variable/unbounded/files/unbounded-{}-wght-normal.woff2"
WEIGHT = 800
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x400, 0x460),
    *map(ord, "–—…№∞≤≥−×·"),
]


def cut():
    """The table of outlines as :mod:`reach.drawing` ships it, cut anew from the npm fonts."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["character", "advance", "outline"])
    found = {}
    for part in ("latin", "latin-ext", "cyrillic", "cyrillic-ext"):
        font = instantiateVariableFont(TTFont(str(FONT).format(part)), {"wght": WEIGHT})
        assert font["head"].unitsPerEm == UNITS
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        for code in CHARACTERS:
            if code in names and code not in found:
                pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
                glyphs[names[code]].draw(TransformPen(pen, (1, 0, 0, -1, 0, 0)))
                found[code] = (round(glyphs[names[code]].width), pen.getCommands())
    for code in sorted(found):
        writer.writerow([f"{code:04X}", *found[code]])
    return text.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not Path(str(FONT).format("latin")).is_file(), reason="npm ci has not been run")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_outlines_are_those_of_the_font():
    shipped = ROOT / "src/reach/drawing/letters.csv"
    assert cut() == shipped.read_text(encoding="utf-8")


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
