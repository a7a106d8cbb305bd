"""The page «For me»: the form, what fits and why, what just misses, and what keeps the most away."""

import pytest

from catalogue.city import at
from factories.places import make_place, make_survey
from factories.programme import BenefitCategoryFactory, EventFactory
from karavan.catalogue.actions import refresh
from karavan.programme.drafts import SessionDraft, TariffDraft
from karavan.programme.enums import Calendar, EventKind, PriceKind
from karavan.programme.models import Event


def fits(page):
    """Title → (price, what is said beside it, reasons), in every list of the page."""
    return {
        one.one(class_="card__title").text: (
            "".join(price.text for price in one.all("b") if price in one.one(class_="fit__price").walk())
            if one.all(class_="fit__price")
            else "",
            "".join(aside.text for aside in one.all(class_="fit__aside")),
            [why.text for why in one.all(class_="why__one")],
        )
        for one in page.all(class_="fit")
    }


def misses(page):
    return {
        one.one(class_="card__title").text: one.one(class_="fit__miss").text.removeprefix("Не подошло: ")
        for one in page.all(class_="fit")
        if one.all(class_="fit__miss")
    }


def test_nothing_told_yet(city, read):
    page = read("/me/")
    assert page.headings == ["Для меня", "Или ответьте сами", "Где это хранится"]
    assert page.chips("Кто вы, одним нажатием") == {
        "Семья с маленькими детьми": "/me/?as=family&age=3",
        "Школьный класс": "/me/?as=class&age=7",
        "Студент с Пушкинской картой": "/me/?as=student&born=2004-2008&pushkin=true",
        "Пенсионер": "/me/?as=pensioner",
        "На кресле-коляске": "/me/?access=wheelchair",
        "Плохо вижу": "/me/?access=low_vision",
        "Со слуховым аппаратом": "/me/?access=hearing",
        "Не говорю по-русски": "/me/?language=en,zxx",
    }
    form = page.one("form", class_="asks")
    assert (form["action"], form["method"]) == ("/me/", "get")
    assert {field["name"] for field in form.all("input")} == {
        "age",
        "when",
        "max_price",
        "pushkin",
        "access",
        "sure",
        "benefit",
        "language",
        "district",
        "near",
        "radius",
    }


@pytest.mark.parametrize("address", ["/me/", "/en/me/?benefit=pensioner&near=61.4,55.1", "/me/cards/?age=3"])
def test_nobody_keeps_an_answer(city, client, address):
    response = client.get(address)
    assert (response.status_code, dict(response.cookies), dict(client.cookies)) == (200, {}, {})
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == ("noindex" if "?" in address else "all")
    assert ("ETag" in response, "Last-Modified" in response) == (False, False)
    assert client.post(address).status_code == 405


def test_search_engines_learn_of_one_page_only(city, read):
    page = read("/me/?benefit=pensioner&max_price=300")
    assert page.one("link", rel="canonical")["href"].endswith("/me/")
    assert page.meta("og:url")[0].endswith("/me/")


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("age=&born=&when=&max_price=&sure=&near=&radius=2000", "/me/"),
        ("benefit=pensioner&max_price=&sure=&radius=2000", "/me/?benefit=pensioner"),
        ("near=61.39999,55.10001&radius=2000", "/me/?near=61.4,55.1"),
        ("access=wheelchair&access=blind&sure=", "/me/?access=blind,wheelchair"),
        ("as=pensioner&as=family", "/me/?as=family,pensioner"),
        ("max_price=300&pushkin=1&as=student", "/me/?as=student&pushkin=true&max_price=300"),
    ],
)
def test_a_sent_form_leads_to_the_short_address(city, client, given, short):
    response = client.get(f"/me/?{given}")
    assert (response.status_code, response["Location"]) == (302, short)
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(short).status_code == 200


def test_what_is_not_understood_is_named(city, read):
    page = read("/me/?born=old&benefit=mars&foo=1")
    lines = [line.text for line in page.one(class_="notice--warning").all("li")]
    assert lines == [
        "born: Нужны годы рождения, например 1950-1959.",
        "Льгота (benefit): Неизвестное значение: mars. Допустимы: pensioner.",
        "Нет параметра foo.",
    ]


def test_what_fits_says_what_it_costs_me_and_why(city, read):
    page = read("/me/?benefit=pensioner&max_price=200&near=61.397,55.168&district=tsentralny")
    assert fits(page)["Вечер камерной музыки"] == (
        "От 200 ₽",
        "остальным от 400 ₽",
        [
            "Подходит: по льготе «Пенсионеры»",
            "Уточните: город ещё не подтвердил эти условия: уточните до покупки",
            "Подходит: не дороже 200 ₽",
            "Подходит: меньше 100 м по прямой",
            "Подходит: Центральный район",
        ],
    )
    said = [link.text for link in page.one("ul", class_="me__said").all("a")]
    assert said == [
        "Убрать: Льгота: пенсионеры",
        "Убрать: до 200 ₽",
        "Убрать: Центральный район",
        "Убрать: до 2 км от моей точки",
    ]


def test_access_is_told_with_its_survey_and_the_unknown_as_such(city, read):
    sure = read("/me/?access=wheelchair&when=today")
    assert fits(sure)["Гравюра"] == (
        "Бесплатно",
        "для всех",
        ["Подходит: На кресле-коляске: подходит, обследовано 1 марта 2026"],
    )
    unsure = fits(read("/me/?access=wheelchair&sure=false"))
    assert unsure["Вечер камерной музыки"][2] == [
        "Уточните: На кресле-коляске: не обследовано, спросите заранее"
    ]
    assert unsure["Трансляция из зала"][2] == [
        "Подходит: На кресле-коляске: подходит, по словам организатора"
    ]


def test_a_session_elsewhere_is_told_of_its_own_place(city, read):
    page = read("/me/?access=wheelchair")
    assert fits(page)["Прогулки по городу"][2] == [
        "Подходит: На кресле-коляске: подходит, обследовано 1 марта 2026"
    ]


def test_language_age_and_audience_are_reasons(city, read):
    EventFactory(
        publish=True,
        title="Пантомима",
        place=city.house,
        languages=["zxx"],
        audiences=["children"],
        age_mark=0,
        sessions=[SessionDraft(at(3))],
    )
    page = read("/me/?as=family&age=3&language=en,zxx")
    assert fits(page) == {
        "Пантомима": (
            "Бесплатно",
            "для всех",
            [
                "Подходит: 0+: подходит по возрасту",
                "Подходит: без слов: язык знать не нужно",
                "Подходит: кому: детям",
            ],
        )
    }


def test_several_benefits_the_best_one_and_what_it_brings(city, read):
    other = BenefitCategoryFactory(
        code="companion", name="С сопровождающим", proof="Справка", check_with_city=False
    )
    EventFactory(
        publish=True,
        title="Спектакль",
        kind=EventKind.PERFORMANCE,
        place=city.house,
        price_kind=PriceKind.PAID,
        price_min=50000,
        sessions=[SessionDraft(at(4))],
        tariffs=[
            TariffDraft(city.benefit.pk, "percent", 20),
            TariffDraft(other.pk, "percent", 70, quota=5, companion_free=True),
        ],
    )
    assert fits(read("/me/?benefit=companion,pensioner&when=week"))["Спектакль"] == (
        "150 ₽",
        "остальным 500 ₽",
        [
            "Подходит: по льготе «С сопровождающим»; покажите: справка",
            "Подходит: сопровождающий проходит бесплатно",
            "Уточните: только 5 таких мест на сеанс",
        ],
    )


def test_a_session_with_its_own_price_is_told_by_it(city, read):
    EventFactory(
        publish=True,
        title="Два вечера",
        place=city.house,
        calendar=Calendar.DATES,
        price_kind=PriceKind.FREE,
        sessions=[SessionDraft(at(3), price_kind=PriceKind.PAID, price_min=60000)],
        tariffs=[TariffDraft(city.benefit.pk, "percent", 50)],
    )
    assert fits(read("/me/?benefit=pensioner&when=week"))["Два вечера"][:2] == ("300 ₽", "остальным 600 ₽")


def test_an_unknown_price_stays_unknown(city, read):
    event = EventFactory(publish=True, title="Вечер", place=city.house, sessions=[SessionDraft(at(3))])
    # Nothing is published without a price; records of other systems may come without one.
    Event.objects.filter(pk=event.pk).update(price_kind=PriceKind.UNKNOWN)
    refresh("event", [event.pk])
    assert fits(read("/me/?benefit=pensioner"))["Вечер"] == (
        "Цена не указана",
        "",
        ["Уточните: цены в записи нет: спросите организатора"],
    )
    assert misses(read("/me/?max_price=300"))["Вечер"] == "цена не указана"


def test_near_misses_fail_one_condition_and_name_it(city, read):
    page = read("/me/?max_price=300")
    assert misses(page) == {"Вечер камерной музыки": "на 100 ₽ дороже"}
    assert misses(read("/me/?when=tomorrow&district=leninsky")) == {}
    assert misses(read("/me/?district=leninsky&max_price=0&access=wheelchair")) == {
        "Трансляция из зала": "проходит не в городе, а онлайн"
    }
    assert misses(read("/me/?age=5&district=leninsky")) == {
        "Гравюра": "возрастная отметка 6+",
        "Прогулки по городу": "возрастная отметка 6+",
    }
    near = misses(read("/me/?near=61.397,55.168&radius=3000"))
    assert near["Гравюра"] == "5,4 км вместо 3 км"


def test_who_cannot_get_in_is_not_sent_there(city, read):
    make_survey(city.house, assessments={})
    page = read("/me/?access=wheelchair&sure=false&district=tsentralny")
    assert [text for text in misses(page).values() if "обследован" in text] == []


def test_where_nothing_fits_the_condition_that_keeps_the_most_away(city, read):
    page = read("/me/?age=5&district=leninsky&access=wheelchair")
    assert page.one("h2", id="fits").text == "Всем условиям сразу не отвечает ничего"
    assert {link.text: link["href"] for link in page.one(class_="empty").all("a")} == {
        "2 события без «младшему 5 лет»": "/me/?district=leninsky&access=wheelchair"
    }
    pairs = read("/me/?age=5&district=tsentralny&max_price=0&when=tomorrow&access=blind&language=tt")
    assert pairs.one(class_="empty").one(class_="empty__title").text == "Всё вместе не сходится"


def test_the_day_on_which_a_benefit_opens_more(city, read):
    EventFactory(
        publish=True,
        title="Музей по вторникам",
        kind=EventKind.EXHIBITION,
        calendar=Calendar.DATES,
        place=city.house,
        price_kind=PriceKind.PAID,
        price_min=25000,
        sessions=[SessionDraft(at(9)), SessionDraft(at(16))],
        tariffs=[TariffDraft(city.benefit.pk, "free", days_of_month=[16])],
    )
    page = read("/me/?benefit=pensioner&max_price=0")
    section = page.one("section", aria_labelledby="benefit-day")
    assert section.one("h2").text == "16 февраля по вашей льготе дешевле"
    assert fits(section) == {
        "Музей по вторникам": (
            "Бесплатно",
            "остальным 250 ₽",
            [
                "Подходит: по льготе «Пенсионеры», только по этим числам месяца: 16",
                "Уточните: город ещё не подтвердил эти условия: уточните до покупки",
            ],
        )
    }
    assert read("/me/?benefit=pensioner&max_price=0&when=week").all(aria_labelledby="benefit-day") == []


def test_what_is_cancelled_stays_and_gives_no_reasons(city, read):
    assert fits(read("/me/?district=tsentralny"))["Отменённый вечер"] == ("", "", [])


def test_the_question_may_be_taken_along(city, read, client):
    page = read("/en/me/?as=family&born=1950-1959&benefit=pensioner&when=week")
    query = "when=week&audience=children,everyone,family&benefit=pensioner"
    links = [link["href"] for link in page.one("section", class_="feeds").all("a")]
    assert links == [
        f"/en/events/?{query}",
        f"/feeds/events.ics?{query}&lang=en",
        f"/feeds/events.rss?{query}&lang=en",
    ]
    assert [client.get(link).status_code for link in links] == [200] * 3


def test_it_speaks_english(city, read):
    page = read("/en/me/?benefit=pensioner&max_price=200&district=tsentralny")
    assert fits(page)["An evening of chamber music"][:2] == ("From 200 ₽", "others pay from 400 ₽")
    assert page.headings[0] == "For me"


def test_a_kept_address_of_another_year_keeps_its_band(city, read):
    options = read("/me/?born=2001-2007").one("select").all("option")
    assert [one["value"] for one in options if "selected" in one.attributes] == ["2001-2007"]


def test_a_cursor_leads_on_and_a_lost_one_to_the_beginning(city, read, monkeypatch):
    from karavan.portal.me import finding

    monkeypatch.setattr(finding, "LIST_SIZE", 2)
    first = read("/me/?max_price=1000")
    following = first.one("a", rel="next")["href"]
    assert following.startswith("/me/?max_price=1000&cursor=")
    second = read(following)
    assert set(fits(first)) & set(fits(second)) == set()
    assert second.one("nav", class_="pager").all("a")[-1]["href"] == "/me/?max_price=1000"
    lost = read("/me/?max_price=1000&cursor=nothing")
    assert fits(lost).keys() >= fits(first).keys()
    assert lost.one(class_="notice--warning").one("li").text == (
        "Список с тех пор изменился, поэтому он показан с начала."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_list(city, client, django_assert_num_queries, number):
    for day in range(number):
        place = make_place(name=f"Дом {day}", district=city.centre, lat=55.16, lon=61.4)
        EventFactory(
            publish=True,
            title=f"Вечер {day}",
            place=place,
            sessions=[SessionDraft(at(3 + day))],
            tariffs=[TariffDraft(city.benefit.pk, "free", days_of_month=[3])],
            price_kind=PriceKind.PAID,
            price_min=10000,
        )
    address = "/me/?near=61.4,55.16&benefit=pensioner&max_price=1000&access=hearing&sure=false"
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    with django_assert_num_queries(2):
        client.get("/me/")


@pytest.fixture
def by_card(city):
    """Three evenings of 700 roubles: on the card, not on it, and nobody has said; and a free one."""
    for day, (title, card) in enumerate([("На карте", True), ("Не на карте", False), ("Молчат", None)]):
        EventFactory(
            publish=True,
            title=title,
            place=city.house,
            price_kind=PriceKind.PAID,
            price_min=70000,
            pushkin_card=card,
            sessions=[SessionDraft(at(3 + day))],
        )
    EventFactory(publish=True, title="Даром", place=city.house, sessions=[SessionDraft(at(6))])
    return city


def test_the_pushkin_card_is_a_reason_and_leaves_nothing_out(by_card, read):
    found = fits(read("/me/?pushkin=true&when=week"))
    assert {title: why for title, (_price, _aside, why) in found.items()} == {
        **{title: [] for title in ("Гравюра", "История края", "Прогулки по городу")},
        "На карте": ["Подходит: можно заплатить Пушкинской картой"],
        "Не на карте": ["Не подходит: Пушкинской картой заплатить нельзя"],
        "Молчат": ["Уточните: о Пушкинской карте не сказано"],
        "Даром": [],
    }


def test_what_the_pushkin_card_pays_is_within_every_budget(by_card, read):
    page = read("/me/?pushkin=true&max_price=300")
    assert set(fits(page)) >= {"На карте", "Даром"}
    assert misses(page) == {
        "Вечер камерной музыки": "на 100 ₽ дороже",
        "Не на карте": "на 400 ₽ дороже",
        "Молчат": "на 400 ₽ дороже",
    }
    assert misses(read("/me/?max_price=300"))["На карте"] == "на 400 ₽ дороже"


def test_the_card_of_a_student_may_be_taken_away_alone(city, read):
    said = read("/me/?as=student&pushkin=true&max_price=300").one("ul", class_="me__said").all("a")
    assert {link.text.removeprefix("Убрать: "): link["href"] for link in said} == {
        "Студент": "/me/?pushkin=true&max_price=300",
        "с Пушкинской картой": "/me/?as=student&max_price=300",
        "до 300 ₽": "/me/?as=student&pushkin=true",
    }


def test_what_the_pushkin_card_pays_may_be_listed_alone(by_card, read):
    page = read("/me/?pushkin=true&age=16&max_price=300")
    link = next(one for one in page.all("a") if one.text == "Только с Пушкинской картой")
    assert link["href"] == "/events/?age=16&pushkin=true"
    assert read(link["href"]).titles == ["На карте"]
    assert page.one("section", class_="feeds").all("a")[0]["href"] == (
        "/events/?age=16&max_price=300&pushkin_pays=true"
    )
    assert [one for one in read("/me/?age=16").all("a") if one.text == link.text] == []


def test_a_free_evening_says_nothing_of_the_card_and_a_benefit_stands_after_it(city, read):
    EventFactory(
        publish=True,
        title="Спектакль",
        place=city.house,
        price_kind=PriceKind.PAID,
        price_min=50000,
        pushkin_card=True,
        sessions=[SessionDraft(at(4))],
        tariffs=[TariffDraft(city.benefit.pk, "percent", 20)],
    )
    why = fits(read("/me/?pushkin=true&benefit=pensioner&when=week"))["Спектакль"][2]
    assert why[:2] == ["Подходит: можно заплатить Пушкинской картой", "Подходит: по льготе «Пенсионеры»"]
