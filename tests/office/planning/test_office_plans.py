"""Plans in the office: written down, read by others, made into events, dropped and taken up."""

from datetime import date, time

import pytest

from karavan.kernel.localtime import at
from karavan.planning.enums import Stage
from karavan.planning.models import DiaryEntry
from karavan.programme.models import Event
from office.planning.conftest import plan_of
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "/office/plans/"


def sent(town, **given):
    return {
        "title": "Рок на набережной",
        "organisation": town.theatre.pk,
        "kind": "concert",
        "audiences": ["youth"],
        "expected": "1000",
        "day": "2027-06-12",
        "starts": "18:00",
        "hours": "3",
        "place": town.hall.pk,
        "stage": "planned",
        **given,
    }


def names(response) -> list[str]:
    """Titles of the list."""
    return [row.all("td")[0].text for row in Read(response).one("tbody").all("tr")]


def test_a_plan_is_written_down(town):
    answer = town.client["theatre"].post(f"{HERE}new/", sent(town, point="55.16, 61.4"))
    entry = DiaryEntry.objects.get()
    assert answer.headers["location"] == f"{HERE}{entry.pk}/"
    assert (entry.starts_at, entry.ends_at) == (
        at(date(2027, 6, 12), time(18)),
        at(date(2027, 6, 12), time(21)),
    )
    assert (entry.organisation, entry.place, entry.lat, entry.lon) == (town.theatre, town.hall, 55.16, 61.4)


def test_it_says_at_once_what_it_clashes_with(town):
    plan_of(town.library, 12, title="Другой концерт")
    answer = town.client["theatre"].post(f"{HERE}new/", sent(town), follow=True)
    (clash,) = Read(answer).all("li", class_="overlap")
    assert "Другой концерт" in clash.text


def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(town):
    answer = town.client["theatre"].post(f"{HERE}new/", sent(town, hours="0", title="Ночь"))
    assert (answer.status_code, DiaryEntry.objects.count()) == (200, 0)
    assert Read(answer).one("input", name="title")["value"] == "Ночь"


def test_an_edit_of_the_hour_moves_it_and_keeps_the_rest(town):
    entry = plan_of(town.theatre, 12, place=town.hall)
    client = town.client["theatre"]
    page = Read(client.get(f"{HERE}{entry.pk}/edit/"))
    base = page.one("input", name="_base")["value"]
    client.post(f"{HERE}{entry.pk}/edit/", sent(town, starts="16:30", point="55.16, 61.4", _base=base))
    entry.refresh_from_db()
    assert (entry.starts_at, entry.ends_at) == (
        at(date(2027, 6, 12), time(16, 30)),
        at(date(2027, 6, 12), time(19, 30)),
    )


def test_secrets_of_others_are_not_in_the_list(town):
    plan_of(town.theatre, 12, title="Тайна", is_confidential=True)
    plan_of(town.theatre, 13, title="Открыто")
    everywhere = f"{HERE}?everywhere=1"
    assert names(town.client["theatre"].get(HERE)) == ["Выбрать Тайна", "Выбрать Открыто"]
    assert "Тайна" not in town.client["library"].get(everywhere).content.decode()
    secret = DiaryEntry.objects.get(title="Тайна")
    for page in ("", "edit/", "history/", "remove/"):
        assert town.client["library"].get(f"{HERE}{secret.pk}/{page}").status_code == 404


def test_notes_are_for_ones_own(town):
    entry = plan_of(town.theatre, 12, note="Спросить про свет")
    for who, told in (("theatre", True), ("library", False)):
        text = town.client[who].get(f"{HERE}{entry.pk}/").content.decode()
        assert ("Спросить про свет" in text) is told


def test_an_event_is_made_of_it(town):
    entry = plan_of(town.theatre, 12)
    answer = town.client["theatre"].post(f"{HERE}{entry.pk}/event/")
    event = Event.objects.get()
    assert answer.headers["location"] == f"/office/events/{event.pk}/"
    entry.refresh_from_db()
    assert entry.stage == Stage.EVENT
    assert town.client["theatre"].get(f"{HERE}{entry.pk}/edit/").status_code == 403


def test_it_is_dropped_and_taken_up_again(town):
    entry = plan_of(town.theatre, 12)
    client = town.client["theatre"]
    client.post(f"{HERE}{entry.pk}/drop/", {"reason": "Нет денег"})
    entry.refresh_from_db()
    assert entry.stage == Stage.DROPPED
    client.post(f"{HERE}{entry.pk}/again/")
    entry.refresh_from_db()
    assert entry.stage == Stage.PLANNED


@pytest.mark.parametrize("deed", ["event", "drop", "again", "remove"])
def test_others_change_nothing(town, deed):
    entry = plan_of(town.theatre, 12)
    answer = town.client["library"].post(f"{HERE}{entry.pk}/{deed}/")
    entry.refresh_from_db()
    assert answer.status_code == 403
    assert (entry.stage, Event.objects.count()) == (Stage.PLANNED, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_list(town, count, django_assert_num_queries):
    for number in range(count):
        plan_of(town.theatre, 10 + number)
    with django_assert_num_queries(8):
        town.client["theatre"].get(HERE)
