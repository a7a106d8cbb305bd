"""Turns invented everyday events into records, in transactions of bounded size."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zlib import crc32

from tqdm import tqdm

from karavan.integrations.citydata.calendar import moment
from karavan.integrations.citydata.everyday.generate import KEY, Everyday
from karavan.integrations.citydata.everyday.hours import usual_week
from karavan.integrations.citydata.everyday.shapes import Dated, EverydayEvent, EverydaySession, Venue
from karavan.integrations.citydata.ground import Places
from karavan.integrations.citydata.network import Organisations, runs
from karavan.integrations.citydata.pack import PERIOD, Pack, dated_programmes
from karavan.kernel.actions import unit_of_work
from karavan.kernel.actor import SYSTEM
from karavan.planning.models import Hold
from karavan.programme.actions import create_events, move_session, publish_events
from karavan.programme.drafts import (
    DayExceptionDraft,
    EventDraft,
    HoursDraft,
    PerformerDraft,
    SessionDraft,
    TariffDraft,
)
from karavan.programme.enums import SessionStatus
from karavan.programme.models import Event, Programme

CHUNK = 500
LATER = timedelta(hours=1)
NO_EVENTS_AT = frozenset({"I005", "I020", "I022"})
"""A cinema without known work, a gallery in repair, an office."""
SECOND_ORGANISERS = (
    "O-DEPARTMENT", "O-CBS", "I087", "I086", "P012", "P049", "P050",
    "O-ADM-KALININSKY", "O-ADM-LENINSKY", "O-ADM-METALLURGICHESKY", "O-ADM-SOVETSKY",
)  # fmt: skip


def everyday_of(pack: Pack, seed: int) -> Everyday:
    """The generator of the city's everyday programme."""
    venues = [
        Venue(
            key=row["id"],
            kind=row["kind"],
            name=row["place_name"],
            organisers=(runs(row) or "O-DEPARTMENT",),
            hours=usual_week(row["kind"], row["id"]),
        )
        for row in pack.institutions
        if row["certainty"] != "C" and row["id"] not in NO_EVENTS_AT
    ]
    dated = [
        Dated(node.key, node.slug, node.days.first, node.days.last)
        for node in dated_programmes(pack)
        if node.key and node.days
    ]
    return Everyday(venues, dated, SECOND_ORGANISERS, seed=seed, first=PERIOD.first, last=PERIOD.last)


def seed_everyday(
    pack: Pack,
    organisations: Organisations,
    places: Places,
    programmes: Mapping[str, Programme],
    benefits: Mapping[str, int],
    *,
    events: int,
    seed: int,
    progress: bool,
) -> int:
    """Create the events that are not there yet; returns how many. What exists is left as it is by now."""
    everyday = everyday_of(pack, seed)
    stem = f"{pack.city}:{KEY.format(seed=seed, number='')}"
    present = set(Event.objects.filter(source_id__startswith=stem).values_list("source_id", flat=True))
    missing = [number for number in range(events) if f"{stem}{number}" not in present]
    mapper = _Mapper(pack, organisations, places, programmes, benefits)
    with tqdm(
        total=len(missing), desc="events", unit=" events", disable=not progress or len(missing) < CHUNK
    ) as bar:
        for start in range(0, len(missing), CHUNK):
            told = [everyday.event(number) for number in missing[start : start + CHUNK]]
            _write(mapper, told)
            bar.update(len(told))
    return len(missing)


def _write(mapper: "_Mapper", told: Sequence[EverydayEvent]) -> None:
    """One transaction: the events are there, published, with their moved dates, or none of them is."""
    with unit_of_work():
        created = create_events(actor=SYSTEM, drafts=[mapper.draft(event) for event in told])
        publish_events(actor=SYSTEM, events=created)
        for event, source in zip(created, told, strict=True):
            moved = {index: each for index, each in enumerate(source.sessions) if each.status == "moved"}
            if moved:
                _move(event, moved)


def _move(event: Event, moved: Mapping[int, EverydaySession]) -> None:
    sessions = list(event.sessions.order_by("starts_at", "pk"))
    for index, told in moved.items():
        session = sessions[index]
        move_session(
            actor=SYSTEM,
            session=session,
            starts_at=session.starts_at + LATER,
            ends_at=None if session.ends_at is None else session.ends_at + LATER,
            note=told.note,
        )


class _Mapper:
    """From ids of the pack to primary keys."""

    def __init__(
        self,
        pack: Pack,
        organisations: Organisations,
        places: Places,
        programmes: Mapping[str, Programme],
        benefits: Mapping[str, int],
    ) -> None:
        self.city = pack.city
        self.organisations = {key: organisation.pk for key, organisation in organisations.items()}
        self.places = {key: place.pk for key, place in places.items()}
        self.seats = {key: place.capacity for key, place in places.items()}
        self.programmes = {slug: programme.pk for slug, programme in programmes.items()}
        self.benefits = benefits
        self.halls: dict[str, list[str]] = {}
        self.booked: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        held = Hold.objects.filter(place__isnull=False, released_at__isnull=True)
        for place, starts, ends in held.values_list("place_id", "starts_at", "ends_at"):
            self.booked[place].append((starts, ends))
        for row in pack.halls:
            self.halls.setdefault(row["of"], []).append(row["id"])

    def draft(self, event: EverydayEvent) -> EventDraft:
        """The draft of an invented event."""
        place_id, capacity = self._room(event)
        plain: dict[str, Any] = {
            name: getattr(event, name)
            for name in (
                "title", "kind", "summary", "text", "easy_text", "translations", "age_mark", "calendar",
                "date_from", "date_to", "online_url",  "price_kind", "price_min", "price_max",
                "entry", "pushkin_card",
            )
        }  # fmt: skip
        return EventDraft(
            **plain,
            programme_id=self.programmes[event.programme] if event.programme else None,
            languages=list(event.languages),
            audiences=list(event.audiences),
            place_id=place_id,
            capacity=capacity,
            facilities=list(event.facilities),
            source="demonstration",
            source_id=f"{self.city}:{event.key}",
            is_demo=True,
            organisers=[(self.organisations[key], role) for key, role in event.organisers],
            performers=[PerformerDraft(name) for name in event.performers],
            sessions=[_session(session) for session in event.sessions],
            hours=[HoursDraft(*row) for row in event.hours],
            day_exceptions=[DayExceptionDraft(day, note=note) for day, note in event.closed_days],
            tariffs=[
                TariffDraft(
                    category_id=self.benefits[tariff.category],
                    kind=tariff.kind,
                    value=tariff.value,
                    days_of_month=list(tariff.days_of_month),
                    quota=tariff.quota,
                    companion_free=tariff.companion_free,
                )
                for tariff in event.tariffs
            ],
        )

    def _room(self, event: EverydayEvent) -> tuple[int | None, int | None]:
        """The house, or one of its halls, and the seats there; exhibitions take the house."""
        if not event.venue:
            return None, None
        rooms = [event.venue, *(self.halls.get(event.venue, ()) if event.sessions else ())]
        first = crc32(event.key.encode()) % len(rooms)
        room = next((each for each in rooms[first:] if self._book(each, event)), event.venue)
        seats = self.seats[room]
        if seats is None or event.capacity is None:
            return self.places[room], event.capacity
        return self.places[room], min(seats, event.capacity)

    def _book(self, room: str, event: EverydayEvent) -> bool:
        """Take a hall for all dates of an event; False where another has it at one of them."""
        if room == event.venue:
            return True
        mine = [
            (moment(each.starts), moment(each.ends) + (LATER if each.status == "moved" else timedelta(0)))
            for each in event.sessions
            if each.status != SessionStatus.CANCELLED
        ]
        booked = self.booked[self.places[room]]
        if any(start < ends and begins < end for start, end in mine for begins, ends in booked):
            return False
        if any(one[1] > other[0] for one, other in pairwise(sorted(mine))):
            return False
        booked += mine
        return True


def _session(session: EverydaySession) -> SessionDraft:
    # A moved date is created where it stood and then moved, so that its record says from where.
    moved = session.status == SessionStatus.MOVED
    return SessionDraft(
        starts_at=moment(session.starts),
        ends_at=moment(session.ends),
        facilities=list(session.facilities) or None,
        status=SessionStatus.SCHEDULED if moved else session.status,
        note="" if moved else session.note,
    )
