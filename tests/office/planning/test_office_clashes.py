"""The list of clashes: what stands in it for whom, setting aside, and opening names to each other."""

from datetime import date, time

import pytest
from django.core.cache import cache

from karavan.kernel.localtime import at
from karavan.planning.models import ClashDecision, Disclosure
from office.planning.conftest import plan_of
from office.planning.test_office_board import play
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CLASHES = "/office/diary/clashes/"
JUNE = f"{CLASHES}?first=2027-06-01&last=2027-06-30"
STRANGE = "Концерт для молодёжи, 1000–3000 человек"


def sides(answer) -> list[list[str]]:
    return [
        [each.text for each in one.all("p", class_="side__title")]
        for one in Read(answer).all("li", class_="overlap")
    ]


def keys(answer) -> dict[str, str]:
    """The hidden fields of the first form of a clash."""
    fields = Read(answer).one(class_="overlaps").all("input", type="hidden")
    return {each["name"]: each["value"] for each in reversed(fields)}


def chips(answer) -> list[str]:
    return [each.text for each in Read(answer).one(class_="cal__bar").all("a")]


@pytest.fixture
def two(town):
    """A rock concert of the theatre and a secret one of the library, one after another on the 12th."""
    return (
        plan_of(town.theatre, 12, title="Рок"),
        plan_of(town.library, 12, hour=19, title="Тайна", is_confidential=True),
    )


class TestList:
    def test_both_sides_stand_with_what_their_reader_may_know(self, town, two):
        for who, titles in (("theatre", ["Рок", STRANGE]), ("library", ["Рок", "Тайна"])):
            assert sides(town.client[who].get(JUNE)) == [titles]
        assert "Тайна" not in town.client["theatre"].get(JUNE).content.decode()

    def test_ours_are_asked_for_first_and_the_whole_city_by_a_chip(self, town):
        plan_of(town.library, 12)
        plan_of(town.library, 12, hour=19)
        assert sides(town.client["theatre"].get(JUNE)) == []
        assert len(sides(town.client["theatre"].get(f"{JUNE}&whose=all"))) == 1
        assert len(sides(town.client["coordinator"].get(JUNE))) == 1

    def test_levels_are_counted_and_narrow(self, town, two):
        answer = town.client["coordinator"].get(JUNE)
        assert chips(answer) == [
            "Все · 1", "Невозможно · 0", "Серьёзно · 1", "К сведению · 0", "Отложено · 0",
        ]  # fmt: skip
        assert sides(town.client["coordinator"].get(f"{JUNE}&level=notice")) == []

    def test_a_district_narrows(self, town):
        plan_of(town.theatre, 12, district=town.district)
        plan_of(town.library, 12, district=town.district)
        answer = town.client["coordinator"]
        assert len(sides(answer.get(f"{JUNE}&district={town.district.pk}"))) == 1
        assert len(sides(answer.get(f"{JUNE}&district=999"))) == 1

    def test_terms_are_told(self, town, two):
        found = Read(town.client["theatre"].get(JUNE)).all("table", class_="terms")[0]
        heads = [each.text for each in found.all("th")]
        assert heads == ["Общая публика", "Расстояние", "Размер обоих", "Часть дня"]

    def test_nothing_at_all_says_so(self, town):
        assert Read(town.client["theatre"].get(JUNE)).all("li", class_="overlap") == []
        assert town.client["guest"].get(JUNE).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, town, count, django_assert_num_queries):
        for number in range(count):
            plan_of(town.theatre, 10 + number)
            plan_of(town.library, 10 + number, is_confidential=True)
        client = town.client["theatre"]
        client.get(JUNE)
        cache.clear()
        with django_assert_num_queries(12):
            client.get(JUNE)


class TestSettingAside:
    def test_it_is_remembered_with_who_and_taken_up_again(self, town, two):
        client = town.client["theatre"]
        given = keys(client.get(JUNE)) | {"do": "aside", "reason": "Разные залы, разный звук"}
        assert client.post(JUNE, given).status_code == 302
        assert [row.reason for row in ClashDecision.objects.all()] == ["Разные залы, разный звук"]
        assert sides(client.get(JUNE)) == []
        answer = town.client["coordinator"].get(f"{JUNE}&level=ignored")
        assert "Разные залы, разный звук" in Read(answer).one(class_="overlaps").text
        assert "Разные залы" not in client.get(f"{JUNE}&level=ignored").content.decode()
        client.post(JUNE, given | {"do": "reopen"})
        assert len(sides(client.get(JUNE))) == 1

    def test_without_a_reason_what_was_chosen_stays(self, town, two):
        client = town.client["theatre"]
        answer = client.post(JUNE, keys(client.get(JUNE)) | {"do": "aside", "reason": " "})
        assert (answer.status_code, ClashDecision.objects.count()) == (422, 0)
        assert len(Read(answer).all("p", class_="field__error")) == 1

    @pytest.mark.parametrize("who", ["cashier", "library"])
    def test_whoever_edits_neither_side_may_not(self, town, who):
        plan = plan_of(town.theatre, 12)
        other = plan_of(town.theatre, 12, hour=19)
        given = {"mine": f"entry:{plan.pk}", "other": f"entry:{other.pk}", "do": "aside", "reason": "Так"}
        town.client[who].post(JUNE, given)
        assert ClashDecision.objects.count() == 0

    @pytest.mark.parametrize("key", ["", "entry:999", "hidden:abc", "session:x"])
    def test_what_is_not_in_the_diary_is_said(self, town, key):
        given = {"mine": key, "other": "entry:1", "do": "aside", "reason": "Так"}
        assert town.client["coordinator"].post(JUNE, given).status_code == 302


class TestOpeningNames:
    def test_two_secrets_learn_of_each_other_only_when_both_agreed(self, town):
        plan_of(town.theatre, 12, title="Первая", is_confidential=True)
        plan_of(town.library, 12, hour=19, title="Вторая", is_confidential=True)
        theatre, library = town.client["theatre"], town.client["library"]
        assert sides(theatre.get(JUNE)) == [["Первая", STRANGE]]
        theatre.post(JUNE, keys(theatre.get(JUNE)) | {"do": "ask"})
        assert sides(theatre.get(JUNE)) == [["Первая", STRANGE]]
        assert sides(library.get(JUNE)) == [[STRANGE, "Вторая"]]
        library.post(JUNE, keys(library.get(JUNE)) | {"do": "ask"})
        for client in (theatre, library):
            assert sides(client.get(JUNE)) == [["Первая", "Вторая"]]
        theatre.post(JUNE, keys(theatre.get(JUNE)) | {"do": "back"})
        assert sides(theatre.get(JUNE)) == [["Первая", STRANGE]]
        assert sides(library.get(JUNE)) == [[STRANGE, "Вторая"]]

    def test_a_stranger_takes_nothing_back(self, town, two):
        theatre = town.client["theatre"]
        theatre.post(JUNE, keys(theatre.get(JUNE)) | {"do": "ask"})
        pk = Disclosure.objects.get().pk
        town.client["cashier"].post(JUNE, {"do": "back", "disclosure": pk})
        assert theatre.post(JUNE, {"do": "back", "disclosure": "x"}).status_code == 404
        assert len({row.first_agreed_at or row.second_agreed_at for row in Disclosure.objects.all()}) == 1


class TestElsewhere:
    def test_the_board_counts_grave_ones_and_leads_here(self, town, two):
        answer = town.client["library"].get("/office/diary/?month=2027-06")
        tile = Read(answer).one(class_="tiles").all("a")
        assert [(each.text, each["href"]) for each in tile] == [
            ("1 серьёзное пересечение", f"{CLASHES}?first=2027-06-01&last=2027-06-30&whose=all")
        ]

    def test_the_inbox_tells_those_concerned(self, town, two):
        for who, count in (("theatre", 1), ("library", 1), ("coordinator", 0)):
            answer = town.client[who].get("/office/")
            links = [each for each in Read(answer).all("a") if each["href"].startswith(CLASHES)]
            assert (who, len(links) > 0) == (who, count > 0)

    def test_the_page_of_an_event_shows_what_it_clashes_with(self, town):
        event = play(town, 12, audiences=["youth"])
        client = town.client["theatre"]
        address = f"/office/events/{event.pk}/"
        assert Read(client.get(address)).all("ul", class_="overlaps") == []
        plan_of(town.library, 12, hour=19, is_confidential=True, title="Тайна")
        answer = client.get(address)
        assert STRANGE in Read(answer).one(class_="overlaps").text
        assert "Тайна" not in answer.content.decode()

    def test_a_plan_leads_to_all_of_its_days(self, town, two):
        answer = town.client["theatre"].get(f"/office/plans/{two[0].pk}/")
        wanted = f"{CLASHES}?first=2027-06-12&last=2027-06-12"
        assert [each["href"] for each in Read(answer).all("a") if CLASHES in each["href"]] == [wanted]
        assert at(date(2027, 6, 12), time(18)) == two[0].starts_at
