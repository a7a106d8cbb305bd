"""The city board: its cells, its list, what a stranger learns, moving, and the finder."""

from datetime import date, time, timedelta

import pytest

from factories.programme import EventFactory
from karavan.kernel.localtime import at, local
from karavan.planning.models import DiaryEntry
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventKind, OrganiserRole
from karavan.programme.models import Session
from office.planning.conftest import plan_of
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOARD, MOVE, TRY = "/office/diary/", "/office/diary/move/", "/office/diary/try/"
JUNE = f"{BOARD}?month=2027-06"


def lines(response) -> dict[str, list[str]]:
    """Texts of the cells by the first day of their line, those of lines with something on."""
    found = {}
    for row in Read(response).all("tr", class_="board__line"):
        cells = [cell.text for cell in row.all("td")]
        if any(text.isdecimal() for text in cells):
            found[row["data-day"]] = cells
    return found


def hrefs(response) -> list[str]:
    """Where the links of a page lead."""
    return [each.attributes.get("href", "") for each in Read(response).all("a")]


def play(town, day: int, *, publish: bool = True, **given):
    fields = {
        "title": "Чайка",
        "place": town.hall,
        "organisers": [(town.theatre, OrganiserRole.LEAD)],
        "sessions": [SessionDraft(at(date(2027, 6, day), time(19)), at(date(2027, 6, day), time(21)))],
        "capacity": 600,
        **given,
    }
    return EventFactory(publish=publish, **fields)


class TestBoard:
    def test_numbers_stand_at_their_day_and_district(self, town):
        play(town, 12)
        plan_of(town.library, 12, title="Читки", district=town.district)
        plan_of(town.library, 13)
        answer = town.client["coordinator"].get(JUNE)
        heads = [each.text for each in Read(answer).all("th", class_="board__col")]
        assert heads == ["Город", "Центральный", "Место не названо"]
        assert lines(answer) == {"2027-06-12": ["2", "2", ""], "2027-06-13": ["1", "○", "1"]}

    def test_a_cell_lists_what_it_holds(self, town):
        play(town, 12)
        answer = town.client["library"].get(f"{JUNE}&day=2027-06-12&row={town.district.pk}")
        assert [each.text for each in Read(answer).all("p", class_="lot__title")] == ["Чайка"]

    def test_what_is_invented_is_marked(self, town):
        play(town, 12, is_demo=True)
        play(town, 13, title="Гроза")
        for day, marks in (("2027-06-12", ["демо"]), ("2027-06-13", [])):
            answer = town.client["library"].get(f"{JUNE}&day={day}&row=all")
            assert [each.text for each in Read(answer).one(class_="lot").all(class_="badge--demo")] == marks

    def test_a_secret_is_told_without_its_name(self, town):
        plan_of(town.theatre, 12, is_confidential=True, title="Тайна", district=town.district)
        for who, title in (("theatre", "Тайна"), ("library", "Концерт для молодёжи, 1000–3000 человек")):
            answer = town.client[who].get(f"{JUNE}&day=2027-06-12&row=all")
            assert [each.text for each in Read(answer).all("p", class_="lot__title")] == [title]
        assert "Тайна" not in answer.content.decode()
        assert "Театр" not in Read(answer).one(class_="diary").text

    def test_whoever_is_no_staff_sees_what_is_public(self, town):
        play(town, 12)
        play(town, 13, publish=False)
        plan_of(town.theatre, 14)
        assert list(lines(town.client["guest"].get(JUNE))) == ["2027-06-12"]

    def test_a_season_has_lines_of_weeks(self, town):
        play(town, 12)
        answer = town.client["coordinator"].get(f"{JUNE}&span=season&by=kind")
        assert lines(answer) == {"2027-06-07": ["1", "1"]}

    @pytest.mark.parametrize("by", ["district", "audience", "kind"])
    def test_every_look_keeps_its_filters_in_its_links(self, town, by):
        play(town, 12)
        answer = town.client["coordinator"].get(f"{JUNE}&by={by}&kind={EventKind.CONCERT}")
        links = [link for link in hrefs(answer) if "day=2027-06-12" in link]
        assert links
        assert all("kind=concert" in link for link in links)

    @pytest.mark.parametrize(
        "query",
        ["month=2027-13", "month=9999-99", "day=x", "span=x&by=y", "district=abc", "row=" + "x" * 500],
    )
    def test_nonsense_is_left_out(self, town, query):
        assert town.client["coordinator"].get(f"{BOARD}?{query}").status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, town, count, django_assert_num_queries):
        for number in range(count):
            play(town, 10 + number)
            plan_of(town.library, 20 + number)
        town.client["coordinator"].get(JUNE)
        with django_assert_num_queries(12):
            town.client["coordinator"].get(f"{JUNE}&day=2027-06-10&row=all")


class TestMoving:
    def test_a_trial_tells_what_would_clash(self, town):
        mine = plan_of(town.theatre, 12)
        plan_of(town.library, 12, title="Другой концерт")
        plan_of(town.library, 19, title="Ещё один")
        client = town.client["theatre"]
        key = f"entry:{mine.pk}"
        free = client.get(TRY, {"key": key, "day": "2027-06-15"}).json()
        busy = client.get(TRY, {"key": key, "day": "2027-06-19"}).json()
        assert (free["verdict"], free["words"]) == ("better", "меньше: 1 серьёзное пересечение")
        assert (busy["verdict"], busy["words"]) == ("same", "Пересечения те же, что сейчас.")

    def test_a_hall_that_is_taken_is_impossible(self, town):
        mine = play(town, 12, publish=False)
        play(town, 19)
        key = f"session:{mine.sessions.get().pk}"
        answer = town.client["theatre"].get(TRY, {"key": key, "day": "2027-06-19"})
        assert answer.json()["verdict"] == "block"
        page = Read(town.client["theatre"].get(MOVE, {"key": key, "day": "2027-06-19"}))
        off = [each.text for each in page.all("button") if "disabled" in each.attributes]
        assert off == ["Перенести"]

    def test_a_plan_is_moved_and_keeps_its_length(self, town):
        mine = plan_of(town.theatre, 12)
        sent = {"key": f"entry:{mine.pk}", "day": "2027-06-15", "time": "17:30"}
        answer = town.client["theatre"].post(MOVE, sent)
        assert answer.status_code == 302
        mine.refresh_from_db()
        assert mine.starts_at == at(date(2027, 6, 15), time(17, 30))
        assert mine.ends_at - mine.starts_at == timedelta(hours=3)

    def test_a_public_date_is_moved_with_a_reason_only(self, town):
        session = play(town, 12).sessions.get()
        sent = {"key": f"session:{session.pk}", "day": "2027-06-15", "time": "19:00"}
        refused = town.client["theatre"].post(MOVE, sent)
        assert (refused.status_code, Session.objects.get().starts_at) == (422, session.starts_at)
        assert (
            Read(refused).one(id="move-note-error").text
            == "Напишите, почему переносите: это прочтут посетители."
        )
        assert town.client["theatre"].post(MOVE, sent | {"note": "Гастроли"}).status_code == 302
        moved = Session.objects.get()
        assert (local(moved.starts_at).day, moved.note, moved.moved_from) == (
            15,
            "Гастроли",
            session.starts_at,
        )

    @pytest.mark.parametrize("who", ["library", "cashier", "guest"])
    def test_others_have_nothing_to_move(self, town, who):
        keys = [f"entry:{plan_of(town.theatre, 12).pk}", f"session:{play(town, 13).sessions.get().pk}"]
        for key in [*keys, "entry:999", "session:x", "", "hidden:abc"]:
            sent = {"key": key, "day": "2027-06-20"}
            assert town.client[who].get(MOVE, sent).status_code == 404
            assert town.client[who].get(TRY, sent).status_code == 404
            assert town.client[who].post(MOVE, sent).status_code == 404
        assert local(DiaryEntry.objects.get().starts_at).day == 12

    @pytest.mark.parametrize("given", [{"day": "soon"}, {"time": "25:00"}, {"day": "0001-01-01"}])
    def test_what_cannot_be_read_changes_nothing(self, town, given):
        mine = plan_of(town.theatre, 12)
        answer = town.client["theatre"].post(MOVE, {"key": f"entry:{mine.pk}", **given})
        assert answer.status_code == 422
        assert DiaryEntry.objects.get().starts_at == mine.starts_at


class TestDates:
    ASKED = "?people=500&kind=concert&audiences=youth&first=2027-06-07&last=2027-06-20&starts=18:00&hours=3"

    def test_five_days_and_why_not_another(self, town):
        plan_of(town.library, 12, title="Рок", expected=5000)
        answer = town.client["theatre"].get(f"/office/diary/dates/{self.ASKED}&why=2027-06-12")
        read = Read(answer)
        best = [each.one(class_="found__date").one("b").text for each in read.all("li", class_="found")]
        assert best == ["13", "19", "20", "7", "8"]
        assert read.one(id="why-title").text == "14-й из 14"
        assert "Рок" in read.one(class_="found--why").text

    def test_an_empty_question_is_a_form(self, town):
        answer = town.client["theatre"].get("/office/diary/dates/")
        assert (answer.status_code, Read(answer).all("li", class_="found")) == (200, [])

    def test_a_wrong_question_says_where(self, town):
        answer = town.client["theatre"].get(f"/office/diary/dates/{self.ASKED}".replace("06-20", "06-01"))
        assert answer.status_code == 422
        assert "Конец срока раньше его начала." in answer.content.decode()

    def test_a_day_leads_to_a_plan_with_all_that_was_asked(self, town):
        client = town.client["theatre"]
        found = hrefs(client.get(f"/office/diary/dates/{self.ASKED}&place_kinds=hall"))
        form = Read(client.get(next(link for link in found if "/plans/new/" in link)))
        values = {
            name: form.one("input", name=name)["value"] for name in ("expected", "day", "starts", "hours")
        }
        assert values == {"expected": "500", "day": "2027-06-12", "starts": "18:00", "hours": "3"}
