from datetime import date
from typing import Any

import pytest
from django.test import Client

from factories.closing import MONDAY, at, close, make_event, make_show
from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_hall, make_place, set_hours
from karavan.kernel.actor import SYSTEM
from karavan.people.models import Organisation
from karavan.places.models import Place, PlaceStateRow
from karavan.programme import actions
from karavan.programme.models import Event
from office.places.visiting import Visitor, told
from portal.reading import Element, Read

pytestmark = pytest.mark.django_db

DAYS = {
    "state": "emergency",
    "valid_from": "2026-11-23",
    "valid_to": "2026-11-27",
    "reason": "Прорвало трубу",
}
BROKEN = "/office/broken/"


def here(place: Place, page: str = "") -> str:
    return f"/office/places/{place.pk}/closings/{page}"


@pytest.fixture
def place(home: Organisation) -> Place:
    return make_place(name="Дворец", organisation=home)


def key(event: Event, number: int = 0) -> str:
    return f"s{list(event.sessions.order_by('starts_at'))[number].pk}"


def step_two(office: Visitor, place: Place, **more: str) -> Element:
    response = office.send(here(place, "new/"), do="list", **DAYS | more)
    assert response.status_code == 200
    return Read(response)


def chosen(page: Element) -> dict[str, str]:
    """The form of the second step as a browser would send it."""
    found: dict[str, str] = {}
    form = page.one("main").all("form")[-1]
    for each in form.all("input"):
        checked = each.attributes.get("type") not in {"radio", "checkbox"} or "checked" in each.attributes
        if each.attributes.get("name") and checked:
            found[each["name"]] = each.attributes.get("value", "")
    for each in form.all("select"):
        options = [option["value"] for option in each.all("option") if "selected" in option.attributes]
        found[each["name"]] = options[0] if options else each.all("option")[0]["value"]
    found.pop("csrfmiddlewaretoken")
    return found


def test_first_the_days_then_everything_that_breaks(
    office: Visitor, place: Place, home: Organisation
) -> None:
    hall = make_hall(place, organisation=home)
    make_event(hall, at(24, 18), lead=home, title="Концерт", entry="ticket")
    make_event(place, at(25, 18), title="Гости")
    set_hours(place)
    make_show(place, title="Выставка")
    make_event(place, at(25, 12), lead=home, title="Черновик", publish=False)
    make_event(place, at(30, 18), lead=home, title="После")

    page = step_two(office, place)

    rows = page.all("li", class_="decide__one")
    assert [row.one("p", class_="decide__title").text for row in rows] == [
        "Выставка",
        "Концерт",
        "Черновик",
        "Гости",
    ]
    assert [row.all("p", class_="decide__quiet") != [] for row in rows] == [True, False, False, True]
    assert [badge.text for badge in rows[1].all("span", class_="badge")] == ["По билетам"]
    assert [badge.text for badge in rows[2].all("span", class_="badge")] == ["Черновик"]
    assert page.one("main").all("h2")[0].text == "Сорвутся 4 события"
    assert PlaceStateRow.objects.count() == 0


def test_closes_and_does_what_was_decided_of_each(office: Visitor, place: Place, home: Organisation) -> None:
    free = make_place(name="Свободный зал", organisation=home)
    moved = make_event(place, at(24, 18), lead=home, title="Переезжает", entry="ticket")
    off = make_event(place, at(25, 18), lead=home, title="Отменяется")
    make_event(place, at(26, 18), lead=home, title="Потом")
    given = chosen(step_two(office, place)) | {
        f"step.{key(moved)}": "move",
        f"place.{key(moved)}": str(free.pk),
        f"at.{key(moved)}": "2026-11-24T19:00",
        f"step.{key(off)}": "cancel",
        f"note.{key(off)}": "Ждём вас в декабре",
    }
    office.sent(here(place, "new/"), here(place), do="close", **given)

    page = office.page(here(place))
    assert [each.text for each in page.all("div", class_="notice--success")] == [
        "Закрыто: 23–27 ноября. Жители уже читают это."
    ]
    results = page.one("section", class_="results").all("li")
    assert [each.one("b").text for each in results] == [
        "перенесено: Свободный зал, вт 24 ноября, 19:00",
        "отменено",
        "отложено: ждёт в разделе «Что ждёт меня»",
    ]
    assert [each.all("p", class_="result__tell") != [] for each in results] == [True, False, False]
    assert (moved.sessions.get().place, moved.sessions.get().starts_at) == (free, at(24, 19))
    assert off.sessions.get().note == "Ждём вас в декабре"
    assert office.page(here(place)).all("section", class_="results") == []
    assert [each.text for each in office.page(BROKEN).all("p", class_="decide__title")] == ["Потом"]


def test_a_taken_hall_is_told_at_its_row_and_nothing_is_closed(
    office: Visitor, place: Place, home: Organisation
) -> None:
    hall = make_place(name="Занятый зал", organisation=home)
    make_event(hall, at(24, 18), title="Вечер", lead=home)
    event = make_event(place, at(24, 18), lead=home)
    other = make_event(place, at(25, 18), lead=home)
    given = chosen(step_two(office, place)) | {
        f"step.{key(event)}": "move",
        f"place.{key(event)}": str(hall.pk),
        f"step.{key(other)}": "cancel",
        f"note.{key(other)}": "Извините",
    }

    page = Read(office.send(here(place, "new/"), do="close", **given))

    bad = page.one("li", class_="decide__one--bad")
    assert bad.one("p", class_="field__error").text == "«Занятый зал» в это время занято: Вечер."
    kept = chosen(page)
    assert (kept[f"step.{key(other)}"], kept[f"note.{key(other)}"]) == ("cancel", "Извините")
    assert PlaceStateRow.objects.count() == 0

    office.sent(here(place, "new/"), do="close", **kept | {f"share.{key(event)}": "1"})
    assert event.sessions.get().place == hall


def test_one_choice_for_all_gives_each_a_hall_of_its_own(
    office: Visitor, place: Place, home: Organisation
) -> None:
    halls = [make_place(name=name, organisation=home) for name in ("Первый", "Второй")]
    events = [make_event(place, at(24, 18), lead=home) for _number in range(3)]
    show = make_show(place, hours=True, organisers=[(home, "lead")])
    given = chosen(step_two(office, place))

    shown = chosen(Read(office.send(here(place, "new/"), do="all", **given | {"all": "move"})))

    steps = [shown[f"step.{key(event)}"] for event in events]
    assert steps == ["move", "move", "later"]
    assert {shown[f"place.{key(event)}"] for event in events[:2]} == {str(hall.pk) for hall in halls}
    assert shown[f"step.e{show.pk}"] == "later"
    shown = chosen(Read(office.send(here(place, "new/"), do="all", **given | {"all": "shut_days"})))
    assert (shown[f"step.e{show.pk}"], shown[f"step.{key(events[0])}"]) == ("shut_days", "later")
    assert PlaceStateRow.objects.count() == 0


def test_a_list_that_went_stale_is_shown_anew(office: Visitor, place: Place) -> None:
    given = chosen(step_two(office, place))
    close(place, date(2026, 12, 1))
    response = office.send(here(place, "new/"), do="close", **given)
    assert [each.text for each in Read(response).all("div", class_="notice--error")] == [
        "Кто-то тем временем закрыл или открыл это место. Посмотрите список заново."
    ]
    office.sent(here(place, "new/"), do="close", **chosen(Read(response)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": ""}, "Обязательное поле."),
        ({"valid_to": "2026-11-01"}, "Последний день раньше первого."),
        ({"state": "open"}, "Выберите корректный вариант. open нет среди допустимых значений."),
    ],
)
def test_a_closing_that_says_nothing(
    given: dict[str, str], message: str, office: Visitor, place: Place
) -> None:
    assert office.refused(here(place, "new/"), do="list", **DAYS | given)[0] == message


@pytest.mark.parametrize("moment", ["завтра", "2026-13-01T10:00"])
def test_a_moment_that_is_none(moment: str, office: Visitor, place: Place, home: Organisation) -> None:
    event = make_event(place, at(24, 18), lead=home)
    given = chosen(step_two(office, place)) | {f"step.{key(event)}": "move", f"at.{key(event)}": moment}
    page = Read(office.send(here(place, "new/"), do="close", **given))
    assert page.one("li", class_="decide__one--bad").one("p", class_="field__error").text == (
        "Укажите день и время."
    )


def test_a_hidden_place_of_others_is_no_place_to_move_to(
    office: Visitor, place: Place, home: Organisation
) -> None:
    hidden = make_place(organisation=make_organisation(), is_public=False)
    event = make_event(place, at(24, 18), lead=home)
    given = chosen(step_two(office, place))
    given |= {f"step.{key(event)}": "move", f"place.{key(event)}": str(hidden.pk)}
    page = Read(office.send(here(place, "new/"), do="close", **given))
    assert page.one("p", class_="field__error").text == "Выберите место из списка."
    assert event.sessions.get().place is None


def test_reopening_before_the_end(office: Visitor, place: Place) -> None:
    close(place, MONDAY, date(2026, 12, 6))
    offered = office.page(here(place)).one("input", name="day")
    assert offered["value"] == "2026-11-23"
    office.sent(here(place, "reopen/"), here(place), day="2026-11-25")
    assert told(office, here(place)) == ["Сохранено. Перенесённое само не вернётся: поправьте вручную."]
    assert PlaceStateRow.objects.get().valid_to == date(2026, 11, 24)


def test_after_a_reopening_what_it_cancelled_takes_place_by_one_press(
    office: Visitor, place: Place, home: Organisation
) -> None:
    events = [make_event(place, at(24 + day, 18), lead=home, title=f"Вечер {day}") for day in range(3)]
    given = chosen(step_two(office, place)) | {f"step.{key(event)}": "cancel" for event in events}
    office.sent(here(place, "new/"), do="close", **given)
    assert office.page(here(place)).all("li", class_="offered") == []
    office.sent(here(place, "reopen/"), here(place), day="2026-11-25")

    rows = office.page(here(place)).all("li", class_="offered")
    assert [row.one("a").text for row in rows] == ["Вечер 1", "Вечер 2"]
    office.sent(here(place, "restore/"), here(place), one=rows[0].one("button")["value"])
    assert [event.sessions.get().status for event in events] == ["cancelled", "scheduled", "cancelled"]

    make_event(place, at(26, 19), title="Другое", lead=home)
    left = office.page(here(place)).one("li", class_="offered").one("input", name="all")["value"]
    page = Read(office.send(here(place, "restore/"), all=left))
    assert page.one("li", class_="offered--bad").one("p", class_="field__error").text == (
        "«Дворец» в это время занято: Другое."
    )


@pytest.mark.parametrize("day", ["2026-11-25", "", "вчера"])
def test_reopening_what_is_open(day: str, office: Visitor, place: Place) -> None:
    office.sent(here(place, "reopen/"), here(place), day=day)
    assert len(office.page(here(place)).all("div", class_="notice--error")) == 1


class TestBroken:
    def test_is_mended_from_one_page(self, office: Visitor, place: Place, home: Organisation) -> None:
        free = make_place(organisation=home)
        event = make_event(place, at(24, 18), lead=home)
        close(place, MONDAY, date(2026, 11, 27))
        given = {f"step.{key(event)}": "move", f"place.{key(event)}": str(free.pk)}
        office.sent(BROKEN, BROKEN, do="mend", **given)
        assert event.sessions.get().place == free
        page = office.page(BROKEN)
        assert page.one("section", class_="results").one("b").text.startswith("перенесено")
        assert page.one("p", class_="empty__title").text == "В закрытых местах ничего нет"

    def test_of_others_is_not_there(self, office: Visitor) -> None:
        place = make_place(organisation=make_organisation())
        event = make_event(place, at(24, 18))
        close(place, MONDAY)
        assert office.page(BROKEN).all("li", class_="decide__one") == []
        office.sent(BROKEN, do="mend", **{f"step.{key(event)}": "cancel"})
        assert event.sessions.get().status == "scheduled"

    def test_a_mistake_stays_at_its_row(self, office: Visitor, place: Place, home: Organisation) -> None:
        event = make_event(place, at(24, 18), lead=home)
        close(place, MONDAY)
        found = office.refused(BROKEN, do="mend", **{f"step.{key(event)}": "move"})
        assert found[0] == "Выберите другое место или другое время."

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(
        self, number: int, office: Visitor, place: Place, home: Organisation, django_assert_num_queries: Any
    ) -> None:
        for count in range(number):
            make_event(place, at(24 + count, 18), lead=home)
        make_place(organisation=home)
        close(place, MONDAY)
        office.page(BROKEN)
        with django_assert_num_queries(QUERIES_OF_BROKEN):
            office.page(BROKEN)


QUERIES_OF_BROKEN = 22


def test_a_coordinator_mends_across_the_city() -> None:
    city = Visitor(Client(), make_coordinator())
    for _number in range(2):
        place = make_place(organisation=make_organisation())
        make_event(place, at(24, 18))
        close(place, MONDAY)
    assert len(city.page(BROKEN).all("li", class_="decide__one")) == 2


def test_staff_without_an_editing_role_close_nothing(home: Organisation, place: Place) -> None:
    visitor = Visitor(Client(), make_editor(home, "cashier"))
    assert visitor.send(here(place, "new/"), do="close", **DAYS).status_code == 403
    assert PlaceStateRow.objects.count() == 0


def test_a_session_moved_by_somebody_else_meanwhile_is_told(
    office: Visitor, place: Place, home: Organisation
) -> None:
    event = make_event(place, at(24, 18), lead=home)
    given = chosen(step_two(office, place)) | {f"step.{key(event)}": "cancel"}
    actions.cancel_session(actor=SYSTEM, session=event.sessions.get(), note="Болезнь")
    office.sent(here(place, "new/"), do="close", **given)
    page = office.page(here(place))
    assert page.one("section", class_="results").one("b").text == "кто-то уже решил это раньше"
    assert event.sessions.get().note == "Болезнь"
