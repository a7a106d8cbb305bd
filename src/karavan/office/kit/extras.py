"""What a screen has around its rows: headings, pills, pages, and what other files of the kit add."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString, mark_safe

from karavan.office.desk import Desk
from karavan.office.kit import bulk_pages, exporting, saved, trash
from karavan.office.kit.bulk import BulkAction
from karavan.office.kit.columns import Column
from karavan.office.kit.filters import DateFilter
from karavan.office.kit.history import history_context
from karavan.office.kit.history import last_change as last_change_of
from karavan.office.kit.listing import Listing
from karavan.office.kit.registry import register
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

    @property
    def drawn(self) -> SafeString:
        """The options as HTML; written by hand, as a filter of places has hundreds of them."""
        chosen = {self.value: " selected"}
        # Both texts of every part are escaped.
        return mark_safe(
            "".join(
                f'<option value="{escape(value)}"{chosen.get(value, "")}>{escape(label)}</option>'
                for value, label in self.options
            )
        )


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
    register(screen)
    return [part for made in (bulk_pages, exporting, saved) for part in made.urls(screen, here, named)]


def list_context(screen: "CrudView", desk: Desk, listing: Listing) -> dict[str, Any]:
    """What exports, actions with several rows and kept views add to a list."""
    return {
        "bulk_actions": bulk_pages.actions_of(screen, desk),
        "bulk_url": reverse(f"office-{screen.name}-bulk"),
        **exporting.list_context(screen, desk, listing),
        **saved.list_context(screen, desk, listing),
    }


def detour(screen: "CrudView", desk: Desk, request: HttpRequest) -> str:
    """Where to begin instead of the list as it is: with a view the person chose; "" for nowhere else."""
    return saved.default_address(screen, desk, request)


def more_actions(screen: "CrudView") -> list[BulkAction]:
    """Actions with several rows that come with what a screen can do anyway."""
    return [trash.trash_action(screen)] if screen.remove is not None else []


def history(screen: "CrudView", desk: Desk, record: Any) -> dict[str, Any]:
    """The lines of a record's journal, for its history page."""
    return history_context(desk, screen.history_subjects(record), desk.request)


def last_change(screen: "CrudView", record: Any) -> str:
    """Who changed a record last and when, in words; "" where nobody is known."""
    return last_change_of(screen, record)


def tell_removed(request: HttpRequest, heading: str, trashed: Any) -> None:
    """Say that a record is in the trash, with a button that takes it back."""
    trash.tell_removed(request, heading, trashed)
