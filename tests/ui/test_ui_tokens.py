"""The tokens: contrast of every text on every ground, the two dark blocks equal, posters' paints the same."""

import re
from pathlib import Path

import pytest

from karavan.ui.posters import FAMILIES
from karavan.ui.posters.palette import ART, PALETTES

CSS = Path(__file__).parents[2] / "src/karavan/ui/static/ui/css"
TOKENS = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL)
DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")
TEXTS = ["ink", "muted", "steel", "malachite", "warning", "error", *(f"kind-{family}" for family in FAMILIES)]


def block(selector: str) -> dict[str, str]:
    """The declarations of the first rule with exactly this selector."""
    match = re.search(rf"(?:^|[}};{{])\s*{re.escape(selector)}\s*{{([^}}]*)}}", TOKENS)
    assert match is not None, selector
    return dict(DECLARATION.findall(match[1]))


LIGHT = block(":root")
DARK = LIGHT | block(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_formula_against_known_pairs() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["paper", "paper-2"])
def test_every_text_is_readable_on_paper(theme: dict[str, str], paper: str) -> None:
    faint = {name: contrast(theme[name], theme[paper]) for name in TEXTS}
    assert {name: ratio for name, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_filled_grounds_and_edges_of_controls(theme: dict[str, str]) -> None:
    # button, its hover, band, band note
    for text, ground in (("paper", "ink"), ("paper", "steel"), ("band-ink", "band"), ("band-muted", "band")):
        assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
    assert contrast(theme["line-strong"], theme["paper"]) >= 3
    assert contrast(theme["steel"], theme["paper"]) >= 3


@pytest.mark.parametrize("scheme", ["black-on-white", "white-on-black", "blue-on-sky", "brown-on-beige"])
def test_low_vision_schemes_pass_the_enhanced_level(scheme: str) -> None:
    colours = block(f':root[data-vision-scheme="{scheme}"]')
    assert contrast(colours["ink"], colours["paper"]) >= 7
    # Every hue collapses into the two colours of the scheme.
    flat = block(":root[data-vision-scheme]")
    assert set(flat.values()) == {"var(--ink)", "var(--paper)"}
    assert set(TEXTS) - {"ink"} - set(flat) == set()


def test_both_dark_blocks_are_the_same() -> None:
    assert block(':root:not([data-theme="light"])') == block(':root[data-theme="dark"]')


def test_poster_paints_are_the_tokens() -> None:
    assert {
        name.removeprefix("art-"): value for name, value in LIGHT.items() if name.startswith("art-")
    } == ART


def test_every_family_has_a_hue_and_palettes() -> None:
    assert {name.removeprefix("kind-") for name in LIGHT if name.startswith("kind-")} == set(FAMILIES)
    assert set(PALETTES) == set(FAMILIES)
    base = (CSS / "base.css").read_text(encoding="utf-8")
    assert {
        family for family in FAMILIES if f".kind-{family} {{ --kind: var(--kind-{family}); }}" in base
    } == set(FAMILIES)


def test_sizes_of_type_are_relative() -> None:
    """Every size on the screen follows the reader's own, so the low-vision panel has one thing to change."""
    for name in ("tokens.css", "base.css", "components.css"):
        screen = (CSS / name).read_text(encoding="utf-8").split("@media print")[0]
        assert re.findall(r"(?:font|font-size|--size-[\w-]+):[^;{}]*?\d(?:px|pt)\b[^;{}]*;", screen) == [], (
            name
        )


def test_colours_come_from_tokens_only() -> None:
    for name in ("base.css", "components.css"):
        screen = (CSS / name).read_text(encoding="utf-8").split("@media print")[0]
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])", screen) == [], name


def test_faces_of_a_family_share_one_weight_range() -> None:
    """Browsers join subsets into one face only when their ranges are equal."""
    faces = re.findall(r"@font-face \{(.*?)\}", TOKENS, flags=re.DOTALL)
    ranges: dict[str, set[str]] = {}
    for face in faces:
        family = re.search(r'font-family: "([^"]+)"', face)
        weight = re.search(r"font-weight: ([^;]+);", face)
        assert family is not None
        if "Fallback" not in family[1]:
            assert weight is not None
            assert "font-display: swap" in face
            ranges.setdefault(family[1], set()).add(weight[1])
    assert ranges == {"Golos Text": {"400 700"}, "Unbounded": {"800"}}
