from django.db import models
from django.utils import timezone

from karavan.people.models import User


class Pair(models.Model):
    """Two things of the diary by their keys, the smaller first: ``session:12``, ``entry:5``."""

    first = models.CharField(max_length=40)
    second = models.CharField(max_length=40, db_index=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="%(app_label)s_%(class)s_two"
            ),
        ]


class ClashDecision(Pair):
    """A clash that somebody set aside, and why. It lapses when the time or the place of either changes."""

    facts = models.CharField(max_length=64, help_text="Digest of what was decided upon.")
    reason = models.CharField(max_length=400)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.first} × {self.second}"


class Disclosure(Pair):
    """Two organisations whose plans clash, and whether each lets the other see the name and the owner.

    Names are shown when both have agreed, and not before. Either may take it back.
    """

    first_agreed_at = models.DateTimeField(null=True, blank=True)
    first_agreed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    second_agreed_at = models.DateTimeField(null=True, blank=True)
    second_agreed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.first} × {self.second}"

    @property
    def is_mutual(self) -> bool:
        """Whether both sides agreed."""
        return self.first_agreed_at is not None and self.second_agreed_at is not None
