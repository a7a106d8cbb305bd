"""A database of many events, written straight into its tables."""

import random
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command

from karavan.kernel.actor import SYSTEM
from karavan.people import actions as people
from karavan.people.enums import OrganisationKind, RoleKind
from karavan.people.models import Organisation, User
from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel
from karavan.places.models import Place
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.keys import entry_key
from karavan.programme.enums import Audience, EventKind, EventStatus, OrganiserRole
from karavan.programme.models import Event, EventOrganiser, Session

FIRST = datetime(2027, 9, 1, tzinfo=UTC)
HOUSES, HALLS = 120, 3


def _organisations() -> list[Organisation]:
    made = [Organisation(name=f"Учреждение {n}", kind=OrganisationKind.CULTURE_HOUSE) for n in range(HOUSES)]
    Organisation.objects.bulk_create(made)
    for each in made:
        each.settle()
    return made


def _halls() -> list[Place]:
    found = []
    for number in range(HOUSES):
        house = Place(
            name=f"Дом {number}",
            level=PlaceLevel.BUILDING,
            kind=PlaceKind.CULTURE_HOUSE,
            category=PlaceCategory.CULTURE_HOUSES,
            lat=55.1 + number % 11 * 0.012,
            lon=61.3 + number // 11 * 0.02,
        )
        house.save()
        house.settle()
        for hall in range(HALLS):
            place = Place(
                name=f"Зал {hall}",
                level=PlaceLevel.HALL,
                kind=PlaceKind.HALL,
                category=PlaceCategory.OTHER,
                capacity=100 + hall * 150,
                parent=house,
            )
            place.save()
            place.settle()
            found.append(place)
    return found


def fill(count: int, *, per_month: int) -> tuple[User, str, datetime]:
    """So many events of a date each; an editor, and the key and the start of a plan of theirs."""
    call_command("migrate", verbosity=0)
    rng = random.Random(7)
    organisations, halls = _organisations(), _halls()
    editor = people.create_user(actor=SYSTEM, email="editor@example.org", name="Editor")
    people.assign_role(
        actor=SYSTEM,
        person=editor,
        organisation=organisations[0],
        kind=RoleKind.PROGRAMME_EDITOR,
        valid_from=date(2020, 1, 1),
    )
    events, sessions, organisers = [], [], []
    kinds, audiences = [each.value for each in EventKind], [each.value for each in Audience]
    for number in range(count):
        event = Event(
            title=f"Событие {number}",
            kind=rng.choice(kinds),
            audiences=rng.sample(audiences, rng.randint(1, 2)),
            place=rng.choice(halls),
            status=rng.choice([EventStatus.PUBLISHED, EventStatus.PUBLISHED, EventStatus.DRAFT]),
        )
        day = number * 30 / per_month
        start = FIRST + timedelta(days=int(day), hours=rng.choice([5, 8, 10, 12, 13, 13, 14]))
        events.append(event)
        sessions.append(Session(event=event, starts_at=start, ends_at=start + timedelta(hours=2)))
        organisers.append(
            EventOrganiser(event=event, organisation=rng.choice(organisations), role=OrganiserRole.LEAD)
        )
    Event.objects.bulk_create(events, batch_size=500)
    for session, organiser in zip(sessions, organisers, strict=True):
        session.event_id, organiser.event_id = session.event.pk, organiser.event.pk
    Session.objects.bulk_create(sessions, batch_size=500)
    EventOrganiser.objects.bulk_create(organisers, batch_size=500)
    start = FIRST + timedelta(days=15, hours=13)
    entry = DiaryEntry.objects.create(
        organisation=organisations[0],
        title="Замысел",
        kind=EventKind.CONCERT,
        expected=800,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place=halls[0],
    )
    return editor, entry_key(entry.pk), start
