from django.db import models
from django.utils import timezone

from karavan.kernel.provenance import Provenance
from karavan.people.models import Organisation
from karavan.places.models import Place


class Asset(Provenance):
    """A thing that an organisation owns and others may need, one or several alike: a stage, a bus."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assets")
    name = models.CharField(max_length=200)
    units = models.PositiveSmallIntegerField(default=1, help_text="How many alike there are.")
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="assets", help_text="Where it is kept."
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(units__range=(1, 1000)), name="assets_asset_units")
        ]

    def __str__(self) -> str:
        return self.name
