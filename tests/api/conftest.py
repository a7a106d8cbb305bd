"""A small city for the tests of the open data."""

import json
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from factories.people import make_organisation
from factories.places import make_district, make_place
from factories.programme import BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.programme.drafts import HoursDraft, SessionDraft, TariffDraft
from karavan.programme.enums import Calendar, EventKind, OrganiserRole, PriceKind

NOW = datetime(2027, 2, 1, 5, 2, 30, tzinfo=UTC)
"""Monday, 1 February 2027, 10:02:30 on the city's clock."""


class Reader:
    """Asks the installation the way a client does."""

    def __init__(self):
        self.client = Client()

    def __call__(self, address, **headers):
        return self.client.get(address, headers=headers)

    def json(self, address):
        response = self(address)
        assert response.status_code == 200, response.content.decode()
        return json.loads(response.content)

    def refused(self, address):
        """Status and messages of a refusal."""
        response = self(address)
        assert response["Content-Type"] == "application/problem+json"
        problem = json.loads(response.content)
        assert problem["status"] == response.status_code
        errors = {error["parameter"]: error["message"] for error in problem.get("errors", ())}
        return response.status_code, errors


@pytest.fixture
def ask():
    return Reader()


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture(scope="module")
def built_city(django_db_setup, django_db_blocker):
    """Three events: a paid concert in the centre, a free lecture elsewhere, an exhibition of a month.

    Built once a module, because every write refreshes the catalogue; each test runs in a savepoint above it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            found = build_city()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def city(built_city, db, frozen):
    """The city, on Monday morning."""
    return built_city


def build_city():
    """Make the records of the city and tell their ids."""
    centre = make_district(code="tsentralny", name="Центральный", name_en="Central")
    leninsky = make_district(code="leninsky", name="Ленинский", name_en="Leninsky")
    programme = ProgrammeFactory(slug="capital", title="Культурная столица")
    organisation = make_organisation(name="Филармония", short_name="")
    organisers = [(organisation, OrganiserRole.LEAD)]
    hall = make_place(
        name="Концертный зал", address="ул. Труда, 92А", district=centre, lat=55.1684, lon=61.3972
    )
    library = make_place(name="Библиотека № 16", address="ул. Гагарина, 7", district=leninsky)
    benefit = BenefitCategoryFactory(code="pensioner", name="Пенсионеры")
    BenefitCategoryFactory(code="large-family", name="Многодетные семьи")
    concert = EventFactory(
        publish=True,
        title="Вечер камерной музыки",
        summary="Квартеты Бородина.",
        place=hall,
        organisers=organisers,
        programme_id=programme.pk,
        price_kind=PriceKind.PAID,
        price_min=40000,
        price_max=90000,
        pushkin_card=True,
        languages=["ru"],
        audiences=["family"],
        facilities=["sign_language"],
        tariffs=[TariffDraft(benefit.pk, "percent", 50)],
        translations={"en": {"title": "An evening of chamber music"}},
        sessions=[SessionDraft(datetime(2027, 2, 12, 13, tzinfo=UTC), datetime(2027, 2, 12, 15, tzinfo=UTC))],
        is_demo=True,
    )
    lecture = EventFactory(
        publish=True,
        title="История города",
        kind=EventKind.LECTURE,
        age_mark=12,
        place=library,
        organisers=organisers,
        calendar=Calendar.DATES,
        sessions=[
            SessionDraft(datetime(2027, 2, 5, 10, tzinfo=UTC)),
            SessionDraft(datetime(2027, 2, 19, 10, tzinfo=UTC)),
        ],
    )
    exhibition = EventFactory(
        publish=True,
        title="Металл",
        kind=EventKind.EXHIBITION,
        place=hall,
        organisers=organisers,
        calendar=Calendar.PERIODIC,
        date_from=date(2027, 2, 1),
        date_to=date(2027, 2, 28),
        hours=[HoursDraft(1, time(10), time(18)), HoursDraft(2, time(10), time(18))],
        sessions=(),
    )
    return SimpleNamespace(
        concert=concert.pk,
        session=concert.sessions.get().pk,
        lecture=lecture.pk,
        exhibition=exhibition.pk,
        hall=hall.pk,
        library=library.pk,
        programme=programme.pk,
        organisation=organisation.pk,
    )


@pytest.fixture
def time_machine_later():
    """An hour later than :data:`NOW`."""
    return lambda: time_machine.travel(NOW + timedelta(hours=1), tick=False)
