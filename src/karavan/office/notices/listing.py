"""The list of one's notices, and what can be done with one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from karavan.kernel.localtime import local, today
from karavan.notices import actions, queries
from karavan.notices.enums import Topic
from karavan.notices.models import Notice
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.ui import typography

PAGE = 50
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """A notice as it stands in the list."""

    notice: Notice
    clock: str
    topic: str
    lines: list[str]


@dataclass
class Day:
    """Notices of one day; ``unread`` ones stand in days of their own before all others."""

    day: date
    unread: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def words(self) -> str:
        """«Сегодня», «Вчера», «5 марта, пятница»."""
        now = today()
        if self.day == now:
            return _("Today")
        if self.day == now - timedelta(days=1):
            return _("Yesterday")
        return typography.date_long(self.day)


@office_page
def notices(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Unread ones first, then the others; each group by day, newest first."""
    unread_first = Case(When(read_at__isnull=True, then=0), default=1)
    ordered = queries.shown_to(desk.actor).order_by(unread_first, "-created_at", "-pk")
    number = _number(request.GET.get("page", ""))
    found = list(ordered[(number - 1) * PAGE : number * PAGE + 1])
    unread = queries.unread_count(desk.actor)
    context = {
        "title": _("Notifications"),
        "days": by_day(found[:PAGE]),
        "unread": unread,
        "unread_words": unread_words(unread),
        "until": timezone.now().isoformat(),
        "next_url": f"?page={number + 1}" if len(found) > PAGE else "",
        "first_url": "?" if number > 1 else "",
    }
    return render(request, desk, "office/notices/list.html", context)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def unread_words(count: int) -> str:
    """«3 непрочитанных»."""
    return ngettext("%(count)s unread notification", "%(count)s unread notifications", count) % {
        "count": typography.number(count)
    }


def by_day(found: Iterable[Notice]) -> list[Day]:
    """Rows under their days, in the order given."""
    days: list[Day] = []
    for notice in found:
        moment = local(notice.created_at)
        unread = notice.read_at is None
        if not days or (days[-1].day, days[-1].unread) != (moment.date(), unread):
            days.append(Day(moment.date(), unread))
        lines = [line for line in notice.text.split("\n") if line]
        topic = str(Topic(notice.topic).label)
        days[-1].rows.append(Row(notice, typography.time_text(moment), topic, lines))
    return days


@office_page
def open_one(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lead to what a notice tells of, and count it as read: that is what following a link means."""
    notice = get_object_or_404(queries.visible_to(desk.actor), pk=pk)
    actions.mark_read(actor=desk.actor, ids=[notice.pk])
    good = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if good else "office-notices")


@require_POST
@office_page
def read_all(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Count all as read that the page showed: what came since stays."""
    done = actions.mark_all_read(actor=desk.actor, until=_moment(request.POST.get("until", "")))
    if done:
        messages.success(request, _("All read."))
    return redirect("office-notices")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


@require_POST
@office_page
def mute(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Hear nothing more of what a notice is about: for a week (``week``) or for good (``ever``)."""
    span, _dash, pk = request.POST.get("mute", "").partition("-")
    notice = get_object_or_404(queries.visible_to(desk.actor), pk=int(pk) if pk.isdecimal() else 0)
    until = timezone.now() + WEEK if span == "week" else None
    actions.mute(actor=desk.actor, notice=notice, until=until)
    messages.success(
        request,
        _("Muted for a week. Undo it in the settings of notifications.")
        if until
        else _("Muted. Undo it in the settings of notifications."),
    )
    return redirect("office-notices")
