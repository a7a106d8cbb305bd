"""What's on: filters, facets, chips, notices, pages."""

import pytest

from karavan.kernel.actor import SYSTEM
from karavan.portal import events
from karavan.programme import actions as programme_actions


def test_the_list_groups_cards_by_day(city, read):
    page = read("/events/")
    assert page.one("h1").text == "Афиша"
    assert page.headings[1:] == [
        "1 февраля, понедельник",
        "3 февраля, среда",
        "10 февраля, среда",
        "12 февраля, пятница",
        "14 февраля, воскресенье",
        "15 февраля, понедельник",
        "16 февраля, вторник",
        "Возьмите этот список с собой",
    ]
    assert page.titles == [
        "Гравюра",
        "История края",
        "Прогулки по городу",
        "Вечер камерной музыки",
        "Трансляция из зала",
        "Отменённый вечер",
        "Встреча в подвале",
    ]
    assert page.one("p", role="status").text == "7 событий"


def test_a_card_says_when_where_how_much_and_how_accessible(city, read):
    page = read("/events/?kind=concert&from=2027-02-12&to=2027-02-12")
    card = page.one("article", class_="card")
    assert card.one(class_="card__when").text == "18:00"
    assert card.one(class_="card__kind").text == "Концерт"
    assert card.one(class_="badge--age").text == "6+"
    assert card.one(class_="card__place").text == "Большой зал"
    assert card.one(class_="card__price").text == "от 400 ₽"
    assert card.one(class_="access").text == "Неизвестно: доступность не обследована"
    assert card.one("a")["href"] == f"/events/{city.concert.pk}/"


def test_a_cancelled_event_stays_and_says_so(city, read):
    card = read("/events/?from=2027-02-15&to=2027-02-15&kind=concert").one("article", class_="card")
    assert card.one(class_="badge--cancelled").text == "отменено"
    assert card["class"].split() == ["card", "kind-music", "card--cancelled"]


def test_facets_count_and_lead_on(city, read):
    page = read("/events/?kind=concert")
    assert page.facet("Вид") == {
        "Концерт": ("3", "/events/"),
        "Выставка": ("2", "/events/?kind=concert,exhibition"),
        "Встреча": ("1", "/events/?kind=concert,meeting"),
        "Экскурсия": ("1", "/events/?kind=concert,excursion"),
    }
    assert page.facet("Район") == {"Центральный": ("2", "/events/?kind=concert&district=tsentralny")}
    assert page.facet("Цена")["Бесплатно"] == ("2", "/events/?kind=concert&max_price=0")
    assert page.facet("Цена")["До 500 ₽"] == ("3", "/events/?kind=concert&max_price=500")
    assert page.facet("Доступность")["На кресле-коляске"] == ("1", "/events/?kind=concert&access=wheelchair")
    assert page.facet("Доступность")["И необследованные места"] == ("", "/events/?kind=concert&sure=false")
    assert page.facet("Возраст гостя")["0–5 лет"] == ("0", "/events/?kind=concert&age=0")
    assert page.facet("Возраст гостя")["6–11 лет"] == ("3", "/events/?kind=concert&age=6")
    assert page.facet("День")["12 февраля, пятница"] == (
        "1",
        "/events/?from=2027-02-12&to=2027-02-12&kind=concert",
    )


def test_chosen_values_become_chips_that_take_them_away(city, read):
    page = read(f"/events/?q=вечер&kind=concert&district=tsentralny&max_price=500&programme={city.year.pk}")
    rest = f"&programme={city.year.pk}"
    word = "q=%D0%B2%D0%B5%D1%87%D0%B5%D1%80"
    assert page.chips("Выбрано") == {
        "Убрать: «вечер»": f"/events/?kind=concert&district=tsentralny&max_price=500{rest}",
        "Убрать: Концерт": f"/events/?{word}&district=tsentralny&max_price=500{rest}",
        "Убрать: Центральный": f"/events/?{word}&kind=concert&max_price=500{rest}",
        "Убрать: До 500 ₽": f"/events/?{word}&kind=concert&district=tsentralny{rest}",
        "Убрать: Культурная столица": f"/events/?{word}&kind=concert&district=tsentralny&max_price=500",
    }
    assert page.titles == ["Вечер камерной музыки"]


def test_quick_chips_switch_on_and_off(city, read):
    assert read("/events/").chips("Когда и что") == {
        "Сегодня": "/events/?when=today",
        "Завтра": "/events/?when=tomorrow",
        "Выходные": "/events/?when=weekend",
        "Бесплатно": "/events/?max_price=0",
        "С детьми": "/events/?audience=children,family",
        "Не выходя из дома": "/events/?online=true",
    }


@pytest.mark.parametrize("when", ["when=weekend", "from=2027-02-06&to=2027-02-07"])
def test_a_quick_chip_is_on_for_its_condition_and_for_the_same_days(city, read, when):
    page = read(f"/events/?{when}&max_price=0")
    chips = page.chips("Когда и что")
    assert chips["Выходные"] == "/events/?max_price=0"
    assert chips["Завтра"] == "/events/?when=tomorrow&max_price=0"
    assert chips["Бесплатно"] == f"/events/?{when}"
    active = [chip.text for chip in page.all("a", class_="chip") if "aria-current" in chip.attributes]
    assert active == ["Выходные", "Бесплатно"]


def test_relative_days_and_chosen_events_can_be_taken_away(city, read):
    page = read(f"/events/?when=week&benefit=pensioner&event={city.concert.pk},{city.tour.pk}")
    ids = ",".join(map(str, sorted([city.concert.pk, city.tour.pk])))
    assert page.chips("Выбрано") == {
        "Убрать: Ближайшие семь дней": f"/events/?benefit=pensioner&event={ids}",
        "Убрать: Пенсионеры": f"/events/?when=week&event={ids}",
        "Убрать: 2 выбранных события": "/events/?when=week&benefit=pensioner",
    }


def test_a_day_of_the_facet_takes_the_place_of_a_relative_one(city, read):
    days = read("/events/?when=week&kind=exhibition").facet("День")
    assert days["3 февраля, среда"] == ("2", "/events/?from=2027-02-03&to=2027-02-03&kind=exhibition")
    assert read("/events/?when=tomorrow&kind=exhibition").facet("День") == {
        "2 февраля, вторник": ("1", "/events/?kind=exhibition")
    }


def test_unknown_and_bad_parameters_are_named_and_left_out(city, read):
    page = read("/events/?foo=1&district=mars&kind=concert&age=old")
    lines = [line.text for line in page.one(class_="notice--warning").all("li")]
    assert lines == [
        "Район (district): Неизвестное значение: mars. Допустимы: leninsky, tsentralny.",
        "Возраст гостя (age): Нужно целое число от 0 до 120.",
        "Нет параметра foo.",
    ]
    assert len(page.titles) == 3
    assert page.one("link", rel="canonical")["href"].endswith("/events/?kind=concert")


def test_a_form_with_empty_fields_leads_to_the_short_address(city, client):
    response = client.get("/en/events/?q=&kind=concert&district=")
    assert (response.status_code, response["Location"]) == (302, "/en/events/?kind=concert")
    again = client.get("/events/?kind=film&kind=concert")
    assert (again.status_code, again["Location"]) == (302, "/events/?kind=concert,film")


def test_the_search_form_keeps_the_filters(city, read):
    form = read("/events/?kind=concert&max_price=0&q=зал").one("form", role="search")
    assert (form["action"], form["method"]) == ("/events/", "get")
    fields = [(field["name"], field["value"]) for field in form.all("input")]
    assert fields == [("kind", "concert"), ("max_price", "0"), ("q", "зал")]


def test_words_order_by_relevance_without_days(city, read):
    page = read("/events/?q=вечера")
    assert page.titles == ["Вечер камерной музыки", "Отменённый вечер"]
    assert page.headings == ["Афиша: вечера", "События", "Возьмите этот список с собой"]


def test_a_typing_error_is_corrected(city, read):
    page = read("/events/?q=гравюар")
    assert page.titles == ["Гравюра"]
    assert page.one("p", role="status").text == "1 событие · Возможно, вы искали гравюра?"


def test_an_empty_list_offers_wider_questions(city, read):
    page = read("/events/?from=2027-02-12&to=2027-02-12&kind=film&district=leninsky")
    empty = page.one(class_="empty")
    assert {link.text: link["href"] for link in empty.all("a")} == {
        "Любой день": "/events/?kind=film&district=leninsky",
        "Весь город": "/events/?from=2027-02-12&to=2027-02-12&kind=film",
        "Все события": "/events/",
    }


def test_pages_go_on_by_cursor(city, read, monkeypatch):
    monkeypatch.setattr(events, "LIST_SIZE", 4)
    first = read("/events/?max_price=1000")
    following = first.one("a", rel="next")["href"]
    assert following.startswith("/events/?max_price=1000&cursor=")
    second = read(following)
    whole = [*first.titles, *second.titles]
    assert (len(first.titles), len(second.titles), len(set(whole))) == (4, 3, 7)
    assert second.all("a", rel="next") == []
    assert second.one("nav", class_="pager").one("a")["href"] == "/events/?max_price=1000"
    assert second.one("link", rel="canonical")["href"].endswith("/events/?max_price=1000")


def test_a_cursor_that_leads_nowhere_gives_the_first_page(city, read):
    page = read("/events/?cursor=nothing")
    assert len(page.titles) == 7
    notice = page.one(class_="notice--warning").one("li")
    assert notice.text == "Список с тех пор изменился, поэтому он показан с начала."


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/events/?kind=concert", "?kind=concert"),
        ("/en/events/?kind=concert", "?kind=concert&lang=en"),
        ("/events/", ""),
        ("/en/events/", "?lang=en"),
    ],
)
def test_the_list_may_be_taken_along(city, read, client, address, query):
    feeds = read(address).one("section", class_="feeds")
    subscribe, *addresses = [link["href"] for link in feeds.all("a")]
    path = address.replace("/events/", "/subscribe/")
    assert (subscribe, client.get(subscribe).status_code) == (path, 200)
    assert addresses == [
        *(f"/feeds/events.{form}{query}" for form in ("ics", "rss", "csv", "geojson")),
        f"/api/v1/events{query}",
    ]
    assert [client.get(found).status_code for found in addresses] == [200] * 5


def test_places_are_listed_and_filtered(city, read):
    page = read("/places/")
    assert page.titles == ["Библиотека № 16", "Большой зал", "Концертный дом", "Площадка на Труда"]
    assert page.one("p", role="status").text == "4 места"
    assert page.facet("Вид")["Библиотека"] == ("1", "/places/?kind=library")
    chosen = read("/places/?access=wheelchair&district=leninsky")
    assert chosen.titles == ["Библиотека № 16"]
    assert chosen.one("article").one(class_="access").text == "Доступно: без ступеней"
    assert chosen.one("article").one(class_="card__place").text == "ул. Труда, 7, Ленинский район".replace(
        "ул. Труда, 7", city.library.address
    )


def test_organisations_are_listed_and_filtered(city, read):
    page = read("/organisations/?q=библиотечная")
    rows = [(row.one("a").text, row.one("a")["href"]) for row in page.one("ul", class_="lines").all("li")]
    assert rows[0] == ("Централизованная библиотечная система", f"/organisations/{city.system.pk}/")


def test_programmes_show_their_roots_as_posters(city, read):
    page = read("/programmes/")
    assert [sheet.one("a").text for sheet in page.all("section", class_="sheet")] == [
        "Культурная столица",
        "Другая программа",
    ]
    assert page.one("p", role="status").text == "3 программы"
    assert next(row.one("a").text for row in page.all("li", class_="agenda__row")) == "Культурная столица"


def test_the_pushkin_card_can_be_asked_for(city, read):
    assert [facet for facet in read("/events/").all("summary") if facet.text.startswith("Оплата")] == []
    programme_actions.update_event(actor=SYSTEM, event=city.concert, pushkin_card=True)
    assert read("/events/").facet("Оплата") == {"Пушкинская карта": ("1", "/events/?pushkin=true")}
    page = read("/events/?pushkin=true&max_price=0&pushkin_pays=true")
    assert page.titles == ["Вечер камерной музыки"]
    assert page.chips("Выбрано") == {
        "Убрать: Бесплатно": "/events/?pushkin=true&pushkin_pays=true",
        "Убрать: Пушкинская карта": "/events/?max_price=0&pushkin_pays=true",
        "Убрать: По Пушкинской карте — за любую цену": "/events/?max_price=0&pushkin=true",
    }
