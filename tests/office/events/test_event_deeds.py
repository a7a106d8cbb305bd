"""What is done with an event in one tap: publish, cancel, copy, dates, preview; residents see it at once."""

from datetime import timedelta

import pytest

from factories.people import make_coordinator, make_organisation
from factories.programme import START, EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.models import Event
from office.events.conftest import signed_in
from office.events.filling_in import changed, fields_of
from portal.reading import Read

WEEK = timedelta(days=7)


@pytest.fixture
def event(house, hall):
    return EventFactory(
        title="Концерт хора",
        calendar="dates",
        place=hall,
        organisers=[(house, "lead")],
        sessions=[SessionDraft(START + number * WEEK) for number in range(3)],
    )


@pytest.fixture
def public(event):
    return actions.publish_event(actor=SYSTEM, event=event)


def do(office, event, verb, **values):
    return office.post(f"/office/events/{event.pk}/do/{verb}/", values)


def status(event):
    event.refresh_from_db()
    return event.status


def alerts(page):
    return [one.text for one in Read(page).all(role="alert")]


def test_from_a_new_event_to_a_cancelled_one_residents_follow_at_once(office, client, house, hall):
    new = "/office/events/new/"
    data = changed(
        office.get(new), "publish", title="Вечер романсов", place=str(hall.pk), age_mark="12",
        price_kind="free", calendar="dates", when_line="1 и 8 марта 2027 18:00",
    )  # fmt: skip
    assert office.post(new, data).status_code == 302
    event = Event.objects.get()
    first, second = event.sessions.all()
    page = f"/events/{event.pk}/"

    def feeds():
        ics = client.get(f"/feeds/events.ics?event={event.pk}").content.decode()
        rss = client.get("/feeds/events.rss").content.decode()
        return ics, rss

    assert Read(client.get(page)).one("h1").text == "Вечер романсов"
    assert "Вечер романсов" in [one.text for one in Read(client.get("/events/?date=2027-03-01")).all("h3")]
    ics, rss = feeds()
    assert ("DTSTART:20270301T130000Z" in ics, "Вечер романсов" in rss) == (True, True)

    move = {
        "do": "move",
        "day": "2027-03-02",
        "starts": "19:00",
        "ends": "",
        "place": "",
        "note": "Ремонт сцены",
    }
    assert office.post(f"/office/events/{event.pk}/dates/{first.pk}/", move).status_code == 302
    text = Read(client.get(page)).one("main").text
    assert ("перенесено с 1 марта, 18:00" in text, "Ремонт сцены" in text) == (True, True)
    assert "DTSTART:20270302T140000Z" in feeds()[0]

    office.post(f"/office/events/{event.pk}/dates/{second.pk}/", {"do": "cancel", "note": "Болезнь артиста"})
    assert "Болезнь артиста" in Read(client.get(page)).one("main").text
    assert feeds()[0].count("STATUS:CANCELLED") == 1

    assert do(office, event, "cancel", reason="Карантин").status_code == 302
    assert Read(client.get(page)).one(class_="notice--error").text.endswith("Карантин")
    assert feeds()[0].count("STATUS:CANCELLED") == 2


def test_publishing_and_taking_off_again(office, client, event):
    page = Read(office.get(f"/office/events/{event.pk}/do/publish/"))
    assert page.all("h2")[0].text == "Опубликовать событие?"
    assert (do(office, event, "publish").status_code, status(event)) == (302, "published")
    assert (do(office, event, "withdraw", reason="Ошибка").status_code, status(event)) == (302, "withdrawn")
    assert client.get(f"/events/{event.pk}/").status_code == 404


def test_what_keeps_it_from_being_published_is_told(office, event):
    actions.update_event(actor=SYSTEM, event=event, age_mark=None, place=None)
    page = do(office, event, "publish")
    assert (page.status_code, status(event), len(alerts(page))) == (200, "draft", 2)


def test_cancelling_asks_why(office, public):
    page = do(office, public, "cancel", reason=" ")
    assert (page.status_code, status(public)) == (200, "published")
    assert Read(page).one(class_="field__error").text == "Напишите, почему отменено: это прочтут посетители."


def test_a_deed_that_nobody_knows_is_not_there(office, event):
    assert do(office, event, "explode").status_code == 404


def test_sending_for_release_where_the_house_publishes_by_releases(office, house, event):
    actions.set_releases_only(actor=SYSTEM, organisation=house, only=True)
    page = Read(office.get(f"/office/events/{event.pk}/edit/"))
    assert [one["value"] for one in page.all("button", class_="button--accent")] == ["send"]
    office.post(
        f"/office/events/{event.pk}/edit/", changed(office.get(f"/office/events/{event.pk}/edit/"), "send")
    )
    assert status(event) == "ready"
    do(office, event, "take-back")
    assert status(event) == "draft"


def test_a_copy_is_a_draft_to_be_edited(office, public):
    response = office.post(f"/office/events/{public.pk}/copy/", {})
    copy = Event.objects.latest("pk")
    assert response["Location"] == f"/office/events/{copy.pk}/edit/"
    assert (copy.title, copy.status, copy.sessions.count()) == ("Концерт хора", "draft", 0)
    office.post(f"/office/events/{public.pk}/copy/", {"year": "2028"})
    assert Event.objects.latest("pk").sessions.first().starts_at.date().isoformat() == "2028-02-28"
    assert office.get(f"/office/events/{public.pk}/copy/").status_code == 405


def test_last_years_events_are_copied_with_one_tap(office, public):
    EventFactory(title="Чужое", publish=True)
    page = Read(office.get("/office/events/last-year/?month=2028-03"))
    assert [one.text for one in page.all(class_="lastyear__what")] == [
        "Концерт хорабыло 1 марта 2027 · Большой зал"
    ]
    assert page.one("input", name="year")["value"] == "2028"
    empty = Read(office.get("/office/events/last-year/?month=нет"))
    assert empty.one(class_="empty__title").text == "В эти недели прошлого года ничего не было"


# Dates.


def dates_page(event):
    return f"/office/events/{event.pk}/dates/"


def states(event):
    return [(f"{row.starts_at:%m-%d %H:%M}", row.status) for row in event.sessions.all()]


@pytest.mark.parametrize(("asked", "ticked"), [("all", 3), ("from-{}", 2), ("{}", 1), ("", 0), ("from-x", 0)])
def test_which_dates_are_ticked(office, event, asked, ticked):
    second = event.sessions.all()[1].pk
    page = office.get(f"{dates_page(event)}?dates={asked.format(second)}")
    assert len(fields_of(page, "series").get("date", [])) == ticked


def test_a_series_is_moved_with_one_line(office, public):
    page = office.get(f"{dates_page(public)}?dates=all")
    office.post(
        dates_page(public), changed(page_form(page), "move", days="1", starts="19:30", move_note="Ремонт")
    )
    assert states(public) == [("03-02 14:30", "moved"), ("03-09 14:30", "moved"), ("03-16 14:30", "moved")]
    assert JournalLine.objects.filter(verb="event.sessions_moved").count() == 1


def page_form(page):
    return SeriesPage(page)


class SeriesPage:
    """The page of the dates with its form under the name that :func:`changed` looks for."""

    def __init__(self, page):
        self.content = page.content.replace(b'class="series ', b'class="editor series ')


def test_a_series_is_cancelled_and_asks_why(office, public):
    page = office.get(f"{dates_page(public)}?dates=all")
    refused = office.post(dates_page(public), changed(page_form(page), "cancel"))
    assert (
        Read(refused).one(class_="field__error").text == "Напишите, почему отменено: это прочтут посетители."
    )
    office.post(dates_page(public), changed(page_form(page), "cancel", cancel_note="Карантин"))
    assert {state for _when, state in states(public)} == {"cancelled"}


def test_price_seats_and_new_dates(office, event):
    page = page_form(office.get(f"{dates_page(event)}?dates=all"))
    office.post(dates_page(event), changed(page, "change", price_kind="paid", price_min="200", capacity="50"))
    assert set(event.sessions.values_list("price_kind", "price_min", "capacity")) == {("paid", 20000, 50)}
    office.post(dates_page(event), changed(page, "add", line="20 и 27 марта 2027 в 12:00"))
    assert event.sessions.count() == 5
    bad = office.post(dates_page(event), changed(page, "add", line="потом"))
    assert (
        Read(bad).one(class_="field__error").text == "Напишите дни и время, например: 12 и 19 декабря 18:30."
    )


def test_something_has_to_be_ticked_and_said(office, event):
    page = page_form(office.get(dates_page(event)))
    assert alerts(office.post(dates_page(event), changed(page, "move", days="1"))) == [
        "Сначала отметьте хотя бы один сеанс."
    ]
    page = page_form(office.get(f"{dates_page(event)}?dates=all"))
    assert alerts(office.post(dates_page(event), changed(page, "move"))) == [
        "Укажите, на сколько дней, на какое время или в какое место."
    ]
    assert office.post(dates_page(event), changed(page, "explode")).status_code == 404


def test_one_date_is_sold_out_moved_and_taken_away(office, event, public):
    first = public.sessions.first()
    address = f"{dates_page(public)}{first.pk}/"
    assert Read(office.get(address)).one(class_="onedate__day").text == "1"
    office.post(address, {"do": "sold-out"})
    assert states(public)[0][1] == "sold_out"
    office.post(address, {"do": "on-sale"})
    assert states(public)[0][1] == "scheduled"
    assert alerts(office.post(address, {"do": "remove"})) == [
        "Эта дата уже публиковалась. Отмените её, чтобы посетители об этом узнали."
    ]
    bad = office.post(address, {"do": "move", "day": "2027-03-02", "starts": "", "note": ""})
    assert Read(bad).one(class_="field__error").text == "Во сколько начало?"
    assert office.get(f"{dates_page(public)}999/").status_code == 404


def test_a_date_of_a_draft_is_changed_and_may_be_taken_away(office, event):
    first = event.sessions.first()
    address = f"{dates_page(event)}{first.pk}/"
    office.post(address, {"do": "move", "day": "2027-03-02", "starts": "23:00", "ends": "01:00", "note": ""})
    first.refresh_from_db()
    assert (first.status, first.ends_at - first.starts_at) == ("scheduled", timedelta(hours=2))
    office.post(address, {"do": "remove"})
    assert event.sessions.count() == 2


# Pages.


def test_the_page_of_an_event_tells_what_it_lacks_and_where(office, house):
    event = EventFactory(title="Черновик", age_mark=None, organisers=[(house, "lead")])
    page = Read(office.get(f"/office/events/{event.pk}/"))
    todo = page.one(class_="missing").one("a")
    assert todo["href"] == f"/office/events/{event.pk}/edit/#f-age_mark"
    assert [one.text for one in page.all(class_="editor__buttons")[0].all("a")] == ["Опубликовать"]


def test_a_draft_is_previewed_as_residents_will_see_it_and_stays_unseen(office, client, event):
    frame = Read(office.get(f"/office/events/{event.pk}/preview/?frame=desktop")).one("iframe")
    answer = office.get(frame["src"])
    page = Read(answer)
    assert page.one("h1").text == "Концерт хора"
    assert page.one(class_="notice--info").text == "Предпросмотр: так событие увидят жители."
    assert (answer["X-Frame-Options"], "frame-ancestors 'self'" in answer["Content-Security-Policy"]) == (
        "SAMEORIGIN", True
    )  # fmt: skip
    assert client.get(frame["src"]).status_code == 404
    assert client.get(f"/events/{event.pk}/").status_code == 404


def test_editors_find_the_way_from_the_portal_into_the_form(office, client, public):
    def way(browser):
        page = Read(browser.get(f"/events/{public.pk}/"))
        return [one["href"] for one in page.all("a") if one.text == "Изменить"]

    assert (way(office), way(client)) == ([f"/office/events/{public.pk}/edit/"], [])


def test_a_programme_of_the_address_is_chosen_for_a_new_event(office, house):
    programme = ProgrammeFactory(organisations=[house])
    page = office.get(f"/office/events/new/?title=Концерт&programme={programme.pk}")
    data = fields_of(page)
    assert (data["title"], data["programme"]) == (["Концерт"], [str(programme.pk)])


def test_a_moment_of_the_address_is_the_first_date(office, house):
    data = fields_of(office.get("/office/events/new/?starts=2026-12-12T18:30"))
    days = [data[name] for name in data if name.startswith("sessions-") and name.endswith("-day")]
    starts = [data[name] for name in data if name.startswith("sessions-") and name.endswith("-start")]
    assert [day for day in days if day != [""]] == [["2026-12-12"]]
    assert [start for start in starts if start != [""]] == [["18:30"]]


def test_a_day_of_the_address_waits_for_its_time(office, house):
    assert fields_of(office.get("/office/events/new/?starts=2026-12-12"))["when_line"] == ["12.12.2026 "]


@pytest.mark.parametrize("starts", ["", "soon", "2026-13-45", "2026-12-12T99:00", "0001-01-01T00:00"])
def test_any_moment_of_the_address_gives_a_form(office, house, starts):
    assert office.get("/office/events/new/", {"starts": starts}).status_code == 200


def test_the_list_is_of_ones_own_house(office, house, event):
    EventFactory(title="Чужое", organisers=[(make_organisation(), "lead")], publish=True)
    page = Read(office.get("/office/events/"))
    assert [one.text for one in page.one("tbody").all("a")] == ["Концерт хора"]


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_months_at_the_ends_of_time_are_the_next_one(office, month):
    assert office.get(f"/office/events/last-year/?month={month}").status_code == 200


def test_a_date_at_the_ends_of_time_is_refused_at_its_field(office, house):
    event = EventFactory(organisers=[(house, "lead")])
    address = f"/office/events/{event.pk}/dates/{event.sessions.get().pk}/"
    for day in ("0001-01-01", "9999-12-31"):
        answer = office.post(address, {"do": "move", "day": day, "starts": "23:00", "ends": "01:00"})
        assert answer.status_code == 200


def test_a_coordinator_without_a_second_factor_previews_nothing(event):
    person = make_coordinator()
    address = f"/events/{event.pk}/preview/"
    assert signed_in(person).get(address).status_code == 200
    person.authenticator_set.all().delete()
    assert signed_in(person).get(address).status_code == 404
