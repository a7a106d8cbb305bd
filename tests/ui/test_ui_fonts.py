"""The cut fonts: their characters, their licence, and when they are made anew."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

import karavan.ui
from karavan.ui.fonts import RECIPES, SOURCES, ensure_fonts, make_fonts

UI = Path(karavan.ui.__file__).parent
PACKAGES = Path(settings.NODE_MODULES)
NAMES = ["golos-basic.woff2", "golos-russian.woff2", "unbounded-basic.woff2", "unbounded-cyrillic.woff2"]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("fonts") / "made"
    assert make_fonts(PACKAGES, target) == [target / name for name in NAMES]
    return target


def promised(name: str) -> set[int]:
    """The characters for which `tokens.css` sends a browser to this file."""
    css = (UI / "static/ui/css/tokens.css").read_text(encoding="utf-8")
    match = re.search(rf'url\("\.\./fonts/{re.escape(name)}"\)[^;]*;\s*unicode-range: ([^;]+);', css)
    assert match is not None, name
    codes: set[int] = set()
    for part in match[1].replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


# What the originals lack comes from the next family of the stack, and no further file is fetched for it.
@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("golos-basic.woff2", set()),
        ("golos-russian.woff2", set()),
        ("unbounded-basic.woff2", {0x2009, 0x202F, 0x20BD}),
        ("unbounded-cyrillic.woff2", {0x4B0, 0x4B1}),
    ],
)
def test_a_font_holds_what_the_styles_promise(made: Path, name: str, lacking: set[int]) -> None:
    held = set(TTFont(made / name).getBestCmap())
    assert held == promised(name) - lacking


def test_the_folder_holds_the_fonts_and_their_stamp_only(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == [".made-from", *NAMES]


def test_weights(made: Path) -> None:
    basic, russian, *heads = [TTFont(made / name) for name in NAMES]
    for golos in (basic, russian):
        assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in golos["fvar"].axes] == [
            ("wght", 400, 700)
        ]
    assert [("fvar" in font, font["OS/2"].usWeightClass) for font in heads] == [(False, 800), (False, 800)]


def test_rouble_and_narrow_space_of_golos(made: Path) -> None:
    font = TTFont(made / "golos-basic.woff2")
    names, widths = font.getBestCmap(), font["hmtx"]
    lender = TTFont(PACKAGES / RECIPES[0].rouble)
    rouble = lender.getBestCmap()[0x20BD]
    assert widths[names[0x20BD]] == lender["hmtx"][rouble]
    assert font["glyf"][names[0x20BD]].coordinates == lender["glyf"][rouble].coordinates
    # It grows bold with the text around it.
    assert len(font["gvar"].variations[names[0x20BD]]) > 0
    assert widths[names[0x202F]][0] == round(widths[names[0x20]][0] * 0.55)
    assert font["glyf"][names[0x202F]].numberOfContours == 0


@pytest.mark.parametrize("recipe", RECIPES, ids=NAMES)
def test_copyright_licence_and_date_are_the_originals(made: Path, recipe) -> None:
    font, original = TTFont(made / recipe.name), TTFont(PACKAGES / recipe.source)
    for name_id in (0, 1, 14):  # copyright, family, address of the licence
        assert font["name"].getDebugName(name_id) == original["name"].getDebugName(name_id)
    assert font["name"].getDebugName(14) == "https://scripts.sil.org/OFL"
    assert font["head"].modified == original["head"].modified


@pytest.mark.parametrize("package", sorted({"/".join(source.split("/")[:2]) for source in SOURCES}))
def test_no_font_name_is_reserved(package: str) -> None:
    """A cut font is a modified version: it may keep the name only while the licence reserves none."""
    notice, licence = (PACKAGES / package / "LICENSE").read_text(encoding="utf-8").split("PREAMBLE", 1)
    assert "SIL Open Font License, Version 1.1" in notice
    assert "reserved" not in notice.lower()
    assert "Reserved Font Name" in licence


def test_the_source_tree_holds_no_font() -> None:
    suffixes = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
    assert [path for path in UI.parent.rglob("*") if path.suffix in suffixes] == []


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(made: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from karavan.ui.fonts import make_fonts; "
    code += "make_fonts(*map(Path, sys.argv[1:]))"
    env = os.environ | {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(UI.parents[1])}
    subprocess.run([sys.executable, "-c", code, str(PACKAGES), str(tmp_path)], env=env, check=True)
    for name in (*NAMES, ".made-from"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name


def test_fresh_fonts_are_left_alone(made: Path) -> None:
    before = [(made / name).stat().st_mtime_ns for name in NAMES]
    assert ensure_fonts(PACKAGES, made) == [made / name for name in NAMES]
    assert [(made / name).stat().st_mtime_ns for name in NAMES] == before


@pytest.mark.slow
def test_a_missing_font_is_made_again(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "fonts"
    shutil.copytree(made, target)
    (target / NAMES[1]).unlink()
    ensure_fonts(PACKAGES, target)
    assert (target / NAMES[1]).read_bytes() == (made / NAMES[1]).read_bytes()


@pytest.mark.slow
def test_other_packages_make_other_fonts(made: Path, tmp_path: Path) -> None:
    packages, target = tmp_path / "packages", tmp_path / "fonts"
    for source in SOURCES:
        (packages / source).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, packages / source)
    shutil.copytree(made, target)
    newer = TTFont(packages / RECIPES[2].source)
    newer["head"].fontRevision = 9.5
    newer.save(packages / RECIPES[2].source)
    ensure_fonts(packages, target)
    assert TTFont(target / NAMES[2])["head"].fontRevision == 9.5
    assert (target / NAMES[0]).read_bytes() == (made / NAMES[0]).read_bytes()


def test_without_packages_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ensure_fonts(tmp_path / "none", tmp_path / "fonts")
    assert list((tmp_path / "fonts").iterdir()) == []
