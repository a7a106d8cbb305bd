"""The repertoire of a month: grid, halls, filters, the plan, the release of a playbill."""

import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from factories.people import make_organisation
from factories.places import make_place, set_hours
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.office.programme.calendar.month import weeks_of
from karavan.places import actions as place_actions
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.models import Event, Release
from karavan.programme.releases.queries import publishes_directly
from portal.reading import Read

HERE = "/office/calendar/"
MARCH = f"{HERE}?month=2027-03"


def on(day, hour=13, minute=0):
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def dates(response):
    """Texts of the dates by day of the month."""
    found = {}
    for cell in Read(response).all("td", class_="day"):
        texts = [item.one(class_="date__link").text for item in cell.all("li", class_="date")]
        if texts:
            found[int(cell["data-day"][-2:])] = texts
    return found


@pytest.fixture
def march(house, play):
    """One date in every state."""
    made = {
        "draft": play("Черновик", sessions=(SessionDraft(on(1)),)),
        "ready": play("Ждёт", sent=True, sessions=(SessionDraft(on(2)),)),
        "public": play("Чайка", publish=True, sessions=(SessionDraft(on(3)),)),
        "moved": play("Гроза", publish=True, sessions=(SessionDraft(on(4)),)),
        "full": play("Ревизор", publish=True, place=house.small, sessions=(SessionDraft(on(6)),)),
        "off": play("Лес", publish=True, sessions=(SessionDraft(on(7)),)),
        "gone": play("Снято", publish=True, sessions=(SessionDraft(on(8)),)),
    }
    actions.move_session(actor=SYSTEM, session=made["moved"].sessions.get(), starts_at=on(5), note="Гастроли")
    actions.mark_sold_out(actor=SYSTEM, session=made["full"].sessions.get())
    actions.cancel_event(actor=SYSTEM, event=made["off"], reason="Карантин")
    actions.withdraw_event(actor=SYSTEM, event=made["gone"])
    return made


def test_every_date_stands_on_its_day_with_its_mark(house, march):
    assert dates(house.client["editor"].get(MARCH)) == {
        1: ["18:00 Черновик Большой зал черновик"],
        2: ["18:00 Ждёт Большой зал отправлено на выпуск"],
        3: ["18:00 Чайка Большой зал"],
        5: ["18:00 Гроза Большой зал перенесено, с 4 марта, 18:00, Гастроли"],
        6: ["18:00 Ревизор Малый зал мест нет"],
        7: ["18:00 Лес Большой зал отменено, Карантин"],
    }
    page = Read(house.client["editor"].get(MARCH))
    assert page.one("h1").text == "Репертуар · Театрмарт 2027"
    first_week = page.all("td", class_="month__total")[0]
    assert first_week.text == (
        "6 сеансовчерновик: 1отправлено на выпуск: 1перенесено: 1мест нет: 1отменено: 1"
    )
    moves = [link["href"] for link in page.all("a", class_="date__move")]
    session = march["moved"].sessions.get()
    assert f"/office/events/{march['moved'].pk}/dates/{session.pk}/" in moves
    assert len(moves) == 4
    assert page.all("a", class_="day__new")[0]["href"] == "/office/events/new/?starts=2027-03-01"
    assert len(page.all("a", class_="day__new")) == 31


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("&status=draft", [1]),
        ("&status=ready", [2]),
        ("&status=published", [3]),
        ("&status=moved", [5]),
        ("&status=sold_out", [6]),
        ("&status=cancelled", [7]),
        ("&kind=concert", [1, 2, 3, 5, 6, 7]),
        ("&kind=film", []),
        ("&status=nonsense&kind=nonsense&place=x&programme=²&view=no", [1, 2, 3, 5, 6, 7]),
    ],
)
def test_the_grid_is_narrowed(house, march, query, days):
    assert list(dates(house.client["editor"].get(MARCH + query))) == days


def test_place_and_programme_narrow_with_all_below(house, march):
    client = house.client["editor"]
    assert list(dates(client.get(f"{MARCH}&place={house.small.pk}"))) == [6]
    assert list(dates(client.get(f"{MARCH}&place={house.big.parent_id}"))) == [1, 2, 3, 5, 6, 7]
    assert list(dates(client.get(f"{MARCH}&programme={house.year.pk}"))) == [1, 2, 3, 5, 6, 7]
    assert list(dates(client.get(f"{MARCH}&programme={ProgrammeFactory().pk}"))) == []


def test_other_houses_are_not_in_the_grid(house, march):
    EventFactory(title="Чужой", publish=True, sessions=(SessionDraft(on(9)),))
    EventFactory(title="Чужой черновик", sessions=(SessionDraft(on(9)),))
    assert 9 not in dates(house.client["editor"].get(MARCH))
    assert dates(house.client["stranger"].get(MARCH)) == {}
    assert dates(house.client["coordinator"].get(MARCH))[9] == [
        "18:00 Чужой " + Event.objects.get(title="Чужой").place.name,
        "18:00 Чужой черновик " + Event.objects.get(title="Чужой черновик").place.name + " черновик",
    ]


def test_periods_are_bars_and_feasts_and_closures_the_ground(house, play):
    set_hours(house.big)
    period = {"calendar": "periodic", "sessions": (), "publish": True}
    play("Выставка", date_from=date(2027, 2, 20), date_to=date(2027, 3, 3), **period)
    play("Другая", date_from=date(2027, 3, 4), date_to=date(2027, 3, 20), **period)
    play("Постоянная", calendar="permanent", sessions=(), publish=True)
    ProgrammeFactory(title="Женский день", date_from=date(2027, 3, 8))
    ProgrammeFactory(title="Весь месяц", date_from=date(2027, 3, 1), date_to=date(2027, 3, 31))
    place_actions.set_place_state(
        actor=SYSTEM,
        place=house.small,
        state="repair",
        valid_from=date(2027, 3, 9),
        valid_to=date(2027, 3, 10),
        reason="полы",
    )
    page = Read(house.client["editor"].get(MARCH))
    lanes = [
        [(cell.attributes.get("colspan"), cell.text) for cell in row.all("td")[:-1]]
        for row in page.all("tr", class_="bars")
    ]
    assert lanes == [
        [("3", "Выставка 20 февраля – 3 марта"), ("4", "Другая 4–20 марта")],
        [("7", "Другая 4–20 марта")],
        [("6", "Другая 4–20 марта"), ("1", "")],
    ]
    ground = {
        cell["data-day"][-2:]: [line.text for line in cell.all(class_="ground")]
        for cell in page.all("td", class_="day")
        if cell.all(class_="ground")
    }
    assert ground == {
        "08": ["Женский день"],
        "09": ["Малый зал: закрыто: полы"],
        "10": ["Малый зал: закрыто: полы"],
    }
    assert page.one("a", href="/office/events/?calendar=permanent").text == "1 постоянное событие"


def test_more_than_fits_is_counted(house, play):
    for number in range(8):
        play(f"Пьеса {number}", sessions=(SessionDraft(on(5, 5 + number)),))
    assert dates(house.client["editor"].get(MARCH))[5][-1] == "ещё 3"
    page = Read(house.client["editor"].get(MARCH))
    assert page.one("li", class_="date--more").one("a")["href"] == (
        "/office/events/?when=2027-03-05..2027-03-05"
    )


def test_halls_stand_in_rows(house, march):
    page = Read(house.client["editor"].get(f"{MARCH}&view=halls"))
    rows = [
        (row.one("th").text, [item.one(class_="date__link").text for item in row.all("li")])
        for row in page.one("table", class_="halls").one("tbody").all("tr")
    ]
    assert rows == [
        (
            "Большой зал",
            [
                "18:00 Черновик черновик",
                "18:00 Ждёт отправлено на выпуск",
                "18:00 Чайка",
                "18:00 Гроза перенесено, с 4 марта, 18:00, Гастроли",
                "18:00 Лес отменено, Карантин",
            ],
        ),
        ("Малый зал", ["18:00 Ревизор мест нет"]),
        ("Здание театра", []),
    ]


def test_any_month_is_a_page(house):
    for query in ("", "?month=2027-13", "?month=x", "?month=1999-01", "?month=2027-1"):
        page = Read(house.client["editor"].get(HERE + query))
        assert page.one("h1").text == "Репертуар · Театрфевраль 2027"
        assert len(page.all("td", class_="day--today")) == 1
    page = Read(house.client["editor"].get(f"{HERE}?month=2026-12&status=draft"))
    turn = [link["href"] for link in page.one("nav", class_="cal__turn").all("a")]
    assert turn == [
        f"{HERE}?month=2026-11&status=draft",
        f"{HERE}?month=2027-02&status=draft#today",
        f"{HERE}?month=2027-01&status=draft",
    ]


def test_weeks_cover_the_month_and_no_more():
    weeks = weeks_of(date(2027, 2, 1), date(2027, 2, 28))
    assert [(week[0], week[-1]) for week in weeks] == [
        (date(2027, 2, 1), date(2027, 2, 7)),
        (date(2027, 2, 8), date(2027, 2, 14)),
        (date(2027, 2, 15), date(2027, 2, 21)),
        (date(2027, 2, 22), date(2027, 2, 28)),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_asks_the_same_whatever_it_holds(house, play, count):
    for number in range(count):
        play(f"Пьеса {number}", sessions=(SessionDraft(on(5 + number)),))
    client = house.client["editor"]
    client.get(MARCH)
    with CaptureQueriesContext(connection) as queries:
        assert len(dates(client.get(MARCH))) == count
    assert len(queries) == 11


def test_the_plan_is_a_table_with_the_columns_of_plans(house, march):
    answer = house.client["editor"].get(f"{HERE}plan.xlsx?month=2027-03")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][4] == "УТВЕРЖДАЮ"
    assert rows[3][0] == "Репертуарный план: март 2027"
    assert rows[6] == [
        "№ п/п",
        "Наименование мероприятия",
        "Место проведения",
        "Дата и время",
        "Ответственный",
    ]
    assert rows[7] == [1.0, "Черновик", "Большой зал", "1 марта, пн, 18:00", "Театр"]
    assert rows[12] == [6.0, "Лес", "Большой зал", "7 марта, вс, 18:00 (отменено)", "Театр"]
    assert len(rows) == 13


@pytest.mark.slow
def test_the_plan_is_printed_across(house, march, print_fonts):
    answer = house.client["editor"].get(f"{HERE}plan.pdf?month=2027-03&status=published")
    reader = PdfReader(io.BytesIO(answer.content))
    (page,) = reader.pages
    assert page.mediabox.width > page.mediabox.height
    assert reader.metadata.title == "Репертуарный план: март 2027"
    text = " ".join(page.extract_text().split())
    assert [
        word for word in ("УТВЕРЖДАЮ", "Чайка", "Большой зал", "3 марта, ср, 18:00") if word not in text
    ] == []
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")


def test_a_playbill_is_released(house, play):
    event = play("Чайка", sent=True, sessions=(SessionDraft(on(3)),))
    address = f"{HERE}{house.theatre.pk}/2027-03/release/"
    page = Read(house.client["director"].get(MARCH))
    assert [link["href"] for link in page.all("a", href=address)] == [address]
    form = Read(house.client["director"].get(address))
    assert form.one("h1").text == "Выпуск: Театр, март 2027"
    assert form.one("input", name="name")["value"] == "Афиша: март 2027"
    told = {"do": "release", "event": [event.pk], "name": "Афиша марта", "after": "0"}
    made = house.client["director"].post(address, told)
    release = Release.objects.get()
    assert (release.organisation, release.month) == (house.theatre, date(2027, 3, 1))
    assert made["Location"] == f"{HERE}?month=2027-03#release-{release.pk}"
    assert Event.objects.get(pk=event.pk).status == "published"
    shown = Read(house.client["editor"].get(MARCH))
    assert shown.one(class_="releases").text == "1Афиша марта1 февраля 2027 · Добавлено: 1"
    assert shown.all("a", href=address) == []


def test_who_may_not_release_a_playbill(house):
    address = f"{HERE}{house.theatre.pk}/2027-03/release/"
    answers = {who: house.client[who].get(address).status_code for who in house.client}
    assert answers == {"editor": 403, "director": 200, "coordinator": 200, "stranger": 404}
    for month in ("2027-13", "x", "2027"):
        assert house.client["director"].get(f"{HERE}{house.theatre.pk}/{month}/release/").status_code == 404


def test_a_director_lets_editors_publish_by_releases_only(house, play):
    address = f"{HERE}{house.theatre.pk}/releases-only/"
    event = play("Чайка")
    assert Read(house.client["editor"].get(HERE)).all("form", action=address) == []
    answers = {who: house.client[who].post(address, {"only": "1"}).status_code for who in house.client}
    assert answers == {"editor": 403, "director": 302, "coordinator": 302, "stranger": 404}
    assert publishes_directly(house.editor, event) is False
    page = Read(house.client["director"].get(HERE))
    assert page.one("form", action=address).one("button").text == "Разрешить редакторам публиковать сразу"
    house.client["director"].post(address, {"only": "0"})
    assert publishes_directly(house.editor, event) is True
    assert house.client["director"].get(address).status_code == 405


def test_a_date_after_midnight_of_the_city_belongs_to_its_own_day(house, play):
    play("Ночная", sessions=(SessionDraft(datetime(2027, 2, 28, 20, tzinfo=UTC)),))
    assert dates(house.client["editor"].get(MARCH)) == {1: ["01:00 Ночная черновик"]}


def test_an_event_of_two_own_houses_comes_once(house, play):
    branch = make_organisation(parent=house.theatre)
    play(
        "Вместе",
        organisers=[(house.theatre, "lead"), (branch, "co")],
        place=make_place(),
        sessions=(SessionDraft(on(3)),),
    )
    assert len(dates(house.client["editor"].get(MARCH))[3]) == 1


def test_closings_of_hidden_places_are_told_to_nobody_by_their_number(house):
    secret = make_place(name="Тайный зал", organisation=make_organisation(), is_public=False)
    place_actions.set_place_state(
        actor=SYSTEM,
        place=secret,
        state="repair",
        valid_from=date(2027, 3, 1),
        valid_to=date(2027, 3, 9),
        reason="Течёт",
    )
    address = f"{MARCH}&place={secret.pk}"
    seen = [
        "Течёт" in house.client[name].get(address).content.decode() for name in ("stranger", "coordinator")
    ]
    assert seen == [False, True]


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2027-13"])
def test_months_that_nobody_means_have_no_release(house, month):
    address = f"{HERE}{house.theatre.pk}/{month}/release/"
    assert house.client["director"].get(address).status_code == 404
