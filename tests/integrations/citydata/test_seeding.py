from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from karavan.integrations.citydata import pack
from karavan.integrations.citydata.demo_diary import leave_plans
from karavan.integrations.citydata.demo_people import PASSWORD, NotADemo, seed_people, show_to_guest
from karavan.integrations.citydata.demo_places import SURVEYOR
from karavan.integrations.citydata.demo_work import leave_work
from karavan.integrations.citydata.seeding import Seeded, seed_city
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import local
from karavan.people.models import Organisation, User
from karavan.places.enums import Access, AccessProfile
from karavan.places.models import AccessSurvey, District, HeritagePassport, Place, WeeklyHours
from karavan.places.queries import access_summaries
from karavan.planning.clashes import around, clashes_of
from karavan.planning.enums import Level
from karavan.planning.occasions.keys import entry_key
from karavan.programme.enums import EventStatus, SessionStatus
from karavan.programme.models import BenefitCategory, Event, Programme, Session, Tariff

EVENTS = 120


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Seeded]:
    """The city, seeded once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed_city("chelyabinsk", events=EVENTS)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def seeded(city: Seeded, db: None) -> Seeded:
    return city


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(source_id=f"chelyabinsk:{key}")


def place(key: str) -> Place:
    return Place.objects.get(source_id=f"chelyabinsk:{key}")


def test_counts(seeded):
    assert seeded == Seeded(
        organisations=167, places=173, programmes=99, annual_events=38, everyday_events=EVENTS, people=0
    )
    assert District.objects.count() == 7
    assert HeritagePassport.objects.count() == 45
    assert BenefitCategory.objects.filter(check_with_city=True).count() == 14


def test_a_legal_entity_has_its_branches():
    libraries = Organisation.objects.filter(parent=organisation("O-CBS"))
    assert libraries.count() == 15
    assert Organisation.objects.filter(parent=organisation("O-CSDB")).count() == 19
    assert [organisation(key).parent for key in ("I071", "I074", "I034")] == [
        organisation(key) for key in ("I072", "I073", "I033")
    ]
    assert [place(key).organisation for key in ("I005", "I015")] == [
        organisation(key) for key in ("O-KIROVETS", "O-PHILHARMONIC")
    ]


def test_the_department_keeps_its_former_name():
    department = organisation("O-DEPARTMENT")
    assert department.name == "Комитет по культуре города Челябинска"
    assert list(department.names.values_list("name", "valid_from", "valid_to")) == [
        ("Управление культуры Администрации города Челябинска", None, date(2025, 3, 31)),
        ("Комитет по культуре города Челябинска", date(2025, 4, 1), None),
    ]


def test_a_partner_that_is_an_institution_is_one_record():
    assert Organisation.objects.filter(name__contains="Центр народного единства").count() == 1
    assert Organisation.objects.filter(source_id="chelyabinsk:P025").count() == 0


def test_a_theatre_that_moved_keeps_its_addresses():
    theatre = place("I004")
    assert theatre.address == "ул. Энергетиков, 19"
    assert list(
        theatre.addresses.order_by("pk").values_list("address", "valid_from", "valid_to", "is_temporary")
    ) == [
        ("пр. Ленина, 5", None, date(2025, 12, 19), False),
        ("ул. Энергетиков, 19", date(2025, 12, 20), None, True),
    ]


def test_a_gallery_in_repair_says_so():
    assert (place("I020").state, place("I019").state) == ("repair", "open")


def test_heritage_lies_on_the_building_it_is():
    assert place("I016").heritage.protection == "выявленный"
    assert Place.objects.filter(source_id="chelyabinsk:H003").count() == 0
    assert place("H024").parent == place("I118")
    assert place("H017").organisation == organisation("P034")


def test_halls_lie_in_their_house_and_invented_ones_say_so():
    stage = place("L005")
    assert (stage.parent, stage.level, stage.is_demo) == (place("I008"), "hall", True)
    assert (place("L003").capacity, place("L003").is_demo) == (894, False)
    assert stage.organisation == organisation("I008")


def test_what_is_not_checked_is_not_public():
    unsure = Place.objects.filter(certainty="C").exclude(source_id="")
    assert unsure.filter(is_public=True).count() == 0
    assert sorted(unsure.values_list("source_id", flat=True)) == [
        f"chelyabinsk:{key}" for key in ("H036", "H044", "H045", "I006", "I035", "I082")
    ]


def test_unknown_coordinates_stay_unknown():
    unknown = {f"chelyabinsk:{row['id']}" for row in pack.load("chelyabinsk").institutions if not row["lat"]}
    found = Place.objects.filter(source_id__startswith="chelyabinsk:I", lat__isnull=True)
    assert set(found.values_list("source_id", flat=True)) == unknown
    assert set(found.values_list("coord_accuracy", flat=True)) == {"none"}


def test_programmes_nest():
    root = Programme.objects.get(slug="cc2027")
    city_day = Programme.objects.get(slug="city-day-2027")
    assert (city_day.parent, city_day.date_from, city_day.date_to) == (
        root,
        date(2027, 8, 28),
        date(2027, 9, 18),
    )
    assert Programme.objects.under(root).count() == 99
    assert Programme.objects.filter(is_demo=True).count() == 0


def test_recurring_events_are_marked_and_unsure():
    annual = Event.objects.filter(source_id__startswith="chelyabinsk:annual:")
    assert set(annual.values_list("is_demo", "certainty")) == {(True, "B")}
    assert annual.filter(status=EventStatus.DRAFT).count() == 4
    maslenitsa = annual.get(source_id="chelyabinsk:annual:E022:2027-03-13")
    assert [session.place.source_id[-4:] for session in maslenitsa.sessions.order_by("pk")] == [
        "I100", "I101", "I103", "I102",
    ]  # fmt: skip


def test_everyday_events_are_published_demonstration():
    everyday = Event.objects.filter(source_id__startswith="chelyabinsk:everyday:7:")
    assert everyday.count() == EVENTS
    assert set(everyday.values_list("is_demo", "status")) == {(True, EventStatus.PUBLISHED)}
    assert everyday.filter(organisations=None).count() == 0
    moved = Session.objects.filter(status=SessionStatus.MOVED, event__in=everyday)
    assert [session.moved_from is not None for session in moved] == [True] * moved.count()


def test_no_event_sells_more_seats_than_its_hall_has():
    full = Event.objects.filter(place__capacity__isnull=False, capacity__gt=F("place__capacity"))
    assert list(full) == []


def test_tariffs_come_with_paid_events_only():
    assert set(Tariff.objects.values_list("event__price_kind", flat=True)) == {"paid"}


def test_demonstration_surveys_are_marked_and_varied():
    surveys = AccessSurvey.objects.all()
    assert set(surveys.values_list("surveyor", "is_demo")) == {(SURVEYOR, True)}
    ids = list(Place.objects.filter(source_id__startswith="chelyabinsk:I").values_list("pk", flat=True))
    assert 0.45 <= surveys.count() / len(ids) <= 0.65
    summaries = access_summaries(ids).values()
    for profile in AccessProfile:
        assert {summary[profile] for summary in summaries} == set(Access)


def test_demonstration_hours_are_marked():
    assert set(WeeklyHours.objects.values_list("is_demo", flat=True)) == {True}


def test_a_second_run_changes_nothing(seeded):
    lines = JournalLine.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = seed_city("chelyabinsk", events=EVENTS)
    assert again.everyday_events == 0
    assert JournalLine.objects.count() == lines
    assert [
        query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []


def test_a_second_run_corrects_facts():
    Organisation.objects.filter(source_id="chelyabinsk:I043").update(name="Не то")
    Event.objects.filter(source_id="chelyabinsk:annual:E023:2027-06-19").update(title="Не то")
    seed_city("chelyabinsk", events=EVENTS)
    assert organisation("I043").name == "Библиотека № 16 — ЦБС г. Челябинска"
    assert Event.objects.get(source_id="chelyabinsk:annual:E023:2027-06-19").title == "Городской Сабантуй"


def test_more_events_are_added_to_those_that_are_there():
    before = dict(Event.objects.values_list("source_id", "pk"))
    assert seed_city("chelyabinsk", events=EVENTS + 5).everyday_events == 5
    after = dict(Event.objects.values_list("source_id", "pk"))
    assert {key: after[key] for key in before} == before
    assert len(after) == len(before) + 5


def test_demonstration_people_exist_in_a_demonstration_only(settings):
    settings.DEMO = False
    with pytest.raises(NotADemo):
        seed_people()
    assert User.objects.count() == 0
    settings.DEMO = True
    people = seed_people()
    assert [
        (user.email.split("@")[0], *user.roles.order_by("pk").values_list("kind", flat=True))
        for user in people
    ] == [
        ("coordinator", "city_coordinator"),
        ("head", "city_head"),
        ("director", "director"),
        ("library", "programme_editor"),
        ("theatre", "programme_editor"),
        ("both", "programme_editor", "programme_editor"),
        ("statistics", "statistician"),
        ("stock", "stock_keeper"),
        ("cashier", "cashier"),
        ("gate", "gate"),
        ("guest", "guest_reviewer"),
    ]
    assert all(user.is_demo and user.check_password(PASSWORD) for user in people)
    assert seed_people() == people
    assert User.objects.count() == 11


def test_the_guest_of_a_demonstration_is_shown_one_event(settings):
    settings.DEMO = True
    assert show_to_guest() is None
    guest = seed_people()[-1]

    event = show_to_guest()

    assert event is not None
    assert (event.status, event.is_demo) == (EventStatus.DRAFT, True)
    assert [(row.subject_type, row.subject_id) for row in guest.shares.all()] == [
        ("programme.event", event.pk)
    ]
    assert show_to_guest() is None


def test_a_demonstration_has_work_that_waits(settings):
    settings.DEMO = True
    seed_people()

    events = leave_work()

    for event in events:
        event.refresh_from_db()
    assert [(event.status, event.is_demo) for event in events] == [
        (EventStatus.DRAFT, True),
        (EventStatus.DRAFT, True),
        (EventStatus.DRAFT, True),
        (EventStatus.READY, True),
        (EventStatus.DRAFT, True),
    ]
    assert events[-1].status_reason == "Добавьте, кто ведёт встречу."
    assert leave_work() == []


def test_the_command_refuses_what_it_cannot_do():
    with pytest.raises(CommandError):
        call_command("seed", "atlantis")
    with pytest.raises(CommandError):
        call_command("seed", "chelyabinsk", events=-1)


@pytest.mark.slow
def test_two_seeds_give_the_same_records():
    first = dump()
    with transaction.atomic():
        for model in (Tariff, Session, Event):
            model.objects.all().delete()
        seed_city("chelyabinsk", events=EVENTS)
        assert dump() == first
        transaction.set_rollback(True)


def dump() -> list[tuple[Any, ...]]:
    """Events with all that hangs on them, by natural keys and without moments of writing."""
    found = []
    for event in Event.objects.order_by("source_id").select_related("place", "programme"):
        found.append(
            (
                event.source_id, event.title, event.summary, event.text, event.easy_text, event.translations,
                event.kind, event.age_mark, event.languages, event.audiences, event.calendar, event.date_from,
                event.date_to, event.place and event.place.source_id, event.online_url, event.capacity,
                event.facilities, event.price_kind, event.price_min, event.price_max, event.entry,
                event.status,
                event.programme and event.programme.slug,
                list(event.organisers.values_list("organisation__source_id", "role")),
                list(event.sessions.order_by("starts_at", "place__source_id").values_list(
                    "starts_at", "ends_at", "status", "note", "moved_from", "facilities"
                )),
                list(event.hours.values_list("weekday", "opens", "closes")),
                list(event.day_exceptions.order_by("day").values_list("day", "note")),
                list(event.tariffs.order_by("category__code").values_list(
                    "category__code", "kind", "value", "quota"
                )),
            )
        )  # fmt: skip
    return found


def test_a_demonstration_has_secrets_that_clash(settings):
    settings.DEMO = True
    seed_people()

    plans = leave_plans()

    saturday = local(plans[0].starts_at).date()
    assert (len(plans), saturday.weekday(), {each.is_demo for each in plans}) == (4, 5, {True})
    editor = User.objects.get(email="library@demo.karavan.test")
    key = entry_key(plans[0].pk)
    (clash,) = clashes_of(key, around(plans[0].starts_at, plans[0].ends_at, actor=editor))
    assert (clash.level, clash.other(key).title, clash.other(key).owner) == (Level.SERIOUS, "", "")
    assert leave_plans() == []
