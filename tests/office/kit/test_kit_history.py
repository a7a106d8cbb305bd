"""The history of a record and the journal: who, when, what, before and after, why."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_place
from factories.programme import START, BenefitCategoryFactory, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.journal.queries import about, last_about, verbs
from karavan.office.desk import Desk
from karavan.office.kit import history
from karavan.office.kit.labels import Names, label_of, words_of
from karavan.people.enums import RoleKind
from karavan.places import actions as places
from karavan.programme import actions as programme
from karavan.programme.drafts import HoursDraft, TariffDraft
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.shelves"), pytest.mark.django_db]

JOURNAL = "/office/journal/"


@pytest.fixture
def house(db):
    return make_organisation(name="Сокол")


@pytest.fixture
def person(house):
    return make_editor(house)


def lines(response):
    return [
        line.one(class_="history__what").text for line in Read(response).all("li", class_="history__line")
    ]


def changes(response):
    return [
        (row.one("dt").text, row.one("dd").text)
        for row in Read(response).all(class_="history__changes")[0].all("div")
    ]


def test_a_change_is_told_in_words(house, person):
    place = make_place(name="Клуб", organisation=house, capacity=100)
    places.update_place(
        actor=person,
        place=place,
        capacity=None,
        kind="theatre",
        is_public=False,
        website="https://example.org/",
    )
    response = client_of(person).get(f"/office/shelves/{place.pk}/history/")
    assert [line.split(" ", 1)[1] for line in lines(response)] == [
        f"{person.name} место изменено",
        "система место создано",
    ]
    assert sorted(changes(response)) == [
        ("вид", "Дом культуры → стало Театр"),
        ("видят жители", "да → стало нет"),
        ("мест", "100 → стало —"),
        ("сайт", "https://example.org/"),
    ]


def test_reasons_and_names_in_place_of_numbers(house, person):
    first, second = make_place(name="Большой зал"), make_place(name="Малый зал")
    event = EventFactory(organisers=[(house, "lead")], place=first, publish=True)
    session = event.sessions.get()
    programme.move_session(
        actor=person, session=session, starts_at=START + timedelta(days=1), place=second, note="мороз"
    )
    found = history.days_of(desk_of(person), about([("programme.session", [session.pk])]))
    ((_day, (line,)),) = found
    assert (line.what, line.why) == ("сеанс перенесён", "мороз")
    told = {change.label: (change.before, change.after) for change in line.changes}
    assert told["где"] == ("", "Малый зал")
    assert told["начало"] == ("1\u00a0марта\u00a02027, 18:00", "2\u00a0марта\u00a02027, 18:00")
    assert told["статус"] == ("По расписанию", "Перенесено")


def desk_of(person):
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = {}
    return Desk(request, person)


def test_rows_that_a_line_holds_as_a_whole(house, person):
    event = EventFactory(organisers=[(house, "lead")], calendar="permanent", sessions=(), hours=[])
    category = BenefitCategoryFactory(name="Пенсионеры")
    programme.set_hours(
        actor=person,
        event=event,
        hours=[HoursDraft(0, datetime.min.time().replace(hour=10), datetime.min.time().replace(hour=19))],
    )
    programme.set_tariffs(actor=person, event=event, tariffs=[TariffDraft(category.pk, "percent", 50)])
    found = history.days_of(desk_of(person), about([("programme.event", [event.pk])])[:2])
    told = [change.after for _day, some in found for line in some for change in line.changes]
    assert told[1] == "пн, 10:00–19:00"
    assert told[0] == "Пенсионеры, Скидка в процентах, 50"


def test_values_are_readable():
    names = Names()
    assert words_of(names, "programme.event", "price_min", 35000).replace("\u202f", " ") == "350 ₽"
    assert words_of(names, "programme.event", "languages", ["ru", "tt"]) == "Русский; Татарский"
    assert words_of(names, "programme.event", "text", "<p>Раз</p><p>два</p>") == "Раз два"
    assert words_of(names, "places.place", "rows", ["0 10:00–19:00"]) == "пн 10:00–19:00"
    assert words_of(names, "programme.event", "place_id", 77) == "№ 77"
    assert words_of(names, "gone.model", "what_ever", "x" * 500) == "x" * 400 + "…"
    assert (label_of("place_id"), label_of("what_ever")) == ("где", "what ever")


def test_colleagues_of_others_are_not_named(house, person):
    place = make_place(name="Клуб", organisation=house)
    places.update_place(actor=person, place=place, capacity=5)
    stranger = make_editor(make_organisation())
    response = client_of(stranger).get(f"/office/shelves/{place.pk}/history/")
    assert [line.split(" ", 1)[1] for line in lines(response)] == [
        "сотрудник организации место изменено",
        "система место создано",
    ]


def test_last_change_in_words(house, person):
    place = make_place(organisation=house)
    places.update_place(actor=person, place=place, capacity=5)
    moment = datetime(2027, 3, 1, 13, tzinfo=UTC)
    JournalLine.objects.update(at=moment)
    from office.kit.shelves import Shelves

    assert history.last_change(Shelves(), place) == f"Последнее изменение: {person.name}, 01.03.2027 18:00."
    assert last_about([("places.place", [0])]) is None
    assert "place.created" in verbs()


def test_a_long_history_is_paged(house, person, monkeypatch):
    monkeypatch.setattr(history, "PAGE_SIZE", 3)
    place = make_place(organisation=house)
    for capacity in range(1, 6):
        places.update_place(actor=person, place=place, capacity=capacity)
    client = client_of(person)
    here = f"/office/shelves/{place.pk}/history/"
    first = client.get(here)
    assert len(lines(first)) == 3
    second = client.get(here + Read(first).one("a", rel="next")["href"])
    assert len(lines(second)) == 3
    assert Read(second).all("a", rel="next") == []
    assert client.get(f"{here}?before=nonsense").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_the_same_number_of_queries(house, person, count):
    place = make_place(organisation=house)
    for _ in range(count):
        places.update_place(actor=person, place=place, parent=make_place(level="site", organisation=house))
    client = client_of(person)
    with CaptureQueriesContext(connection) as found:
        assert len(lines(client.get(f"/office/shelves/{place.pk}/history/"))) == count + 1
    assert len(found) == 9


def test_the_journal_is_for_those_who_manage(house, person):
    branch = make_organisation(name="Филиал", parent=house)
    other = make_organisation(name="Другие")
    for number, one in enumerate((house, branch, other)):
        places.update_place(
            actor=SYSTEM, place=make_place(name=f"Зал {number}", organisation=one), capacity=5
        )
    director = make_user()
    make_role(director, house, RoleKind.DIRECTOR)
    client = client_of(director)
    changed = [line for line in lines(client.get(JOURNAL)) if "место изменено" in line]
    assert [line.rsplit(" ", 2)[1:] for line in changed] == [["Зал", "1"], ["Зал", "0"]]
    whole = client_of(make_coordinator()).get(f"{JOURNAL}?what=place.updated")
    assert [line[-1] for line in lines(whole)] == ["2", "1", "0"]
    assert client_of(person).get(JOURNAL).status_code == 403
    assert Client().get(JOURNAL).status_code == 302


def test_the_journal_is_narrowed(house, person):
    place = make_place(name="Зал", organisation=house)
    places.update_place(actor=person, place=place, capacity=5)
    client = client_of(make_coordinator())
    assert len(lines(client.get(f"{JOURNAL}?who={person.pk}"))) == 1
    assert len(lines(client.get(f"{JOURNAL}?organisation={house.pk}&what=place.created"))) == 1
    assert len(lines(client.get(f"{JOURNAL}?what=place.updated&when=today"))) == 1
    assert lines(client.get(f"{JOURNAL}?when=past")) == []
    assert [
        a.text
        for a in Read(client.get(f"{JOURNAL}?what=place.updated")).one("nav", aria_label="Выбрано").all("a")
    ] == ["Убрать: Что сделано: место изменено"]
    assert client.get(f"{JOURNAL}?who=nonsense&what=nonsense&organisation=99").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_asks_the_same_number_of_queries(house, count):
    for _ in range(count):
        make_place(organisation=house)
    director = make_user()
    make_role(director, house, RoleKind.DIRECTOR)
    client = client_of(director)
    with CaptureQueriesContext(connection) as found:
        client.get(f"{JOURNAL}?what=place.created")
    assert len(found) == 9
