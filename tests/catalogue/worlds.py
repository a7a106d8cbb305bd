"""Small invented catalogues for the tests of the index, and the slow, obvious way to question them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from karavan.catalogue.clock import day_of, midnight
from karavan.catalogue.facts import EventFacts, Occurrence, Pattern, Variant
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index.segment import Horizon
from karavan.catalogue.index.snapshot import Snapshot, build_segment, build_vocabulary
from karavan.catalogue.index.timewalk import Key, Window
from karavan.catalogue.results import Version
from karavan.kernel.localtime import city_zone, today

NOW = timezone.now()
DAY = today().toordinal()
HORIZON = Horizon(DAY - 5, DAY + 32)
WORDS = ("концерт", "хор", "выставка", "сказка")
KINDS = ("concert", "exhibition", "reading")
DISTRICTS = ("north", "south", "")
PROFILES = ("wheelchair", "hearing")


@st.composite
def occurrences(draw: st.DrawFn, number: int) -> Occurrence:
    """A session in the next weeks, some of them over midnight."""
    start = midnight(DAY + draw(st.integers(-3, 20))) + 30 * draw(st.integers(0, 47))
    end = start + draw(st.sampled_from([60, 120, 600, 2000]))
    status = draw(st.integers(0, 3))
    return Occurrence(number, start, end, day_of(start), day_of(end - 1), status, True)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Weekly hours of a period that may have no end."""
    first = draw(st.none() | st.integers(DAY - 5, DAY + 15))
    last = draw(st.none() | st.integers((first or DAY) + 0, DAY + 30))
    weekdays = draw(st.sets(st.integers(0, 6), max_size=5))
    exceptions = draw(
        st.dictionaries(st.integers(DAY, DAY + 20), st.sampled_from([[], [(540, 700)]]), max_size=3)
    )
    return Pattern(first, last, [(weekday, 600, 1080) for weekday in sorted(weekdays)], exceptions)


@st.composite
def variants(draw: st.DrawFn, ids: Iterator[int]) -> Variant:
    """Sessions or a period, with place, price and accessibility."""
    is_period = draw(st.booleans())
    price = draw(st.sampled_from([-1, 0, 20000, 60000]))
    states = {profile: draw(st.sampled_from(["yes", "no", "unknown"])) for profile in PROFILES}
    place = draw(st.integers(1, 3))
    return Variant(
        place_ids=[place],
        district=draw(st.sampled_from(DISTRICTS)),
        lat=55.0 + place / 100,
        lon=61.0,
        is_online=draw(st.booleans()),
        price=price,
        benefit_prices=draw(st.sampled_from([{}, {"pensioner": 0}, {"pensioner": 20000, "large-family": 0}])),
        access_yes=[profile for profile in PROFILES if states[profile] == "yes"],
        access_unknown=[profile for profile in PROFILES if states[profile] == "unknown"],
        facilities=[],
        occurrences=[]
        if is_period
        else [draw(occurrences(next(ids))) for _ in range(draw(st.integers(1, 3)))],
        pattern=draw(patterns()) if is_period else None,
        place_terms=draw(st.lists(st.sampled_from(WORDS), max_size=1)),
    )


@st.composite
def worlds(draw: st.DrawFn, largest: int = 8) -> dict[int, EventFacts]:
    """Events by id."""
    ids = iter(range(1, 10_000))
    events = {}
    for number in range(1, draw(st.integers(0, largest)) + 1):
        title = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True))
        events[number] = EventFacts(
            kind=draw(st.sampled_from(KINDS)),
            age=draw(st.sampled_from([0, 6, 12, 16, 18])),
            audiences=draw(st.lists(st.sampled_from(["children", "adults"]), unique=True)),
            languages=["ru"],
            programme_ids=draw(st.sampled_from([[], [1], [1, 2]])),
            organisation_ids=[5],
            title_key=[" ".join(title)],
            title_terms=title,
            text_terms=draw(st.lists(st.sampled_from(WORDS), max_size=2)),
            surface=[],
            variants=[draw(variants(ids)) for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3])))],
            pushkin=draw(st.sampled_from([None, True, False])),
        )
    return events


questions = st.builds(
    EventFilter,
    kinds=st.sampled_from([(), ("concert",), ("concert", "reading")]),
    districts=st.sampled_from([(), ("north",)]),
    age=st.sampled_from([None, None, 6]),
    max_price=st.sampled_from([None, None, 0, 20000]),
    benefits=st.sampled_from([(), ("pensioner",), ("large-family", "pensioner")]),
    access=st.sampled_from([(), (), ("wheelchair",), ("wheelchair", "hearing")]),
    sure=st.booleans(),
    programme=st.sampled_from([None, None, 1, 2]),
    place=st.sampled_from([None, None, 2]),
    events=st.sampled_from([(), (), (2,), (1, 3, 4, 99)]),
    online=st.sampled_from([None, None, True, False]),
    pushkin=st.sampled_from([False, False, True]),
    pushkin_pays=st.booleans(),
)

windows = st.builds(
    lambda day, minute, length: Window(
        midnight(DAY + day) + minute, None if length is None else midnight(DAY + day) + minute + length
    ),
    st.integers(-2, 15),
    st.sampled_from([0, 615, 1100]),
    st.sampled_from([None, None, 300, 1440, 10_000]),
)


def slow_window(when: str, now: datetime) -> Window:
    """The time that a relative condition means, from the days one by one."""
    here = now.astimezone(city_zone())
    days = [here.date() + timedelta(days=number) for number in range(9)]
    if when == "weekend":
        end = next(place for place, day in enumerate(days) if day.isoweekday() == 7)
        meant = [day for day in days[: end + 1] if day.isoweekday() in {6, 7}]
    else:
        meant = {"today": days[:1], "tomorrow": days[1:2], "week": days[:7]}[when]
    since = midnight(meant[0].toordinal())
    if meant[0] == here.date():
        since += here.hour * 60 + here.minute
    return Window(since, midnight(meant[-1].toordinal() + 1))


def snapshot_of(main: dict[int, EventFacts], fresh: dict[int, EventFacts] | None = None) -> Snapshot:
    """A snapshot whose large segment is ``main``, with ``fresh`` events changed since."""
    segment = build_segment(main.items(), HORIZON)
    snapshot = Snapshot(
        version=Version(1, "a", NOW),
        horizon=HORIZON,
        main=segment,
        delta=build_segment((), HORIZON),
        fresh={},
        directory={"place": {}, "organisation": {}, "programme": {}},
        vocabulary=build_vocabulary(segment, {}),
    )
    if fresh is None:
        return snapshot
    return snapshot.after(Version(2, "b", NOW), events=fresh, directory={})


def meets(facts: EventFacts, variant: Variant, question: EventFilter) -> bool:
    """Whether one variant meets every condition but time and text."""
    price = variant.price
    special = [variant.benefit_prices.get(code, -1) for code in question.benefits]
    price = min((known for known in [price, *special] if known >= 0), default=-1)
    by_card = question.pushkin_pays and facts.pushkin is True
    possible = variant.access_yes if question.sure else variant.access_yes + variant.access_unknown
    return (
        (not question.kinds or facts.kind in question.kinds)
        and (not question.districts or variant.district in question.districts)
        and (question.age is None or facts.age <= question.age)
        and (question.max_price is None or 0 <= price <= question.max_price or by_card)
        and all(profile in possible for profile in question.access)
        and (question.programme is None or question.programme in facts.programme_ids)
        and (question.place is None or question.place in variant.place_ids)
        and (question.online is None or question.online == variant.is_online)
        and (not question.pushkin or facts.pushkin is True)
    )


def moments(event_id: int, variant: Variant, window: Window) -> Iterator[Key]:
    """Keys of everything of a variant that overlaps the window."""
    for item in variant.occurrences:
        if window.meets(item.start, item.end):
            yield (max(window.first_day, item.first_day), 0, item.start, event_id, item.session_id)
    if variant.pattern is not None:
        for day in range(max(HORIZON.first, window.first_day), HORIZON.last + 1):
            hours = variant.pattern.hours(day)
            if hours:
                opens, closes = midnight(day) + hours[0][0], midnight(day) + hours[-1][1]
                if window.meets(opens, closes):
                    yield (day, 1, opens, event_id, 0)


def slow_first_matches(events: dict[int, EventFacts], question: EventFilter, window: Window) -> list[Key]:
    """The first matching key of each event, sorted."""
    found = []
    for event_id, facts in events.items():
        keys = [
            key
            for variant in facts.variants
            if meets(facts, variant, question)
            for key in moments(event_id, variant, window)
        ]
        if keys and event_id in (question.events or events):
            found.append(min(keys))
    return sorted(found)


def slow_all_matches(events: dict[int, EventFacts], question: EventFilter, window: Window) -> list[Key]:
    """Every matching key, sorted."""
    return sorted(
        key
        for event_id, facts in events.items()
        if event_id in (question.events or events)
        for variant in facts.variants
        if meets(facts, variant, question)
        for key in moments(event_id, variant, window)
    )
