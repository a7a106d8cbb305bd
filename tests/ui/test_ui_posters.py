import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.ui.posters import COMPOSITIONS, FAMILIES, RATIOS, poster_svg
from karavan.ui.posters.canvas import Stream, number
from karavan.ui.posters.palette import ART

SEEDS = [str(seed) for seed in range(200)]
SVG = "{http://www.w3.org/2000/svg}"


def test_there_are_twelve_families_with_three_compositions_or_more() -> None:
    assert len(FAMILIES) == 12
    assert {family: len(ways) for family, ways in COMPOSITIONS.items() if len(ways) < 3} == {}


@pytest.mark.parametrize("family", FAMILIES)
def test_posters_are_small_well_formed_and_various(family: str) -> None:
    drawn = set()
    for seed in SEEDS:
        for ratio, (width, height) in RATIOS.items():
            svg = poster_svg(family, seed, ratio=ratio)
            assert len(svg.encode()) <= 3000, (seed, ratio)
            root = ET.fromstring(svg)
            assert root.get("viewBox") == f"0 0 {width} {height}"
            assert re.search(r"nan|inf|e[-+]?\d", re.sub(r"#[0-9a-f]{6}", "", svg)) is None, (seed, ratio)
            assert root.findall(f".//{SVG}title") + root.findall(f".//{SVG}text") == []
            assert 'style="' not in svg
        drawn.add(poster_svg(family, seed))
    assert len(drawn) >= 180


@pytest.mark.parametrize("family", FAMILIES)
def test_every_composition_and_palette_of_a_family_is_used(family: str) -> None:
    picked = set()
    for seed in SEEDS:
        stream = Stream(f"{family}|{seed}")
        picked.add(stream.pick(COMPOSITIONS[family]))
    assert picked == set(COMPOSITIONS[family])


@given(
    family=st.sampled_from(FAMILIES),
    seed=st.text(max_size=40),
    ratio=st.sampled_from(list(RATIOS)),
    dark=st.booleans(),
)
def test_any_seed_draws_the_same_sound_picture(family: str, seed: str, ratio, dark: bool) -> None:
    svg = poster_svg(family, seed, ratio=ratio, dark=dark)
    assert svg == poster_svg(family, seed, ratio=ratio, dark=dark)
    assert len(svg.encode()) <= 3000
    ET.fromstring(svg)
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) - set(ART.values()) == set()


def test_the_picture_does_not_change_between_versions() -> None:
    """Addresses of posters are cached for ever: a changed stream would need a new address."""
    stream = Stream("theatre|1")
    assert [stream.whole(0, 999) for _ in range(4)] == [268, 398, 3, 712]


def test_dark_changes_neutrals_and_keeps_the_drawing() -> None:
    light, dark = poster_svg("music", "3"), poster_svg("music", "3", dark=True)
    assert light != dark
    assert re.sub(r"#[0-9a-f]{6}", "", light) == re.sub(r"#[0-9a-f]{6}", "", dark)


def test_unknown_family_is_drawn_as_other_and_unknown_ratio_refused() -> None:
    assert poster_svg("opera", "1") == poster_svg("other", "1")
    with pytest.raises(ValueError, match="16:9"):
        poster_svg("music", "1", ratio="16:9")  # type: ignore[arg-type]


@given(st.floats(min_value=-2000, max_value=2000))
def test_numbers_keep_a_tenth(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.0501


@given(st.text(), st.integers(-50, 50), st.integers(0, 60))
def test_stream_stays_in_its_bounds(text: str, low: int, span: int) -> None:
    stream = Stream(text)
    values = [stream.whole(low, low + span) for _ in range(20)]
    assert [value for value in values if not low <= value <= low + span] == []
    assert sorted(stream.mixed(range(span))) == list(range(span))
