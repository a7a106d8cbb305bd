"""Two people edit one event: different fields and rows merge, the same one is shown side by side."""

import pytest

from factories.people import make_editor
from factories.programme import START, BenefitCategoryFactory, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.office.programme.events.merging import base_of, merge_values
from karavan.office.programme.events.rows import When
from karavan.programme import actions
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft, TariffDraft
from office.events.conftest import signed_in
from office.events.filling_in import changed
from portal.reading import Read


@pytest.fixture
def event(house):
    return EventFactory(
        title="Концерт",
        summary="Кратко",
        calendar="dates",
        organisers=[(house, "lead")],
        sessions=[SessionDraft(START.replace(day=day)) for day in (1, 8, 15)],
    )


@pytest.fixture
def colleague(house):
    return signed_in(make_editor(house))


@pytest.fixture
def send(event):
    address = f"/office/events/{event.pk}/edit/"

    def post(client, page, **values):
        return client.post(address, changed(page, **values))

    post.opened = lambda client: client.get(address)
    return post


def clash_names(page):
    return [one.text for one in Read(page).all(class_="clash__name")]


def starts(event):
    return [f"{row.starts_at:%d %H:%M}" for row in event.sessions.all()]


def test_different_fields_and_different_dates_merge(office, colleague, event, send):
    first, _second, third = event.sessions.all()
    mine, theirs = send.opened(office), send.opened(colleague)
    send(colleague, theirs, title="Большой концерт", **{f"sessions__{first.pk}__start": "19:00"})
    response = send(
        office,
        mine,
        summary="Длиннее",
        sessions__n0__day="2027-03-22",
        sessions__n0__start="12:00",
        **{f"sessions__{third.pk}__gone": "1"},
    )
    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.summary) == ("Большой концерт", "Длиннее")
    assert starts(event) == ["01 14:00", "08 13:00", "22 07:00"]
    told = Read(office.get(response["Location"])).one(class_="notice").text
    assert told == (
        "Сохранено. Пока вы правили, это изменил другой человек; его правка сохранена: Название, Сеансы."
    )


def test_the_same_field_and_the_same_date_stand_side_by_side_until_one_is_chosen(
    office, colleague, event, send
):
    first = event.sessions.first()
    mine, theirs = send.opened(office), send.opened(colleague)
    send(colleague, theirs, title="Их", **{f"sessions__{first.pk}__start": "19:00"})
    page = send(office, mine, title="Моё", summary="Длиннее", **{f"sessions__{first.pk}__start": "17:00"})
    assert (page.status_code, clash_names(page)) == (200, ["Название", "Сеансы: 1 марта 2027, 17:00"])
    sides = [one.text for one in Read(page).all(class_="clash__text")]
    assert sides == ["Моё", "Их", "1 марта 2027, 17:00", "1 марта 2027, 19:00"]
    event.refresh_from_db()
    assert (event.title, event.summary) == ("Их", "Кратко")
    data = changed(page) | {"_keep.title": "mine", f"_keep.sessions.{first.pk}": "theirs"}
    assert office.post(f"/office/events/{event.pk}/edit/", data).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.summary, starts(event)[0]) == ("Моё", "Длиннее", "01 14:00")


def test_a_date_that_somebody_took_away_and_somebody_changed_is_asked_about(office, colleague, event, send):
    first = event.sessions.first()
    mine, theirs = send.opened(office), send.opened(colleague)
    send(colleague, theirs, **{f"sessions__{first.pk}__gone": "1"})
    page = send(office, mine, **{f"sessions__{first.pk}__start": "17:00"})
    assert [one.text for one in Read(page).all(class_="clash__text")] == ["1 марта 2027, 17:00", "—"]
    data = changed(page) | {f"_keep.sessions.{first.pk}": "mine"}
    assert office.post(f"/office/events/{event.pk}/edit/", data).status_code == 302
    assert starts(event) == ["01 12:00", "08 13:00", "15 13:00"]


def test_a_date_that_somebody_added_meanwhile_stays(office, event, send):
    mine = send.opened(office)
    actions.add_session(actor=SYSTEM, event=event, session=SessionDraft(START.replace(day=20)))
    send(office, mine, title="Иначе")
    assert starts(event) == ["01 13:00", "08 13:00", "15 13:00", "20 13:00"]


def test_an_event_that_went_into_the_trash_is_not_there(office, event, send):
    mine = send.opened(office)
    actions.remove_event(actor=SYSTEM, event=event)
    assert send(office, mine, title="Иначе").status_code == 404


# The algebra of rows.


def values(**given):
    return {"title": "Концерт", "sessions": [], "hours": [], "day_exceptions": [], "tariffs": [], **given}


def test_rows_of_every_list_merge_by_their_own_key(db):
    one, two = BenefitCategoryFactory().pk, BenefitCategoryFactory().pk
    hours = [HoursDraft(day, START.time(), START.replace(hour=20).time()) for day in (0, 1)]
    base = values(hours=hours, tariffs=[TariffDraft(one, "free")], sessions=[When(5, START)])
    now = values(hours=[hours[1]], tariffs=[TariffDraft(one, "free"), TariffDraft(two, "free")], sessions=[])
    day = DayExceptionDraft(START.date())
    sent = values(
        hours=hours,
        tariffs=[TariffDraft(one, "percent", 50)],
        sessions=[When(5, START)],
        day_exceptions=[day],
    )
    found = merge_values(base_of(base), now, sent, {})
    assert sorted(found.mine) == ["day_exceptions", "tariffs"]
    assert found.mine["day_exceptions"] == [day]
    assert [(row.category_id, row.kind) for row in found.mine["tariffs"]] == [(one, "percent"), (two, "free")]
    assert (sorted(found.taken), found.clashes) == (["hours.0", "sessions.5", f"tariffs.{two}"], [])


def test_the_same_new_date_of_two_people_is_one():
    new = When(None, START)
    found = merge_values(base_of(values()), values(sessions=[When(9, START)]), values(sessions=[new]), {})
    assert [row.pk for row in found.mine["sessions"]] == [9, None]
