"""A list that comes again and again, and what it no longer names."""

import pytest

from factories.people import make_editor
from integrations.sheets.tables import checked, events_table, lecture, outcomes, written
from karavan.integrations.sheets import actions
from karavan.integrations.sheets.actions.checking import keep_plan, settle
from karavan.integrations.sheets.enums import BatchStatus
from karavan.integrations.sheets.models import Origin, Source
from karavan.integrations.sheets.planning import make_plan
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.trash.models import TrashedRecord
from karavan.programme.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def monthly(editor, organisation):
    return actions.make_source(
        actor=editor, kind="events", name="Афиша месяца", organisation=organisation, is_full=True
    )


def send(actor, organisation, source, numbers, **given):
    rows = [lecture(number, place="Библиотека на Труда", **given) for number in numbers]
    return checked(actor, organisation, events_table(actor, organisation, rows), source=source)


def test_what_a_full_list_no_longer_names_is_withdrawn_up_to_a_tenth(editor, organisation, house, monthly):
    written(editor, send(editor, organisation, monthly, range(20)), publish=True)
    assert Origin.objects.filter(source=monthly).count() == 20
    batch = send(editor, organisation, monthly, range(2, 20))
    assert (batch.status, outcomes(batch)) == ("checked", {"same": 18, "gone": 2})
    done = written(editor, batch)
    assert Event.objects.filter(status="withdrawn").count() == 2
    # They are no longer counted among what the list gives.
    assert outcomes(send(editor, organisation, monthly, range(2, 20))) == {"same": 18}
    undone = actions.undo_batch(actor=editor, batch=done)
    assert (len(undone.bring_back), Event.objects.filter(status="published").count()) == (2, 20)


def test_more_than_a_tenth_stops_until_a_director_allows_it(editor, director, organisation, house, monthly):
    written(editor, send(editor, organisation, monthly, range(20)))
    batch = send(editor, organisation, monthly, range(3, 20))
    assert (batch.status, batch.counts["gone"], batch.counts["given"]) == ("stopped", 3, 20)
    with pytest.raises(Conflict):
        actions.confirm_batch(actor=director, batch=batch, mode="all")
    with pytest.raises(NotAllowed):
        actions.allow_removal(actor=editor, batch=batch)
    allowed = actions.allow_removal(actor=director, batch=batch)
    done = written(editor, allowed)
    assert (done.status, Event.objects.count(), TrashedRecord.objects.count()) == ("done", 17, 3)
    actions.undo_batch(actor=editor, batch=done)
    assert (Event.objects.count(), TrashedRecord.objects.count()) == (20, 0)


def test_a_full_list_with_errors_is_not_written_in_part(editor, organisation, house, monthly):
    written(editor, send(editor, organisation, monthly, range(20)))
    rows = [lecture(number, place="Библиотека на Труда") for number in range(19)]
    rows.append(lecture(19, kind="Чаепитие", title="Иначе"))
    batch = checked(editor, organisation, events_table(editor, organisation, rows), source=monthly)
    for mode in ("all", "good"):
        with pytest.raises(Invalid):
            actions.confirm_batch(actor=editor, batch=batch, mode=mode)


def test_a_list_that_is_not_full_takes_nothing_away(editor, organisation, house):
    source = actions.make_source(actor=editor, kind="events", name="Дополнения", organisation=organisation)
    written(editor, send(editor, organisation, source, range(5)))
    assert outcomes(send(editor, organisation, source, range(1))) == {"same": 1}


def test_numbers_of_one_list_mean_nothing_in_another(editor, organisation, house, monthly):
    other = actions.make_source(actor=editor, kind="events", name="Лекторий", organisation=organisation)
    written(editor, send(editor, organisation, monthly, range(3)))
    batch = send(editor, organisation, other, range(3), title="Совсем другое", starts="11:00")
    # The same title, day and hour three times over but for the day: each is new.
    assert outcomes(batch) == {"new": 3}


def test_a_list_is_named_once_and_its_kind_may_be_changed(editor, organisation):
    first = actions.make_source(actor=editor, kind="events", name="  Афиша ", organisation=organisation)
    again = actions.make_source(
        actor=editor, kind="events", name="Афиша", organisation=organisation, is_full=True
    )
    assert (first.pk, Source.objects.get().is_full) == (again.pk, True)
    with pytest.raises(Invalid):
        actions.make_source(actor=editor, kind="events", name=" ", organisation=organisation)


def test_lists_of_people_take_nothing_away(director, organisation):
    with pytest.raises(Invalid):
        actions.make_source(
            actor=director, kind="members", name="Штат", organisation=organisation, is_full=True
        )


def test_a_list_of_no_organisation_is_its_authors_alone(editor, organisation, house):
    other = make_editor(organisation)
    mine = actions.make_source(actor=editor, kind="events", name="Афиша", organisation=None, is_full=True)
    checked(editor, None, events_table(editor, organisation, [lecture(1)]), source=mine)

    with pytest.raises(Invalid) as refusal:
        actions.make_source(actor=other, kind="events", name="Афиша", organisation=None, is_full=True)

    assert list(refusal.value.problems) == ["name"]
    again = actions.make_source(actor=editor, kind="events", name="Афиша", organisation=None, is_full=True)
    assert again == mine


def test_a_worker_that_is_told_twice_leaves_a_written_list_as_it_is(editor, organisation, house, monthly):
    batch = send(editor, organisation, monthly, range(3))
    late = make_plan(batch, editor, lambda *_given: None)
    done = written(editor, batch)
    rows = set(done.rows.values_list("pk", "result"))

    actions.check_batch(actor=editor, batch=batch)
    keep_plan(actor=editor, batch=batch, plan=late, during={BatchStatus.WRITING})
    settle(actor=editor, batch=batch, status=BatchStatus.FAILED)

    done.refresh_from_db()
    assert (done.status, set(done.rows.values_list("pk", "result"))) == ("done", rows)
    undone = actions.undo_batch(actor=editor, batch=done)
    assert len(undone.remove) == 3
