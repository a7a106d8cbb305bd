from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from karavan.catalogue.filters import DirectoryFilter, EventFilter, Near
from karavan.catalogue.querystring import (
    EVENT_KINDS,
    Lookups,
    parse_directory,
    parse_events,
    to_query,
)
from karavan.catalogue.reader import MAX_ID, MAX_IDS, MAX_RADIUS
from karavan.catalogue.windows import RELATIVE
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import AccessProfile, PlaceCategory, PlaceKind
from karavan.programme.enums import Audience, EventKind, Facility, Language

LOOKUPS = Lookups(
    programme={"cc2027": 3}.get,
    districts=lambda: ["leninsky", "tsentralny"],
    benefits=lambda: ["large-family", "pensioner"],
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def pairs(query):
    return parse_qsl(query, keep_blank_values=True)


def events(query, **options):
    return parse_events(pairs(query), LOOKUPS, **options)


def test_every_parameter_of_events():
    parsed = events(
        "q=ёлка&from=2027-01-01&to=2027-01-07&kind=concert,film&kind=lecture&district=leninsky&near=61.4,55.16&radius=500"
        "&age=7&audience=family&benefit=pensioner&benefit=large-family,pensioner&max_price=300.50&access=wheelchair,blind&sure=false&language=ru"
        "&programme=cc2027&place=7&organisation=5&event=12&event=9,12&facility=subtitles&online=no&pushkin=1&pushkin_pays=true"
    )
    assert parsed.problems == {}
    assert parsed.unknown == ()
    assert parsed.filter == EventFilter(
        q="ёлка",
        since=datetime(2026, 12, 31, 19, tzinfo=UTC),
        until=datetime(2027, 1, 7, 19, tzinfo=UTC),
        kinds=("concert", "film", "lecture"),
        districts=("leninsky",),
        near=Near(55.16, 61.4, 500),
        age=7,
        audiences=("family",),
        benefits=("large-family", "pensioner"),
        max_price=30050,
        access=(AccessProfile.BLIND, AccessProfile.WHEELCHAIR),
        sure=False,
        languages=("ru",),
        programme=3,
        place=7,
        organisation=5,
        events=(9, 12),
        facilities=("subtitles",),
        online=False,
        pushkin=True,
        pushkin_pays=True,
    )
    assert to_query(parsed.filter) == (
        "q=%D1%91%D0%BB%D0%BA%D0%B0&from=2027-01-01&to=2027-01-07&kind=concert,film,lecture&district=leninsky"
        "&near=61.4,55.16&radius=500&age=7&audience=family&benefit=large-family,pensioner"
        "&max_price=300.50&access=blind,wheelchair&sure=false&language=ru&programme=3&place=7&organisation=5&event=9,12"
        "&facility=subtitles&online=false&pushkin=true&pushkin_pays=true"
    )


def test_nothing_asked():
    assert events("") == parse_events([("q", " "), ("kind", ""), ("age", "")], LOOKUPS)
    assert events("").filter == EventFilter()
    assert to_query(EventFilter()) == ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-01-31", datetime(2027, 1, 30, 19, tzinfo=UTC)),
        ("2027-01-31T18:00", datetime(2027, 1, 31, 13, tzinfo=UTC)),
        ("2027-01-31T18:00:30.25", datetime(2027, 1, 31, 13, 0, 30, 250000, tzinfo=UTC)),
        ("2027-01-31T18:00:00Z", datetime(2027, 1, 31, 18, tzinfo=UTC)),
        ("2027-01-31T18:00:00+03:00", datetime(2027, 1, 31, 15, tzinfo=UTC)),
        ("2027-01-31T18:00:00%2B0300", datetime(2027, 1, 31, 15, tzinfo=UTC)),
    ],
)
def test_from_reads_days_and_moments(text, moment):
    assert events(f"from={text}").filter.since == moment


@pytest.mark.parametrize(
    "text", ["31.01.2027", "2027-02-30", "2027-W01-1", "1999-12-31", "0001-01-01T00:00+14:00", "now"]
)
def test_from_refuses_what_is_no_date(text):
    parsed = events(f"from={text}")
    assert parsed.filter.since is None
    assert parsed.problems == {
        "from": ["Expected a date (2027-01-31) or date and time (2027-01-31T18:00), 2000 to 2100."]
    }


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("kind=opera", "kind", f"Unknown value: opera. Allowed: {', '.join(EVENT_KINDS)}."),
        ("district=moon", "district", "Unknown value: moon. Allowed: leninsky, tsentralny."),
        ("benefit=king", "benefit", "Unknown value: king. Allowed: large-family, pensioner."),
        ("sure=maybe", "sure", "Unknown value: maybe. Allowed: true, false."),
        ("age=-1", "age", "Expected a whole number from 0 to 120."),
        ("age=6&age=7", "age", "Give one value."),
        ("radius=100", "radius", "Means nothing without “near”."),
        ("near=55.16", "near", "Expected longitude,latitude in degrees, such as 61.4026,55.1600."),
        ("near=200,55", "near", "Expected longitude,latitude in degrees, such as 61.4026,55.1600."),
        ("near=61,55&radius=50001", "radius", "Expected a whole number from 1 to 50000."),
        ("max_price=-1", "max_price", "Expected an amount in roubles from 0 to 10000000, such as 300."),
        ("max_price=NaN", "max_price", "Expected an amount in roubles from 0 to 10000000, such as 300."),
        ("max_price=1e999", "max_price", "Expected an amount in roubles from 0 to 10000000, such as 300."),
        ("programme=nowhere", "programme", "There is no programme with this id or slug."),
        ("place=0", "place", "Expected the id of a record: a whole number above zero."),
        ("place=9223372036854775808", "place", "Expected the id of a record: a whole number above zero."),
        ("from=2027-02-01&to=2027-01-31", "to", "Lies before “from”."),
        ("when=now", "when", "Unknown value: now. Allowed: today, tomorrow, weekend, week."),
        ("when=today&when=week", "when", "Give one value."),
        ("when=today&to=2027-01-31", "when", "Cannot stand together with “from” or “to”."),
        ("when=today&from=2027-01-31", "when", "Cannot stand together with “from” or “to”."),
        ("event=7,a", "event", "Expected ids of records: whole numbers above zero."),
        ("event=9223372036854775808", "event", "Expected ids of records: whole numbers above zero."),
        (f"event={','.join(map(str, range(1, 102)))}", "event", "At most 100 values."),
        (f"q={'а' * 201}", "q", "At most 200 characters."),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(query, name, message):
    assert events(query).problems == {name: [message]}


def test_a_bad_value_leaves_the_rest_understood():
    parsed = events("kind=opera,concert&age=7&limit=5&utm_source=x&page=2", also={"limit"})
    assert parsed.filter == EventFilter(kinds=("concert",), age=7)
    assert list(parsed.problems) == ["kind"]
    assert parsed.unknown == ("page", "utm_source")
    assert parsed.rest == {"limit": ["5"]}


def test_a_relative_condition_alone():
    parsed = events("when=weekend&from=&to=")
    assert (parsed.filter, parsed.problems) == (EventFilter(when="weekend"), {})
    assert to_query(parsed.filter) == "when=weekend"
    refused = events("when=weekend&from=2027-01-31")
    assert refused.filter == EventFilter(since=datetime(2027, 1, 30, 19, tzinfo=UTC))


def test_ids_that_are_right_are_understood():
    assert events("event=15,x,9").filter == EventFilter(events=(9, 15))


def test_a_state_category_stands_for_its_kinds():
    parsed = events("kind=spektakli,concert")
    assert parsed.filter.kinds == ("concert", "dance", "performance", "puppet_show")
    assert to_query(parsed.filter) == "kind=concert,spektakli"


def test_words_are_one_clean_line():
    assert events("q=%20новый%00%0Aгод%E2%80%A8 ").filter.q == "новый год"


def test_directory_parameters_depend_on_the_kind():
    parsed = parse_directory(
        "organisation", pairs("kind=library&founder_level=municipal&category=muzei"), LOOKUPS
    )
    assert parsed.filter == DirectoryFilter(kinds=("library",), founder_levels=("municipal",))
    assert parsed.unknown == ("category",)
    assert parsed.problems == {}
    assert parse_directory("programme", pairs("parent=cc2027"), LOOKUPS).filter == DirectoryFilter(parent=3)
    assert parse_directory("place", pairs("parent=cc2027"), LOOKUPS).problems == {
        "parent": ["Expected the id of a record: a whole number above zero."]
    }


def subsets(values):
    return st.lists(st.sampled_from(sorted(values)), unique=True).map(lambda found: tuple(sorted(found)))


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=100).map(
    lambda q: " ".join(q.split())
)
ids = st.none() | st.integers(1, MAX_ID)
nears = st.none() | st.builds(
    Near,
    lat=st.floats(-90, 90).map(lambda degrees: round(degrees, 6) + 0.0),
    lon=st.floats(-180, 180).map(lambda degrees: round(degrees, 6) + 0.0),
    radius=st.integers(1, MAX_RADIUS),
)
moments = st.datetimes(datetime(2015, 1, 1), datetime(2099, 12, 30)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
profiles = subsets(AccessProfile.values).map(lambda found: tuple(AccessProfile(value) for value in found))


@st.composite
def event_filters(draw):
    since = draw(st.none() | moments)
    until = draw(st.none() | moments)
    if since is not None and until is not None and until <= since:
        until = since + timedelta(hours=1)
    return EventFilter(
        q=draw(words),
        since=since,
        until=until,
        when=draw(st.sampled_from(["", *RELATIVE])) if since is until is None else "",
        kinds=draw(subsets(EventKind.values)),
        districts=draw(subsets(["leninsky", "tsentralny"])),
        near=draw(nears),
        age=draw(st.none() | st.integers(0, 120)),
        audiences=draw(subsets(Audience.values)),
        benefits=draw(subsets(["pensioner", "large-family"])),
        max_price=draw(st.none() | st.integers(0, 10_000_000_00)),
        access=draw(profiles),
        sure=draw(st.booleans()),
        languages=draw(subsets(Language.values)),
        programme=draw(ids),
        place=draw(ids),
        organisation=draw(ids),
        events=draw(
            st.sets(st.integers(1, MAX_ID), max_size=MAX_IDS).map(lambda found: tuple(sorted(found)))
        ),
        facilities=draw(subsets(Facility.values)),
        online=draw(st.sampled_from([None, True, False])),
        pushkin=draw(st.booleans()),
        pushkin_pays=draw(st.booleans()),
    )


@given(event_filters())
def test_an_event_filter_survives_its_query_string(asked):
    parsed = events(to_query(asked))
    assert (parsed.filter, parsed.problems, parsed.unknown) == (asked, {}, ())


directory_filters = {
    "place": st.builds(
        DirectoryFilter,
        q=words,
        kinds=subsets(PlaceKind.values),
        categories=subsets(PlaceCategory.values),
        founder_levels=subsets(FounderLevel.values),
        districts=subsets(["leninsky", "tsentralny"]),
        near=nears,
        access=profiles,
        sure=st.booleans(),
        parent=ids,
        organisation=ids,
    ),
    "organisation": st.builds(
        DirectoryFilter,
        q=words,
        kinds=subsets(OrganisationKind.values),
        founder_levels=subsets(FounderLevel.values),
        districts=subsets(["leninsky", "tsentralny"]),
        parent=ids,
    ),
    "programme": st.builds(DirectoryFilter, q=words, parent=ids),
}


@pytest.mark.parametrize("kind", directory_filters)
def test_a_directory_filter_survives_its_query_string(kind):
    @given(directory_filters[kind])
    def check(asked):
        parsed = parse_directory(kind, pairs(to_query(asked)), LOOKUPS)
        assert (parsed.filter, parsed.problems, parsed.unknown) == (asked, {}, ())

    check()


names = st.sampled_from(
    ["q", "from", "to", "kind", "near", "radius", "age", "max_price", "place", "online", "pushkin", "x"]
)


@given(st.lists(st.tuples(names, st.text(max_size=40))))
def test_any_text_is_answered_and_the_canonical_form_is_stable(given_pairs):
    first = parse_events(given_pairs, LOOKUPS)
    if first.problems:
        return
    again = events(to_query(first.filter))
    assert again.filter == first.filter
    assert to_query(again.filter) == to_query(first.filter)
