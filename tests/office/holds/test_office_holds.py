"""Pages of holds: a hall is held, shown in its week and among free halls, confirmed and released."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place
from factories.planning import hold_hall, make_asset
from factories.programme import EventFactory
from karavan.kernel.localtime import at as moment
from karavan.people.models import Organisation
from karavan.places.models import Place
from karavan.planning.enums import Firmness
from karavan.planning.models import Hold
from karavan.programme.drafts import SessionDraft
from office.places.visiting import Visitor
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon of Monday 2026-11-23 in the city."""
    with time_machine.travel("2026-11-23T12:00:00+05:00", tick=False):
        yield


@pytest.fixture
def home() -> Organisation:
    return make_organisation(name="Библиотечная система")


@pytest.fixture
def hall(home: Organisation) -> Place:
    return make_hall(make_place(name="Дом", organisation=home), name="Большой зал")


@pytest.fixture
def office(home: Organisation) -> Visitor:
    return Visitor(Client(), make_editor(home))


def evening(day: int = 24, hour: int = 18) -> datetime:
    return moment(date(2026, 11, day), datetime.min.time()) + hour * HOUR


def send(office: Visitor, url: str, **data: Any) -> Any:
    return office.client.post(url, data)


FORM = {"day": "2026-11-24", "starts": "18:00", "ends": "20:00", "note": "Репетиция"}


def test_a_hall_is_held_confirmed_and_released(office: Visitor, hall: Place, home: Organisation) -> None:
    url = f"/office/places/{hall.pk}/holds/"
    answer = send(
        office, f"{url}new/", **FORM, organisation=home.pk, build_up=60, expires="2026-11-30", clearing=""
    )
    assert (answer.status_code, answer["Location"]) == (302, url)
    hold = Hold.objects.get()
    assert (hold.starts_at, hold.ends_at, hold.build_up) == (evening(), evening() + 2 * HOUR, 60)
    assert hold.expires_at == evening(30, 24) - timedelta(minutes=1)
    (line,) = office.page(url).one("ul", class_="lines").all("li")
    assert line.text == (
        "24.11.2026, 18:00–20:00 предварительно, до 30 ноября, 23:59 Репетиция · подготовка 60 мин"
    )
    page = office.page(f"/office/holds/{hold.pk}/")
    assert [each.text for each in page.one("div", class_="head__tools").all("button")] == [
        "Подтвердить бронь",
        "Снять бронь",
    ]
    send(office, f"/office/holds/{hold.pk}/confirm/")
    hold.refresh_from_db()
    assert hold.firmness == Firmness.FIRM
    answer = send(office, f"/office/holds/{hold.pk}/change/", **FORM | {"ends": "01:00"}, clearing=30)
    assert answer.status_code == 302
    hold.refresh_from_db()
    assert (hold.ends_at, hold.clearing, hold.build_up) == (evening(25, 1), 30, 0)
    send(office, f"/office/holds/{hold.pk}/release/")
    hold.refresh_from_db()
    assert hold.released_at is not None
    assert "Дальше всё свободно." in [each.text for each in office.page(url).all("p", class_="muted")]


def test_what_is_taken_is_said_in_the_form_and_nothing_typed_is_lost(
    office: Visitor, hall: Place, home: Organisation
) -> None:
    hold_hall(hall, evening(), organisation=make_organisation(name="Театр"))
    answer = send(office, f"/office/places/{hall.pk}/holds/new/", **FORM, organisation=home.pk)
    page = Read(answer)
    assert answer.status_code == 200
    assert "«Большой зал»: бронь организации Театр, 24.11.2026, 18:00–20:00." in page.text
    assert page.one("input", name="note")["value"] == "Репетиция"


def test_the_week_of_the_halls_shows_holds_with_build_up_and_clearing(office: Visitor, hall: Place) -> None:
    hold_hall(hall, evening(), build_up=60, clearing=30, note="Репетиция")
    EventFactory(
        title="Концерт",
        place=hall,
        publish=True,
        sessions=(SessionDraft(evening(25), evening(25, 20)),),
    )
    page = office.page("/office/halls/?day=2026-11-24")
    drawn = [(each.text, each["class"].split()[2:]) for each in page.all(class_="block")]
    assert drawn == [
        ("17:00–18:00 подготовка", ["block--buffer"]),
        ("18:00–20:00 Репетиция", ["block--hold"]),
        ("20:00–20:30 уборка", ["block--buffer"]),
        ("18:00–20:00 Концерт", []),
    ]


def test_a_held_hall_is_not_offered_as_free(office: Visitor, hall: Place, home: Organisation) -> None:
    from karavan.office.desk import Desk
    from karavan.office.holds.free import with_holds
    from karavan.programme.halls import halls_of

    hold_hall(hall, evening(), note="Репетиция")
    response = office.client.get("/office/")
    desk = Desk(response.wsgi_request, office.person)
    spans = [(evening(), evening(24, 19))]
    halls = with_holds(desk, halls_of(office.person, home, spans), spans, None)
    assert [(each.place.name, each.free) for each in halls] == [("Большой зал", False), ("Дом", False)]
    free = [(evening(24, 20), evening(24, 21))]
    halls = with_holds(desk, halls_of(office.person, home, free), free, None)
    assert [each.free for each in halls] == [True, True]


def test_tentative_holds_that_end_soon_wait_in_the_inbox(
    office: Visitor, hall: Place, home: Organisation
) -> None:
    soon = hold_hall(hall, evening(), expires_at=timezone.now() + timedelta(days=2), organisation=home)
    hold_hall(hall, evening(26), expires_at=timezone.now() + timedelta(days=5), organisation=home)
    links = [each["href"] for each in office.page("/office/").all("a") if "/holds/" in each["href"]]
    assert set(links) == {f"/office/holds/{soon.pk}/"}


def test_others_see_no_more_than_that_it_is_held(hall: Place) -> None:
    hold = hold_hall(hall, evening(), note="Тайная встреча")
    other = Visitor(Client(), make_editor(make_organisation()))
    page = other.page(f"/office/places/{hall.pk}/holds/")
    (line,) = page.one("ul", class_="lines").all("li")
    assert line.text == "24.11.2026, 18:00–20:00 занято бронь другой организации"
    other.page(f"/office/holds/{hold.pk}/", status=404)


def test_an_asset_is_added_held_and_kept_from_the_trash_while_it_is_held(
    office: Visitor, home: Organisation
) -> None:
    answer = send(office, "/office/assets/new/", name="Сцена", units=3, organisation=home.pk, note="220 В")
    asset = home.assets.get()
    assert answer["Location"] == f"/office/assets/{asset.pk}/"
    send(office, f"/office/assets/{asset.pk}/hold/", **FORM, organisation=home.pk, quantity=2)
    (line,) = office.page(f"/office/assets/{asset.pk}/").one("ul", class_="lines").all("li")
    assert line.text == "24.11.2026, 18:00–20:00 твёрдая бронь Репетиция"
    answer = send(office, f"/office/assets/{asset.pk}/hold/", **FORM, organisation=home.pk, quantity=2)
    assert "«Сцена»: в это время свободно 1 из 3, а нужно 2." in Read(answer).text
    send(office, f"/office/assets/{asset.pk}/remove/")
    assert home.assets.count() == 1
    Hold.objects.all().delete()
    send(office, f"/office/assets/{asset.pk}/remove/")
    assert home.assets.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_assets_costs_the_same_for_many(
    office: Visitor, home: Organisation, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        make_asset(organisation=home, name=f"Сцена {each}")
    office.page("/office/assets/")
    with django_assert_num_queries(8):
        page = office.page("/office/assets/")
    assert len(page.one("tbody").all("tr")) == number
