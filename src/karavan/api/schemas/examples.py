"""Examples of every answer, as the documents show them; invented, and checked against the shapes."""

from typing import Any

Example = dict[str, Any]

SITE = "https://example.org"

PLACE_REFERENCE: Example = {
    "id": "7",
    "name": "Концертный зал",
    "address": "ул. Труда, 92А",
    "district": "tsentralny",
    "district_name": "Центральный",
    "lat": 55.1684,
    "lon": 61.3972,
}
ACCESS: Example = {
    "wheelchair": "yes",
    "rollator": "yes",
    "low_vision": "unknown",
    "blind": "no",
    "hearing": "yes",
    "intellectual": "unknown",
}
PRICE: Example = {"kind": "paid", "min": 400, "max": 900}
PROGRAMME_REFERENCE: Example = {
    "id": "3",
    "slug": "cultural-capital-2027",
    "title": "Культурная столица 2027",
}

EVENT_CARD: Example = {
    "id": "12",
    "type": "event",
    "kind": "concert",
    "kind_label": "Концерт",
    "title": "Вечер камерной музыки",
    "summary": "Квартеты Бородина и Шостаковича.",
    "age_mark": "6+",
    "languages": ["ru"],
    "audiences": ["family"],
    "programme": PROGRAMME_REFERENCE,
    "organisations": [{"id": "5", "name": "Филармония"}],
    "place": PLACE_REFERENCE,
    "online_url": "",
    "calendar": "single",
    "from": None,
    "to": None,
    "price": PRICE,
    "entry": "ticket",
    "pushkin_card": True,
    "access": ACCESS,
    "access_demo": True,
    "facilities": ["sign_language"],
    "easy": False,
    "picture": None,
    "status": "published",
    "demo": True,
    "url": f"{SITE}/events/12/",
    "updated": "2026-11-23T10:00:00+05:00",
}
EVENT_ITEM: Example = {
    "next": {
        "session": "31",
        "start": "2027-01-12T18:00:00+05:00",
        "end": "2027-01-12T20:00:00+05:00",
        "status": "scheduled",
    },
    **EVENT_CARD,
}
SESSION: Example = {
    "id": "31",
    "start": "2027-01-12T18:00:00+05:00",
    "end": "2027-01-12T20:00:00+05:00",
    "status": "scheduled",
    "note": "",
    "moved_from": None,
    "place": PLACE_REFERENCE,
    "price": PRICE,
    "capacity": 300,
    "facilities": ["sign_language"],
}
SESSION_ITEM: Example = {**SESSION, "event": EVENT_CARD}
EVENT_DETAIL: Example = {
    **EVENT_CARD,
    "category": "koncerty",
    "status_reason": "",
    "text": "<p>Вечер открывает фестиваль.</p>",
    "easy_text": "",
    "lang": "ru",
    "translations": ["en"],
    "other_titles": {"en": "An evening of chamber music"},
    "performers": [{"name": "Струнный квартет", "part": "исполнители"}],
    "organisers": [{"id": "5", "name": "Филармония", "role": "lead", "role_label": "Организатор"}],
    "programmes": [PROGRAMME_REFERENCE],
    "places": [PLACE_REFERENCE],
    "sessions": [SESSION],
    "hours": [],
    "exceptions": [],
    "tariffs": [
        {
            "benefit": "large-family",
            "name": "Многодетные семьи",
            "kind": "percent",
            "value": 50,
            "price": 200,
            "days_of_month": [],
            "quota": None,
            "proof": "Удостоверение",
            "companion_free": False,
            "legal_basis": "Указ Президента РФ от 05.05.1992 № 431",
            "check_with_city": True,
            "from": "1992-05-05",
            "to": None,
        }
    ],
    "booking_url": "",
    "capacity": 300,
    "survey": {"date": "2026-10-01", "surveyor": "demo", "demo": True},
}
PLACE_CARD: Example = {
    "id": "7",
    "type": "place",
    "kind": "concert_hall",
    "kind_label": "Концертный зал",
    "category": "koncertnye-ploshchadki",
    "name": "Концертный зал",
    "address": "ул. Труда, 92А",
    "district": "tsentralny",
    "district_name": "Центральный",
    "lat": 55.1684,
    "lon": 61.3972,
    "coord_accuracy": "building",
    "state": "open",
    "state_reason": "",
    "state_until": None,
    "capacity": 520,
    "access": ACCESS,
    "access_demo": True,
    "organisation": {"id": "5", "name": "Филармония"},
    "parent": None,
    "demo": False,
    "url": f"{SITE}/places/7/",
}
PLACE_DETAIL: Example = {
    **PLACE_CARD,
    "description": "",
    "how_to_get_in": "Главный вход со стороны набережной, пандус слева.",
    "website": "https://example.org/",
    "hours": [{"weekday": 1, "opens": "10:00", "closes": "19:00"}],
    "hours_demo": False,
    "hours_exceptions": [{"day": "2027-01-01", "opens": None, "closes": None, "note": "Новый год"}],
    "survey": {
        "date": "2026-10-01",
        "surveyor": "demo",
        "demo": True,
        "zones": [{"zone": 2, "label": "Вход", "states": {"К": "ДП-В", "С": "ВНД"}}],
    },
    "help": ["low_vision"],
    "photos": [],
    "heritage": None,
    "halls": [{"id": "8", "name": "Камерный зал", "capacity": 120}],
}
ORGANISATION_CARD: Example = {
    "id": "5",
    "type": "organisation",
    "kind": "concert",
    "kind_label": "Концертная организация",
    "founder_level": "regional",
    "founder_label": "Региональная",
    "name": "Областная филармония",
    "short_name": "Филармония",
    "parent": None,
    "country": "RU",
    "since": "1937",
    "website": "https://example.org/",
    "demo": False,
    "url": f"{SITE}/organisations/5/",
}
ORGANISATION_DETAIL: Example = {
    **ORGANISATION_CARD,
    "description": "",
    "branches": [],
    "places": [{"id": "7", "name": "Концертный зал", "address": "ул. Труда, 92А"}],
    "former_names": [{"name": "Концертное бюро", "from": "1937-01-01", "to": "1956-12-31"}],
}
PROGRAMME_CARD: Example = {
    "id": "3",
    "type": "programme",
    "slug": "cultural-capital-2027",
    "title": "Культурная столица 2027",
    "summary": "Год культуры города.",
    "from": "2027-01-01",
    "to": "2027-12-31",
    "parent": None,
    "demo": False,
    "url": f"{SITE}/programmes/cultural-capital-2027/",
}
PROGRAMME_DETAIL: Example = {
    **PROGRAMME_CARD,
    "text": "",
    "lineage": [],
    "children": [],
    "organisations": [{"id": "5", "name": "Филармония"}],
    "released": {"number": 2, "at": "2026-11-23T10:00:00+05:00"},
}
CHANGE_LIST: Example = {
    "items": [
        {
            "position": "41",
            "type": "event",
            "id": "9",
            "at": "2026-11-23T10:00:00+05:00",
            "deleted": True,
            "record": None,
        },
        {
            "position": "42",
            "type": "programme",
            "id": "3",
            "at": "2026-11-23T10:05:00+05:00",
            "deleted": False,
            "record": PROGRAMME_CARD,
        },
    ],
    "next": "42",
    "more": False,
}


def _page(item: Example, facets: Example | None = None, total: int | None = 1) -> Example:
    return {"items": [item], "next": None, "total": total, "facets": facets}


ANSWERS: dict[str, Example] = {
    "EventList": _page(EVENT_ITEM, {"kind": [{"value": "concert", "label": "Концерт", "count": 1}]}),
    "EventDetail": EVENT_DETAIL,
    "SessionList": _page(SESSION_ITEM, total=None),
    "PlaceList": _page(PLACE_CARD),
    "PlaceDetail": PLACE_DETAIL,
    "OrganisationList": _page(ORGANISATION_CARD),
    "OrganisationDetail": ORGANISATION_DETAIL,
    "ProgrammeList": _page(PROGRAMME_CARD),
    "ProgrammeDetail": PROGRAMME_DETAIL,
    "ChangeList": CHANGE_LIST,
}
