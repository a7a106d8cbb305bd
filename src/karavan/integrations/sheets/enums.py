from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a list holds."""

    EVENTS = "events", _("Events")
    PLACES = "places", _("Places")
    ORGANISATIONS = "organisations", _("Organisations")
    MEMBERS = "members", _("People and roles")


class BatchStatus(models.TextChoices):
    """Life of one upload."""

    READING = "reading", _("Being read")
    UNREADABLE = "unreadable", _("Could not be read")
    CHECKED = "checked", _("Checked, waits for you")
    STOPPED = "stopped", _("Stopped: too much would be removed")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Done")
    FAILED = "failed", _("Broken off, nothing was written")
    CANCELLED = "cancelled", pgettext_lazy("upload", "Cancelled")
    UNDONE = "undone", _("Undone")


RUNNING = frozenset({BatchStatus.READING, BatchStatus.WRITING})
OPEN = frozenset({BatchStatus.CHECKED, BatchStatus.STOPPED})


class Outcome(models.TextChoices):
    """What a row would do, or did."""

    NEW = "new", pgettext_lazy("row", "New")
    CHANGED = "changed", pgettext_lazy("row", "Changes")
    SAME = "same", pgettext_lazy("row", "Nothing new")
    ERROR = "error", pgettext_lazy("row", "To be mended")
    GONE = "gone", pgettext_lazy("row", "No longer in the list")


class Mode(models.TextChoices):
    """What becomes of a list with errors."""

    ALL = "all", _("All or nothing")
    GOOD = "good", _("Only the rows without errors")
