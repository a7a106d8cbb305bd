"""Data to check: records whose facts somebody has still to verify."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from karavan.kernel.provenance import Certainty
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render, staff
from karavan.office.kit.filters import every_word
from karavan.people import queries as people
from karavan.places import queries as places
from karavan.programme import queries as programme
from karavan.ui.parts import Badge, Chip

PAGE_SIZE = 30
TO_CHECK = (Certainty.C.value, Certainty.B.value)


@dataclass(frozen=True)
class Source:
    """A kind of record: who may see which of them, the field that names one, the path of its page."""

    visible: Callable[[Any], QuerySet[Any]]
    name: str
    path: Callable[[Any], str]


SOURCES: dict[str, Source] = {
    "organisation": Source(people.visible_to, "name", lambda row: f"/organisations/{row.pk}/"),
    "place": Source(places.visible_to, "name", lambda row: f"/places/{row.pk}/"),
    "event": Source(programme.visible_to, "title", lambda row: f"/events/{row.pk}/"),
    "programme": Source(programme.programmes_visible_to, "title", lambda row: f"/programmes/{row.slug}/"),
}


def _labels() -> dict[str, str]:
    return {
        "organisation": _("Organisations"),
        "place": _("Places"),
        "event": _("Events"),
        "programme": _("Programmes"),
    }


@dataclass(frozen=True)
class Line:
    """One record to check; ``path`` "" while residents cannot see it."""

    title: str
    path: str
    badge: Badge
    words: str
    source: str
    note: str


def _line(source: Source, row: Model, *, noted: bool) -> Line:
    certainty = Certainty(row.certainty)  # type: ignore[attr-defined]
    return Line(
        title=getattr(row, source.name),
        # What waits for a check has no public page.
        path="" if certainty == Certainty.C else source.path(row),
        badge=Badge("certainty", certainty.value),
        words=str(certainty.label),
        source=row.source,  # type: ignore[attr-defined]
        # Guests and who has no role yet see the record, and not what staff say of it to one another.
        note=row.staff_note if noted else "",  # type: ignore[attr-defined]
    )


@office_page
def data_to_check(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Records of one kind that wait for a check, hidden ones first, with what to check."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in SOURCES else "organisation"
    asked = request.GET.get("certainty", "")
    certainty = asked if asked in TO_CHECK else ""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    waiting = {name: _waiting(source, desk.actor) for name, source in SOURCES.items()}
    source, rows = SOURCES[kind], waiting[kind]
    if certainty:
        rows = rows.filter(certainty=certainty)
    if words:
        rows = rows.filter(every_word((source.name,), words))
    paginator = Paginator(rows.order_by("-certainty", source.name, "pk"), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))

    def address(**changes: str | int) -> str:
        asked_for = {"kind": kind, "certainty": certainty, "q": words} | changes
        return "?" + urlencode({name: value for name, value in asked_for.items() if value})

    context = {
        "title": _("Data to check"),
        "kinds": [
            Chip(label, address(kind=name, q=""), name == kind, count=waiting[name].count())
            for name, label in _labels().items()
        ],
        "certainties": [
            Chip(_("All"), address(certainty=""), not certainty),
            *(
                Chip(f"{value} · {Certainty(value).label}", address(certainty=value), value == certainty)
                for value in TO_CHECK
            ),
        ],
        "kind": kind,
        "certainty": certainty,
        "q": words,
        "lines": [_line(source, row, noted=staff(desk)) for row in page],
        "page": page,
        "next_url": address(page=page.next_page_number()) if page.has_next() else "",
        "first_url": address() if page.has_previous() else "",
    }
    return render(request, desk, "office/checks.html", context)


def _waiting(source: Source, actor: Any) -> QuerySet[Any]:
    return source.visible(actor).filter(certainty__in=TO_CHECK)
