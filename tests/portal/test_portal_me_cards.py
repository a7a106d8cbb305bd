"""What other pages are told of events for one visitor."""

import json
import re

import pytest

from catalogue.city import at
from factories.programme import EventFactory
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.enums import Calendar, PriceKind

MINE = "benefit=pensioner&near=61.397,55.168"


@pytest.fixture
def asked(city, client):
    def ask(query, prefix=""):
        response = client.get(f"{prefix}/me/cards/?{query}")
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        # Spaces that do not break are the matter of other tests.
        return json.loads(re.sub("[\u00a0\u202f]", " ", response.content.decode()))

    return ask


def test_cards_are_told_price_and_distance(city, asked):
    answer = asked(f"events={city.concert.pk},{city.exhibition.pk},{city.draft.pk}&{MINE}")
    assert answer == {
        "words": "льгота: пенсионеры · до 2 км от моей точки",
        "url": "/me/?near=61.397,55.168&benefit=pensioner",
        "cards": {
            str(city.concert.pk): {"mine": "от 200 ₽ для вас", "distance": "меньше 100 м"},
            str(city.exhibition.pk): {"mine": "", "distance": "5,4 км"},
        },
    }


def test_one_event_is_told_whole(city, asked):
    (card,) = asked(f"events={city.concert.pk}&{MINE}&access=wheelchair", "/en")["cards"].values()
    assert card == {
        "mine": "from 200 ₽ for you",
        "distance": "less than 100 m",
        "price": "from 200 ₽",
        "aside": "others pay from 400 ₽",
        "day": "Friday, 12 February",
        "why": [
            {"mark": "yes", "text": "by the benefit “Пенсионеры”"},
            {
                "mark": "unknown",
                "text": "the city has not confirmed these terms yet: ask before you pay",
            },
            {"mark": "unknown", "text": "Wheelchair: not surveyed, ask before you come"},
            {"mark": "yes", "text": "less than 100 m as the crow flies"},
        ],
    }


def test_what_does_not_fit_says_so(city, asked):
    query = f"events={city.concert.pk}&as=student&age=5&language=en&district=leninsky&near=61.45,55.13"
    (card,) = asked(query)["cards"].values()
    assert [why["text"] for why in card["why"] if why["mark"] == "no"] == [
        "6+, а младший ещё не дорос",
        "кому: семьям",
        "5,4 км по прямой",
        "Центральный район",
    ]


def test_a_card_under_a_day_is_told_of_that_day(city, asked):
    event = EventFactory(
        publish=True,
        place=city.house,
        calendar=Calendar.DATES,
        price_kind=PriceKind.PAID,
        price_min=30000,
        sessions=[SessionDraft(at(3)), SessionDraft(at(4))],
        tariffs=[TariffDraft(city.benefit.pk, "free", days_of_month=[4])],
    )
    told = {
        word: asked(f"events={event.pk}{word},{city.cancelled.pk}&benefit=pensioner")["cards"][str(event.pk)][
            "mine"
        ]
        for word in ("", "@2027-02-03", "@2027-02-04", "@2027-02-05")
    }
    assert told == {"": "", "@2027-02-03": "", "@2027-02-04": "бесплатно для вас", "@2027-02-05": ""}


def test_an_opening_of_another_day_is_told_by_its_tariff(city, asked):
    exhibition = EventFactory(
        publish=True,
        calendar=Calendar.PERIODIC,
        date_from=at(1).date(),
        date_to=at(28).date(),
        place=city.library,
        price_kind=PriceKind.PAID,
        price_min=20000,
        sessions=[],
        tariffs=[TariffDraft(city.benefit.pk, "fixed", 5000, days_of_month=[15])],
    )
    cards = asked(f"events={exhibition.pk}@2027-02-15,{city.concert.pk}&benefit=pensioner")["cards"]
    assert cards[str(exhibition.pk)] == {"mine": "50 ₽ для вас", "distance": ""}
    for day in ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"):
        assert asked(f"events={exhibition.pk}@{day}&benefit=pensioner")["cards"] == {}, day


@pytest.mark.parametrize("events", ["", "x", "0", "1@2027-02-30", "1;2", "9" * 30, "@2027-02-01"])
def test_what_is_no_event_is_left_out(city, asked, events):
    assert asked(f"events={events}&benefit=pensioner")["cards"] == {}


def test_without_a_profile_there_is_nothing_to_tell(city, asked):
    assert asked(f"events={city.concert.pk}&foo=1") == {"words": "", "url": "/me/", "cards": {}}


def test_no_more_than_a_page_shows(city, client, django_assert_num_queries):
    many = ",".join(str(number) for number in range(10**6, 10**6 + 60))
    address = f"/me/cards/?events={many},{city.concert.pk}&benefit=pensioner"
    assert client.get(address).json()["cards"] == {}
    for events in (f"{city.concert.pk}", f"{city.concert.pk},{city.exhibition.pk},{city.permanent.pk}"):
        with django_assert_num_queries(5):
            client.get(f"/me/cards/?events={events}&benefit=pensioner")


def test_the_home_page_offers_profiles_in_one_tap(city, read):
    band = read("/").one("section", class_="meband")
    links = {link.text: link["href"] for link in band.one("ul", class_="meband__chips").all("a")}
    assert len(links) == 8
    assert links["Пенсионер"] == "/me/?as=pensioner"
    assert "hidden" in band.one(class_="meband__mine").attributes


def test_the_page_of_an_event_has_a_place_for_the_answer(city, read):
    box = read(f"/events/{city.concert.pk}/").one(class_="mebox")
    assert (box["data-me-event"], "hidden" in box.attributes) == (str(city.concert.pk), True)
    assert read(f"/events/{city.cancelled.pk}/").all(class_="mebox") == []
