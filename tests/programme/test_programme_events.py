from datetime import date, time, timedelta

import pytest

from factories.people import make_organisation
from factories.places import make_place, png
from factories.programme import START, BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, PerformerDraft, SessionDraft, TariffDraft
from karavan.programme.events import EventChanged
from karavan.programme.models import Event

pytestmark = pytest.mark.django_db


def lines(verb):
    found = JournalLine.objects.filter(verb=verb).order_by("pk")
    return list(found.values_list("subject_id", "before", "after"))


def problems(call, **given):
    with pytest.raises(Invalid) as caught:
        call(actor=SYSTEM, **given)
    return set(caught.value.problems)


def test_a_change_is_saved_told_and_written_with_before_and_after(heard):
    event, programme = EventFactory(title="Старое"), ProgrammeFactory()
    stamp = event.updated_at
    heard.clear()
    changed = actions.update_event(
        actor=SYSTEM, event=event, title="<b>Новое</b>", age_mark=6, programme=programme, place=None
    )
    stored = Event.objects.get(pk=event.pk)
    assert (changed, stored.title, stored.programme, stored.place) == (event, "Новое", programme, None)
    assert stored.updated_at == event.updated_at > stamp
    place_id = lines("event.created")[0][2]["place_id"]
    assert lines("event.changed") == [
        (
            event.pk,
            {"title": "Старое", "programme_id": None, "place_id": place_id},
            {"title": "Новое", "programme_id": programme.pk, "place_id": None},
        )
    ]
    assert heard == [EventChanged(event.pk)]


def test_nothing_is_written_where_nothing_changes(heard):
    event = EventFactory(title="То же")
    heard.clear()
    stamp = event.updated_at
    actions.update_event(actor=SYSTEM, event=event, title=" То  же ", age_mark="6")
    assert (lines("event.changed"), heard, Event.objects.get(pk=event.pk).updated_at) == ([], [], stamp)


def test_a_change_on_top_of_an_unseen_one_is_a_conflict():
    event = EventFactory()
    seen = event.updated_at
    actions.update_event(actor=SYSTEM, event=Event.objects.get(pk=event.pk), title="Чужое")
    with pytest.raises(Conflict):
        actions.update_event(actor=SYSTEM, event=event, title="Своё", expected_updated_at=seen)
    assert Event.objects.get(pk=event.pk).title == "Чужое"
    seen = Event.objects.get(pk=event.pk).updated_at
    actions.update_event(actor=SYSTEM, event=event, title="Своё", expected_updated_at=seen)
    assert Event.objects.get(pk=event.pk).title == "Своё"


def test_a_stale_record_does_not_undo_what_others_changed():
    event = EventFactory(title="Старое", summary="Старое")
    stale = Event.objects.get(pk=event.pk)
    actions.update_event(actor=SYSTEM, event=event, title="Новое")
    actions.update_event(actor=SYSTEM, event=stale, summary="Новое")
    stored = Event.objects.get(pk=event.pk)
    assert (stored.title, stored.summary) == ("Новое", "Новое")


def test_a_gone_event_is_a_conflict():
    event = EventFactory()
    actions.remove_event(actor=SYSTEM, event=Event.objects.get(pk=event.pk))
    with pytest.raises(Conflict):
        actions.update_event(actor=SYSTEM, event=event, title="Новое")


def test_faults_of_a_change_are_named_and_nothing_is_saved():
    EventFactory(source_id="a")
    event = EventFactory(title="Старое", source_id="b")
    given = {"title": "", "place_id": 10**12, "source_id": "a", "price_min": -1}
    assert problems(actions.update_event, event=event, **given) == set(given)
    assert Event.objects.get(pk=event.pk).title == "Старое"


def test_only_fields_of_an_event_can_be_changed():
    event = EventFactory()
    with pytest.raises(TypeError):
        actions.update_event(actor=SYSTEM, event=event, status="published")
    assert Event.objects.get(pk=event.pk).status == "draft"


def test_a_public_event_stays_publishable():
    event = EventFactory(publish=True)
    assert problems(actions.update_event, event=event, age_mark=None) == {"age_mark"}
    assert problems(actions.set_organisers, event=event, organisers=[]) == {"organisers"}
    assert problems(actions.update_event, event=event, picture=png()) == {
        "picture_alt",
        "picture_author",
        "picture_source",
        "picture_rights",
    }
    stored = Event.objects.get(pk=event.pk)
    assert (stored.age_mark, stored.organisers.count(), bool(stored.picture)) == (6, 1, False)


def test_rows_are_replaced_and_told_of_once(heard):
    event = EventFactory(performers=["Хор"])
    one, two, category = make_organisation(), make_organisation(), BenefitCategoryFactory()
    exception = DayExceptionDraft(date(2027, 3, 8), time(10), time(12))
    for _again in range(2):
        actions.set_organisers(actor=SYSTEM, event=event, organisers=[(two, "lead"), (one, "partner")])
        actions.set_performers(actor=SYSTEM, event=event, performers=[PerformerDraft("Оркестр"), "Солист"])
        actions.set_hours(
            actor=SYSTEM, event=event, hours=[HoursDraft(0, time(10), time(18))], day_exceptions=[exception]
        )
        actions.set_tariffs(actor=SYSTEM, event=event, tariffs=[TariffDraft(category.pk, "free")])
    assert list(event.organisers.values_list("organisation", "role")) == [
        (two.pk, "lead"),
        (one.pk, "partner"),
    ]
    assert list(event.performers.values_list("name", flat=True)) == ["Оркестр", "Солист"]
    assert list(event.hours.values_list("weekday", "opens")) == [(0, time(10))]
    assert list(event.day_exceptions.values_list("day", "closes")) == [(date(2027, 3, 8), time(12))]
    assert list(event.tariffs.values_list("category", "kind")) == [(category.pk, "free")]
    assert [len(lines(f"event.{name}_set")) for name in ("organisers", "performers", "hours", "tariffs")] == [
        1
    ] * 4
    blank = {"part": "", "organisation_id": None}
    assert lines("event.performers_set") == [
        (
            event.pk,
            {"performers": [{"name": "Хор", **blank}]},
            {"performers": [{"name": "Оркестр", **blank}, {"name": "Солист", **blank}]},
        )
    ]


def test_hours_without_exceptions_leave_those_alone():
    event = EventFactory(day_exceptions=[DayExceptionDraft(date(2027, 3, 8))])
    actions.set_hours(actor=SYSTEM, event=event, hours=[HoursDraft(0, time(10), time(18))])
    assert event.day_exceptions.count() == 1
    actions.set_hours(actor=SYSTEM, event=event, hours=[], day_exceptions=[])
    assert (event.hours.count(), event.day_exceptions.count()) == (0, 0)


def test_faulty_rows_are_refused():
    event = EventFactory(performers=["Хор"])
    twice = [(make_organisation(), "boss")]
    assert problems(actions.set_organisers, event=event, organisers=twice) == {"organisers.0.role"}
    assert problems(actions.set_performers, event=event, performers=["Хор", ""]) == {"performers.1.name"}
    hours = [HoursDraft(0, time(10), time(10))]
    assert problems(actions.set_hours, event=event, hours=hours) == {"hours.0.closes"}
    tariffs = [TariffDraft(10**12, "free")]
    assert problems(actions.set_tariffs, event=event, tariffs=tariffs) == {"tariffs.0.category_id"}
    assert list(event.performers.values_list("name", flat=True)) == ["Хор"]


def test_only_what_was_never_public_is_removed(heard):
    event, public = EventFactory(), EventFactory(publish=True)
    heard.clear()
    pk = event.pk
    actions.remove_event(actor=SYSTEM, event=event)
    with pytest.raises(Conflict):
        actions.remove_event(actor=SYSTEM, event=public)
    assert (list(Event.objects.all()), heard) == ([public], [EventChanged(pk)])
    assert [line[0] for line in lines("event.removed")] == [pk]


def test_publishing_refuses_with_what_is_missing():
    event = EventFactory(age_mark=None, price_kind="unknown")
    assert problems(actions.publish_event, event=event) == {"age_mark", "price_kind"}
    assert Event.objects.get(pk=event.pk).status == "draft"


def test_publishing_withdrawing_and_publishing_again(heard):
    event = EventFactory()
    heard.clear()
    actions.publish_event(actor=SYSTEM, event=event)
    first = event.published_at
    assert (event.status, first is not None) == ("published", True)
    actions.publish_event(actor=SYSTEM, event=event)
    actions.withdraw_event(actor=SYSTEM, event=event, reason="Уточняем дату")
    assert (event.status, event.status_reason) == ("withdrawn", "Уточняем дату")
    actions.publish_event(actor=SYSTEM, event=event)
    stored = Event.objects.get(pk=event.pk)
    assert (stored.status, stored.status_reason, stored.published_at) == ("published", "", first)
    assert lines("event.published") == [
        (event.pk, {"status": "draft"}, {"status": "published"}),
        (event.pk, {"status": "withdrawn"}, {"status": "published"}),
    ]
    assert lines("event.withdrawn") == [(event.pk, {"status": "published"}, {"status": "withdrawn"})]
    assert heard == [EventChanged(event.pk)] * 3


def test_a_cancelled_event_keeps_its_reason_and_is_not_published_again():
    event = EventFactory(publish=True)
    assert problems(actions.cancel_event, event=event, reason=" ") == {"reason"}
    assert problems(actions.cancel_event, event=event, reason="А" * 301) == {"reason"}
    actions.cancel_event(actor=SYSTEM, event=event, reason="Дождь")
    stored = Event.objects.get(pk=event.pk)
    assert (stored.status, stored.status_reason) == ("cancelled", "Дождь")
    assert list(stored.sessions.values_list("status", flat=True)) == ["scheduled"]
    assert JournalLine.objects.get(verb="event.cancelled").reason == "Дождь"
    for step in (actions.publish_event, actions.cancel_event):
        given = {"reason": "Снег"} if step is actions.cancel_event else {}
        with pytest.raises(Conflict):
            step(actor=SYSTEM, event=event, **given)


def test_a_draft_is_neither_cancelled_nor_withdrawn():
    event = EventFactory()
    with pytest.raises(Conflict):
        actions.cancel_event(actor=SYSTEM, event=event, reason="Дождь")
    with pytest.raises(Conflict):
        actions.withdraw_event(actor=SYSTEM, event=event)


def test_many_are_published_all_or_none():
    good, bad = EventFactory(), EventFactory(age_mark=None)
    gone = Event(pk=bad.pk + 1000)
    assert problems(actions.publish_events, events=[good, bad, gone]) == {"1.age_mark", "2"}
    assert Event.objects.filter(status="published").count() == 0
    other = EventFactory(place=make_place(), sessions=[SessionDraft(START + timedelta(days=1))])
    published = actions.publish_events(actor=SYSTEM, events=[other, good])
    assert [(event.pk, event.status) for event in published] == [
        (other.pk, "published"),
        (good.pk, "published"),
    ]
    assert len(lines("event.published")) == 2
    stored = Event.objects.filter(status="published").values_list("published_at", "updated_at")
    assert set(stored) == {(published[0].published_at, published[0].updated_at)}


def test_the_pushkin_card_has_three_values_and_the_journal_shows_them():
    event = EventFactory(price_kind="paid", price_min=30_000, pushkin_card=True)
    assert lines("event.created")[0][2]["pushkin_card"] is True
    actions.update_event(actor=SYSTEM, event=event, pushkin_card=False)
    actions.update_event(actor=SYSTEM, event=event, pushkin_card=None)
    assert [(before, after) for _pk, before, after in lines("event.changed")] == [
        ({"pushkin_card": True}, {"pushkin_card": False}),
        ({"pushkin_card": False}, {"pushkin_card": None}),
    ]


@pytest.mark.parametrize("price_kind", ["free", "donation"])
def test_what_is_free_cannot_be_on_the_pushkin_card(price_kind):
    event = EventFactory(price_kind=price_kind)
    assert problems(actions.update_event, event=event, pushkin_card=True) == {"pushkin_card"}
    assert Event.objects.get(pk=event.pk).pushkin_card is None


def test_a_public_event_on_the_pushkin_card_keeps_its_price():
    event = EventFactory(publish=True, price_kind="paid", price_min=30_000, pushkin_card=True)
    assert problems(actions.update_event, event=event, price_kind="free", price_min=None) == {"pushkin_card"}
    (session,) = event.sessions.all()
    assert problems(actions.update_session, session=session, price_kind="free") == {"pushkin_card"}
