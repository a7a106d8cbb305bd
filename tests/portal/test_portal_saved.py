"""Saved events: the page, a list that is sent, and the cards the page asks for."""

from datetime import UTC, datetime

import time_machine

from karavan.kernel.actor import SYSTEM
from karavan.programme import actions

LATER = datetime(2027, 2, 20, 5, tzinfo=UTC)
"""When the concert of the small city is over and its exhibition is not."""


def titles(page, name):
    """Titles of the cards under a heading of the saved list."""
    return [
        link.text
        for part in page.all("section", aria_labelledby=name)
        for head in part.all(class_="card__title")
        for link in head.all("a")
    ]


def test_cards_are_by_day_and_what_is_over_comes_last(city, read):
    keys = f"{city.concert.pk},{city.tour.pk},{city.exhibition.pk},{city.stream.pk}"
    page = read(f"/saved/cards/?event={keys}")
    assert titles(page, "coming") == [
        "Гравюра",
        "Прогулки по городу",
        "Вечер камерной музыки",
        "Трансляция из зала",
    ]
    assert [time["datetime"] for time in page.all("time")] == [
        "2027-02-01",
        "2027-02-10",
        "2027-02-12",
        "2027-02-14",
    ]
    assert titles(page, "past") == []
    with time_machine.travel(LATER, tick=False):
        page = read(f"/saved/cards/?event={keys}")
        assert titles(page, "coming") == ["Гравюра"]
        assert titles(page, "past") == ["Трансляция из зала", "Прогулки по городу", "Вечер камерной музыки"]


def test_cancelled_and_moved_events_say_so(city, read):
    session = city.stream.sessions.get()
    actions.move_session(actor=SYSTEM, session=session, starts_at=session.starts_at.replace(day=17))
    page = read(f"/saved/cards/?event={city.cancelled.pk},{city.stream.pk}")
    assert [badge.text for badge in page.all(class_="badge--cancelled")] == ["отменено"]
    assert [badge.text for badge in page.all(class_="badge--moved")] == ["перенесено"]
    with time_machine.travel(LATER, tick=False):
        page = read(f"/saved/cards/?event={city.cancelled.pk}")
        assert titles(page, "past") == ["Отменённый вечер"]
        assert [badge.text for badge in page.all(class_="badge--cancelled")] == ["отменено"]


def test_an_exhibition_that_is_over_shows_its_days(city, read):
    with time_machine.travel(datetime(2027, 5, 1, tzinfo=UTC), tick=False):
        page = read(f"/saved/cards/?event={city.exhibition.pk}")
        assert titles(page, "past") == ["Гравюра"]
        assert page.one(class_="card__when").text == "1 февраля – 31 марта 2027"


def test_what_residents_may_not_see_is_left_out(city, read):
    page = read(f"/saved/cards/?event={city.draft.pk},{city.unsure.pk},999999,{city.concert.pk}")
    assert [link.text for head in page.all(class_="card__title") for link in head.all("a")] == [
        "Вечер камерной музыки"
    ]


def test_cards_come_alone_and_may_be_kept(city, read):
    page = read(f"/saved/cards/?event={city.concert.pk}")
    assert page.all("html") == []
    assert page.response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert page.response["X-Robots-Tag"] == "noindex"
    assert read("/saved/cards/").all() == []
    assert read("/saved/cards/?event=nonsense").all() == []
    english = read(f"/en/saved/cards/?event={city.concert.pk}")
    assert titles(english, "coming") == ["An evening of chamber music"]


def test_queries(city, client, django_assert_num_queries):
    client.get("/events/")
    one, more = f"{city.concert.pk}", f"{city.concert.pk},{city.tour.pk},{city.exhibition.pk}"
    for keys in (one, more):
        with django_assert_num_queries(3):
            assert client.get(f"/saved/cards/?event={keys}").status_code == 200
    with time_machine.travel(LATER, tick=False):
        client.get("/events/")
        with django_assert_num_queries(4):
            assert client.get(f"/saved/cards/?event={more}").status_code == 200


def test_the_page_explains_itself_without_a_script(city, read):
    page = read("/saved/")
    assert page.one("h1").text == "Сохранённое"
    plain = page.one("section", class_="saved__plain")
    assert [way.all("b")[0].text for way in plain.one("ul").all("li")] == [
        "Закладка браузера",
        "Ваш календарь",
        "Подписка на список",
    ]
    own = page.one("div", data_saved="/saved/cards/")
    assert (own["data-share"], own["data-calendar"]) == ("/saved/", "/feeds/events.ics")
    english = read("/en/saved/").one("div", data_saved="/en/saved/cards/")
    assert (english["data-share"], english["data-calendar"]) == ("/en/saved/", "/feeds/events.ics?lang=en")


def test_a_list_that_is_sent_works_without_a_script(city, read, client):
    keys = f"{city.concert.pk},{city.exhibition.pk}"
    page = read(f"/saved/?event={keys}")
    assert page.one("h1").text == "Список событий"
    assert page.one(class_="saved__figure").text == "2"
    assert titles(page, "coming") == ["Гравюра", "Вечер камерной музыки"]
    (feed,) = [link["href"] for link in page.all("a") if link["href"].startswith("/feeds/events.ics")]
    body = client.get(feed).content.decode()
    assert {line.partition(":")[2] for line in body.split("\r\n") if line.startswith("SUMMARY")} == {
        "Вечер камерной музыки",
        "Гравюра",
    }
    assert [meta["content"] for meta in page.all("meta", name="robots")] == ["noindex"]


def test_a_list_of_nothing_leads_on(city, read):
    page = read("/saved/?event=999999")
    assert page.one(class_="empty__title").text == "Этих событий на портале больше нет"
    assert page.one("div", class_="empty").one("a")["href"] == "/events/"


def test_an_event_offers_to_be_saved(city, read):
    button = read(f"/events/{city.concert.pk}/").one("button", class_="save--words")
    assert button["data-save"] == str(city.concert.pk)
    assert button["data-title"] == "Вечер камерной музыки"
    assert button["data-when"] == "12\xa0февраля, пятница, 18:00–20:00"
    assert button["data-path"] == f"/events/{city.concert.pk}/"
    assert button["aria-pressed"] == "false"
    assert read(f"/en/events/{city.concert.pk}/").one("button", class_="save--words")["data-path"] == (
        f"/en/events/{city.concert.pk}/"
    )
