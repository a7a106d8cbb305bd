import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.drawing.bands import band
from reach.drawing.colour import MOST, PALETTES, THEMES, contrast, luminance, palette_of
from reach.drawing.frame import Box, Frame
from reach.drawing.marks import element, number
from reach.drawing.paths import dots, network, polyline, rings
from reach.streets.sphere import metres_between

BOX = Box(0, 0, 1000, 1000)


def walk(path):
    """The points that a path of relative moves visits, a list for each time the pen is put down."""
    at, strokes = np.zeros(2, dtype=int), []
    for letter, numbers in re.findall(r"([mlhz])([^mlhz]*)", path):
        steps = [int(one) for one in re.findall(r"-?\d+", numbers)]
        if letter == "m":
            at = at + steps
            strokes.append([tuple(at.tolist())])
        elif letter == "l":
            for right, down in zip(steps[::2], steps[1::2], strict=True):
                at = at + np.array([right, down])
                strokes[-1].append(tuple(at.tolist()))
        elif letter == "z":
            at = np.array(strokes[-1][0])
    return strokes


def test_rings_keep_their_corners_to_a_tenth():
    first = (np.array([10.0, 20.04, 20.0]), np.array([10.0, 10.0, 19.96]))
    second = (np.array([1.0, 2.0, 2.0, 1.0]), np.array([5.0, 5.0, 6.0, 5.0]))
    assert walk(rings([first, second])) == [
        [(100, 100), (200, 100), (200, 200)],
        [(10, 50), (20, 50), (20, 60)],
    ]


def test_a_ring_smaller_than_a_tenth_vanishes():
    assert rings([(np.array([1.0, 1.01, 1.0]), np.array([1.0, 1.0, 1.01]))]) == ""


def test_dots_stand_once_each():
    path = dots(np.array([3.0, 1.0, 3.0]), np.array([4.0, 2.0, 4.0]))
    assert [stroke[0] for stroke in walk(path)] == [(10, 20), (30, 40)]


def test_lines_go_through_their_points():
    assert walk(polyline(np.array([0.0, 1.0, 1.0, 2.5]), np.array([0.0, -1.0, -1.0, 0.0]))) == [
        [(0, 0), (10, -10), (25, 0)]
    ]
    assert polyline(np.array([1.0, 1.0]), np.array([2.0, 2.0])) == ""


@given(st.integers(0, 2**32 - 1))
def test_a_network_joins_what_its_pieces_join(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 1000, (2, 30)).round()
    tail, head = rng.integers(0, 30, (2, 50))
    path, step = network(x, y, tail, head, BOX, 10**6)
    assert step == 0.5
    points = [(round(a / step), round(b / step)) for a, b in zip(x, y, strict=True)]
    wanted = {
        frozenset((points[a], points[b])) for a, b in zip(tail, head, strict=True) if points[a] != points[b]
    }
    found = [frozenset(pair) for stroke in walk(path) for pair in pairwise(stroke)]
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_a_network_too_large_gets_a_coarser_grid():
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-100, 1100, (2, 4000))
    tail = np.arange(3999)
    path, step = network(x, y, tail, tail + 1, BOX, 20_000)
    assert len(path) <= 20_000 or step > 16
    assert step > 0.5
    visited = np.array([point for stroke in walk(path) for point in stroke]) * step
    assert visited.min() >= -step
    assert visited.max() <= 1000 + step


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("palette", sorted(PALETTES["light"]))
@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_palettes_rise_or_fall_in_luminance_step_by_step(theme, palette, count):
    colours = palette_of(palette, count, theme)
    light = np.array([luminance(colour) for colour in colours])
    steps = np.diff(light) * (1 if theme == "light" else -1)
    assert (steps > 0).all()
    least = min(contrast(one, two) for one, two in pairwise(colours))
    assert least > (1.2 if count <= 6 else 1.1)


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("palette", sorted(PALETTES["light"]))
def test_strong_colours_stand_out_and_weak_ones_can_still_be_seen(theme, palette):
    paper = THEMES[theme].paper
    colours = palette_of(palette, 6, theme)
    assert contrast(colours[0], paper) > 10
    assert contrast(colours[-1], paper) > 1.2


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#c2410c", "#fbfaf7") == contrast("#fbfaf7", "#c2410c")


def test_one_colour_is_the_accent():
    assert palette_of("steel", 1, "light") == ["#c2410c"]


def test_bounds_belong_to_the_band_below():
    found = band(
        np.array([0.0, 10.0, 10.5, 60.0, 60.5, np.inf]), (10, 60), np.ones(6), "over {}", counts=False
    )
    assert found.band.tolist() == [0, 0, 1, 1, 2, -1]
    assert found.labels == ["0–10", "10–60", "over 60"]
    assert found.shares.tolist() == [2 / 6, 2 / 6, 1 / 6, 1 / 6]
    assert found.median == 10.5


def test_whole_values_have_whole_labels():
    found = band(np.array([0.0, 1.0, 4.0, 9.0]), (0, 1, 3, 6), np.ones(4), "over {}", counts=True)
    assert found.labels == ["0", "1", "2–3", "4–6", "over 6"]
    assert band(np.array([0.0, 9.0]), (3, 6), np.ones(2), "over {}", counts=False).labels[1] == "3–6"
    assert band(np.array([0.5, 9.0]), (3, 6), np.ones(2), "over {}", counts=True).labels[1] == "3–6"


@given(
    st.lists(st.one_of(st.floats(-100, 200), st.just(float("inf"))), min_size=1, max_size=40),
    st.lists(st.integers(-50, 150), min_size=1, max_size=6, unique=True).map(sorted),
)
def test_shares_sum_to_one_and_the_median_halves(values, bounds):
    known = np.array(values)
    found = band(known, bounds, np.ones(len(known)), "over {}", counts=True)
    assert found.shares.sum() == pytest.approx(1)
    assert len(found.shares) == len(found.labels) + 1 == len(bounds) + 2
    assert (known <= found.median).mean() >= 0.5
    assert (known < found.median).mean() <= 0.5


def test_the_frame_is_true_to_scale():
    latitude, longitude = np.array([55.1, 55.2, 55.15]), np.array([3.0, 3.2, 3.05])
    frame = Frame.fit(latitude, longitude, BOX)
    x, y = frame.place(latitude, longitude)
    for one, two in ((0, 1), (1, 2), (0, 2)):
        ground = metres_between(latitude[[one]], longitude[[one]], latitude[[two]], longitude[[two]])[0]
        assert np.hypot(x[one] - x[two], y[one] - y[two]) * frame.metres == pytest.approx(ground, rel=2e-3)
    assert min(x.min(), y.min()) >= 40 - 1e-9
    assert max(x.max(), y.max()) <= 960 + 1e-9
    assert y[1] < y[0]


def test_the_scale_bar_is_round_and_not_too_long():
    frame = Frame(BOX, 55.0, 3.0, 13.0)
    assert frame.scale_bar(200) == (2000 / 13.0, "2 km")
    assert Frame(BOX, 55.0, 3.0, 1.0).scale_bar(200) == (200.0, "200 m")


def test_a_single_place_can_be_framed():
    frame = Frame.fit(np.array([55.0]), np.array([3.0]), BOX)
    assert [float(part[0]) for part in frame.place(np.array([55.0]), np.array([3.0]))] == [500.0, 500.0]


def test_elements_quote_what_they_are_given():
    assert element("g", "x", class_="a", stroke_width=1.5, fill='"<') == (
        '<g class="a" stroke-width="1.5" fill=\'"&lt;\'>x</g>'
    )
    assert element("rect", x=2.0) == '<rect x="2"/>'
    for lost in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no place in a drawing"):
            number(lost)
