from datetime import timedelta

from django.db import models
from django.utils import timezone

KEEP = timedelta(days=30)


class TrashedRecord(models.Model):
    """A removed record with the rows that hung on it, as they stood; nothing else of it is in the database.

    Person and organisation are plain numbers: the kernel lies below the people. ``payload`` is described in
    :mod:`karavan.kernel.trash.snapshot`, ``files`` names the uploaded files it still needs.
    """

    model = models.CharField(max_length=80, help_text="As in the journal: app label and model, lower case.")
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    organisation_id = models.BigIntegerField(null=True, help_text="Who may take it back; None: the city.")
    payload = models.JSONField()
    files = models.JSONField(default=list)
    trashed_at = models.DateTimeField(default=timezone.now, db_index=True)
    trashed_by_id = models.BigIntegerField(null=True)
    trashed_by_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    blocked_purge = models.BooleanField(default=False, help_text="Once public or reported: kept for good.")
    people_forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When rows about people were struck out of what is kept for good."
    )

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-trashed_at"])]
        constraints = [models.UniqueConstraint(fields=["model", "subject_id"], name="trash_record_once")]

    def __str__(self) -> str:
        return self.title
