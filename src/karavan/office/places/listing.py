"""Columns and filters of the list of places."""

from functools import cache
from html import escape
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.kernel.provenance import Certainty
from karavan.office.desk import Desk
from karavan.office.kit import Column, Filter
from karavan.office.places.wording import short_week, week_words
from karavan.places.enums import Access, AccessProfile, PlaceKind, PlaceLevel, PlaceState
from karavan.places.models import AccessSurvey, District, PlacePhoto, WeeklyHours
from karavan.ui.parts import Badge

MARKS: Final = {Access.YES: "■", Access.NO: "⊠", Access.UNKNOWN: "?"}
"""Three shapes: told by form, not by colour."""


def _name(row: Any) -> SafeString:
    """The name, and for a hall what it lies in."""
    above = f' <span class="above">{escape(_above(row))}</span>' if row.above else ""
    # Both escaped.
    return mark_safe(f"{escape(row.name)}{above}")


def _above(row: Any) -> str:
    return " → ".join(row.above)


def _state(row: Any) -> Any:
    """Only what is out of the ordinary: a column of «Открыто» tells nothing."""
    if row.view.state == PlaceState.OPEN:
        return ""
    return Badge("cancelled", str(PlaceState(row.view.state).label))


def access_cell(row: Any) -> SafeString:
    """Six marks in the order of the profiles, each with its words for those who cannot see it."""
    return _marks(tuple(row.view.access[profile] for profile in AccessProfile), get_language())


@cache
def _marks(values: tuple[Access, ...], _language: str | None) -> SafeString:
    # 3 to the power of 6 in each language at most.
    parts = []
    for profile, value in zip(AccessProfile, values, strict=True):
        words = f"{profile.label}: {Access(value).label}"
        parts.append(
            f'<span class="mark mark--{value}" title="{escape(words)}">'
            f'<span aria-hidden="true">{MARKS[value]}</span><span class="vh">{escape(words)}. </span></span>'
        )
    # Labels of enums, escaped.
    return mark_safe(f'<span class="marks">{"".join(parts)}</span>')


def _access_plain(row: Any) -> str:
    return "; ".join(
        f"{profile.label}: {Access(row.view.access[profile]).label}" for profile in AccessProfile
    )


def _hours(row: Any) -> Any:
    found = short_week(row.view.weekly_hours)
    if not found:
        return Badge("soldout", _("not known"))
    # Figures and names of weekdays, escaped.
    return mark_safe("".join(f'<span class="whole">{escape(each)}</span> ' for each in found))


def _organisation(row: Any) -> str:
    return "" if row.organisation is None else str(row.organisation)


COLUMNS: Final = (
    Column("name", gettext_lazy("Name"), _name, sort=("name",), plain=lambda row: row.name),
    Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort=("kind",), shown=False),
    Column(
        "level", gettext_lazy("What it is"), lambda row: row.get_level_display(), sort=("level",), shown=False
    ),
    Column("above", gettext_lazy("Lies in"), _above, sort=("path",), shown=False),
    Column("address", gettext_lazy("Address"), lambda row: row.view.address, sort=("address",)),
    Column(
        "district",
        gettext_lazy("District"),
        lambda row: row.view.district_name,
        sort=("district__name",),
        shown=False,
    ),
    Column("hours", gettext_lazy("Hours"), _hours, plain=lambda row: week_words(row.view)),
    Column("access", gettext_lazy("Accessibility"), access_cell, plain=_access_plain),
    Column("capacity", gettext_lazy("Holds"), lambda row: row.capacity, sort=("capacity",), numeric=True),
    Column(
        "state",
        gettext_lazy("State"),
        _state,
        sort=("state",),
        plain=lambda row: str(PlaceState(row.view.state).label),
    ),
    Column(
        "certainty", gettext_lazy("Certainty"), lambda row: row.certainty, sort=("certainty",), shown=False
    ),
    Column(
        "organisation", gettext_lazy("Organisation"), _organisation, sort=("organisation__name",), shown=False
    ),
)


def _self_or_above(condition: QuerySet[Any]) -> Q:
    """Of the place itself or of what it lies in: a tree of places is four levels deep at most."""
    ids = condition.values("place")
    return Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids) | Q(parent__parent__parent__in=ids)


def _with_hours() -> Q:
    day = today()
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return _self_or_above(WeeklyHours.objects.filter(begun, lasting))


def _lacks(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "hours":
        return rows.exclude(pk__in=rows.filter(_with_hours()).values("pk"))
    if value == "survey":
        surveyed = rows.filter(_self_or_above(AccessSurvey.objects.all()))
        return rows.exclude(pk__in=surveyed.values("pk"))
    if value == "photo":
        return rows.filter(~Exists(PlacePhoto.objects.filter(place=OuterRef("pk"))))
    if value == "way_in":
        return rows.filter(how_to_get_in="", level__in=(PlaceLevel.BUILDING, PlaceLevel.OPEN_AIR))
    return rows.filter(lat__isnull=True).exclude(level=PlaceLevel.HALL)


def _districts(desk: Desk) -> list[tuple[int, str]]:
    return list(District.objects.order_by("name").values_list("pk", "name"))


def _by_district(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    pk = int(value)
    return rows.filter(
        Q(district=pk)
        | Q(district__isnull=True, parent__district=pk)
        | Q(district__isnull=True, parent__district__isnull=True, parent__parent__district=pk)
    )


FILTERS: Final = (
    Filter(
        "lacks",
        gettext_lazy("What is missing"),
        lambda _desk: [
            ("hours", _("without hours")),
            ("survey", _("without a survey of accessibility")),
            ("photo", _("without a picture")),
            ("way_in", _("without the way in")),
            ("point", _("without a point on the map")),
        ],
        _lacks,
    ),
    Filter(
        "state",
        gettext_lazy("State"),
        lambda _desk: PlaceState.choices,
        lambda rows, value: rows.filter(state=value),
    ),
    Filter(
        "level",
        gettext_lazy("What it is"),
        lambda _desk: PlaceLevel.choices,
        lambda rows, value: rows.filter(level=value),
    ),
    Filter(
        "kind",
        gettext_lazy("Kind"),
        lambda _desk: PlaceKind.choices,
        lambda rows, value: rows.filter(kind=value),
    ),
    Filter("district", gettext_lazy("District"), _districts, _by_district),
    Filter(
        "certainty",
        gettext_lazy("Certainty"),
        lambda _desk: [(value, f"{value} · {label}") for value, label in Certainty.choices],
        lambda rows, value: rows.filter(certainty=value),
    ),
)
