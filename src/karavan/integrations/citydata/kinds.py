"""From the words of the tables to the words of the platform."""

from dataclasses import dataclass

from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import CoordAccuracy, PlaceCategory, PlaceKind, PlaceLevel


@dataclass(frozen=True)
class Kinds:
    """What an institution of a kind is as an organisation (None: it is a place only) and as a place."""

    organisation: OrganisationKind | None
    place: PlaceKind
    category: PlaceCategory
    level: PlaceLevel = PlaceLevel.BUILDING


_O, _P, _C, _L = OrganisationKind, PlaceKind, PlaceCategory, PlaceLevel

INSTITUTIONS: dict[str, Kinds] = {
    "theatre": Kinds(_O.THEATRE, _P.THEATRE, _C.THEATRES),
    "cinema": Kinds(_O.CINEMA, _P.CINEMA, _C.OTHER),
    "concert_hall": Kinds(_O.CONCERT, _P.CONCERT_HALL, _C.CONCERT_VENUES),
    "museum": Kinds(_O.MUSEUM, _P.MUSEUM, _C.MUSEUMS),
    "gallery": Kinds(_O.GALLERY, _P.GALLERY, _C.MUSEUMS),
    "library": Kinds(_O.LIBRARY, _P.LIBRARY, _C.LIBRARIES),
    "children_library": Kinds(_O.LIBRARY, _P.CHILDREN_LIBRARY, _C.LIBRARIES),
    "culture_house": Kinds(_O.CULTURE_HOUSE, _P.CULTURE_HOUSE, _C.CULTURE_HOUSES),
    "children_creativity": Kinds(_O.CHILDREN_CREATIVITY, _P.CHILDREN_CREATIVITY, _C.EDUCATION),
    "ethnocultural_centre": Kinds(_O.ETHNOCULTURAL_CENTRE, _P.ETHNOCULTURAL_CENTRE, _C.CULTURE_HOUSES),
    "methodical_centre": Kinds(_O.METHODICAL_CENTRE, _P.METHODICAL_CENTRE, _C.CULTURE_HOUSES),
    "children_art_school": Kinds(_O.ART_SCHOOL, _P.CHILDREN_ART_SCHOOL, _C.EDUCATION),
    "education": Kinds(_O.EDUCATION, _P.EDUCATION, _C.EDUCATION),
    "park": Kinds(_O.PARK, _P.PARK, _C.OTHER, _L.SITE),
    "zoo": Kinds(_O.ZOO, _P.ZOO, _C.OTHER, _L.SITE),
    "circus": Kinds(_O.CIRCUS, _P.CIRCUS, _C.OTHER),
    "open_air_venue": Kinds(None, _P.OPEN_AIR_VENUE, _C.OTHER, _L.OPEN_AIR),
    "event_venue": Kinds(_O.VENUE_OPERATOR, _P.EVENT_VENUE, _C.OTHER),
}

HERITAGE: dict[str, Kinds] = {
    "architecture": Kinds(None, _P.ARCHITECTURE, _C.HERITAGE),
    "religious": Kinds(None, _P.RELIGIOUS, _C.HERITAGE),
    "history": Kinds(None, _P.HISTORY, _C.HERITAGE, _L.SITE),
    "monument": Kinds(None, _P.MONUMENT, _C.HERITAGE, _L.MONUMENT),
    "memorial": Kinds(None, _P.MEMORIAL, _C.HERITAGE, _L.MONUMENT),
    "place": Kinds(None, _P.LANDMARK, _C.HERITAGE, _L.OPEN_AIR),
}

PARTNERS: dict[str, OrganisationKind] = {
    "twin_city": _O.TWIN_CITY,
    "twin_region": _O.TWIN_CITY,
    "partner_city": _O.PARTNER_CITY,
    "cultural_capital_peer": _O.PARTNER_CITY,
    "national_cultural": _O.NATIONAL_CULTURAL,
    "municipal_body": _O.DEPARTMENT,
    "regional_body": _O.DEPARTMENT,
    "religious": _O.RELIGIOUS,
    "religious_place": _O.RELIGIOUS,
    "religious_council": _O.PUBLIC_COUNCIL,
    "public_council": _O.PUBLIC_COUNCIL,
    "creative_union": _O.CREATIVE_UNION,
    "heritage_ngo": _O.HERITAGE_NGO,
    "education": _O.EDUCATION,
}

_PARTNER_FOUNDERS: dict[str, FounderLevel] = {
    "twin_city": FounderLevel.FOREIGN,
    "twin_region": FounderLevel.FOREIGN,
    "municipal_body": FounderLevel.MUNICIPAL,
    "regional_body": FounderLevel.REGIONAL,
    "national_cultural": FounderLevel.NGO,
    "religious": FounderLevel.NGO,
    "religious_place": FounderLevel.NGO,
    "creative_union": FounderLevel.NGO,
    "heritage_ngo": FounderLevel.NGO,
}


def partner_founder(kind: str) -> FounderLevel:
    """Founder level of a partner; unknown where its kind does not tell."""
    return _PARTNER_FOUNDERS.get(kind, FounderLevel.UNKNOWN)


def founder(level: str) -> FounderLevel:
    """``municipal (education)`` and ``corporate (РЖД)`` are words of the table as well."""
    if level == "municipal (education)":
        return FounderLevel.MUNICIPAL_EDUCATION
    word = level.partition(" (")[0]
    return FounderLevel(word) if word in FounderLevel.values else FounderLevel.UNKNOWN


_ACCURACY: dict[str, CoordAccuracy] = {
    "osm": CoordAccuracy.BUILDING,
    "wikipedia": CoordAccuracy.BUILDING,
    "osm (nearby stop)": CoordAccuracy.APPROX_100M,
    "addr-db": CoordAccuracy.HOUSE,
    "addr-db (house 36)": CoordAccuracy.APPROX_100M,
    "map_2015": CoordAccuracy.HOUSE,
    "approx_100m": CoordAccuracy.APPROX_100M,
    "approx_300m": CoordAccuracy.APPROX_500M,
    "approx_500m": CoordAccuracy.APPROX_500M,
    "approx_1km": CoordAccuracy.APPROX_1KM,
    "none": CoordAccuracy.NONE,
    "": CoordAccuracy.NONE,
}


def accuracy(flag: str) -> CoordAccuracy:
    """How exact coordinates are, by their flag in the tables. Raises KeyError for an unknown flag."""
    return _ACCURACY[flag]
