"""Where a record's facts come from and how sure they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Certainty(models.TextChoices):
    """``A`` seen in the named source, ``B`` one detail to verify, ``C`` not to be shown before a check."""

    A = "A", _("seen in the source")
    B = "B", _("a detail to verify")
    C = "C", _("not to be shown before a check")


class Provenance(models.Model):
    """Fields of every record that came from outside. Only staff see source, certainty and note."""

    source = models.TextField(blank=True)
    source_id = models.CharField(max_length=80, blank=True, help_text="Key of the record in its source.")
    certainty = models.CharField(max_length=1, choices=Certainty.choices, default=Certainty.A)
    staff_note = models.TextField(blank=True)
    is_demo = models.BooleanField(
        default=False, help_text="Invented for demonstration; marked so everywhere."
    )

    class Meta:
        abstract = True
