"""Events as schema.org sees them, from the records of the catalogue.

Search engines and calendars read these properties: https://schema.org/Event. What schema.org cannot say
(three-valued accessibility) is left out where unknown rather than guessed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]
Node = dict[str, Any]

CONTEXT = "https://schema.org"

EVENT_TYPES = {
    "performance": "TheaterEvent",
    "puppet_show": "TheaterEvent",
    "dance": "DanceEvent",
    "concert": "MusicEvent",
    "film": "ScreeningEvent",
    "exhibition": "ExhibitionEvent",
    "festival": "Festival",
    "lecture": "EducationEvent",
    "workshop": "EducationEvent",
    "reading": "LiteraryEvent",
}

# Values of the W3C vocabulary https://www.w3.org/community/reports/a11y-discov-vocab/
ACCESSIBILITY_FEATURES = {
    "sign_language": "signLanguage",
    "audio_description": "audioDescription",
    "subtitles": "captions",
    "tactile": "tactileObject",
}
AMENITIES = {
    "wheelchair": "Wheelchair accessible",
    "rollator": "Accessible with a rollator or pram",
    "low_vision": "Accessible with low vision",
    "blind": "Accessible to blind visitors",
    "hearing": "Accessible to deaf visitors",
    "intellectual": "Plain explanations",
}
OTHER_FACILITIES = {
    "induction_loop": "Induction loop",
    "easy_reading": "Easy reading",
    "relaxed": "Relaxed session",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def event_node(record: Record, *, city: str, country: str = "RU", time_zone: str) -> Node:
    """The schema.org Event of an event's whole record (or of its card, which tells less).

    An event of several sessions carries each as ``subEvent``; a period carries its weekly hours as
    ``eventSchedule``. ``city`` is the locality of its places.
    """
    sessions = record.get("sessions", [])
    node: Node = {
        "@type": EVENT_TYPES.get(record["kind"], "Event"),
        "@id": record["url"],
        "url": record["url"],
        "name": record["title"],
        **_filled("description", record["summary"]),
        **_dates(record, sessions),
        **_status(record, sessions[0] if len(sessions) == 1 else None),
        "eventAttendanceMode": f"{CONTEXT}/{_attendance(record)}",
        **_filled("location", _locations(record, city, country)),
        **_offers(record, record["price"], sold_out=bool(sessions) and _all_sold_out(sessions)),
        **_filled("organizer", [_organisation(item) for item in record["organisations"]]),
        **_filled("performer", [_performer(item) for item in record.get("performers", ())]),
        **_filled("inLanguage", list(record["languages"])),
        **_filled("typicalAgeRange", record["age_mark"].replace("+", "-")),
        **_filled("accessibilityFeature", _features(record["facilities"])),
        **_filled("keywords", _keywords(record)),
    }
    if record["picture"]:
        node["image"] = {
            "@type": "ImageObject",
            "url": record["picture"]["url"],
            **_filled("caption", record["picture"]["alt"]),
            **_filled("creditText", record["picture"]["author"]),
        }
    if record["programme"]:
        node["superEvent"] = {"@type": "EventSeries", "name": record["programme"]["title"]}
    if record.get("hours"):
        node["eventSchedule"] = [_schedule(record, row, time_zone) for row in record["hours"]]
    if len(sessions) > 1:
        node["subEvent"] = [_sub_event(record, session, city, country) for session in sessions]
    return node


def document(nodes: Iterable[Node]) -> Node:
    """One JSON-LD document of several nodes."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def _filled(name: str, value: Any) -> Node:
    return {name: value} if value else {}


def _dates(record: Record, sessions: list[Record]) -> Node:
    if sessions:
        standing = [session for session in sessions if session["status"] != "cancelled"] or sessions
        ends = [session["end"] or session["start"] for session in standing]
        return {"startDate": standing[0]["start"], "endDate": max(ends)}
    upcoming = record.get("next") or {}
    start = record["from"] or upcoming.get("start")
    end = record["to"] or (None if record["from"] else upcoming.get("end"))
    return {**_filled("startDate", start), **_filled("endDate", end)}


def _status(record: Record, session: Record | None) -> Node:
    cancelled = record["status"] == "cancelled" or (session is not None and session["status"] == "cancelled")
    if cancelled:
        return {"eventStatus": f"{CONTEXT}/EventCancelled"}
    if session is not None and session["status"] == "moved":
        return {
            "eventStatus": f"{CONTEXT}/EventRescheduled",
            **_filled("previousStartDate", session.get("moved_from")),
        }
    return {"eventStatus": f"{CONTEXT}/EventScheduled"}


def _attendance(record: Record) -> str:
    if record["online_url"]:
        return "MixedEventAttendanceMode" if record["place"] else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"


def _locations(record: Record, city: str, country: str) -> list[Node]:
    found = [place_node(place, city, country) for place in _places(record)]
    if found and record.get("access"):
        found[0] |= _filled("amenityFeature", _amenities(record))
    if record["online_url"]:
        found.append({"@type": "VirtualLocation", "url": record["online_url"]})
    return found


def _places(record: Record) -> list[Record]:
    return record.get("places") or ([record["place"]] if record["place"] else [])


def place_node(place: Record, city: str, country: str = "RU") -> Node:
    """The schema.org Place of a place inside an event's record."""
    node: Node = {"@type": "Place", "name": place["name"]}
    if place.get("address"):
        node["address"] = {
            "@type": "PostalAddress",
            "streetAddress": place["address"],
            "addressLocality": city,
            "addressCountry": country,
        }
    if place.get("lat") is not None and place.get("lon") is not None:
        node["geo"] = {"@type": "GeoCoordinates", "latitude": place["lat"], "longitude": place["lon"]}
    return node


def _amenities(record: Record) -> list[Node]:
    """What is known of the place's accessibility, yes and no; unknown is left out."""
    known = [
        {"@type": "LocationFeatureSpecification", "name": name, "value": record["access"][profile] == "yes"}
        for profile, name in AMENITIES.items()
        if record["access"].get(profile) in {"yes", "no"}
    ]
    offered = [
        {"@type": "LocationFeatureSpecification", "name": OTHER_FACILITIES[facility], "value": True}
        for facility in record["facilities"]
        if facility in OTHER_FACILITIES
    ]
    return known + offered


def _features(facilities: Iterable[str]) -> list[str]:
    return [ACCESSIBILITY_FEATURES[name] for name in facilities if name in ACCESSIBILITY_FEATURES]


def _offers(record: Record, price: Record, *, sold_out: bool) -> Node:
    """Offers of what is known; a price not stated makes none."""
    if price["kind"] not in {"free", "paid"}:
        return {}
    offer: Node = {
        "@type": "Offer",
        "priceCurrency": "RUB",
        "availability": f"{CONTEXT}/{'SoldOut' if sold_out else 'InStock'}",
        "url": record.get("booking_url") or record["url"],
    }
    least, most = price.get("min"), price.get("max")
    if price["kind"] == "free":
        return {"isAccessibleForFree": True, "offers": offer | {"price": 0}}
    if least is None and most is None:
        return {"isAccessibleForFree": False}
    if least is None or most is None or least == most:
        return {"isAccessibleForFree": False, "offers": offer | {"price": most if least is None else least}}
    spread = {"@type": "AggregateOffer", "lowPrice": least, "highPrice": most}
    return {"isAccessibleForFree": False, "offers": offer | spread}


def _all_sold_out(sessions: Iterable[Record]) -> bool:
    standing = [session for session in sessions if session["status"] != "cancelled"]
    return bool(standing) and all(session["status"] == "sold_out" for session in standing)


def _organisation(item: Record) -> Node:
    return {"@type": "Organization", "name": item["name"], **_filled("url", item.get("url"))}


def _performer(item: Record) -> Node:
    return {"@type": "PerformingGroup", "name": item["name"]}


def _keywords(record: Record) -> list[str]:
    return [record["kind_label"], *(["demo", "демо"] if record["demo"] else [])]


def _schedule(record: Record, row: Record, time_zone: str) -> Node:
    closed = [item["day"] for item in record.get("exceptions", ()) if not item.get("opens")]
    return {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": f"{CONTEXT}/{WEEKDAYS[row['weekday']]}",
        "startTime": row["opens"],
        "endTime": row["closes"],
        "scheduleTimezone": time_zone,
        **_filled("startDate", record["from"]),
        **_filled("endDate", record["to"]),
        **_filled("exceptDate", closed),
    }


def _sub_event(record: Record, session: Record, city: str, country: str) -> Node:
    place = session.get("place")
    return {
        "@type": EVENT_TYPES.get(record["kind"], "Event"),
        "name": record["title"],
        "startDate": session["start"],
        **_filled("endDate", session["end"]),
        **_status(record, session),
        "eventAttendanceMode": f"{CONTEXT}/{_attendance(record)}",
        **(_filled("location", place_node(place, city, country)) if place else {}),
        **_offers(record, session.get("price") or record["price"], sold_out=session["status"] == "sold_out"),
    }
