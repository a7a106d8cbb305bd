"""Values of the editor's lists in words, for people who choose between two edits and for the history."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.office.kit.editing import readable
from karavan.office.programme.events.form import EventForm
from karavan.ui import typography


def row_words(form: EventForm, name: str, key: str, row: Any) -> str:
    """What a row of a list is called: its date, weekday or category."""
    if name == "sessions" and row:
        return _moment(row[0][0] if isinstance(row[0], list) else row[0])
    if name == "hours":
        return typography.weekday(date(2024, 1, 1 + int(key)))
    if name == "day_exceptions":
        return typography.date_short(date.fromisoformat(key), year=True)
    if name == "tariffs":
        return str(form.tariff_names.get(key, key))
    return key


def value_words(form: EventForm, name: str, value: Any) -> str:
    """A value of a field or of a row as the merge has it."""
    if value is None:
        return "—"
    if name == "sessions":
        return "; ".join(_session(one) for one in value)
    if name == "hours":
        return "; ".join(f"{one[0]:%H:%M}–{one[1]:%H:%M}" for one in value)
    if name == "day_exceptions":
        return "; ".join(_exception(one) for one in value)
    if name == "tariffs":
        return "; ".join(", ".join(str(part) for part in one[:2]) for one in value)
    if name == "performers":
        return ", ".join(f"{one.name} — {one.part}" if one.part else one.name for one in value) or "—"
    if name == "organisers":
        return ", ".join(form.organisation_names.get(pk, str(pk)) for pk, _role in value) or "—"
    if name == "programme":
        return str(form.programme_names.get(value, value))
    if name in ("price_min", "price_max"):
        return typography.money(value)
    return readable(form, name, value)


def _moment(moment: Any) -> str:
    begins = local(moment)
    return f"{typography.date_short(begins, year=True)}, {begins:%H:%M}"


def _session(row: Any) -> str:
    starts, ends = row
    return f"{_moment(starts)}–{local(ends):%H:%M}" if ends else _moment(starts)


def _exception(row: Any) -> str:
    _there, opens, closes, note = row
    hours = f"{opens:%H:%M}–{closes:%H:%M}" if opens and closes else _("closed")
    return f"{hours} ({note})" if note else hours
