from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from factories.closing import at, close, make_event, make_show
from factories.people import make_coordinator, make_organisation
from factories.places import make_hall, make_place, set_hours
from karavan.kernel.actor import SYSTEM
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.programme import actions
from office.places.visiting import Visitor
from portal.reading import Element

pytestmark = pytest.mark.django_db

HALLS = "/office/halls/"


@pytest.fixture
def hall(home: Organisation) -> Place:
    return make_place(name="Большой зал", organisation=home, capacity=300)


def cells(page: Element) -> list[Element]:
    return page.all("td", class_="cell")


def blocks(element: Element) -> list[str]:
    return [each.text for each in element.all(class_="block")]


class TestAllHalls:
    def test_sessions_stand_in_their_days_with_exact_times(
        self, office: Visitor, hall: Place, home: Organisation
    ) -> None:
        event = make_event(hall, at(24, 18), at(30, 18), lead=home, title="Концерт")
        page = office.page(HALLS)
        assert [blocks(cell) for cell in cells(page)] == [[], ["18:00–20:00 Концерт"], *([[]] * 5)]
        assert cells(page)[1].one("a", class_="block")["href"] == f"/office/events/{event.pk}/"
        assert page.one("p", class_="weekbar__days").text == "23–29 ноября 2026"

    def test_overlaps_are_marked(self, office: Visitor, hall: Place, home: Organisation) -> None:
        make_event(hall, at(24, 18), lead=home)
        make_event(hall, at(24, 19), lead=home)
        make_event(hall, at(24, 21), lead=home)
        off = make_event(hall, at(24, 18), lead=home)
        actions.cancel_session(actor=SYSTEM, session=off.sessions.get(), note="Болезнь")

        (cell,) = [each for each in cells(office.page(HALLS)) if each.all(class_="block")]

        assert [len(group.all(class_="block")) for group in cell.all("div", class_="group")] == [2, 1, 1]
        assert len(cell.all(class_="block--clash")) == 2
        assert [each.text for each in cell.all("p", class_="block__clash")] == ["накладка"]
        assert len(cell.all(class_="block--off")) == 1

    def test_the_ground_tells_hours_and_closings(self, office: Visitor, hall: Place) -> None:
        set_hours(hall)
        close(hall, date(2026, 11, 25), date(2026, 11, 26))
        found = cells(office.page(HALLS))
        grounds = [each["class"].split()[1] for each in found]
        assert grounds == [
            "cell--open",
            "cell--open",
            "cell--closed",
            "cell--closed",
            "cell--open",
            "cell--off",
            "cell--off",
        ]
        texts = [each.one("span", class_="cell__hours").text for each in found]
        assert texts == [
            "10–19",
            "10–19",
            "Прорвало трубу",
            "Прорвало трубу",
            "10–19",
            "выходной",
            "выходной",
        ]

    def test_today_is_marked_and_an_empty_slot_leads_to_a_new_event(
        self, office: Visitor, hall: Place
    ) -> None:
        set_hours(hall)
        page = office.page(HALLS)
        assert cells(page)[0]["class"] == "cell cell--open cell--today cell--empty"
        first = cells(page)[1].one("a", class_="cell__new")
        assert first["href"] == f"/office/events/new/?place={hall.pk}&starts=2026-11-24T10:00"

    def test_nothing_new_in_the_past_or_behind_a_closed_door(self, office: Visitor, hall: Place) -> None:
        close(hall, date(2026, 11, 23), date(2026, 11, 23))
        assert cells(office.page(HALLS))[0].all("a", class_="cell__new") == []
        assert office.page(f"{HALLS}?day=2026-11-16").all("a", class_="cell__new") == []

    def test_periods_are_bars_over_their_days(self, office: Visitor, hall: Place, home: Organisation) -> None:
        given = {"organisers": [(home, "lead")], "hours": True}
        make_show(hall, title="Одна", date_from=date(2026, 11, 20), date_to=date(2026, 11, 24), **given)
        make_show(hall, title="Другая", date_from=date(2026, 11, 26), date_to=date(2026, 12, 24), **given)
        make_show(hall, title="Третья", date_from=date(2026, 11, 1), date_to=date(2026, 12, 24), **given)
        rows = office.page(HALLS).all("tr", class_="halls__bars")
        spans = [[(cell["colspan"], cell.text) for cell in row.all("td")] for row in rows]
        assert spans == [
            [("2", "Одна"), ("1", ""), ("4", "Другая")],
            [("7", "Третья")],
        ]
        assert rows[0].one("th")["rowspan"] == "3"

    def test_a_draft_of_others_holds_the_hall_without_its_title(self, office: Visitor, hall: Place) -> None:
        make_event(hall, at(24, 18), title="Тайна", publish=False)
        (block,) = [each for cell in cells(office.page(HALLS)) for each in cell.all(class_="block")]
        assert (block.tag, block.text) == ("span", "18:00–20:00 занято другой организацией черновик")

    def test_weeks_follow_each_other(self, office: Visitor, hall: Place) -> None:
        page = office.page(f"{HALLS}?day=2027-01-01")
        assert page.one("p", class_="weekbar__days").text == "28 декабря 2026 – 3 января 2027"
        links = [each["href"] for each in page.one("div", class_="weekbar__go").all("a")]
        assert links == ["?day=2026-12-21", "?day=2027-01-04", "?day=2026-11-23"]

    @pytest.mark.parametrize("day", ["", "вчера", "9999-12-31", "0001-01-01"])
    def test_a_day_that_is_none_is_today(self, day: str, office: Visitor, hall: Place) -> None:
        page = office.page(f"{HALLS}?day={day}")
        assert page.one("p", class_="weekbar__days").text == "23–29 ноября 2026"

    def test_only_halls_of_the_organisation(self, office: Visitor, hall: Place) -> None:
        make_place(name="Чужой", organisation=make_organisation())
        assert [each.one("a").text for each in office.page(HALLS).all("th", class_="halls__hall")] == [
            "Большой зал"
        ]

    def test_the_whole_city_shows_where_something_is_on(self, hall: Place, home: Organisation) -> None:
        make_place(organisation=home)
        make_event(hall, at(24, 18))
        city = Visitor(Client(), make_coordinator())
        assert [each.one("a").text for each in city.page(HALLS).all("th", class_="halls__hall")] == [
            "Большой зал"
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(
        self, number: int, office: Visitor, home: Organisation, django_assert_num_queries: Any
    ) -> None:
        for count in range(number):
            hall = make_hall(make_place(organisation=home), organisation=home)
            make_event(hall, at(24 + count, 18), lead=home, publish=False)
            make_show(hall, organisers=[(home, "lead")], hours=True)
        office.page(HALLS)
        with django_assert_num_queries(QUERIES_OF_WEEK):
            office.page(HALLS)


QUERIES_OF_WEEK = 15


class TestOneHall:
    def test_blocks_stand_at_their_minutes(self, office: Visitor, hall: Place, home: Organisation) -> None:
        make_event(hall, at(24, 18), lead=home, title="Концерт")
        page = office.page(f"{HALLS}?place={hall.pk}")
        (placed,) = page.all("div", class_="placed")
        # From nine in the morning, five minutes a row.
        assert placed["class"] == "placed s108 e132 lane-1-1"
        assert page.one("h1").text == "Большой зал"
        assert page.all("span", class_="scale__hour")[0].text == "9:00"

    def test_overlapping_ones_side_by_side(self, office: Visitor, hall: Place, home: Organisation) -> None:
        for hour in (18, 19):
            make_event(hall, at(24, hour), lead=home)
        lanes = [
            each["class"].split()[-1]
            for each in office.page(f"{HALLS}?place={hall.pk}").all("div", class_="placed")
        ]
        assert lanes == ["lane-1-2", "lane-2-2"]

    def test_the_hours_of_the_hall_widen_the_grid(
        self, office: Visitor, hall: Place, home: Organisation
    ) -> None:
        set_hours(hall, [1], time(7), time(23, 30))
        page = office.page(f"{HALLS}?place={hall.pk}")
        clocks = [each.text for each in page.all("span", class_="scale__hour")]
        assert (clocks[0], clocks[-1]) == ("7:00", "23:00")
        (ground,) = page.all("span", class_="ground")
        assert ground["class"] == "ground s0 e198"

    def test_an_empty_hour_leads_to_a_new_event(self, office: Visitor, hall: Place) -> None:
        page = office.page(f"{HALLS}?place={hall.pk}")
        today = page.all("section", class_="dayline")[0].all("a", class_="slot")
        assert (today[0].text, today[0]["href"]) == (
            "13:00",
            f"/office/events/new/?place={hall.pk}&starts=2026-11-23T13:00",
        )
        assert len(page.all("span", class_="nowline")) == 1

    def test_a_night_goes_on_the_next_day(self, office: Visitor, hall: Place, home: Organisation) -> None:
        make_event(hall, at(24, 23), lead=home)
        placed = [
            each["class"] for each in office.page(f"{HALLS}?place={hall.pk}").all("div", class_="placed")
        ]
        assert placed == ["placed s276 e288 lane-1-1", "placed s0 e12 lane-1-1"]

    def test_a_hall_of_others_that_is_hidden_is_not_there(self, office: Visitor) -> None:
        hidden = make_place(organisation=make_organisation(), is_public=False)
        office.page(f"{HALLS}?place={hidden.pk}", 404)
        office.page(f"{HALLS}?place=зал", 404)

    def test_a_public_one_is_shown(self, office: Visitor) -> None:
        office.page(f"{HALLS}?place={make_place(organisation=make_organisation()).pk}")
