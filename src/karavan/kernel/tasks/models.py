from django.db import models


class TaskKey(models.Model):
    """What may be queued or done once only; ``done_at`` is set with its effect, in one transaction."""

    key = models.CharField(max_length=200, primary_key=True)
    result_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.key


class WorkerBeat(models.Model):
    """A sign of life of one worker process."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker_id} {self.at:%H:%M:%S}"
