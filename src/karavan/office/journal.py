"""The journal: everything that was done in one's organisations, or in the city."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from karavan.kernel.errors import NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.localtime import day_bounds
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import extras
from karavan.office.kit.filters import AnyFilter, DateFilter, Filter
from karavan.office.kit.history import page_of
from karavan.office.kit.listing import Listing
from karavan.office.kit.verbs import VERBS
from karavan.people.models import Organisation

RECENT = 5_000
"""Lines among which the people to choose from are looked for."""


def in_reach(desk: Desk) -> QuerySet[JournalLine]:
    """What this person may read: a director of their organisations, a coordinator everything."""
    lines = JournalLine.objects.order_by("-pk")
    if desk.managing.everything:
        return lines
    return lines.filter(organisation_id__in=_managed(desk).values("pk"))


def _managed(desk: Desk) -> QuerySet[Organisation]:
    return Organisation.objects.filter(desk.managing.query())


def _people(desk: Desk) -> Iterator[tuple[str, str]]:
    last = in_reach(desk).filter(actor_id__isnull=False).values_list("actor_id", "actor_label")[:RECENT]
    found: dict[int | None, str] = {}
    for pk, label in last:
        found.setdefault(pk, label)
    yield "system", _("the system")
    yield from sorted(((str(pk), label) for pk, label in found.items()), key=lambda pair: pair[1])


def _by_person(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(actor_id=None if value == "system" else int(value))


def _by_verb(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(verb=value)


def _organisations(desk: Desk) -> list[tuple[int, str]]:
    return list(_managed(desk).order_by("name", "pk").values_list("pk", "name"))


def _below(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    above = Organisation.objects.filter(pk=int(value)).first()
    below = Organisation.objects.under(above).values("pk") if above is not None else [int(value)]
    return rows.filter(organisation_id__in=below)


def _in_period(rows: QuerySet[Any], first: Any, last: Any) -> QuerySet[Any]:
    condition = Q()
    if first is not None:
        condition &= Q(at__gte=day_bounds(first)[0])
    if last is not None:
        condition &= Q(at__lt=day_bounds(last + timedelta(days=1))[0])
    return rows.filter(condition)


class Journal:
    """The questions of the journal, in the form the kit asks them; their answers are read once."""

    def __init__(self, desk: Desk) -> None:
        people = list(_people(desk))
        verbs = sorted(((verb, str(words)) for verb, words in VERBS.items()), key=lambda one: one[1])
        organisations = _organisations(desk)
        self.filters: Sequence[AnyFilter] = (
            Filter("who", _("Who"), lambda _desk: people, _by_person),
            Filter("what", _("What was done"), lambda _desk: verbs, _by_verb),
            Filter("organisation", _("Organisation"), lambda _desk: organisations, _below),
            DateFilter("when", pgettext("question", "When"), _in_period),
        )


@office_page
def journal_page(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Lines of the journal, newest first, fifty a page."""
    if not (desk.managing.everything or desk.managing.paths):
        raise NotAllowed(_("The journal is for directors and city coordinators."))
    screen: Any = Journal(desk)
    listing = Listing.read(request.GET, desk, screen.filters, ())
    rows = listing.narrow(in_reach(desk), screen.filters, ())
    context = {
        "title": _("Journal"),
        "asking": extras.asking(screen, desk, listing),
        "pills": extras.pills(screen, desk, listing, request.path),
        **page_of(desk, rows, request, with_subject=True),
    }
    return render(request, desk, "office/journal.html", context)
