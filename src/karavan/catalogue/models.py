from django.db import models


class EntryKind(models.TextChoices):
    """What a resident can find."""

    EVENT = "event"
    PLACE = "place"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"


class Entry(models.Model):
    """The public form of one event, place, organisation or programme, ready to be sent.

    ``card_*`` is one item of a list and ``detail_*`` the whole record, as UTF-8 JSON objects by language;
    ``facts`` is what filters, facets and search need (:mod:`karavan.catalogue.facts`), as MessagePack.
    Everything here is derived and can be rebuilt; nothing else may be kept here.
    """

    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    object_id = models.BigIntegerField()
    card_ru = models.BinaryField()
    card_en = models.BinaryField()
    detail_ru = models.BinaryField()
    detail_en = models.BinaryField()
    facts = models.BinaryField()
    digest = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="catalogue_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SessionEntry(models.Model):
    """The public form of one session, ready to be sent."""

    session_id = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(db_index=True)
    payload_ru = models.BinaryField()
    payload_en = models.BinaryField()

    def __str__(self) -> str:
        return f"session {self.session_id}"


class CatalogueState(models.Model):
    """One row: the version of the whole catalogue. ``stamp`` tells versions of the same number apart.

    ``form`` is the code that wrote every entry (:func:`karavan.catalogue.projection.form`).
    """

    version = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=32, default="")
    form = models.CharField(max_length=32, default="")
    changed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.version)


class Change(models.Model):
    """One line of the change feed: this entry changed, or is gone, at this version."""

    version = models.BigIntegerField()
    stamp = models.CharField(max_length=32)
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    object_id = models.BigIntegerField()
    is_gone = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "id"]
        indexes = [models.Index(fields=["version", "id"])]

    def __str__(self) -> str:
        return f"{self.version}: {self.kind} {self.object_id}{' gone' if self.is_gone else ''}"
