"""A small Chelyabinsk for photographs: the city's own records, and one of every state a page can be in."""

from datetime import UTC, date, datetime, time
from secrets import token_urlsafe

from allauth.mfa.models import Authenticator
from django.db.models import Count

from karavan.integrations.citydata.seeding import seed_city
from karavan.kernel.actor import SYSTEM
from karavan.people.actions import assign_role, create_user
from karavan.people.enums import RoleKind
from karavan.people.models import Organisation, User
from karavan.places import actions as places
from karavan.places.enums import PlaceState
from karavan.places.models import Place
from karavan.programme import actions as programme
from karavan.programme.drafts import HoursDraft, PerformerDraft, SessionDraft, TariffDraft
from karavan.programme.enums import Calendar, EventKind, Facility, OrganiserRole, PriceKind, TariffKind
from karavan.programme.models import BenefitCategory, Event, Programme, Session

NOW = datetime(2026, 11, 27, 9, 3, tzinfo=UTC)
"""Friday, 27 November 2026, 14:03 on the city's clock."""
TODAY = date(2026, 11, 27)
EVENTS = 2000
Lead = list[tuple[Organisation, str]]
STAFF = "pictures@example.org"
_DEEDS = (Facility.SIGN_LANGUAGE, Facility.AUDIO_DESCRIPTION, Facility.INDUCTION_LOOP)


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    """A moment of 2026 on the city's clock."""
    return datetime(2026, month, day, hour - 5, minute, tzinfo=UTC)


def build() -> dict[str, str]:
    """Fill an empty database; returns the addresses of the records that pages are photographed of."""
    seed_city("chelyabinsk", events=EVENTS, seed=7, progress=False)
    theatre = _place("Театр драмы") or Place.objects.filter(surveys__isnull=False).order_by("pk")[0]
    library = _place("Библиотека № 14") or theatre
    lead: Lead = [(_runner(theatre), OrganiserRole.LEAD)]
    found = {
        "event": _rich(theatre, lead),
        "event-cancelled": _cancelled(library, lead),
        "event-moved": _moved(theatre, library, lead),
        "event-period": _period(library, lead),
    }
    _staff()
    addresses = {name: f"/events/{event.pk}/" for name, event in found.items()}
    plain = Event.objects.filter(
        calendar=Calendar.SINGLE, sessions__starts_at__gte=NOW, published_at__isnull=False
    )
    addresses["event-timed"] = f"/events/{plain.order_by('sessions__starts_at', 'pk')[0].pk}/"
    addresses["event-number"] = str(found["event"].pk)
    addresses |= _place_addresses(theatre, library)
    most = Organisation.objects.annotate(shows=Count("events")).order_by("-shows", "pk")[0]
    addresses["organisation"] = f"/organisations/{most.pk}/"
    part = Programme.objects.filter(is_public=True, parent__isnull=False).order_by("pk")[0]
    addresses["programme-part"] = f"/programmes/{part.slug}/"
    addresses["changes"] = _released(theatre, lead)
    holder = lead[0][0]
    programme.release_month(actor=SYSTEM, organisation=holder, month=date(2026, 12, 1), name="Афиша декабря")
    addresses["playbill"] = f"/organisations/{holder.pk}/changes/"
    return addresses


def _place(name: str) -> Place | None:
    return Place.objects.filter(name__icontains=name, is_public=True).order_by("pk").first()


def _runner(place: Place) -> Organisation:
    return place.organisation or Organisation.objects.order_by("pk")[0]


def _benefit(code: str) -> int:
    return int(BenefitCategory.objects.get(code=code).pk)


def _rich(place: Place, lead: Lead) -> Event:
    """Many tariffs, easy reading, facilities, sessions in every state."""
    event = programme.create_event(
        actor=SYSTEM,
        title="Вишнёвый сад",
        kind=EventKind.PERFORMANCE,
        age_mark=12,
        summary="Последняя пьеса Чехова: имение продают за долги, а сад вот-вот зацветёт.",
        text="<p>Два действия с одним антрактом. В декабре спектакль идёт с переводом на жестовый язык.</p>",
        easy_text="Семья теряет дом и вишнёвый сад. Все грустят, но никто не решается спасти сад. "
        "Спектакль идёт 2 часа 40 минут. Есть перерыв.",
        translations={"en": {"title": "The Cherry Orchard", "summary": "Chekhov's last play, in two acts."}},
        calendar=Calendar.DATES,
        place=place,
        organisers=lead,
        performers=[PerformerDraft("Труппа театра"), PerformerDraft("А. Петрова", "Раневская")],
        facilities=[Facility.INDUCTION_LOOP],
        price_kind=PriceKind.PAID,
        price_min=40000,
        price_max=120000,
        tariffs=[
            TariffDraft(_benefit("students"), TariffKind.PERCENT, 50, proof="студенческий билет"),
            TariffDraft(_benefit("pensioners"), TariffKind.FIXED, 30000),
            TariffDraft(_benefit("large-families"), TariffKind.PERCENT, 30),
            TariffDraft(_benefit("disability-1-2"), TariffKind.FREE, companion_free=True),
            TariffDraft(_benefit("war-veterans"), TariffKind.FREE),
        ],
        sessions=[
            SessionDraft(at(27, 19, month=11), at(27, 21, 40, month=11), facilities=[*_DEEDS]),
            SessionDraft(at(4, 19), at(4, 21, 40)),
            SessionDraft(at(5, 18), at(5, 20, 40), facilities=[Facility.SIGN_LANGUAGE]),
            SessionDraft(at(11, 19), at(11, 21, 40)),
            SessionDraft(at(12, 12), at(12, 14, 40), note="для школьных классов"),
            SessionDraft(at(19, 19), at(19, 21, 40)),
        ],
    )
    event = programme.publish_event(actor=SYSTEM, event=event)
    sessions = list(Session.objects.filter(event=event).order_by("starts_at"))
    programme.mark_sold_out(actor=SYSTEM, session=sessions[1])
    programme.cancel_session(actor=SYSTEM, session=sessions[3], note="Болезнь артистки")
    programme.move_session(actor=SYSTEM, session=sessions[5], starts_at=at(20, 18), note="Зал занят")
    return event


def _released(place: Place, lead: Lead) -> str:
    """A festival with two releases; the second tells of a move, a cancellation and a new date."""
    festival = programme.create_programme(
        actor=SYSTEM, slug="spring-2027", title="Весенний фестиваль", is_public=True, is_demo=True
    )
    titles = ("Открытие фестиваля", "Чайка", "Ночь под открытым небом", "Сказки уральского леса")
    events = [
        programme.create_event(
            actor=SYSTEM, title=title, kind=EventKind.PERFORMANCE, age_mark=12, place=place, organisers=lead,
            price_kind=PriceKind.FREE, programme=festival, sessions=[SessionDraft(at(10 + number, 18))],
            is_demo=True,
        )
        for number, title in enumerate(titles)
    ]  # fmt: skip
    for event in events[:3]:
        programme.send_for_release(actor=SYSTEM, event=event)
    programme.release_programme(
        actor=SYSTEM, programme=festival, name="Программа собрана полностью", events=events[:3],
        note="Билеты на все дни уже в кассе.",
    )  # fmt: skip
    gull = Session.objects.get(event=events[1])
    programme.move_session(actor=SYSTEM, session=gull, starts_at=at(20, 18), note="Гастроли")
    programme.cancel_event(actor=SYSTEM, event=events[2], reason="Штормовой прогноз")
    programme.send_for_release(actor=SYSTEM, event=events[3])
    programme.release_programme(actor=SYSTEM, programme=festival, name="Дождь и гастроли", events=events[3:])
    return f"/programmes/{festival.slug}/changes/"


def _cancelled(place: Place, lead: Lead) -> Event:
    event = programme.create_event(
        actor=SYSTEM, title="Читаем вслух: рассказы Чехова", kind=EventKind.READING, age_mark=12, place=place,
        summary="Каждый читает по странице.", organisers=lead, price_kind=PriceKind.FREE,
        sessions=[SessionDraft(at(28, 16, month=11), at(28, 17, month=11))],
    )  # fmt: skip
    event = programme.publish_event(actor=SYSTEM, event=event)
    return programme.cancel_event(actor=SYSTEM, event=event, reason="Ведущий заболел")


def _moved(place: Place, other: Place, lead: Lead) -> Event:
    event = programme.create_event(
        actor=SYSTEM, title="Органные сумерки: Бах и Франк", kind=EventKind.CONCERT, age_mark=6, place=place,
        summary="Токката, хорал и двадцать минут тишины.", organisers=lead, price_kind=PriceKind.PAID,
        price_min=35000, sessions=[SessionDraft(at(29, 18, 30, month=11), at(29, 20, month=11))],
    )  # fmt: skip
    event = programme.publish_event(actor=SYSTEM, event=event)
    session = Session.objects.get(event=event)
    programme.move_session(actor=SYSTEM, session=session, starts_at=at(30, 18, 30, month=11), place=other)
    return event


def _period(place: Place, lead: Lead) -> Event:
    hours = [HoursDraft(day, time(10), time(18)) for day in range(1, 7)]
    event = programme.create_event(
        actor=SYSTEM, title="Город, которого нет на карте", kind=EventKind.EXHIBITION, age_mark=6,
        place=place, summary="Неосуществлённые проекты архитекторов, 1926–1991.", organisers=lead,
        calendar=Calendar.PERIODIC, date_from=date(2026, 11, 20), date_to=date(2027, 1, 17), hours=hours,
        price_kind=PriceKind.PAID, price_min=20000,
    )  # fmt: skip
    return programme.publish_event(actor=SYSTEM, event=event)


def _place_addresses(theatre: Place, library: Place) -> dict[str, str]:
    others = Place.objects.filter(is_public=True).exclude(pk__in=[theatre.pk, library.pk])
    passport = others.annotate(zones=Count("surveys__assessments")).order_by("-zones", "pk")[0]
    closed = others.filter(parent__isnull=True).exclude(pk=passport.pk).order_by("pk")[3]
    places.set_place_state(
        actor=SYSTEM, place=closed, state=PlaceState.REPAIR, valid_from=date(2026, 9, 1),
        valid_to=date(2027, 5, 31), reason="Обновляют сцену и вход",
    )  # fmt: skip
    named = {"place": library, "place-theatre": theatre, "place-passport": passport, "place-repair": closed}
    return {name: f"/places/{place.pk}/" for name, place in named.items()}


def _staff() -> User:
    person = create_user(actor=SYSTEM, email=STAFF, name="Анна Ветрова", password=token_urlsafe())
    assign_role(actor=SYSTEM, person=person, kind=RoleKind.CITY_COORDINATOR, valid_from=TODAY)
    # Without a second factor the office shows a coordinator how to get one, and nothing else.
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    return person
