"""The lists inside the form of an event, drawn without templates: they have some hundred fields."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.office.desk import Desk
from karavan.office.programme.events.form import EventForm
from karavan.office.programme.events.rows import Raw, read_day, show_week
from karavan.office.programme.events.widgets import Offered
from karavan.programme.enums import OrganiserRole, SessionStatus, TariffKind
from karavan.programme.models import Event, Session
from karavan.ui import icons, typography
from karavan.ui.controls import attributes

MORE: Final = 3
"""Empty rows that a button without a script adds."""
BADGES: Final = {"moved": "moved", "cancelled": "cancelled", "sold_out": "soldout"}
Cells = Callable[[EventForm, int, Raw, str], list[str]]
"""Cells of a row: of the form, the number of the row, what is in it, and the stem of its names."""
DASH: Final = '<span class="daterow__dash" aria-hidden="true">–</span>'


def drawn(desk: Desk, form: EventForm, event: Event | None, do: str) -> dict[str, SafeString]:
    """Every list of the form as HTML; ``do`` = ``more:<list>`` asks for more empty rows."""
    extra = do.partition(":")[2] if do.startswith("more:") else ""
    blanks = {name: MORE if extra == name else 1 for name in ("sessions", *PAIRS, "day_exceptions")}
    return {
        "sessions": _sessions(form, event, blanks["sessions"]),
        "hours": _hours(form),
        "day_exceptions": _simple(
            form, "day_exceptions", _exception_cells, blanks["day_exceptions"], "exception"
        ),
        "tariffs": _tariffs(form),
        "performers": _simple(form, "performers", _performer_cells, blanks["performers"], "pair"),
        "organisers": _simple(form, "organisers", _organiser_cells(form), blanks["organisers"], "pair"),
    }


PAIRS: Final = ("performers", "organisers")


def _input(kind: str, row: Raw, stem: str, cell: str, label: str, bad: bool = False, **attrs: Any) -> str:
    name, value = f"{stem}-{cell}", row.get(cell) or None
    shown = {"aria-label": label, "aria-invalid": "true" if bad else None, "value": value, **attrs}
    return f'<input type="{kind}" name="{name}"{attributes(shown)}>'


def _select(row: Raw, stem: str, cell: str, label: str, choices: Offered, usual: str = "") -> str:
    shown = choices.marked(row.get(cell) or usual)
    return f'<select name="{stem}-{cell}" aria-label="{escape(label)}">{shown}</select>'


def _row(name: str, cells: Iterable[str], fault: str, marks: str = " data-row") -> str:
    """A row with its message."""
    words = ""
    if fault:
        words = f'<p class="field__error">{icons.icon_svg("circle-alert")}<span>{escape(fault)}</span></p>'
    return f'<li class="{name}"{marks}>{"".join(cells)}{words}</li>'


def _gone(stem: str, label: str) -> str:
    words = f'<span class="vh">{escape(label)}</span>'
    return (
        f'<label class="rowgone"><input type="checkbox" name="{stem}-gone" value="1">'
        f'<span aria-hidden="true">{icons.icon_svg("x")}</span>{words}</label>'
    )


def _blank(rows: Sequence[Raw], count: int) -> list[Raw]:
    taken = {row["key"] for row in rows}
    free = (f"n{number}" for number in range(len(taken) + count + 60))
    return [{"key": key} for key in free if key not in taken][:count]


def _simple(form: EventForm, name: str, cells: Cells, blanks: int, look: str) -> SafeString:
    """A list whose rows look alike, with empty ones at its end."""
    rows = form.rows_of(name)
    found = [
        _row(look, cells(form, number, row, f"{name}-{row['key']}"), form.fault_of_row(name, number))
        for number, row in enumerate([*rows, *_blank(rows, blanks)])
    ]
    return mark_safe("".join(found))


# Dates.


def _sessions(form: EventForm, event: Event | None, blanks: int) -> SafeString:
    rows = form.rows_of("sessions")
    known = {str(one.pk): one for one in (event.sessions.all() if event is not None else ())}
    found = [_session_row(form, number, row, known.get(row["key"])) for number, row in enumerate(rows)]
    found += [_session_row(form, -1, row, None) for row in _blank(rows, blanks)]
    return mark_safe("".join(found))


def _session_row(form: EventForm, number: int, row: Raw, session: Session | None) -> str:
    stem = f"sessions-{row['key']}"
    day = read_day(row.get("day", ""))
    words = f"{typography.month(day)}<br>{typography.weekday_short(day)}" if day else ""
    bad = {cell: bool(form.fault("sessions", number, cell)) for cell in ("day", "start", "end")}
    cells = [
        '<span class="daterow__date" aria-hidden="true">',
        f'<b class="daterow__day">{day.day if day else "—"}</b>',
        f'<span class="daterow__words">{words}</span></span>',
        _input("date", row, stem, "day", _("Day"), bad["day"]),
        _input("time", row, stem, "start", _("Begins at"), bad["start"]),
        DASH,
        _input("time", row, stem, "end", _("Ends at, if it is known"), bad["end"]),
    ]
    if session is not None and form.is_public:
        cells.append(_session_state(session))
    else:
        cells.append(_gone(stem, _("Take this date away")))
    blank = "" if row.get("day") or row.get("start") else " daterow--blank"
    return _row(f"daterow{blank}", cells, form.fault_of_row("sessions", number))


def _session_state(session: Session) -> str:
    """What became of a public date, and the way to its own page."""
    kind = BADGES.get(session.status, "")
    words = escape(str(SessionStatus(session.status).label))
    badge = f'<span class="badge badge--{kind}">{words}</span>' if kind else ""
    address = f"/office/events/{session.event_id}/dates/{session.pk}/"
    return f'{badge}<a class="daterow__more" href="{address}">{escape(_("Move or cancel"))}</a>'


# A period.


def _hours(form: EventForm) -> SafeString:
    rows = form.rows_of("hours")
    typed = {row["key"]: (number, row) for number, row in enumerate(rows)}
    found = []
    for empty in show_week([]):
        number, row = typed.get(empty["key"], (-1, empty))
        stem, weekday = f"hours-{row['key']}", typography.weekday(date(2024, 1, 1 + int(row["key"])))
        second = " open" if row.get("opens2") or row.get("closes2") else ""
        cells = [
            f'<span class="week__day">{escape(typography.capitalised(weekday))}</span>',
            _span(stem, row, "", weekday),
            f'<details class="week__second"{second}><summary>{escape(_("after a break"))}</summary>',
            _span(stem, row, "2", weekday),
            "</details>",
        ]
        found.append(_row("week", cells, form.fault_of_row("hours", number), " data-week"))
    return mark_safe("".join(found))


def _span(stem: str, row: Raw, suffix: str, weekday: str) -> str:
    opens = _input("time", row, stem, f"opens{suffix}", f"{weekday}: {_('opens at')}")
    closes = _input("time", row, stem, f"closes{suffix}", f"{weekday}: {_('closes at')}")
    return f'<span class="week__span">{opens}<span aria-hidden="true">–</span>{closes}</span>'


def _exception_cells(form: EventForm, number: int, row: Raw, stem: str) -> list[str]:
    bad = bool(form.fault("day_exceptions", number, "day"))
    return [
        _input("date", row, stem, "day", _("Day"), bad),
        _input("time", row, stem, "opens", _("opens at")),
        DASH,
        _input("time", row, stem, "closes", _("closes at")),
        _input("text", row, stem, "note", _("Why"), placeholder=_("why"), maxlength=200),
        _gone(stem, _("Take this day away")),
    ]


# Benefits.


def _tariffs(form: EventForm) -> SafeString:
    typed = {row["key"]: (number, row) for number, row in enumerate(form.rows_of("tariffs"))}
    kinds = Offered([("", _("pays as everybody")), *TariffKind.choices])
    found = []
    for key, name in form.tariff_names.items():
        number, row = typed.get(key, (-1, {"key": key}))
        stem = f"tariffs-{key}"
        worth = f"{name}: {_('percent off, or roubles')}"
        cells = [
            f'<span class="tariff__who">{escape(name)}</span>',
            _select(row, stem, "kind", name, kinds),
            _input("text", row, stem, "value", worth, inputmode="decimal", size=6),
        ]
        if row.get("kind"):
            cells.append(_terms(stem, row))
        found.append(_row("tariff", cells, form.fault_of_row("tariffs", number), ""))
    return mark_safe("".join(found))


def _terms(stem: str, row: Raw) -> str:
    """On what terms: asked only where there is a benefit."""
    asked = (
        ("days", _("Only on these days of the month")),
        ("quota", _("Tickets for each date")),
        ("proof", _("What to show at the entrance")),
        ("basis", _("Legal basis, if it is another")),
    )
    fields = "".join(
        f"<label>{escape(label)} {_input('text', row, stem, cell, label)}</label>" for cell, label in asked
    )
    checked = " checked" if row.get("companion") else ""
    box = f'<input type="checkbox" name="{stem}-companion" value="1"{checked}>'
    companion = f'<label class="tariff__check">{box} {escape(_("a companion enters free"))}</label>'
    title = escape(_("on what terms"))
    return (
        f'<details class="tariff__terms"><summary>{title}</summary><div>{fields}{companion}</div></details>'
    )


# Who plays and who holds it.


def _performer_cells(form: EventForm, number: int, row: Raw, stem: str) -> list[str]:
    bad = bool(form.fault("performers", number, "name"))
    cells = [
        _input("text", row, stem, "name", _("Name on the poster"), bad, placeholder=_("name"), maxlength=200),
        _input("text", row, stem, "part", _("Part or instrument"), placeholder=_("part"), maxlength=100),
        _gone(stem, _("Take this performer away")),
    ]
    if row.get("organisation"):
        cells.append(_input("hidden", row, stem, "organisation", ""))
    return cells


def _organiser_cells(form: EventForm) -> Cells:
    names: dict[Any, str] = {"": "—", **form.organisation_names}
    for row in form.rows_of("organisers"):
        chosen = row.get("organisation", "")
        if chosen.isdecimal():
            names.setdefault(int(chosen), _("an organisation you do not see"))
    offered, roles = Offered(names.items()), Offered(OrganiserRole.choices)

    def cells(_form: EventForm, number: int, row: Raw, stem: str) -> list[str]:
        usual = str(OrganiserRole.LEAD if number == 0 else OrganiserRole.CO)
        return [
            _select(row, stem, "organisation", _("Organisation"), offered),
            _select(row, stem, "role", _("Its part"), roles, usual),
            _gone(stem, _("Take this organiser away")),
        ]

    return cells
