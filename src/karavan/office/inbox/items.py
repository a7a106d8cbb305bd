"""One thing that waits: what, since when, until when, and the page where it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.ui import typography

LATE, SOON, WEEK, LATER = "late", "soon", "week", "later"


@dataclass(frozen=True)
class Item:
    """``day`` is when it must be done, None where there is no day; ``note`` tells since when it waits.

    ``lacks`` are things to do, in words; ``action`` names the button to ``url``.
    """

    icon: str
    kind: str
    title: str
    url: str
    action: str
    day: date | None = None
    clock: str = ""
    late: bool = False
    note: str = ""
    lacks: Sequence[str] = ()
    more: int = 0

    def bucket(self, today: date) -> str:
        """How urgent it is."""
        if self.late or (self.day is not None and self.day < today):
            return LATE
        if self.day is None or (self.day - today).days > 7:
            return LATER
        return SOON if (self.day - today).days <= 1 else WEEK

    def when(self, today: date) -> str:
        """«сегодня, 18:00», «через 3 дня», «3 дня назад»."""
        if self.day is None:
            return ""
        days = (self.day - today).days
        if days < 0:
            return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
        if days > 1:
            return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
        word = _("today") if days == 0 else _("tomorrow")
        return f"{word}, {self.clock}" if self.clock else word


@dataclass(frozen=True)
class Shown:
    """An item on the page of a day."""

    item: Item
    when: str
    month: str
    late: bool


@dataclass
class Group:
    """Items of one urgency."""

    key: str
    title: str
    items: list[Shown] = field(default_factory=list)


def grouped(items: Iterable[Item], today: date) -> list[Group]:
    """The items by urgency, the nearest day first; empty groups are left out."""
    titles = {
        LATE: _("Late"),
        SOON: _("Today and tomorrow"),
        WEEK: pgettext("inbox", "Within a week"),
        LATER: _("Later"),
    }
    groups = {key: Group(key, title) for key, title in titles.items()}
    ordered = sorted(items, key=lambda item: (item.day is None, item.day or today, item.clock, item.title))
    for item in ordered:
        bucket = item.bucket(today)
        month = typography.month(item.day)[:3] if item.day is not None else ""
        groups[bucket].items.append(Shown(item, item.when(today), month, bucket == LATE))
    return [group for group in groups.values() if group.items]
