"""Throwing an event away and taking it back changes nothing, whatever hangs on it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.people import make_organisation
from factories.places import make_place
from factories.programme import BenefitCategoryFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.trash.models import TrashedRecord
from karavan.programme import actions
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import (
    Audience,
    Calendar,
    EventKind,
    Facility,
    Language,
    OrganiserRole,
    PriceKind,
)
from karavan.programme.models import Event

pytestmark = pytest.mark.slow

ROOM = ("programme", "places", "people")
# Letters that break naive copies: quotes, signs of several bytes, blanks that look like none.
words = st.text(alphabet="абвгÆ漢 «»\"'\\,;0123", min_size=1, max_size=30).filter(lambda text: text.strip())
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
some = {"max_size": 3, "unique": True}


@pytest.fixture
def world(db):
    """Records that an event may lead to."""
    return {
        "organisations": [make_organisation().pk for _ in range(3)],
        "places": [make_place().pk for _ in range(2)],
        "categories": [BenefitCategoryFactory().pk for _ in range(3)],
        "programmes": [ProgrammeFactory().pk],
    }


def dump():
    """Every row of the rooms, by table."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOM and model._meta.managed
    }


@st.composite
def sessions(draw, places):
    starts = draw(moments)
    return SessionDraft(
        starts,
        ends_at=draw(st.none() | st.just(starts + timedelta(minutes=90))),
        place_id=draw(st.none() | st.sampled_from(places)),
        capacity=draw(st.none() | st.integers(0, 5000)),
        facilities=draw(st.none() | st.lists(st.sampled_from(Facility.values), **some)),
        note=draw(st.just("") | words),
    )


@st.composite
def drafts(draw, world):
    calendar = draw(st.sampled_from(Calendar.values))
    dated = calendar in (Calendar.SINGLE, Calendar.DATES)
    first = draw(days)
    organisers = draw(st.lists(st.sampled_from(world["organisations"]), min_size=1, **some))
    held = draw(st.lists(sessions(world["places"]), max_size=1 if calendar == Calendar.SINGLE else 4))
    weekdays = draw(st.lists(st.integers(0, 6), **some))
    exceptions = draw(st.lists(days, **some))
    categories = draw(st.lists(st.sampled_from(world["categories"]), **some))
    return EventDraft(
        title=draw(words),
        kind=draw(st.sampled_from(EventKind.values)),
        summary=draw(st.just("") | words),
        translations=draw(st.just({}) | words.map(lambda text: {"en": {"title": text}})),
        programme_id=draw(st.none() | st.sampled_from(world["programmes"])),
        languages=draw(st.lists(st.sampled_from(Language.values), **some)),
        audiences=draw(st.lists(st.sampled_from(Audience.values), **some)),
        calendar=calendar,
        date_from=None if dated else first,
        date_to=first + timedelta(days=30) if calendar == Calendar.PERIODIC else None,
        place_id=draw(st.none() | st.sampled_from(world["places"])),
        price_kind=PriceKind.PAID,
        price_min=draw(st.none() | st.integers(0, 100_000)),
        pushkin_card=draw(st.none() | st.booleans()),
        source_id=draw(st.just("") | st.uuids().map(str)),
        organisers=[(pk, OrganiserRole.LEAD) for pk in organisers],
        performers=[PerformerDraft(name) for name in draw(st.lists(words, max_size=2))],
        sessions=held if dated else (),
        hours=() if dated else [HoursDraft(day, time(10), time(19, 30)) for day in weekdays],
        day_exceptions=() if dated else [DayExceptionDraft(day) for day in exceptions],
        tariffs=[TariffDraft(pk, "percent", 50, days_of_month=[1, 15]) for pk in categories],
    )


# The records of the world stay the same; each example brings an event of its own.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_there_and_back_is_nothing(world, data):
    (event,) = actions.create_events(actor=SYSTEM, drafts=[data.draw(drafts(world))])
    before = dump()
    trashed = actions.remove_event(actor=SYSTEM, event=Event.objects.get(pk=event.pk))
    gone = dump()
    assert not any(row["id"] == event.pk for row in gone["programme.event"])
    assert gone["programme.session"] == [
        row for row in before["programme.session"] if row["event_id"] != event.pk
    ]
    actions.restore_event(actor=SYSTEM, trashed=trashed)
    assert dump() == before
    assert TrashedRecord.objects.count() == 0
    # Keys of sources are unique, and shrinking draws the same one again.
    Event.objects.all().delete()
