"""A screen of the kit for its own tests, with the addresses of the installation and its own."""

from django import forms

from karavan.config.urls import urlpatterns as installed
from karavan.office.kit import Column, CrudView, DateFilter, Filter
from karavan.people import actions, queries
from karavan.people.enums import OrganisationKind
from karavan.people.models import Organisation
from karavan.ui.parts import Badge, Fact


class HouseForm(forms.Form):
    name = forms.CharField(label="Название", max_length=300)
    description = forms.CharField(label="О нём", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Вид", choices=OrganisationKind.choices)
    website = forms.URLField(label="Сайт", required=False, assume_scheme="https")


class Houses(CrudView):
    name = "houses"
    model = Organisation
    title, one, icon = "Дома", "Дом", "house"
    form_class = HouseForm
    columns = (
        Column("name", "Название", lambda row: row.name, sort=("name",)),
        Column("kind", "Вид", lambda row: Badge("plain", row.get_kind_display())),
        Column("website", "Сайт", lambda row: row.website, shown=False, sort=("website",)),
        Column("size", "Размер", lambda row: row.pk * 0 + 1200, numeric=True),
    )
    filters = (
        Filter(
            "kind", "Вид", lambda desk: OrganisationKind.choices, lambda rows, value: rows.filter(kind=value)
        ),
        DateFilter("since", "Основан", lambda rows, first, last: rows.filter(since__gte=str(first or ""))),
    )

    def visible(self, desk):
        return queries.visible_to(desk.actor)

    def editable(self, desk):
        return queries.editable_by(desk.actor)

    def within(self, rows, organisation):
        return rows.filter(path__startswith=organisation.path)

    def public_url(self, record):
        return f"/organisations/{record.pk}/"

    def facts(self, desk, record):
        return [Fact("Вид", [record.get_kind_display()])]

    def create(self, desk, values):
        return actions.create_organisation(actor=desk.actor, parent=desk.organisation, **values)

    def update(self, desk, record, values):
        return actions.update_organisation(actor=desk.actor, organisation=record, **values)


urlpatterns = [*Houses().urls(), *installed]
