"""Circumstances in the office: their list, the form, the day of a feast, and the board that shows them."""

from datetime import date

import pytest

from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.trash.models import TrashedRecord
from karavan.planning import actions
from karavan.planning.enums import CircumstanceKind, Effect
from karavan.planning.models import Circumstance
from office.planning.conftest import plan_of
from office.walking import body
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAYS = "/office/days/"
SENT = {
    "title": "Ремонт моста", "kind": "roadworks", "effect": "note", "first_day": "2027-06-10",
    "last_day": "2027-06-20", "point": "55.16, 61.40", "radius": "800",
}  # fmt: skip


def day_of(**given) -> Circumstance:
    fields = {
        "title": "День памяти", "kind": CircumstanceKind.MOURNING, "effect": Effect.AVOID,
        "first_day": date(2027, 6, 22), "last_day": date(2027, 6, 22), **given,
    }  # fmt: skip
    return Circumstance.objects.create(**fields)


def feast(**given) -> Circumstance:
    fields = {
        "title": "Курбан-байрам", "kind": CircumstanceKind.FEAST, "effect": Effect.QUIET, "code": "kurban",
        "year": 2027, "margin_days": 1, "first_day": date(2027, 6, 16), "last_day": date(2027, 6, 16),
        **given,
    }  # fmt: skip
    return day_of(**fields)


def notes(answer) -> dict[str, list[str]]:
    """What lines of the board are told."""
    found = {}
    for line in Read(answer).all("tr", class_="board__line"):
        if told := [each.text for each in line.all("small", class_="ground")]:
            found[line["data-day"]] = told
    return found


class TestScreen:
    def test_all_staff_read_and_filters_narrow(self, town):
        day_of()
        feast()
        client = town.client["cashier"]
        assert [each.text for each in Read(client.get(DAYS)).all("th", scope="row")] == [
            "Курбан-байрам", "День памяти",
        ]  # fmt: skip
        for query, count in (("kind=feast", 1), ("effect=avoid", 1), ("confirmed=wait", 1), ("q=памяти", 1)):
            answer = client.get(f"{DAYS}?{query}")
            assert (query, len(Read(answer).all("th", scope="row"))) == (query, count)

    def test_an_editor_enters_for_their_own(self, town):
        sent = SENT | {"organisation": town.theatre.pk}
        assert town.client["theatre"].post(f"{DAYS}new/", sent).status_code == 302
        row = Circumstance.objects.get()
        assert (row.title, row.organisation, row.lat, row.radius) == (
            "Ремонт моста",
            town.theatre,
            55.16,
            800,
        )
        assert town.client["theatre"].get(f"{DAYS}{row.pk}/").status_code == 200
        assert town.client["library"].get(f"{DAYS}{row.pk}/edit/").status_code == 403

    def test_the_city_is_the_coordinators(self, town):
        assert town.client["theatre"].post(f"{DAYS}new/", SENT).status_code == 200
        assert Circumstance.objects.count() == 0
        assert town.client["coordinator"].post(f"{DAYS}new/", SENT).status_code == 302
        assert Circumstance.objects.get().organisation is None

    def test_what_is_refused_stands_at_its_field(self, town):
        answer = town.client["coordinator"].post(f"{DAYS}new/", SENT | {"last_day": "2027-06-01"})
        assert [each.text for each in Read(answer).all(class_="field__error")] == [
            "Последний день раньше первого. Поменяйте их местами или исправьте один из них."
        ]

    def test_the_trash_takes_it_and_gives_it_back(self, town):
        row = day_of()
        client = town.client["coordinator"]
        client.post(f"{DAYS}{row.pk}/remove/", {"confirm": "1"})
        assert Circumstance.objects.count() == 0
        trashed = TrashedRecord.objects.get()
        client.post(f"/office/trash/{trashed.pk}/restore/")
        assert Circumstance.objects.get().title == "День памяти"

    def test_a_changed_field_stands_in_the_history(self, town):
        row = day_of()
        client = town.client["coordinator"]
        actions.update_circumstance(actor=SYSTEM, circumstance=row, advice="Без громкой музыки")
        assert "Без громкой музыки" in client.get(f"{DAYS}{row.pk}/history/").content.decode()

    @pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
    def test_it_goes_into_files(self, town, kind):
        day_of()
        answer = town.client["cashier"].get(f"{DAYS}export/?format={kind}")
        assert (answer.status_code, len(body(answer)) > 0) == (200, True)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, town, count, django_assert_num_queries):
        for number in range(count):
            day_of(place=make_place(), first_day=date(2027, 6, 1 + number))
        with django_assert_num_queries(8):
            town.client["coordinator"].get(DAYS)


class TestConfirming:
    def test_a_day_earlier_or_later_may_be_chosen(self, town):
        row = feast()
        client = town.client["coordinator"]
        choices = Read(client.get(f"{DAYS}{row.pk}/")).all("input", type="radio")
        assert [each["value"] for each in choices] == ["2027-06-15", "2027-06-16", "2027-06-17"]
        client.post(f"{DAYS}{row.pk}/confirm/", {"day": "2027-06-17"})
        row.refresh_from_db()
        assert (row.first_day, row.last_day, row.margin_days) == (date(2027, 6, 17), date(2027, 6, 17), 0)
        assert Read(client.get(f"{DAYS}{row.pk}/")).all("input", type="radio") == []

    @pytest.mark.parametrize("day", ["", "2027-06-19", "сегодня"])
    def test_no_other_day(self, town, day):
        row = feast()
        town.client["coordinator"].post(f"{DAYS}{row.pk}/confirm/", {"day": day})
        row.refresh_from_db()
        assert (row.first_day, row.margin_days) == (date(2027, 6, 16), 1)

    def test_editors_are_not_asked(self, town):
        row = feast()
        client = town.client["theatre"]
        assert Read(client.get(f"{DAYS}{row.pk}/")).all("input", type="radio") == []
        assert client.post(f"{DAYS}{row.pk}/confirm/", {"day": "2027-06-16"}).status_code == 403


class TestBoard:
    def test_lines_tell_what_holds_in_the_city(self, town):
        day_of()
        feast()
        day_of(title="Мост", kind="roadworks", effect=Effect.NOTE, place=town.building)
        assert notes(town.client["cashier"].get("/office/diary/?month=2027-06")) == {
            "2027-06-15": ["Курбан-байрам (± 1 дн.)"],
            "2027-06-16": ["Курбан-байрам (± 1 дн.)"],
            "2027-06-17": ["Курбан-байрам (± 1 дн.)"],
            "2027-06-22": ["День памяти"],
        }

    def test_what_is_long_stands_once_and_many_are_counted(self, town):
        day_of(title="Каникулы", effect=Effect.NOTE, first_day=date(2027, 5, 25), last_day=date(2027, 8, 31))
        for number in range(3):
            day_of(title=f"День {number}")
        found = notes(town.client["cashier"].get("/office/diary/?month=2027-06"))
        assert found == {"2027-06-01": ["Каникулы"], "2027-06-22": ["День 0", "День 1", "и ещё 1"]}

    def test_a_cell_lists_local_ones_too(self, town):
        day_of()
        day_of(title="Мост", kind="roadworks", effect=Effect.NOTE, place=town.building)
        answer = town.client["cashier"].get("/office/diary/?month=2027-06&day=2027-06-22&row=all")
        told = [each.text for each in Read(answer).one(class_="grounds").all("li")]
        assert told == ["День памяти", "Мост · Здание театра"]


class TestBesideAPlan:
    def test_a_move_and_a_trial_tell_what_the_new_day_asks_for(self, town):
        plan = plan_of(town.theatre, 12)
        day_of()
        client = town.client["theatre"]
        there = f"?key=entry:{plan.pk}&day=2027-06-22"
        answer = client.get(f"/office/diary/move/{there}")
        assert [each.text for each in Read(answer).one(class_="grounds").all("a")] == ["День памяти"]
        told = client.get(f"/office/diary/try/{there}").json()
        assert (told["verdict"], told["words"]) == ("worse", "Тогда ничего не пересекается. День памяти.")
        assert Read(client.get(f"/office/diary/move/?key=entry:{plan.pk}")).all(class_="grounds") == []

    def test_the_page_of_a_plan_tells_it(self, town):
        day_of()
        plan = plan_of(town.theatre, 22)
        answer = town.client["theatre"].get(f"/office/plans/{plan.pk}/")
        assert [each.text for each in Read(answer).one(class_="grounds").all("a")] == ["День памяти"]
