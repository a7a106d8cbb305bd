"""Places as a screen of the office."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from karavan.kernel.localtime import today
from karavan.kernel.provenance import Certainty
from karavan.office.desk import Desk
from karavan.office.frame import staff
from karavan.office.kit import CrudView, Tab
from karavan.office.people.sharing import shared_with
from karavan.office.places.forms import PlaceForm, at_the_point
from karavan.office.places.listing import COLUMNS, FILTERS
from karavan.office.places.rows import with_views
from karavan.office.places.wording import door_words, is_open, week_words
from karavan.people.models import Organisation
from karavan.people.queries import editable_by as editable_organisations
from karavan.places import actions, queries
from karavan.places import enums as places
from karavan.places.enums import (
    CATEGORY_OF_KIND,
    AccessProfile,
    CoordAccuracy,
    PlaceCategory,
    PlaceKind,
    PlaceLevel,
    PlaceState,
    Rights,
)
from karavan.places.missing import missing
from karavan.places.models import Place
from karavan.places.views import PlaceView
from karavan.ui.parts import Access, AccessValue, Fact, Link

VALUES: Final[Mapping[places.Access, AccessValue]] = {
    places.Access.YES: "yes",
    places.Access.NO: "no",
    places.Access.UNKNOWN: "unknown",
}
BY_HAND = "office"
"""Source of a point that somebody typed."""


@dataclass(frozen=True)
class Todo:
    """One thing a place lacks, and where it is added ("" for those who may not)."""

    message: str
    url: str


@dataclass(frozen=True)
class Branch:
    """A place in the tree of places shown; ``depth`` is 0 at its top."""

    place: Place
    depth: int
    current: bool


class Places(CrudView):
    """Everything that is a place: grounds, buildings, halls, squares, monuments."""

    name = "places"
    model = Place
    title = gettext_lazy("Places")
    one = gettext_lazy("New place")
    icon = "map-pin"
    has_origins = True
    columns = COLUMNS
    filters = FILTERS
    search = ("name", "address")
    form_class = PlaceForm
    detail_template = "office/places/place.html"
    list_template = "office/places/list.html"
    fieldsets = (
        (gettext_lazy("What it is"), ("name", "level", "kind", "parent", "organisation", "capacity")),
        (gettext_lazy("Where it is"), ("address", "district", "point")),
        (gettext_lazy("For visitors"), ("how_to_get_in", "description", "website")),
        (gettext_lazy("In English"), ("name_en", "description_en")),
        (
            gettext_lazy("For colleagues"),
            ("is_public", "category", "certainty", "source", "staff_note"),
        ),
    )

    def visible(self, desk: Desk) -> QuerySet[Any]:
        """Public places, and all of organisations where the person has a role."""
        return queries.visible_to(desk.actor)

    def editable(self, desk: Desk) -> QuerySet[Any]:
        """Places of organisations that the person edits."""
        return queries.editable_by(desk.actor)

    def within(self, rows: QuerySet[Any], organisation: Organisation) -> QuerySet[Any]:
        """Places that the organisation, or one below it, runs."""
        return rows.filter(organisation__path__startswith=organisation.path)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with their views."""
        return with_views(rows.select_related("organisation", "district"))

    def public_url(self, record: Any) -> str:
        """The page residents see, where they do."""
        hidden = not record.is_public or record.certainty == Certainty.C
        return "" if hidden else f"/places/{record.pk}/"

    def facts(self, desk: Desk, record: Any) -> list[Fact]:
        """What a resident reads, and what only colleagues do."""
        return facts_of(record, noted=staff(desk))

    def detail(self, desk: Desk, record: Any) -> dict[str, Any]:
        """What is missing, who can get in, pictures, the tree, former names and addresses."""
        may_edit = self.may_edit(desk, record)
        view: PlaceView = record.view
        return {
            "view": view,
            "todos": todos_of(record, view, may_edit=may_edit),
            "profiles": profiles_of(view),
            "rights": dict(Rights.choices),
            "tree": tree_of(self.visible(desk), record),
            "history": queries.history_of(record),
            "may_add_hall": may_edit and record.level != PlaceLevel.MONUMENT,
            "sharing": shared_with(desk, record, may_edit=may_edit),
            "door": door_words(view.schedule, timezone.now()),
            "is_open": is_open(view.schedule, timezone.now()),
        }

    def tabs(self, desk: Desk, record: Any) -> list[Tab]:
        """Further pages of a place."""
        here = desk.request.path_info
        found = []
        for name, label in (
            ("hours", _("Hours")),
            ("access", _("Accessibility")),
            ("photos", _("Pictures")),
            ("closings", _("Closings")),
            ("holds", pgettext("tab", "Holds")),
        ):
            url = reverse(f"office-places-{name}", args=[record.pk])
            found.append(Tab(label, url, here.startswith(url)))
        return [*found, Tab(_("Week"), f"{reverse('office-halls')}?place={record.pk}")]

    def prepare(self, desk: Desk, form: Form, record: Any | None) -> None:
        """Choose among places and organisations that the person edits."""
        parents = self.editable(desk).exclude(level__in=(PlaceLevel.HALL, PlaceLevel.MONUMENT))
        if desk.organisation is not None:
            parents = self.within(parents, desk.organisation)
        if record is not None:
            parents = parents.exclude(path__startswith=record.path)
            if record.parent_id is not None:
                parents |= Place.objects.filter(pk=record.parent_id)
        asked = desk.request.GET.get("parent", "")
        if record is None and asked.isdecimal() and len(asked) < 19:
            parents |= self.editable(desk).filter(pk=asked)
        organisations = editable_organisations(desk.actor)
        if record is not None and record.organisation_id is not None:
            organisations |= Organisation.objects.filter(pk=record.organisation_id)
        form.fields["parent"].queryset = parents.order_by("name")  # type: ignore[attr-defined]
        form.fields["organisation"].queryset = organisations.order_by("name")  # type: ignore[attr-defined]

    def initial(self, desk: Desk, record: Any) -> dict[str, Any]:
        """The record's values; its two degrees as one point."""
        names = set(PlaceForm.base_fields) - {"point"}
        point = None if record.lat is None else (record.lat, record.lon)
        return {**{name: getattr(record, name) for name in names}, "point": point}

    def suggested(self, desk: Desk) -> dict[str, Any]:
        """A new place belongs to the chosen organisation; under a building it is a hall."""
        given = super().suggested(desk)
        if desk.organisation is not None:
            given.setdefault("organisation", desk.organisation.pk)
        if "parent" in given:
            given.setdefault("level", PlaceLevel.HALL)
            given.setdefault("kind", PlaceKind.HALL)
        return given

    def create(self, desk: Desk, values: dict[str, Any]) -> Place:
        """Add a place."""
        values = _written(values)
        if not values.get("category"):
            parent = values.get("parent")
            usual = CATEGORY_OF_KIND.get(PlaceKind(values["kind"]), PlaceCategory.OTHER)
            values["category"] = parent.category if parent is not None else usual
        if values.get("organisation") is None:
            values.pop("organisation", None)
        with at_the_point():
            return actions.create_place(actor=desk.actor, **values)

    def update(self, desk: Desk, record: Any, values: dict[str, Any]) -> Place:
        """Correct what is recorded."""
        values = _written(values)
        if values.get("category") == "":
            values["category"] = CATEGORY_OF_KIND.get(PlaceKind(record.kind), PlaceCategory.OTHER)
        with at_the_point():
            return actions.update_place(actor=desk.actor, place=record, **values)

    def remove(self, desk: Desk, record: Any) -> Any:
        """Put a place into the trash; its halls stay in the way until they are there too."""
        return actions.remove_place(actor=desk.actor, place=record)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """Values of the form as the actions take them."""
    values = dict(values)
    if "point" in values:
        point = values.pop("point")
        lat, lon = point or (None, None)
        values |= {"lat": lat, "lon": lon}
        if point is not None:
            values |= {"coord_accuracy": CoordAccuracy.BUILDING, "coord_source": BY_HAND}
    return values


def facts_of(record: Any, *, noted: bool) -> list[Fact]:
    """Facts of a place with its ``view`` at hand; ``noted``: with the note for colleagues, for staff only."""
    view: PlaceView = record.view
    state = [] if view.state == PlaceState.OPEN else [str(PlaceState(view.state).label), view.state_reason]
    organisation = record.organisation
    shown: list[tuple[str, list[str | Link]]] = [
        (_("State"), [". ".join(filter(None, state))] if state else []),
        (_("Hours"), [week_words(view)] if view.weekly_hours else []),
        (_("Address"), [view.address] if view.address else []),
        (_("District"), [view.district_name] if view.district_name else []),
        (_("How to get in"), [view.how_to_get_in] if view.how_to_get_in else []),
        (_("How many people it holds"), [str(view.capacity)] if view.capacity else []),
        (_("What this place is"), [view.description] if view.description else []),
        (_("Website"), [Link(view.website, view.website)] if view.website else []),
        (_("Kind"), [f"{record.get_kind_display()} · {record.get_level_display()}"]),
        (_("Who runs it"), [str(organisation)] if organisation is not None else []),
        (_("Point on the map"), [] if view.lat is None else [_point(view)]),
        (_("How sure it is"), [f"{record.certainty} · {record.get_certainty_display()}"]),
        (_("Where this is known from"), [record.source] if record.source else []),
        (_("Note for colleagues"), [record.staff_note] if record.staff_note and noted else []),
    ]
    if view.heritage is not None:
        words = [view.heritage.protection, view.heritage.register_number, view.heritage.built]
        shown.insert(9, (_("Heritage"), [" · ".join(filter(None, words))]))
    return [Fact(term, values) for term, values in shown]


def _point(view: PlaceView) -> str:
    return f"{view.lat}, {view.lon} · {CoordAccuracy(view.coord_accuracy).label}"


def todos_of(record: Place, view: PlaceView, *, may_edit: bool) -> list[Todo]:
    """What the place lacks, each with the page where it is added."""
    pages = {
        "hours": "office-places-hours",
        "hours_end": "office-places-hours",
        "survey": "office-places-access",
        "survey_old": "office-places-access",
        "photos": "office-places-photos",
    }
    return [
        Todo(
            lack.message,
            reverse(pages.get(lack.code, "office-places-edit"), args=[record.pk]) if may_edit else "",
        )
        for lack in missing(view, today())
    ]


def profiles_of(view: PlaceView) -> list[Access]:
    """The six profiles as residents see them, each one of three values."""
    return shown_profiles(view.access, view.report.with_help)


def shown_profiles(
    access: Mapping[AccessProfile, places.Access], with_help: Collection[AccessProfile]
) -> list[Access]:
    """The six profiles in their order; a note where the help of staff is needed."""
    return [
        Access(
            VALUES[access[profile]],
            str(profile.label),
            _("with the help of staff") if profile in with_help else "",
        )
        for profile in AccessProfile
    ]


def tree_of(visible: QuerySet[Any], record: Place) -> list[Branch]:
    """The grounds, buildings and halls around a place, as far as they may be seen; one query."""
    top = record.lineage_ids[0]
    rows = list(visible.filter(path__startswith=f"/{top}/").order_by("path")[:200])
    if len(rows) < 2:
        return []
    shortest = min(len(row.lineage_ids) for row in rows)
    return [Branch(row, len(row.lineage_ids) - shortest, row.pk == record.pk) for row in rows]
