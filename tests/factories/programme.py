"""Programmes, events and sessions made through the actions; an event is publishable unless told otherwise."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from factories.people import make_organisation
from factories.places import make_place
from karavan.kernel.actor import SYSTEM
from karavan.programme import actions
from karavan.programme.drafts import EventDraft, SessionDraft
from karavan.programme.enums import BenefitLevel, Calendar, EventKind, OrganiserRole, PriceKind
from karavan.programme.models import BenefitCategory, Event, Programme, Session

START = datetime(2027, 3, 1, 13, tzinfo=UTC)
"""Monday, 1 March 2027, 18:00 on the city's clock."""


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    """A public programme at the top of the tree."""

    class Meta:
        model = Programme

    slug = factory.Sequence(lambda number: f"programme-{number}")
    title = factory.Sequence(lambda number: f"Программа {number}")
    is_public = True

    @classmethod
    def _create(cls, model_class: type[Programme], *args: Any, **kwargs: Any) -> Programme:
        return actions.create_programme(actor=SYSTEM, **kwargs)


class EventFactory(factory.django.DjangoModelFactory[Event]):
    """A free concert on :data:`START` at a place, with one lead organiser; public with ``publish=True``."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda number: f"Концерт № {number}")
    kind = EventKind.CONCERT
    age_mark = 6
    price_kind = PriceKind.FREE
    place = factory.LazyFunction(make_place)
    organisers = factory.LazyFunction(lambda: [(make_organisation(), OrganiserRole.LEAD)])
    sessions = (SessionDraft(START),)
    publish = False

    @classmethod
    def _create(cls, model_class: type[Event], *args: Any, **kwargs: Any) -> Event:
        publish = kwargs.pop("publish")
        event = actions.create_event(actor=SYSTEM, **kwargs)
        return actions.publish_event(actor=SYSTEM, event=event) if publish else event


class SessionFactory(factory.django.DjangoModelFactory[Session]):
    """A date of a draft event that has no other."""

    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory, calendar=Calendar.DATES, sessions=())
    starts_at = START

    @classmethod
    def _create(cls, model_class: type[Session], *args: Any, **kwargs: Any) -> Session:
        event = kwargs.pop("event")
        return actions.add_session(actor=SYSTEM, event=event, session=SessionDraft(**kwargs))


class BenefitCategoryFactory(factory.django.DjangoModelFactory[BenefitCategory]):
    """A category of federal law, in force since 2020 with no end."""

    class Meta:
        model = BenefitCategory

    code = factory.Sequence(lambda number: f"benefit-{number}")
    name = factory.Sequence(lambda number: f"Категория {number}")
    level = BenefitLevel.FEDERAL
    legal_basis = "5-ФЗ"
    valid_from = date(2020, 1, 1)

    @classmethod
    def _create(cls, model_class: type[BenefitCategory], *args: Any, **kwargs: Any) -> BenefitCategory:
        return actions.create_benefit_category(actor=SYSTEM, **kwargs)


def draft(**given: Any) -> EventDraft:
    """A free concert on :data:`START`, without place and organiser."""
    fields = {
        "title": "Концерт",
        "kind": EventKind.CONCERT,
        "age_mark": 6,
        "price_kind": PriceKind.FREE,
        "sessions": (SessionDraft(START),),
        **given,
    }
    return EventDraft(**fields)
