"""A screen with everything that stands around a list, for the tests of the kit."""

from datetime import UTC, datetime, timedelta

from django import forms

from karavan.config.urls import urlpatterns as installed
from karavan.kernel.errors import Conflict
from karavan.office.kit import Column, CrudView, DateFilter, Filter
from karavan.office.kit.bulk import BulkAction
from karavan.office.kit.icalendar import Entry
from karavan.places import actions, queries
from karavan.places.enums import PlaceKind
from karavan.places.models import Place
from karavan.ui.parts import Badge, Link

LOOKED_AT: list[tuple[str, list[int]]] = []
BEGIN = datetime(2027, 3, 1, 13, tzinfo=UTC)


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label="Мест", min_value=1)


def update(desk, place, **values):
    before = {name: getattr(place, name) for name in values}
    actions.update_place(actor=desk.actor, place=place, **values)
    return before


def put_back(desk, place, kept):
    update(desk, place, **kept)


SEATS = BulkAction(
    "seats",
    "Задать число мест",
    "users",
    run=lambda desk, place, values: update(desk, place, capacity=values["seats"]),
    check=lambda desk, place, values: "У площади мест нет." if place.kind == PlaceKind.PARK else "",
    says=lambda desk, place, values: f"{place.capacity or '—'} → {values['seats']}",
    form=SeatsForm,
    undo=put_back,
)


def rename(desk, place, values):
    if place.name.endswith("!"):
        raise Conflict("Уже громко.")
    return update(desk, place, name=f"{place.name}!")


SHOUT = BulkAction("shout", "Громче", "megaphone", run=rename, all_or_none=True)
BREAK = BulkAction("break", "Сломать", "wrench", run=lambda desk, place, values: 1 / 0)
BREAK_ALL = BulkAction(
    "break-all", "Сломать всё", "wrench", all_or_none=True, allowed=lambda desk: desk.coordinates,
    run=lambda desk, place, values: 1 / (place.name != "Слабый"),
)  # fmt: skip
CITY = BulkAction(
    "city", "Для города", "landmark", run=lambda *given: None, allowed=lambda desk: desk.coordinates
)


class Shelves(CrudView):
    name = "shelves"
    model = Place
    title, one, icon = "Площадки", "Площадка", "map-pin"
    columns = (
        Column("name", "Название", lambda row: row.name, sort=("name",)),
        Column("kind", "Вид", lambda row: Badge("plain", row.get_kind_display())),
        Column("seats", "Мест", lambda row: row.capacity, sort=("capacity",), numeric=True),
        Column("site", "Сайт", lambda row: Link(row.website, row.website), shown=False),
        Column("day", "День", lambda row: BEGIN.date(), shown=False),
        Column("moment", "Начало", lambda row: BEGIN, shown=False),
    )
    filters = (
        Filter("kind", "Вид", lambda desk: PlaceKind.choices, lambda rows, value: rows.filter(kind=value)),
        DateFilter("when", "Когда", lambda rows, first, last: rows),
    )
    bulk = (SEATS, SHOUT, BREAK, BREAK_ALL, CITY)
    page_size = 5

    def visible(self, desk):
        return queries.visible_to(desk.actor)

    def editable(self, desk):
        return queries.editable_by(desk.actor)

    def within(self, rows, organisation):
        return rows.filter(organisation__path__startswith=organisation.path)

    def looked_at(self, desk, records, where):
        LOOKED_AT.append((where, [row.pk for row in records]))

    def remove(self, desk, place):
        return actions.remove_place(actor=desk.actor, place=place)

    def calendar(self, desk, rows):
        for row in rows:
            yield Entry(
                f"place-{row.pk}", row.name, BEGIN, BEGIN + timedelta(hours=2), place=row.address, url="/x/"
            )


urlpatterns = [*Shelves().urls(), *installed]
