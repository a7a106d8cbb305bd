"""Districts as a screen of the city's coordinators."""

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.forms import Form
from django.utils.translation import gettext_lazy

from karavan.office.desk import Desk
from karavan.office.kit import Column, CrudView
from karavan.office.places.forms import PointField, at_the_point
from karavan.places import actions, queries
from karavan.places.models import District
from karavan.ui.parts import Fact, Link


class DistrictForm(forms.Form):
    """A district of the city."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Part of addresses and files: Latin letters, digits and hyphens."),
    )
    population = forms.IntegerField(label=gettext_lazy("Inhabitants"), min_value=0, required=False)
    population_year = forms.IntegerField(
        label=gettext_lazy("Counted in the year"), min_value=1900, max_value=2100, required=False
    )
    area_km2 = forms.FloatField(label=gettext_lazy("Area, km²"), min_value=0, required=False)
    formed = forms.CharField(label=gettext_lazy("Formed"), max_length=10, required=False)
    point = PointField(
        label=gettext_lazy("Point of its name on the map"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Latitude and longitude, as a map gives them: 55.1599, 61.4026."),
    )
    source = forms.CharField(
        label=gettext_lazy("Where this is known from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Districts(CrudView):
    """The seven districts, their official counts, and how many places each has."""

    name = "districts"
    model = District
    title = gettext_lazy("Districts")
    one = gettext_lazy("New district")
    icon = "map"
    columns = (
        Column("name", gettext_lazy("Name"), lambda row: row.name, sort=("name",)),
        Column(
            "population",
            gettext_lazy("Inhabitants"),
            lambda row: row.population,
            sort=("population",),
            numeric=True,
        ),
        Column("year", gettext_lazy("Counted in the year"), lambda row: str(row.population_year or "")),
        Column("area", gettext_lazy("Area, km²"), lambda row: row.area_km2, sort=("area_km2",), numeric=True),
        Column("places", gettext_lazy("Places"), lambda row: row.number, sort=("number",), numeric=True),
    )
    form_class = DistrictForm

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """All of them: they are public."""
        return queries.districts()

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """All for a coordinator, none for others."""
        return queries.districts() if desk.coordinates else District.objects.none()

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with the number of their places."""
        return rows.annotate(number=Count("places"))

    def may_create(self, desk: Desk) -> bool:
        """Coordinators only."""
        return desk.coordinates

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """What is known of a district."""
        shown: list[tuple[Any, list[str | Link]]] = [
            (gettext_lazy("Name in English"), [record.name_en] if record.name_en else []),
            (gettext_lazy("Code"), [record.code]),
            (gettext_lazy("Inhabitants"), [_counted(record)] if record.population else []),
            (gettext_lazy("Area, km²"), [str(record.area_km2)] if record.area_km2 else []),
            (gettext_lazy("Formed"), [record.formed] if record.formed else []),
            (
                gettext_lazy("Places"),
                [Link(str(record.number), f"/office/places/?district={record.pk}&within=all")],
            ),
            (gettext_lazy("Where this is known from"), [record.source] if record.source else []),
        ]
        return [Fact(str(term), values) for term, values in shown]

    def initial(self, desk: Desk, record: Any) -> dict[str, Any]:
        """The record's values; its two degrees as one point."""
        names = set(DistrictForm.base_fields) - {"point"}
        point = None if record.lat is None else (record.lat, record.lon)
        return {**{name: getattr(record, name) for name in names}, "point": point}

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """A code stands in addresses that others keep: it is chosen once."""
        if record is not None:
            form.fields["code"].disabled = True

    def create(self, desk: Desk, values: dict[str, Any]) -> District:
        """Add a district."""
        with at_the_point():
            return actions.create_district(actor=desk.actor, **_written(values))

    def update(self, desk: Desk, record: Any, values: dict[str, Any]) -> District:
        """Change a district, and so the places in it."""
        with at_the_point():
            return actions.update_district(actor=desk.actor, district=record, **_written(values))


def _counted(record: District) -> str:
    year = f" ({record.population_year})" if record.population_year else ""
    return f"{record.population}{year}"


def _written(values: dict[str, Any]) -> dict[str, Any]:
    values = dict(values)
    if "point" in values:
        lat, lon = values.pop("point") or (None, None)
        values |= {"lat": lat, "lon": lon}
    return values
