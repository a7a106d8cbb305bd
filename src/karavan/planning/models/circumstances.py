from django.db import models
from django.utils import timezone

from karavan.kernel.provenance import Provenance
from karavan.people.models import Organisation, User
from karavan.places.models import District, Place
from karavan.planning.enums import CircumstanceKind, Effect


class Circumstance(Provenance):
    """A feast, a day of mourning, school holidays, works on a road: days that matter to whoever plans.

    ``code`` and ``year`` name what was computed; without a code it was entered by hand. Where the moon
    decides, ``margin_days`` says by how many days it may be off until a person confirms. Without a place, a
    point with a radius or a district it holds in the whole city; without times, all day.
    """

    kind = models.CharField(max_length=20, choices=CircumstanceKind.choices)
    effect = models.CharField(max_length=10, choices=Effect.choices, default=Effect.NOTE)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    advice = models.CharField(max_length=400, blank=True, help_text="What it asks for, in respectful words.")
    code = models.SlugField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    time_from = models.TimeField(null=True, blank=True)
    time_to = models.TimeField(null=True, blank=True)
    margin_days = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="circumstances"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="circumstances")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    radius = models.PositiveIntegerField(null=True, blank=True, help_text="Metres around the point.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["first_day", "id"]
        indexes = [models.Index(fields=["first_day", "last_day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "first_day"],
                condition=~models.Q(code=""),
                name="planning_circumstance_once",
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")), name="planning_circumstance_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title
