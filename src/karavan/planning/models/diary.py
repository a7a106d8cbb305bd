from django.db import models
from django.utils import timezone

from karavan.kernel.provenance import Provenance
from karavan.people.models import Organisation
from karavan.places.models import District, Place
from karavan.planning.enums import Stage
from karavan.programme.enums import EventKind
from karavan.programme.models import Event
from karavan.programme.validators import validate_audiences


class DiaryEntry(Provenance):
    """A plan that is not an event yet: what somebody thinks of, when, where and for how many.

    Where it is to be is a place, else a point, else a district, else only the city. Of a confidential one
    other organisations learn its size, audience, kind and distance, and neither name nor owner.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="diary_entries")
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    audiences = models.JSONField(default=list, blank=True, validators=[validate_audiences])
    expected = models.PositiveIntegerField(null=True, blank=True, help_text="People who are expected.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="diary_entries")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    is_loud = models.BooleanField(default=False, help_text="Amplified sound or fireworks in the open.")
    is_confidential = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="diary_entries")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["organisation", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="planning_entry_order"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="planning_entry_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.title
