"""Actions with several rows: choose, look, confirm, a result for each row, undo."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.trash.models import TrashedRecord
from karavan.office import tasks
from karavan.office.kit import runs
from karavan.office.models import BulkRow, BulkRun, RowState, RunState
from karavan.places import actions as places
from karavan.places.models import Place
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = [pytest.mark.urls("office.kit.shelves"), pytest.mark.django_db]

HERE = "/office/shelves/"


def halls(house, count=3, **given):
    return [make_place(name=f"Зал {number}", organisation=house, **given) for number in range(count)]


def choose(client, action, rows, **more):
    """The address of the run's page."""
    response = client.post(f"{HERE}bulk/", {"action": action, "id": [row.pk for row in rows], **more})
    assert response.status_code == 302
    return response["Location"]


def post(client, address, step, **values):
    return client.post(address, {"step": step, **values})


def capacities(rows):
    found = Place.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    return list(found.values_list("capacity", flat=True))


def row_texts(response):
    rows = Read(response).all("li", class_="runrow")
    return [" · ".join(part.text for part in row.one("div").parts if hasattr(part, "text")) for row in rows]


def test_the_list_offers_what_the_person_may_do(house, editor):
    halls(house)
    page = Read(editor.get(HERE))
    assert [(b["value"], b.text) for b in page.all("button", name="action")] == [
        ("seats", "Задать число мест"),
        ("shout", "Громче"),
        ("break", "Сломать"),
        ("trash", "Убрать в корзину"),
    ]
    assert len(page.all("input", name="id")) == 3
    coordinator = client_of(make_coordinator())
    assert len(Read(coordinator.get(HERE)).all("button", name="action")) == 6


def test_nothing_happens_before_it_was_looked_at_and_confirmed(house, editor):
    rows = [*halls(house, 2, capacity=10), make_place(name="Площадь", kind="park", organisation=house)]
    address = choose(editor, "seats", rows)
    assert row_texts(editor.get(address)) == ["Зал 0", "Зал 1", "Площадь"]
    assert post(editor, address, "confirm").status_code == 302
    assert BulkRun.objects.get().state == RunState.DRAFT

    wrong = post(editor, address, "values", **{"bulk-seats": "0"})
    assert wrong.status_code == 200
    assert len(Read(wrong).all(class_="field__error")) == 1
    assert post(editor, address, "values", **{"bulk-seats": "120"}).status_code == 302
    assert row_texts(editor.get(address)) == [
        "Площадь · У площади мест нет.",
        "Зал 0 · 10 → 120",
        "Зал 1 · 10 → 120",
    ]
    assert capacities(rows) == [10, 10, None]

    assert post(editor, address, "confirm").status_code == 302
    assert capacities(rows) == [120, 120, None]
    result = editor.get(address)
    assert row_texts(result) == ["Площадь · У площади мест нет.", "Зал 0", "Зал 1"]
    assert [sum_.text for sum_ in Read(result).all(class_="runsum")] == ["2", "1"]
    assert [line.verb for line in JournalLine.objects.order_by("-pk")[:2]] == ["place.updated"] * 2


def test_confirming_twice_does_it_once(house, editor):
    rows = halls(house, 1)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    post(editor, address, "confirm")
    places.update_place(actor=SYSTEM, place=Place.objects.get(pk=rows[0].pk), capacity=8)
    post(editor, address, "confirm")
    assert capacities(rows) == [8]


def test_undo_leaves_what_somebody_changed_since(house, editor):
    rows = halls(house, 3, capacity=10)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    post(editor, address, "confirm")
    colleague = make_editor(house)
    places.update_place(actor=colleague, place=Place.objects.get(pk=rows[1].pk), description="Новое")
    post(editor, address, "undo")
    assert capacities(rows) == [10, 7, 10]
    assert list(BulkRow.objects.values_list("state", flat=True)) == [
        RowState.UNDONE,
        RowState.LEFT,
        RowState.UNDONE,
    ]
    assert row_texts(editor.get(address))[0].startswith(
        f"Зал 1 · После этого запись изменили: {colleague.name}, "
    )


def test_undo_is_possible_for_an_hour(house, editor):
    rows = halls(house, 1, capacity=10)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    post(editor, address, "confirm")
    assert len(Read(editor.get(address)).all("button", value="undo")) == 1
    BulkRun.objects.update(finished_at=timezone.now() - timedelta(minutes=61))
    assert Read(editor.get(address)).all("button", value="undo") == []
    post(editor, address, "undo")
    assert capacities(rows) == [7]


def test_what_is_thrown_away_together_comes_back_together(house, editor):
    rows = halls(house, 3)
    used = make_place(name="Занято", organisation=house)
    make_place(name="Внутри", organisation=house, parent=used, level="hall", kind="hall")
    address = choose(editor, "trash", [*rows, used])
    post(editor, address, "confirm")
    assert set(Place.objects.values_list("name", flat=True)) == {"Занято", "Внутри"}
    assert TrashedRecord.objects.count() == 3
    assert row_texts(editor.get(address)) == [
        "Занято · Убрать нельзя: этим пользуются — 1 место. Сначала перенесите или уберите их: «Внутри».",
        "Зал 0",
        "Зал 1",
        "Зал 2",
    ]
    post(editor, address, "undo")
    assert (Place.objects.count(), TrashedRecord.objects.count()) == (5, 0)


def test_all_or_none(house, editor):
    rows = [*halls(house, 2), make_place(name="Зал!", organisation=house)]
    address = choose(editor, "shout", rows)
    post(editor, address, "confirm")
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Зал 0", "Зал 1", "Зал!"]
    assert list(BulkRow.objects.order_by("pk").values_list("title", "state", "message")) == [
        ("Зал 0", "failed", "Ничего не изменено: не получилось с одной строкой — «Зал!»."),
        ("Зал 1", "failed", "Ничего не изменено: не получилось с одной строкой — «Зал!»."),
        ("Зал!", "failed", "Уже громко."),
    ]
    address = choose(editor, "shout", rows[:2])
    post(editor, address, "confirm")
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Зал 0!", "Зал 1!", "Зал!"]


def test_a_fault_of_ours_stops_only_its_row(house, editor, caplog):
    address = choose(editor, "break", halls(house, 2))
    post(editor, address, "confirm")
    assert list(BulkRow.objects.values_list("state", flat=True)) == ["failed", "failed"]
    assert len(caplog.records) == 2


def test_a_fault_of_ours_ends_an_action_of_all_or_none(house, caplog):
    city = client_of(make_coordinator())
    rows = [*halls(house, 1), make_place(name="Слабый", organisation=house)]
    address = choose(city, "break-all", rows)
    assert post(city, address, "confirm").status_code == 302
    run = BulkRun.objects.get()
    said = "Ничего не изменено: не получилось с одной строкой — «Слабый»."
    assert (run.state, run.message, run.finished_at is not None) == (RunState.FAILED, said, True)
    assert list(run.rows.values_list("message", flat=True)) == [
        said,
        "Ошибка на нашей стороне. Она записана, мы разберёмся.",
    ]
    assert Read(city.get(address)).one(role="alert").text == said
    assert len(caplog.records) == 1


def test_a_fault_outside_of_any_row_ends_the_run_too(house, editor, caplog):
    address = choose(editor, "seats", halls(house, 1))
    BulkRun.objects.update(values={"bulk-seats": 7})  # what no version ever stored: not a list
    assert post(editor, address, "confirm").status_code == 302
    run = BulkRun.objects.get()
    assert (run.state, run.rows.get().state) == (RunState.FAILED, RowState.FAILED)


def test_a_run_whose_server_was_killed_goes_on_once_and_then_ends(house, editor):
    rows = halls(house, 2)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    run = BulkRun.objects.get()
    assert runs.start(run)
    assert tasks.revive_runs.func() == 0
    BulkRun.objects.update(beat_at=timezone.now() - timedelta(minutes=31))
    assert (tasks.revive_runs.func(), tasks.revive_runs.func()) == (1, 0)
    queued = DBTaskResult.objects.get(task_path="karavan.office.tasks.carry_on_run")
    assert queued.args_kwargs["args"] == [run.pk]

    BulkRun.objects.update(beat_at=timezone.now() - timedelta(minutes=31))
    tasks.revive_runs.func()
    run.refresh_from_db()
    assert (run.state, capacities(rows)) == (RunState.FAILED, [None, None])
    assert set(run.rows.values_list("state", flat=True)) == {RowState.FAILED}
    assert Read(editor.get(address)).one(role="alert").text == (
        "Выполнение прерывалось дважды. Отметьте строки, которые не сделаны, и начните заново."
    )


def test_everything_that_was_found(house, editor):
    halls(house, 7)
    make_place(name="Театр", kind="theatre", organisation=house)
    make_place(name="Чужой", organisation=make_organisation())
    address = choose(editor, "seats", [], all="1", list="?kind=culture_house&page=2")
    assert BulkRun.objects.get().rows.count() == 7
    assert BulkRun.objects.get().back == "?kind=culture_house&page=2"
    assert Read(editor.get(address)).one("h1").text == "Задать число мест"


def test_rows_of_others_are_named_and_not_done(house, editor):
    other = make_place(name="Чужой", organisation=make_organisation())
    address = choose(editor, "seats", [other], list="?within=all")
    post(editor, address, "values", **{"bulk-seats": "5"})
    assert row_texts(editor.get(address)) == ["Чужой · Записи больше нет, или менять её можно не вам."]
    post(editor, address, "confirm")
    assert capacities([other]) == [None]


def test_nothing_chosen_is_said(house, editor):
    halls(house, 1)
    response = editor.post(f"{HERE}bulk/", {"action": "seats", "list": "?q=Зал"}, follow=True)
    assert Read(response).one(role="alert").text == "Ничего не выбрано. Сначала отметьте строки."
    assert BulkRun.objects.count() == 0


def test_a_run_is_its_person_s_alone(house, editor):
    address = choose(editor, "seats", halls(house, 1))
    colleague = client_of(make_editor(house))
    assert colleague.get(address).status_code == 404
    assert post(colleague, address, "confirm").status_code == 404
    assert editor.get(f"{HERE}bulk/999/").status_code == 404
    assert editor.post(f"{HERE}bulk/", {"action": "city"}).status_code == 404


def test_doing_nothing_leaves_nothing(house, editor):
    address = choose(editor, "seats", halls(house, 1), list="?q=Зал")
    assert post(editor, address, "drop")["Location"] == f"{HERE}?q=%D0%97%D0%B0%D0%BB"
    assert BulkRun.objects.count() == 0


def test_the_worker_goes_on_where_the_page_stopped(house, person, editor, monkeypatch):
    monkeypatch.setattr(runs, "PATIENCE", -1.0)
    rows = halls(house, 3)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    post(editor, address, "confirm")
    run = BulkRun.objects.get()
    assert (run.state, capacities(rows)) == (RunState.RUNNING, [7, None, None])
    page = Read(editor.get(address))
    assert (page.one("progress")["value"], page.one("progress")["max"]) == ("1", "3")
    tasks.carry_on_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, capacities(rows)) == (RunState.DONE, [7, 7, 7])
    tasks.carry_on_run.func(run.pk)
    tasks.carry_on_run.func(0)


def test_many_rows_are_the_worker_s(house, editor, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    rows = halls(house, 3)
    address = choose(editor, "seats", rows)
    post(editor, address, "values", **{"bulk-seats": "7"})
    post(editor, address, "confirm")
    assert capacities(rows) == [None] * 3
    tasks.carry_on_run.func(BulkRun.objects.get().pk)
    assert capacities(rows) == [7] * 3


def test_too_many_rows_are_refused(house, editor, monkeypatch):
    monkeypatch.setattr(runs, "MOST_ROWS", 2)
    response = editor.post(
        f"{HERE}bulk/", {"action": "seats", "id": [row.pk for row in halls(house, 3)]}, follow=True
    )
    assert Read(response).one(role="alert").text == "Больше 2 строк сразу нельзя. Сузьте список фильтром."


def test_old_runs_are_forgotten(house, editor):
    choose(editor, "seats", halls(house, 1))
    assert tasks.forget_runs.func() == 0
    BulkRun.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert tasks.forget_runs.func() == 1
    assert BulkRow.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_asks_the_same_number_of_queries(house, editor, count):
    address = choose(editor, "seats", halls(house, count))
    post(editor, address, "values", **{"bulk-seats": "7"})
    with CaptureQueriesContext(connection) as found:
        assert editor.get(address).status_code == 200
    assert len(found) == 8
