"""Finding a record or a page by words: the command palette, and the same as a page of its own."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from karavan.office.desk import Desk, office_page
from karavan.office.frame import CREATE, editors, menu, render
from karavan.office.kit.filters import every_word
from karavan.people import queries as people
from karavan.places import queries as places
from karavan.programme import queries as programme

EACH, MOST = 6, 20


@dataclass(frozen=True)
class Hit:
    """Something to go to."""

    title: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """Records that can be found: the field that names one, the name of their screen."""

    rows: Callable[[Any], QuerySet[Any]]
    field: str
    screen: str
    icon: str
    note: str | Promise


KINDS = (
    Kind(programme.visible_to, "title", "events", "calendar-days", pgettext_lazy("found", "event")),
    Kind(places.visible_to, "name", "places", "map-pin", pgettext_lazy("found", "place")),
    Kind(
        programme.programmes_visible_to, "title", "programmes", "layers", pgettext_lazy("found", "programme")
    ),
    Kind(people.visible_to, "name", "organisations", "building-2", pgettext_lazy("found", "organisation")),
)


def found(desk: Desk, words: str) -> Iterator[Hit]:
    """Pages whose name, then records whose title has all of the words."""
    wanted = words.casefold().split()
    if editors(desk) and all(word in str(_("New event")).casefold() for word in wanted):
        yield Hit(_("New event"), CREATE, "plus")
    for _group, items in menu(desk, ""):
        for item in items:
            if all(word in item.label.casefold() for word in wanted):
                yield Hit(item.label, item.path, item.icon)
    if not wanted:
        return
    for kind in KINDS:
        rows = kind.rows(desk.actor).filter(every_word((kind.field,), words)).order_by("-pk")
        for pk, title in rows.values_list("pk", kind.field)[:EACH]:
            yield Hit(title, reverse(f"office-{kind.screen}-detail", args=[pk]), kind.icon, str(kind.note))


@office_page
def find(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The palette's page; with ``Accept: application/json`` its answer."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    hits = list(islice(found(desk, words), MOST))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"hits": [asdict(hit) for hit in hits]})
    return render(request, desk, "office/find.html", {"title": _("Find or go"), "words": words, "hits": hits})
