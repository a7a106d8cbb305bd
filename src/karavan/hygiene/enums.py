from django.db import models
from django.utils.translation import gettext_lazy as _

from karavan.people.enums import FounderLevel, OrganisationKind

INSTITUTIONS = frozenset(
    {
        OrganisationKind.THEATRE,
        OrganisationKind.CONCERT,
        OrganisationKind.MUSEUM,
        OrganisationKind.GALLERY,
        OrganisationKind.LIBRARY,
        OrganisationKind.LIBRARY_SYSTEM,
        OrganisationKind.CULTURE_HOUSE,
        OrganisationKind.ART_SCHOOL,
        OrganisationKind.CHILDREN_CREATIVITY,
        OrganisationKind.CINEMA,
        OrganisationKind.PARK,
        OrganisationKind.ZOO,
        OrganisationKind.ETHNOCULTURAL_CENTRE,
    }
)
"""Kinds of organisations from which residents expect a programme."""
FOUNDERS = frozenset({FounderLevel.MUNICIPAL, FounderLevel.MUNICIPAL_EDUCATION})


class Told(models.TextChoices):
    """What a look at one thing gave. What could not be told is never a fault."""

    GOOD = "good", _("in order")
    FAULT = "fault", _("a gap")
    UNKNOWN = "unknown", _("could not tell")


class SiteState(models.TextChoices):
    """How the last look at a site ended."""

    NEVER = "never", _("not looked at yet")
    ANSWERED = "answered", _("answered")
    SILENT = "silent", _("did not answer")
    REFUSED = "refused", _("not looked at: the site or our rules forbid it")


class Answer(models.TextChoices):
    """What was said of a finding."""

    NONE = "", _("nobody said anything yet")
    ASIDE = "aside", _("set aside")
    PROMISED = "promised", _("the site will be mended")
