"""The first page of the office: what waits for whom, the late first."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_place, set_hours
from factories.programme import EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.people import actions as people_actions
from karavan.people.enums import FounderLevel, RoleKind
from karavan.places import actions as places_actions
from karavan.places.enums import PlaceCategory, PlaceState
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import OrganiserRole
from portal.reading import Read

NOW = datetime(2027, 3, 1, 7, tzinfo=UTC)
"""Monday, 12:00 on the city's clock."""


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db):
    return make_organisation(name="Дом культуры «Заря»")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def make_event(house, title, days, hour=13, **given):
    starts = (NOW + timedelta(days=days)).replace(hour=hour)
    fields = {"organisers": [(house, OrganiserRole.LEAD)], "sessions": [SessionDraft(starts)], **given}
    return EventFactory(title=title, **fields)


def groups(response):
    """Title of a group → (title, button) of its items."""
    page = Read(response)
    return {
        section.one("h2").text.rsplit(" ", 1)[0]: [
            (row.one("h3").text.replace("\xa0", " "), row.one("a", class_="wait__do").text.split(":")[0])
            for row in section.all("li", class_="wait")
        ]
        for section in page.all("section", class_="waits")
    }


def lacks(response):
    return [row.text.replace("\xa0", " ") for row in Read(response).one("ul", class_="wait__lacks").all("li")]


def test_the_day_stands_large(house):
    page = Read(signed_in(make_editor(house)).get("/office/"))
    assert page.one("h1").text == "Что ждёт меня"
    assert page.one("span", class_="date__day").text == "1"
    assert page.one(class_="empty__title").text == "Всё сделано"


def test_an_editors_drafts_by_their_day(house):
    make_event(house, "Через три недели", 21)
    make_event(house, "Завтра", 1, age_mark=None)
    make_event(house, "В четверг", 3)
    make_event(house, "Забытое", -3)
    make_event(house, "Через год", 365)
    make_event(house, "Готово", 2, publish=True)
    make_event(make_organisation(), "Чужое", 30)
    response = signed_in(make_editor(house)).get("/office/")
    assert groups(response) == {
        "Просрочено или вот-вот": [("Забытое", "Опубликовать"), ("Завтра", "Дописать")],
        "На этой неделе": [("В четверг", "Опубликовать")],
        "Позже": [("Через три недели", "Опубликовать")],
    }


def test_a_draft_says_what_it_lacks_and_leads_to_its_form(house):
    event = make_event(house, "Завтра", 1, age_mark=None, price_kind="unknown", place=None)
    response = signed_in(make_editor(house)).get("/office/")
    found = lacks(response)
    assert found == [
        "Выберите возрастной знак: от 0+ до 18+.",
        "Выберите площадку или добавьте ссылку, если событие проходит онлайн.",
        "Укажите цену или отметьте, что вход бесплатный.",
    ]
    assert Read(response).one("a", class_="wait__do")["href"] == f"/office/events/{event.pk}/edit/"


def test_what_was_sent_waits_for_the_director_and_comes_back(house):
    editor, director = make_editor(house), make_editor(house, RoleKind.DIRECTOR)
    event = make_event(house, "Вечер", 20)
    actions.send_for_release(actor=editor, event=event)
    assert groups(signed_in(editor).get("/office/")) == {}
    page = Read(signed_in(editor).get("/office/"))
    assert page.one("p", class_="muted").text == "1 событие ждёт выпуска у директора."
    response = signed_in(director).get("/office/")
    assert groups(response) == {"Позже": [("Вечер", "Посмотреть и выпустить")]}
    assert lacks(response) == [f"Прислал: {editor.name}."]
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        late = groups(signed_in(director).get("/office/"))
    assert late == {"Просрочено или вот-вот": [("Вечер", "Посмотреть и выпустить")]}
    actions.send_back(actor=director, event=event, reason="Добавьте фотографию")
    response = signed_in(editor).get("/office/")
    assert groups(response) == {"Позже": [("Вечер", "Исправить")]}
    assert lacks(response) == ["Добавьте фотографию"]


def test_a_closed_place_is_one_thing_to_decide(house):
    place = make_place(name="Клуб")
    for number, days in enumerate((2, 3, 40)):
        make_event(house, f"Вечер {number}", days, publish=True, place=place)
    make_event(make_organisation(), "Чужое", 2, publish=True, place=place)
    places_actions.set_place_state(
        actor=SYSTEM,
        place=place,
        state=PlaceState.REPAIR,
        valid_from=date(2027, 3, 2),
        valid_to=date(2027, 3, 20),
        reason="Крыша",
    )
    response = signed_in(make_editor(house)).get("/office/")
    assert groups(response) == {
        "Просрочено или вот-вот": [("Клуб: сорвано 2 сеанса", "Перенести или отменить")]
    }
    assert lacks(response) == ["3 марта, 18:00 — Вечер 0", "4 марта, 18:00 — Вечер 1"]


def test_hours_that_nobody_knows_or_that_are_over(house):
    known, over, unknown = (make_place(name=name, organisation=house) for name in ("Есть", "Были", "Нет"))
    make_place(name="Памятник", organisation=house, category=PlaceCategory.HERITAGE)
    set_hours(known)
    set_hours(over, valid_from=date(2026, 1, 1), valid_to=date(2027, 2, 20))
    response = signed_in(make_editor(house)).get("/office/")
    assert groups(response) == {
        "Просрочено или вот-вот": [("Были", "Указать часы")],
        "Позже": [("Нет", "Указать часы")],
    }
    for number in range(4):
        make_place(name=f"Филиал {number}", organisation=house)
    response = signed_in(make_editor(house)).get("/office/")
    assert groups(response)["Просрочено или вот-вот"] == [("6 мест без часов работы", "Указать часы")]
    assert unknown.name == "Нет"


def test_a_director_sees_roles_invitations_and_old_facts(house):
    director = make_editor(house, RoleKind.DIRECTOR)
    cashier = make_user(name="Кассир Анна")
    make_role(cashier, house, RoleKind.CASHIER, valid_to=date(2027, 3, 10))
    make_role(make_user(), house, RoleKind.GATE, valid_to=date(2027, 5, 1))
    people_actions.invite(
        actor=director,
        email="new@example.org",
        name="Борис",
        kind=RoleKind.GATE,
        organisation=house,
        role_from=date(2027, 3, 1),
    )
    JournalLine.objects.filter(subject_type="people.organisation").update(at=NOW - timedelta(days=400))
    assert groups(signed_in(director).get("/office/")) == {
        "Позже": [
            ("Кассир Анна", "Продлить"),
            ("Борис", "Послать ещё раз"),
            ("Дом культуры «Заря»", "Просмотреть"),
        ]
    }
    assert groups(signed_in(make_editor(house)).get("/office/")) == {}


def test_the_week_of_an_organisation(house):
    make_event(house, "Сегодня", 0, publish=True)
    make_event(house, "Завтра", 1, publish=True)
    make_event(house, "Через неделю", 8, publish=True)
    make_event(make_organisation(), "Чужое", 0, publish=True)
    cashier = make_user()
    make_role(cashier, house, RoleKind.CASHIER)
    page = Read(signed_in(cashier).get("/office/"))
    lines = [line.one("a").text for line in page.all("li", class_="ahead__line")]
    assert lines == ["Сегодня", "Завтра"]
    assert page.one("p", class_="lead").text == "Сегодня у вас 1 сеанс."


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RoleKind.STATISTICIAN, "Статистик"),
        (RoleKind.CASHIER, "Кассир"),
        (RoleKind.GATE, "Контролёр на входе"),
        (RoleKind.STOCK_KEEPER, "Хранитель имущества"),
        (RoleKind.GUEST_REVIEWER, "Приглашённый рецензент"),
    ],
)
def test_no_role_meets_an_empty_wall(house, kind, title):
    person = make_user()
    make_role(person, house, kind)
    page = Read(signed_in(person).get("/office/"))
    assert [hint.one("h2").text for hint in page.all("section", class_="hint")] == [title]
    assert len(page.one("section", class_="hint").all("a")) >= 1


def test_who_has_no_role_is_told_what_to_do(db):
    page = Read(signed_in(make_user()).get("/office/"))
    assert page.one("section", class_="hint").one("h2").text == "У вас пока нет роли"


def test_a_coordinator_sees_who_shows_nothing(db):
    theatre = make_organisation(name="Театр", kind="theatre", founder_level=FounderLevel.MUNICIPAL)
    make_organisation(name="Музей", kind="museum", founder_level=FounderLevel.MUNICIPAL)
    make_organisation(name="Фонд", kind="ngo", founder_level=FounderLevel.NGO)
    make_organisation(name="Не проверено", certainty="C")
    make_event(theatre, "Сегодня", 0, publish=True)
    make_event(theatre, "Через месяц", 30, publish=True)
    page = Read(signed_in(make_coordinator()).get("/office/"))
    figures = [
        (figure.one("span", class_="figure__count").text, figure.all("span")[-1].text)
        for figure in page.all("a", class_="figure")
    ]
    assert figures == [
        ("1", "событий на ближайшие 14 дней"),
        ("1", "учреждений без событий на 14 дней"),
        ("1", "записей скрыто до проверки"),
    ]
    assert [row.text for row in page.one("ul", class_="silent").all("li")] == ["Музей"]
    assert [
        (bar.one("a").text, bar.one(class_="bar__count").text) for bar in page.all("li", class_="bar")
    ] == [("Театр", "1")]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("kind", "queries"), [(RoleKind.PROGRAMME_EDITOR, 14), (RoleKind.DIRECTOR, 15), (None, 14)]
)
def test_queries_of_the_page_do_not_grow(house, django_assert_num_queries, number, kind, queries):
    place = make_place()
    for index in range(number):
        make_event(house, f"Черновик {index}", 2 + index)
        make_event(house, f"Событие {index}", 2 + index, publish=True, place=place)
        make_place(organisation=house)
    places_actions.set_place_state(
        actor=SYSTEM, place=place, state=PlaceState.REPAIR, valid_from=date(2027, 3, 2)
    )
    client = signed_in(make_editor(house, kind) if kind else make_coordinator())
    client.get("/office/")
    with django_assert_num_queries(queries):
        client.get("/office/")


def test_the_page_is_private(client, db):
    response = client.get("/office/")
    assert (response.status_code, response["Location"]) == (302, "/office/sign-in/?next=/office/")
