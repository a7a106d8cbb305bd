"""Assets as a screen of the office."""

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from karavan.assets import actions, queries
from karavan.assets.models import Asset
from karavan.office.desk import Desk
from karavan.office.frame import editors
from karavan.office.holds.rows import lines_of
from karavan.office.kit import Column, CrudView
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as editable_organisations
from karavan.places.models import Place
from karavan.places.queries import editable_by as editable_places
from karavan.places.queries import visible_to as visible_places
from karavan.planning.queries import holds_of
from karavan.ui.parts import Fact, Link

MOST: Final = 100


class AssetForm(forms.Form):
    """A thing, how many there are, whose it is and where it is kept."""

    name = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=200,
        help_text=gettext_lazy("For example: a mobile stage 6 by 4 m, a set of microphones, a bus."),
    )
    units = forms.IntegerField(
        label=gettext_lazy("How many alike there are"), min_value=1, max_value=1000, initial=1
    )
    organisation = forms.ModelChoiceField(
        label=pgettext_lazy("asset", "Whose it is"), queryset=Organisation.objects.none(), empty_label=None
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Where it is kept"), queryset=Place.objects.none(), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("What one should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What it needs: power, people, a lorry. Staff of other institutions read it too."
        ),
    )


class Assets(CrudView):
    """What institutions own; staff of all of them may look, so as to ask for it."""

    name = "assets"
    model = Asset
    title = gettext_lazy("Assets")
    one = gettext_lazy("New asset")
    icon = "layers"
    lead = gettext_lazy("Stages, sound, transport: what one has and others may need.")
    search = ("name", "note")
    ordering = ("name", "pk")
    columns = (
        Column("name", gettext_lazy("What it is"), lambda row: row.name, sort=("name",)),
        Column("units", gettext_lazy("How many"), lambda row: row.units, sort=("units",), numeric=True),
        Column(
            "organisation",
            pgettext_lazy("asset", "Whose it is"),
            lambda row: str(row.organisation),
            sort=("organisation__name",),
        ),
    )
    form_class = AssetForm
    detail_template = "office/assets/detail.html"

    def visible(self, desk: Desk) -> QuerySet[Asset]:
        """One's own and those of public organisations."""
        return queries.visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[Asset]:
        """One's own."""
        return queries.editable_by(desk.actor)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Of an organisation and of what lies below it."""
        return rows.filter(organisation__path__startswith=organisation.path)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With whose they are."""
        return rows.select_related("organisation")

    def heading(self, record: Asset) -> str:
        """Its name."""
        return record.name

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """Organisations and places that the person edits; whose it is is said once."""
        owners: Any = form.fields["organisation"]
        kept: Any = form.fields["place"]
        owners.queryset = editable_organisations(desk.actor).order_by("path")
        kept.queryset = editable_places(desk.actor).order_by("path")
        if record is not None:
            owners.disabled = True
            kept.queryset |= Place.objects.filter(pk=record.place_id)
        else:
            owners.initial = desk.organisation

    def create(self, desk: Desk, values: dict[str, Any]) -> Asset:
        """A new asset."""
        return actions.create_asset(actor=desk.actor, **values)

    def update(self, desk: Desk, record: Asset, values: dict[str, Any]) -> Asset:
        """Corrected fields."""
        values.pop("organisation", None)
        return actions.update_asset(actor=desk.actor, asset=record, **values)

    def remove(self, desk: Desk, record: Any) -> Any:
        """Into the trash, where nothing holds it."""
        return actions.remove_asset(actor=desk.actor, asset=record)

    def may_see_history(self, desk: Desk, record: Asset) -> bool:
        """Who works for whom it belongs to."""
        return desk.seeing.covers(record.organisation)

    def facts(self, desk: Desk, record: Asset) -> list[Fact]:
        """What it is."""
        place = visible_places(desk.actor).filter(pk=record.place_id or 0).first()
        where = "—" if place is None else Link(place.name, reverse("office-places-detail", args=[place.pk]))
        return [
            Fact(_("How many alike there are"), [str(record.units)]),
            Fact(pgettext("asset", "Whose it is"), [str(record.organisation)]),
            Fact(_("Where it is kept"), [where]),
            Fact(_("What one should know"), [record.note or "—"]),
        ]

    def detail(self, desk: Desk, record: Asset) -> dict[str, Any]:
        """What holds it from now on."""
        found = holds_of(record, timezone.now(), actor=desk.actor)
        return {
            "lines": lines_of(found[:MOST]),
            "more": max(0, len(found) - MOST),
            "hold_url": reverse("office-assets-hold", args=[record.pk]) if editors(desk) else "",
        }
