from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far a plan in the diary has come. What became an event is shown by the event's own dates."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    EVENT = "event", _("Became an event")
    DROPPED = "dropped", _("Dropped")


LIVE_STAGES = frozenset({Stage.IDEA, Stage.PLANNED})


class Firmness(models.TextChoices):
    """A tentative hold keeps others out until it expires; a firm one until it is released."""

    TENTATIVE = "tentative", _("Tentative")
    FIRM = "firm", _("Firm")


class CircumstanceKind(models.TextChoices):
    """What, other than events, makes a day good or bad for one."""

    PUBLIC_HOLIDAY = "public_holiday", _("Public holiday")
    FEAST = "feast", _("Religious or national feast")
    MOURNING = "mourning", _("Day of mourning or memory")
    SCHOOL_HOLIDAYS = "school_holidays", _("School holidays")
    ROADWORKS = "roadworks", _("Works on roads")
    SEASON = "season", _("Weather season")
    DEPARTMENT = "department", _("Plan of another department")
    COMMUNITY = "community", _("Plan of a community")


class Effect(models.TextChoices):
    """What a circumstance asks of those who plan."""

    AVOID = "avoid", _("Better another day")
    QUIET = "quiet", _("No loud sound")
    NOTE = "note", _("Bear in mind")
    FAVOUR = "favour", _("A good day for it")


class Level(models.TextChoices):
    """How much a clash weighs. ``ignored`` is a person's decision with a reason."""

    BLOCK = "block", _("Impossible")
    SERIOUS = "serious", _("Serious")
    NOTICE = "notice", pgettext_lazy("clash", "Worth knowing")
    IGNORED = "ignored", pgettext_lazy("clash", "Set aside")


class MoveState(models.TextChoices):
    """What became of one proposed move."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", pgettext_lazy("move", "Accepted")
    DECLINED = "declined", pgettext_lazy("move", "Declined")
    STALE = "stale", _("No longer possible")
