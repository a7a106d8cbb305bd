"""The one search box, word by word."""

from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction

from catalogue.city import NOW, at, read
from factories.people import make_organisation
from factories.places import make_district, make_place
from factories.programme import EventFactory, ProgrammeFactory
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.queries import find_events
from karavan.catalogue.searching import search
from karavan.kernel.actor import SYSTEM
from karavan.places.enums import PlaceCategory, PlaceKind
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole, PriceKind


def build() -> SimpleNamespace:
    """Events, places and organisations with words to look for."""
    city = SimpleNamespace()
    leninsky = make_district(code="leninsky", name="Ленинский", name_en="Leninsky")
    organisers = [(make_organisation(name="Управление культуры"), OrganiserRole.LEAD)]
    library = {"kind": PlaceKind.LIBRARY, "category": PlaceCategory.LIBRARIES}
    city.library = make_place(name="Библиотека № 16", address="ул. Гагарина, 7", district=leninsky, **library)
    city.child_library = make_place(name="Детская библиотека № 16", address="ул. Кирова, 1", **library)
    city.other_library = make_place(name="Библиотека № 6", address="ул. Труда, 16", **library)
    city.theatre = make_place(name="Молодёжный театр", kind=PlaceKind.THEATRE, address="ул. Кирова, 116")
    city.house = make_place(name="Дворец культуры", address="пр. Ленина, 8")
    city.capital = ProgrammeFactory(slug="capital", title="Культурная столица 2027")

    def event(title, day, place, kind=EventKind.OTHER, **given):
        return EventFactory(
            publish=True,
            title=title,
            kind=kind,
            place=place,
            organisers=organisers,
            sessions=[SessionDraft(at(day))],
            **given,
        )

    city.exact = event("Концерт", 20, city.house, EventKind.CONCERT)
    city.titled = event("Большой концерт для всех", 15, city.house)
    city.kind = event("Вечер вальса", 10, city.house, EventKind.CONCERT)
    city.text = event("Открытие сезона", 5, city.house, summary="После речей будет концерт.")
    city.youth = event("Молодёжная среда", 8, city.house, EventKind.MEETING)
    city.december = event("Встреча 16 декабря", 6, city.house, EventKind.MEETING)
    city.theatre_talk = event("Разговор о театре", 9, city.library, EventKind.LECTURE)
    city.play = event(
        "Чайка", 11, city.theatre, EventKind.PERFORMANCE, price_kind=PriceKind.PAID, price_min=50000
    )
    city.past = event("Полярная экспедиция", 1, city.library, EventKind.LECTURE)
    actions.move_session(
        actor=SYSTEM, session=city.past.sessions.get(), starts_at=NOW - timedelta(days=90), note="раньше"
    )
    return city


@pytest.fixture(scope="module")
def city_of_words(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            city = build()
        yield city
        transaction.set_rollback(True)


@pytest.fixture
def city(city_of_words, db):
    with time_machine.travel(NOW, tick=False):
        yield deepcopy(city_of_words)


def found(q, kind="event", **asked):
    """Titles or names of what a query finds of a kind, best first."""
    page = search(q, now=NOW, **asked).pages[kind]
    return [item.get("title") or item["name"] for item in read(page.items)]


CONCERTS = ["Концерт", "Вечер вальса", "Большой концерт для всех", "Открытие сезона"]


@pytest.mark.parametrize(
    "q",
    [
        "концерт",
        "концерты",
        "концерта",
        "концертом",
        "КОНЦЕРТ",
        "Концерты",
        "  концерт  ",
        "«концерт»",
        "конерт",
        "концет",
        "кнцерт",
        "коцнерт",
        "концертт",
        "concert",
        "concerts",
        "Concerts",
        "koncert",
        "kontsert",
        "koncerty",
        "rjywthn",
        "rjywthns",
    ],
)
def test_every_spelling_of_concert_finds_the_concerts(city, q):
    assert sorted(found(q)) == sorted(CONCERTS)


@pytest.mark.parametrize(
    "q",
    [
        "молодёжный",
        "молодежный",
        "молодёжная",
        "молодежная",
        "МОЛОДЁЖНЫЙ",
        "молодежных",
        "molodezhnyj",
        "vjkjlt;ysq",
    ],
)
def test_every_spelling_of_youth_finds_theatre_and_meeting(city, q):
    assert found(q, "place") == ["Молодёжный театр"]
    assert found(q) == ["Молодёжная среда", "Чайка"]


@pytest.mark.parametrize("q", ["№ 16", "№16", "N 16", "no. 16"])
def test_a_number_is_the_number_of_a_library(city, q):
    assert found(q, "place") == ["Библиотека № 16", "Детская библиотека № 16"]
    assert "Встреча 16 декабря" not in found(q)


def test_a_library_by_its_number_comes_before_whatever_else_has_the_number(city):
    names = [
        item.get("title") or item["name"]
        for item in read([item for _, item in search("библиотека № 16", now=NOW).together(10)])
    ]
    assert names[:2] == ["Библиотека № 16", "Детская библиотека № 16"]
    assert names.index("Разговор о театре") > 1
    assert "Встреча 16 декабря" not in names
    bare = search("16", now=NOW)
    assert found("16", "place")[:2] == ["Библиотека № 16", "Детская библиотека № 16"]
    assert bare.pages["event"].tiers[0] == 1


def test_a_mark_of_a_library_is_no_mark_of_a_house(city):
    assert found("библиотека № 16", "place") == ["Библиотека № 16", "Детская библиотека № 16"]
    assert found("библиотека 16", "place") == ["Библиотека № 16", "Детская библиотека № 16", "Библиотека № 6"]


def test_an_exact_title_then_titles_then_text_and_the_nearer_first(city):
    page = search("концерт", now=NOW).pages["event"]
    assert found("концерт") == CONCERTS
    # The kind of an event counts as a word of its title.
    assert page.tiers == [0, 1, 1, 3]


def test_the_title_comes_before_the_place(city):
    assert found("театр") == ["Разговор о театре", "Чайка"]
    assert search("театр", now=NOW).pages["event"].tiers == [1, 2]


def test_pages_of_a_search_joined_are_the_whole_list(city):
    titles, cursor = [], None
    while True:
        page = find_events(EventFilter(q="концерт"), limit=1, cursor=cursor, now=NOW)
        titles += [item["title"] for item in read(page.items)]
        assert page.total == 4
        if page.next is None:
            break
        cursor = page.next
    assert titles == CONCERTS


def test_all_words_must_be_met_wherever_each_stands(city):
    page = search("концерт дворец", now=NOW).pages["event"]
    assert [item["title"] for item in read(page.items)] == [
        "Вечер вальса",
        "Большой концерт для всех",
        "Концерт",
        "Открытие сезона",
    ]
    assert page.tiers == [2, 2, 2, 3]
    assert found("большой концерт") == ["Большой концерт для всех"]
    assert found("лекция гагарина") == ["Разговор о театре"]


def test_the_last_word_may_be_a_beginning(city):
    assert found("библ", "place") == ["Библиотека № 16", "Библиотека № 6", "Детская библиотека № 16"]


def test_the_box_finds_every_kind_and_names_the_best_first(city):
    assert next(iter(search("культура", now=NOW).pages)) == "place"
    assert found("столица", "programme") == ["Культурная столица 2027"]
    assert next(iter(search("столица", now=NOW).pages)) == "programme"
    assert found("управление", "organisation") == ["Управление культуры"]


def test_a_typing_error_is_corrected_aloud(city):
    assert search("конерт", now=NOW).correction == "концерт"
    assert search("большой конерт", now=NOW).correction == "большой концерт"
    assert search("концерт", now=NOW).correction is None


def test_no_result_asks_the_nearest_wider_question(city):
    result = search("концерт баобабов", now=NOW)
    assert result.wider == "концерт"
    assert [item["title"] for item in read(result.pages["event"].items)] == CONCERTS


def test_what_is_over_is_found_where_nothing_is_to_come(city):
    assert search("полярная", now=NOW).wider == "полярная"
    assert found("полярная") == ["Полярная экспедиция"]
    assert "Полярная экспедиция" not in found("лекция")


@pytest.mark.parametrize("q", ["", "   ", "!!!", "баобаб", "🎻", "%", "'", "\x00", "a" * 5000, "щ " * 300])
def test_what_means_nothing_finds_nothing_and_fails_nowhere(city, q):
    result = search(q, now=NOW)
    assert sum(page.total or 0 for page in result.pages.values()) == 0


def test_conditions_in_words_become_conditions(city):
    friday = search("что посмотреть в пятницу", now=NOW)
    assert [item["title"] for item in read(friday.pages["event"].items)] == ["Открытие сезона"]
    midnight = at(5, 5) - timedelta(hours=5)
    assert friday.question == EventFilter(since=midnight, until=midnight + timedelta(days=1))
    district = search("лекции в ленинском районе", now=NOW)
    assert [item["title"] for item in read(district.pages["event"].items)] == ["Разговор о театре"]


def test_a_condition_that_nothing_meets_is_left_out_aloud(city):
    result = search("бесплатный спектакль", now=NOW)
    assert result.wider == "спектакль"
    assert [item["title"] for item in read(result.pages["event"].items)] == ["Чайка"]


def test_a_title_that_says_it_literally_wins_over_a_condition(city):
    EventFactory(publish=True, title="Бесплатные концерты", place=city.house, sessions=[SessionDraft(at(18))])
    assert found("бесплатные концерты")[0] == "Бесплатные концерты"


def test_places_have_no_price_and_no_date(city):
    result = search("театр бесплатно", now=NOW)
    assert [item["title"] for item in read(result.pages["event"].items)] == ["Разговор о театре"]
    assert result.pages["place"].items == []
    assert result.question == EventFilter(q="театр", max_price=0)
