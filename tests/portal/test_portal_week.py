"""The days of a week: addresses, what each day holds, what is cancelled or moved, which week it is."""

from datetime import date, timedelta

import pytest
import time_machine

from catalogue.city import NOW, at
from factories.programme import EventFactory
from karavan.catalogue import queries
from karavan.catalogue.filters import EventFilter
from karavan.kernel.actor import SYSTEM
from karavan.portal import week
from karavan.portal.filters import of_day
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.models import Session

WEEK = "/events/?from=2027-02-08&view=week"


def days(page):
    return page.one("ol", class_="week__days").all("li", class_="day")


def heads(page):
    return [(day.one("h3").text, day.one(class_="day__count").text) for day in days(page)]


def slots(day):
    return [slot.text for slot in day.all("li", class_="slot")]


def test_a_week_goes_from_monday_to_sunday(city, read):
    page = read(WEEK)
    assert page.headings == ["Афиша", "8–14 февраля 2027", "Возьмите этот список с собой"]
    assert heads(page) == [
        ("8 февраля, понедельник", "1 событие"),
        ("9 февраля, вторник", "1 событие"),
        ("10 февраля, среда", "3 события"),
        ("11 февраля, четверг", "2 события"),
        ("12 февраля, пятница", "2 события"),
        ("13 февраля, суббота", "2 события"),
        ("14 февраля, воскресенье", "1 событие"),
    ]
    assert page.one("p", class_="lead", role="status").text == "5 событий за неделю"


@pytest.mark.parametrize("query", ["", "&kind=concert", "&district=leninsky", "&max_price=0", "&q=вечер"])
def test_counts_are_those_of_the_lists_they_lead_to(city, read, query):
    page = read(f"/events/?from=2027-02-08&view=week{query}")
    counted = 0
    for number, day in enumerate(days(page)):
        shown = day.one(class_="day__count")
        links = shown.all("a")
        if not links:
            assert shown.text == "ничего не объявлено"
            continue
        asked = date(2027, 2, 8) + timedelta(days=number)
        assert f"from={asked}&to={asked}" in links[0]["href"]
        assert "view" not in links[0]["href"]
        assert read(links[0]["href"]).one("p", class_="lead", role="status").text == shown.text
        counted += 1
    assert counted


def test_a_session_tells_time_title_place_and_price(city, read):
    friday = days(read(WEEK))[4]
    assert slots(friday) == ["18:00 Вечер камерной музыки Большой зал, от 400 ₽"]
    slot = friday.one("li", class_="slot")
    assert slot["class"].split() == ["slot", "kind-music"]
    assert slot.one("a")["href"] == f"/events/{city.concert.pk}/"
    assert friday.one(class_="day__open").text == "открыто: 1 выставка"
    assert friday.one(class_="day__open").one("a")["href"] == (
        "/events/?from=2027-02-12&to=2027-02-12&kind=exhibition"
    )


def test_what_is_cancelled_or_moved_says_so(city, read):
    event = EventFactory(
        publish=True, title="Перенесённый концерт", place=city.house, sessions=[SessionDraft(at(17, 19))]
    )
    session = Session.objects.get(event=event)
    actions.move_session(actor=SYSTEM, session=session, starts_at=at(18, 19), note="гастроли")
    page = read("/events/?from=2027-02-15&view=week")
    monday, thursday = days(page)[0], days(page)[3]
    assert slots(monday) == ["18:00 отменено Отменённый вечер Концертный дом"]
    assert monday.one("li", class_="slot")["class"].split() == ["slot", "kind-music", "slot--cancelled"]
    assert slots(thursday) == [
        "19:00 перенесено Перенесённый концерт перенесено с 17 февраля, 19:00 Концертный дом, бесплатно"
    ]


def test_a_session_past_midnight_is_of_both_days(city, read):
    EventFactory(
        publish=True,
        title="Ночь музеев",
        place=city.house,
        sessions=[SessionDraft(at(20, 22), at(20, 22) + timedelta(hours=4))],
    )
    page = read("/events/?from=2027-02-15&view=week")
    saturday, sunday = days(page)[5], days(page)[6]
    assert [slot[:17] for slot in slots(saturday)] == ["22:00 Ночь музеев"]
    assert [slot[:20] for slot in slots(sunday)] == ["до 2:00 Ночь музеев "]


def test_more_sessions_than_are_shown_become_a_number(city, read, monkeypatch):
    monkeypatch.setattr(week, "SHOWN", 1)
    for hour in (9, 11, 13):
        EventFactory(publish=True, place=city.house, sessions=[SessionDraft(at(12, hour))])
    friday = days(read(WEEK))[4]
    assert len(slots(friday)) == 1
    more = friday.one(class_="day__more").one("a")
    assert (more.text, more["href"]) == ("ещё 3", "/events/?from=2027-02-12&to=2027-02-12")


def test_the_week_is_that_of_the_first_day_asked_for(city, read):
    assert read("/events/?view=week").headings[1] == "1–7 февраля 2027"
    assert read("/events/?when=tomorrow&view=week").headings[1] == "1–7 февраля 2027"
    assert read("/events/?from=2026-12-31&view=week").headings[1] == "28 декабря 2026 – 3 января 2027"
    assert read("/events/?to=2027-02-20&view=week").headings[1] == "1–7 февраля 2027"


def test_today_and_days_gone_by_are_marked(city, read):
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        found = days(read("/events/?view=week"))
    states = [day["class"].split()[1:] for day in found]
    assert states == [["day--past"], ["day--past"], ["day--today"], [], [], [], []]


def test_a_part_of_the_week_is_marked_and_the_chip_stays(city, read):
    page = read("/events/?from=2027-02-13&to=2027-02-14&view=week")
    chosen = [day.one("h3").text for day in days(page) if "day--chosen" in day["class"].split()]
    assert chosen == ["13 февраля, суббота", "14 февраля, воскресенье"]
    assert page.chips("Выбрано") == {"Убрать: 13–14 февраля": "/events/?view=week"}
    # A whole week is what the heading says already.
    assert read(WEEK).chips("Выбрано") == {}


def test_weeks_follow_one_another(city, read):
    page = read("/events/?from=2027-02-13&to=2027-02-14&kind=concert&view=week")
    nav = next(nav for nav in page.all("nav") if nav.attributes.get("aria-label") == "Другие недели")
    assert {link.text: link["href"] for link in nav.all("a")} == {
        "Раньше": "/events/?from=2027-02-01&kind=concert&view=week",
        "Эта неделя": "/events/?kind=concert&view=week",
        "Позже": "/events/?from=2027-02-15&kind=concert&view=week",
    }
    now = next(
        nav
        for nav in read("/events/?view=week").all("nav")
        if nav.attributes.get("aria-label") == "Другие недели"
    )
    assert [link.text for link in now.all("a")] == ["Раньше", "Позже"]


def test_every_address_keeps_the_view(city, read):
    page = read("/events/?from=2027-02-08&kind=concert&view=week")
    asked = "/events/?from=2027-02-08"
    assert page.one("link", rel="canonical")["href"].endswith(f"{asked}&kind=concert&view=week")
    assert page.facet("Вид")["Концерт"][1] == f"{asked}&view=week"
    free = f"{asked}&kind=concert&max_price=0&view=week"
    assert page.facet("Цена")["Бесплатно"][1] == free
    assert page.chips("Когда и что")["Бесплатно"] == free
    assert page.chips("Выбрано") == {"Убрать: Концерт": f"{asked}&view=week"}
    form = page.one("form", role="search")
    assert [(field["name"], field["value"]) for field in form.all("input")] == [
        ("from", "2027-02-08"),
        ("kind", "concert"),
        ("view", "week"),
        ("q", ""),
    ]
    # Feeds and the API know no views.
    assert [
        link["href"] for link in page.one("section", class_="feeds").all("a") if "view" in link["href"]
    ] == []


def test_three_views_are_links_of_one_question(city, read):
    for view, current in (("", "Список"), ("&view=map", "Карта"), ("&view=week", "Неделя")):
        links = read(f"/events/?kind=concert{view}").one("nav", class_="views").all("a")
        assert {link.text: link["href"] for link in links} == {
            "Список": "/events/?kind=concert",
            "Карта": "/events/?kind=concert&view=map",
            "Неделя": "/events/?kind=concert&view=week",
        }
        assert [link.text for link in links if link.attributes.get("aria-current") == "page"] == [current]


def test_a_view_that_does_not_exist_is_named_and_left_out(city, read):
    page = read("/events/?kind=concert&view=globe")
    assert page.one(class_="notice--warning").one("li").text == (
        "view: Неизвестное значение: globe. Допустимы: map, week."
    )
    assert page.one("link", rel="canonical")["href"].endswith("/events/?kind=concert")


def test_a_form_with_empty_fields_leads_to_the_short_address_of_its_view(city, client):
    response = client.get("/en/events/?q=&kind=concert&view=week")
    assert (response.status_code, response["Location"]) == (302, "/en/events/?kind=concert&view=week")


def test_a_week_in_english(city, read):
    page = read("/en/events/?from=2027-02-08&view=week")
    assert heads(page)[4] == ("12 February, Friday", "2 events")
    assert slots(days(page)[4])[0].startswith("18:00 An evening of chamber music")


def test_a_week_costs_five_queries(city, client, django_assert_num_queries):
    client.get(WEEK)
    with django_assert_num_queries(5):
        client.get(WEEK + "&kind=concert")


def test_days_agree_with_questions_of_the_catalogue(city):
    for day in queries.find_days(EventFilter(kinds=("concert",)), date(2027, 2, 8)):
        whole = EventFilter(kinds=("concert",), **of_day(day.day))
        assert queries.find_events(whole).total == day.events
