from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from karavan.hygiene.enums import Answer, SiteState
from karavan.people.models import Organisation, User

LONG = timedelta(hours=48)
"""A contradiction that stands longer is counted by itself."""


class Score(models.Model):
    """How true and complete an organisation's information was on a day, 0 to 100.

    ``known`` is the share of all weight that could be judged, in percent. ``parts`` are the items behind the
    figure: ``[{"code", "weight", "good", "of"}]``, where ``of`` 0 means that it could not be told.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scores")
    day = models.DateField()
    value = models.PositiveSmallIntegerField()
    known = models.PositiveSmallIntegerField()
    norms = models.CharField(max_length=20, help_text="Version of the norms it was measured by.")
    parts = models.JSONField(default=list)

    class Meta:
        ordering = ["organisation_id", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="hygiene_score_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(value__lte=100, known__lte=100), name="hygiene_score_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.day} · {self.value}"


class Finding(models.Model):
    """One gap with the fragment that shows it. ``key`` names it among those of its organisation.

    It keeps its age: the same gap found again is the same row until it is gone (``resolved_at``).
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=40, help_text="Item of the norms.")
    key = models.CharField(max_length=120)
    by = models.CharField(max_length=10, help_text="Where it was seen: registry or site.")
    weight = models.PositiveSmallIntegerField(default=1)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=300, blank=True, help_text="What the record is called.")
    quote = models.TextField(blank=True, help_text="The fragment as it stood where it was seen.")
    recorded = models.TextField(blank=True, help_text="What the registry says instead.")
    url = models.URLField(max_length=600, blank=True, help_text="Where it was seen.")
    since = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.NONE)
    answer_reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-weight", "since", "id"]
        indexes = [models.Index(fields=["organisation", "resolved_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=models.Q(resolved_at__isnull=True),
                name="hygiene_finding_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.code} · {self.subject}"

    def is_long_open(self, now: datetime) -> bool:
        """Whether it stands for more than two days with nobody's word on it."""
        return self.resolved_at is None and self.answer != Answer.ASIDE and self.since < now - LONG


class SiteCheck(models.Model):
    """The last look at an organisation's own site: ``results`` as :class:`karavan.hygiene.checks.Seen`."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="site_check")
    url = models.URLField(blank=True)
    state = models.CharField(max_length=10, choices=SiteState.choices, default=SiteState.NEVER)
    note = models.CharField(max_length=300, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When somebody asked for a look.")
    checked_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.organisation} · {self.url}"


class Digest(models.Model):
    """The worst organisations of a Monday, as they were told: ``[{"organisation", "value", "task"}]``."""

    day = models.DateField(unique=True)
    lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.day}"
