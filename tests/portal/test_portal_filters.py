"""Addresses of filters."""

from urllib.parse import parse_qsl

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.querystring import Lookups, parse_events, to_query
from karavan.places.enums import AccessProfile
from karavan.portal.filters import Addresses, Variants, toggled
from karavan.programme.enums import EventKind

CODES = st.sampled_from(["north", "south", "west"])
QUESTIONS = st.builds(
    EventFilter,
    q=st.sampled_from(["", "зал & хор", "a+b"]),
    kinds=st.lists(st.sampled_from(EventKind.values), max_size=5, unique=True).map(tuple),
    districts=st.lists(CODES, max_size=2, unique=True).map(tuple),
    audiences=st.sampled_from([(), ("family",), ("children", "family")]),
    when=st.sampled_from(["", "today", "week"]),
    events=st.sampled_from([(), (7, 12)]),
    benefits=st.sampled_from([(), ("large-family", "pensioner")]),
    max_price=st.sampled_from([None, 0, 30000]),
    age=st.sampled_from([None, 0, 12]),
    access=st.sampled_from([(), (AccessProfile.HEARING,)]),
    sure=st.booleans(),
    online=st.sampled_from([None, True, False]),
    pushkin=st.booleans(),
    pushkin_pays=st.booleans(),
)


@given(question=QUESTIONS, kind=st.sampled_from(EventKind.values), district=CODES)
def test_short_cuts_to_addresses_are_the_canonical_ones(question, kind, district):
    addresses = Addresses("/events/")
    variants = Variants(addresses, question)
    kinds = toggled(question.kinds, kind)
    assert variants.toggled("kind", question.kinds, kind) == addresses.changed(question, kinds=kinds)
    districts = toggled(question.districts, district)
    assert variants.toggled("district", question.districts, district) == addresses.changed(
        question, districts=districts
    )
    assert variants.of(max_price="300") == addresses.changed(question, max_price=30000)
    assert variants.of(age="") == addresses.changed(question, age=None)
    assert variants.of(pushkin="" if question.pushkin else "true") == addresses.changed(
        question, pushkin=not question.pushkin
    )
    assert variants.of(sure="" if not question.sure else "false") == addresses.changed(
        question, sure=not question.sure
    )


@given(question=QUESTIONS)
def test_addresses_round_trip(question):
    query = Addresses("").of(question).removeprefix("?")
    with translation.override("ru"):
        parsed = parse_events(parse_qsl(query), Lookups(lambda _slug: None))
    assert (parsed.problems, parsed.unknown) == ({}, ())
    assert to_query(parsed.filter) == query


def test_directory_addresses_keep_their_order():
    question = DirectoryFilter(kinds=("library",), districts=("north",), sure=False)
    addresses = Addresses("/places/")
    assert Variants(addresses, question).of(access="hearing") == addresses.changed(
        question, access=(AccessProfile.HEARING,)
    )
