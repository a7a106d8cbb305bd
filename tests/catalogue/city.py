"""A small city with one of everything: trees of places, organisations and programmes, all four calendars."""

import json
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from factories.people import make_organisation
from factories.places import make_district, make_hall, make_place, make_survey, set_hours
from factories.programme import BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.catalogue.models import Entry, SessionEntry
from karavan.kernel.actor import SYSTEM
from karavan.places.enums import PlaceKind, PlaceLevel
from karavan.programme import actions as programme_actions
from karavan.programme.drafts import HoursDraft, SessionDraft, TariffDraft
from karavan.programme.enums import Calendar, EventKind, OrganiserRole, PriceKind, TariffKind

NOW = datetime(2027, 2, 1, 5, 2, 30, tzinfo=UTC)
"""Monday, 1 February 2027, 10:02:30 on the city's clock."""


def at(day: int, hour: int = 18, month: int = 2) -> datetime:
    """A moment of 2027 on the city's clock, which is five hours ahead of UTC."""
    return datetime(2027, month, day, hour - 5, tzinfo=UTC)


def build_city() -> SimpleNamespace:
    """The records by name. Everything is public but ``draft``, ``unsure`` and ``cellar``."""
    city = SimpleNamespace()
    _build_network(city)
    _build_places(city)
    city.year = ProgrammeFactory(slug="capital", title="Культурная столица", date_from=date(2027, 1, 1))
    city.spring = ProgrammeFactory(slug="spring", title="Весна в городе", parent=city.year)
    city.other = ProgrammeFactory(slug="other", title="Другая программа")
    city.benefit = BenefitCategoryFactory(code="pensioner", name="Пенсионеры")
    _build_events(city)
    return city


def _build_network(city: SimpleNamespace) -> None:
    city.system = make_organisation(name="Централизованная библиотечная система", short_name="ЦБС")
    city.branch = make_organisation(name="Филиал на Гагарина", parent=city.system)
    city.philharmonic = make_organisation(name="Филармония", name_en="Philharmonic")


def _build_places(city: SimpleNamespace) -> None:
    city.centre = make_district(code="tsentralny", name="Центральный", name_en="Central")
    city.leninsky = make_district(code="leninsky", name="Ленинский", name_en="Leninsky")
    city.site = make_place(
        name="Площадка на Труда", level=PlaceLevel.SITE, kind=PlaceKind.OTHER, district=city.centre
    )
    city.house = make_place(
        name="Концертный дом",
        kind=PlaceKind.CONCERT_HALL,
        parent=city.site,
        organisation=city.philharmonic,
        district=city.centre,
        lat=55.1684,
        lon=61.3972,
    )
    city.hall = make_hall(city.house, name="Большой зал", organisation=city.philharmonic)
    city.library = make_place(
        name="Библиотека № 16",
        kind=PlaceKind.LIBRARY,
        organisation=city.branch,
        district=city.leninsky,
        lat=55.13,
        lon=61.45,
    )
    city.cellar = make_place(name="Подвал", is_public=False, district=city.centre)
    set_hours(city.library)
    make_survey(city.library)


def _build_events(city: SimpleNamespace) -> None:
    lead = [(city.philharmonic, OrganiserRole.LEAD)]
    city.concert = EventFactory(
        publish=True,
        title="Вечер камерной музыки",
        summary="Квартеты Бородина.",
        text="<p>Два отделения.</p>",
        place=city.hall,
        organisers=[*lead, (city.branch, OrganiserRole.PARTNER)],
        programme_id=city.spring.pk,
        price_kind=PriceKind.PAID,
        price_min=40000,
        price_max=90000,
        audiences=["family"],
        tariffs=[TariffDraft(city.benefit.pk, TariffKind.PERCENT, 50)],
        translations={"en": {"title": "An evening of chamber music"}},
        sessions=[SessionDraft(at(12), at(12, 20))],
    )
    city.tour = EventFactory(
        publish=True,
        title="Прогулки по городу",
        kind=EventKind.EXCURSION,
        calendar=Calendar.DATES,
        place=city.site,
        organisers=lead,
        sessions=[
            SessionDraft(at(10)),
            SessionDraft(at(11), place_id=city.library.pk),
            SessionDraft(at(13), price_kind=PriceKind.PAID, price_min=30000, note="с гидом"),
        ],
    )
    city.exhibition = EventFactory(
        publish=True,
        title="Гравюра",
        kind=EventKind.EXHIBITION,
        calendar=Calendar.PERIODIC,
        date_from=date(2027, 2, 1),
        date_to=date(2027, 3, 31),
        place=city.library,
        organisers=[(city.branch, OrganiserRole.LEAD)],
        programme_id=city.year.pk,
        sessions=[],
    )
    city.permanent = EventFactory(
        publish=True,
        title="История края",
        kind=EventKind.EXHIBITION,
        calendar=Calendar.PERMANENT,
        place=city.house,
        organisers=lead,
        sessions=[],
        hours=[HoursDraft(2, time(10), time(18)), HoursDraft(5, time(11), time(16))],
    )
    city.stream = EventFactory(
        publish=True,
        title="Трансляция из зала",
        place=None,
        online_url="https://example.org/stream",
        organisers=lead,
        sessions=[SessionDraft(at(14))],
    )
    city.cancelled = EventFactory(
        publish=True,
        title="Отменённый вечер",
        place=city.house,
        organisers=lead,
        sessions=[SessionDraft(at(15))],
    )
    programme_actions.cancel_event(actor=SYSTEM, event=city.cancelled, reason="болезнь артиста")
    city.draft = EventFactory(title="Черновик", place=city.house, organisers=lead)
    city.unsure = EventFactory(title="Неточно", place=city.house, organisers=lead, certainty="C")
    city.secret = EventFactory(
        publish=True,
        title="Встреча в подвале",
        kind=EventKind.MEETING,
        place=city.cellar,
        organisers=lead,
        sessions=[SessionDraft(at(16))],
    )


def public_form() -> dict[Any, bytes]:
    """Everything that residents can be sent, by what it is: payloads and facts as they are stored."""
    stored: dict[Any, bytes] = {}
    names = ("card_ru", "card_en", "detail_ru", "detail_en", "facts")
    for kind, key, *payloads in Entry.objects.values_list("kind", "object_id", *names):
        stored.update({(kind, key, name): bytes(data) for name, data in zip(names, payloads, strict=True)})
    for key, event, russian, english in SessionEntry.objects.values_list():
        stored["session", key, event, "ru"] = bytes(russian)
        stored["session", key, event, "en"] = bytes(english)
    return stored


def read(payloads: list[bytes]) -> list[dict[str, Any]]:
    """The JSON of a page."""
    return [json.loads(payload) for payload in payloads]
