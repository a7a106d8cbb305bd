import re
from collections import Counter
from datetime import date

import pytest

from karavan.integrations.citydata import pack
from karavan.integrations.citydata.everyday.generate import HOLIDAYS, fingerprint
from karavan.integrations.citydata.everyday.hours import usual_week
from karavan.integrations.citydata.everyday.stock import load
from karavan.integrations.citydata.everyday_seed import everyday_of
from karavan.integrations.citydata.pack import PERIOD, dated_programmes
from karavan.programme.enums import Audience, EventKind, Facility, Language

CITY = pack.load("chelyabinsk")
EVENTS = list(everyday_of(CITY, 7).events(0, 3000))
KINDS = {row["id"]: row["kind"] for row in CITY.institutions}


def test_the_same_seed_gives_the_same_events():
    again = list(everyday_of(CITY, 7).events(0, 3000))
    assert again == EVENTS
    assert fingerprint(again) == fingerprint(EVENTS)


def test_another_seed_gives_others():
    other = list(everyday_of(CITY, 8).events(0, 200))
    assert [event.title for event in other] != [event.title for event in EVENTS[:200]]


def test_a_larger_programme_begins_with_a_smaller_one():
    assert [everyday_of(CITY, 7).event(number) for number in (2999, 0, 1500)] == [
        EVENTS[2999],
        EVENTS[0],
        EVENTS[1500],
    ]


def test_the_stock_is_rich():
    stock = load()
    assert sum(map(len, stock.words.values())) >= 400
    assert stock.blocks >= 1000
    assert len({event.title for event in EVENTS}) >= 1200


def test_events_say_that_they_are_demonstration():
    line = "Демонстрационная запись: такого события в афише учреждения нет."
    assert [event.key for event in EVENTS if not event.text.endswith(f"<p><em>{line}</em></p>")] == []
    english = "Demonstration record: there is no such event in the institution's programme."
    wrong = [
        event.key
        for event in EVENTS
        if "en" in event.translations and english not in event.translations["en"]["text"]
    ]
    assert wrong == []


def test_no_placeholder_is_left_in_a_text():
    texts = [
        text
        for event in EVENTS
        for text in (
            event.title,
            event.summary,
            event.text,
            event.easy_text,
            *(words for fields in event.translations.values() for words in fields.values()),
        )
    ]
    assert [text for text in texts if re.search(r"[{}]|  ", text)] == []


def test_english_is_free_of_cyrillic():
    english = [event.translations["en"] for event in EVENTS if "en" in event.translations]
    assert [each for each in english if re.search("[а-яё]", " ".join(each.values()), re.IGNORECASE)] == []


def test_two_in_five_are_translated():
    share = sum("en" in event.translations for event in EVENTS) / len(EVENTS)
    assert 0.4 <= share <= 0.8
    assert {language for event in EVENTS for language in event.translations} == {"en", "tt", "ba"}


def test_words_are_those_of_the_platform():
    assert {event.kind for event in EVENTS} <= set(EventKind.values)
    assert {word for event in EVENTS for word in event.audiences} <= set(Audience.values)
    assert {word for event in EVENTS for word in event.languages} <= set(Language.values)
    assert {word for event in EVENTS for word in event.facilities} <= set(Facility.values)
    assert {event.age_mark for event in EVENTS} == {0, 6, 12, 16, 18}


def test_every_event_has_a_date_and_a_place_or_a_link():
    assert [event.key for event in EVENTS if not event.sessions and not event.hours] == []
    assert [event.key for event in EVENTS if not event.venue and not event.online_url] == []


def test_dates_lie_in_the_period():
    days = [session.starts.date() for event in EVENTS for session in event.sessions]
    days += [day for event in EVENTS for day in (event.date_from, event.date_to) if day is not None]
    assert (PERIOD.first <= min(days), max(days) <= PERIOD.last) == (True, True)


def test_days_are_covered_evenly():
    by_day = Counter(
        event.sessions[0].starts.date() if event.sessions else event.date_from for event in EVENTS
    )
    assert len([day for day in by_day if day]) >= 400
    assert max(by_day.values()) <= 30


def test_libraries_rest_on_holidays_and_on_their_day_off():
    late = {genre.code for genre in load().genres if genre.late}
    wrong = [
        (event.key, session.starts)
        for event in EVENTS
        for session in event.sessions[:1]
        if KINDS.get(event.venue) in {"library", "children_library"}
        and event.genre not in late
        and (
            (session.starts.month, session.starts.day) in HOLIDAYS
            or session.starts.weekday() not in {row[0] for row in usual_week(KINDS[event.venue], event.venue)}
        )
    ]
    assert wrong == []


def test_theatres_play_in_the_evening_and_not_in_july():
    plays = [session.starts for event in EVENTS if event.genre == "play" for session in event.sessions[:1]]
    assert {moment.month for moment in plays} <= {1, 2, 3, 4, 5, 6, 9, 10, 11, 12}
    assert {moment.hour for moment in plays} == {18, 19}


def test_prices_are_sane():
    paid = [event for event in EVENTS if event.price_kind == "paid"]
    assert {event.price_kind for event in EVENTS} >= {"paid", "free"}
    assert [event.key for event in paid if not 5_000 <= event.price_min <= event.price_max <= 180_000] == []
    assert [event.key for event in EVENTS if event.price_kind != "paid" and event.tariffs] == []
    assert [event.key for event in EVENTS if event.price_kind == "free" and event.entry == "ticket"] == []


def test_nothing_is_invented_for_unchecked_or_closed_places():
    unchecked = {row["id"] for row in CITY.institutions if row["certainty"] == "C"}
    assert {event.venue for event in EVENTS} & (unchecked | {"I005", "I020", "I022"}) == set()


def test_events_around_a_date_belong_to_its_programme():
    programmes = {node.slug: node for node in dated_programmes(CITY)}
    night = [event for event in EVENTS if event.genre == "museum_night"]
    assert {event.programme for event in night} == {"night-of-museums-2027"}
    assert {event.sessions[0].starts.date() for event in night} == {date(2027, 5, 15)}
    assert {event.programme for event in EVENTS} - set(programmes) == {""}


@pytest.mark.slow
def test_a_hundred_thousand_keys_stand_once():
    keys = Counter(event.key for event in everyday_of(CITY, 7).events(0, 100_000))
    assert (len(keys), max(keys.values())) == (100_000, 1)


def test_most_paid_stages_and_museums_take_the_pushkin_card_and_of_the_rest_nobody_says():
    assert {event.pushkin_card for event in EVENTS} == {True, None}
    taking = [event for event in EVENTS if event.pushkin_card]
    assert {KINDS[event.venue] for event in taking} <= {"theatre", "museum", "gallery", "concert_hall"}
    assert [event.key for event in taking if event.price_kind != "paid" or event.age_mark > 16] == []
    plays = [event for event in EVENTS if event.genre == "play" and event.price_kind == "paid"]
    assert 0.7 <= sum(event.pushkin_card is True for event in plays) / len(plays) <= 0.9
    assert {event.pushkin_card for event in EVENTS if event.genre in {"circus", "zoo", "house_film"}} == {
        None
    }
