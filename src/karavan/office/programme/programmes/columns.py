"""Columns, filters and the order of the tree of programmes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, StrIndex
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from karavan.kernel.localtime import local
from karavan.office.kit import Column, DateFilter, Filter
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus
from karavan.programme.models import Event, Programme, Release
from karavan.ui import typography
from karavan.ui.parts import Badge

DEEPEST: Final = 4
"""Steps of the tree that are set in; deeper ones stand as deep."""


def with_columns(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    """The programmes with what the columns show, in one query. Events are those of the programme itself."""
    last = Release.objects.filter(programme=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        shown_events=_count(Q(status__in=PUBLIC_STATUSES)),
        waiting_events=_count(Q(status=EventStatus.READY)),
        draft_events=_count(Q(status=EventStatus.DRAFT)),
        last_release=Subquery(last.values("number")[:1], output_field=IntegerField()),
        released_at=Subquery(last.values("released_at")[:1], output_field=DateTimeField()),
    )


def _count(condition: Q) -> Any:
    """A count by the index of events by programme and status."""
    counted = (
        Event.objects.filter(condition, programme=OuterRef("pk"))
        .order_by()
        .values("programme")
        .annotate(count=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def ids_in_tree_order(rows: QuerySet[Programme]) -> list[int]:
    """Ids of programmes, each below its parent, those of one parent in order of time; one query."""
    return tree_order(rows.order_by().values_list("pk", "path", "date_from", "title"))


def in_tree_order(rows: QuerySet[Programme], order: Sequence[int] | None = None) -> QuerySet[Programme]:
    """The programmes in that order; one query where it is not at hand."""
    order = ids_in_tree_order(rows) if order is None else order
    listed = f",{','.join(map(str, order))},"
    key = Concat(Value(","), Cast("pk", CharField()), Value(","))
    return rows.order_by(StrIndex(Value(listed, output_field=CharField()), key))


def tree_order(rows: Iterable[tuple[int, str, date | None, str]]) -> list[int]:
    """Ids in reading order. One whose parent is missing stands under the nearest above that is there."""
    known = {pk: (path, first, title) for pk, path, first, title in rows}
    below: dict[int, list[int]] = defaultdict(list)
    for pk, (path, _first, _title) in known.items():
        steps = [int(step) for step in path.split("/") if step]
        below[next((step for step in reversed(steps[:-1]) if step in known), 0)].append(pk)
    for children in below.values():
        children.sort(key=lambda pk: (known[pk][1] or date.max, known[pk][2], pk), reverse=True)
    found: list[int] = []
    waiting = below[0]
    while waiting:
        pk = waiting.pop()
        found.append(pk)
        waiting.extend(below[pk])
    return found


def title_cell(row: Programme) -> SafeString:
    """The title, set in by its depth."""
    depth = min(max(row.path.count("/") - 2, 0), DEEPEST)
    return format_html('<span class="tree tree--{}">{}</span>', depth, row.title)


def period_words(row: Any) -> str:
    """The days of a programme; that they are unknown where they are."""
    first, last = row.date_from, row.date_to
    if first and last:
        return typography.date_range(first, last, year=True)
    if first:
        return pgettext("period", "from %(day)s") % {"day": typography.date_short(first, year=True)}
    if last:
        return pgettext("period", "until %(day)s") % {"day": typography.date_short(last, year=True)}
    return _("dates unknown")


def state_cell(row: Any) -> list[Badge | str]:
    """Whether residents see it, and its last release."""
    seen = Badge("free", _("public")) if row.is_public else Badge("plain", _("hidden"))
    if row.last_release is None:
        return [seen]
    return [seen, release_words(row.last_release, row.released_at)]


def release_words(number: int, moment: Any) -> str:
    """«выпуск 3, 5 марта»."""
    day = typography.date_short(local(moment).date())
    return _("release %(number)s, %(day)s") % {"number": number, "day": day}


COLUMNS: Final = (
    Column("title", gettext_lazy("Title"), title_cell, sort=("title",), plain=lambda row: row.title),
    Column("when", gettext_lazy("Days"), period_words, sort=("date_from", "date_to")),
    Column(
        "shown",
        gettext_lazy("Published"),
        lambda row: row.shown_events or "",
        sort=("shown_events",),
        numeric=True,
    ),
    Column(
        "waiting",
        gettext_lazy("Wait for release"),
        lambda row: row.waiting_events or "",
        sort=("waiting_events",),
        numeric=True,
    ),
    Column(
        "drafts",
        gettext_lazy("Drafts"),
        lambda row: row.draft_events or "",
        sort=("draft_events",),
        numeric=True,
    ),
    Column("state", gettext_lazy("State"), state_cell, sort=("is_public", "released_at")),
    Column("slug", gettext_lazy("Address of the page"), lambda row: row.slug, sort=("slug",), shown=False),
)


def _in_period(rows: QuerySet[Any], first: date | None, last: date | None) -> QuerySet[Any]:
    span = Q(date_from__isnull=False) | Q(date_to__isnull=False)
    if first is not None:
        span &= Q(date_to__isnull=True) | Q(date_to__gte=first)
    if last is not None:
        span &= Q(date_from__isnull=True) | Q(date_from__lte=last)
    return rows.filter(span)


def _by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    released = Release.objects.filter(programme__isnull=False).values("programme")
    match value:
        case "waiting":
            return rows.filter(pk__in=Event.objects.filter(status=EventStatus.READY).values("programme"))
        case "released":
            return rows.filter(pk__in=released)
        case "public":
            return rows.filter(is_public=True)
        case _:
            return rows.filter(is_public=False)


FILTERS: Final = (
    DateFilter("when", gettext_lazy("When"), _in_period),
    Filter(
        "state",
        gettext_lazy("State"),
        lambda _desk: [
            ("waiting", gettext_lazy("events wait for release")),
            ("released", gettext_lazy("has releases")),
            ("public", gettext_lazy("public")),
            ("hidden", gettext_lazy("hidden")),
        ],
        _by_state,
    ),
)
