"""What changed: the log of releases of a programme or an organisation's playbill, as a page and as RSS."""

from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from karavan.catalogue import queries
from karavan.kernel.localtime import local
from karavan.portal.answer import Visit, page, render
from karavan.portal.cards import event_path, organisation_path, programme_path
from karavan.portal.site import here, with_query
from karavan.programme.models import Release
from karavan.programme.releases.queries import playbill_releases, programme_releases
from karavan.programme.releases.words import Change, Group, grouped, summary
from karavan.ui import typography
from karavan.ui.parts import Link

PAGE_SIZE = 10
FEED_SIZE = 30
FOLD_FROM = 9
"""Lines of one kind of change from which on they are folded."""

ICONS = {
    Change.CANCELLED: "x",
    Change.MOVED: "arrow-right",
    Change.ADDED: "plus",
    Change.CHANGED: "pencil",
    Change.REMOVED: "eye-off",
}


@page
def programme_changes(visit: Visit, slug: str) -> HttpResponse:
    """The releases of a programme, newest first."""
    record = _programme(visit, slug)
    address = f"{programme_path(slug)}changes/"
    crumbs = [
        Link(_("Programmes"), here("/programmes/")),
        *(Link(item["title"], programme_path(item["slug"])) for item in record["lineage"]),
        Link(record["title"], programme_path(slug)),
        Link(_("What changed")),
    ]
    return _answer(visit, record["title"], address, crumbs, programme_releases(int(record["id"])))


@page
def programme_feed(visit: Visit, slug: str) -> HttpResponse:
    """The same as RSS."""
    record = _programme(visit, slug)
    return _feed(
        visit, record["title"], f"{programme_path(slug)}changes", programme_releases(int(record["id"]))
    )


@page
def playbill_changes(visit: Visit, organisation_id: int) -> HttpResponse:
    """The releases of an organisation's months, newest first."""
    record = _organisation(visit, organisation_id)
    address = f"{organisation_path(organisation_id)}changes/"
    crumbs = [
        Link(_("Organisations"), here("/organisations/")),
        Link(record["name"], organisation_path(organisation_id)),
        Link(_("What changed")),
    ]
    return _answer(visit, record["name"], address, crumbs, playbill_releases(organisation_id))


@page
def playbill_feed(visit: Visit, organisation_id: int) -> HttpResponse:
    """The same as RSS."""
    record = _organisation(visit, organisation_id)
    address = f"{organisation_path(organisation_id)}changes"
    return _feed(visit, record["name"], address, playbill_releases(organisation_id))


def _programme(visit: Visit, slug: str) -> dict[str, Any]:
    number = queries.programme_id(slug)
    return _record(visit, "programme", number)


def _organisation(visit: Visit, organisation_id: int) -> dict[str, Any]:
    return _record(visit, "organisation", organisation_id)


def _record(visit: Visit, kind: str, number: int | None) -> dict[str, Any]:
    found = queries.detail(kind, number, lang=visit.lang) if number is not None else None
    if found is None:
        raise Http404
    record: dict[str, Any] = msgspec.json.decode(found.payload)
    return record


def _answer(
    visit: Visit, name: str, address: str, crumbs: list[Link], releases: QuerySet[Release]
) -> HttpResponse:
    before = visit.request.GET.get("before", "")
    asked = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    shown = releases if asked is None else releases.filter(pk__lt=asked)
    rows = list(shown[: PAGE_SIZE + 1])
    more = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    context = {
        "title": _("What changed: %(name)s") % {"name": name},
        "og_title": _("What changed: %(name)s") % {"name": name},
        "description": _("What was added, moved and cancelled, release by release."),
        "name": name,
        "crumbs": crumbs,
        "releases": [_shown(release) for release in rows[:PAGE_SIZE]],
        "feed_url": f"{address.removesuffix('/')}.rss",
        "next_url": with_query(address, f"before={more}") if more else "",
        "first_url": address if asked is not None else "",
    }
    return render(visit, "portal/changes.html", context, query="" if asked is None else f"before={asked}")


def _shown(release: Release) -> dict[str, Any]:
    """One release for the page."""
    day = local(release.released_at).date()
    groups = grouped(release.log)
    return {
        "number": release.number,
        "anchor": f"release-{release.pk}",
        "name": release.name,
        "note": release.note,
        "day": day.day,
        "month_year": f"{typography.month(day)} {day.year}",
        "month": _month(release),
        "summary": summary(release.log),
        "groups": [_group(group) for group in groups],
    }


def _month(release: Release) -> str:
    """«март 2027» of a playbill."""
    return f"{typography.month_name(release.month)} {release.month.year}" if release.month else ""


def _group(group: Group) -> dict[str, Any]:
    lines = [
        {
            "title": line.title,
            "text": line.text,
            "note": line.note,
            "demo": line.demo,
            "path": "" if line.change == Change.REMOVED else event_path(line.event_id),
        }
        for line in group.lines
    ]
    folded = lines[FOLD_FROM:] if len(lines) > FOLD_FROM + 1 else []
    return {
        "change": group.change.value,
        "icon": ICONS[group.change],
        "label": group.label,
        "count": len(lines),
        "lines": lines[:FOLD_FROM] if folded else lines,
        "folded": folded,
        "fold_label": _("%(count)s more") % {"count": typography.number(len(folded))},
    }


def _feed(visit: Visit, name: str, address: str, releases: QuerySet[Release]) -> HttpResponse:
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    whole = settings.SITE_URL + address
    parts = (
        ("title", _("What changed: %(name)s") % {"name": name}),
        ("link", f"{whole}/"),
        ("description", _("What was added, moved and cancelled, release by release.")),
        ("language", visit.lang),
    )
    _texts(channel, parts)
    for release in releases[:FEED_SIZE]:
        item = ET.SubElement(channel, "item")
        title = " · ".join(filter(None, [_month(release), release.name]))
        _texts(
            item,
            (
                ("title", title),
                ("link", f"{whole}/#release-{release.pk}"),
                ("pubDate", format_datetime(release.released_at)),
                ("description", "\n".join(_told(release))),
            ),
        )
        guid = ET.SubElement(item, "guid", isPermaLink="false")
        guid.text = f"release-{release.pk}@{settings.SITE_URL.partition('//')[2]}"
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/rss+xml; charset=utf-8")


def _told(release: Release) -> Sequence[str]:
    """The log as plain lines."""
    lines: list[str] = [release.note] if release.note else []
    for group in grouped(release.log):
        lines += [
            " · ".join(filter(None, [f"{group.label}: {line.title}", line.text, line.note]))
            for line in group.lines
        ]
    return lines


def _texts(parent: ET.Element, parts: Iterable[tuple[str, str]]) -> None:
    for tag, text in parts:
        ET.SubElement(parent, tag).text = text
