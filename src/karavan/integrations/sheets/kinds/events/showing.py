"""Fields and values of events in words, for the preview of changes."""

from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds.events.drafting import Told
from karavan.kernel.html import plain_text
from karavan.kernel.localtime import local
from karavan.places.hourtext import week_in_words
from karavan.places.models import Place
from karavan.programme.enums import AgeMark, Audience, Entry, EventKind, Facility, Language, PriceKind
from karavan.programme.models import Programme
from karavan.ui import typography

LABELS: Final[dict[str, str | Promise]] = {
    "title": _("Title"),
    "kind": _("Kind of event"),
    "organisers": _("Organisers"),
    "sessions": _("Dates"),
    "date_from": _("First day"),
    "date_to": _("Last day"),
    "hours": _("Hours"),
    "place_id": _("Place"),
    "age_mark": _("Age mark"),
    "audiences": _("For whom"),
    "languages": _("Languages"),
    "facilities": _("Facilities"),
    "price": _("Price"),
    "entry": _("Entry"),
    "booking_url": _("Tickets or registration"),
    "pushkin_card": _("Pushkin card"),
    "capacity": _("Seats"),
    "programme_id": _("Programme"),
    "online_url": _("Broadcast"),
    "summary": _("Summary"),
    "text": _("Text"),
    "performers": _("Performers"),
    "staff_note": _("Note for staff"),
}
_CHOICES: Final[dict[str, Any]] = {
    "kind": EventKind, "entry": Entry, "audiences": Audience, "languages": Language, "facilities": Facility,
}  # fmt: skip


def show(ground: Ground, name: str, value: Any) -> str:
    """A plain value of a field in words."""
    if value in (None, "", []):
        return ""
    if name in _CHOICES:
        labels = dict(_CHOICES[name].choices)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in values)
    if name in _SHOWN:
        return str(_SHOWN[name](ground, value))
    return str(value)


def _place(ground: Ground, value: int) -> str:
    place = ground.place_by_id.get(value) or Place.objects.filter(pk=value).first()
    return ground.place_label(place) if place else str(value)


def _programme(ground: Ground, value: int) -> str:
    return Programme.objects.filter(pk=value).values_list("title", flat=True).first() or str(value)


def _organisers(ground: Ground, value: list[list[Any]]) -> str:
    names = {row.pk: str(row) for row in ground.all_organisations}
    return ", ".join(names.get(pk, str(pk)) for pk, _role in value)


def _price(ground: Ground, value: list[Any]) -> str:
    kind, low, high = value
    if kind != PriceKind.PAID:
        return str(PriceKind(kind).label)
    parts = [typography.money(amount) for amount in (low, high) if amount is not None]
    return " – ".join(parts) or str(PriceKind(kind).label)


def _sessions(ground: Ground, value: list[list[Any]]) -> str:
    shown = [moment_words(datetime.fromisoformat(start)) for start, _end in value]
    return "; ".join(shown)


def _yes_no(ground: Ground, value: bool) -> str:
    return str(_("yes") if value else _("no"))


_SHOWN: Final[dict[str, Any]] = {
    "place_id": _place,
    "programme_id": _programme,
    "organisers": _organisers,
    "price": _price,
    "sessions": _sessions,
    "age_mark": lambda _ground, value: dict(AgeMark.choices).get(value, value),
    "pushkin_card": _yes_no,
    "text": lambda _ground, value: plain_text(value),
    "performers": lambda _ground, value: ", ".join(value),
    "hours": lambda _ground, value: week_in_words([(day, _clock(a), _clock(b)) for day, a, b in value]),
    "date_from": lambda _ground, value: typography.date_short(date.fromisoformat(value), year=True),
    "date_to": lambda _ground, value: typography.date_short(date.fromisoformat(value), year=True),
}


def _clock(said: str) -> Any:
    return datetime.strptime(said, "%H:%M").time()  # noqa: DTZ007 - a clock time has no zone


def moment_words(moment: datetime) -> str:
    """«5 дек. 2026, 18:30»."""
    here = local(moment)
    return f"{typography.date_short(here.date(), year=True)}, {typography.time_text(here)}"


def when_words(story: Told) -> str:
    """When an event of a list takes place, in words."""
    if story.dates:
        first = moment_words(story.dates[0].starts_at)
        return first if len(story.dates) == 1 else f"{first} (+{len(story.dates) - 1})"
    days = [story.fields.get(name) for name in ("date_from", "date_to")]
    return "–".join(typography.date_short(day, year=True) for day in days if isinstance(day, date))
