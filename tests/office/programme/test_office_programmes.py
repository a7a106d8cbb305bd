"""Programmes in the office: the tree, the working copy, releases."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_organisation
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.office.programme.programmes.columns import tree_order
from karavan.office.programme.programmes.form import slug_from
from karavan.programme import actions
from karavan.programme.models import Event, Programme, Release
from portal.reading import Read

HERE = "/office/programmes/"


def rows(response):
    """Titles with the depth they are set in by."""
    found = []
    for cell in Read(response).all("th", scope="row"):
        span = cell.one(class_="tree")
        found.append((span["class"].removeprefix("tree tree--"), span.text))
    return found


def cells(response, title):
    for row in Read(response).one("tbody").all("tr"):
        if row.one("th").text == title:
            return [cell.text for cell in row.all("td") if "pick" not in cell.attributes.get("class", "")]
    raise AssertionError(title)


def messages(response):
    return [box.text for box in Read(response).all(class_="notice")]


def test_the_list_is_a_tree_in_order_of_time(house):
    late = ProgrammeFactory(title="Лето", parent=house.year, date_from=date(2027, 6, 1))
    ProgrammeFactory(title="Июнь", parent=late)
    actions.update_programme(actor=SYSTEM, programme=house.festival, date_from=date(2027, 4, 1))
    ProgrammeFactory(title="Зима", parent=house.year, date_from=date(2027, 1, 1))
    ProgrammeFactory(title="Другой год", date_from=date(2028, 1, 1))
    response = house.client["coordinator"].get(HERE)
    assert rows(response) == [
        ("0", "Другой год"),
        ("0", "Год культуры"),
        ("1", "Зима"),
        ("1", "Весна"),
        ("1", "Лето"),
        ("2", "Июнь"),
    ]
    assert rows(house.client["coordinator"].get(f"{HERE}?sort=-title"))[0] == ("1", "Лето")


def test_a_tree_without_some_of_its_records_is_whole():
    paths = [(3, "/1/2/3/", None, "В"), (4, "/4/", date(2027, 1, 1), "А"), (5, "/1/5/", None, "Б")]
    assert tree_order(paths) == [4, 5, 3]
    assert tree_order([]) == []


def test_the_list_counts_events_by_status(house, play):
    play("Ждёт", sent=True)
    play("Черновик")
    EventFactory(programme=house.festival, publish=True)
    waiting = cells(house.client["coordinator"].get(HERE), "Весна")
    assert waiting == ["даты неизвестны", "1", "1", "1", "открыта"]
    actions.release_programme(actor=SYSTEM, programme=house.festival, name="А")
    assert cells(house.client["coordinator"].get(HERE), "Весна")[-1] == "открыта выпуск 1, 1 февраля"
    states = ["waiting", "released", "public", "hidden"]
    found = [
        [title for _, title in rows(house.client["coordinator"].get(f"{HERE}?state={one}"))] for one in states
    ]
    assert found == [["Весна"], ["Весна"], ["Год культуры", "Весна"], []]


def test_an_organisation_sees_its_own_first(house, play):
    play("Чужая программа", programme=house.year)
    ProgrammeFactory(title="Ничья")
    ProgrammeFactory(title="Скрытая", is_public=False)
    assert [title for _, title in rows(house.client["editor"].get(HERE))] == ["Год культуры", "Весна"]
    everywhere = rows(house.client["editor"].get(f"{HERE}?within=all"))
    assert [title for _, title in everywhere] == ["Год культуры", "Весна", "Ничья"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(house, count):
    for number in range(count):
        ProgrammeFactory(title=f"Программа {number}", organisations=[house.theatre])
    client = house.client["editor"]
    client.get(HERE)
    with CaptureQueriesContext(connection) as queries:
        assert len(rows(client.get(HERE))) == count + 1
    assert len(queries) == LIST_QUERIES


LIST_QUERIES = 9


def test_a_hidden_programme_of_another_house_is_not_there(house):
    hidden = ProgrammeFactory(is_public=False, organisations=[house.theatre])
    for address in ("", "edit/", "history/", "release/", "remove/", "send/", "back/"):
        response = house.client["stranger"].get(f"{HERE}{hidden.pk}/{address}")
        assert (address, response.status_code) == (address, 404)
    public = house.festival
    assert house.client["stranger"].get(f"{HERE}{public.pk}/").status_code == 200
    for address in ("edit/", "release/", "remove/"):
        assert house.client["stranger"].get(f"{HERE}{public.pk}/{address}").status_code == 403


def test_the_working_copy_says_what_each_event_lacks(house, play):
    play("Готова", sent=True)
    play("Неполная", age_mark=None)
    play("Полная")
    page = Read(house.client["director"].get(f"{HERE}{house.festival.pk}/"))
    shown = [
        (row.one(class_="line__title").text, [line.text for line in row.all("li")])
        for row in page.all("li", class_="work__row")
    ]
    assert shown == [
        ("Готова", []),
        ("Полная", []),
        ("Неполная", ["Выберите возрастной знак: от 0+ до 18+."]),
    ]
    disabled = ["disabled" in box.attributes for box in page.all("input", name="event")]
    assert disabled == [False, False, True]
    numbers = [(one.one("span").text, one.one("b").text) for one in page.all("a", class_="number")]
    assert numbers == [("Черновик", "2"), ("Отправлено на выпуск", "1"), ("Опубликовано", "0")]
    assert [link["href"] for link in page.all("a", href=f"{HERE}{house.festival.pk}/release/")] != []
    editors = Read(house.client["editor"].get(f"{HERE}{house.festival.pk}/"))
    assert editors.all("a", href=f"{HERE}{house.festival.pk}/release/") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_programme_asks_the_same_whatever_waits(house, play, count):
    for number in range(count):
        play(f"Пьеса {number}")
        ProgrammeFactory(parent=house.festival)
    client = house.client["director"]
    client.get(f"{HERE}{house.festival.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{HERE}{house.festival.pk}/")
    assert len(queries) == DETAIL_QUERIES


DETAIL_QUERIES = 23


def test_drafts_are_sent_and_what_is_sent_comes_back(house, play):
    one, broken = play("Чайка"), play("Гроза", age_mark=None)
    address = f"{HERE}{house.festival.pk}/"
    foreign = EventFactory(programme=house.year)
    sent = house.client["editor"].post(
        f"{address}send/", {"event": [one.pk, broken.pk, foreign.pk, "x"]}, follow=True
    )
    assert messages(sent) == [
        "Гроза: age_mark: Выберите возрастной знак: от 0+ до 18+.",
        "1 событие отправлено на выпуск.",
    ]
    assert Event.objects.get(pk=one.pk).status == "ready"
    back = house.client["director"].post(
        f"{address}back/", {"event": [one.pk], "reason": "Уточните зал"}, follow=True
    )
    assert messages(back) == ["1 событие возвращено редакторам."]
    again = Event.objects.get(pk=one.pk)
    assert (again.status, again.status_reason) == ("draft", "Уточните зал")
    page = Read(house.client["editor"].get(address))
    assert page.one(class_="work__reason").text == "Возвращено: Уточните зал"
    nothing = house.client["editor"].post(f"{address}send/", follow=True)
    assert messages(nothing) == ["Отметьте хотя бы одно событие."]
    assert house.client["editor"].get(f"{address}send/").status_code == 405


def test_a_release_is_looked_at_and_then_made(house, play):
    good, left = play("Чайка", sent=True), play("Гроза", sent=True, place=house.small)
    address = f"{HERE}{house.festival.pk}/release/"
    client = house.client["director"]
    page = Read(client.get(address))
    assert [box["value"] for box in page.all("input", name="event")] == [str(good.pk), str(left.pk)]
    assert page.one("input", name="after")["value"] == "0"
    assert [item.one("b").text for item in page.one(class_="preview").all("li")] == ["Гроза", "Чайка"]
    seen = Read(client.post(address, {"do": "preview", "event": [good.pk], "name": "Весна", "after": "0"}))
    assert [item.one("b").text for item in seen.one(class_="preview").all("li")] == ["Чайка"]
    assert ["checked" in box.attributes for box in seen.all("input", name="event")] == [True, False]
    assert Release.objects.count() == 0
    told = {"do": "release", "event": [good.pk], "name": "Весна", "note": "Ждём вас", "after": "0"}
    made = client.post(address, told)
    release = Release.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"{HERE}{house.festival.pk}/#release-{release.pk}")
    assert (release.name, release.note, release.released_by) == ("Весна", "Ждём вас", house.director)
    assert [Event.objects.get(pk=one.pk).status for one in (good, left)] == ["published", "ready"]
    listed = Read(client.get(f"{HERE}{house.festival.pk}/")).one(class_="releases")
    assert listed.text == "1Весна1 февраля 2027 · Добавлено: 1"
    # Whoever had the page open meanwhile is stopped and keeps what was typed.
    late = Read(client.post(address, {**told, "event": [left.pk], "name": "Моё имя"}))
    assert [box.text for box in late.all(class_="notice--error")] == [
        "Кто-то уже сделал выпуск. Посмотрите, что осталось, и повторите."
    ]
    assert late.one("input", name="name")["value"] == "Моё имя"
    assert Event.objects.get(pk=left.pk).status == "ready"


def test_what_cannot_be_released_says_why(house, play):
    event = play("Чайка", sent=True)
    address = f"{HERE}{house.festival.pk}/release/"
    actions.update_event(actor=SYSTEM, event=event, age_mark=None)
    page = Read(house.client["director"].get(address))
    assert page.one(class_="work__lacks").text == "Выберите возрастной знак: от 0+ до 18+."
    assert "disabled" in page.one("button", value="release").attributes
    answer = house.client["director"].post(
        address, {"do": "release", "event": [event.pk], "name": "А", "after": "0"}
    )
    assert [box.text for box in Read(answer).all(class_="notice--error")] == [
        "С прошлого выпуска ничего не изменилось: рассказывать не о чем."
    ]
    unnamed = house.client["director"].post(address, {"do": "release", "name": "", "after": "0"})
    assert Read(unnamed).one(class_="field__error").text == "Обязательное поле."
    assert Release.objects.count() == 0


def test_what_moved_since_is_seen_before_the_next_release(house, play):
    event = play("Чайка", sent=True)
    actions.release_programme(actor=SYSTEM, programme=house.festival, name="А", events=[event])
    session = event.sessions.get()
    actions.move_session(actor=SYSTEM, session=session, starts_at=session.starts_at + timedelta(days=1))
    page = Read(house.client["coordinator"].get(f"{HERE}{house.festival.pk}/release/"))
    assert page.one(class_="preview__group--moved").text == (
        "Перенесено 1Чайка1 марта, 18:00 — теперь 2 марта, 18:00"
    )


def test_a_programme_is_written_and_corrected(house):
    client = house.client["editor"]
    fields = {
        "title": "Неделя танца",
        "summary": "Семь дней.",
        "text": "Первый **день**",
        "date_from": "2027-04-01",
        "date_to": "2027-04-07",
        "parent": house.festival.pk,
        "organisations": [house.theatre.pk],
        "slug": "",
        "title_en": "Dance week",
        "is_public": "on",
    }
    made = client.post(f"{HERE}new/", fields)
    programme = Programme.objects.get(slug="nedelya-tantsa")
    assert (made.status_code, made["Location"]) == (302, f"{HERE}{programme.pk}/")
    assert (programme.parent_id, programme.date_to, programme.is_public) == (
        house.festival.pk,
        date(2027, 4, 7),
        True,
    )
    assert programme.text == "<p>Первый <strong>день</strong></p>"
    assert programme.translations == {"en": {"title": "Dance week"}}
    assert list(programme.organisations.all()) == [house.theatre]
    changed = {**fields, "title": "Неделя балета", "slug": "nedelya-tantsa", "title_tt": "Бию атнасы"}
    assert client.post(f"{HERE}{programme.pk}/edit/", changed).status_code == 302
    programme.refresh_from_db()
    assert (programme.title, programme.slug) == ("Неделя балета", "nedelya-tantsa")
    assert programme.translations == {"en": {"title": "Dance week"}, "tt": {"title": "Бию атнасы"}}
    line = JournalLine.objects.get(verb="programme.changed", subject_id=programme.pk)
    assert sorted(line.after) == ["title", "translations"]


def test_faults_of_the_form_stand_at_their_fields(house):
    client = house.client["editor"]
    foreign = ProgrammeFactory()
    fields = {
        "title": "Весна 2",
        "slug": "festival",
        "date_from": "2027-04-07",
        "date_to": "2027-04-01",
        "organisations": [house.theatre.pk],
    }
    page = Read(client.post(f"{HERE}new/", fields))
    assert sorted(error["id"] for error in page.all(class_="field__error")) == [
        "id_date_to_error",
        "id_slug_error",
    ]
    assert page.one("input", name="title")["value"] == "Весна 2"
    refused = Read(client.post(f"{HERE}new/", {**fields, "slug": "new", "parent": foreign.pk}))
    assert [error["id"] for error in refused.all(class_="field__error")] == ["id_parent_error"]
    assert Programme.objects.filter(title="Весна 2").count() == 0


def test_the_form_leaves_other_holders_alone(house):
    museum = make_organisation(name="Музей")
    joint = ProgrammeFactory(title="Ночь искусств", slug="night", organisations=[house.theatre, museum])
    client, here = house.client["editor"], f"{HERE}{joint.pk}/edit/"
    page = Read(client.get(here))
    offered = page.all("input", name="organisations")
    assert [one["value"] for one in offered] == [str(house.theatre.pk)]
    assert page.one(id="id_organisations_help").text == (
        "Их директора выпускают программу, редакторы её правят. Кроме ваших организаций, её ведут: Музей."
        " Выйти из неё они могут сами или решением города."
    )
    fields = {"title": "Ночь искусств", "slug": "night", "organisations": [house.theatre.pk]}
    assert client.post(here, {**fields, "title": "Ночь"}).status_code == 302
    assert set(joint.organisations.all()) == {house.theatre, museum}
    assert client.post(here, {"title": "Ночь", "slug": "night"}).status_code == 302
    assert list(joint.organisations.all()) == [museum]


def test_an_address_is_made_from_the_title():
    titles = ["День города 2027", "Ёлка: щедрый вечер!", "«»", "Jazz & Blues"]
    assert [slug_from(title) for title in titles] == [
        "den-goroda-2027",
        "elka-shchedryy-vecher",
        "",
        "jazz-blues",
    ]
