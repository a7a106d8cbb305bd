"""What a screen has around its rows: headings, pills, pages, and what other files of the kit add."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _

from karavan.office.desk import Desk
from karavan.office.kit.columns import Column
from karavan.office.kit.filters import DateFilter
from karavan.office.kit.listing import Listing
from karavan.ui.parts import Chip

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView


@dataclass(frozen=True)
class Heading:
    """A column's heading; ``url`` orders by it, ``order`` is "ascending", "descending" or ""."""

    label: str
    url: str
    order: str
    numeric: bool


@dataclass(frozen=True)
class Question:
    """A filter in the form above a list; ``first`` and ``last`` are days of a period given by its days."""

    key: str
    label: str
    options: list[tuple[str, str]]
    value: str
    dated: bool
    first: str = ""
    last: str = ""


def headings(listing: Listing, shown: Sequence[Column], address: str) -> list[Heading]:
    """The heading of every shown column."""
    found = []
    for column in shown:
        order = ""
        if listing.sort.removeprefix("-") == column.key:
            order = "descending" if listing.sort.startswith("-") else "ascending"
        url = address + listing.with_sort(column.key).query() if column.sort else ""
        found.append(Heading(str(column.label), url, order, column.numeric))
    return found


def pills(screen: "CrudView", desk: Desk, listing: Listing, address: str) -> list[Chip]:
    """What narrows the list, each taken away with one tap."""
    known = {one.key: one for one in screen.filters}
    found = [
        Chip(
            f"{known[key].label}: {known[key].words(desk, value)}",
            (address + listing.with_filter(key, "").query()),
            active=True,
            remove=True,
        )
        for key, value in listing.filters
    ]
    if listing.words:
        found.insert(
            0,
            Chip(
                f"«{listing.words}»",
                address + replace(listing, words="", page=1).query(),
                active=True,
                remove=True,
            ),
        )
    return found


def asking(screen: "CrudView", desk: Desk, listing: Listing) -> list[Question]:
    """The filters as questions of a form."""
    given = dict(listing.filters)
    found = []
    for one in screen.filters:
        value = given.get(one.key, "")
        dated = isinstance(one, DateFilter)
        first, between, last = value.partition("..") if dated else ("", "", "")
        found.append(
            Question(
                one.key,
                str(one.label),
                one.options(desk),
                "" if between else value,
                dated,
                first if between else "",
                last if between else "",
            )
        )
    return found


def pages(listing: Listing, page: Page[Any], address: str) -> dict[str, str]:
    """Addresses of the pages beside this one, and of the list past the chosen organisation."""
    return {
        "previous_url": address + replace(listing, page=page.number - 1).query()
        if page.has_previous()
        else "",
        "next_url": address + replace(listing, page=page.number + 1).query() if page.has_next() else "",
        "scope_url": address + replace(listing, everywhere=not listing.everywhere, page=1).query(),
    }


def urls(screen: "CrudView", here: str, named: str) -> list[URLPattern]:
    """Addresses that exports, actions with several rows and kept views add to a screen."""
    return []


def list_context(screen: "CrudView", desk: Desk, listing: Listing) -> dict[str, Any]:
    """What exports, actions with several rows and kept views add to a list."""
    return {}


def history(screen: "CrudView", desk: Desk, record: Any) -> dict[str, Any]:
    """The lines of a record's journal, for its history page."""
    return {}


def last_change(screen: "CrudView", record: Any) -> str:
    """Who changed a record last and when, in words; "" where nobody is known."""
    return ""


def tell_removed(request: HttpRequest, heading: str, trashed: Any) -> None:
    """Say that a record is in the trash."""
    messages.success(request, _("“%(title)s” is in the trash.") % {"title": heading})
