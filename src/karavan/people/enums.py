from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What an organisation is in the culture of the city."""

    THEATRE = "theatre", _("Theatre")
    CONCERT = "concert", _("Concert organisation")
    MUSEUM = "museum", _("Museum")
    GALLERY = "gallery", _("Gallery")
    LIBRARY = "library", _("Library")
    LIBRARY_SYSTEM = "library_system", _("Library system")
    CULTURE_HOUSE = "culture_house", _("House of culture")
    ART_SCHOOL = "art_school", _("Art school")
    CHILDREN_CREATIVITY = "children_creativity", _("Children's creativity centre")
    EDUCATION = "education", _("Educational institution")
    CINEMA = "cinema", pgettext_lazy("place", "Cinema")
    CIRCUS = "circus", _("Circus")
    PARK = "park", _("Park")
    ZOO = "zoo", _("Zoo")
    ETHNOCULTURAL_CENTRE = "ethnocultural_centre", _("Ethnocultural centre")
    METHODICAL_CENTRE = "methodical_centre", _("Methodical centre")
    VENUE_OPERATOR = "venue_operator", _("Venue operator")
    DEPARTMENT = "department", _("Department")
    DISTRICT_ADMINISTRATION = "district_administration", _("District administration")
    PUBLIC_COUNCIL = "public_council", _("Public council")
    CREATIVE_UNION = "creative_union", _("Creative union")
    NATIONAL_CULTURAL = "national_cultural", _("National-cultural organisation")
    RELIGIOUS = "religious", _("Religious organisation")
    HERITAGE_NGO = "heritage_ngo", _("Heritage initiative")
    NGO = "ngo", _("Non-profit organisation")
    TWIN_CITY = "twin_city", _("Twin city")
    PARTNER_CITY = "partner_city", _("Partner city")
    PARTNER = "partner", _("Partner")


class FounderLevel(models.TextChoices):
    """Whose organisation it is."""

    MUNICIPAL = "municipal", _("Municipal")
    MUNICIPAL_EDUCATION = "municipal_education", _("Municipal, education")
    REGIONAL = "regional", _("Regional")
    FEDERAL = "federal", _("Federal")
    CORPORATE = "corporate", _("Corporate")
    NGO = "ngo", _("Non-profit")
    PRIVATE = "private", _("Private")
    FOREIGN = "foreign", _("Foreign")
    UNKNOWN = "unknown", pgettext_lazy("founder", "Unknown")


class RoleKind(models.TextChoices):
    """What a person may do for an organisation during a period."""

    DIRECTOR = "director", _("Director")
    PROGRAMME_EDITOR = "programme_editor", _("Programme editor")
    STOCK_KEEPER = "stock_keeper", _("Stock keeper")
    STATISTICIAN = "statistician", _("Statistician")
    CASHIER = "cashier", _("Cashier")
    GATE = "gate", _("Gate")
    GUEST_REVIEWER = "guest_reviewer", _("Guest reviewer")
    CITY_COORDINATOR = "city_coordinator", _("City coordinator")
    CITY_HEAD = "city_head", _("City head")


CITY_WIDE_ROLES = frozenset({RoleKind.CITY_COORDINATOR, RoleKind.CITY_HEAD})
EDITING_ROLES = frozenset({RoleKind.DIRECTOR, RoleKind.PROGRAMME_EDITOR})


SEEING_ROLES = frozenset(RoleKind) - CITY_WIDE_ROLES - {RoleKind.GUEST_REVIEWER}
"""Roles that open what is not public. A guest sees what was shared with them and nothing else."""


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    OPEN = "open", _("Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    REVOKED = "revoked", pgettext_lazy("invitation", "Withdrawn")


class ViewedIn(models.TextChoices):
    """Where somebody's name and address were shown."""

    LIST = "list", _("In the list of people")
    PAGE = "page", _("On their page")
    EXPORT = "export", _("In an export")


class ConsentKind(models.TextChoices):
    """What a person agreed to; each is asked for by itself."""

    PERSONAL_DATA = "personal_data", _("Processing of personal data")
    NEWSLETTER = "newsletter", _("Newsletter")
