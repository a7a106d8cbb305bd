from datetime import date, time, timedelta
from typing import Any

import pytest

from factories.closing import make_show
from factories.places import make_hall, make_place, set_hours
from karavan.kernel.actor import SYSTEM
from karavan.people.models import Organisation
from karavan.places import actions
from karavan.places.models import HoursException, Place, WeeklyHours
from office.places.visiting import Visitor, told
from portal.reading import Element, Read

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def here(place: Place) -> str:
    return f"/office/places/{place.pk}/hours/"


@pytest.fixture
def place(home: Organisation) -> Place:
    return make_place(organisation=home)


def fields(office: Visitor, place: Place) -> dict[str, str]:
    """The form of the week as it is shown."""
    form = office.page(here(place)).all("form", class_="form")[0]
    return {
        each["name"]: each.attributes.get("value", "")
        for each in form.all("input")
        if each.attributes.get("name") not in {None, "csrfmiddlewaretoken"}
    }


def week(place: Place) -> list[tuple[int, time, time]]:
    return [(row.weekday, row.opens, row.closes) for row in WeeklyHours.objects.filter(place=place)]


def test_says_that_nobody_knows(office: Visitor, place: Place) -> None:
    page = office.page(here(place))
    assert page.one("p", class_="door-now").text == "Часы работы неизвестны"
    assert page.one("div", class_="notice--warning").text == (
        "Часы никто не ввёл. Жители читают «неизвестно» и звонят."
    )


def test_a_text_is_put_into_the_table_and_saved_from_there(office: Visitor, place: Place) -> None:
    text = "пн–пт 10–19, обед 13–14, сб 10–18, вс выходной"
    response = office.send(here(place), do="read", **fields(office, place) | {"text": text})
    shown = {
        name: value
        for name, value in [
            (each["name"], each.attributes.get("value", "")) for each in office_form(response).all("input")
        ]
        if name.startswith("day_")
    }
    assert shown == {
        **{f"day_{day}": "10–13, 14–19" for day in range(5)},
        "day_5": "10–18",
        "day_6": "",
    }
    assert office_form(response).one("p", class_="preview").text == (
        "Получится: пн–пт 10:00–19:00, перерыв 13:00–14:00; сб 10:00–18:00; вс — выходной"
    )
    assert week(place) == []

    office.sent(here(place), here(place), do="save", **fields(office, place) | shown)
    assert week(place)[:3] == [(0, time(10), time(13)), (0, time(14), time(19)), (1, time(10), time(13))]
    page = office.page(here(place))
    assert page.one("p", class_="door-now--open").text == "Сейчас открыто, до 13:00"


def office_form(response: Any) -> Element:
    """The form of the week in an answer."""
    return Read(response).all("form", class_="form")[0]


@pytest.mark.parametrize(("how", "last"), [("weekdays", 4), ("everyday", 6)])
def test_days_as_on_monday(how: str, last: int, office: Visitor, place: Place) -> None:
    response = office.send(here(place), do=how, day_0="9–17", day_6="11–15")
    inputs = {each["name"]: each.attributes.get("value", "") for each in office_form(response).all("input")}
    shown = [inputs[f"day_{day}"] for day in range(7)]
    assert shown == ["9–17"] * (last + 1) + (["", "11–15"] if last == 4 else [])
    assert week(place) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"day_0": "10 до"}, "У «10:00» нет конца: напишите, со скольки до скольки."),
        ({"day_0": "касса 10–12"}, "«касса» здесь непонятно."),
        ({"day_0": "10–14, 13–18"}, "Часы одного дня накладываются: пн."),
        (
            {"day_0": "10–18", "valid_from": "2026-12-01", "valid_to": "2026-11-01"},
            "Последний день раньше первого.",
        ),
    ],
)
def test_says_at_its_weekday_what_is_wrong(
    given: dict[str, str], message: str, office: Visitor, place: Place
) -> None:
    assert office.refused(here(place), do="save", **fields(office, place) | given)[0] == message
    assert week(place) == []


def test_an_empty_week_says_nothing(office: Visitor, place: Place) -> None:
    found = office.refused(here(place), do="save", **fields(office, place))
    assert found[-1] == "Укажите часы хотя бы одного дня."


def test_a_text_that_is_not_understood_stays(office: Visitor, place: Place) -> None:
    response = office.send(here(place), do="read", text="как обычно", day_0="10–18")
    form = office_form(response)
    assert form.one("p", class_="field__error").text == "«как» здесь непонятно."
    assert form.one("input", name="text")["value"] == "как обычно"
    assert form.one("input", name="day_0")["value"] == "10–18"


def test_summer_hours_leave_the_others_alone(office: Visitor, place: Place) -> None:
    set_hours(place)
    days = {"valid_from": "2027-06-01", "valid_to": "2027-08-31"}
    given = fields(office, place) | {f"day_{day}": "" for day in range(7)} | {"day_0": "9–17"}
    office.sent(here(place), **given | days)
    spans = WeeklyHours.objects.filter(place=place, weekday=0).values_list("valid_from", "valid_to")
    assert set(spans) == {
        (None, date(2027, 5, 31)),
        (date(2027, 6, 1), date(2027, 8, 31)),
        (date(2027, 9, 1), None),
    }
    listed = [each.text for each in office.page(here(place)).all("ul", class_="was")[0].all("li")]
    assert listed[1] == "1 июня – 31 августа пн 9:00–17:00; вт–вс — выходной"


def test_two_people_at_the_hours_are_told_of_each_other(office: Visitor, place: Place) -> None:
    mine = fields(office, place) | {"day_0": "10–18"}
    set_hours(place, [0], time(9), time(17))

    found = office.refused(here(place), **mine)
    assert found[-1] == (
        "Кто-то тем временем изменил часы; сейчас они такие: пн 9:00–17:00; вт–вс — выходной. "
        "Сохраните ещё раз, чтобы поставить свои."
    )
    office.sent(here(place), **mine | {"mark": fields(office, place)["mark"]})
    assert week(place) == [(0, time(10), time(18))]


def test_hours_that_end_soon_are_told(office: Visitor, place: Place) -> None:
    set_hours(place, valid_to=TODAY + timedelta(days=10))
    assert office.page(here(place)).one("div", class_="notice--warning").text == (
        "Часы действуют по 3 декабря, четверг, дальше ничего нет. Введите следующие."
    )


def test_a_hall_says_whose_hours_it_has(office: Visitor, place: Place, home: Organisation) -> None:
    set_hours(place)
    hall = make_hall(place, organisation=home)
    texts = [each.text for each in office.page(here(hall)).all("p", class_="measure")]
    assert "Это часы здания, где находится место. Часы, введённые здесь, будут только его." in texts


def test_hours_are_unknown_again(office: Visitor, place: Place) -> None:
    set_hours(place, valid_from=date(2026, 1, 1))
    office.sent(here(place), do="unknown")
    assert told(office, here(place)) == ["С сегодняшнего дня часы неизвестны, так жители и прочитают."]
    assert office.page(here(place)).one("p", class_="door-now").text == "Часы работы неизвестны"


class TestDays:
    def test_several_days_in_a_row_at_once(self, office: Visitor, place: Place) -> None:
        office.sent(
            here(place), do="day", first="2026-12-31", last="2027-01-02", times="", reason="Новый год"
        )
        found = HoursException.objects.order_by("day").values_list("day", "opens", "reason")
        assert list(found) == [
            (date(2026, 12, 31), None, "Новый год"),
            (date(2027, 1, 1), None, "Новый год"),
            (date(2027, 1, 2), None, "Новый год"),
        ]

    def test_other_hours_and_back(self, office: Visitor, place: Place) -> None:
        office.sent(here(place), do="day", first="2026-12-30", last="", times="10–15", reason="")
        listed = office.page(here(place)).one("ul", class_="excepted")
        assert listed.one("b").text == "30 декабря, среда"
        assert listed.one("li").all("span")[0].text == "10:00–15:00"
        office.sent(here(place), do="clear", day="2026-12-30")
        assert HoursException.objects.count() == 0

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"first": "2026-12-30", "last": "2026-12-01"}, "Не больше 31 дней подряд."),
            ({"first": "2026-12-01", "last": "2027-03-01"}, "Не больше 31 дней подряд."),
            (
                {"first": "2026-12-01", "times": "10–13, 14–18"},
                "У отдельного дня здесь одни часы, без перерыва.",
            ),
            ({"first": "2026-12-01", "times": "утром"}, "«утром» здесь непонятно."),
            ({"first": ""}, "Обязательное поле."),
        ],
    )
    def test_what_cannot_be(self, given: dict[str, str], message: str, office: Visitor, place: Place) -> None:
        assert office.refused(here(place), do="day", **given)[0] == message
        assert HoursException.objects.count() == 0


def test_tells_what_takes_its_hours_from_here(office: Visitor, place: Place, home: Organisation) -> None:
    set_hours(place)
    taking = make_show(place, title="Без своих часов", organisers=[(home, "lead")])
    make_show(place, hours=True, title="Со своими", organisers=[(home, "lead")])
    actions.set_hours_exception(actor=SYSTEM, place=place, day=TODAY)
    links = office.page(here(place)).all("ul", class_="was")[-1].all("a")
    assert [(each.text, each["href"]) for each in links] == [
        ("Без своих часов", f"/office/events/{taking.pk}/")
    ]


def test_a_preview_while_typing_is_words_alone(office: Visitor, place: Place) -> None:
    response = office.client.post(here(place), {"day_0": "10–18"}, headers={"X-Live": "1"})
    assert response.content.decode() == "пн 10:00–18:00; вт–вс — выходной"
    assert response["Content-Type"].split(";")[0] == "text/plain"
