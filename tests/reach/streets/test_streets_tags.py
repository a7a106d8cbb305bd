import math

import pytest

from reach.streets.access import refused, shut
from reach.streets.tags import (
    Kerb,
    Kind,
    Surface,
    Wheelchair,
    direction_of,
    has_steps,
    kerb_of,
    kind_of,
    surface_of,
    wheelchair_of,
)
from reach.streets.values import incline_of, metres


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("1.5", 1.5),
        ("1.5 m", 1.5),
        ("2,5", 2.5),
        ("4m", 4.0),
        ("4.6+", 4.6),
        ("80 cm", 0.8),
        ("10 ft", 3.048),
        ("6'", 6 * 0.3048),
        ("6'7\"", 6 * 0.3048 + 7 * 0.0254),
        ("0", 0.0),
        ("-1", None),
        ("wide", None),
        ("2-3", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_a_length_is_read_as_people_write_it(value: str, length: float | None) -> None:
    assert metres(value) == length


@pytest.mark.parametrize(
    ("value", "rise"),
    [
        ("5%", 0.05),
        ("-3 %", -0.03),
        ("+6%", 0.06),
        ("2,5%", 0.025),
        ("45°", math.tan(math.radians(45))),
        ("-5°", -math.tan(math.radians(5))),
        ("0", 0.0),
        ("10", 0.1),
        ("up", math.inf),
        ("down", -math.inf),
        ("Up", math.inf),
        ("steep", None),
        ("yes", None),
        ("", None),
        ("nan", None),
        ("400%", None),
    ],
)
def test_an_incline_is_read_as_people_write_it(value: str, rise: float | None) -> None:
    assert incline_of(value) == rise


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"highway": "residential"}, ""),
        ({"highway": "trunk"}, ""),
        ({"highway": "unclassified;tertiary"}, ""),
        ({"highway": "motorway"}, "motorway without a pavement"),
        ({"highway": "motorway", "foot": "yes"}, ""),
        ({"highway": "motorway_link", "sidewalk": "right"}, ""),
        ({"highway": "trunk", "motorroad": "yes"}, "road for motor vehicles only"),
        ({"highway": "trunk", "motorroad": "yes", "sidewalk:left": "yes"}, ""),
        ({"highway": "construction"}, "street of a class that is not for walking"),
        ({"highway": "bus_guideway"}, "street of a class that is not for walking"),
        ({"highway": "footway", "foot": "no"}, "street where foot=* forbids walking"),
        ({"highway": "secondary", "foot": "use_sidepath"}, "street where foot=* forbids walking"),
        ({"highway": "service", "access": "private"}, "street where access=* shuts out the public"),
        ({"highway": "service", "access": "private", "foot": "permissive"}, ""),
        ({"highway": "service", "access": "customers"}, ""),
        ({"highway": "path", "sac_scale": "alpine_hiking"}, "mountain path for climbers"),
        ({"highway": "path", "sac_scale": "hiking"}, ""),
    ],
)
def test_who_may_walk_where(tags: dict[str, str], why: str) -> None:
    assert refused(tags) == why


@pytest.mark.parametrize(
    ("tags", "is_shut"),
    [
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, False),
        ({"barrier": "bollard", "foot": "no"}, True),
        ({"barrier": "wall"}, True),
        ({"highway": "bus_stop", "access": "no"}, False),
    ],
)
def test_a_gate_is_shut_only_when_nobody_on_foot_passes(tags: dict[str, str], is_shut: bool) -> None:
    assert shut(tags) is is_shut


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "footway"}, Kind.FOOTWAY),
        ({"highway": "footway", "footway": "sidewalk"}, Kind.SIDEWALK),
        ({"highway": "footway", "footway": "crossing"}, Kind.CROSSING),
        ({"highway": "cycleway", "cycleway": "crossing"}, Kind.CROSSING),
        ({"highway": "footway", "conveying": "forward"}, Kind.MOVING_WALKWAY),
        ({"highway": "steps"}, Kind.STEPS),
        ({"highway": "steps", "conveying": "yes"}, Kind.ESCALATOR),
        ({"highway": "steps", "conveying": "no"}, Kind.STEPS),
        ({"highway": "tertiary_link"}, Kind.TERTIARY),
        ({"highway": "road"}, Kind.OTHER),
    ],
)
def test_the_kind_of_a_street(tags: dict[str, str], kind: Kind) -> None:
    assert kind_of(tags) == kind


def test_a_flight_with_a_ramp_for_wheelchairs_has_no_steps_that_must_be_climbed() -> None:
    assert has_steps({"highway": "steps"}, Kind.STEPS) is True
    assert has_steps({"highway": "steps", "ramp:wheelchair": "yes"}, Kind.STEPS) is False
    assert has_steps({"highway": "steps", "ramp": "yes"}, Kind.STEPS) is True
    assert wheelchair_of({"ramp:wheelchair": "yes"}) == Wheelchair.LIMITED


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 0),
        ({"oneway:foot": "yes"}, 1),
        ({"oneway:foot": "no"}, 0),
        ({"oneway:foot": "-1"}, -1),
        ({"foot:backward": "no"}, 1),
        ({"foot:forward": "no"}, -1),
        ({"conveying": "forward"}, 1),
        ({"conveying": "backward"}, -1),
        ({"conveying": "yes"}, 0),
        ({"conveying": "reversible"}, 0),
    ],
)
def test_only_what_is_meant_for_people_on_foot_makes_a_street_one_way(
    tags: dict[str, str], direction: int
) -> None:
    assert direction_of(tags) == direction


@pytest.mark.parametrize(
    ("tags", "kerb"),
    [
        ({}, Kerb.UNKNOWN),
        ({"kerb": "flush"}, Kerb.FLUSH),
        ({"kerb": "no"}, Kerb.FLUSH),
        ({"kerb": "lowered"}, Kerb.LOWERED),
        ({"kerb": "yes"}, Kerb.PRESENT),
        ({"kerb": "what?"}, Kerb.PRESENT),
        ({"kerb": "rolled"}, Kerb.ROLLED),
        ({"kerb": "raised"}, Kerb.RAISED),
        ({"barrier": "kerb"}, Kerb.PRESENT),
        ({"barrier": "kerb", "height": "0.12"}, Kerb.RAISED),
        ({"kerb:height": "2 cm"}, Kerb.LOWERED),
        ({"barrier": "gate", "height": "2"}, Kerb.UNKNOWN),
    ],
)
def test_kerbs(tags: dict[str, str], kerb: Kerb) -> None:
    assert kerb_of(tags) == kerb


@pytest.mark.parametrize(
    ("tags", "kind", "surface"),
    [
        ({}, Kind.FOOTWAY, Surface.UNKNOWN),
        ({"surface": "asphalt"}, Kind.FOOTWAY, Surface.ASPHALT),
        ({"surface": "Dirt"}, Kind.PATH, Surface.GROUND),
        ({"surface": "asphalt; cobblestone"}, Kind.FOOTWAY, Surface.COBBLESTONE),
        ({"surface": "asphalt;mystery"}, Kind.FOOTWAY, Surface.UNKNOWN),
        ({"surface": "asphalt", "sidewalk:surface": "paving_stones"}, Kind.TERTIARY, Surface.PAVING_STONES),
        ({"surface": "asphalt", "sidewalk:surface": "paving_stones"}, Kind.FOOTWAY, Surface.ASPHALT),
        ({"surface": "asphalt", "smoothness": "bad"}, Kind.FOOTWAY, Surface.UNEVEN),
        ({"surface": "asphalt", "smoothness": "horrible"}, Kind.FOOTWAY, Surface.BROKEN),
        ({"surface": "asphalt", "smoothness": "good"}, Kind.FOOTWAY, Surface.ASPHALT),
        ({"surface": "sett", "smoothness": "good"}, Kind.FOOTWAY, Surface.EVEN),
        ({"smoothness": "excellent"}, Kind.FOOTWAY, Surface.EVEN),
    ],
)
def test_surfaces(tags: dict[str, str], kind: Kind, surface: Surface) -> None:
    assert surface_of(tags, kind) == surface
