from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.places.enums import Access, AccessProfile, Category, PlaceLevel, Zone, ZoneState
from karavan.places.rules import NEEDS, assessments_of, may_lie_under, needs_help, summarise

ALL_FULL = {(zone, category): ZoneState.FULL_ALL for zone in Zone for category in Category}
RANK = {
    ZoneState.NOT: 0,
    ZoneState.CONDITIONAL: 1,
    ZoneState.PART_SOME: 2,
    ZoneState.PART_ALL: 2,
    ZoneState.FULL_SOME: 3,
    ZoneState.FULL_ALL: 3,
}
WORTH = {Access.NO: 0, Access.UNKNOWN: 1, Access.YES: 2}

passports = st.dictionaries(
    st.tuples(st.sampled_from(list(Zone)), st.sampled_from(list(Category))), st.sampled_from(list(ZoneState))
)


def test_nothing_surveyed_is_unknown_for_all() -> None:
    assert summarise({}) == dict.fromkeys(AccessProfile, Access.UNKNOWN)
    assert needs_help({}) == dict.fromkeys(AccessProfile, False)


def test_a_fully_accessible_place_is_so_for_all() -> None:
    assert summarise(ALL_FULL) == dict.fromkeys(AccessProfile, Access.YES)
    assert needs_help(ALL_FULL) == dict.fromkeys(AccessProfile, False)


@pytest.mark.parametrize(
    ("profile", "category", "zones"),
    [
        (AccessProfile.WHEELCHAIR, "К", {1, 2, 3, 4, 5}),
        (AccessProfile.ROLLATOR, "О", {1, 2, 3, 4}),
        (AccessProfile.LOW_VISION, "С", {2, 3, 4, 6}),
        (AccessProfile.BLIND, "С", {1, 2, 3, 4, 6}),
        (AccessProfile.HEARING, "Г", {4, 6}),
        (AccessProfile.INTELLECTUAL, "У", {2, 3, 4, 6}),
    ],
)
def test_zones_that_a_profile_requires(profile: AccessProfile, category: str, zones: set[int]) -> None:
    spoiling, leaving_open = set(), set()
    for zone, other in product(Zone, Category):
        if summarise({**ALL_FULL, (zone, other): ZoneState.NOT})[profile] == Access.NO:
            spoiling.add((zone.value, other.value))
        without = {key: state for key, state in ALL_FULL.items() if key != (zone, other)}
        if summarise(without)[profile] == Access.UNKNOWN:
            leaving_open.add((zone.value, other.value))

    assert spoiling == leaving_open == {(zone, category) for zone in zones}


@pytest.mark.parametrize(
    ("state", "accessible_to"),
    [
        (ZoneState.FULL_ALL, set(AccessProfile)),
        (ZoneState.FULL_SOME, set(AccessProfile)),
        (ZoneState.PART_ALL, set(AccessProfile) - {AccessProfile.WHEELCHAIR, AccessProfile.BLIND}),
        (ZoneState.PART_SOME, set(AccessProfile) - {AccessProfile.WHEELCHAIR, AccessProfile.BLIND}),
        (ZoneState.CONDITIONAL, set()),
        (ZoneState.NOT, set()),
    ],
)
def test_states_that_suffice(state: ZoneState, accessible_to: set[AccessProfile]) -> None:
    answers = summarise(dict.fromkeys(ALL_FULL, state))

    assert {profile for profile, access in answers.items() if access == Access.YES} == accessible_to
    assert {access for profile, access in answers.items() if profile not in accessible_to} <= {Access.NO}


def test_a_no_wins_over_what_is_unknown() -> None:
    entrance_only = {(Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.NOT}

    assert summarise(entrance_only)[AccessProfile.WHEELCHAIR] == Access.NO


def test_the_way_from_the_stop_decides_nothing() -> None:
    assert summarise(
        {**ALL_FULL, **{(Zone.ROUTE, category): ZoneState.NOT for category in Category}}
    ) == dict.fromkeys(AccessProfile, Access.YES)


def test_help_of_staff_is_told_only_where_it_is_enough() -> None:
    with_help = {**ALL_FULL, (Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.CONDITIONAL}
    not_enough = {**with_help, (Zone.SANITARY, Category.WHEELCHAIR): ZoneState.NOT}
    not_known = {key: state for key, state in with_help.items() if key != (Zone.WAYS, Category.WHEELCHAIR)}

    assert summarise(with_help)[AccessProfile.WHEELCHAIR] == Access.NO
    assert [
        needs_help(passport)[AccessProfile.WHEELCHAIR]
        for passport in (with_help, not_enough, not_known, ALL_FULL)
    ] == [True, False, False, False]


@given(
    passports, st.sampled_from(list(Zone)), st.sampled_from(list(Category)), st.sampled_from(list(ZoneState))
)
def test_improving_a_zone_never_worsens_an_answer(
    passport: dict[tuple[Zone, Category], ZoneState], zone: Zone, category: Category, better: ZoneState
) -> None:
    old = passport.setdefault((zone, category), ZoneState.NOT)
    if RANK[better] < RANK[old]:
        old, better = better, old
    before = summarise({**passport, (zone, category): old})
    after = summarise({**passport, (zone, category): better})

    assert [profile for profile in AccessProfile if WORTH[after[profile]] < WORTH[before[profile]]] == []


@given(passports)
def test_unknown_never_reads_as_accessible(passport: dict[tuple[Zone, Category], ZoneState]) -> None:
    for profile, answer in summarise(passport).items():
        need = NEEDS[profile]
        known = [(zone, need.category) in passport for zone in need.zones]
        if answer == Access.YES:
            assert known == [True] * len(known)
        if not any(known):
            assert answer == Access.UNKNOWN


@given(passports)
def test_help_makes_possible_only_what_is_not_so_already(
    passport: dict[tuple[Zone, Category], ZoneState],
) -> None:
    answers = summarise(passport)

    assert {answers[profile] for profile, helps in needs_help(passport).items() if helps} <= {Access.NO}


def test_stored_rows_become_a_passport() -> None:
    assert assessments_of([(2, "К", "ДЧ-И"), (6, "С", "ВНД")]) == {
        (Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.PART_SOME,
        (Zone.INFORMATION, Category.SIGHT): ZoneState.NOT,
    }


def test_halls_lie_in_buildings_and_buildings_on_sites() -> None:
    allowed = {
        (low.value, high.value) for low in PlaceLevel for high in PlaceLevel if may_lie_under(low, high)
    }

    assert allowed == {
        ("building", "site"),
        ("open_air", "site"),
        ("hall", "site"),
        ("hall", "building"),
        ("hall", "open_air"),
        ("monument", "site"),
        ("monument", "building"),
        ("monument", "open_air"),
        ("monument", "hall"),
    }
