from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from karavan.people.models import Organisation, User

UNDO_FOR = timedelta(hours=1)


class SavedView(models.Model):
    """A list as somebody keeps it: the query of its link, with relative periods as they are named.

    ``person`` whose own it is; else of ``organisation`` and all below it; with neither, of the city.
    """

    screen = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    query = models.CharField(max_length=1800, blank=True)
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="saved_views")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    saved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["screen", "person"]),
            models.Index(fields=["screen", "organisation"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(organisation__isnull=True),
                name="office_view_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.title


class DefaultView(models.Model):
    """With which view a person's list begins."""

    person = models.ForeignKey(User, models.CASCADE, related_name="default_views")
    screen = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="default_of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "screen"], name="office_default_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.view}"


class RunState(models.TextChoices):
    """Where an action with several rows stands."""

    DRAFT = "draft", _("Not begun")
    RUNNING = "running", _("Under way")
    DONE = "done", pgettext_lazy("action", "Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Broken off")


class RowState(models.TextChoices):
    """What became of one row of it."""

    WAITING = "waiting", pgettext_lazy("row", "Waiting")
    DONE = "done", pgettext_lazy("row", "Done")
    FAILED = "failed", pgettext_lazy("row", "Not done")
    UNDONE = "undone", pgettext_lazy("row", "Undone")
    LEFT = "left", pgettext_lazy("row", "Left as it is")


class BulkRun(models.Model):
    """An action with several rows: chosen, looked at, confirmed, done and perhaps undone.

    ``values`` is what was typed into the action's form, by field a list of texts.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="bulk_runs")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Worked for then."
    )
    screen = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    back = models.CharField(max_length=1800, blank=True, help_text="Query of the list it was chosen in.")
    values = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True, help_text="Why it broke off.")
    beat_at = models.DateTimeField(
        default=timezone.now, db_index=True, help_text="When somebody last worked on it."
    )
    revived = models.BooleanField(default=False, help_text="Whether it was taken from who stopped once.")

    def __str__(self) -> str:
        return f"{self.screen} · {self.action} · {self.pk}"

    @property
    def undo_until(self) -> datetime | None:
        """Until when it may be undone; None where it is not done."""
        if self.state != RunState.DONE or self.finished_at is None:
            return None
        return self.finished_at + UNDO_FOR


class BulkRow(models.Model):
    """One row of an action: which record, what became of it, what undoing needs.

    ``mark`` is the newest journal line about the record right after; a newer one means that somebody changed
    it.
    """

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows")
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    message = models.TextField(blank=True)
    kept = models.JSONField(default=dict, blank=True)
    mark = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "state", "id"])]

    def __str__(self) -> str:
        return self.title
