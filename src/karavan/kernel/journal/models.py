from django.db import models


class JournalLine(models.Model):
    """One line of the journal: written by actions only, never changed.

    The actor and the organisation are kept as plain numbers: the kernel lies below the people.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"]),
            models.Index(fields=["organisation_id", "id"]),
            models.Index(fields=["actor_id", "id"]),
            models.Index(fields=["verb", "id"]),
            # The last lines that people wrote: among those of an import there are few.
            models.Index(fields=["id"], condition=models.Q(actor_id__isnull=False), name="journal_by_people"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.subject_type} {self.subject_id}"
        )
