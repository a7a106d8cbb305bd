"""A list of events from the template to the portal and back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories.people import make_editor, make_organisation
from factories.places import make_place
from factories.programme import EventFactory
from integrations.sheets.tables import checked, events_table, lecture, outcomes, problems, workbook, written
from karavan.catalogue.models import Entry
from karavan.integrations.sheets import actions
from karavan.integrations.sheets.actions.undoing import undo_preview
from karavan.integrations.sheets.marking import sheet_with_errors
from karavan.integrations.sheets.models import Batch, BatchFile, BatchRow, Origin
from karavan.integrations.sheets.reading import read_pages
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import local
from karavan.programme.actions import publish_event, set_releases_only, update_event
from karavan.programme.models import Event, Session

pytestmark = pytest.mark.django_db


def table(actor, organisation, *rows) -> bytes:
    return events_table(actor, organisation, rows)


def test_three_wrong_rows_are_mended_in_the_sheet_imported_and_undone(director, organisation, hall):
    rows = [lecture(number, place="Большой зал") for number in range(1, 8)]
    rows[1] |= {"kind": "Чаепитие"}
    rows[3] |= {"day": "32 марта"}
    rows[5] |= {"price": "недорого", "place": "Луна"}
    batch = checked(director, organisation, table(director, organisation, *rows))
    assert (batch.status, outcomes(batch)) == ("checked", {"new": 4, "error": 3})
    assert problems(batch) == [(3, "kind"), (5, "day"), (7, "place"), (7, "price")]

    with pytest.raises(Invalid):
        actions.confirm_batch(actor=director, batch=batch, mode="all")

    returned = sheet_with_errors(batch, director)
    (page,) = [page for page in read_pages(returned) if page.name == "События"]
    assert page.grid[0][0] == "Что исправить"
    assert [bool(line[0]) for line in page.grid[1:8]] == [False, True, False, True, False, True, False]
    assert page.grid[2][0].startswith("Вид события: «Чаепитие» нет в списке")
    assert [line[3] for line in page.grid[1:8]] == [row["title"] for row in rows]

    again = checked(director, organisation, returned)
    assert problems(again) == problems(batch)
    rows[1] |= {"kind": "Клуб"}
    rows[3] |= {"day": "31.03.2027"}
    rows[5] |= {"price": "250", "place": "Большой зал"}
    mended = checked(director, organisation, table(director, organisation, *rows), previous=batch)
    assert outcomes(mended) == {"new": 7}
    assert Batch.objects.get(pk=batch.pk).status == "cancelled"

    lines = JournalLine.objects.count()
    done = written(director, mended, publish=True)
    assert done.status == "done"
    assert set(Event.objects.values_list("status", "place")) == {("published", hall.pk)}
    assert Entry.objects.filter(kind="event").count() == 7
    verbs = list(JournalLine.objects.order_by("pk").values_list("verb", flat=True)[lines:])
    assert verbs == ["batch.confirmed", *["event.created"] * 7, "batch.written"]
    assert set(done.rows.values_list("result", flat=True)) == {"published"}

    undone = actions.undo_batch(actor=director, batch=done)
    assert (len(undone.remove), undone.public, undone.left) == (7, 7, [])
    assert set(Event.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert Entry.objects.filter(kind="event").count() == 0
    with pytest.raises(Conflict):
        actions.undo_batch(actor=director, batch=done)


def test_only_the_good_rows_are_written_where_that_was_chosen_and_drafts_stay_drafts(editor, organisation):
    content = table(editor, organisation, lecture(1), lecture(2, kind="Чаепитие"), lecture(3, age=None))
    done = written(editor, checked(editor, organisation, content), "good", publish=True)
    assert done.status == "done"
    # One has no place, one has no age mark either: neither could be published.
    assert sorted(Event.objects.values_list("title", "status")) == [
        ("Лекция о караванах № 1", "draft"),
        ("Лекция о караванах № 3", "draft"),
    ]
    undone = actions.undo_batch(actor=editor, batch=done)
    assert (len(undone.remove), undone.public, Event.objects.count()) == (2, 0, 0)


def test_dates_of_one_event_stand_in_a_cell_below_or_under_the_same_number(editor, organisation):
    content = table(
        editor,
        organisation,
        lecture(1, day="5 марта 2027 12:00; 6 марта 2027 15:00–16:30", starts=None),
        lecture(2, key=None),
        {"day": "12.03.2027", "starts": "19:00"},
        {"day": "13.03.2027", "starts": "23:00", "ends": "01:00"},
        lecture(7),
        lecture(7, day="20.03.2027"),
    )
    batch = checked(editor, organisation, content)
    assert outcomes(batch) == {"new": 3}
    written(editor, batch)
    found = {
        event.title: [f"{local(one.starts_at):%d %H:%M}" for one in event.sessions.all()]
        for event in Event.objects.all()
    }
    assert found == {
        "Лекция о караванах № 1": ["05 12:00", "06 15:00"],
        "Лекция о караванах № 2": ["03 18:30", "12 19:00", "13 23:00"],
        "Лекция о караванах № 7": ["08 18:30", "20 18:30"],
    }
    night = Session.objects.get(starts_at=datetime(2027, 3, 13, 18, tzinfo=UTC))
    assert night.ends_at - night.starts_at == timedelta(hours=2)
    assert set(Event.objects.values_list("calendar", flat=True)) == {"dates"}


def test_a_period_has_days_and_hours_instead_of_dates(editor, organisation, house):
    row = {
        "title": "Выставка «Шёлковый путь»", "kind": "Выставка", "first": "01.03.2027", "last": "31.03.2027",
        "hours": "вт–вс 10:00–18:00", "place": "Библиотека на Труда", "age": "0+", "price": "100",
    }  # fmt: skip
    done = written(editor, checked(editor, organisation, table(editor, organisation, row)), publish=True)
    event = Event.objects.get()
    assert (done.status, event.status, event.calendar) == ("done", "published", "periodic")
    assert (event.date_from, event.date_to, event.hours.count()) == (date(2027, 3, 1), date(2027, 3, 31), 6)
    same = checked(editor, organisation, table(editor, organisation, row))
    assert outcomes(same) == {"same": 1}
    both = checked(
        editor, organisation, table(editor, organisation, row | {"day": "5.03.2027", "starts": "12:00"})
    )
    assert problems(both) == [(2, "day")]


def test_the_same_list_again_changes_nothing_and_a_changed_one_only_what_differs(editor, organisation, house):
    first = [lecture(number, place="Библиотека на Труда", text="Раз\n\nДва & три") for number in range(1, 5)]
    written(editor, checked(editor, organisation, table(editor, organisation, *first)), publish=True)
    assert outcomes(checked(editor, organisation, table(editor, organisation, *first))) == {"same": 4}

    later = [dict(row) for row in first]
    later[0] |= {"title": "Лекция переименована", "price": "150–300"}
    later[1] |= {"day": "25.03.2027"}
    later[2] |= {"place": "—"}
    batch = checked(editor, organisation, table(editor, organisation, *later))
    assert outcomes(batch) == {"same": 1, "changed": 2, "error": 1}
    assert problems(batch) == [(4, "place")]
    changes = {row.number: row.changes for row in batch.rows.filter(outcome="changed")}
    assert changes[2] == {
        "title": ["Лекция о караванах № 1", "Лекция переименована"],
        "price": [["free", None, None], ["paid", 15000, 30000]],
    }
    assert set(changes[3]) == {"sessions"}
    done = written(editor, batch, "good")
    assert done.status == "done"
    moved = Session.objects.get(event__title="Лекция о караванах № 2")
    assert (f"{local(moved.starts_at):%d.%m}", moved.status) == ("25.03", "moved")
    assert f"{local(moved.moved_from):%d.%m}" == "03.03"

    undone = actions.undo_batch(actor=editor, batch=done)
    assert (len(undone.set_back), undone.left) == (2, [])
    assert (
        Event.objects.filter(title="Лекция о караванах № 1", price_kind="free", price_min=None).count() == 1
    )
    moved.refresh_from_db()
    assert (f"{local(moved.starts_at):%d.%m}", moved.status) == ("03.03", "scheduled")


def test_a_row_without_a_number_is_found_by_organisation_title_and_date(editor, organisation):
    rows = [lecture(1, key=None), lecture(2, key=None)]
    written(editor, checked(editor, organisation, table(editor, organisation, *rows)))
    rows[0] |= {"title": "ЛЕКЦИЯ о «караванах» № 1", "capacity": 30}
    rows[1] |= {"day": "30.03.2027"}
    batch = checked(editor, organisation, table(editor, organisation, *rows))
    assert outcomes(batch) == {"changed": 1, "new": 1}


def test_two_rows_about_one_thing_are_named_and_two_hours_of_a_day_are_two_events(editor, organisation):
    rows = [lecture(1, key=None), lecture(1, key=None), lecture(1, key=None, starts="12:00")]
    batch = checked(editor, organisation, table(editor, organisation, *rows))
    assert (outcomes(batch), problems(batch)) == ({"new": 2, "error": 1}, [(3, "title")])
    written(editor, batch, "good")
    again = checked(editor, organisation, table(editor, organisation, rows[0], rows[2]))
    assert outcomes(again) == {"same": 2}


def test_a_sheet_of_others_with_their_headings_is_understood(editor, organisation, house):
    rows = [
        ["План мероприятий"],
        ["№ п/п", "Наименование мероприятия", "Форма", "Дата и время", "Место проведения"],
        [1, "Встреча с писателем", "Творческая встреча", "5 марта 2027 г. в 18.30", "Библиотека на Труда"],
    ]
    rows[1] += ["Возраст", "Стоимость", "Охват"]
    rows[2] += ["12+", "бесплатно", 40]
    content = workbook({"Декабрь": rows})
    batch = checked(editor, organisation, content)
    assert (outcomes(batch), batch.columns["unknown"]) == ({"new": 1}, ["№ п/п", "Охват"])
    assert written(editor, batch, publish=True).rows.get().result == "published"
    assert list(Event.objects.values_list("kind", "age_mark", "price_kind")) == [("meeting", 12, "free")]


def test_fields_edited_by_hand_or_locked_are_left_alone_and_the_row_says_so(editor, organisation):
    written(editor, checked(editor, organisation, table(editor, organisation, lecture(1, capacity=10))))
    event = Event.objects.get()
    update_event(actor=editor, event=event, title="Правили руками")
    actions.lock_field(actor=editor, subject=event, name="price")
    later = lecture(1, title="Из списка", price="500", capacity=20)
    batch = checked(editor, organisation, table(editor, organisation, later))
    row = batch.rows.get()
    assert (row.changes, len(row.notes), batch.counts["kept"]) == ({"capacity": [10, 20]}, 2, 1)
    assert written(editor, batch).status == "done"
    event.refresh_from_db()
    assert (event.title, event.price_kind, event.capacity) == ("Правили руками", "free", 20)

    actions.unlock_field(actor=editor, subject=event, name="price")
    actions.accept_by_hand(actor=editor, subject=event, name="title")
    batch = checked(editor, organisation, table(editor, organisation, later))
    assert set(batch.rows.get().changes) == {"title", "price"}
    verbs = JournalLine.objects.filter(subject_type="programme.event", verb__startswith="field.")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "field.locked", "field.unlocked", "field.given_to_uploads",
    ]  # fmt: skip


def test_undoing_leaves_what_others_changed_since_and_says_so(editor, organisation):
    rows = [lecture(number) for number in (1, 2, 3)]
    first = written(editor, checked(editor, organisation, table(editor, organisation, *rows)))
    for row in rows:
        row |= {"title": f"{row['title']}!", "capacity": 50}
    second = written(editor, checked(editor, organisation, table(editor, organisation, *rows)))
    event = Event.objects.get(source_id=f"sheet:{organisation.pk}:2")
    update_event(actor=editor, event=event, capacity=99)
    found = undo_preview(second, editor)
    assert [names for row, names in found.set_back if row.record_id == event.pk] == [["title"]]
    actions.undo_batch(actor=editor, batch=second)
    event.refresh_from_db()
    assert (event.title, event.capacity) == ("Лекция о караванах № 2", 99)
    # All three were worked on since the first upload: by the second one and its undoing, one also by hand.
    undone = actions.undo_batch(actor=editor, batch=first)
    assert (len(undone.remove), len(undone.left), Event.objects.count()) == (0, 3, 3)


def test_what_would_be_done_is_looked_at_again_before_it_is_written(editor, organisation):
    batch = checked(editor, organisation, table(editor, organisation, lecture(1)))
    key = f"sheet:{organisation.pk}:1"
    EventFactory(title="Лекция о караванах № 1", organisers=[(organisation, "lead")], source_id=key)
    done = written(editor, batch)
    assert (done.status, outcomes(done)) == ("checked", {"changed": 1})
    assert done.message == "После проверки записи изменились. Посмотрите строки ещё раз."
    assert Event.objects.count() == 1
    assert written(editor, done).status == "done"


def test_an_upload_can_be_cancelled_before_it_is_written_and_not_after(editor, organisation):
    batch = checked(editor, organisation, table(editor, organisation, lecture(1)))
    confirmed = actions.confirm_batch(actor=editor, batch=batch, mode="all")
    asked = actions.cancel_batch(actor=editor, batch=confirmed)
    assert asked.status == "writing"
    assert actions.write_batch(actor=editor, batch=asked).status == "cancelled"
    assert Event.objects.count() == 0
    done = written(editor, checked(editor, organisation, table(editor, organisation, lecture(1))))
    with pytest.raises(Conflict):
        actions.cancel_batch(actor=editor, batch=done)
    assert actions.write_batch(actor=editor, batch=done).status == "done"
    assert Event.objects.count() == 1


def test_nobody_touches_what_is_not_theirs(editor, organisation):
    other = make_organisation(name="Музей искусств")
    theirs = EventFactory(title="Лекция о караванах № 1", organisers=[(other, "lead")], source_id="their:1")
    rows = [
        lecture(1, organisation="Музей искусств"),
        lecture(2, id=theirs.pk),
        lecture(3, key="their:1"),
    ]
    batch = checked(editor, organisation, table(editor, organisation, *rows))
    assert problems(batch) == [(2, "organisation"), (3, "id")]
    assert written(editor, batch, "good").status == "done"
    assert Event.objects.get(pk=theirs.pk).updated_at == theirs.updated_at
    stranger = make_editor(other)
    with pytest.raises(NotAllowed):
        checked(stranger, organisation, table(editor, organisation, lecture(1)))
    for act in (actions.cancel_batch, actions.undo_batch):
        with pytest.raises(NotAllowed):
            act(actor=stranger, batch=batch)


def test_an_organisation_of_releases_gets_drafts_from_its_editor(editor, director, organisation, house):
    set_releases_only(actor=director, organisation=organisation, only=True)
    content = table(editor, organisation, lecture(1, place="Библиотека на Труда"))
    batch = checked(editor, organisation, content)
    assert (batch.counts["ready"], batch.rows.get().notes) == (
        0,
        ["Ваша организация публикует выпусками: событие подождёт черновиком."],
    )
    assert checked(director, organisation, content).counts["ready"] == 1
    assert written(editor, batch, publish=True).rows.get().result == "created"


def test_dates_the_list_leaves_out_are_removed_from_drafts_and_stay_where_they_were_public(
    editor, organisation, house
):
    row = lecture(
        1, day="5.03.2027 12:00; 6.03.2027 12:00; 7.03.2027 12:00", starts=None, place="Библиотека на Труда"
    )
    written(editor, checked(editor, organisation, table(editor, organisation, row)))
    less = row | {"day": "5.03.2027 12:00; 8.03.2027 12:00"}
    written(editor, checked(editor, organisation, table(editor, organisation, less)))
    event = Event.objects.get()
    assert [f"{local(one.starts_at):%d}" for one in event.sessions.all()] == ["05", "08"]
    publish_event(actor=SYSTEM, event=event)
    one = row | {"day": "5.03.2027 12:00"}
    batch = checked(editor, organisation, table(editor, organisation, one))
    assert (outcomes(batch), len(batch.rows.get().notes)) == ({"same": 1}, 1)
    more = row | {"day": "5.03.2027 12:00; 9.03.2027 12:00; 10.03.2027 12:00"}
    written(editor, checked(editor, organisation, table(editor, organisation, more)))
    assert [f"{local(one.starts_at):%d}" for one in event.sessions.all()] == ["05", "08", "09", "10"]


def test_a_public_event_must_stay_publishable(editor, organisation, house):
    row = lecture(1, place="Библиотека на Труда")
    written(editor, checked(editor, organisation, table(editor, organisation, row)), publish=True)
    batch = checked(editor, organisation, table(editor, organisation, row | {"age": "—", "price": "—"}))
    assert problems(batch) == [(2, "age"), (2, "price")]


def test_files_are_forgotten_after_two_months(editor, organisation):
    batch = checked(editor, organisation, table(editor, organisation, lecture(1)))
    assert actions.forget_files(actor=SYSTEM, now=batch.created_at + timedelta(days=59)) == 0
    assert actions.forget_files(actor=SYSTEM, now=batch.created_at + timedelta(days=61)) == 1
    assert sheet_with_errors(Batch.objects.get(), editor) is None
    with pytest.raises(Conflict):
        actions.check_again(actor=editor, batch=batch)


@pytest.mark.parametrize("count", [2, 6])
def test_a_dry_run_asks_the_same_number_of_queries_whatever_the_rows(
    count, editor, organisation, house, django_assert_num_queries
):
    content = table(editor, organisation, *(lecture(n, place="Библиотека на Труда") for n in range(count)))
    batch = actions.upload(
        actor=editor, kind="events", content=content, file_name="а", organisation=organisation
    )
    with django_assert_num_queries(20):
        actions.check_batch(actor=editor, batch=batch)
    assert BatchRow.objects.count() == count


TITLES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40)


class RoundTrip(TestCase):
    """What is filled into the template is what stands in the records, and again in the next dry run."""

    @given(
        rows=st.lists(
            st.fixed_dictionaries(
                {
                    "title": TITLES,
                    "kind": st.sampled_from(["Лекция", "Концерт", "Мастер-класс"]),
                    "day": st.dates(date(2027, 1, 1), date(2027, 12, 31)),
                    "starts": st.times().map(lambda one: one.replace(second=0, microsecond=0)),
                    "price": st.just("бесплатно") | st.integers(1, 9_000),
                    "capacity": st.none() | st.integers(0, 500),
                    "age": st.sampled_from(["0+", "6+", "12+", "16+", "18+"]),
                    "audiences": st.just("Семьям; Детям") | st.none(),
                    "pushkin": st.sampled_from(["нет", None]),
                    "summary": st.none() | TITLES,
                }
            ),
            min_size=1,
            max_size=6,
        )
    )
    @settings(max_examples=15)
    def test_round_trip(self, rows):
        organisation = make_organisation()
        actor = make_editor(organisation)
        rows = [{**row, "key": f"n{number}"} for number, row in enumerate(rows)]
        rows = [row for row in rows if row["title"].strip("-–—")]
        if not rows:
            return
        content = events_table(actor, organisation, rows)
        batch = checked(actor, organisation, content)
        good = [row for row in batch.rows.all() if row.outcome == "new"]
        if good:
            written(actor, batch, "good")
        assert outcomes(checked(actor, organisation, content)).get("same", 0) == len(good)
        for row in good:
            event = Event.objects.get(source_id=f"sheet:{organisation.pk}:{rows[row.number - 2]['key']}")
            said = rows[row.number - 2]
            start = local(event.sessions.get().starts_at)
            assert (start.date(), start.time()) == (said["day"], said["starts"])
            assert (event.capacity, event.get_age_mark_display()) == (said["capacity"], said["age"])
            assert event.price_min == (None if said["price"] == "бесплатно" else said["price"] * 100)
        assert Origin.objects.filter(kind="events").count() == Event.objects.count()


def test_a_place_of_another_organisation_may_be_named_in_full(editor, organisation):
    make_place(name="Парк Гагарина", organisation=make_organisation())
    batch = checked(editor, organisation, table(editor, organisation, lecture(1, place="парк гагарина")))
    assert outcomes(batch) == {"new": 1}


def test_a_confirmed_upload_that_breaks_off_says_so_to_who_sent_it(editor, organisation):
    batch = checked(editor, organisation, table(editor, organisation, lecture(1)))
    confirmed = actions.confirm_batch(actor=editor, batch=batch, mode="all")
    BatchFile.objects.filter(batch=batch).update(content=b"PK torn")
    assert actions.write_batch(actor=editor, batch=confirmed).status == "failed"
    line = JournalLine.objects.get(verb="batch.failed")
    assert (line.actor_id, line.subject_id, line.organisation_id) == (editor.pk, batch.pk, organisation.pk)
    assert line.after == {"kind": "events", "file": "план.xlsx"}
    batch.refresh_from_db()
    assert line.reason == batch.message
    # The worker comes again and finds it settled.
    assert actions.write_batch(actor=editor, batch=confirmed).status == "failed"
    assert JournalLine.objects.filter(verb="batch.failed").count() == 1
