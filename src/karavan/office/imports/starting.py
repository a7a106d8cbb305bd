"""The list of uploads, and the beginning of a new one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import IMPORTERS, importer
from karavan.integrations.sheets.queries import visible_to
from karavan.integrations.sheets.rules import upload_reach
from karavan.integrations.sheets.running import start_check
from karavan.integrations.sheets.workbooks import template
from karavan.kernel.actions import unit_of_work
from karavan.kernel.errors import Invalid
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.imports.forms import FileForm, UploadForm
from karavan.office.imports.showing import ICONS, batch_line
from karavan.ui.parts import Link

PAGE_SIZE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_kinds(desk: Desk) -> list[Kind]:
    """What the person may upload."""
    reaches = {kind: upload_reach(desk.actor, kind) for kind in (Kind.EVENTS, Kind.MEMBERS)}
    return [
        kind for kind in Kind if (reach := reaches.get(kind, reaches[Kind.EVENTS])).everything or reach.paths
    ]


def kind_or_404(desk: Desk, kind: str) -> Kind:
    """A kind that the person may upload."""
    if kind not in open_kinds(desk):
        raise Http404
    return Kind(kind)


@require_safe
@office_page
def batches(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """All uploads that the person may see, newest first."""
    rows = visible_to(desk.actor).select_related("author", "organisation", "source")
    if desk.organisation is not None:
        rows = rows.filter(organisation__path__startswith=desk.organisation.path) | rows.filter(
            organisation__isnull=True
        )
    page = Paginator(rows.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("Upload of tables"),
        "kinds": [(kind, kind.label, ICONS[kind]) for kind in open_kinds(desk)],
        "lines": [batch_line(batch) for batch in page],
        "page": page,
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "first_url": "?" if page.has_previous() else "",
    }
    return render(request, desk, "office/imports/list.html", context)


@require_safe
@office_page
def template_file(desk: Desk, request: HttpRequest, kind: str) -> HttpResponseBase:
    """The template of a kind, with the drop-downs of the chosen organisation."""
    kind = kind_or_404(desk, kind)
    organisation = desk.organisation
    if organisation is not None and not upload_reach(desk.actor, kind).covers(organisation):
        organisation = None
    content = template(importer(kind, Ground(actor=desk.actor, organisation=organisation)))
    return xlsx(content, f"karavan-{kind}.xlsx")


def xlsx(content: bytes, name: str) -> HttpResponse:
    """A table to keep."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@office_page
def new(desk: Desk, request: HttpRequest, kind: str) -> HttpResponseBase:
    """Take the template, send the filled table."""
    kind = kind_or_404(desk, kind)
    form = UploadForm(desk, kind, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(desk, kind, form)
        except Invalid as refusal:
            _at_fields(form, refusal)
    context = {
        "title": _("Upload: %(kind)s") % {"kind": str(kind.label).lower()},
        "crumbs": [Link(_("Upload of tables"), "/office/imports/"), Link(str(kind.label))],
        "kind": kind,
        "form": form,
        "sources": form.sources,
        "can_be_full": IMPORTERS[kind].can_be_full,
    }
    return render(request, desk, "office/imports/new.html", context, status=422 if form.errors else 200)


def _begin(desk: Desk, kind: str, form: UploadForm) -> HttpResponseBase:
    said = form.cleaned_data
    with unit_of_work():
        source = None
        if said.get("source"):
            source = actions.make_source(
                actor=desk.actor,
                kind=kind,
                name=said["source"],
                organisation=said["organisation"],
                is_full=said.get("is_full", False),
            )
        elif said.get("is_full"):
            raise Invalid(
                {"source": [_("Name the list: only of a list that comes again it is known what it gave.")]}
            )
        batch = actions.upload(
            actor=desk.actor,
            kind=kind,
            content=said["file"].read(),
            file_name=said["file"].name,
            organisation=said["organisation"],
            source=source,
        )
    start_check(desk.actor, batch)
    return redirect("office-imports-batch", batch.pk)


@require_POST
@office_page
def mend(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the mended table of an upload with errors: a new upload for the same organisation and list."""
    old = get_object_or_404(visible_to(desk.actor).select_related("organisation", "source"), pk=pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(said) for said in form.errors["file"]))
        return redirect("office-imports-batch", old.pk)
    try:
        batch = actions.upload(
            actor=desk.actor,
            kind=old.kind,
            content=form.cleaned_data["file"].read(),
            file_name=form.cleaned_data["file"].name,
            organisation=old.organisation,
            source=old.source,
            previous=old,
        )
    except Invalid as refusal:
        for said in refusal.problems.values():
            messages.error(request, " ".join(said))
        return redirect("office-imports-batch", old.pk)
    start_check(desk.actor, batch)
    return redirect("office-imports-batch", batch.pk)


def _at_fields(form: Any, refusal: Invalid) -> None:
    for path, said in refusal.problems.items():
        # The form asks for the name of a list under the word that people use.
        name = "source" if path == "name" else path
        for message in said:
            form.add_error(name if name in form.fields else None, message)
