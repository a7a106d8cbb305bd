from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from factories.people import make_organisation
from factories.places import make_place, png, set_hours
from factories.programme import START, BenefitCategoryFactory, EventFactory, ProgrammeFactory, draft
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.events import EventChanged
from karavan.programme.models import Event, Session

pytestmark = pytest.mark.django_db


def problems(call, **given) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        call(actor=SYSTEM, **given)
    return caught.value.problems


def paths(call, **given) -> set[str]:
    return set(problems(call, **given))


def test_an_event_is_created_as_a_draft_with_all_its_rows():
    lead, company = make_organisation(), make_organisation()
    place, programme, category = make_place(), ProgrammeFactory(), BenefitCategoryFactory()
    event = actions.create_event(
        actor=SYSTEM,
        title="Концерт",
        kind="concert",
        programme=programme,
        place=place,
        organisers=[(company, "co"), (lead, "lead")],
        performers=["Хор", PerformerDraft("Ансамбль", "танец", company.pk)],
        sessions=[SessionDraft(START, START + timedelta(hours=2), capacity=100)],
        hours=[HoursDraft(0, time(10), time(18))],
        day_exceptions=[DayExceptionDraft(date(2027, 3, 8), note="Праздник")],
        tariffs=[TariffDraft(category.pk, "percent", 50, [1], 10, "Справка", True, "5-ФЗ")],
    )
    stored = Event.objects.get(pk=event.pk)
    assert (stored.status, stored.published_at, stored.programme, stored.place) == (
        "draft",
        None,
        programme,
        place,
    )
    assert list(stored.organisers.values_list("organisation", "role", "position")) == [
        (company.pk, "co", 0),
        (lead.pk, "lead", 1),
    ]
    assert list(stored.performers.values_list("name", "part", "organisation")) == [
        ("Хор", "", None),
        ("Ансамбль", "танец", company.pk),
    ]
    assert list(stored.sessions.values_list("starts_at", "ends_at", "capacity", "status")) == [
        (START, START + timedelta(hours=2), 100, "scheduled")
    ]
    assert list(stored.hours.values_list("weekday", "opens", "closes")) == [(0, time(10), time(18))]
    assert list(stored.day_exceptions.values_list("day", "opens", "note")) == [
        (date(2027, 3, 8), None, "Праздник")
    ]
    tariff = stored.tariffs.get()
    assert (tariff.category, tariff.kind, tariff.value, tariff.days_of_month) == (
        category,
        "percent",
        50,
        [1],
    )
    assert (tariff.quota, tariff.proof, tariff.companion_free, tariff.legal_basis) == (
        10,
        "Справка",
        True,
        "5-ФЗ",
    )
    line = JournalLine.objects.get(subject_type="programme.event")
    assert (line.verb, line.subject_id, line.organisation_id, line.before) == (
        "event.created",
        event.pk,
        lead.pk,
        {},
    )
    assert line.after == {
        "kind": "concert",
        "title": "Концерт",
        "programme_id": programme.pk,
        "place_id": place.pk,
        "organisers": [[company.pk, "co"], [lead.pk, "lead"]],
        "sessions": [START.isoformat()],
    }


def test_texts_are_cleaned_on_saving():
    event = EventFactory(
        title=" <b>Весенний</b>\n концерт\x00 ",
        summary="Том &amp; Джерри",
        text="<h1>А</h1><p onclick='x'>б <a href='https://example.org'>в</a></p>",
        easy_text="<script>x</script><p>г</p>",
        translations={"en": {"title": "<i>Spring</i>", "text": "<p class=a>b</p>"}, "tt": {"title": ""}},
        performers=["<b>Хор</b>"],
        staff_note="раз\nдва",
    )
    event.refresh_from_db()
    assert (event.title, event.summary) == ("Весенний концерт", "Том & Джерри")
    assert event.text == 'А<p>б <a href="https://example.org" rel="noopener nofollow">в</a></p>'
    assert (event.easy_text, event.staff_note) == ("<p>г</p>", "раз\nдва")
    assert event.translations == {"en": {"title": "Spring", "text": "<p>b</p>"}}
    assert event.performers.get().name == "Хор"


def test_moments_are_stored_in_utc():
    local = datetime(2027, 3, 1, 18, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    event = EventFactory(sessions=[SessionDraft(local)])
    assert (event.sessions.get().starts_at, event.sessions.get().starts_at.tzinfo) == (START, UTC)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"title": " <b></b> "}, "title"),
        ({"title": "А" * 301}, "title"),
        ({"kind": "party"}, "kind"),
        ({"summary": "А" * 1001}, "summary"),
        ({"text": "А" * 50_001}, "text"),
        ({"age_mark": 7}, "age_mark"),
        ({"age_mark": "six"}, "age_mark"),
        ({"languages": ["xx"]}, "languages"),
        ({"audiences": ["children", "children"]}, "audiences"),
        ({"facilities": "subtitles"}, "facilities"),
        ({"translations": {"fr": {"title": "A"}}}, "translations"),
        ({"translations": {"en": {"title": "A" * 301}}}, "translations.en.title"),
        ({"date_from": date(2027, 3, 2), "date_to": date(2027, 3, 1)}, "date_to"),
        ({"online_url": "ftp://example.org/a"}, "online_url"),
        ({"booking_url": "example"}, "booking_url"),
        ({"capacity": -1}, "capacity"),
        ({"price_kind": "paid", "price_min": 20_000, "price_max": 10_000}, "price_max"),
        ({"price_kind": "free", "price_min": 20_000}, "price_min"),
        ({"price_kind": "gift"}, "price_kind"),
        ({"picture": png(b"GIF89a")}, "picture"),
        ({"picture": "events/gone.png"}, "picture"),
        ({"picture_rights": "stolen"}, "picture_rights"),
        ({"place_id": 10**12}, "place_id"),
        ({"programme_id": -1}, "programme_id"),
        ({"organisers": [(10**12, "lead")]}, "organisers.0.organisation_id"),
        ({"organisers": [(None, "lead")]}, "organisers.0.organisation_id"),
        ({"performers": [PerformerDraft("")]}, "performers.0.name"),
        ({"sessions": [SessionDraft(datetime(2027, 3, 1, 18))]}, "sessions.0.starts_at"),
        ({"sessions": [SessionDraft("tomorrow")]}, "sessions.0.starts_at"),
        ({"sessions": [SessionDraft(None)]}, "sessions.0.starts_at"),
        ({"sessions": [SessionDraft(START), SessionDraft(START, START)]}, "sessions.1.ends_at"),
        ({"sessions": [SessionDraft(START, place_id=10**12)]}, "sessions.0.place_id"),
        ({"sessions": [SessionDraft(START, facilities=["lift"])]}, "sessions.0.facilities"),
        ({"sessions": [SessionDraft(START, status="late")]}, "sessions.0.status"),
        ({"sessions": [SessionDraft(START, price_min=100)]}, "sessions.0.price_kind"),
        ({"hours": [HoursDraft(7, time(10), time(18))]}, "hours.0.weekday"),
        ({"hours": [HoursDraft(0, time(18), time(10))]}, "hours.0.closes"),
        (
            {"hours": [HoursDraft(0, time(10), time(14)), HoursDraft(0, time(13), time(18))]},
            "hours.1.opens",
        ),
        ({"day_exceptions": [DayExceptionDraft(date(2027, 3, 8), time(10))]}, "day_exceptions.0.closes"),
        ({"day_exceptions": [DayExceptionDraft(date(2027, 3, 8))] * 2}, "day_exceptions.1.day"),
        ({"tariffs": [TariffDraft(10**12, "free")]}, "tariffs.0.category_id"),
        ({"tariffs": [TariffDraft(None, "gift")]}, "tariffs.0.kind"),
    ],
)
def test_a_fault_is_named_at_its_path(given, path):
    found = problems(actions.create_events, drafts=[draft(), draft(**given)])
    assert [name for name in found if name.endswith(f"1.{path}")] == [f"1.{path}"]
    assert (Event.objects.count(), JournalLine.objects.filter(verb="event.created").count()) == (0, 0)


def test_faults_of_a_tariff():
    category = BenefitCategoryFactory()
    given = [
        TariffDraft(category.pk, "percent", 101),
        TariffDraft(category.pk, "free", days_of_month=[32]),
    ]
    assert paths(actions.create_events, drafts=[draft(tariffs=given)]) == {
        "0.tariffs.0.value",
        "0.tariffs.1.category_id",
        "0.tariffs.1.days_of_month",
    }


def test_all_faults_are_named_at_once_and_by_plain_paths_for_one_event():
    organisation = make_organisation()
    assert paths(
        actions.create_event,
        title="",
        kind="concert",
        age_mark=5,
        organisers=[(organisation, "lead"), (organisation, "co")],
        sessions=[SessionDraft(START, START)],
    ) == {"title", "age_mark", "organisers.1.organisation_id", "sessions.0.ends_at"}


def test_an_unknown_field_is_the_programmers_error():
    with pytest.raises(TypeError):
        actions.create_event(actor=SYSTEM, title="А", kind="concert", status="published")


def test_a_key_of_a_source_stands_for_one_event():
    EventFactory(source_id="calendar:1")
    drafts = [draft(source_id=key) for key in ("calendar:2", "calendar:1", "calendar:2", "", "")]
    assert paths(actions.create_events, drafts=drafts) == {"1.source_id", "2.source_id"}
    assert paths(actions.create_event, title="А", kind="concert", source_id="calendar:1") == {"source_id"}


def test_many_events_are_created_in_order_with_a_line_and_news_each(heard):
    organisation, place = make_organisation(), make_place()
    drafts = [
        EventDraft(
            title=f"Концерт {number}",
            kind="concert",
            place_id=place.pk,
            organisers=[(organisation.pk, "lead")],
            sessions=[SessionDraft(START + timedelta(days=day)) for day in range(number % 3)],
        )
        for number in range(1001)
    ]
    created = actions.create_events(actor=SYSTEM, drafts=drafts)
    assert [event.title for event in created] == [each.title for each in drafts]
    assert [event.pk for event in created] == list(Event.objects.order_by("pk").values_list("pk", flat=True))
    assert Session.objects.count() == sum(number % 3 for number in range(1001))
    assert heard == [EventChanged(event.pk) for event in created]
    lines = JournalLine.objects.filter(verb="event.created").order_by("pk")
    assert list(lines.values_list("subject_id", flat=True)) == [event.pk for event in created]
    assert set(lines.values_list("organisation_id", flat=True)) == {organisation.pk}
    assert actions.create_events(actor=SYSTEM, drafts=[]) == []


def test_many_events_may_be_born_public_by_one_line_each(heard):
    organisation, place = make_organisation(), make_place()
    ready = [draft(place_id=place.pk, organisers=[(organisation.pk, "lead")]) for _ in range(2)]
    created = actions.create_events(actor=SYSTEM, drafts=ready, publish=True)
    stored = Event.objects.order_by("pk").values_list("pk", "status")
    assert list(stored) == [(event.pk, "published") for event in created]
    assert Event.objects.filter(published_at=None).count() == 0
    lines = JournalLine.objects.filter(subject_type="programme.event")
    assert [(line.verb, line.after["status"]) for line in lines] == [("event.created", "published")] * 2


def test_what_an_event_to_be_born_public_lacks_is_named_as_publishing_names_it():
    organisation, hours = make_organisation(), [HoursDraft(0, time(10), time(18))]
    place = make_place(organisation=organisation)
    lead = [(organisation.pk, "lead")]
    period = {
        "calendar": "periodic",
        "date_from": date(2027, 1, 1),
        "date_to": date(2027, 2, 1),
        "sessions": (),
    }
    drafts = [
        draft(organisers=lead),
        draft(place_id=place.pk, organisers=lead, age_mark=None),
        draft(place_id=place.pk, organisers=lead, **period),
        draft(place_id=place.pk, organisers=lead, hours=hours, **period),
    ]
    assert paths(actions.create_events, drafts=drafts, publish=True) == {"0.place", "1.age_mark", "2.hours"}
    set_hours(place)
    with pytest.raises(Invalid) as caught:
        actions.create_events(actor=SYSTEM, drafts=drafts[:3], publish=True)
    assert set(caught.value.problems) == {"0.place", "1.age_mark"}
    assert Event.objects.count() == 0


def test_a_picture_is_stored():
    event = EventFactory(picture=png(), picture_alt="Афиша")
    stored = Event.objects.get(pk=event.pk).picture
    with stored.open() as file:
        assert file.read() == png().read()
