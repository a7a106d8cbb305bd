from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_hall, make_place, set_hours
from factories.programme import START, BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.provenance import Certainty
from karavan.people.enums import RoleKind
from karavan.programme import actions, queries
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, PerformerDraft, SessionDraft, TariffDraft
from karavan.programme.models import Event

pytestmark = pytest.mark.django_db


def full_event(**given):
    root = ProgrammeFactory()
    middle = ProgrammeFactory(parent=root)
    organisation, company = make_organisation(), make_organisation()
    category = BenefitCategoryFactory()
    place = make_place()
    fields = {
        "programme": ProgrammeFactory(parent=middle),
        "calendar": "dates",
        "organisers": [(organisation, "lead"), (company, "partner")],
        "performers": [PerformerDraft("Ансамбль", organisation_id=company.pk), "Хор"],
        "sessions": [SessionDraft(START, place_id=place.pk), SessionDraft(START + timedelta(days=1))],
        "hours": [HoursDraft(0, *(START.time(), START.replace(hour=14).time()))],
        "day_exceptions": [DayExceptionDraft(date(2027, 3, 8))],
        "tariffs": [TariffDraft(category.pk, "free")],
        **given,
    }
    return EventFactory(**fields)


def read_everything(events):
    """What the catalogue reads of loaded events."""
    return [
        (
            [programme.title for programme in event.lineage],
            [(each.role, each.organisation.name) for each in event.organisers.all()],
            [(each.name, each.organisation and each.organisation.name) for each in event.performers.all()],
            [
                (each.starts_at, each.place and each.place.name, each.place and each.place.district)
                for each in event.sessions.all()
            ],
            [each.opens for each in event.hours.all()],
            [each.day for each in event.day_exceptions.all()],
            [each.category.code for each in event.tariffs.all()],
            event.place and (event.place.name, event.place.district),
            event.place_schedule,
        )
        for event in events
    ]


def queries_to_load(count, **given):
    ids = [full_event(**given).pk for _number in range(count)]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        events = queries.load_events(ids)
        read_everything(events)
    assert [event.pk for event in events] == ids
    return len(captured)


def test_loading_takes_eight_queries_for_one_event():
    assert queries_to_load(1) == 8


def test_loading_takes_eight_queries_for_three_events():
    assert queries_to_load(3) == 8


PERIOD = {
    "calendar": "periodic",
    "sessions": (),
    "hours": (),
    "date_from": date(2027, 3, 1),
    "date_to": date(2027, 4, 1),
}


def test_hours_of_places_take_four_more_for_one_event():
    assert queries_to_load(1, **PERIOD) == 12


def test_hours_of_places_take_four_more_for_three_events():
    assert queries_to_load(3, **PERIOD) == 12


def test_a_loaded_event_has_everything_in_order():
    event = full_event()
    (loaded,) = queries.load_events([event.pk])
    assert [each.pk for each in loaded.lineage] == loaded.programme.lineage_ids
    assert [each.role for each in loaded.organisers.all()] == ["lead", "partner"]
    assert [each.name for each in loaded.performers.all()] == ["Ансамбль", "Хор"]
    assert [each.starts_at for each in loaded.sessions.all()] == [START, START + timedelta(days=1)]
    assert loaded.place_schedule is None


def test_hours_of_the_place_are_loaded_for_periods_without_their_own():
    hall = make_hall(building := make_place())
    set_hours(building, days=[2])
    borrowing = EventFactory(place=hall, **PERIOD)
    own = EventFactory(
        place=hall, **PERIOD | {"hours": [HoursDraft(0, START.time(), START.replace(hour=14).time())]}
    )
    online = EventFactory(place=None, online_url="https://example.org", **PERIOD)
    loaded = queries.load_events([borrowing.pk, own.pk, online.pk])
    weekdays = [
        event.place_schedule and [row.weekday for row in event.place_schedule.weekly] for event in loaded
    ]
    assert weekdays == [[2], None, None]


def test_unknown_ids_are_left_out_and_order_is_that_of_ids():
    one, two = EventFactory(), EventFactory()
    assert queries.load_events([two.pk, two.pk + 1, one.pk, one.pk]) == [one, two]
    assert queries.load_events([]) == []


def events_in_every_state(**given):
    draft = EventFactory(**given)
    published = EventFactory(publish=True, **given)
    cancelled = actions.cancel_event(actor=SYSTEM, event=EventFactory(publish=True, **given), reason="Дождь")
    withdrawn = actions.withdraw_event(actor=SYSTEM, event=EventFactory(publish=True, **given))
    doubtful = EventFactory(publish=True, **given)
    Event.objects.filter(pk=doubtful.pk).update(certainty=Certainty.C)
    return draft, published, cancelled, withdrawn, doubtful


def test_residents_see_published_and_cancelled_events():
    _draft, published, cancelled, _withdrawn, _doubtful = events_in_every_state()
    seen = [published, cancelled]
    assert list(queries.public().order_by("pk")) == seen
    assert list(queries.visible_to(None).order_by("pk")) == seen
    assert list(queries.visible_to(make_user()).order_by("pk")) == seen


def test_staff_see_all_events_of_their_organisation_and_each_once():
    one, two = make_organisation(), make_organisation()
    both = EventFactory(organisers=[(one, "lead"), (two, "co")])
    other = EventFactory()
    person = make_editor(one)
    from factories.people import make_role

    make_role(person, two, RoleKind.CASHIER)
    assert list(queries.visible_to(person)) == [both]
    assert list(queries.visible_to(make_coordinator()).order_by("pk")) == [both, other]
    assert list(queries.visible_to(SYSTEM).order_by("pk")) == [both, other]


def test_programmes_seen_by_residents_and_by_their_own_people():
    own = make_organisation()
    public, hidden = ProgrammeFactory(), ProgrammeFactory(is_public=False, organisations=[own])
    doubtful = ProgrammeFactory(certainty=Certainty.C)
    assert list(queries.public_programmes()) == [public]
    assert list(queries.programmes_visible_to(make_user())) == [public]
    assert list(queries.programmes_visible_to(make_editor(own)).order_by("pk")) == [public, hidden]
    assert list(queries.programmes_visible_to(SYSTEM).order_by("pk")) == [public, hidden, doubtful]


def test_benefits_in_force_on_a_day():
    BenefitCategoryFactory(code="old", valid_to=date(2026, 12, 31))
    BenefitCategoryFactory(code="old", valid_from=date(2027, 1, 1))
    BenefitCategoryFactory(code="new", valid_from=date(2027, 6, 1), position=1)
    for day, found in [
        (date(2026, 12, 31), [("old", date(2020, 1, 1))]),
        (date(2027, 6, 1), [("old", date(2027, 1, 1)), ("new", date(2027, 6, 1))]),
    ]:
        assert list(queries.benefits_on(day).values_list("code", "valid_from")) == found


def test_events_touched_by_a_place_and_all_below_it():
    building = make_place()
    hall = make_hall(building)
    whole, in_hall = EventFactory(place=building), EventFactory(place=hall)
    one_date = EventFactory(sessions=[SessionDraft(START, place_id=hall.pk)])
    EventFactory()
    assert queries.event_ids_at_places([building.pk]) == {whole.pk, in_hall.pk, one_date.pk}
    assert queries.event_ids_at_places([hall.pk]) == {in_hall.pk, one_date.pk}
    assert queries.event_ids_at_places([]) == set()


def test_events_touched_by_an_organisation():
    organisation = make_organisation()
    organised = EventFactory(organisers=[(make_organisation(), "lead"), (organisation, "partner")])
    performed = EventFactory(performers=[PerformerDraft("Хор", organisation_id=organisation.pk)])
    EventFactory()
    assert queries.event_ids_of_organisations([organisation.pk]) == {organised.pk, performed.pk}


def test_events_touched_by_a_programme_and_all_below_it():
    root = ProgrammeFactory()
    child = ProgrammeFactory(parent=root)
    above, below = EventFactory(programme=root), EventFactory(programme=child)
    EventFactory(programme=ProgrammeFactory())
    assert queries.event_ids_of_programmes([root.pk]) == {above.pk, below.pk}
    assert queries.event_ids_of_programmes([child.pk]) == {below.pk}


def test_events_touched_by_benefit_categories():
    one, two = BenefitCategoryFactory(), BenefitCategoryFactory()
    first = EventFactory(tariffs=[TariffDraft(one.pk, "free")])
    second = EventFactory(tariffs=[TariffDraft(two.pk, "free")])
    EventFactory()
    assert queries.event_ids_with_benefits([one.pk]) == {first.pk}
    assert queries.event_ids_with_benefits() == {first.pk, second.pk}


def test_events_by_the_days_of_the_month_of_their_tariffs():
    one, two = BenefitCategoryFactory(), BenefitCategoryFactory()
    first = EventFactory(tariffs=[TariffDraft(one.pk, "free", days_of_month=[1, 15])])
    second = EventFactory(
        tariffs=[TariffDraft(one.pk, "free"), TariffDraft(two.pk, "percent", 50, days_of_month=[15])]
    )
    both = [one.code, two.code]
    assert queries.days_of_tariffs(both) == {1: {first.pk}, 15: {first.pk, second.pk}}
    assert queries.days_of_tariffs([two.code]) == {15: {second.pk}}
    assert queries.days_of_tariffs([]) == {}
