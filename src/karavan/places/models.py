from django.db import models
from django.utils.translation import gettext_lazy as _

from karavan.kernel.provenance import Provenance
from karavan.kernel.tree import TreeNode, TreeQuerySet
from karavan.people.models import Organisation
from karavan.places.enums import (
    Category,
    CoordAccuracy,
    PlaceCategory,
    PlaceKind,
    PlaceLevel,
    PlaceState,
    Rights,
    Zone,
    ZoneState,
)
from karavan.places.validators import validate_picture


class Period(models.Model):
    """A dated fact: both days inclusive, an open end means unknown or still so."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="%(app_label)s_%(class)s_period",
            )
        ]


class District(Provenance):
    """A district of the city, with official counts and a label point (not a border)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    formed = models.CharField(max_length=10, blank=True, help_text="Year or date.")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(TreeNode, Provenance):
    """A site, a building on it, a hall in it, a square, a monument.

    Name, address, coordinates, district and state are those of the day, derived from the dated rows
    (:class:`PlaceName`, :class:`PlaceAddress`, :class:`PlaceStateRow`) by ``actions.refresh_places``.
    """

    level = models.CharField(max_length=10, choices=PlaceLevel.choices)
    kind = models.CharField(max_length=30, choices=PlaceKind.choices)
    category = models.CharField(max_length=40, choices=PlaceCategory.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="places", help_text="Who runs it."
    )
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="places")
    district_basis = models.CharField(max_length=20, blank=True, help_text="source, rule or assigned")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    coord_accuracy = models.CharField(
        max_length=20, choices=CoordAccuracy.choices, default=CoordAccuracy.NONE
    )
    coord_source = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.OPEN)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    website = models.URLField(blank=True)
    how_to_get_in = models.TextField(blank=True, help_text="The way in, step by step, for a visitor.")
    is_public = models.BooleanField(default=True)

    objects = models.Manager.from_queryset(TreeQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"], condition=~models.Q(source_id=""), name="places_place_source_id"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="places_place_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(Period):
    """A name of a place with its dates."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class PlaceAddress(Period):
    """Where a place was or is: a place moves and keeps its record."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=300, blank=True)
    fias_id = models.CharField(max_length=36, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)
    district_basis = models.CharField(max_length=20, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    coord_accuracy = models.CharField(
        max_length=20, choices=CoordAccuracy.choices, default=CoordAccuracy.NONE
    )
    coord_source = models.CharField(max_length=60, blank=True)
    is_temporary = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.address


class PlaceStateRow(Period):
    """A state of a place with its dates; days without a row are open."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=PlaceState.choices)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.get_state_display()}"


class WeeklyHours(Period):
    """Opening hours on one weekday (Monday is 0), dated; several rows make a break at noon."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    is_demo = models.BooleanField(default=False)

    class Meta(Period.Meta):
        ordering = ["place_id", "weekday", "opens"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="places_hours_weekday"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="places_hours_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(models.Model):
    """Other hours on one day; without times the place is closed that day."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="hours_exceptions")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "day"], name="places_exception_once"),
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__lt=models.F("closes")),
                name="places_exception_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class PlacePhoto(models.Model):
    """A picture of a place; without author, source and rights it is not shown."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="photos")
    image = models.FileField(upload_to="places", validators=[validate_picture])
    alt = models.CharField(_("what the picture shows"), max_length=300)
    author = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    rights = models.CharField(max_length=20, choices=Rights.choices)
    is_demo = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt


class HeritagePassport(models.Model):
    """What makes a place heritage: its protection and its number in the state register (ЕГРОКН)."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="heritage")
    protection = models.CharField(max_length=100, blank=True, help_text="As the source words it.")
    register_number = models.CharField(max_length=15, blank=True)
    built = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.place} · {self.protection}"


class AccessSurvey(models.Model):
    """A survey of a place's accessibility: the passport as it was seen on a day."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="surveys")
    surveyed_on = models.DateField()
    surveyor = models.CharField(max_length=200, help_text="An organisation or a commission, not a person.")
    variant = models.CharField(
        max_length=1, choices=[("А", _("all zones")), ("Б", _("allotted parts"))], blank=True
    )
    next_control = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-surveyed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.place} · {self.surveyed_on}"


class ZoneAssessment(models.Model):
    """State of one zone for one category of visitors."""

    survey = models.ForeignKey(AccessSurvey, models.CASCADE, related_name="assessments")
    zone = models.PositiveSmallIntegerField(choices=Zone.choices)
    category = models.CharField(max_length=1, choices=Category.choices)
    state = models.CharField(max_length=4, choices=ZoneState.choices)
    works = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "zone", "category"], name="places_assessment_once")
        ]

    def __str__(self) -> str:
        return f"{self.zone}{self.category} {self.state}"
