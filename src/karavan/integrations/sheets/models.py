from django.db import models

from karavan.integrations.sheets.enums import BatchStatus, Kind, Outcome
from karavan.people.models import Organisation, User


class Source(models.Model):
    """A list that comes again and again, such as the programme of the coming month.

    Of a full list, what it gave before and names no longer is withdrawn.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="list_sources"
    )
    kind = models.CharField(max_length=15, choices=Kind.choices)
    name = models.CharField(max_length=100)
    is_full = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="sheets_source_once"),
            # SQLite holds two rows without an organisation for different ones.
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=models.Q(organisation__isnull=True),
                name="sheets_source_of_city_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One upload of a list: read, checked, confirmed, written, perhaps undone."""

    kind = models.CharField(max_length=15, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="batches",
        help_text="Whose records a row belongs to that names nobody; empty: the whole city's.",
    )  # fmt: skip
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="batches")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="mended")
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=BatchStatus.choices, default=BatchStatus.READING)
    message = models.TextField(blank=True, help_text="Why it could not be read, was stopped or broke off.")
    counts = models.JSONField(
        default=dict, help_text="Records by outcome; before a removal also those given."
    )
    columns = models.JSONField(
        default=dict, help_text="Headings recognised and unknown, and where they stand."
    )
    mode = models.CharField(max_length=5, blank=True)
    publish = models.BooleanField(default=False)
    cancel_asked = models.BooleanField(default=False)
    removal_allowed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class BatchFile(models.Model):
    """The file as it was sent. It may hold people's names: it is forgotten sooner than the batch."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.batch)


class BatchRow(models.Model):
    """One record of a list: what it would change, or did.

    ``changes`` is {field: [before, after]}, ``problems`` [[row of the sheet, column, message]]; ``number`` is
    the row of the sheet, 0 for what the list no longer names.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    title = models.CharField(max_length=300, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    record_id = models.BigIntegerField(null=True)
    is_ready = models.BooleanField(default=True)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    result = models.CharField(max_length=12, blank=True, help_text="What was done with it in the end.")

    class Meta:
        ordering = ["batch_id", "id"]
        indexes = [models.Index(fields=["batch", "outcome", "id"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class Origin(models.Model):
    """Where the fields of one record come from, and which of them no upload may change.

    ``fields`` is {field: [batch, digest of the value it gave]}: a field with another value now was edited by
    hand since. ``locked`` are fields that a person locked.
    """

    kind = models.CharField(max_length=15, choices=Kind.choices)
    record_id = models.BigIntegerField()
    fields = models.JSONField(default=dict)
    locked = models.JSONField(default=list)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="origins")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="sheets_origin_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class Alias(models.Model):
    """A key that means another record now: of one that was merged into it."""

    kind = models.CharField(max_length=15, choices=Kind.choices)
    key = models.CharField(max_length=420)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="sheets_alias_once")]
        indexes = [models.Index(fields=["kind", "record_id"])]

    def __str__(self) -> str:
        return f"{self.key} → {self.record_id}"


class Distinct(models.Model):
    """Two records of which a person said that they are not the same."""

    kind = models.CharField(max_length=15, choices=Kind.choices)
    low_id = models.BigIntegerField()
    high_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "low_id", "high_id"], name="sheets_distinct_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.low_id} ≠ {self.high_id}"


__all__ = [
    "Alias",
    "Batch",
    "BatchFile",
    "BatchRow",
    "BatchStatus",
    "Distinct",
    "Kind",
    "Origin",
    "Outcome",
    "Source",
]
