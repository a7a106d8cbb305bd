"""Subscribing to lists."""

import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings as django_settings

from portal.reading import Read


def values(page: Read) -> dict[str, str]:
    """Texts to copy by the id of their field."""
    return {one["id"]: one["value"] for one in page.all("input", class_="copy__text")}


def hrefs(page: Read) -> list[str]:
    return [link["href"] for link in page.all("a")]


def test_a_list_can_be_followed_in_every_way(city, read):
    page = read("/subscribe/?kind=concert&max_price=0")
    assert values(page) == {
        "ics": "http://127.0.0.1:8000/feeds/events.ics?kind=concert&max_price=0",
        "address-text": "http://127.0.0.1:8000/events/?kind=concert&max_price=0",
        "rss-address": "http://127.0.0.1:8000/feeds/events.rss?kind=concert&max_price=0",
    }
    assert "webcal://127.0.0.1:8000/feeds/events.ics?kind=concert&max_price=0" in hrefs(page)
    assert "/widget/?kind=concert&max_price=0" in hrefs(page)
    assert page.chips("Условия списка") == {
        "Убрать: Концерт": "/subscribe/?max_price=0",
        "Убрать: Бесплатно": "/subscribe/?kind=concert",
    }
    assert page.links("canonical")[0]["href"] == "http://127.0.0.1:8000/subscribe/?kind=concert&max_price=0"


def test_every_address_answers(city, read, client):
    for prefix in ("", "/en"):
        page = read(f"{prefix}/subscribe/?place={city.house.pk}")
        for address in values(page).values():
            response = client.get(address.removeprefix("http://127.0.0.1:8000"))
            assert response.status_code == 200, address
        total = page.one(class_="follow__total").one("a")
        assert client.get(total["href"]).status_code == 200


def test_the_number_of_events_is_that_of_the_list(city, read):
    page = read("/subscribe/?kind=exhibition")
    assert page.one(class_="follow__total").text == "2 события сейчас"
    assert [item.one("a").text for item in page.one("ul", class_="follow__next").all("li")] == [
        "Гравюра",
        "История края",
    ]


def test_relative_days_stay_relative(city, read):
    assert {
        parse_qs(urlsplit(address).query)["when"][0]
        for address in values(read("/subscribe/?when=weekend")).values()
    } == {"weekend"}


def test_english_feeds_are_asked_for_in_english(city, read):
    page = read("/en/subscribe/?kind=concert")
    assert values(page)["ics"] == "http://127.0.0.1:8000/feeds/events.ics?kind=concert&lang=en"
    assert values(page)["address-text"] == "http://127.0.0.1:8000/en/events/?kind=concert"


def test_without_a_list_there_are_lists_to_choose_from(city, read, settings):
    settings.LEAD_PROGRAMME = "capital"
    page = read("/subscribe/")
    usual = page.chips("Чаще всего нужно")
    assert list(usual.values()) == [
        "/subscribe/?when=weekend",
        "/subscribe/?max_price=0",
        "/subscribe/?audience=children,family",
        "/subscribe/?access=wheelchair",
        f"/subscribe/?programme={city.year.pk}",
    ]
    assert page.chips("Мой район") == {
        "Центральный 4": "/subscribe/?district=tsentralny",
        "Ленинский 2": "/subscribe/?district=leninsky",
    }
    for groups in (usual, page.chips("Мой район"), page.chips("По виду")):
        for label, address in groups.items():
            total = read(address).one(class_="follow__total").text
            assert total.split()[0] == re.findall(r"\d+$", label)[0], label


def test_nothing_found_is_said_and_can_be_followed(city, read):
    page = read("/subscribe/?q=кенгуру")
    assert "Сейчас такого не объявлено. Как только появится, вы узнаете об этом из подписки." in page.text
    assert len(values(page)) == 3


def test_what_is_not_understood_is_named(city, read):
    page = read("/subscribe/?colour=red&kind=circus")
    assert len(page.one(class_="notice").all("li")) == 2


def test_the_code_holds_the_address(city, read):
    page = read("/subscribe/?kind=concert")
    drawn = page.one("figure", class_="qr").one("svg")
    assert (drawn["aria-hidden"], drawn["viewbox"]) == ("true", "0 0 37 37")


def test_the_longest_address_has_a_code_too(city, read):
    ids = ",".join(str(10**17 + number) for number in range(94))
    query = f"q={'(' * 200}&event={ids}"
    assert len(query) <= django_settings.MAX_QUERY_STRING
    page = read(f"/subscribe/?{query}")
    # Escaped it is longer than the limit.
    assert len(values(page)["address-text"]) > 2331
    assert len(page.one("figure", class_="qr").all("svg")) == 1


def test_the_footer_and_the_list_lead_here(city, read):
    page = read("/events/?kind=concert")
    assert "/subscribe/?kind=concert" in hrefs(page)
    footer = [link["href"] for link in page.one("footer").all("a")]
    assert ("/subscribe/" in footer, "/widget/" in footer) == (True, True)
    assert f"/widget/?organisation={city.philharmonic.pk}" in hrefs(
        read(f"/organisations/{city.philharmonic.pk}/")
    )
    assert django_settings.SITE_URL == "http://127.0.0.1:8000"


def test_queries_are_few(city, client, django_assert_num_queries):
    client.get("/subscribe/")
    for address, number in (("/subscribe/?kind=concert", 3), ("/subscribe/", 6)):
        client.get(address)
        with django_assert_num_queries(number):
            client.get(address)
