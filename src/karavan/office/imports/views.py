"""The page of one upload: its progress, the preview of its rows, confirming, the result, undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karavan.integrations.sheets import actions, meter
from karavan.integrations.sheets.actions.undoing import undo_preview
from karavan.integrations.sheets.enums import OPEN, RUNNING, BatchStatus, Kind, Mode, Outcome
from karavan.integrations.sheets.kinds import IMPORTERS, importer
from karavan.integrations.sheets.marking import sheet_with_errors
from karavan.integrations.sheets.models import Batch
from karavan.integrations.sheets.planning import ground_of
from karavan.integrations.sheets.queries import visible_to
from karavan.integrations.sheets.running import start_check, start_write
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.imports import showing
from karavan.office.imports.forms import FileForm
from karavan.office.imports.starting import xlsx
from karavan.ui.parts import Link

PAGE_SIZE, OF_EACH = 50, 10
LISTED = 100
"""Rows that the page of undoing lists of each sort."""


def batch_or_404(desk: Desk, pk: int) -> Batch:
    """An upload that the person may see."""
    rows = visible_to(desk.actor).select_related(
        "organisation", "source", "author", "previous", "removal_allowed_by"
    )
    return get_object_or_404(rows, pk=pk)


def _crumbs(batch: Batch, *more: Link) -> list[Link]:
    name = Link(str(batch.source or batch.file_name), f"/office/imports/{batch.pk}/" if more else "")
    return [Link(_("Upload of tables"), "/office/imports/"), name, *more]


@require_safe
@office_page
def batch_page(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whatever there is to see of an upload now."""
    batch = batch_or_404(desk, pk)
    status = BatchStatus(batch.status)
    context: dict[str, Any] = {
        "title": str(batch.source or batch.file_name),
        "crumbs": _crumbs(batch),
        "batch": batch,
        "kind_label": Kind(batch.kind).label,
        "line": showing.batch_line(batch),
        "status": status.value,
        "is_running": status in RUNNING,
        "is_open": status in OPEN,
    }
    if status in RUNNING:
        context["reached"] = meter.reached(batch.pk)
        return render(request, desk, "office/imports/running.html", context)
    context |= _rows(request, desk, batch) | {
        "words": showing.confirm_words(batch),
        "can_publish": IMPORTERS[batch.kind].can_publish,
        "is_full": bool(batch.source and batch.source.is_full),
        "may_allow": desk.managing.covers(batch.organisation),
        "may_undo": status == BatchStatus.DONE,
        "mend_form": FileForm(),
        "unknown": batch.columns.get("unknown", []),
        "written": showing.when_words(batch.written_at),
        "undone": showing.when_words(batch.undone_at),
    }
    return render(request, desk, "office/imports/batch.html", context)


def _rows(request: HttpRequest, desk: Desk, batch: Batch) -> dict[str, Any]:
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in Outcome.values else ""
    work = importer(batch.kind, ground_of(batch, desk.actor))
    page = None
    if chosen:
        page = Paginator(showing.rows_of(batch, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
        rows = list(page)
    else:
        rows = showing.first_of_each(batch, OF_EACH)
    more = page is not None and page.has_next()
    back = page is not None and page.has_previous()
    return {
        "sums": showing.sums(batch, chosen),
        "chosen": chosen,
        "rows": [showing.row_shown(batch, row, work) for row in rows],
        "is_cut": not chosen and sum(batch.counts.get(one, 0) for one in Outcome.values) > len(rows),
        "next_url": f"?show={chosen}&page={page.next_page_number()}#rows"
        if page is not None and more
        else "",
        "first_url": f"?show={chosen}#rows" if back else "",
    }


@require_safe
@office_page
def progress(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far an upload is, for the page that waits."""
    batch = batch_or_404(desk, pk)
    reached = meter.reached(batch.pk)
    return JsonResponse(
        {
            "running": batch.status in RUNNING,
            "phase": reached.phase,
            "done": reached.done,
            "total": reached.total,
            "percent": reached.percent,
        }
    )


@require_safe
@office_page
def errors_file(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """The person's own table with its errors marked."""
    batch = batch_or_404(desk, pk)
    content = sheet_with_errors(batch, desk.actor)
    if content is None:
        raise Http404
    return xlsx(content, f"karavan-{batch.kind}-{batch.pk}-fix.xlsx")


def _done(request: HttpRequest, refusal: Exception) -> None:
    if isinstance(refusal, Invalid):
        for said in refusal.problems.values():
            messages.error(request, " ".join(said))
    else:
        messages.error(request, str(refusal))


@require_POST
@office_page
def confirm(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write what was previewed."""
    batch = batch_or_404(desk, pk)
    try:
        batch = actions.confirm_batch(
            actor=desk.actor,
            batch=batch,
            mode=request.POST.get("mode", Mode.ALL),
            publish=request.POST.get("publish") == "yes",
        )
    except (Invalid, Conflict) as refusal:
        _done(request, refusal)
        return redirect("office-imports-batch", pk)
    batch = start_write(desk.actor, batch)
    if batch.status == BatchStatus.DONE:
        messages.success(request, _("It is written: %(counts)s.") % {"counts": showing.counts_words(batch)})
    return redirect("office-imports-batch", pk)


@require_POST
@office_page
def cancel(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Drop an upload that is not written."""
    batch = batch_or_404(desk, pk)
    try:
        batch = actions.cancel_batch(actor=desk.actor, batch=batch)
    except Conflict as refusal:
        _done(request, refusal)
        return redirect("office-imports-batch", pk)
    if batch.status == BatchStatus.CANCELLED:
        messages.success(request, _("The upload is dropped. Nothing was changed."))
        return redirect("office-imports")
    messages.info(request, _("It will stop if it has not begun to write."))
    return redirect("office-imports-batch", pk)


@require_POST
@office_page
def again(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Check the same file once more: records or lists may have changed meanwhile."""
    batch = batch_or_404(desk, pk)
    try:
        batch = actions.check_again(actor=desk.actor, batch=batch)
    except Conflict as refusal:
        _done(request, refusal)
        return redirect("office-imports-batch", pk)
    start_check(desk.actor, batch)
    return redirect("office-imports-batch", pk)


@require_POST
@office_page
def allow(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """A director lets a full list take back more than a tenth."""
    batch = batch_or_404(desk, pk)
    try:
        actions.allow_removal(actor=desk.actor, batch=batch)
        messages.success(request, _("Allowed. Look at the rows and confirm the upload."))
    except Conflict as refusal:
        _done(request, refusal)
    return redirect("office-imports-batch", pk)


@office_page
def undo(desk: Desk, request: HttpRequest, pk: int) -> HttpResponse | HttpResponseBase:
    """What undoing would do; with POST, do it."""
    batch = batch_or_404(desk, pk)
    if request.method == "POST":
        try:
            undone = actions.undo_batch(
                actor=desk.actor, batch=batch, reason=request.POST.get("reason", "")[:300]
            )
        except (Conflict, Invalid, NotAllowed) as refusal:
            _done(request, refusal)
            return redirect("office-imports-batch", pk)
        gone, back, left = len(undone.remove), len(undone.set_back) + len(undone.bring_back), len(undone.left)
        said = _("Undone: %(gone)d taken back, %(back)d set back, %(left)d left as they are.")
        messages.success(request, said % {"gone": gone, "back": back, "left": left})
        return redirect("office-imports-batch", pk)
    if batch.status != BatchStatus.DONE:
        return redirect("office-imports-batch", pk)
    found = undo_preview(batch, desk.actor)
    work = importer(batch.kind, ground_of(batch, desk.actor))
    context = {
        "title": _("Undo the upload"),
        "crumbs": _crumbs(batch, Link(_("Undo"))),
        "batch": batch,
        "found": found,
        "remove": [showing.row_shown(batch, row, work) for row in found.remove[:LISTED]],
        "set_back": [
            (showing.row_shown(batch, row, work), _back(work, row.changes, names))
            for row, names in found.set_back[:LISTED]
        ],
        "bring_back": [showing.row_shown(batch, row, work) for row in found.bring_back[:LISTED]],
        "left": [(showing.row_shown(batch, row, work), why) for row, why in found.left[:LISTED]],
    }
    return render(request, desk, "office/imports/undo.html", context)


def _back(work: Any, changes: dict[str, Any], names: list[str]) -> list[showing.Change]:
    return [
        showing.Change(
            work.labels.get(name, name), work.show(name, changes[name][1]), work.show(name, changes[name][0])
        )
        for name in names
    ]
