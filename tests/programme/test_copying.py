from datetime import UTC, date, datetime, time, timedelta

import pytest

from factories.people import make_editor, make_organisation
from factories.programme import START, BenefitCategoryFactory, EventFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.actions import copy_event
from karavan.programme.copying import of_last_year, same_weekday
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, SessionDraft, TariffDraft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "year", "found"),
    [
        (date(2026, 12, 26), 2027, date(2027, 12, 25)),
        (date(2026, 12, 12), 2027, date(2027, 12, 11)),
        (date(2027, 1, 1), 2028, date(2027, 12, 31)),
        (date(2028, 2, 29), 2029, date(2029, 2, 27)),
        (date(2026, 5, 9), 2026, date(2026, 5, 9)),
    ],
)
def test_the_nearest_day_with_the_same_weekday(day, year, found):
    assert same_weekday(day, year) == found
    assert found.weekday() == day.weekday()


def full(**given):
    house = make_organisation()
    return EventFactory(
        title="Ёлка", summary="Кратко", text="<p>Текст</p>", audiences=["family"], languages=["ru"],
        price_kind="paid", price_min=30000, price_max=60000, pushkin_card=True, capacity=120,
        organisers=[(house, "lead"), (make_organisation(), "partner")], performers=["Хор"],
        tariffs=[TariffDraft(BenefitCategoryFactory().pk, "percent", 50)],
        source="Сайт", source_id="site:1", staff_note="Проверить",
        **{
            "calendar": "dates",
            "sessions": [SessionDraft(START, START + WEEK / 84), SessionDraft(START + WEEK)],
            **given,
        },
    )  # fmt: skip


def stated(event):
    return {
        name: getattr(event, name)
        for name in (
            "title", "kind", "summary", "text", "audiences", "languages", "price_kind", "price_min",
            "price_max", "pushkin_card", "capacity", "place_id", "calendar", "age_mark",
        )
    }  # fmt: skip


def test_a_copy_keeps_everything_but_dates_status_and_sources():
    event = full()
    actions.publish_event(actor=SYSTEM, event=event)
    copy = copy_event(actor=SYSTEM, event=event)
    assert stated(copy) == stated(event)
    assert (copy.status, copy.published_at, copy.source, copy.source_id, copy.staff_note) == (
        "draft",
        None,
        "",
        "",
        "",
    )
    assert [(row.organisation_id, row.role) for row in copy.organisers.all()] == [
        (row.organisation_id, row.role) for row in event.organisers.all()
    ]
    assert [(row.category_id, row.value) for row in copy.tariffs.all()] == [
        (row.category_id, row.value) for row in event.tariffs.all()
    ]
    assert ([row.name for row in copy.performers.all()], copy.sessions.count()) == (["Хор"], 0)
    assert JournalLine.objects.filter(verb="event.created", subject_id=copy.pk).count() == 1


def test_dates_come_along_to_the_same_weekdays_and_forget_what_became_of_them():
    event = full()
    first, second = event.sessions.all()
    actions.publish_event(actor=SYSTEM, event=event)
    actions.move_session(actor=SYSTEM, session=first, starts_at=START + WEEK / 7, note="Ремонт")
    actions.cancel_session(actor=SYSTEM, session=second, note="Болезнь")
    copy = copy_event(actor=SYSTEM, event=event, year=2028)
    # 1 March 2027 is a Monday; the Monday nearest to 1 March 2028 is 28 February.
    assert [(row.starts_at, row.ends_at, row.status, row.note) for row in copy.sessions.all()] == [
        (datetime(2028, 2, 28, 13, tzinfo=UTC), datetime(2028, 2, 28, 15, tzinfo=UTC), "scheduled", "")
    ]


def test_a_period_moves_in_one_piece_with_its_exceptions():
    event = full(
        calendar="periodic", date_from=date(2026, 12, 28), date_to=date(2027, 1, 10), sessions=[],
        hours=[HoursDraft(0, time(10), time(18))],
        day_exceptions=[DayExceptionDraft(date(2027, 1, 1), note="Праздник")],
    )  # fmt: skip
    copy = copy_event(actor=SYSTEM, event=event, year=2027)
    assert (copy.date_from, copy.date_to) == (date(2027, 12, 27), date(2028, 1, 9))
    assert [(row.day, row.note) for row in copy.day_exceptions.all()] == [(date(2027, 12, 31), "Праздник")]
    assert [(row.weekday, row.opens) for row in copy.hours.all()] == [(0, time(10))]


def test_somebody_elses_event_becomes_ones_own():
    event, house = full(), make_organisation()
    editor = make_editor(house)
    with pytest.raises(NotAllowed):
        copy_event(actor=editor, event=event)
    copy = copy_event(actor=editor, event=event, organisation=house)
    assert [(row.organisation_id, row.role) for row in copy.organisers.all()] == [(house.pk, "lead")]


def test_last_years_events_of_the_same_weeks_are_found_in_order(django_assert_num_queries):
    house = make_organisation()
    editor = make_editor(house)
    owned = {"organisers": [(house, "lead")]}
    EventFactory(title="Позже", sessions=[SessionDraft(START + 2 * WEEK)], **owned)
    EventFactory(title="Раньше", sessions=[SessionDraft(START)], **owned)
    EventFactory(title="Давно", sessions=[SessionDraft(START - 9 * WEEK)], **owned)
    EventFactory(title="Чужое", sessions=[SessionDraft(START)], publish=True)
    EventFactory(
        title="Выставка",
        calendar="periodic",
        date_from=date(2027, 3, 3),
        date_to=date(2027, 4, 1),
        sessions=[],
        **owned,
    )
    with django_assert_num_queries(2):
        found = [event.title for event in of_last_year(editor, house, date(2028, 3, 3))]
    assert sorted(found) == ["Выставка", "Позже", "Раньше"]
