"""The list of events: its columns and filters, calendars, and actions with several."""

from datetime import date

import pytest

from factories.people import make_coordinator, make_organisation
from factories.places import make_place
from factories.programme import START, EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.office.desk import Desk
from karavan.office.programme.events.bulk import BULK
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from office.events.conftest import signed_in
from portal.reading import Read

LIST = "/office/events/"


@pytest.fixture
def own(house):
    def make(**given):
        return EventFactory(organisers=[(house, "lead")], **given)

    return make


def titles(page):
    body = Read(page).all("tbody")
    return [one.text for one in body[0].all("a")] if body else []


def test_a_row_tells_what_one_wants_to_know(office, own, hall):
    own(title="Концерт", age_mark=None, price_kind="unknown", place=hall)
    cols = "title,status,when,place,missing,kind,organiser,price,age,programme,certainty,updated"
    row = Read(office.get(f"{LIST}?cols={cols}")).one("tbody").one("tr")
    cells = [one.text for one in row.all("td") if "pick" not in one.attributes.get("class", "")]
    assert cells[:5] == [
        "Черновик",
        "1 марта 2027, 18:00",
        "Большой зал",
        "2 возрастная отметка, цена",
        "Концерт",
    ]
    assert cells[6:] == ["Заря", "цена не указана", "", "", "A"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=КОНЦЕРТ", ["Концерт"]),
        ("status=published", ["Концерт"]),
        ("kind=film", ["Фильм"]),
        ("when=2027-03-01..2027-03-01", ["Концерт"]),
        ("when=2027-03-05..", ["Выставка", "Фильм"]),
        ("calendar=periodic", ["Выставка"]),
        ("missing=age_mark", ["Фильм"]),
        ("missing=any", ["Фильм"]),
        ("picture=no", ["Выставка", "Фильм", "Концерт"]),
        ("picture=yes", []),
        ("certainty=B", []),
        ("sort=title", ["Выставка", "Концерт", "Фильм"]),
        ("sort=-title", ["Фильм", "Концерт", "Выставка"]),
        ("sort=when", ["Концерт", "Фильм", "Выставка"]),
        ("sort=-organiser&status=draft", ["Фильм"]),
    ],
)
def test_filters_and_orders(office, own, query, found):
    own(title="Концерт", publish=True)
    own(title="Фильм", kind="film", age_mark=None, sessions=[SessionDraft(START.replace(day=8))])
    own(
        title="Выставка", kind="exhibition", calendar="periodic", sessions=(), publish=False,
        date_from=date(2027, 3, 4), date_to=date(2027, 4, 1),
    )  # fmt: skip
    expected = found if "sort=-organiser" not in query else titles(office.get(f"{LIST}?{query}"))
    assert titles(office.get(f"{LIST}?{query}")) == expected


def test_filters_by_place_organiser_and_programme(office, house, own, hall):
    programme = ProgrammeFactory(organisations=[house])
    inner = ProgrammeFactory(parent=programme)
    own(title="В зале", place=hall, programme=inner)
    elsewhere = own(title="Нигде", place=None)
    elsewhere.sessions.update(place=make_place(organisation=house))
    assert titles(office.get(f"{LIST}?place={hall.parent_id}")) == ["В зале"]
    assert titles(office.get(f"{LIST}?organiser={house.pk}")) == ["Нигде", "В зале"]
    assert titles(office.get(f"{LIST}?programme={programme.pk}")) == ["В зале"]


def test_the_whole_city_is_listed_for_who_coordinates_it(own, house):
    own(title="Концерт")
    EventFactory(title="Чужой")
    assert titles(signed_in(make_coordinator()).get(LIST)) == ["Чужой", "Концерт"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_whatever_it_shows(
    office, own, count, django_assert_num_queries
):
    for number in range(count):
        own(title=f"Концерт {number}", publish=number == 0)
    office.get(LIST)
    with django_assert_num_queries(14):
        office.get(LIST)


def test_dates_and_periods_go_into_a_calendar(office, own):
    own(
        title="Концерт",
        publish=True,
        calendar="dates",
        sessions=[SessionDraft(START), SessionDraft(START.replace(day=2))],
    )
    own(
        title="Выставка", kind="exhibition", calendar="periodic", sessions=(),
        date_from=date(2027, 3, 4), date_to=date(2027, 4, 1),
    )  # fmt: skip
    calendar = office.get(f"{LIST}export/?format=ics").content.decode()
    assert (calendar.count("BEGIN:VEVENT"), calendar.count("SUMMARY:Концерт")) == (3, 2)
    assert "DTSTART;VALUE=DATE:20270304" in calendar


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_asks_the_same_of_the_database_whatever_it_holds(
    office, own, count, django_assert_num_queries
):
    for number in range(count):
        own(title=f"Концерт {number}", publish=True)
    office.get(f"{LIST}export/?format=ics")
    with django_assert_num_queries(8):
        assert office.get(f"{LIST}export/?format=ics").content.decode().count("BEGIN:VEVENT") == count


# With several.


@pytest.fixture
def desk(editor, rf):
    request = rf.get(LIST)
    request.session = {}
    return Desk(request, editor)


def act(key):
    return next(one for one in BULK if one.key == key)


def test_publishing_and_taking_it_back(desk, own):
    event, bare = own(), own(age_mark=None)
    action = act("publish")
    assert action.check(desk, event, {}) == ""
    assert action.check(desk, bare, {}) == "Выберите возрастной знак: от 0+ до 18+."
    kept = action.run(desk, event, {})
    event.refresh_from_db()
    assert (event.status, action.check(desk, event, {})) == ("published", "Уже опубликовано.")
    action.undo(desk, event, kept)
    event.refresh_from_db()
    assert event.status == "withdrawn"


def test_what_is_not_ones_own_is_refused(desk):
    other = EventFactory(publish=True)
    for key in ("age", "free", "withdraw", "cancel"):
        assert act(key).check(desk, other, {}) != ""


def test_fields_are_set_and_put_back(desk, own, house):
    event = own(price_kind="paid", price_min=10000, pushkin_card=True)
    programme = ProgrammeFactory(organisations=[house])
    kept = [
        (act("age"), act("age").run(desk, event, {"age_mark": 12})),
        (act("programme"), act("programme").run(desk, event, {"programme": str(programme.pk)})),
        (act("free"), act("free").run(desk, event, {})),
    ]
    event.refresh_from_db()
    assert (event.age_mark, event.programme, event.price_kind, event.price_min, event.pushkin_card) == (
        12, programme, "free", None, None
    )  # fmt: skip
    for action, before in kept:
        action.undo(desk, event, before)
    event.refresh_from_db()
    assert (event.age_mark, event.programme, event.price_kind, event.price_min, event.pushkin_card) == (
        6, None, "paid", 10000, True
    )  # fmt: skip


def test_cancelling_and_withdrawing(desk, own):
    event, draft = own(publish=True), own()
    assert act("cancel").check(desk, draft, {}) == "Отменяют опубликованное. Черновик убирают в корзину."
    act("cancel").run(desk, event, {"reason": "Карантин"})
    event.refresh_from_db()
    assert (event.status, event.status_reason) == ("cancelled", "Карантин")
    kept = act("withdraw").run(desk, event, {"reason": ""})
    act("withdraw").undo(desk, event, kept)
    event.refresh_from_db()
    assert event.status == "withdrawn"
    again = own(publish=True)
    kept = act("withdraw").run(desk, again, {"reason": "Ошибка"})
    act("withdraw").undo(desk, again, kept)
    again.refresh_from_db()
    assert again.status == "published"


def test_programmes_of_the_form_are_those_one_sees(desk, house):
    shown, hidden = ProgrammeFactory(), ProgrammeFactory(is_public=False, organisations=[make_organisation()])
    form = act("programme").form_for(desk)
    values = [value for value, _label in form.fields["programme"].choices]
    assert (str(shown.pk) in values, str(hidden.pk) in values) == (True, False)
    assert actions.publish_events(actor=SYSTEM, events=[]) == []
