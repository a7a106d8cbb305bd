from django.db import models
from django.utils import timezone

from karavan.people.models import Organisation, User
from karavan.planning.enums import MoveState
from karavan.planning.models.diary import DiaryEntry
from karavan.programme.models import Session


class BalanceRun(models.Model):
    """One proposal to spread a month: what went in, what came out, and how far it is proved.

    ``penalty`` counts clashes and crowded cells; lower is better. ``bound`` is what no plan can fall below:
    only where the two meet is the result called optimal.
    """

    month = models.DateField(help_text="Its first day.")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    inputs = models.CharField(max_length=64, blank=True, help_text="Digest of all that went in.")
    parameters = models.JSONField(default=dict)
    solver = models.CharField(max_length=40, blank=True, help_text="Name and version.")
    outcome = models.CharField(max_length=20, blank=True, help_text="optimal, feasible, nothing, failed")
    problem = models.CharField(max_length=300, blank=True)
    penalty_before = models.FloatField(null=True, blank=True)
    penalty_after = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} · {self.started_at:%Y-%m-%d %H:%M}"


class BalanceMove(models.Model):
    """One proposed move of a session or a plan, its gain, and what became of it."""

    run = models.ForeignKey(BalanceRun, models.CASCADE, related_name="moves")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(DiaryEntry, models.CASCADE, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(help_text="When it stands now.")
    to_starts_at = models.DateTimeField()
    gain = models.FloatField(help_text="By how much the penalty falls with this move alone.")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=MoveState.choices, default=MoveState.PROPOSED)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session__isnull=False, entry__isnull=True)
                | models.Q(session__isnull=True, entry__isnull=False),
                name="planning_move_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session or self.entry} → {self.to_starts_at:%Y-%m-%d %H:%M}"
