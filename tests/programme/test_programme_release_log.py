"""The log of a release tells all that changed and nothing else; readers get it in words."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from karavan.programme.releases.log import differences, follow, retrace
from karavan.programme.releases.words import Change, counted, grouped, summary

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def in_2026() -> Iterator[None]:
    """Days of another year than this one are told with it."""
    with time_machine.travel("2026-11-27T12:00:00+00:00", tick=False):
        yield


PLACES = st.none() | st.sampled_from(
    [
        {"id": 1, "name": "Большой зал", "en": "Great hall"},
        {"id": 2, "name": "Малый зал", "en": ""},
    ]
)
PRICES = st.sampled_from([["free", None, None], ["paid", 40_000, None], ["paid", 40_000, 90_000]])
MOMENTS = st.sampled_from([f"2027-03-0{day}T13:00+00:00" for day in range(1, 8)])
DAYS = st.none() | st.sampled_from(["2027-03-01", "2027-03-08"])
SESSIONS = st.fixed_dictionaries(
    {
        "starts": MOMENTS,
        "ends": st.none() | st.just("2027-03-08T15:00+00:00"),
        "place": PLACES,
        "price": st.none() | PRICES,
        "cancelled": st.booleans(),
        "note": st.sampled_from(["", "Болезнь артиста"]),
    }
)
EVENTS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Чайка", "Гроза"]),
        "titles": st.sampled_from([{}, {"en": "The Seagull"}]),
        "kind": st.just("performance"),
        "demo": st.booleans(),
        "place": PLACES,
        "price": PRICES,
        "from": DAYS,
        "to": DAYS,
        "hours": st.sampled_from([[], [[0, "10:00", "18:00"]]]),
        "days": st.sampled_from([{}, {"2027-03-08": None}]),
        "cancelled": st.booleans(),
        "note": st.sampled_from(["", "Карантин"]),
        "sessions": st.dictionaries(st.sampled_from("123456"), SESSIONS, max_size=4),
    }
)
STATES = st.dictionaries(st.sampled_from([str(number) for number in range(1, 13)]), EVENTS, max_size=5)


@given(STATES, STATES)
def test_a_log_leads_from_one_state_to_the_other_and_back(old, new):
    kept = deepcopy((old, new))
    log = differences(old, new)
    assert follow(old, log) == new
    assert retrace(new, log) == old
    assert (old, new) == kept
    assert (log == []) == (old == new)
    assert differences(old, old) == []


@given(STATES, STATES, STATES)
def test_logs_follow_one_another(one, two, three):
    assert follow(follow(one, differences(one, two)), differences(two, three)) == three


@given(STATES, STATES)
def test_every_entry_that_readers_care_for_has_a_line(old, new):
    for lang in ("ru", "en"):
        with override(lang):
            log = differences(old, new)
            groups = grouped(log)
            told = {line.event_id for group in groups for line in group.lines}
            whole = {int(entry["event"]) for entry in log if "added" in entry or "removed" in entry}
            assert whole <= told <= {int(entry["event"]) for entry in log}
            assert sum(counted(log).values()) == sum(len(group.lines) for group in groups)


def session(**given):
    return {
        "starts": "2027-03-01T13:00+00:00",
        "ends": None,
        "place": None,
        "price": None,
        "cancelled": False,
        "note": "",
        **given,
    }


HALL = {"id": 1, "name": "Большой зал", "en": "Great hall"}
SMALL = {"id": 2, "name": "Малый зал", "en": "Small hall"}


def event(**given):
    return {
        "title": "Чайка",
        "titles": {"en": "The Seagull"},
        "kind": "performance",
        "demo": False,
        "place": HALL,
        "price": ["paid", 40_000, 90_000],
        "from": None,
        "to": None,
        "hours": [],
        "days": {},
        "cancelled": False,
        "note": "",
        "sessions": {"1": session()},
        **given,
    }


def told(old, new, lang="ru"):
    with override(lang):
        return [
            (group.change.value, line.title, line.text.replace("\u00a0", " "), line.note)
            for group in grouped(differences(old, new))
            for line in group.lines
        ]


def test_a_new_event_is_told_with_its_first_dates_and_place():
    many = {str(day): session(starts=f"2027-03-0{day}T13:00+00:00") for day in range(1, 7)}
    assert told({}, {"7": event(sessions=many)}) == [
        (
            "added",
            "Чайка",
            "1 марта 2027, 18:00; 2 марта 2027, 18:00; 3 марта 2027, 18:00 и ещё 3 даты · Большой зал",
            "",
        )
    ]
    period = event(sessions={}, **{"from": "2027-03-01", "to": "2027-03-08"})
    assert told({}, {"7": period}, "en") == [("added", "The Seagull", "1–8 March 2027 · Great hall", "")]
    assert told({"7": period}, {}) == [("removed", "Чайка", "1–8 марта 2027", "")]
    assert told({}, {"7": event(cancelled=True, note="Карантин")}) == [
        ("cancelled", "Чайка", "1 марта 2027, 18:00 · Большой зал", "Карантин")
    ]


def test_moves_are_told_from_and_to():
    later = session(starts="2027-03-05T14:00+00:00", note="Болезнь артиста")
    assert told({"7": event()}, {"7": event(sessions={"1": later})}) == [
        ("moved", "Чайка", "1 марта 2027, 18:00 — теперь 5 марта 2027, 19:00", "Болезнь артиста")
    ]
    elsewhere = session(place=SMALL)
    assert told({"7": event()}, {"7": event(sessions={"1": elsewhere})}) == [
        ("moved", "Чайка", "1 марта 2027, 18:00 · Большой зал — теперь Малый зал", "")
    ]
    both = session(place=SMALL, starts="2027-03-05T14:00+00:00")
    assert told({"7": event()}, {"7": event(sessions={"1": both})}, "en") == [
        ("moved", "The Seagull", "1 March 2027, 18:00 — now 5 March 2027, 19:00 · Small hall", "")
    ]
    assert told({"7": event()}, {"7": event(place=None)}) == [
        ("moved", "Чайка", "Большой зал — теперь не указано", "")
    ]
    open_end = event(**{"from": "2027-03-01"})
    assert told({"7": open_end}, {"7": event(to="2027-03-08")}) == [
        ("moved", "Чайка", "с 1 марта 2027 — теперь по 8 марта 2027", "")
    ]
    assert told({"7": open_end}, {"7": event()}) == [
        ("moved", "Чайка", "с 1 марта 2027 — теперь бессрочно", "")
    ]


def test_cancelling_is_told_with_its_reason():
    gone = session(cancelled=True, note="Дождь")
    assert told({"7": event()}, {"7": event(sessions={"1": gone})}) == [
        ("cancelled", "Чайка", "1 марта 2027, 18:00", "Дождь")
    ]
    assert told({"7": event(sessions={"1": gone})}, {"7": event()}) == [
        ("changed", "Чайка", "1 марта 2027, 18:00 · всё же состоится", "")
    ]
    assert told({"7": event()}, {"7": event(cancelled=True, note="Карантин")}) == [
        ("cancelled", "Чайка", "", "Карантин")
    ]
    assert told({"7": event(cancelled=True)}, {"7": event()}) == [
        ("changed", "Чайка", "всё же состоится", "")
    ]


def test_other_changes_are_told():
    new = event(
        title="Чайка. Премьера",
        titles={},
        price=["free", None, None],
        hours=[[0, "10:00", "18:00"]],
        sessions={
            "1": session(ends="2027-03-01T15:00+00:00"),
            "2": session(price=["donation", None, None]),
        },
    )
    old = event(sessions={"1": session(), "2": session(), "3": session()})
    assert told({"7": old}, {"7": new}) == [
        ("changed", "Чайка. Премьера", "1 марта 2027, 18:00 · 18:00 — теперь 18:00–20:00", ""),
        ("changed", "Чайка. Премьера", "1 марта 2027, 18:00 · от 400\u202f₽ — теперь сколько не жалко", ""),
        ("changed", "Чайка. Премьера", "другие часы", ""),
        ("changed", "Чайка. Премьера", "от 400\u202f₽ — теперь бесплатно", ""),
        ("changed", "Чайка. Премьера", "прежнее название — «Чайка»", ""),
        ("removed", "Чайка. Премьера", "1 марта 2027, 18:00", ""),
    ]
    with override("ru"):
        log = differences({"7": old}, {"7": new})
        assert (summary(log), counted(log)) == (
            "Изменено: 5, снято с афиши: 1",
            {Change.CHANGED: 5, Change.REMOVED: 1},
        )
