"""Profiles and their addresses, one-tap presets, and what somebody pays."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from karavan.catalogue.filters import EventFilter, Near
from karavan.catalogue.querystring import Lookups
from karavan.catalogue.reader import MAX_RADIUS
from karavan.catalogue.windows import RELATIVE
from karavan.places.enums import AccessProfile
from karavan.portal.me import profile as profiles
from karavan.portal.me.costs import Tariff, cost, tariffs_of
from karavan.portal.me.presets import PRESETS, is_on, toggled
from karavan.portal.me.profile import Band, Profile, bands, parse, profile_of
from karavan.portal.me.words import kilometres
from karavan.programme.enums import Language
from karavan.programme.prices import applies, price_of, with_benefit

DAY = date(2027, 2, 1)
CODES = ("large-families", "pensioners", "preschool", "students")
LOOKUPS = Lookups(
    programme=lambda slug: None, districts=lambda: ["leninsky", "tsentralny"], benefits=lambda: CODES
)


@pytest.fixture(autouse=True)
def _codes(monkeypatch):
    monkeypatch.setattr(profiles, "LOOKUPS", LOOKUPS)
    with translation.override("ru"):
        yield


def some(values):
    return st.lists(st.sampled_from(values), unique=True).map(lambda found: tuple(sorted(found)))


@st.composite
def made_profiles(draw):
    near = draw(
        st.none()
        | st.builds(
            Near, st.floats(-90, 90), st.floats(-180, 180), st.integers(1, MAX_RADIUS) | st.just(2000)
        )
    )
    first = draw(st.integers(1900, 2090))
    asked = EventFilter(
        age=draw(st.none() | st.integers(0, 120)),
        benefits=draw(some(CODES)),
        access=draw(some(list(AccessProfile))),
        sure=draw(st.booleans()),
        max_price=draw(st.none() | st.integers(0, 10_000_00)),
        languages=draw(some(Language.values)),
        when=draw(st.sampled_from(["", *RELATIVE])),
        districts=draw(some(["leninsky", "tsentralny"])),
        near=near,
    )
    born = draw(st.none() | st.just(Band(first, first + draw(st.integers(0, 9)))))
    return profile_of(asked, draw(some(list(profiles.WHO))), born, pushkin=draw(st.booleans()))


@given(made_profiles())
def test_a_profile_comes_back_from_its_address(profile):
    given_ = parse(parse_qsl(profile.query))
    assert (given_.profile, given_.parsed.problems, given_.parsed.unknown) == (profile, {}, ())
    assert given_.is_canonical


@given(made_profiles(), st.randoms(use_true_random=False))
def test_whatever_the_order_the_short_address_is_one(profile, random):
    pairs = [*parse_qsl(profile.query), ("when", ""), ("radius", "")]
    random.shuffle(pairs)
    given_ = parse(pairs)
    assert (given_.profile.query, given_.is_canonical) == (profile.query, False)


def test_what_says_nothing_is_left_out():
    assert Profile().query == ""
    assert parse([("radius", "5000"), ("sure", "false"), ("as", ""), ("max_price", "")]).profile == Profile()
    asked = "as=pensioner,family&born=1950-1959&near=61.402599,55.160011&access=wheelchair&sure=true"
    assert parse(parse_qsl(asked)).profile.query == (
        "as=family,pensioner&born=1950-1959&near=61.403,55.16&access=wheelchair"
    )


@pytest.mark.parametrize("born", ["1950", "1959-1950", "0-9", "1900-1999", "1950-19590"])
def test_years_that_are_none_are_named(born):
    assert parse([("born", born)]).parsed.problems == {"born": ["Нужны годы рождения, например 1950-1959."]}


def test_parameters_of_the_list_that_are_no_need_are_unknown():
    given_ = parse([("kind", "concert"), ("from", "2027-01-01"), ("cursor", "x")])
    assert (given_.parsed.unknown, given_.cursor) == (("from", "kind"), "x")


def test_age_marks_are_held_against_the_youngest_or_the_surest_age():
    born = Band(2010, 2014)
    assert Profile(born=born).question(DAY).age == 12
    assert Profile(EventFilter(age=5), born=born).question(DAY).age == 5
    assert Profile(born=Band(1950, 1959)).question(DAY).age is None
    assert Profile(born=Band(2027, 2030)).question(DAY).age == 0


def test_who_comes_says_for_whom_events_may_be_made():
    assert Profile(who=("family",)).question(DAY).audiences == ("children", "everyone", "family")
    assert Profile(who=("pensioner", "student")).question(DAY).audiences == (
        "adults",
        "everyone",
        "seniors",
        "teenagers",
        "youth",
    )


def test_bands_follow_one_another_from_fifteen_to_ninety():
    found = bands(DAY)
    assert (found[0], found[-1]) == (Band(2009, 2012), Band(1937, 1946))
    assert [later.first - 1 for later in found[:-1]] == [earlier.last for earlier in found[1:]]


@given(made_profiles(), st.sampled_from(PRESETS))
def test_a_tap_turns_a_preset_on_and_another_tap_off(profile, preset):
    on = profile if is_on(preset, profile) else toggled(preset, profile, DAY, CODES)
    assert is_on(preset, on)
    off = toggled(preset, on, DAY, CODES)
    still = [one for one in PRESETS if one is not preset and is_on(one, on)]
    assert [one.code for one in still if not is_on(one, off)] == []
    assert not is_on(preset, off) or not preset.who


def test_a_tap_fills_in_what_the_city_knows():
    family = toggled(PRESETS[0], Profile(), DAY, CODES)
    assert family.query == "as=family&age=3&benefit=preschool"
    assert toggled(PRESETS[0], Profile(), DAY, ()).query == "as=family&age=3"
    assert toggled(PRESETS[0], family, DAY, CODES) == Profile()
    student = toggled(PRESETS[2], family, DAY, CODES)
    assert student.query == ("as=family,student&born=2004-2008&pushkin=true&age=3&benefit=preschool,students")
    assert toggled(PRESETS[2], student, DAY, CODES) == family


def test_what_the_pushkin_card_pays_needs_no_budget():
    budget = EventFilter(max_price=300_00)
    assert Profile(budget, pushkin=True).question(DAY) == EventFilter(max_price=300_00, pushkin_pays=True)
    assert Profile(budget).question(DAY) == budget
    assert Profile(pushkin=True).question(DAY) == EventFilter()


def test_a_profile_keeps_the_card_whatever_else_changes():
    student = Profile(EventFilter(max_price=0), ("student",), Band(2004, 2008), pushkin=True)
    assert student.asking(max_price=None).query == "as=student&born=2004-2008&pushkin=true"
    assert parse([("pushkin", "false"), ("age", "7")]).profile == Profile(EventFilter(age=7))


amounts = st.integers(0, 2_000_00)


@st.composite
def tariffs(draw):
    kind = draw(st.sampled_from(["free", "percent", "fixed"]))
    return Tariff(
        benefit=draw(st.sampled_from(CODES)),
        name="Льгота",
        kind=kind,
        value=draw(st.integers(0, 100) if kind == "percent" else amounts),
        days_of_month=draw(st.lists(st.integers(1, 31), unique=True, max_size=3)),
        companion_free=draw(st.booleans()),
        quota=None,
        proof="",
        must_check=False,
        valid_from=draw(st.sampled_from([date(2020, 1, 1), date(2027, 2, 10)])),
        valid_to=draw(st.sampled_from([None, date(2027, 2, 20)])),
    )


@given(
    base=st.none() | amounts,
    more=amounts,
    offered=st.lists(tariffs(), max_size=6, unique_by=lambda one: one.benefit),
    benefits=some(CODES),
    day=st.dates(date(2027, 1, 1), date(2027, 3, 31)),
)
def test_the_best_benefit_counts_as_if_each_were_asked_for(base, more, offered, benefits, day):
    price = price_of("paid", base, None if base is None else base + more)
    found = cost(price, offered, day, benefits)
    every = [base] + [
        with_benefit(base, one, day)
        for one in offered
        if one.benefit in benefits and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    known = [amount for amount in every if amount is not None]
    assert found.low == (min(known) if known else None)
    if found.tariff is not None:
        assert (found.tariff.benefit in benefits, applies(found.tariff, day)) == (True, True)
        assert found.low == with_benefit(base, found.tariff, day)
    assert found.is_lower == (found.low != base)


def test_of_equal_benefits_the_one_that_brings_a_companion():
    row = {
        "benefit": "students",
        "name": "Студенты",
        "kind": "percent",
        "value": 50,
        "price": 200,
        "days_of_month": [],
        "quota": 10,
        "proof": "Билет",
        "companion_free": False,
        "legal_basis": "5-ФЗ",
        "check_with_city": True,
        "from": "2020-01-01",
        "to": None,
    }
    other = row | {"benefit": "large-families", "kind": "fixed", "value": 200.5, "companion_free": True}
    found = tariffs_of({"tariffs": [row, other, {"benefit": "pensioners"}]})
    assert [(one.benefit, one.value) for one in found] == [("students", 50), ("large-families", 20050)]
    best = cost(price_of("paid", 40100, 40100), found, DAY, ("large-families", "students"))
    assert (best.low, best.tariff and best.tariff.benefit, best.companion_free) == (
        20050,
        "large-families",
        True,
    )


@pytest.mark.parametrize(
    ("metres", "words"),
    [(40, "меньше 100 м"), (149, "100 м"), (949, "900 м"), (950, "1 км"), (1240, "1,2 км"), (12000, "12 км")],
)
def test_distances_are_no_finer_than_the_point(metres, words):
    assert kilometres(metres) == words
