"""The drawings of docs/design are what the script draws, and no page goes undrawn."""

import re

import pytest
from pictures.drawn.book import FOLDER, PAGES, drawings
from pictures.drawn.lettering import BOLD, HEAD, lines, width
from pictures.drawn.tokens import ROOT, SCHEMES, contrast, palette, size

from karavan.ui.posters.palette import ART

# What stands in for a page that could not be made, and refusals, which are drawn as 404 is.
UNDRAWN = {"404.html", "portal/refused.html", "portal/gallery.html"}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return drawings()


def test_what_is_committed_is_what_the_script_draws(drawn):
    committed = {
        str(file.relative_to(FOLDER).with_suffix("")): file.read_text(encoding="utf-8")
        for file in FOLDER.rglob("*.svg")
    }
    assert sorted(committed) == sorted(drawn)
    assert [name for name, svg in drawn.items() if committed[name] != svg] == []


def test_every_page_template_has_its_drawing():
    folders = [
        ROOT / "src" / "karavan" / "portal" / "templates",
        ROOT / "src" / "karavan" / "ui" / "templates",
    ]
    pages = {
        str(file.relative_to(folder))
        for folder in folders
        for file in folder.rglob("*.html")
        if not file.name.startswith("_")
        and file.name != "base.html"
        and file.parent.name not in {"ui", "parts"}
    }
    listed = [template for page in PAGES.values() for template in page.templates]
    assert len(listed) == len(set(listed))
    assert sorted(pages - set(listed) - UNDRAWN) == []


def test_the_book_shows_every_drawing(drawn):
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\.svg\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(drawn)


@pytest.mark.parametrize("name", ["pages/today", "plates/posters"])
def test_a_drawing_stands_alone(drawn, name):
    """No font, no script, no other file: an image as GitHub shows it."""
    svg = drawn[name]
    assert re.findall(r"<(?:text|script|image|foreignObject)\b", svg) == []
    assert {link[0] for link in re.findall(r'href="(.)', svg)} == {"#"}
    defined, used = set(re.findall(r' id="([^"]+)"', svg)), set(re.findall(r'href="#([^"]+)"', svg))
    assert used - defined == set()
    paints = set(re.findall(r"var\(--([a-z0-9-]+)\)", svg))
    assert paints - set(re.findall(r"--([a-z0-9-]+):#", svg)) == set()


def test_tokens_are_read_as_the_browser_reads_them():
    assert palette("light")["steel"] == "#c2410c"
    assert palette("dark")["steel"] == "#fb923c"
    assert palette("dark")["art-ink"] == ART["ink"]
    assert {palette(scheme)["error"] for scheme in SCHEMES} == {"#000000", "#ffffff", "#063462"}
    assert (size("gap-7", 360), size("size-day", 1280), size("size-h1", 360)) == (
        48,
        220.8,
        pytest.approx(25.52),
    )
    with pytest.raises(ValueError, match="no scheme"):
        palette("sepia")


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_wcag(one, other, figure):
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == figure


def test_text_colours_reach_the_contrast_of_text():
    for scheme in ("light", "dark", *SCHEMES):
        colours = palette(scheme)
        roles = [name for name in colours if name.startswith("kind-")]
        roles += ["ink", "muted", "steel", "malachite", "warning", "error"]
        low = {name for name in roles if contrast(colours[name], colours["paper"]) < 4.5}
        assert low == set(), scheme
        assert contrast(colours["line-strong"], colours["paper"]) >= 3


def test_lines_break_between_words_only():
    text = "Органные сумерки: Бах\u00a0и\u00a0Франк"
    broken = lines(text, 18, HEAD, 200)
    assert " ".join(broken) == text
    assert broken[-1] == "Бах\u00a0и\u00a0Франк"
    assert width("", 18, BOLD) == 0
