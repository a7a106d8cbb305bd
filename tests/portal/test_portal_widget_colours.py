"""Contrast of colours, and the nearest that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.portal.widget.colours import READABLE, contrast, is_colour, luminance, readable
from karavan.portal.widget.form import USUAL_COLOURS

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag():
    assert (luminance("#000000"), luminance("#ffffff")) == (0, 1)
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert round(contrast("#ff0000", "#ffffff"), 2) == 4.0


def test_only_six_digits_are_a_colour():
    texts = ["#c2410c", "#C2410C", "#fff", "red", "", "#c2410c;", "#c2410", "#٠٠٠٠٠٠", "url(#c2410c)"]
    assert [is_colour(text) for text in texts] == [True, *[False] * 8]
    with pytest.raises(ValueError, match="no colour"):
        luminance("red")


def test_the_usual_colours_can_be_read():
    for colours in USUAL_COLOURS.values():
        for name in ("ink", "accent"):
            assert readable(colours[name], colours["paper"]) == colours[name]


@given(ink=COLOURS, paper=COLOURS)
def test_what_is_proposed_can_be_read(ink, paper):
    better = readable(ink, paper)
    assert contrast(better, paper) >= READABLE
    assert (better == ink) == (contrast(ink, paper) >= READABLE)


@given(one=COLOURS, other=COLOURS)
def test_contrast_does_not_mind_the_order(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(ink=st.sampled_from(["#ffd400", "#00ffff", "#ff6600", "#eeeeee", "#7fff00", "#ff00ff"]))
def test_a_shade_goes_one_way_on_white(ink):
    better = readable(ink, "#ffffff")
    assert luminance(better) < luminance(ink)
    # One step less and it could not be read: no needless change.
    assert contrast(better, "#ffffff") < READABLE + 0.2


def test_the_nearest_shade_keeps_the_colour():
    assert readable("#888888", "#ffffff") == "#767676"
    assert readable("#777777", "#000000") == "#777777"
    assert readable("#3a0a0a", "#102040") == "#9b8282"
