import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.ui.posters import COMPOSITIONS, FAMILIES, RATIOS, poster_svg
from karavan.ui.posters.canvas import Canvas, Stream, number
from karavan.ui.posters.motifs import MOTIFS
from karavan.ui.posters.palette import ART, PALETTES, paints
from karavan.ui.posters.tension import LAYOUTS

SEEDS = [str(seed) for seed in range(200)]
SVG = "{http://www.w3.org/2000/svg}"


def test_there_are_twelve_families_with_ten_compositions_or_more() -> None:
    assert len(FAMILIES) == 12
    assert {family: len(ways) for family, ways in COMPOSITIONS.items() if len(set(ways)) < 10} == {}


def shapes(svg: str) -> tuple[str, ...]:
    """The drawing without its numbers and paints: what it is built of."""
    return tuple(re.sub(r"[-\d.]+|#\w+", "", part) for part in re.findall(r"<[^/][^>]*>", svg))


@pytest.mark.parametrize("family", FAMILIES)
def test_eight_events_in_a_row_look_different(family: str) -> None:
    """Another composition or another palette, and most of the time another build."""
    drawn = [poster_svg(family, f"event-{number}") for number in range(1, 25)]
    assert len(set(drawn)) == 24
    assert len({shapes(svg) for svg in drawn}) >= 14


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("motif", [0, 1])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_layout_holds_every_motif(family: str, motif: int, layout) -> None:
    for ratio, (width, height) in RATIOS.items():
        for turn in range(4):
            stream = Stream(f"{family}|{turn}")
            colours = paints(stream.pick(PALETTES[family]), dark=turn % 2 == 0)
            canvas = Canvas(width, height, colours.ground)
            layout(canvas, stream, colours, MOTIFS[family][motif])
            svg = canvas.svg()
            assert len(svg.encode()) <= 3000, (ratio, turn)
            assert svg.count(f'="{colours.spark}"') >= 1, (ratio, turn)


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
