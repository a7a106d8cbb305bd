from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlaceLevel(models.TextChoices):
    """Depth in the tree of places."""

    SITE = "site", _("Site")
    BUILDING = "building", _("Building")
    HALL = "hall", _("Hall")
    OPEN_AIR = "open_air", _("Open-air place")
    MONUMENT = "monument", _("Monument")


class PlaceCategory(models.TextChoices):
    """Categories of the state catalogue PRO.Культура.РФ (API 2.5); values are its codes."""

    THEATRES = "teatry", _("Theatres")
    CONCERT_VENUES = "koncertnye-ploshchadki", _("Concert venues")
    MUSEUMS = "muzei-i-galerei", _("Museums and galleries")
    LIBRARIES = "biblioteki", _("Libraries")
    CULTURE_HOUSES = "dvorcy-kultury-i-kluby", _("Houses of culture and clubs")
    HERITAGE = "kulturnoe-nasledie", _("Cultural heritage")
    EDUCATION = "obrazovatelnye-uchrezhdeniya", _("Educational institutions")
    OTHER = "prochee", _("Other places")


class PlaceKind(models.TextChoices):
    """Our own finer kinds of place."""

    THEATRE = "theatre", _("Theatre")
    CONCERT_HALL = "concert_hall", _("Concert hall")
    CINEMA = "cinema", pgettext_lazy("place", "Cinema")
    CIRCUS = "circus", _("Circus")
    MUSEUM = "museum", _("Museum")
    GALLERY = "gallery", _("Gallery")
    LIBRARY = "library", _("Library")
    CHILDREN_LIBRARY = "children_library", _("Children's library")
    CULTURE_HOUSE = "culture_house", _("House of culture")
    ETHNOCULTURAL_CENTRE = "ethnocultural_centre", _("Ethnocultural centre")
    METHODICAL_CENTRE = "methodical_centre", _("Methodical centre")
    CHILDREN_ART_SCHOOL = "children_art_school", _("Children's art school")
    CHILDREN_CREATIVITY = "children_creativity", _("Children's creativity centre")
    EDUCATION = "education", _("Educational institution")
    PARK = "park", _("Park")
    ZOO = "zoo", _("Zoo")
    OPEN_AIR_VENUE = "open_air_venue", _("Open-air venue")
    EVENT_VENUE = "event_venue", _("Event venue")
    ARCHITECTURE = "architecture", _("Monument of architecture")
    HISTORY = "history", _("Place of history")
    MONUMENT = "monument", _("Monument")
    MEMORIAL = "memorial", _("Memorial")
    RELIGIOUS = "religious", _("Religious building")
    NATURE = "nature", _("Nature monument")
    LANDMARK = "landmark", _("Landmark")
    HALL = "hall", _("Hall")
    OTHER = "other", _("Other place")


CATEGORY_OF_KIND: dict[PlaceKind, PlaceCategory] = {
    PlaceKind.THEATRE: PlaceCategory.THEATRES,
    PlaceKind.CONCERT_HALL: PlaceCategory.CONCERT_VENUES,
    PlaceKind.MUSEUM: PlaceCategory.MUSEUMS,
    PlaceKind.GALLERY: PlaceCategory.MUSEUMS,
    PlaceKind.LIBRARY: PlaceCategory.LIBRARIES,
    PlaceKind.CHILDREN_LIBRARY: PlaceCategory.LIBRARIES,
    PlaceKind.CULTURE_HOUSE: PlaceCategory.CULTURE_HOUSES,
    PlaceKind.ETHNOCULTURAL_CENTRE: PlaceCategory.CULTURE_HOUSES,
    PlaceKind.METHODICAL_CENTRE: PlaceCategory.CULTURE_HOUSES,
    PlaceKind.CHILDREN_ART_SCHOOL: PlaceCategory.EDUCATION,
    PlaceKind.CHILDREN_CREATIVITY: PlaceCategory.EDUCATION,
    PlaceKind.EDUCATION: PlaceCategory.EDUCATION,
    PlaceKind.ARCHITECTURE: PlaceCategory.HERITAGE,
    PlaceKind.HISTORY: PlaceCategory.HERITAGE,
    PlaceKind.MONUMENT: PlaceCategory.HERITAGE,
    PlaceKind.MEMORIAL: PlaceCategory.HERITAGE,
    PlaceKind.RELIGIOUS: PlaceCategory.HERITAGE,
}
"""The state's category of a kind where nothing else is said; of other kinds it is OTHER."""


class PlaceState(models.TextChoices):
    """What a visitor finds at the door."""

    OPEN = "open", pgettext_lazy("state of a place", "Open")
    REPAIR = "repair", _("Closed for repair")
    PAUSED = "paused", _("Closed for a time")
    EMERGENCY = "emergency", _("Closed in an emergency")
    MOVED = "moved", pgettext_lazy("state of a place", "Moved")
    CLOSED = "closed", _("Closed for good")


class CoordAccuracy(models.TextChoices):
    """Where coordinates come from and how exact they are; unknown stays unknown."""

    BUILDING = "building", _("Building")
    HOUSE = "house", _("House, 10–30 m")
    APPROX_100M = "approx_100m", _("About 100 m")
    APPROX_500M = "approx_500m", _("About 500 m")
    APPROX_1KM = "approx_1km", _("About 1 km")
    NONE = "none", pgettext_lazy("coordinates", "Unknown")


class Zone(models.IntegerChoices):
    """Zones of the accessibility passport of an object."""

    TERRITORY = 1, _("Grounds by the building")
    ENTRANCE = 2, _("Entrance")
    WAYS = 3, _("Ways inside the building")
    SERVICE = 4, _("Zone of service")
    SANITARY = 5, _("Sanitary rooms")
    INFORMATION = 6, _("Information and communication")
    ROUTE = 7, _("Way from the stop")


class Category(models.TextChoices):
    """Categories of visitors in the accessibility passport; values are its letters."""

    WHEELCHAIR = "К", _("wheelchair users")
    MOBILITY = "О", _("people with other mobility impairments")
    SIGHT = "С", _("people with visual impairments")
    HEARING = "Г", _("people with hearing impairments")
    MENTAL = "У", _("people with intellectual disabilities")


class ZoneState(models.TextChoices):
    """States of a zone in the accessibility passport; values are its codes."""

    FULL_ALL = "ДП-В", _("fully accessible to all")
    FULL_SOME = "ДП-И", _("fully accessible to named categories")
    PART_ALL = "ДЧ-В", _("partly accessible to all")
    PART_SOME = "ДЧ-И", _("partly accessible to named categories")
    CONDITIONAL = "ДУ", _("accessible with help of staff")
    NOT = "ВНД", _("temporarily not accessible")


class Access(models.TextChoices):
    """Three values, never two."""

    YES = "yes", _("accessible")
    NO = "no", _("not accessible")
    UNKNOWN = "unknown", _("not surveyed")


class AccessProfile(models.TextChoices):
    """Needs a visitor may have: needs, not diagnoses."""

    WHEELCHAIR = "wheelchair", _("Wheelchair")
    ROLLATOR = "rollator", _("Rollator or pram")
    LOW_VISION = "low_vision", _("Low vision")
    BLIND = "blind", _("Blind")
    HEARING = "hearing", _("Hard of hearing or deaf")
    INTELLECTUAL = "intellectual", _("Needs plain explanations")


class Rights(models.TextChoices):
    """On what ground a picture may be shown."""

    OWN = "own", _("own picture of the institution")
    LICENCE = "licence", _("by an open licence")
    CONTRACT = "contract", _("by a contract with the author")
    PUBLIC_DOMAIN = "public_domain", _("public domain")
