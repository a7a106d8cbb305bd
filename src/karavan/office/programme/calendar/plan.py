"""The plan of a month as institutions file it: number, title, place, day and hour, who is responsible."""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import IO, Any, Final

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from karavan.office.desk import Desk
from karavan.office.programme.calendar.month import Month
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import EventOrganiser
from karavan.ui import typography
from karavan.ui.typeset import typeset

CHUNK: Final = 500
WIDTHS: Final = (6, 52, 34, 24, 34)


@dataclass(frozen=True)
class Row:
    """One line of the plan; all words."""

    title: str
    place: str
    when: str
    responsible: str
    off: bool


@dataclass(frozen=True)
class Plan:
    """The lines of a month in order of time, with what stands above them."""

    heading: str
    whose: str
    columns: Sequence[str]
    rows: Sequence[Row]


def plan_of(desk: Desk, month: Month) -> Plan:
    """The plan of a month that was read; one query for every 500 events. Cancelled ones say so."""
    events = {one.event_id for one in month.dates} | {one.event_id for one in month.periods}
    leads = _leads(sorted(events))
    lines: list[tuple[Any, Row]] = []
    for one in month.dates:
        days = f"{typography.date_short(one.day)}, {typography.weekday_short(one.day)}"
        when = f"{days}, {typography.time_range(one.starts, one.ends)}"
        off = one.mark == "cancelled"
        when = f"{when} ({_('cancelled')})" if off else when
        lines.append(
            ((one.day, one.starts.time()), Row(one.title, one.place, when, leads[one.event_id], off))
        )
    for period in month.periods:
        days = typography.date_range(period.first, period.last)
        first = max(period.first, month.asked.month)
        off = period.mark == "cancelled"
        row = Row(period.title, period.place, days, leads[period.event_id], off)
        lines.append(((first, time.min), row))
    lines.sort(key=lambda line: line[0])
    return Plan(
        heading=_("Repertoire plan for %(month)s %(year)s")
        % {"month": typography.month_name(month.asked.month), "year": month.asked.month.year},
        whose=str(desk.organisation) if desk.organisation else _("All organisations"),
        columns=(
            _("No."),
            _("Title of the event"),
            _("Where it is held"),
            _("Day and time"),
            _("Responsible"),
        ),
        rows=[row for _key, row in lines],
    )


def _leads(ids: Sequence[int]) -> dict[int, str]:
    """The names of the lead organisers by event."""
    found: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        rows = EventOrganiser.objects.filter(event__in=ids[start : start + CHUNK], role=OrganiserRole.LEAD)
        named = rows.order_by("position", "pk").values_list(
            "event_id", "organisation__short_name", "organisation__name"
        )
        for event_id, short, name in named:
            found[event_id].append(short or name)
    return defaultdict(str, {event_id: ", ".join(names) for event_id, names in found.items()})


def as_pdf(plan: Plan) -> bytes:
    """A4 across, with room for the stamp. Raises Busy."""
    return typeset(
        "plan",
        {
            "title": plan.heading,
            "lang": "ru",
            "whose": plan.whose,
            "columns": list(plan.columns),
            "rows": [
                [str(number), row.title, row.place, row.when, row.responsible]
                for number, row in enumerate(plan.rows, 1)
            ],
            "off": [row.off for row in plan.rows],
            "approve": _("APPROVED"),
            "position": _("Director"),
            "page": _("page"),
            "nothing": _("No event is planned for this month."),
            "demo": _("demonstration") if settings.DEMO else "",
        },
        "pdf",
    )


def as_xlsx(plan: Plan) -> IO[bytes]:
    """The same as a table: title, stamp, rows, set to print across."""
    # Closed by the response that sends it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    sheet = book.add_worksheet(_("Plan"))
    title = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    off = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "font_strikeout": True})
    right = book.add_format({"align": "right"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 4, _("APPROVED"), right)
    sheet.write_string(1, 4, "__________________ / __________________", right)
    sheet.write_string(2, 4, "«____» ______________ 20____", right)
    sheet.write_string(3, 0, plan.heading, title)
    sheet.write_string(4, 0, plan.whose + (f" · {_('demonstration')}" if settings.DEMO else ""))
    for column, label in enumerate(plan.columns):
        sheet.write_string(6, column, label, head)
    for number, row in enumerate(plan.rows, 1):
        sheet.write_number(6 + number, 0, number, cell)
        for column, text in enumerate((row.title, row.place, row.when, row.responsible), 1):
            shown = text.replace("\u00a0", " ").replace("\u202f", " ")
            sheet.write_string(6 + number, column, shown, off if row.off and column == 1 else cell)
    sheet.repeat_rows(6)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(7, 0)
    book.close()
    file.seek(0)
    return file
