"""Pages of actions with several rows: what was chosen, a look at what would happen, what became of it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.tasks.keys import enqueue_once
from karavan.office import tasks
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import runs
from karavan.office.kit.bulk import BulkAction
from karavan.office.kit.listing import Listing
from karavan.office.models import BulkRow, BulkRun, RowState, RunState
from karavan.ui.parts import Link

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

SHOWN = 100
"""Rows of a run on its page; of those that were not done up to twice as many."""


@dataclass(frozen=True)
class Shown:
    """A row of a run on the page: what would happen to it, or why it cannot; what became of it."""

    title: str
    url: str
    says: str
    refusal: str
    state: str
    words: str


def urls(screen: "CrudView", here: str, named: str) -> list[URLPattern]:
    """Addresses of a screen's actions with several rows."""

    def choose(desk: Desk, request: HttpRequest) -> HttpResponseBase:
        return choose_page(screen, desk, request)

    def run(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
        return run_page(screen, desk, request, pk)

    return [
        path(f"{here}bulk/", office_page(choose), name=f"{named}-bulk"),
        path(f"{here}bulk/<int:pk>/", office_page(run), name=f"{named}-run"),
    ]


def actions_of(screen: "CrudView", desk: Desk) -> list[BulkAction]:
    """What the person may do with several rows, dangerous things last."""
    allowed = [one for one in screen.bulk_actions() if one.allowed is None or one.allowed(desk)]
    return sorted(allowed, key=lambda one: one.danger)


def choose_page(screen: "CrudView", desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Store what was ticked, or everything that was found, and lead to a look at it."""
    if request.method != "POST":
        return redirect(screen.url())
    action = _action(screen, desk, request.POST.get("action", ""))
    back = request.POST.get("list", "")[:1800]
    listing = Listing.read(QueryDict(back.removeprefix("?")), desk, screen.filters, screen.columns)
    rows = screen.rows(desk, replace(listing, page=1))
    if request.POST.get("all") != "1":
        ids = [int(pk) for pk in request.POST.getlist("id") if pk.isdecimal() and len(pk) < 19]
        rows = rows.filter(pk__in=ids)
    try:
        run = runs.draft(desk, screen, action, rows, listing.query())
    except Invalid as error:
        messages.error(request, runs.str_of(error))
        return redirect(screen.url() + listing.query())
    return redirect(_address(screen, run))


def run_page(screen: "CrudView", desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """A look at what would happen; after it was confirmed, what became of each row."""
    run = get_object_or_404(BulkRun, pk=pk, person=desk.actor, screen=screen.name)
    action = _action(screen, desk, run.action)
    if request.method == "POST":
        return _step(screen, desk, request, run, action)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    if run.state == RunState.DRAFT:
        return _preview(screen, desk, request, run, action)
    return _results(screen, desk, request, run, action)


def _step(
    screen: "CrudView", desk: Desk, request: HttpRequest, run: BulkRun, action: BulkAction
) -> HttpResponseBase:
    step = request.POST.get("step", "")
    if step == "values" and run.state == RunState.DRAFT:
        form = action.form_for(desk, request.POST)
        if form is not None and not form.is_valid():
            return _preview(screen, desk, request, run, action, form)
        if form is not None:
            names = {form.add_prefix(name) for name in form.fields}
            values = {name: given for name, given in request.POST.lists() if name in names}
            # Nothing is changed under the hands of a run that was confirmed in another window.
            BulkRun.objects.filter(pk=run.pk, state=RunState.DRAFT).update(values=values)
    elif step == "confirm":
        if _is_filled_in(desk, run, action) and runs.start(run):
            _go_on(screen, desk, run, action)
    elif step == "undo" and action.undo is not None:
        try:
            runs.start_undoing(run)
        except Conflict as error:
            messages.error(request, str(error))
        else:
            if run.state == RunState.UNDOING:
                _go_on(screen, desk, run, action)
    elif step == "drop" and run.state == RunState.DRAFT:
        run.delete()
        return redirect(screen.url() + run.back)
    return redirect(_address(screen, run))


def _go_on(screen: "CrudView", desk: Desk, run: BulkRun, action: BulkAction) -> None:
    """Do what can be done while the person waits, leave the rest to the worker."""
    long = run.rows.count() > (runs.BATCH if action.all_or_none else runs.AT_ONCE)
    if long or not runs.carry_on(run, desk, screen, action, runs.PATIENCE):
        enqueue_once(f"bulk:{run.pk}:{run.state}", tasks.carry_on_run, run.pk)


def _is_filled_in(desk: Desk, run: BulkRun, action: BulkAction) -> bool:
    return action.form is None or bool(run.values) or runs.values_of(desk, action, run.values) is not None


def _preview(
    screen: "CrudView",
    desk: Desk,
    request: HttpRequest,
    run: BulkRun,
    action: BulkAction,
    form: Any = None,
) -> HttpResponse:
    total = run.rows.count()
    ready = action.form is None or (bool(run.values) and form is None)
    values = runs.values_of(desk, action, run.values) if ready else None
    rows = list(run.rows.all()[:SHOWN])
    found = screen.editable(desk).in_bulk([row.record_id for row in rows])
    shown = []
    for row in rows:
        record = found.get(row.record_id)
        refusal = says = ""
        if ready:
            refusal = runs.refusal(desk, action, record, values)
            if not refusal and action.says is not None:
                says = str(action.says(desk, record, values or {}))
        shown.append(_shown(screen, row, refusal=refusal, says=says))
    able = sum(not row.refusal for row in shown)
    context = _context(screen, run, action) | {
        "form": form or action.form_for(desk, _typed(run)) if action.form is not None else None,
        "ready": ready,
        "rows": [row for row in shown if row.refusal] + [row for row in shown if not row.refusal],
        "total": total,
        "able": able,
        "able_total": able + total - len(shown),
        "unable": len(shown) - able,
        "more": total - len(shown),
    }
    return render(request, desk, "office/kit/run_preview.html", context)


def _results(
    screen: "CrudView", desk: Desk, request: HttpRequest, run: BulkRun, action: BulkAction
) -> HttpResponse:
    counts = {state: run.rows.filter(state=state).count() for state in RowState.values}
    wrong = list(run.rows.filter(state__in=[RowState.FAILED, RowState.LEFT])[: SHOWN * 2])
    fine = list(run.rows.filter(state__in=[RowState.DONE, RowState.UNDONE])[:SHOWN])
    total = sum(counts.values())
    under_way = run.state in runs.UNDER_WAY
    waiting = counts[RowState.DONE] if run.state == RunState.UNDOING else counts[RowState.WAITING]
    until = run.undo_until
    context = _context(screen, run, action) | {
        "under_way": under_way,
        "undoing": run.state in (RunState.UNDOING, RunState.UNDONE),
        "total": total,
        "so_far": total - waiting,
        "done": counts[RowState.DONE],
        "failed": counts[RowState.FAILED],
        "undone": counts[RowState.UNDONE],
        "left": counts[RowState.LEFT],
        "wrong": [_shown(screen, row) for row in wrong],
        "fine": [_shown(screen, row) for row in fine],
        "more": total - waiting - len(wrong) - len(fine),
        "may_undo": action.undo is not None
        and counts[RowState.DONE] > 0
        and until is not None
        and until > timezone.now(),
        "undo_until": until,
    }
    return render(request, desk, "office/kit/run_results.html", context)


def _context(screen: "CrudView", run: BulkRun, action: BulkAction) -> dict[str, Any]:
    return {
        "screen": screen,
        "run": run,
        "action": action,
        "title": action.label,
        "crumbs": [Link(str(screen.title), screen.url() + run.back), Link(str(action.label))],
        "back_url": screen.url() + run.back,
    }


def _shown(screen: "CrudView", row: BulkRow, *, refusal: str = "", says: str = "") -> Shown:
    url = reverse(f"office-{screen.name}-detail", args=[row.record_id])
    return Shown(row.title, url, says, refusal or row.message, row.state, str(RowState(row.state).label))


def _typed(run: BulkRun) -> QueryDict | None:
    if not run.values:
        return None
    data = QueryDict(mutable=True)
    for name, given in run.values.items():
        data.setlist(name, given)
    return data


def _action(screen: "CrudView", desk: Desk, key: str) -> BulkAction:
    for one in actions_of(screen, desk):
        if one.key == key:
            return one
    raise Http404


def _address(screen: "CrudView", run: BulkRun) -> str:
    return reverse(f"office-{screen.name}-run", args=[run.pk])
