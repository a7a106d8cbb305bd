"""Records of the catalogue in words, in the active language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.kernel.money import kopecks
from karavan.places.enums import AccessProfile
from karavan.portal import labels
from karavan.ui import typography
from karavan.ui.parts import Access, Badge

Record = Mapping[str, Any]


def moment(text: str) -> datetime:
    """A moment of a record on the city's clock."""
    return local(datetime.fromisoformat(text))


def day(text: str) -> date:
    """A day of a record."""
    return date.fromisoformat(text)


def known_day(text: str | None) -> date | None:
    """A day of a record, where there is one."""
    return day(text) if text else None


def amount(roubles: float | None) -> int | None:
    """Roubles of a record as kopecks."""
    return None if roubles is None else kopecks(Decimal(str(roubles)))


def price(record: Record) -> str:
    """«бесплатно», «от 400 ₽», «цена не указана»."""
    if record["kind"] == "free":
        return typography.price_range(0)
    if record["kind"] == "donation":
        return _("pay what you wish")
    known = typography.price_range(amount(record["min"]), amount(record["max"]))
    return known or _("price not stated")


def hours(start: datetime, end: datetime | None) -> str:
    """«19:00–21:30»; an end on another day is left out."""
    return typography.time_range(start, end if end and end.date() == start.date() else None)


def hours_text(row: Record) -> str:
    """«10:00–18:00» of weekly hours or an exception."""
    return f"{row['opens'].removeprefix('0')}{typography.EN_DASH}{row['closes'].removeprefix('0')}"


def period(record: Record) -> str:
    """Days of a record that has ``from`` and ``to``; "" where neither is known."""
    first, last = record.get("from"), record.get("to")
    if first and last:
        return typography.date_range(day(first), day(last), year=True)
    if first:
        return _("from %(day)s") % {"day": typography.date_short(day(first), year=True)}
    if last:
        return _("until %(day)s") % {"day": typography.date_short(day(last), year=True)}
    return ""


def step_free(record: Record) -> Access | None:
    """The shortest answer about access: without steps or not, and how it is known."""
    value = record["access"]["wheelchair"]
    note = _("demonstration survey") if record["access_demo"] else ""
    if value == "yes":
        return Access("yes", _("step-free"), note)
    if value == "no":
        return Access("no", _("not step-free"), note)
    return Access("unknown", _("accessibility not surveyed"))


def facilities(record: Record) -> list[str]:
    """What an event offers to those who hear, see or understand otherwise."""
    return [labels.label("facility", name) for name in record["facilities"]]


def offered(record: Record) -> list[str]:
    """The same for a list, where a summary in simple words is told of too."""
    # Records that an older release has written do not say it.
    return [*facilities(record), *([_("In simple words")] if record.get("easy") else [])]


def access_list(record: Record, note: str = "") -> list[Access]:
    """One answer for every profile."""
    return [Access(record["access"][profile.value], str(profile.label), note) for profile in AccessProfile]


def status_badges(record: Record, session_status: str = "") -> list[Badge]:
    """Badges for what a visitor must not miss."""
    badges = []
    if record["status"] == "cancelled" or session_status == "cancelled":
        badges.append(Badge("cancelled", _("cancelled")))
    elif session_status == "moved":
        badges.append(Badge("moved", _("moved")))
    elif session_status == "sold_out":
        badges.append(Badge("soldout", _("sold out")))
    if record["demo"]:
        badges.append(Badge("demo", _("demo")))
    return badges


def survey(record: Record | None) -> str:
    """When and by whom a place was surveyed; that it was not, where it was not."""
    if record is None:
        return _("This place has not been surveyed. Unknown does not mean accessible: ask before you come.")
    return _("Surveyed on %(day)s: %(surveyor)s.") % {
        "day": typography.date_short(day(record["date"]), year=True),
        "surveyor": record["surveyor"],
    }
