from datetime import timedelta

from django.db import models
from django.utils import timezone

KEEP = timedelta(days=90)
"""How long an unfinished form is kept after it was touched last."""
KEEP_FILES = timedelta(days=1)


class Draft(models.Model):
    """The answers so far of one person in one kind of form about one record.

    Person and record are plain numbers: the kernel lies below both.
    """

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    content = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "kind", "subject_id"], name="drafts_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class DraftFile(models.Model):
    """A file that waits for the rest of its form; in the database, for nobody else may fetch it."""

    key = models.CharField(max_length=40, primary_key=True)
    person_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.name
