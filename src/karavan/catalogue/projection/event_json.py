"""Events as public JSON."""

from datetime import date
from typing import Any

from django.conf import settings

from karavan.catalogue import facts
from karavan.catalogue.projection import Projection
from karavan.catalogue.projection.events import (
    Surroundings,
    event_facts,
    session_access,
    session_facilities,
    session_place,
)
from karavan.catalogue.projection.shared import (
    LANGUAGES,
    access,
    address_of,
    choose,
    day,
    encode,
    labels,
    place_reference,
    price,
    stamp,
)
from karavan.kernel.money import roubles
from karavan.people.models import Organisation
from karavan.places.views import PlaceView
from karavan.programme import prices
from karavan.programme.enums import (
    STATE_CATEGORY,
    TRANSLATED_INTO,
    AgeMark,
    EventKind,
    OrganiserRole,
    TariffKind,
)
from karavan.programme.models import Event, Programme, Session, Tariff
from karavan.programme.queries import EventRows

SUMMARY_LENGTH = 140


def project_event(loaded: EventRows, around: Surroundings) -> Projection:
    """The public form of an event."""
    event = loaded.event
    cards: dict[str, bytes] = {}
    details: dict[str, bytes] = {}
    sessions: dict[int, dict[str, bytes]] = {session.pk: {} for session in loaded.sessions}
    for lang in LANGUAGES:
        card = _card(loaded, around, lang)
        cards[lang] = encode(card)
        own = [_session(event, session, around, lang) for session in loaded.sessions]
        details[lang] = encode(card | _more(loaded, around, own, lang))
        for session, fields in zip(loaded.sessions, own, strict=True):
            sessions[session.pk][lang] = encode({key: fields[key] for key in SESSION_FIELDS})
    return Projection("event", event.pk, cards, details, facts.encode(event_facts(loaded, around)), sessions)


SESSION_FIELDS = ("note", "moved_from", "place", "price", "capacity", "facilities")
"""What a session says beside its time and its event."""


def _text(event: Event, field: str, lang: str) -> str:
    translated = event.translations.get(lang, {}).get(field, "") if lang != "ru" else ""
    original: str = getattr(event, field)
    return translated or original


def _card(loaded: EventRows, around: Surroundings, lang: str) -> dict[str, Any]:
    event, sessions = loaded.event, loaded.sessions
    place = session_place(event, sessions[0] if sessions and not event.place_id else None, around.places)
    facilities = session_facilities(event, None)
    line = around.programme_line(event)
    low = prices.base_price(event)
    return {
        "id": str(event.pk),
        "type": "event",
        "kind": event.kind,
        "kind_label": labels(EventKind, lang)[event.kind],
        "title": _text(event, "title", lang),
        "summary": _cut(_text(event, "summary", lang)),
        "age_mark": AgeMark(event.age_mark).label if event.age_mark is not None else None,
        "languages": event.languages,
        "audiences": event.audiences,
        "programme": _programme(line[-1], lang) if line else None,
        "organisations": [_organisation(item.organisation, lang) for item in loaded.organisers],
        "place": place_reference(place, lang) if place else None,
        "online_url": event.online_url,
        "calendar": event.calendar,
        "from": day(event.date_from),
        "to": day(event.date_to),
        "price": price(low.kind, low.low, low.high),
        "entry": event.entry,
        # Left out of lists where nobody has said, as of most events: they are to stay light.
        **({} if event.pushkin_card is None else {"pushkin_card": event.pushkin_card}),
        "access": access(session_access(place, facilities, is_online=bool(event.online_url))),
        "access_demo": bool(place and place.report.is_demo),
        "facilities": facilities,
        "easy": bool(event.easy_text),
        "picture": _picture(event),
        "status": event.status,
        "demo": event.is_demo,
        "url": address_of(f"/events/{event.pk}/", lang),
        "updated": stamp(event.updated_at),
    }


def _cut(text: str) -> str:
    """A summary no longer than a card bears, cut between words."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,.;:—–-") + "…"


def _programme(programme: Programme, lang: str) -> dict[str, str]:
    title = programme.translations.get(lang, {}).get("title") or programme.title
    return {"id": str(programme.pk), "slug": programme.slug, "title": title}


def _organisation(organisation: Organisation, lang: str) -> dict[str, str]:
    name = choose(lang, organisation.short_name or organisation.name, organisation.name_en)
    return {"id": str(organisation.pk), "name": name}


def _picture(event: Event) -> dict[str, str] | None:
    """The picture, only where author, source and rights are known."""
    if not (event.picture and event.picture_author and event.picture_source and event.picture_rights):
        return None
    return {
        "url": f"{settings.SITE_URL}{event.picture.url}",
        "alt": event.picture_alt,
        "author": event.picture_author,
        "source": event.picture_source,
    }


def _more(
    loaded: EventRows, around: Surroundings, sessions: list[dict[str, Any]], lang: str
) -> dict[str, Any]:
    """What the whole record says beside the card."""
    event = loaded.event
    named = {session.place_id or event.place_id for session in loaded.sessions} | {event.place_id}
    places = [around.places[key] for key in sorted(filter(None, named)) if key in around.places]
    main = session_place(event, None, around.places)
    texts = event.translations
    return {
        "category": STATE_CATEGORY[EventKind(event.kind)],
        "status_reason": event.status_reason,
        "summary": _text(event, "summary", lang),
        "text": _text(event, "text", lang),
        "easy_text": event.easy_text,
        "lang": lang if lang == "ru" or texts.get(lang, {}).get("title") else "ru",
        "translations": [code for code in TRANSLATED_INTO if texts.get(code)],
        "other_titles": {code: fields["title"] for code, fields in texts.items() if fields.get("title")},
        "performers": [{"name": item.name, "part": item.part} for item in loaded.performers],
        "organisers": [
            _organisation(item.organisation, lang)
            | {"role": item.role, "role_label": labels(OrganiserRole, lang)[item.role]}
            for item in loaded.organisers
        ],
        "programmes": [_programme(programme, lang) for programme in around.programme_line(event)],
        "places": [place_reference(place, lang) for place in places if place.is_public],
        "sessions": sessions,
        "hours": [
            {"weekday": row.weekday, "opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"}
            for row in loaded.hours
        ],
        "exceptions": [
            {
                "day": row.day.isoformat(),
                "opens": f"{row.opens:%H:%M}" if row.opens else None,
                "closes": f"{row.closes:%H:%M}" if row.closes else None,
                "note": row.note,
            }
            for row in loaded.day_exceptions
        ],
        "tariffs": [_tariff(event, tariff, lang) for tariff in loaded.tariffs],
        "booking_url": event.booking_url,
        "capacity": event.capacity,
        "pushkin_card": event.pushkin_card,
        "survey": _survey(main),
    }


def _session(event: Event, session: Session, around: Surroundings, lang: str) -> dict[str, Any]:
    place = session_place(event, session, around.places)
    own = prices.base_price(event, session)
    return {
        "id": str(session.pk),
        "start": stamp(session.starts_at),
        "end": stamp(session.ends_at) if session.ends_at else None,
        "status": session.status,
        "note": session.note,
        "moved_from": stamp(session.moved_from) if session.moved_from else None,
        "place": place_reference(place, lang) if place else None,
        "price": price(own.kind, own.low, own.high),
        "capacity": session.capacity if session.capacity is not None else event.capacity,
        "facilities": session_facilities(event, session),
    }


def _tariff(event: Event, tariff: Tariff, lang: str) -> dict[str, Any]:
    category = tariff.category
    base = prices.base_price(event)
    good_day = date(2027, 1, tariff.days_of_month[0] if tariff.days_of_month else 1)
    amount = prices.with_benefit(base.low, tariff, good_day)
    return {
        "benefit": category.code,
        "name": choose(lang, category.name, category.name_en),
        "kind": tariff.kind,
        "value": tariff.value if tariff.kind == TariffKind.PERCENT else roubles(tariff.value),
        "price": None if amount is None else roubles(amount),
        "days_of_month": tariff.days_of_month,
        "quota": tariff.quota,
        "proof": tariff.proof or choose(lang, category.proof, category.proof_en),
        "companion_free": tariff.companion_free,
        "legal_basis": tariff.legal_basis or category.legal_basis,
        "check_with_city": category.check_with_city,
        "from": day(category.valid_from),
        "to": day(category.valid_to),
    }


def _survey(place: PlaceView | None) -> dict[str, Any] | None:
    if place is None or place.report.surveyed_on is None:
        return None
    report = place.report
    return {"date": day(report.surveyed_on), "surveyor": report.surveyor, "demo": report.is_demo}
