"""The first page of the office: the day, what waits for me, and what is on."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.kernel.localtime import local
from karavan.office.desk import Desk, office_page
from karavan.office.frame import editors, render
from karavan.office.inbox.city import SHOWN, city_now
from karavan.office.inbox.finding import waiting_for
from karavan.office.inbox.hints import hints_of
from karavan.office.inbox.items import LATE, SOON, Group, grouped
from karavan.office.inbox.week import Week, week_of


@office_page
def inbox(desk: Desk, request: HttpRequest) -> HttpResponse:
    """What waits for me, the late first; thirteen queries at most."""
    now = timezone.now()
    today = local(now).date()
    waiting = waiting_for(desk, now)
    groups = grouped(waiting.items, today)
    week = week_of(desk, now)
    city = city_now(now) if desk.seeing.everything and desk.organisation is None else None
    context = {
        "title": _("What waits for me"),
        "today": today,
        "groups": groups,
        "summary": _summary(groups, week, editing=editors(desk)),
        "sent": _sent(waiting.sent),
        "week": week,
        "city": city,
        "bars": city.bars[:SHOWN] if city else [],
        "more_bars": city.bars[SHOWN:] if city else [],
        "silent": city.silent[:SHOWN] if city else [],
        "more_silent": city.silent[SHOWN:] if city else [],
        "hints": list(hints_of(desk)),
        "editing": editors(desk),
    }
    return render(request, desk, "office/inbox/inbox.html", context)


def _summary(groups: list[Group], week: Week, *, editing: bool) -> str:
    """«2 дела просрочены. 1 на сегодня и завтра. Сегодня у вас 3 сеанса.»"""
    counts = {group.key: len(group.items) for group in groups}
    parts = []
    if counts.get(LATE):
        parts.append(
            ngettext("%(count)d matter is late.", "%(count)d matters are late.", counts[LATE])
            % {"count": counts[LATE]}
        )
    if counts.get(SOON):
        parts.append(
            ngettext(
                "%(count)d is due today or tomorrow.", "%(count)d are due today or tomorrow.", counts[SOON]
            )
            % {"count": counts[SOON]}
        )
    if editing and not groups:
        parts.append(_("Nothing waits."))
    elif groups and not parts:
        parts.append(_("Nothing is urgent."))
    if week.today:
        parts.append(
            ngettext("Today %(count)d date is on.", "Today %(count)d dates are on.", week.today)
            % {"count": week.today}
        )
    return " ".join(parts)


def _sent(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)d event that you sent waits for its release.",
        "%(count)d events that you sent wait for their release.",
        count,
    ) % {"count": count}
