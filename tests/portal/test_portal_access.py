"""Who can get in, and how it is told: the passport as a way, marks in lists, the statement's figures."""

import pytest

from catalogue.city import at
from factories.places import make_place, make_survey
from factories.programme import EventFactory
from karavan.catalogue.coverage import Known, coverage
from karavan.places.enums import AccessProfile, Category, Zone, ZoneState
from karavan.programme.drafts import SessionDraft


@pytest.fixture
def surveyed(city):
    """A place with one zone of every grade for a wheelchair."""
    place = make_place(organisation=city.philharmonic, website="https://example.org/")
    zones = {
        Zone.ROUTE: ZoneState.FULL_SOME,
        Zone.TERRITORY: ZoneState.PART_ALL,
        Zone.ENTRANCE: ZoneState.CONDITIONAL,
        Zone.SANITARY: ZoneState.NOT,
    }
    survey = {(zone, Category.WHEELCHAIR): state for zone, state in zones.items()}
    make_survey(place, survey | {(Zone.ENTRANCE, Category.HEARING): ZoneState.PART_SOME})
    return place


def test_the_way_in_by_need(surveyed, read):
    way = read(f"/places/{surveyed.pk}/").one("section", aria_labelledby="way-in")
    assert [head.text for head in way.one("thead").all("th")] == [
        "На пути",
        "На кресле-коляске",
        "Трудно ходить",
        "Плохо вижу или не вижу",
        "Плохо слышу или не слышу",
        "Нужны простые слова",
    ]
    rows = [
        [cell.text for cell in row.walk() if cell.tag in {"th", "td"}] for row in way.one("tbody").all("tr")
    ]
    unknown = "неизвестно"
    assert rows == [
        ["1 Путь от остановки", "да", *[unknown] * 4],
        ["2 Территория у здания", "частично", *[unknown] * 4],
        ["3 Вход", "с помощью", unknown, unknown, "частично", unknown],
        ["4 Пути движения внутри здания", *[unknown] * 5],
        ["5 Зона обслуживания", *[unknown] * 5],
        ["6 Санитарные помещения", "нет", *[unknown] * 4],
        ["7 Информация и связь", *[unknown] * 5],
    ]
    assert [link.text for link in way.one("p", class_="way__ask").all("a")] == ["сайт места", "Филармония"]


def test_the_way_in_step_by_step(surveyed, read):
    page = read(f"/places/{surveyed.pk}/?for=wheelchair")
    way = page.one("section", aria_labelledby="way-in")
    steps = way.all("li", class_="step")
    assert [(step.one(class_="step__words").text, step.one(class_="step__grade").text) for step in steps] == [
        ("От остановки можно добраться без препятствий.", "да"),
        (
            "На дорожках у здания есть неудобные места. Без помощи можно не пройти: спросите заранее.",
            "частично",
        ),
        ("Войти помогут сотрудники: попросите встретить вас у входа. Договоритесь заранее.", "с помощью"),
        ("Проходы внутри не обследованы. Спросите заранее.", "неизвестно"),
        ("Зал и места обслуживания не обследованы. Спросите заранее.", "неизвестно"),
        ("Доступного туалета нет. Спросите, нет ли другого пути.", "нет"),
        ("Указатели и объявления не обследованы. Спросите заранее.", "неизвестно"),
    ]
    assert way.one("p", class_="way__ask").all("a")[-1]["href"] == "/places/?access=wheelchair"
    # One page, however it is asked for.
    assert page.one("link", rel="canonical")["href"].endswith(f"/places/{surveyed.pk}/")
    chosen = way.one("a", aria_current="true")
    assert (chosen.text, chosen["href"]) == (
        "На кресле-коляске",
        f"/places/{surveyed.pk}/?for=wheelchair#way-in",
    )


def test_partly_is_enough_for_some(surveyed, read):
    way = read(f"/places/{surveyed.pk}/?for=hearing").one("section", aria_labelledby="way-in")
    assert way.all(class_="step__words")[2].text == "Вход не во всём по норме."


@pytest.mark.parametrize("wanted", ["", "?for=", "?for=nobody"])
def test_without_a_survey_the_way_is_asked_for(city, read, wanted):
    place = make_place(how_to_get_in="Вход со двора, звонок справа.")
    way = read(f"/places/{place.pk}/{wanted}").one("section", aria_labelledby="way-in")
    assert [line.text for line in way.all("p")] == [
        "Место не обследовано. Неизвестно — не значит доступно: спросите, прежде чем ехать.",
        "Вход со двора, звонок справа.",
    ]
    assert way.all("table") == way.all("ol") == []


def test_an_event_leads_to_the_way_into_its_place(city, read):
    access = read(f"/events/{city.concert.pk}/").one("section", aria_labelledby="access")
    (link,) = access.all("a")
    assert (link.text, link["href"]) == (
        "Как попасть внутрь, шаг за шагом: Большой зал",
        f"/places/{city.hall.pk}/#way-in",
    )


@pytest.fixture
def signed(city):
    """A concert with sign language and subtitles, told in simple words too."""
    return EventFactory(
        publish=True,
        title="Концерт с переводом",
        place=city.hall,
        easy_text="<p>Музыка и жесты.</p>",
        facilities=["sign_language", "subtitles"],
        sessions=[SessionDraft(at(20))],
    )


def test_facilities_are_seen_in_lists(signed, read):
    words = "Удобства: Жестовый язык, Субтитры, Простыми словами"
    cards = {card.one(class_="card__title").text: card for card in read("/events/").all("article")}
    assert cards["Концерт с переводом"].one("p", class_="facilities").text == words
    assert cards["Вечер камерной музыки"].all("p", class_="facilities") == []
    (row,) = read("/search/?q=концерт+с+переводом").all("p", class_="facilities")
    assert row.text == words


def test_facilities_can_be_asked_for(signed, read):
    facet = read("/events/").facet("Удобства")
    assert facet == {
        "Жестовый язык": ("1", "/events/?facility=sign_language"),
        "Субтитры": ("1", "/events/?facility=subtitles"),
    }
    assert read(facet["Субтитры"][1]).titles == ["Концерт с переводом"]


def test_simple_words_stand_before_the_rest(signed, read):
    page = read(f"/events/{signed.pk}/")
    opening = page.one("header", class_="opening__words")
    assert opening.one("section", class_="easy").one("h2").text == "Простыми словами"
    assert opening.one("p", class_="facilities").text == "Удобства: Жестовый язык, Субтитры"


def test_figures_of_places_and_events(city):
    """The library is surveyed, the other places with events are not; nothing unknown counts as accessible."""
    found = coverage(at(1, 10))
    assert (found.places, found.surveyed, found.events) == (4, 1, 7)
    assert found.of_places[AccessProfile.WHEELCHAIR] == Known(yes=1, no=0, unknown=3)
    for figures in found.of_places.values():
        assert figures.yes + figures.no + figures.unknown == found.places
    for figures in found.of_events.values():
        assert figures.yes + figures.no + figures.unknown == found.events


def test_the_statement_counts_as_the_lists_do(city, read, django_assert_num_queries):
    read("/events/")
    with django_assert_num_queries(2):
        page = read("/accessibility/")
    places, events = page.all("tbody")
    assert len(places.all("tr")) == len(events.all("tr")) == len(AccessProfile)
    for row in events.all("tr"):
        link = row.one("a")
        assert (
            read(link["href"]).one("p", class_="lead", role="status").text.split()[0] == row.all("td")[0].text
        )


def test_the_statement_says_whom_to_tell(city, read, settings):
    assert [link["href"] for link in read("/accessibility/").all("a") if "mailto" in link["href"]] == []
    settings.CONTACT_EMAIL = "portal@example.org"
    (link,) = [link for link in read("/accessibility/").all("a") if "mailto" in link["href"]]
    assert (link.text, link["href"]) == ("portal@example.org", "mailto:portal@example.org")
