"""Events: variants and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karavan.catalogue.clock import day_of, minute_of
from karavan.catalogue.facts import SESSION_STATUSES, UNKNOWN_PRICE, EventFacts, Occurrence, Variant
from karavan.catalogue.projection.opening import pattern_of
from karavan.catalogue.projection.shared import LANGUAGES, analysed, labels, surfaces, title_keys
from karavan.catalogue.records import ASSUMED_LENGTH
from karavan.kernel.localtime import today
from karavan.kernel.text import plain
from karavan.places.enums import Access, AccessProfile
from karavan.places.views import PlaceView
from karavan.programme import prices
from karavan.programme.enums import HEARING_HELP, Audience, EventKind
from karavan.programme.models import Event, Programme, Session
from karavan.programme.queries import EventRows


@dataclass(frozen=True)
class Surroundings:
    """What the events of a batch refer to, loaded once."""

    places: Mapping[int, PlaceView]
    programmes: Mapping[int, Programme]

    def programme_line(self, event: Event) -> list[Programme]:
        """Public programmes of an event, root first."""
        if event.programme is None:
            return []
        line = [self.programmes.get(pk) for pk in event.programme.lineage_ids]
        return [programme for programme in line if programme is not None]


def session_access(
    place: PlaceView | None, facilities: Sequence[str], *, is_online: bool
) -> dict[AccessProfile, Access]:
    """Who can use a session: by its place, and by what it offers itself.

    Only online nobody meets a step, so that the two moving profiles are met. A session with sign language,
    subtitles or an induction loop is for people who hear badly whatever the house.
    """
    if place is not None:
        summary = {profile: place.access[profile] for profile in AccessProfile}
    else:
        summary = dict.fromkeys(AccessProfile, Access.UNKNOWN)
        if is_online:
            summary[AccessProfile.WHEELCHAIR] = summary[AccessProfile.ROLLATOR] = Access.YES
    if set(HEARING_HELP).intersection(facilities):
        summary[AccessProfile.HEARING] = Access.YES
    return summary


def session_place(event: Event, session: Session | None, places: Mapping[int, PlaceView]) -> PlaceView | None:
    """The place of a session, else that of its event; None online, or where the place is not public."""
    own = session.place_id if session is not None and session.place_id else event.place_id
    place = places.get(own) if own else None
    return place if place is not None and place.is_public else None


def session_facilities(event: Event, session: Session | None) -> list[str]:
    """The facilities of a session, else those of its event."""
    if session is not None and session.facilities is not None:
        return list(session.facilities)
    return list(event.facilities)


def event_facts(loaded: EventRows, around: Surroundings) -> EventFacts:
    """What filters, facets and search need of an event."""
    event = loaded.event
    titles = [event.title, *(texts.get("title", "") for texts in event.translations.values())]
    summaries = [event.summary, *(texts.get("summary", "") for texts in event.translations.values())]
    bodies = [event.text, *(texts.get("text", "") for texts in event.translations.values())]
    kinds = [labels(EventKind, lang)[event.kind] for lang in LANGUAGES]
    audiences = [labels(Audience, lang)[audience] for audience in event.audiences for lang in LANGUAGES]
    performers = [performer.name for performer in loaded.performers]
    programmes = around.programme_line(event)
    return EventFacts(
        kind=event.kind,
        age=event.age_mark if event.age_mark is not None else 18,
        audiences=list(event.audiences),
        languages=list(event.languages),
        programme_ids=[programme.pk for programme in programmes],
        organisation_ids=_organisation_ids(loaded),
        title_key=title_keys(*titles),
        title_terms=analysed(*titles, *kinds),
        text_terms=analysed(
            *summaries,
            *(plain(body) for body in bodies if body),
            *audiences,
            *performers,
            *(programme.title for programme in programmes),
        ),
        surface=surfaces(*titles, *kinds),
        variants=_variants(loaded, around),
        pushkin=event.pushkin_card,
    )


def _organisation_ids(loaded: EventRows) -> list[int]:
    """Its organisations and those above them in the network."""
    lines = (organiser.organisation.lineage_ids for organiser in loaded.organisers)
    return list(dict.fromkeys(number for line in lines for number in line))


def _variants(loaded: EventRows, around: Surroundings) -> list[Variant]:
    event = loaded.event
    if event.is_range:
        return [_variant(loaded, None, [], around)]
    groups: dict[object, list[Session]] = {}
    for session in loaded.sessions:
        place = session_place(event, session, around.places)
        price = prices.base_price(event, session)
        key = (place.id if place else None, price, tuple(sorted(session_facilities(event, session))))
        groups.setdefault(key, []).append(session)
    if not groups:
        return [_variant(loaded, None, [], around)]
    return [_variant(loaded, sessions[0], sessions, around) for sessions in groups.values()]


def _variant(
    loaded: EventRows, first: Session | None, sessions: list[Session], around: Surroundings
) -> Variant:
    event = loaded.event
    place = session_place(event, first, around.places)
    facilities = session_facilities(event, first)
    summary = session_access(place, facilities, is_online=bool(event.online_url))
    base = prices.base_price(event, first)
    return Variant(
        place_ids=list(place.lineage_ids) if place else [],
        district=place.district_code if place else "",
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        is_online=bool(event.online_url),
        price=UNKNOWN_PRICE if base.low is None else base.low,
        benefit_prices=_benefit_prices(loaded, base.low),
        access_yes=[profile for profile, value in summary.items() if value == Access.YES],
        access_unknown=[profile for profile, value in summary.items() if value == Access.UNKNOWN],
        facilities=facilities,
        occurrences=[_occurrence(session) for session in sessions],
        pattern=pattern_of(event, loaded.hours, loaded.day_exceptions, place) if event.is_range else None,
        place_terms=_place_terms(loaded, place),
    )


def _benefit_prices(loaded: EventRows, base: int | None) -> dict[str, int]:
    """Lowest price by benefit category, of tariffs that hold every day; others promise nothing for sure."""
    day = today()
    found: dict[str, int] = {}
    for tariff in loaded.tariffs:
        if tariff.days_of_month or not prices.in_force(tariff.category, day):
            continue
        amount = prices.with_benefit(base, tariff, day)
        if amount is not None:
            code = tariff.category.code
            found[code] = min(amount, found.get(code, amount))
    return found


def _occurrence(session: Session) -> Occurrence:
    end = session.ends_at or session.starts_at + ASSUMED_LENGTH
    first, last = minute_of(session.starts_at), minute_of(end)
    return Occurrence(
        session_id=session.pk,
        start=first,
        end=last,
        first_day=day_of(first),
        last_day=day_of(last - 1),
        status=SESSION_STATUSES.index(session.status),
        is_end_known=session.ends_at is not None,
    )


def _place_terms(loaded: EventRows, place: PlaceView | None) -> list[str]:
    names: list[str] = []
    if place is not None:
        names += [place.name, place.name_en, place.address, place.district_name, place.district_name_en]
    for organiser in loaded.organisers:
        names += [
            organiser.organisation.name,
            organiser.organisation.short_name,
            organiser.organisation.name_en,
        ]
    return analysed(*names)
