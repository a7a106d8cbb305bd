"""What every page of the office has around its content: navigation, the organisation one works for, tools."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from karavan.notices.queries import unread_count
from karavan.office.desk import Desk
from karavan.people.enums import RoleKind

Text = str | Promise


def everybody(desk: Desk) -> bool:
    """Whoever is signed in."""
    return True


def staff(desk: Desk) -> bool:
    """Whoever sees more than residents do."""
    return desk.seeing.everything or bool(desk.seeing.paths)


def editors(desk: Desk) -> bool:
    """Whoever may edit something."""
    return desk.editing.everything or bool(desk.editing.paths)


def directors(desk: Desk) -> bool:
    """Whoever manages an organisation or the city."""
    return desk.managing.everything or bool(desk.managing.paths)


def guests(desk: Desk) -> bool:
    """Whoever is here for what was shown to them."""
    return any(role.kind == RoleKind.GUEST_REVIEWER for role in desk.roles) or not staff(desk)


def coordinators(desk: Desk) -> bool:
    """Whoever coordinates the city."""
    return desk.editing.everything


@dataclass(frozen=True)
class Item:
    """A page of the navigation: ``key`` is pressed after ``g`` to go there."""

    label: Text
    path: str
    icon: str
    shown: Callable[[Desk], bool] = staff
    key: str = ""
    group: Text = ""


PROGRAMME, HOUSE, DATA = gettext_lazy("What's on"), gettext_lazy("House"), gettext_lazy("Data")

NAV: tuple[Item, ...] = (
    Item(gettext_lazy("Today"), "/office/", "sun", everybody, "d"),
    Item(gettext_lazy("Shown to you"), "/office/shared/", "eye", guests),
    Item(gettext_lazy("City diary"), "/office/diary/", "calendar-range", staff, "y", PROGRAMME),
    Item(gettext_lazy("Events"), "/office/events/", "calendar-days", staff, "e", PROGRAMME),
    Item(gettext_lazy("Repertoire"), "/office/calendar/", "grid-3x3", staff, "r", PROGRAMME),
    Item(gettext_lazy("Week of the halls"), "/office/halls/", "columns-3", staff, "w", PROGRAMME),
    Item(gettext_lazy("Programmes"), "/office/programmes/", "folder-tree", staff, "m", PROGRAMME),
    Item(gettext_lazy("Benefits"), "/office/benefits/", "badge-check", coordinators, "b", PROGRAMME),
    Item(gettext_lazy("Places"), "/office/places/", "map-pin", staff, "p", HOUSE),
    Item(gettext_lazy("Assets"), "/office/assets/", "layers", staff, "a", HOUSE),
    Item(gettext_lazy("Organisations"), "/office/organisations/", "building-2", staff, "o", HOUSE),
    Item(gettext_lazy("People"), "/office/people/", "users", directors, "u", HOUSE),
    Item(gettext_lazy("Districts"), "/office/districts/", "map", coordinators, "", HOUSE),
    Item(gettext_lazy("Tables"), "/office/imports/", "upload", editors, "i", DATA),
    Item(gettext_lazy("Quality"), "/office/hygiene/", "badge-check", staff, "q", DATA),
    Item(gettext_lazy("Data to check"), "/office/checks/", "search-check", staff, "c", DATA),
    Item(gettext_lazy("Journal"), "/office/journal/", "history", directors, "j", DATA),
    Item(gettext_lazy("Trash"), "/office/trash/", "trash-2", editors, "t", DATA),
)
"""Every page of the navigation in its order; a group's pages stand together."""

HOME, CREATE = "/office/", "/office/events/new/"


@dataclass(frozen=True)
class Shown:
    """An item on a page."""

    label: str
    path: str
    icon: str
    key: str
    current: bool


def menu(desk: Desk, path: str) -> list[tuple[str, list[Shown]]]:
    """The navigation of a person: groups in the order of their first item, the current page marked."""
    items = [item for item in NAV if item.shown(desk)]
    # Every page of the office lies below the first one.
    fits = [
        item.path for item in items if path == item.path or (item.path != HOME and path.startswith(item.path))
    ]
    current = max(fits, key=len, default="")
    found: dict[str, list[Shown]] = {}
    for item in items:
        shown = Shown(str(item.label), item.path, item.icon, item.key, item.path == current)
        found.setdefault(str(item.group), []).append(shown)
    return list(found.items())


def working_for(desk: Desk) -> str:
    """For whom the person works now, in words."""
    if desk.organisation is not None:
        return str(desk.organisation)
    if desk.seeing.everything:
        return _("The whole city")
    return _("All of mine") if desk.organisations else pgettext("works for", "Guest")


def frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """Context of the frame."""
    groups = menu(desk, request.path_info)
    flat = {item.path: item for _group, items in groups for item in items}
    return {
        "desk": desk,
        "menu": groups,
        "first_items": [
            flat[path] for path in ("/office/", "/office/events/", "/office/calendar/") if path in flat
        ],
        "may_create_event": editors(desk),
        "create_url": CREATE,
        "working_for": working_for(desk),
        "may_switch": desk.seeing.everything or len(desk.organisations) > 1,
        "notices_url": "/office/notices/",
        "unread": unread_count(desk.actor),
    }


def render(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the office."""
    return django_render(request, template, {**frame(request, desk), **context}, status=status)
