from django.db import models
from django.utils import timezone

from karavan.kernel.provenance import Provenance
from karavan.kernel.tree import TreeNode, TreeQuerySet
from karavan.people.models import Organisation, User
from karavan.places.enums import Rights
from karavan.places.hours import Schedule
from karavan.places.models import Place
from karavan.programme.enums import (
    RANGE_CALENDARS,
    AgeMark,
    BenefitLevel,
    Calendar,
    Entry,
    EventKind,
    EventStatus,
    OrganiserRole,
    PriceKind,
    SessionStatus,
    TariffKind,
)
from karavan.programme.validators import (
    validate_audiences,
    validate_days_of_month,
    validate_facilities,
    validate_languages,
    validate_picture,
    validate_translations,
)


class Programme(TreeNode, Provenance):
    """A programme: a year, a festival, a season. Programmes nest; events lie in one of them or in none."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Stable part of its address.")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True, help_text="HTML, cleaned on saving.")
    translations = models.JSONField(default=dict, blank=True, validators=[validate_translations])
    date_from = models.DateField(null=True, blank=True)
    date_to = models.DateField(null=True, blank=True)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="programmes")
    is_public = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(TreeQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date_from__isnull=True)
                | models.Q(date_to__isnull=True)
                | models.Q(date_from__lte=models.F("date_to")),
                name="programme_programme_period",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Event(Provenance):
    """One thing to go to, in one of four calendars; prices are kopecks.

    Place, capacity, price and facilities stand here for all sessions; a session may have its own.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True, help_text="HTML, cleaned on saving.")
    easy_text = models.TextField(blank=True, help_text="The same in easy reading.")
    translations = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_translations],
        help_text='{"en": {"title": …, "summary": …, "text": …}, "tt": …, "ba": …}',
    )
    age_mark = models.PositiveSmallIntegerField(choices=AgeMark.choices, null=True, blank=True)
    languages = models.JSONField(default=list, blank=True, validators=[validate_languages])
    audiences = models.JSONField(default=list, blank=True, validators=[validate_audiences])

    calendar = models.CharField(max_length=10, choices=Calendar.choices, default=Calendar.SINGLE)
    date_from = models.DateField(null=True, blank=True, help_text="First day of a period.")
    date_to = models.DateField(null=True, blank=True, help_text="Last day of a period.")

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="events")
    online_url = models.URLField(blank=True, help_text="Broadcast or virtual resource.")
    capacity = models.PositiveIntegerField(null=True, blank=True)
    facilities = models.JSONField(default=list, blank=True, validators=[validate_facilities])

    price_kind = models.CharField(max_length=10, choices=PriceKind.choices, default=PriceKind.UNKNOWN)
    price_min = models.PositiveIntegerField(null=True, blank=True)
    price_max = models.PositiveIntegerField(null=True, blank=True)
    entry = models.CharField(max_length=15, choices=Entry.choices, default=Entry.OPEN)
    booking_url = models.URLField(blank=True)
    pushkin_card = models.BooleanField(
        null=True, blank=True, help_text="Whether the Pushkin card pays for tickets; None: not stated."
    )

    picture = models.FileField(upload_to="events", blank=True, validators=[validate_picture])
    picture_alt = models.CharField(max_length=300, blank=True)
    picture_author = models.CharField(max_length=200, blank=True)
    picture_source = models.CharField(max_length=300, blank=True)
    picture_rights = models.CharField(max_length=20, choices=Rights.choices, blank=True)

    status = models.CharField(max_length=10, choices=EventStatus.choices, default=EventStatus.DRAFT)
    status_reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Since when it waits for a release.")
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    organisations = models.ManyToManyField(Organisation, through="EventOrganiser", related_name="events")

    lineage: list[Programme]
    """Programmes from the root down to its own; set by ``queries.load_events`` only."""
    place_schedule: Schedule | None
    """Hours of its place, or of what the place lies in; set by ``queries.load_events`` only."""

    class Meta:
        indexes = [
            models.Index(fields=["status", "id"]),
            models.Index(fields=["programme", "status"]),
            models.Index(fields=["-updated_at", "id"]),
            models.Index(fields=["calendar", "place"]),
            models.Index(fields=["certainty"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"], condition=~models.Q(source_id=""), name="programme_event_source_id"
            ),
            models.CheckConstraint(
                condition=models.Q(price_min__isnull=True)
                | models.Q(price_max__isnull=True)
                | models.Q(price_min__lte=models.F("price_max")),
                name="programme_event_prices",
            ),
            models.CheckConstraint(
                condition=models.Q(date_from__isnull=True)
                | models.Q(date_to__isnull=True)
                | models.Q(date_from__lte=models.F("date_to")),
                name="programme_event_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_range(self) -> bool:
        """Whether it is a period with weekly hours rather than a list of sessions."""
        return self.calendar in RANGE_CALENDARS


class EventOrganiser(models.Model):
    """An organisation's part in an event; the first lead owns the record."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    role = models.CharField(max_length=10, choices=OrganiserRole.choices, default=OrganiserRole.LEAD)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["organisation", "event"])]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="programme_organiser_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"


class EventPerformer(models.Model):
    """A company, ensemble or artist on the poster, by the name they publish."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="performers")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=100, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One date of an event. Empty place, capacity, price and facilities mean those of the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=SessionStatus.choices, default=SessionStatus.SCHEDULED)
    note = models.CharField(max_length=300, blank=True, help_text="Why it moved or was cancelled.")
    moved_from = models.DateTimeField(null=True, blank=True, help_text="Where it stood before it moved.")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="sessions")
    closed_for = models.ForeignKey(
        Place,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The place whose closing cancelled it.",
    )
    capacity = models.PositiveIntegerField(null=True, blank=True)
    price_kind = models.CharField(max_length=10, choices=PriceKind.choices, blank=True)
    price_min = models.PositiveIntegerField(null=True, blank=True)
    price_max = models.PositiveIntegerField(null=True, blank=True)
    facilities = models.JSONField(null=True, blank=True, validators=[validate_facilities])

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["event", "starts_at"]),
            models.Index(fields=["place", "starts_at"]),
            models.Index(fields=["starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_session_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.starts_at:%Y-%m-%d %H:%M}"


class EventHours(models.Model):
    """Weekly hours of a period or permanent event (Monday is 0)."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="programme_hours_weekday"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="programme_hours_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class EventDayException(models.Model):
    """Other hours of a period on one day; without times it is closed that day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="day_exceptions")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["event", "day"], name="programme_exception_once"),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__lt=models.F("closes")),
                name="programme_exception_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.note}"


class BenefitCategory(models.Model):
    """People whom a law or an institution grants a lower price: versioned data, not code."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=15, choices=BenefitLevel.choices)
    legal_basis = models.CharField(max_length=300, help_text="Number and date of the act.")
    proof = models.CharField(max_length=300, blank=True, help_text="What to show at the entrance.")
    proof_en = models.CharField(max_length=300, blank=True)
    check_with_city = models.BooleanField(default=True, help_text="Not yet confirmed by the city.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="programme_benefit_version")
        ]

    def __str__(self) -> str:
        return self.name


class Tariff(models.Model):
    """What an event costs a benefit category, and under which conditions."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="tariffs")
    category = models.ForeignKey(BenefitCategory, models.PROTECT, related_name="tariffs")
    kind = models.CharField(max_length=10, choices=TariffKind.choices)
    value = models.PositiveIntegerField(default=0, help_text="Percent off, or kopecks of a fixed price.")
    legal_basis = models.CharField(max_length=300, blank=True)
    days_of_month = models.JSONField(
        default=list, blank=True, validators=[validate_days_of_month], help_text="Empty: every day."
    )
    quota = models.PositiveIntegerField(null=True, blank=True, help_text="Tickets per session.")
    proof = models.CharField(max_length=300, blank=True)
    companion_free = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "category"], name="programme_tariff_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=TariffKind.PERCENT) | models.Q(value__lte=100),
                name="programme_tariff_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.category}"


class Release(models.Model):
    """What residents were told at one time: a programme with all below it, or an organisation's month.

    ``state`` is all that was public then, ``log`` how it differs from the release before
    (:mod:`karavan.programme.releases`). A release never changes.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="releases")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="releases"
    )
    month = models.DateField(null=True, blank=True, help_text="First day of the organisation's month.")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="What visitors read above the list.")
    released_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    log = models.JSONField(default=list)
    state = models.JSONField(default=dict)

    class Meta:
        ordering = ["-released_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False, organisation__isnull=True, month__isnull=True)
                | models.Q(programme__isnull=True, organisation__isnull=False, month__isnull=False),
                name="programme_release_scope",
            ),
            # Two people who release at once release once.
            models.UniqueConstraint(fields=["programme", "number"], name="programme_release_of_programme"),
            models.UniqueConstraint(
                fields=["organisation", "month", "number"], name="programme_release_of_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReleasesOnly(models.Model):
    """An organisation, with all below it, whose editors publish by releases only."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="releases_only")

    def __str__(self) -> str:
        return str(self.organisation)
