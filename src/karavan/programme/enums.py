from django.db import models
from django.utils.translation import gettext_lazy as _


class StateCategory(models.TextChoices):
    """Event categories of the state catalogue PRO.Культура.РФ (API 2.5); values are its codes."""

    CINEMA = "kino", _("Cinema")
    CONCERTS = "koncerty", _("Concerts")
    PERFORMANCES = "spektakli", _("Performances")
    EXHIBITIONS = "vystavki", _("Exhibitions")
    EXCURSIONS = "ekskursii", _("Excursions")
    CELEBRATIONS = "prazdniki", _("Celebrations")
    TRAINING = "obuchenie", _("Training")
    MEETINGS = "vstrechi", _("Meetings")
    OTHER = "prochie", _("Others")


class EventKind(models.TextChoices):
    """Our own finer kinds of event; :data:`STATE_CATEGORY` gives the state's category of each."""

    PERFORMANCE = "performance", _("Performance")
    PUPPET_SHOW = "puppet_show", _("Puppet show")
    DANCE = "dance", _("Dance")
    CONCERT = "concert", _("Concert")
    FILM = "film", _("Film")
    EXHIBITION = "exhibition", _("Exhibition")
    EXCURSION = "excursion", _("Excursion")
    FESTIVAL = "festival", _("Festival")
    CELEBRATION = "celebration", _("Celebration")
    FOLK_FEAST = "folk_feast", _("Folk feast")
    MEMORY = "memory", _("Memorable date")
    LECTURE = "lecture", _("Lecture")
    WORKSHOP = "workshop", _("Workshop")
    CLUB = "club", _("Club meeting")
    READING = "reading", _("Reading")
    MEETING = "meeting", _("Meeting")
    CONTEST = "contest", _("Contest")
    GAME = "game", _("Game")
    OTHER = "other", _("Other event")


STATE_CATEGORY: dict[EventKind, StateCategory] = {
    EventKind.PERFORMANCE: StateCategory.PERFORMANCES,
    EventKind.PUPPET_SHOW: StateCategory.PERFORMANCES,
    EventKind.DANCE: StateCategory.PERFORMANCES,
    EventKind.CONCERT: StateCategory.CONCERTS,
    EventKind.FILM: StateCategory.CINEMA,
    EventKind.EXHIBITION: StateCategory.EXHIBITIONS,
    EventKind.EXCURSION: StateCategory.EXCURSIONS,
    EventKind.FESTIVAL: StateCategory.CELEBRATIONS,
    EventKind.CELEBRATION: StateCategory.CELEBRATIONS,
    EventKind.FOLK_FEAST: StateCategory.CELEBRATIONS,
    EventKind.MEMORY: StateCategory.OTHER,
    EventKind.LECTURE: StateCategory.TRAINING,
    EventKind.WORKSHOP: StateCategory.TRAINING,
    EventKind.CLUB: StateCategory.MEETINGS,
    EventKind.READING: StateCategory.MEETINGS,
    EventKind.MEETING: StateCategory.MEETINGS,
    EventKind.CONTEST: StateCategory.OTHER,
    EventKind.GAME: StateCategory.OTHER,
    EventKind.OTHER: StateCategory.OTHER,
}


class Calendar(models.TextChoices):
    """How an event lies in time."""

    SINGLE = "single", _("One date")
    DATES = "dates", _("Several dates")
    PERIODIC = "periodic", _("A period with weekly hours")
    PERMANENT = "permanent", _("Permanent, with weekly hours")


RANGE_CALENDARS = frozenset({Calendar.PERIODIC, Calendar.PERMANENT})


class AgeMark(models.IntegerChoices):
    """Age marks of the law 436-ФЗ. 0+ is a mark; having none is not allowed."""

    ZERO = 0, "0+"
    SIX = 6, "6+"
    TWELVE = 12, "12+"
    SIXTEEN = 16, "16+"
    EIGHTEEN = 18, "18+"


class EventStatus(models.TextChoices):
    """Life of an event. One sent for release is not public yet; a cancelled one stays visible and says so."""

    DRAFT = "draft", _("Draft")
    READY = "ready", _("Sent for release")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC_STATUSES = frozenset({EventStatus.PUBLISHED, EventStatus.CANCELLED})


class SessionStatus(models.TextChoices):
    """State of one session."""

    SCHEDULED = "scheduled", _("Scheduled")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")
    SOLD_OUT = "sold_out", _("Sold out")


class Audience(models.TextChoices):
    """Whom an event is made for."""

    EVERYONE = "everyone", _("Everyone")
    FAMILY = "family", _("Families")
    CHILDREN = "children", _("Children")
    TEENAGERS = "teenagers", _("Teenagers")
    YOUTH = "youth", _("Youth")
    ADULTS = "adults", _("Adults")
    SENIORS = "seniors", _("Older people")
    SCHOOL = "school", _("School classes")
    VISITORS = "visitors", _("Visitors of the city")


class Facility(models.TextChoices):
    """What a session offers beside the place's own accessibility."""

    SIGN_LANGUAGE = "sign_language", _("Sign language")
    AUDIO_DESCRIPTION = "audio_description", _("Audio description")
    SUBTITLES = "subtitles", _("Subtitles")
    INDUCTION_LOOP = "induction_loop", _("Induction loop")
    TACTILE = "tactile", _("May be touched")
    EASY_READING = "easy_reading", _("Easy reading")
    RELAXED = "relaxed", _("Relaxed session")


HEARING_HELP = (Facility.SIGN_LANGUAGE, Facility.SUBTITLES, Facility.INDUCTION_LOOP)
"""With any of these a session is for people who hear badly, whatever the house."""


class PriceKind(models.TextChoices):
    """What is known of the price."""

    FREE = "free", _("Free")
    PAID = "paid", _("Paid")
    DONATION = "donation", _("Pay what you wish")
    UNKNOWN = "unknown", _("Price not stated")


class Entry(models.TextChoices):
    """How one gets in."""

    OPEN = "open", _("Free entry")
    REGISTRATION = "registration", _("By registration")
    TICKET = "ticket", _("By ticket")


class Language(models.TextChoices):
    """Languages of an event; ``zxx`` is ISO 639 for no words at all."""

    RU = "ru", _("Russian")
    EN = "en", _("English")
    TT = "tt", _("Tatar")
    BA = "ba", _("Bashkir")
    KK = "kk", _("Kazakh")
    DE = "de", _("German")
    ZH = "zh", _("Chinese")
    HE = "he", _("Hebrew")
    RSL = "rsl", _("Russian Sign Language")
    NONE = "zxx", _("Without words")


TRANSLATED_INTO = ("en", "tt", "ba")


class OrganiserRole(models.TextChoices):
    """Part of an organisation in an event."""

    LEAD = "lead", _("Organiser")
    CO = "co", _("Co-organiser")
    PARTNER = "partner", _("Partner")


class TariffKind(models.TextChoices):
    """How a benefit changes the base price."""

    FREE = "free", _("Free of charge")
    PERCENT = "percent", _("Percent off")
    FIXED = "fixed", _("Fixed price")


class BenefitLevel(models.TextChoices):
    """Who granted a benefit."""

    FEDERAL = "federal", _("Federal law")
    REGIONAL = "regional", _("Regional law")
    MUNICIPAL = "municipal", _("Municipal act")
    INSTITUTION = "institution", _("The institution itself")
