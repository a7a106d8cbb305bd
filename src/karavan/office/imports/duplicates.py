"""Likely duplicates, and merging two records by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.actions.merging import NEVER_CHOSEN
from karavan.integrations.sheets.duplicates import Pair, likely_pairs
from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.subjects import SUBJECTS, Subject
from karavan.kernel.errors import Conflict, Invalid
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.ui.parts import Chip, Link


def _subject(kind: str) -> Subject:
    if kind not in SUBJECTS:
        raise Http404
    return SUBJECTS[kind]


def _both(desk: Desk, kind: str, first: int, second: int) -> tuple[Any, Any]:
    rows = _subject(kind).editable_by(desk.actor)
    if first == second:
        raise Http404
    return get_object_or_404(rows, pk=first), get_object_or_404(rows, pk=second)


@require_safe
@office_page
def pairs(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Likely duplicates of one kind, the likeliest first."""
    kind = request.GET.get("kind", Kind.EVENTS)
    _subject(kind)
    found = likely_pairs(kind, desk.actor)
    context = {
        "title": _("Likely duplicates"),
        "crumbs": [Link(_("Upload of tables"), "/office/imports/"), Link(_("Likely duplicates"))],
        "kinds": [Chip(str(Kind(one).label), f"?kind={one}", one == kind) for one in SUBJECTS],
        "pairs": [_shown(desk, kind, pair) for pair in found],
        "total": len(found),
    }
    return render(request, desk, "office/imports/duplicates.html", context)


def _shown(desk: Desk, kind: str, pair: Pair) -> dict[str, Any]:
    page = SUBJECTS[kind].page
    return {
        "pair": pair,
        "names": [(str(row), page.format(pk=row.pk)) for row in (pair.first, pair.second)],
        "merge_url": reverse("office-merge", args=[kind, pair.first.pk, pair.second.pk]),
        "apart_url": reverse("office-apart", args=[kind, pair.first.pk, pair.second.pk]),
        "why": ", ".join(pair.why),
    }


@office_page
def merge(desk: Desk, request: HttpRequest, kind: str, first: int, second: int) -> HttpResponseBase:
    """Two records side by side; with POST, one of them."""
    rows = _both(desk, kind, first, second)
    work = importer(kind, Ground(actor=desk.actor))
    if request.method == "POST":
        kept, lost = rows if request.POST.get("keep") != str(second) else (rows[1], rows[0])
        take = {
            name: "lost"
            for name in work.labels
            if request.POST.get(f"f-{name}", str(kept.pk)) == str(lost.pk)
        }
        try:
            actions.merge_records(actor=desk.actor, kind=kind, kept=kept, lost=lost, take=take)
        except (Invalid, Conflict) as refusal:
            said = refusal.problems.values() if isinstance(refusal, Invalid) else [[str(refusal)]]
            for some in said:
                messages.error(request, " ".join(some))
            return redirect("office-merge", kind, first, second)
        messages.success(request, _("The two are one now: “%(name)s”.") % {"name": kept})
        return redirect(f"{reverse('office-duplicates')}?kind={kind}")
    values = work.current([first, second])
    title = _("Make one of two")
    back = f"{reverse('office-duplicates')}?kind={kind}"
    context = {
        "title": title,
        "crumbs": [Link(_("Likely duplicates"), back), Link(title)],
        "rows": [(row.pk, str(row), SUBJECTS[kind].page.format(pk=row.pk)) for row in rows],
        "fields": _fields(work, values[first], values[second]),
        "joined": _joined(work, values[first], values[second]),
        "first": first,
        "second": second,
        "apart_url": reverse("office-apart", args=[kind, first, second]),
        "back_url": back,
    }
    return render(request, desk, "office/imports/merge.html", context)


def _fields(work: Any, one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields that differ, with what either says; what is empty on the first side comes from the second."""
    return [
        {
            "name": name,
            "label": label,
            "first": work.show(name, one[name]),
            "second": work.show(name, other[name]),
            "takes_second": one[name] in (None, "", []) and other[name] not in (None, "", []),
        }
        for name, label in work.labels.items()
        if name not in NEVER_CHOSEN and one[name] != other[name]
    ]


def _joined(work: Any, one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is put together, with what either brings."""
    return [
        (label, work.show(name, one[name]), work.show(name, other[name]))
        for name, label in work.labels.items()
        if name in NEVER_CHOSEN and name != "parent" and one[name] != other[name]
    ]


@require_POST
@office_page
def apart(desk: Desk, request: HttpRequest, kind: str, first: int, second: int) -> HttpResponseBase:
    """Say that two records are not the same."""
    one, other = _both(desk, kind, first, second)
    actions.keep_apart(actor=desk.actor, kind=kind, first=one, second=other)
    messages.success(request, _("Noted: these are two. You will not be asked again."))
    return redirect(f"{reverse('office-duplicates')}?kind={kind}")
