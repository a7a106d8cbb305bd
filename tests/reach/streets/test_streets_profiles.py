from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach.errors import BadInput
from reach.streets.graph import StreetGraph
from reach.streets.profiles import DEFAULT_FILE, Profile, load_profiles, usable
from reach.streets.tags import Crossing, Kerb, Kind, Lit, Surface, Wheelchair
from reach.times import UNREACHED

PROFILES = load_profiles()
NAMES = [
    "adult",
    "child_with_adult",
    "senior",
    "pram",
    "wheelchair_or_unknown",
    "wheelchair_sure",
    "winter",
    "lit_at_night",
]
CLOSED = int(UNREACHED)

Make = Callable[..., StreetGraph]


def _costs(make_graph: Make, profile: Profile, **columns: Any) -> tuple[int, int]:
    graph = make_graph([0], [1], **{name: [value] for name, value in columns.items()})
    forward, backward = profile.costs(graph)
    assert (forward.dtype, backward.dtype) == (np.int32, np.int32)
    return int(forward[0]), int(backward[0])


def test_the_groups_of_the_engine() -> None:
    assert list(PROFILES) == NAMES


def test_a_level_street_takes_its_length_at_the_profile_s_speed(make_graph: Make) -> None:
    for profile in (PROFILES["adult"], PROFILES["senior"], PROFILES["winter"]):
        took = round(134_000 / profile.speed)
        assert _costs(make_graph, profile, length=134.0, kind=Kind.FOOTWAY) == (took, took)


def test_a_cost_is_never_nothing_and_never_more_than_closed(make_graph: Make) -> None:
    assert _costs(make_graph, PROFILES["adult"], length=0.0) == (1, 1)
    assert _costs(make_graph, PROFILES["adult"], length=1e12) == (CLOSED, CLOSED)


def test_steps_are_slow_and_slower_upwards(make_graph: Make) -> None:
    adult = PROFILES["adult"]
    told = {"length": 13.4, "kind": Kind.STEPS, "steps": True}
    assert _costs(make_graph, adult, **told) == (20_600, 20_600)
    assert _costs(make_graph, adult, **told, incline=np.inf) == (22_042, 19_364)
    assert _costs(make_graph, adult, **told, incline=-0.5) == (19_364, 22_042)


def test_uphill_is_not_downhill(make_graph: Make) -> None:
    adult = PROFILES["adult"]
    assert _costs(make_graph, adult, length=134.0, incline=0.1) == (142_000, 100_000)
    assert _costs(make_graph, adult, length=134.0, incline=-0.1) == (100_000, 142_000)
    assert _costs(make_graph, adult, length=134.0, incline=np.inf) == (123_000, 100_000)
    assert _costs(make_graph, adult, length=134.0, incline=np.nan) == (100_000, 100_000)
    assert _costs(make_graph, adult, length=134.0, incline=0.075) == (130_500, 92_000)


def test_the_wait_at_a_crossing_is_added(make_graph: Make) -> None:
    told = {"length": 13.4, "kind": Kind.CROSSING}
    assert _costs(make_graph, PROFILES["adult"], **told) == (10_000, 10_000)
    assert _costs(make_graph, PROFILES["adult"], **told, crossing=Crossing.SIGNALS) == (35_000, 35_000)


def test_a_direction_that_is_closed_is_unreached(make_graph: Make) -> None:
    adult = PROFILES["adult"]
    assert _costs(make_graph, adult, length=134.0, direction=1) == (100_000, CLOSED)
    assert _costs(make_graph, adult, length=134.0, direction=-1) == (CLOSED, 100_000)


PAVED = {"kind": Kind.FOOTWAY, "surface": Surface.ASPHALT}
OPEN, NO = True, False


@pytest.mark.parametrize(
    ("told", "perhaps", "surely"),
    [
        (PAVED, OPEN, OPEN),
        ({"kind": Kind.FOOTWAY}, OPEN, NO),
        ({"kind": Kind.FOOTWAY, "wheelchair": Wheelchair.YES}, OPEN, OPEN),
        ({**PAVED, "wheelchair": Wheelchair.LIMITED}, OPEN, NO),
        ({**PAVED, "wheelchair": Wheelchair.NO}, NO, NO),
        ({**PAVED, "kind": Kind.STEPS, "steps": True}, NO, NO),
        ({**PAVED, "kind": Kind.STEPS, "steps": True, "wheelchair": Wheelchair.YES}, NO, NO),
        ({**PAVED, "width": 0.79}, NO, NO),
        ({**PAVED, "width": 0.8}, OPEN, OPEN),
        ({**PAVED, "incline": 0.08}, OPEN, OPEN),
        ({**PAVED, "incline": -0.08}, OPEN, OPEN),
        ({**PAVED, "incline": 0.081}, NO, NO),
        ({**PAVED, "incline": 0.081, "wheelchair": Wheelchair.YES}, NO, NO),
        ({**PAVED, "incline": np.inf}, OPEN, NO),
        ({**PAVED, "incline": np.inf, "wheelchair": Wheelchair.YES}, OPEN, OPEN),
        ({**PAVED, "surface": Surface.COBBLESTONE}, NO, NO),
        ({**PAVED, "surface": Surface.SETT}, OPEN, NO),
        ({**PAVED, "kerb": Kerb.RAISED}, NO, NO),
        ({**PAVED, "kerb": Kerb.RAISED, "wheelchair": Wheelchair.YES}, NO, NO),
        ({**PAVED, "kerb": Kerb.PRESENT}, OPEN, NO),
        ({**PAVED, "kind": Kind.CROSSING}, OPEN, NO),
        ({**PAVED, "kind": Kind.CROSSING, "kerb": Kerb.LOWERED}, OPEN, OPEN),
        ({**PAVED, "kind": Kind.CROSSING, "wheelchair": Wheelchair.YES}, OPEN, OPEN),
        ({**PAVED, "crossing": Crossing.MARKED}, OPEN, NO),
        ({**PAVED, "crossing": Crossing.LIFT}, OPEN, OPEN),
        ({**PAVED, "kind": Kind.RESIDENTIAL}, OPEN, OPEN),
        ({**PAVED, "kind": Kind.PRIMARY}, OPEN, NO),
        ({**PAVED, "kind": Kind.PRIMARY, "wheelchair": Wheelchair.YES}, OPEN, OPEN),
        ({**PAVED, "kind": Kind.MOVING_WALKWAY}, NO, NO),
    ],
)
def test_where_a_wheelchair_can_go_and_where_it_surely_can(
    make_graph: Make, told: dict[str, Any], perhaps: bool, surely: bool
) -> None:
    for name, expected in (("wheelchair_or_unknown", perhaps), ("wheelchair_sure", surely)):
        forward, backward = _costs(make_graph, PROFILES[name], **told)
        assert (forward < CLOSED, backward < CLOSED) == (expected, expected)


def test_unknown_light_is_worse_than_light_and_darkness_is_closed(make_graph: Make) -> None:
    night = PROFILES["lit_at_night"]
    costs = [_costs(make_graph, night, length=134.0, lit=lit)[0] for lit in Lit]
    assert dict(zip(Lit, costs, strict=True)) == {
        Lit.UNKNOWN: 150_000,
        Lit.YES: 100_000,
        Lit.LIMITED: 120_000,
        Lit.NO: CLOSED,
    }


def test_a_pram_is_kept_off_steps_and_escalators(make_graph: Make) -> None:
    pram = PROFILES["pram"]
    for kind in (Kind.STEPS, Kind.ESCALATOR):
        assert _costs(make_graph, pram, kind=kind, steps=True) == (CLOSED, CLOSED)


@pytest.mark.parametrize("name", NAMES)
def test_unknown_is_never_better_than_the_best_that_is_known(name: str) -> None:
    tables = PROFILES[name].tables
    for key in ("surface", "lit", "wheelchair", "kerb", "kerb_at_crossing"):
        permits, numbers = tables[key].permits, tables[key].numbers
        assert permits[0] >= permits[1:].min()
        assert numbers[0] >= numbers[1:][permits[1:] == 0].min()


def _columns(pieces: int) -> st.SearchStrategy[dict[str, Any]]:
    def codes(kind: type) -> Any:
        return st.lists(st.sampled_from(list(kind)), min_size=pieces, max_size=pieces)

    inclines = [np.nan, np.inf, -np.inf, 0.0, 0.03, -0.03, 0.07, -0.09, 0.3]
    return st.fixed_dictionaries(
        {
            "kind": codes(Kind),
            "surface": codes(Surface),
            "lit": codes(Lit),
            "wheelchair": codes(Wheelchair),
            "kerb": codes(Kerb),
            "crossing": codes(Crossing),
            "direction": st.lists(st.sampled_from([-1, 0, 1]), min_size=pieces, max_size=pieces),
            "steps": st.lists(st.booleans(), min_size=pieces, max_size=pieces),
            "incline": st.lists(st.sampled_from(inclines), min_size=pieces, max_size=pieces),
            "width": st.lists(st.sampled_from([np.nan, 0.5, 0.9]), min_size=pieces, max_size=pieces),
            "length": st.lists(st.floats(0, 500), min_size=pieces, max_size=pieces),
        }
    )


@given(columns=_columns(20), name=st.sampled_from(NAMES))
def test_what_holds_for_every_profile_on_every_street(
    make_graph: Make, columns: dict[str, Any], name: str
) -> None:
    graph = make_graph(range(20), range(1, 21), **columns)
    profile = PROFILES[name]
    costs = np.array(profile.costs(graph))
    assert costs.min() >= 1
    assert costs.max() <= CLOSED
    faster = np.array(replace(profile, speed=profile.speed * 1.5).costs(graph))
    assert (faster <= costs).all()
    step_free = np.array(replace(profile, steps=False).costs(graph))
    assert (step_free >= costs).all()
    turned = np.array(
        profile.costs(replace(graph, incline=-graph.incline, direction=(-graph.direction).astype(np.int8)))
    )
    assert (turned[::-1] == costs).all()


@given(columns=_columns(20))
def test_sure_is_never_quicker_than_unknown(make_graph: Make, columns: dict[str, Any]) -> None:
    graph = make_graph(range(20), range(1, 21), **columns)
    sure = np.array(PROFILES["wheelchair_sure"].costs(graph))
    perhaps = np.array(PROFILES["wheelchair_or_unknown"].costs(graph))
    assert (sure >= perhaps).all()


def test_in_oslo_each_restriction_leaves_less(oslo: StreetGraph) -> None:
    shares = {name: float(usable(*profile.costs(oslo)).mean()) for name, profile in PROFILES.items()}
    assert shares["adult"] == 1.0
    assert shares["wheelchair_sure"] < shares["wheelchair_or_unknown"] < shares["pram"] < shares["adult"]
    assert 0.1 < shares["wheelchair_sure"] < 0.5


def test_usable_is_open_in_one_direction_at_least() -> None:
    forward = np.array([1, CLOSED, CLOSED], dtype=np.int32)
    backward = np.array([CLOSED, 5, CLOSED], dtype=np.int32)
    assert usable(forward, backward).tolist() == [True, True, False]


WHOLE = DEFAULT_FILE.read_text(encoding="utf-8")
CHILD = '[mine]\ntitle = "Mine"\nlike = "adult"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no profile here"),
        ("adult = 3\n", "adult: must be a table"),
        (CHILD, "mine.like: no profile 'adult' stands above"),
        (WHOLE + CHILD + "pace = 2\n", "mine.pace: no such key"),
        (WHOLE + CHILD + "speed = 0\n", "mine.speed: must be above 0, not 0"),
        (WHOLE + CHILD + 'speed = "fast"\n', "mine.speed: must be a number, not 'fast'"),
        (WHOLE + CHILD + "speed = true\n", "mine.speed: must be a number, not True"),
        (WHOLE + CHILD + "speed = nan\n", "mine.speed: must be a number, not nan"),
        (WHOLE + CHILD + "max_up = -0.1\n", "mine.max_up: must be at least 0, not -0.1"),
        (WHOLE + CHILD + "steps = 1\n", "mine.steps: must be true or false"),
        (WHOLE + CHILD.replace('"Mine"', "5"), "mine.title: must be a text"),
        (WHOLE + CHILD + "kind = 1.0\n", "mine.kind: must be a table"),
        (WHOLE + CHILD + "[mine.lit]\nyes = -1\n", "mine.lit.yes: must be above 0, not -1"),
        (
            WHOLE + CHILD + "[mine.lit]\ndark = 1\n",
            "mine.lit.dark: no such code; there are unknown, yes, limited, no",
        ),
        (
            WHOLE + CHILD + '[mine.lit]\nno = "never"\n',
            "mine.lit.no: must be a number, not 'never'",
        ),
        (
            WHOLE + CHILD + "[mine.kerb]\nraised = 1.0\n",
            "mine.kerb.raised: must be one of 'allowed', 'if wheelchair=yes', 'forbidden'",
        ),
        (
            WHOLE + CHILD + "incline = [[0.1, 1.0], [0.0, 1.0]]\n",
            "mine.incline: slopes must rise from one point to the next",
        ),
        (
            WHOLE + CHILD + "incline = [0.1]\n",
            "mine.incline: must be a list of [rise over run, relative cost]",
        ),
        (WHOLE + CHILD + "incline_up = 0\n", "mine.incline_up: must be above 0, not 0"),
        (WHOLE.replace("sett = 1.0\n", "", 1), "adult.surface.sett: missing"),
        (WHOLE.replace("speed = 1.34\n", "", 1), "adult.speed: missing"),
        ("[adult", "not TOML (Expected ']' at the end of a table declaration (at end of document))"),
    ],
)
def test_a_wrong_profile_is_refused_by_its_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_profiles(path)
    assert str(refused.value) == f"{path}: {message}"


def test_a_profile_takes_over_what_it_does_not_say(tmp_path: Path, make_graph: Make) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE + CHILD + 'speed = 2.0\n[mine.kind]\ntrunk = "forbidden"\n', encoding="utf-8")
    mine = load_profiles(path)["mine"]
    assert _costs(make_graph, mine, length=134.0) == (67_000, 67_000)
    assert _costs(make_graph, mine, length=134.0, kind=Kind.TRUNK) == (CLOSED, CLOSED)
    assert _costs(make_graph, mine, length=134.0, kind=Kind.STEPS, steps=True) == (138_020, 138_020)


def test_a_missing_file_of_profiles_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        load_profiles(tmp_path / "none.toml")
