"""The trash of the office: what lies there, taking it back, and the action that puts several records in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from karavan.assets import actions as assets
from karavan.integrations.sheets import actions as sheets
from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import local
from karavan.kernel.trash.kinds import one_of
from karavan.kernel.trash.models import KEEP, TrashedRecord
from karavan.kernel.trash.queries import within
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit.bulk import BulkAction, Values
from karavan.office.kit.filters import every_word
from karavan.people import actions as people
from karavan.people.models import Organisation
from karavan.places import actions as places
from karavan.planning import actions as planning
from karavan.programme import actions as programme
from karavan.ui.parts import Chip
from karavan.ui.typography import date_short

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

PAGE_SIZE = 50


@dataclass(frozen=True)
class TrashKind:
    """A kind of record that can lie in the trash: name, icon, screen, and the action that takes it back.

    ``part_of`` names the record whose page shows it, where it has none of its own.
    """

    title: str | Promise
    icon: str
    screen: str
    restore: Callable[..., Any]
    part_of: str = ""


KINDS: Final[dict[str, TrashKind]] = {
    "programme.event": TrashKind(gettext_lazy("Events"), "ticket", "events", programme.restore_event),
    "programme.programme": TrashKind(
        gettext_lazy("Programmes"), "folder-tree", "programmes", programme.restore_programme
    ),
    "places.place": TrashKind(gettext_lazy("Places"), "map-pin", "places", places.restore_place),
    "places.placephoto": TrashKind(
        gettext_lazy("Pictures of places"), "image", "places", places.restore_photo, part_of="place"
    ),
    "assets.asset": TrashKind(gettext_lazy("Assets"), "layers", "assets", assets.restore_asset),
    "planning.diaryentry": TrashKind(gettext_lazy("Plans"), "calendar-plus", "plans", planning.restore_entry),
    "planning.circumstance": TrashKind(
        gettext_lazy("Days and circumstances"), "calendar", "days", planning.restore_circumstance
    ),
    "people.organisation": TrashKind(
        gettext_lazy("Organisations"), "building-2", "organisations", people.restore_organisation
    ),
}


def in_reach(desk: Desk) -> QuerySet[TrashedRecord]:
    """What lies in the trash and this person may take back."""
    if desk.editing.everything:
        return within(None)
    edited = Organisation.objects.filter(desk.editing.query()).values("pk")
    managed = Organisation.objects.filter(desk.managing.query()).values("pk")
    organisation = Q(model="people.organisation")
    return within(
        (~organisation & Q(organisation_id__in=edited)) | (organisation & Q(organisation_id__in=managed))
    )


def take_back(desk: Desk, trashed: TrashedRecord) -> Any:
    """Restore by the action of its room. Raises Conflict, NotAllowed."""
    kind = KINDS.get(trashed.model)
    if kind is None:
        raise Conflict(_("This version has no place for the record any more."))
    if sheets.was_merged(trashed):
        return sheets.restore_merged(actor=desk.actor, trashed=trashed)
    return kind.restore(actor=desk.actor, trashed=trashed)


@dataclass(frozen=True)
class Line:
    """A record in the trash, in words."""

    pk: int
    title: str
    kind: str
    icon: str
    who: str
    when: str
    reason: str
    left: str
    urgent: bool


def _line(trashed: TrashedRecord) -> Line:
    moment = local(trashed.trashed_at)
    kind = KINDS.get(trashed.model)
    days = max(ceil((trashed.trashed_at + KEEP - timezone.now()) / timedelta(days=1)), 0)
    left = ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return Line(
        pk=trashed.pk,
        title=trashed.title,
        kind=one_of(trashed.model),
        icon=kind.icon if kind else "file-text",
        who=trashed.trashed_by_label,
        when=f"{date_short(moment.date(), year=True)}, {moment:%H:%M}",
        reason=trashed.reason,
        left=_kept_words(trashed) if trashed.blocked_purge else left,
        urgent=not trashed.blocked_purge and days < 3,
    )


def _kept_words(trashed: TrashedRecord) -> str:
    if trashed.people_forgotten_at is None:
        return _("kept for good: residents saw it")
    return _("kept for good, without names and addresses of people")


@office_page
def trash_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Everything in the trash that the person may take back, newest first."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    mine = request.GET.get("mine") == "1"
    rows = in_reach(desk)
    if words:
        rows = rows.filter(every_word(["title"], words))
    if mine:
        rows = rows.filter(trashed_by_id=desk.actor.pk)
    here = rows.filter(model=kind) if kind else rows
    page = Paginator(here, PAGE_SIZE).get_page(request.GET.get("page"))

    def address(**changes: Any) -> str:
        asked = {"kind": kind, "q": words, "mine": "1" if mine else ""} | changes
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    context = {
        "title": _("Trash"),
        "kinds": [
            Chip(_("Everything"), address(kind=""), not kind),
            *(Chip(str(one.title), address(kind=label), label == kind) for label, one in KINDS.items()),
            Chip(_("Thrown away by me"), address(mine="" if mine else "1"), mine, icon="user"),
        ],
        "q": words,
        "kind": kind,
        "mine": mine,
        "lines": [_line(one) for one in page],
        "total": page.paginator.count,
        "page": page,
        "next_url": address(page=page.next_page_number()) if page.has_next() else "",
        "first_url": address() if page.has_previous() else "",
        "here": request.get_full_path(),
    }
    return render(request, desk, "office/kit/trash.html", context)


@require_POST
@office_page
def restore_page(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a record back; to its page, or with what stands in the way back to where one was."""
    trashed = get_object_or_404(in_reach(desk).defer(None), pk=pk)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("office-trash")
    try:
        record = take_back(desk, trashed)
    except (Conflict, Invalid) as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(request, _("“%(title)s” is back.") % {"title": trashed.title})
    part_of = KINDS[trashed.model].part_of
    whole = getattr(record, part_of) if part_of else record
    return redirect(detail_url(whole._meta.label_lower, whole.pk) or back)


def detail_url(model: str, pk: int) -> str:
    """The page of a record in the office; "" where there is none."""
    try:
        return reverse(f"office-{KINDS[model].screen}-detail", args=[pk]) if model in KINDS else ""
    except NoReverseMatch:
        return ""


def tell_removed(request: HttpRequest, heading: str, trashed: TrashedRecord) -> None:
    """Say that a record is in the trash, with a button that takes it back (office/kit/messages.html)."""
    address = reverse("office-trash-restore", args=[trashed.pk])
    messages.success(request, _("“%(title)s” is in the trash.") % {"title": heading}, extra_tags=address)


def trash_action(screen: "CrudView") -> BulkAction:
    """Putting several records of a screen into the trash, with undo."""

    def check(desk: Desk, record: Any, values: Values) -> str:
        against = getattr(screen, "cannot_remove", None)
        return str(against(desk, record)) if against is not None else ""

    def run(desk: Desk, record: Any, values: Values) -> dict[str, int]:
        return {"trash": screen.remove(desk, record).pk}

    def undo(desk: Desk, record: Any, kept: Any) -> None:
        trashed = in_reach(desk).defer(None).filter(pk=kept.get("trash")).first()
        if trashed is None:
            raise Conflict(_("This record is not in the trash any more."))
        take_back(desk, trashed)

    return BulkAction(
        "trash",
        gettext_lazy("Put in the trash"),
        "trash-2",
        run=run,
        check=check,
        says=lambda _desk, _record, _values: _("Goes into the trash for 30 days."),
        undo=undo,
        danger=True,
    )
