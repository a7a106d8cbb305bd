"""Spreading a month: asked for, waited for, and accepted row by row."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import today
from karavan.office.asked import first_of_month, record_id
from karavan.office.desk import Desk
from karavan.office.frame import editors, render
from karavan.office.planning.moving import event_url
from karavan.office.planning.wording import when
from karavan.planning import actions, tasks
from karavan.planning.actions.balance import is_running
from karavan.planning.balance.running import BROKE
from karavan.planning.clashes.trying import occasions_with
from karavan.planning.models import BalanceMove, BalanceRun
from karavan.planning.occasions.record import Occasion
from karavan.planning.occasions.words import described
from karavan.planning.queries.balance import key_of, runs_of, share_kept
from karavan.ui import typography

DEEDS: Final = {
    "accept": actions.accept_move,
    "decline": actions.decline_move,
    "back": actions.take_back_move,
}


def balance_page(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """The newest proposal for a month; of the organisation one works for, else of the city."""
    asked = request.POST if request.method == "POST" else request.GET
    month = first_of_month(asked.get("month", "")) or today().replace(day=1)
    here = f"{reverse('office-diary-balance')}?month={month:%Y-%m}"
    mine = runs_of(desk.actor)
    if request.method == "POST":
        _do(desk, request, month)
        return redirect(here)
    run = mine.filter(month=month, organisation=desk.organisation).first()
    kept, decided = share_kept(mine)
    context = {
        "title": _("Spread a month"),
        "heading": f"{typography.capitalised(typography.month_name(month))} {month.year}",
        "month": f"{month:%Y-%m}",
        "run": run,
        "is_running": run is not None and is_running(run),
        "outcome": _outcome(run) if run and run.finished_at else "",
        "rows": _rows(desk, run) if run else [],
        "may_ask": editors(desk) and (desk.coordinates or desk.organisation is not None),
        "kept": kept,
        "decided": decided,
        "board_url": f"{reverse('office-diary')}?month={month:%Y-%m}",
    }
    return render(request, desk, "office/planning/balance.html", context)


def _do(desk: Desk, request: HttpRequest, month: date) -> None:
    deed, pk = request.POST.get("deed", ""), request.POST.get("move", "")
    try:
        if deed not in DEEDS:
            tasks.ask_for_month(actor=desk.actor, month=month, organisation=desk.organisation)
            return
        rows = BalanceMove.objects.filter(run__in=runs_of(desk.actor).order_by())
        DEEDS[deed](actor=desk.actor, move=get_object_or_404(rows, pk=record_id(pk)))
    except Invalid as invalid:
        messages.error(request, " ".join(" ".join(each) for each in invalid.problems.values()))
    except Conflict as conflict:
        messages.error(request, str(conflict))


def _outcome(run: BalanceRun) -> str:
    """What came out, in words that promise no more than was proved."""
    if run.outcome == "failed":
        if run.problem == BROKE:
            return _("The search broke off. Try again; if it does so again, tell whoever runs the platform.")
        return _("The solver is switched off here. The finder and the board do without it.")
    proved = run.parameters.get("proved", False)
    if run.outcome == "nothing":
        if proved:
            return _("Proved: no ten moves that were weighed make this month better.")
        return _("No move was found that is worth making. It is not proved that there is none.")
    before, after, bound = run.penalty_before or 0, run.penalty_after or 0, run.bound or 0
    better = round(100 * (before - after) / before) if before else 0
    if proved:
        return _(
            "Better by %(share)d %%. Proved: nothing better with ten of the moves that were weighed."
        ) % {"share": better}
    most = round(100 * (before - bound) / before) if before else 0
    return _("Better by %(share)d %%. Not proved to be the best: at most %(most)d %% could be possible.") % {
        "share": better,
        "most": most,
    }


def _rows(desk: Desk, run: BalanceRun) -> list[dict[str, Any]]:
    """The moves of a run; what they name is read at once."""
    moves = list(run.moves.all())
    others = {reason["key"] for move in moves for reason in move.reasons if "key" in reason}
    known = occasions_with({*(key_of(move) for move in moves), *others}, actor=desk.actor)
    return [_row(move, known) for move in moves]


def _row(move: BalanceMove, known: Mapping[str, Occasion]) -> dict[str, Any]:
    occasion = known.get(key_of(move))
    return {
        "pk": move.pk,
        "title": described(occasion) if occasion else _("It is gone."),
        "url": event_url(occasion) if occasion else "",
        "now": when(move.starts_at),
        "then": when(move.to_starts_at),
        "gain": round(move.gain),
        "reasons": [words for reason in move.reasons if (words := _reason(reason, known))],
        "state": move.state,
        "state_label": move.get_state_display(),
    }


def _reason(reason: Mapping[str, Any], known: Mapping[str, Occasion]) -> str:
    what = reason["what"]
    if what == "lighter":
        return _("Crowded days and weeks get lighter.")
    if what not in ("gone", "come"):
        return ""
    occasion = known.get(reason.get("key", ""))
    other = described(occasion) if occasion else reason.get("words", "")
    if not other:
        return ""
    words = _("No longer clashes with: %(other)s") if what == "gone" else _("Clashes then with: %(other)s")
    return words % {"other": other}
