"""Days, times and sentences of notices."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import local
from karavan.ui import typography


def day_and_time(moment: datetime) -> str:
    """«5 марта, 18:00»."""
    clock = local(moment)
    return f"{typography.date_short(clock.date())}, {typography.time_text(clock)}"


def day(value: date) -> str:
    """«5 марта»."""
    return typography.date_short(value)


def days(first: date, last: date) -> str:
    """«5–9 марта»."""
    return typography.date_range(first, last)


def iso_day(value: object) -> date | None:
    """A day as the journal keeps it."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def sentence(*parts: str) -> str:
    """The parts that say something, each as a sentence of its own."""
    said = (part.strip() for part in parts if part)
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in said)


def who(line: JournalLine) -> str:
    """Who wrote a line; nothing where it was the platform itself."""
    return "" if line.actor_id is None else _("Who: %(name)s") % {"name": line.actor_label}
