"""Where the fields of a record come from, with a lock for each.

Pages of screens that tables fill lead here (:attr:`karavan.office.kit.screen.CrudView.has_origins`).
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.provenance import field_origins
from karavan.integrations.sheets.queries import visible_to
from karavan.integrations.sheets.subjects import SUBJECTS, Subject
from karavan.kernel.errors import Invalid
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.imports.showing import when_words
from karavan.ui.parts import Link


def _record(desk: Desk, kind: str, pk: int) -> tuple[Subject, Any]:
    if kind not in SUBJECTS:
        raise Http404
    subject = SUBJECTS[kind]
    return subject, get_object_or_404(subject.editable_by(desk.actor), pk=pk)


@require_safe
@office_page
def origins_page(desk: Desk, request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Every field with its source and a switch for its lock."""
    subject, record = _record(desk, kind, pk)
    rows = field_origins(desk.actor, record)
    given = {row.batch.pk for row in rows if row.batch}
    mine = set(visible_to(desk.actor).filter(pk__in=given).values_list("pk", flat=True))
    page = subject.page.format(pk=pk)
    context = {
        "title": _("Where it comes from: %(name)s") % {"name": record},
        "crumbs": [Link(str(record), page), Link(_("Where it comes from"))],
        "record": record,
        "origins": [
            (row, when_words(row.when), row.batch is not None and row.batch.pk in mine) for row in rows
        ],
        "lock_url": reverse("office-origins-lock", args=[kind, pk]),
    }
    return render(request, desk, "office/imports/origins.html", context)


@require_POST
@office_page
def lock(desk: Desk, request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Lock a field against uploads, or open it."""
    _subject, record = _record(desk, kind, pk)
    name, to = request.POST.get("field", ""), request.POST.get("to", "")
    switch = {"lock": actions.lock_field, "open": actions.unlock_field, "accept": actions.accept_by_hand}.get(
        to
    )
    if switch is None:
        raise Http404
    try:
        switch(actor=desk.actor, subject=record, name=name)
    except Invalid as refusal:
        for said in refusal.problems.values():
            messages.error(request, " ".join(said))
    return redirect("office-origins", kind, pk)
