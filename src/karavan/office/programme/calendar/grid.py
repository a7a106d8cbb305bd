"""The grid as HTML, written by hand: a month has hundreds of cells."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.localtime import today
from karavan.office.programme.calendar.month import Date, Month, Period, weeks_of
from karavan.ui import typography
from karavan.ui.icons import icon_svg

IN_CELL: Final = 5
"""Dates of one day that are named; more are counted."""
LANES: Final = 4
"""Periods of one week that are drawn; more are counted."""

_DAY = timedelta(days=1)


class Words:
    """Words and addresses that every cell needs, asked for once."""

    def __init__(self, month: Month, may_create: bool) -> None:
        self.month = month
        self.may_create = may_create
        self.today = today()
        # Where everything is in one house, its name says nothing.
        self.tells_place = len({one.place_id for one in month.dates if one.place_id}) > 1
        self.event = reverse("office-events-detail", args=[0]).removesuffix("0/")
        self.new = reverse("office-events-new")
        self.list = reverse("office-events")
        self.marks = {
            "draft": _("draft"),
            "ready": _("sent for release"),
            "moved": _("moved"),
            "sold_out": _("sold out"),
            "cancelled": _("cancelled"),
        }
        self.new_on = _("New event on %(day)s")
        self.move = _("Move")
        self.plus, self.arrow = icon_svg("plus"), icon_svg("arrow-right")

    def chip(self, one: Date, *, names_place: bool = True) -> str:
        """One date: its hour, title and place, with its mark in words."""
        mark = self.marks.get(one.mark, "")
        clock = f"{one.starts:%H:%M}"
        hint = ""
        if one.moved_from is not None:
            since = typography.date_short(one.moved_from.date())
            hint = _("from %(moment)s") % {"moment": f"{since}, {one.moved_from:%H:%M}"}
        parts = [
            f'<li class="date date--{one.mark}"><a class="date__link" href="{self.event}{one.event_id}/">',
            f"<b>{clock}</b> <span>{escape(one.title)}</span>",
        ]
        if names_place and self.tells_place and one.place:
            parts.append(f' <small class="date__place">{typography.glue(escape(one.place))}</small>')
        if mark:
            extra = ", ".join(filter(None, [mark, hint, one.note]))
            parts.append(f' <small class="date__mark">{escape(extra)}</small>')
        parts.append("</a>")
        if one.mark not in ("cancelled", "draft"):
            where = f"{self.event}{one.event_id}/dates/{one.session_id}/"
            label = escape(f"{self.move}: {one.title}, {clock}")
            hidden = f'<span class="vh">{label}</span>'
            parts.append(f'<a class="date__move" href="{where}" title="{label}">{self.arrow}{hidden}</a>')
        parts.append("</li>")
        return "".join(parts)

    def here(self, day: date) -> str:
        """The anchor of today."""
        return ' id="today"' if day == self.today else ""

    def add(self, day: date) -> str:
        """The way to a new event on a day; it covers what is free of the cell."""
        if not self.may_create:
            return ""
        label = escape(self.new_on % {"day": typography.date_short(day)})
        return (
            f'<a class="day__new" href="{self.new}?starts={day.isoformat()}" title="{label}">'
            f'{self.plus}<span class="vh">{label}</span></a>'
        )

    def more(self, day: date, count: int) -> str:
        """How many dates of a day are not named, with the way to all of them."""
        text = ngettext("%(count)d more", "%(count)d more", count) % {"count": count}
        link = f"{self.list}?when={day.isoformat()}..{day.isoformat()}"
        return f'<li class="date date--more"><a class="date__link" href="{link}">{escape(text)}</a></li>'


def days_grid(month: Month, *, may_create: bool) -> SafeString:
    """The month as weeks of seven days and a total; periods are bars above their week."""
    words = Words(month, may_create)
    names = [typography.weekday_short(date(2024, 1, number)) for number in range(1, 8)]
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    week = f'<th scope="col" class="month__total">{escape(_("Week"))}</th>'
    rows = [f'<table class="month"><thead><tr>{head}{week}</tr></thead><tbody>']
    for days in weeks_of(month.asked.month, month.asked.last):
        rows.append(_bars(words, days))
        cells = "".join(_day_cell(words, day) for day in days)
        rows.append(f'<tr class="week">{cells}<td class="month__total">{_total(words, days)}</td></tr>')
    rows.append("</tbody></table>")
    # Every text above went through escape().
    return mark_safe("".join(rows))


def _day_cell(words: Words, day: date) -> str:
    month = words.month
    if not month.asked.month <= day <= month.asked.last:
        return f'<td class="day day--other"><span class="day__number">{day.day}</span></td>'
    dates = month.by_day.get(day, [])
    feasts, closings = month.feasts.get(day, ()), month.closed_on(day)
    classes = ["day"]
    classes += ["day--weekend"] if day.weekday() > 4 else []
    classes += ["day--today"] if day == words.today else []
    classes += ["day--feast"] if feasts else []
    classes += ["day--closed"] if closings else []
    classes += [] if dates else ["day--empty"]
    weekday = f'<span class="day__weekday">{typography.weekday(day)}</span>'
    cell = f'<td class="{" ".join(classes)}"{words.here(day)} data-day="{day.isoformat()}">'
    parts = [
        f'{cell}<div class="day__head">',
        f'<span class="day__number">{day.day}</span>{weekday}{words.add(day)}</div>',
    ]
    ground = [("feast", title) for title in feasts[:3]]
    ground += [("shut", _closing_words(one.place, one.reason)) for one in closings[:3]]
    parts += [f'<p class="ground ground--{kind}">{escape(text)}</p>' for kind, text in ground]
    if dates:
        named = dates if len(dates) <= IN_CELL + 1 else dates[:IN_CELL]
        parts.append('<ul class="dates" role="list">')
        parts += [words.chip(one) for one in named]
        if len(dates) > len(named):
            parts.append(words.more(day, len(dates) - len(named)))
        parts.append("</ul>")
    parts.append("</td>")
    return "".join(parts)


def _closing_words(place: str, reason: str) -> str:
    text = _("%(place)s is closed") % {"place": place}
    return f"{text}: {reason}" if reason else text


def _total(words: Words, days: Sequence[date]) -> str:
    """How many dates a week has, and of them those that are not simply public."""
    found = [one for day in days for one in words.month.by_day.get(day, ())]
    if not found:
        return ""
    text = ngettext("%(count)d date", "%(count)d dates", len(found)) % {"count": len(found)}
    parts = [f"<b>{escape(text)}</b>"]
    for mark, label in words.marks.items():
        count = sum(one.mark == mark for one in found)
        if count:
            parts.append(f'<span class="total total--{mark}">{escape(label)}: {count}</span>')
    return "".join(parts)


def _bars(words: Words, days: Sequence[date]) -> str:
    """Periods of a week, each in the first row that is free on its days."""
    lanes: list[list[tuple[int, int, Period]]] = []
    left = 0
    for one in words.month.periods:
        first, last = max(one.first, days[0]), min(one.last, days[-1])
        if first > last:
            continue
        span = ((first - days[0]).days, (last - days[0]).days)
        free = next(
            (lane for lane in lanes if all(end < span[0] or span[1] < begin for begin, end, _ in lane)), None
        )
        if free is None:
            if len(lanes) == LANES:
                left += 1
                continue
            free = []
            lanes.append(free)
        free.append((*span, one))
    rows = [_lane(words, lane) for lane in lanes]
    if left:
        text = ngettext("%(count)d more period", "%(count)d more periods", left) % {"count": left}
        link = f"{words.list}?when={days[0].isoformat()}..{days[-1].isoformat()}&amp;calendar=periodic"
        rows.append(
            f'<tr class="bars"><td colspan="7"><a class="bars__more" href="{link}">{escape(text)}</a></td>'
            '<td class="month__total"></td></tr>'
        )
    return "".join(rows)


def _lane(words: Words, lane: Sequence[tuple[int, int, Period]]) -> str:
    cells: list[str] = []
    at = 0
    for begin, end, one in sorted(lane, key=lambda item: item[0]):
        if begin > at:
            cells.append(f'<td colspan="{begin - at}"></td>')
        mark = words.marks.get(one.mark, "")
        told = f' <small class="date__mark">{escape(mark)}</small>' if mark else ""
        days = typography.date_range(one.first, one.last)
        link = f"{words.event}{one.event_id}/"
        cells.append(
            f'<td colspan="{end - begin + 1}"><a class="bar bar--{one.mark}" href="{link}">'
            f"<span>{escape(one.title)}</span> <small>{days}</small>{told}</a></td>"
        )
        at = end + 1
    if at < 7:
        cells.append(f'<td colspan="{7 - at}"></td>')
    return f'<tr class="bars">{"".join(cells)}<td class="month__total"></td></tr>'


def halls_grid(month: Month, halls: Sequence[tuple[int | None, str]], *, may_create: bool) -> SafeString:
    """Halls in rows, the days of the month in columns."""
    words = Words(month, may_create)
    first, last = month.asked.month, month.asked.last
    days = [first + _DAY * number for number in range((last - first).days + 1)]
    head = "".join(
        f'<th scope="col" class="{"day--weekend" if day.weekday() > 4 else ""}">'
        f"<b>{day.day}</b> <small>{typography.weekday_short(day)}</small></th>"
        for day in days
    )
    found: dict[tuple[int | None, date], list[Date]] = {}
    for one in month.dates:
        found.setdefault((one.place_id, one.day), []).append(one)
    rows = [
        f'<table class="halls"><thead><tr><th scope="col">{escape(_("Hall"))}</th>{head}</tr></thead><tbody>'
    ]
    for pk, name in halls:
        shut = [one for one in month.closings if one.place_id == pk]
        cells = []
        for day in days:
            closed = any(one.first <= day <= one.last for one in shut)
            kinds = ["halls__day"]
            kinds += ["day--weekend"] if day.weekday() > 4 else []
            kinds += ["day--closed"] if closed else []
            here = "".join(words.chip(one, names_place=False) for one in found.get((pk, day), ()))
            inside = f'<ul class="dates" role="list">{here}</ul>' if here else ""
            cells.append(f'<td class="{" ".join(kinds)}">{inside}</td>')
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>')
    rows.append("</tbody></table>")
    return mark_safe("".join(rows))


def halls_of(month: Month, own: Any) -> list[tuple[int | None, str]]:
    """The halls of the month: those with dates, then own ones without, by name; no place comes last."""
    named = {one.place_id: one.place for one in month.dates}
    rows: dict[int | None, str] = {pk: name for pk, name in own if pk not in named}
    rows |= {pk: name for pk, name in named.items() if pk is not None}
    found: list[tuple[int | None, str]] = sorted(
        rows.items(), key=lambda item: (item[0] not in named, item[1])
    )
    return [*found, (None, _("without a place"))] if None in named else found
