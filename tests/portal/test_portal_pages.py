"""Pages about one thing, and today."""

import json
from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
import time_machine

from catalogue.city import at
from factories.people import make_organisation
from factories.places import make_photo, make_place, make_survey, set_hours
from factories.programme import EventFactory, ProgrammeFactory
from karavan.catalogue import queries
from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people_actions
from karavan.places import actions as place_actions
from karavan.places.enums import Category, Zone, ZoneState
from karavan.portal.printed.when import when
from karavan.programme import actions as programme_actions
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft


def test_an_event_answers_the_first_questions_first(city, read):
    page = read(f"/events/{city.concert.pk}/")
    words = page.one(class_="opening__words")
    assert words.one("h1").text == "Вечер камерной музыки"
    assert words.one(class_="bigdate").text == "12 февраля, пятница 18:00–20:00"
    assert words.one(class_="bigdate__time").text == "18:00–20:00"
    assert words.one(class_="opening__price").text == "От 400 ₽"
    assert words.one(class_="badge--age").text == "6+"
    assert words.one(class_="opening__place").text == f"Большой зал, {city.house.address}"
    assert words.one(class_="opening__place").one("a")["href"] == f"/places/{city.hall.pk}/"
    assert page.headings == [
        "Вечер камерной музыки",
        "О событии",
        "Когда",
        "Сколько заплачу я",
        "Где",
        "Доступность",
        "Подробности",
        "Для вас",
    ]
    assert page.one("div", class_="prose").text == "Два отделения."


def test_an_event_stands_in_its_programmes(city, read):
    crumbs = read(f"/events/{city.concert.pk}/").one("nav", class_="crumbs")
    assert [(link.text, link["href"]) for link in crumbs.all("a")] == [
        ("Программы", "/programmes/"),
        ("Культурная столица", "/programmes/capital/"),
        ("Весна в городе", "/programmes/spring/"),
    ]


def test_what_would_i_pay(city, read):
    rows = read(f"/events/{city.concert.pk}/").one("table").one("tbody").all("tr")
    cells = [[cell.text for cell in row.walk() if cell.tag in {"th", "td"}] for row in rows]
    assert cells == [["Пенсионеры", "200 ₽", "5-ФЗ"], ["Все остальные", "от 400 ₽", ""]]


def test_organisers_by_their_part(city, read):
    facts = read(f"/events/{city.concert.pk}/").one("dl", class_="facts")
    organisers = [(link.text, link["href"]) for link in facts.all("a")]
    assert organisers == [
        ("Филармония", f"/organisations/{city.philharmonic.pk}/"),
        ("Филиал на Гагарина (партнёр)", f"/organisations/{city.branch.pk}/"),
    ]


def test_every_session_says_what_is_its_own(city, read):
    sessions = read(f"/events/{city.tour.pk}/").all("li", class_="session")
    assert [session.text for session in sessions] == [
        "10 февраля, среда 18:00",
        "11 февраля, четверг 18:00Библиотека № 16",
        "13 февраля, суббота 18:00с гидом. 300 ₽",
    ]


def test_past_sessions_are_folded(city, read):
    with time_machine.travel(at(12, 12), tick=False):
        page = read(f"/events/{city.tour.pk}/")
    fold = page.one("details", class_="fold")
    assert fold.one("summary").text == "2 прошедшие даты"
    assert [one.one("b").text for one in fold.all("li")] == ["11", "10"]
    assert page.one(class_="bigdate").one(class_="bigdate__date").text == "февраля, суббота"


@pytest.mark.parametrize(
    ("name", "last"), [("concert", at(12, 20)), ("tour", at(13, 20)), ("exhibition", at(31, 24, month=3))]
)
def test_what_is_over_offers_no_calendar(city, read, name, last):
    address = f"/events/{getattr(city, name).pk}/"
    for moment, offered in ((last - timedelta(minutes=30), 1), (last + timedelta(minutes=30), 0)):
        with time_machine.travel(moment, tick=False):
            links = [one for one in read(address).all("a") if one["href"].startswith("/feeds/events.ics")]
        assert len(links) == offered


@pytest.mark.parametrize(("hour", "going_on"), [(19, True), (21, False)])
def test_without_an_end_an_event_is_on_in_its_page_as_in_lists(city, read, hour, going_on):
    assert city.tour.sessions.latest("starts_at").ends_at is None
    with time_machine.travel(at(13, hour), tick=False):
        listed = read(f"/events/?event={city.tour.pk}").all(class_="card__title")
        past = read(f"/events/{city.tour.pk}/").one("details", class_="fold").all("li")
        poster = when(msgspec.json.decode(queries.detail("event", city.tour.pk).payload), at(13, hour))
    assert (len(listed) == 1, len(past)) == (going_on, 3 - going_on)
    assert (poster.day, poster.further) == ("13", [])


def test_a_moved_session_says_from_when(city, read):
    session = city.concert.sessions.get()
    programme_actions.move_session(actor=SYSTEM, session=session, starts_at=at(19), note="Зал занят")
    page = read(f"/events/{city.concert.pk}/")
    assert page.one(class_="opening__badges").text == "перенесено перенесено с 12 февраля, 18:00"
    assert page.one("li", class_="session").text == (
        "19 февраля, пятница 18:00–20:00 перенесено Перенесено с 12 февраля, 18:00. Зал занят."
    )


def test_a_cancelled_event_says_so_first(city, read):
    page = read(f"/events/{city.cancelled.pk}/")
    notice = page.one(class_="notice--error")
    assert notice.text == "Событие отменено болезнь артиста".replace(" болезнь", "болезнь")
    assert page.one("h1")["class"] == "is-cancelled"
    # Nothing invites to come.
    assert page.one(class_="opening__words").all("a", class_="button") == []


def test_a_period_shows_its_week_and_other_days(city, read):
    event = EventFactory(
        publish=True,
        calendar="periodic",
        kind="exhibition",
        date_from=date(2027, 2, 1),
        date_to=date(2027, 3, 7),
        hours=[HoursDraft(1, time(10), time(18)), HoursDraft(1, time(19), time(21))],
        day_exceptions=[DayExceptionDraft(date(2027, 2, 23), note="праздник")],
        sessions=(),
    )
    page = read(f"/events/{event.pk}/")
    assert page.one(class_="opening__date").text == "1 февраля – 7 марта 2027"
    week, others = page.all("table")
    rows = [
        [cell.text for cell in row.walk() if cell.tag in {"th", "td"}] for row in week.one("tbody").all("tr")
    ]
    assert rows[:2] == [["Понедельник", "закрыто"], ["Вторник", "10:00–18:00, 19:00–21:00"]]
    assert len(rows) == 7
    assert [cell.text for cell in others.one("tbody").walk() if cell.tag in {"th", "td"}] == [
        "23 февраля 2027",
        "закрыто",
        "праздник",
    ]


def test_only_online(city, read):
    page = read(f"/events/{city.stream.pk}/")
    buttons = [
        (link.text, link["href"]) for link in page.one(class_="opening__words").all("a", class_="button")
    ]
    assert buttons == [
        ("Смотреть онлайн", "https://example.org/stream"),
        ("Добавить в календарь", f"/feeds/events.ics?event={city.stream.pk}"),
    ]
    assert "Где" not in page.headings


@pytest.mark.parametrize("name", ["concert", "tour", "exhibition", "permanent", "stream"])
def test_the_calendar_holds_the_event_and_no_other(city, read, client, name):
    event = getattr(city, name)
    page = read(f"/events/{event.pk}/")
    (address,) = [link["href"] for link in page.all("a") if link["href"].startswith("/feeds/events.ics")]
    body = client.get(address).content.decode().replace("\r\n ", "")
    found = {line for line in body.partition("BEGIN:VEVENT")[2].splitlines() if line.startswith("URL")}
    assert found == {f"URL:http://127.0.0.1:8000/events/{event.pk}/"}


def test_search_engines_read_the_event_as_data(city, read):
    event = EventFactory(
        publish=True, title="</script><script>alert(1)</script>", sessions=[SessionDraft(at(5))]
    )
    page = read(f"/events/{event.pk}/")
    script = page.one("script", type="application/ld+json")
    assert f"'nonce-{script['nonce']}'" in page.response["Content-Security-Policy"]
    (node,) = json.loads("".join(map(str, script.parts)))["@graph"]
    assert node["@type"] == "MusicEvent"
    assert node["name"] == event.title
    assert node["startDate"] == "2027-02-05T18:00:00+05:00"


def test_a_demonstration_record_says_so(city, read):
    event = EventFactory(publish=True, is_demo=True, sessions=[SessionDraft(at(5))])
    page = read(f"/events/{event.pk}/")
    assert page.one(class_="notice--demo").one(class_="notice__title").text == "Демонстрационная запись"
    assert page.one(class_="opening__tags").one(class_="badge--demo").text == "демо"
    card = read("/events/?from=2027-02-05&to=2027-02-05&kind=concert").one("article")
    assert card.one(class_="badge--demo").text == "демо"


def test_easy_reading_and_other_languages(city, read):
    event = EventFactory(
        publish=True,
        text="<p>Текст.</p>",
        easy_text="<p>Просто.</p>",
        translations={"tt": {"title": "Кич"}},
        sessions=[SessionDraft(at(5))],
    )
    page = read(f"/en/events/{event.pk}/")
    assert page.one(class_="easy").one("div").text == "Просто."
    assert [(one["lang"], one.text) for one in page.all("p", lang="tt")] == [("tt", "Кич")]
    assert page.one("h1")["lang"] == "ru"
    text = page.one("section", aria_labelledby="text")
    assert text.one("p", class_="muted").text == "This text is in Russian: there is no translation yet."
    assert text.one("div", class_="prose")["lang"] == "ru"


def test_a_place_says_whether_it_is_open_now(city, read):
    page = read(f"/places/{city.library.pk}/")
    assert page.one(class_="door--open").text == "Сейчас открыто, до 19:00"
    with time_machine.travel(at(6, 12), tick=False):
        closed = read(f"/places/{city.library.pk}/")
    assert closed.one(class_="door--closed").text == "Сейчас закрыто, откроется 8 февраля в 10:00"
    unknown = read(f"/places/{city.house.pk}/")
    assert unknown.one(class_="door--unknown").text == "Часы работы неизвестны"


def test_a_place_closed_for_repair_says_until_when(city, read):
    place_actions.set_place_state(
        actor=SYSTEM,
        place=city.library,
        state="repair",
        valid_from=date(2027, 1, 1),
        valid_to=date(2027, 5, 31),
        reason="Меняют крышу.",
    )
    page = read(f"/places/{city.library.pk}/")
    assert page.one(class_="notice--warning").text == "Место закрыто на ремонт. До 31 мая 2027. Меняют крышу."
    assert page.all(class_="door") == []
    card = read("/places/?q=16").one("article")
    assert card.one(class_="badge--cancelled").text == "закрыто на ремонт"


def test_the_passport_speaks_in_words(city, read):
    place = make_place()
    make_survey(
        place,
        {
            (Zone.ENTRANCE, Category.WHEELCHAIR): ZoneState.NOT,
            (Zone.ENTRANCE, Category.SIGHT): ZoneState.FULL_ALL,
        },
        surveyed_on=date(2026, 5, 12),
        surveyor="Комиссия",
    )
    page = read(f"/places/{place.pk}/")
    table = page.one("details", class_="fold").one("table")
    assert [cell.text for cell in table.one("thead").all("th")] == [
        "Зона",
        "Люди на креслах-колясках",
        "Люди с другими нарушениями опорно-двигательного аппарата",
        "Люди с нарушениями зрения",
        "Люди с нарушениями слуха",
        "Люди с умственными нарушениями",
    ]
    row = [cell.text for cell in table.one("tbody").walk() if cell.tag in {"th", "td"}]
    assert row == [
        "Вход",
        "временно недоступно (ВНД)",
        "не обследовано",
        "доступно полностью всем (ДП-В)",
        "не обследовано",
        "не обследовано",
    ]
    access = page.one("section", aria_labelledby="access")
    assert access.all("li")[0].text == "Недоступно: На кресле-коляске"
    assert page.one("p", class_="way__survey").text == "Обследовано 12 мая 2026: Комиссия."


def test_what_is_not_known_of_a_place_is_said(city, read):
    place = make_place(address="")
    page = read(f"/places/{place.pk}/")
    facts = {row.one("dt").text: [value.text for value in row.all("dd")] for row in page.one("dl").all("div")}
    assert facts == {"Адрес": ["Адрес неизвестен"], "На карте": ["Точное место пока неизвестно"]}
    access = page.one("section", aria_labelledby="access")
    assert {item.text.split(":")[0] for item in access.all("li")} == {"Неизвестно"}
    assert page.one("p", class_="way__survey").text == (
        "Место не обследовано. Неизвестно — не значит доступно: спросите, прежде чем ехать."
    )


def test_a_place_shows_what_is_on_halls_and_pictures(city, read):
    make_photo(city.house, alt="Фасад зимой", author="Музей", source="архив")
    page = read(f"/places/{city.house.pk}/")
    assert page.titles == ["История края", "Вечер камерной музыки", "Отменённый вечер"]
    halls = page.one("section", aria_labelledby="halls").all("a")
    assert [(link.text, link["href"]) for link in halls] == [("Большой зал", f"/places/{city.hall.pk}/")]
    figure = page.one("figure", class_="opening__art")
    assert (figure.one("img")["alt"], figure.one("figcaption").text) == ("Фасад зимой", "Фото: Музей, архив")


def test_an_organisation_stands_in_its_network(city, read):
    system = read(f"/organisations/{city.system.pk}/")
    branches = system.one("section", aria_labelledby="branches").all("a")
    assert [(link.text, link["href"]) for link in branches] == [
        ("Филиал на Гагарина", f"/organisations/{city.branch.pk}/")
    ]
    assert system.titles == ["Гравюра", "Вечер камерной музыки"]
    branch = read(f"/organisations/{city.branch.pk}/")
    assert [link.text for link in branch.one("nav", class_="crumbs").all("a")] == ["Организации", "ЦБС"]
    assert [link.text for link in branch.one("section", aria_labelledby="places").all("a")] == [
        "Библиотека № 16"
    ]


def test_former_names_keep_their_years(city, read):
    organisation = make_organisation(name="Клуб железнодорожников")
    people_actions.rename_organisation(
        actor=SYSTEM, organisation=organisation, name="Дворец культуры", valid_from=date(1990, 5, 1)
    )
    page = read(f"/organisations/{organisation.pk}/")
    names = page.one("section", aria_labelledby="names").all("li")
    assert [name.text for name in names] == ["Клуб железнодорожников до 30 апреля 1990"]


def test_a_programme_is_a_poster_with_parts_and_events(city, read):
    year = ProgrammeFactory(
        slug="year", title="Год музыки", date_from=date(2028, 1, 1), date_to=date(2028, 12, 31)
    )
    ProgrammeFactory(
        slug="part", title="Часть", parent=year, date_from=date(2028, 3, 1), date_to=date(2028, 3, 9)
    )
    ProgrammeFactory(slug="later", title="Позже", parent=year)
    page = read("/programmes/year/")
    assert page.one("header", class_="sheet").one("h1").text == "Год музыки"
    assert page.one(class_="sheet__year").text == "2028"
    assert page.one(class_="sheet__period").text == "1 января – 31 декабря 2028"
    parts = [row.text for row in page.one("section", aria_labelledby="parts").all("li")]
    assert parts == ["1–9 марта 2028Часть", "будет объявленоПозже"]
    spring = read("/programmes/spring/")
    assert spring.titles == ["Вечер камерной музыки"]
    assert spring.all(class_="sheet__year") == []


def test_today_tells_the_day_first(city, read):
    EventFactory(
        publish=True,
        title="Утро",
        audiences=["children"],
        place=city.library,
        sessions=[SessionDraft(datetime(2027, 2, 1, 13, tzinfo=UTC))],
    )
    page = read("/")
    assert page.one(class_="today__day").text == "1"
    assert page.one("h1").text == "1 февраля, понедельник. Сегодня в городе 2 события"
    assert {link.text: link["href"] for link in page.one(class_="today__counts").all("a")} == {
        "2 бесплатных": "/events/?from=2027-02-01&to=2027-02-01&max_price=0",
        "1 для детей": "/events/?from=2027-02-01&to=2027-02-01&audience=children",
        "2 точно без ступеней": "/events/?from=2027-02-01&to=2027-02-01&access=wheelchair",
    }
    assert [card.text for card in page.one("section", aria_labelledby="now").all(class_="card__title")] == [
        "Утро"
    ]
    opened = page.one("section", aria_labelledby="open")
    assert [card.text for card in opened.all(class_="card__title")] == ["Гравюра"]
    assert opened.one(class_="card__when").text == "до 31 марта 10:00–19:00"


def test_the_counts_of_today_are_those_of_the_lists_they_lead_to(city, read):
    page = read("/")
    for link in page.one(class_="today__counts").all("a"):
        assert read(link["href"]).one("p", role="status").text.split()[0] == link.text.split()[0]


def test_the_coming_days_lead_to_lists_with_as_many_events(city, read):
    days = read("/").one(class_="days").all("a")
    assert [day.one(class_="days__day").text for day in days] == ["2", "3", "4", "5", "6", "7", "8"]
    assert [day.one(class_="days__full").text for day in days[:2]] == [
        "февраля, вторник, 1 событие",
        "февраля, среда, 2 события",
    ]
    for day in days:
        total = read(day["href"]).one("p", role="status").text
        assert day.one(class_="days__full").text.endswith(total)


def test_today_ends_with_the_lead_programme(city, read, settings):
    assert read("/").all("section", class_="sheet") == []
    settings.LEAD_PROGRAMME = "capital"
    sheet = read("/").one("section", class_="sheet")
    assert [(link.text, link["href"]) for link in sheet.all("a")] == [
        ("Культурная столица", "/programmes/capital/"),
        ("Весна в городе", "/programmes/spring/"),
    ]


def test_an_evening_without_events_shows_tomorrow(city, read):
    with time_machine.travel(at(9, 23), tick=False):
        page = read("/")
    tomorrow = page.one("section", aria_labelledby="tomorrow")
    assert next(card.text for card in tomorrow.all(class_="card__title")) == "Прогулки по городу"


def test_the_box_finds_everything_by_kind(city, read):
    page = read("/search/?q=филармонии")
    groups = {
        group.one("h2").text: [row.one("a").text for row in group.all("li")]
        for group in page.all("section", class_="section")
    }
    assert list(groups) == ["Организации 1", "События 6", "Места 2"]
    assert groups["Организации 1"] == ["Филармония"]
    (link,) = [link for link in page.all("a") if link["href"] == f"/organisations/{city.philharmonic.pk}/"]
    assert [mark.text for mark in link.all("mark")] == ["Филармония"]


def test_the_box_escapes_what_it_marks(city, read):
    make_organisation(name="Театр & К")
    page = read("/search/?q=театр")
    row = page.one("section", class_="section").one("a")
    assert row.text == "Театр & К"
    assert [mark.text for mark in row.all("mark")] == ["Театр"]


def test_the_box_corrects_and_widens(city, read):
    corrected = read("/search/?q=филормония")
    assert corrected.one("p", class_="lead").text == "Возможно, вы искали филармония?"
    wider = read("/search/?q=филармония+кенгуру")
    assert wider.one(class_="notice--info").text == "Всех этих слов нет нигде; вот что находит «филармония»."
    nothing = read("/search/?q=кенгуру")
    assert [link["href"] for link in nothing.one(class_="empty").all("a")] == ["/events/", "/places/", "/"]


def test_hours_of_a_place_follow_its_own_table(city, read):
    place = make_place()
    set_hours(place, days=[5], opens=time(11), closes=time(15))
    page = read(f"/places/{place.pk}/")
    assert page.one(class_="door--closed").text == "Сейчас закрыто, откроется 6 февраля в 11:00"


@pytest.mark.parametrize(
    ("card", "told"),
    [(True, ["можно Пушкинской картой"]), (False, ["Пушкинскую карту не принимают"]), (None, [])],
)
def test_an_event_says_whether_it_takes_the_pushkin_card(city, read, card, told):
    programme_actions.update_event(actor=SYSTEM, event=city.concert, pushkin_card=card)
    rows = read(f"/events/{city.concert.pk}/").one("dl", class_="facts").all("div")
    found = [row.all("dd") for row in rows if row.one("dt").text == "Оплата"]
    assert [value.text for values in found for value in values] == told
