"""Lists of places: houses, halls, grounds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Final, cast

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.enums import Kind, Outcome
from karavan.integrations.sheets.kinds.base import (
    CLEAR,
    Importer,
    Parsed,
    Planned,
    Progress,
    plain,
    touched_by_journal,
)
from karavan.integrations.sheets.kinds.place_columns import place_columns
from karavan.integrations.sheets.reading import Row
from karavan.integrations.sheets.words import NotUnderstood, key_of
from karavan.kernel.errors import Conflict, KaravanError
from karavan.kernel.html import plain_text
from karavan.kernel.localtime import today
from karavan.kernel.validation import problems_of
from karavan.places import actions
from karavan.places.actions.trash import remove_place
from karavan.places.enums import CoordAccuracy, PlaceCategory, PlaceKind, PlaceLevel
from karavan.places.hourtext import week_in_words
from karavan.places.models import District, Place, WeeklyHours
from karavan.places.queries import editable_by
from karavan.places.rules import may_lie_under
from karavan.places.validators import validate_coordinates

LABELS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Name of the place"),
    "kind": gettext_lazy("Kind of place"),
    "level": gettext_lazy("Level"),
    "organisation": gettext_lazy("Who runs it"),
    "parent": gettext_lazy("Lies in"),
    "address": gettext_lazy("Address"),
    "district": gettext_lazy("District"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "capacity": gettext_lazy("Seats"),
    "website": gettext_lazy("Website"),
    "how_to_get_in": gettext_lazy("How to get in"),
    "description": gettext_lazy("Description"),
    "hours": gettext_lazy("Hours"),
    "is_public": gettext_lazy("Shown to residents"),
}
PLAIN: Final = (
    "name", "kind", "level", "address", "lat", "lon", "capacity", "website", "how_to_get_in", "description",
    "is_public",
)  # fmt: skip
NULL: Final = frozenset({"capacity", "lat", "lon", "district", "parent", "organisation"})
LINES: Final = frozenset({"description", "how_to_get_in"})
CATEGORY: Final = {
    PlaceKind.THEATRE: PlaceCategory.THEATRES,
    PlaceKind.CONCERT_HALL: PlaceCategory.CONCERT_VENUES,
    PlaceKind.MUSEUM: PlaceCategory.MUSEUMS,
    PlaceKind.GALLERY: PlaceCategory.MUSEUMS,
    PlaceKind.LIBRARY: PlaceCategory.LIBRARIES,
    PlaceKind.CHILDREN_LIBRARY: PlaceCategory.LIBRARIES,
    PlaceKind.CULTURE_HOUSE: PlaceCategory.CULTURE_HOUSES,
    PlaceKind.ETHNOCULTURAL_CENTRE: PlaceCategory.CULTURE_HOUSES,
    PlaceKind.CHILDREN_ART_SCHOOL: PlaceCategory.EDUCATION,
    PlaceKind.EDUCATION: PlaceCategory.EDUCATION,
    PlaceKind.ARCHITECTURE: PlaceCategory.HERITAGE,
    PlaceKind.MONUMENT: PlaceCategory.HERITAGE,
    PlaceKind.MEMORIAL: PlaceCategory.HERITAGE,
}


def values_of(place: Place, week: Sequence[tuple[int, Any, Any]]) -> dict[str, Any]:
    """Plain values of what a list may change."""
    found = {name: plain(getattr(place, name)) for name in PLAIN}
    found |= {"organisation": place.organisation_id, "parent": place.parent_id, "district": place.district_id}
    found["hours"] = [[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in week]
    return found


class Places(Importer):
    """Reads, checks, compares and writes places. A house may stand in the same list as its halls."""

    kind: ClassVar[Kind] = Kind.PLACES

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """See the base."""
        return place_columns(self.ground)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """See the base."""
        return {name: str(label) for name, label in LABELS.items()}

    def show(self, name: str, value: Any) -> str:
        """See the base."""
        if value in (None, "", []):
            return ""
        labels: dict[str, Any] = {"kind": dict(PlaceKind.choices), "level": dict(PlaceLevel.choices)}
        if name in labels:
            return str(labels[name].get(value, value))
        if name == "parent":
            return self.ground.place_by_id[value].name if value in self.ground.place_by_id else str(value)
        if name == "organisation":
            return next((str(row) for row in self.ground.all_organisations if row.pk == value), str(value))
        if name == "district":
            return next((row.name for row in self.ground.districts if row.pk == value), str(value))
        if name == "hours":
            return week_in_words(_week(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value)

    def plan(self, rows: Sequence[Row], progress: Progress) -> list[Planned]:
        """See the base."""
        self.editable = {place.pk: place for place in editable_by(self.ground.actor).select_related("parent")}
        self.by_name: dict[str, list[int]] = {}
        self.by_key = {place.source_id: pk for pk, place in self.editable.items() if place.source_id}
        for pk, place in self.editable.items():
            self.by_name.setdefault(natural_key(place), []).append(pk)
        self.claimed: dict[int, int] = {}
        self.fresh: dict[str, Planned] = {}
        """New houses of this list by name, for the halls below them."""
        self.seen: dict[str, int] = {}
        found = []
        for number, row in enumerate(rows):
            if number % 50 == 0:
                progress(number, len(rows))
            found.append(self._plan(self.parse(row)))
        return found

    def _plan(self, parsed: Parsed) -> Planned:
        values = parsed.values
        line = Planned(parsed.row.number, str(values.get("name", ""))[:300], problems=parsed.problems)
        owner = self._owner(parsed)
        pk = self._record(parsed, owner, line)
        if pk is not None and pk in self.claimed:
            message = _("Row %(row)d means the same place. Keep one of the two.") % {"row": self.claimed[pk]}
            line.problems.append((line.number, "name", message))
            pk = None
        if pk is not None:
            self.claimed[pk] = line.number
            line.record_id = pk
            self._plan_change(parsed, line, self.editable[pk], owner)
        else:
            self.lacking(parsed)
            if not line.problems:
                self._plan_new(parsed, line, owner)
        line.detail = str(values.get("address", ""))[:300]
        line.settle()
        return line

    def _owner(self, parsed: Parsed) -> int | None:
        if "organisation" in parsed.values:
            try:
                return int(self.ground.organisation_choice(parsed.values["organisation"]))
            except NotUnderstood as refusal:
                parsed.problems.append((parsed.row.number, "organisation", str(refusal)))
                return None
        if self.ground.organisation is not None:
            return self.ground.organisation.pk
        own = self.ground.organisations
        return own[0].pk if len(own) == 1 else None

    def _record(self, parsed: Parsed, owner: int | None, line: Planned) -> int | None:
        values = parsed.values
        if "id" in values:
            pk = self.aliases.get(f"id:{values['id']}", values["id"])
            if pk in self.editable:
                return int(pk)
            message = _("There is no such place among yours. Empty this cell to add the row as a new place.")
            line.problems.append((line.number, "id", message))
            return None
        if "key" in values:
            for key in (self.source_key(owner, values["key"]), values["key"]):
                alias = self.aliases.get(f"key:{key}")
                pk = self.by_key.get(key) or (alias if alias in self.editable else None)
                if pk is not None:
                    return pk
            line.key = self.source_key(owner, values["key"])
        name = _name_key(values.get("name"), values.get("address") or self._parent_name(values))
        candidates = self.by_name.get(name, [])
        if len(candidates) == 1:
            return candidates[0]
        alias = self.aliases.get(f"name:{name}")
        return alias if alias in self.editable else None

    def _parent_name(self, values: Mapping[str, Any]) -> str:
        parent = values.get("parent")
        return parent if isinstance(parent, str) else ""

    def _parent(self, parsed: Parsed, line: Planned) -> Place | Planned | None:
        said = parsed.values.get("parent")
        if said is None or said is CLEAR:
            return None
        key = key_of(said)
        if key in self.fresh:
            return self.fresh[key]
        try:
            return self.ground.place_by_id[self.ground.place_choice(said)]
        except NotUnderstood as refusal:
            line.problems.append((line.number, "parent", str(refusal)))
            return None

    def _fields(self, parsed: Parsed, owner: int | None) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name in (*PLAIN, "district"):
            if name in parsed.values:
                value = parsed.values[name]
                empty: Any = None if name in NULL else ""
                fields[name] = empty if value is CLEAR else value
                if isinstance(fields[name], str):
                    fields[name] = plain_text(fields[name], lines=name in LINES)
        return fields

    def _plan_new(self, parsed: Parsed, line: Planned, owner: int | None) -> None:
        parent = self._parent(parsed, line)
        fields = self._fields(parsed, owner)
        is_hall = parent is not None and fields["kind"] == PlaceKind.HALL
        fields.setdefault("level", PlaceLevel.HALL if is_hall else PlaceLevel.BUILDING)
        fields["organisation"] = owner
        above = parent.values["level"] if isinstance(parent, Planned) else parent.level if parent else None
        self._check(line, fields, above)
        organisation = self.ground.organisation_by_id.get(owner or 0)
        if not can_edit_cached(self, organisation):
            line.problems.append((line.number, "organisation", _("Say which organisation of yours runs it.")))
        if isinstance(parent, Place) and parent.pk not in self.editable:
            line.problems.append((line.number, "parent", _("You may not add anything to this place.")))
        name = _name_key(fields.get("name"), fields.get("address") or self._parent_name(parsed.values))
        twin = self.seen.setdefault(name, line.number)
        if twin != line.number:
            message = _("This row says the same as row %(row)d. Remove one of the two.") % {"row": twin}
            line.problems.append((line.number, "name", message))
        line.values = {key: plain(value) for key, value in fields.items() if value not in ("", None)}
        if isinstance(parent, Place):
            line.values["parent"] = parent.pk
        if isinstance(parsed.values.get("hours"), list):
            line.values["hours"] = _plain_week(parsed.values["hours"])
        key = parsed.values.get("key")
        line.work, line.key = (parent, self.source_key(owner, key) if key else ""), ""
        self.fresh.setdefault(key_of(fields["name"]), line)

    def _plan_change(self, parsed: Parsed, line: Planned, place: Place, owner: int | None) -> None:
        before = self.current([place.pk])[place.pk]
        fields = self._fields(parsed, owner)
        wanted = {name: plain(value) for name, value in fields.items()}
        if "organisation" in parsed.values and owner is not None:
            wanted["organisation"] = owner
        house = cast("Place | None", place.parent)
        above: str | None = house.level if house else None
        if "parent" in parsed.values:
            parent = self._parent(parsed, line)
            if isinstance(parent, Planned):
                message = _("A place that exists can only be put into one that exists.")
                line.problems.append((line.number, "parent", message))
            else:
                wanted["parent"] = parent.pk if parent else None
                above = parent.level if parent else None
        if isinstance(parsed.values.get("hours"), list):
            wanted["hours"] = _plain_week(parsed.values["hours"])
        merged = {**{name: getattr(place, name) for name in PLAIN}, **fields}
        self._check(line, merged, above)
        line.title = line.title or place.name
        line.changes = {
            name: [before[name], value] for name, value in wanted.items() if before[name] != value
        }
        line.values = {name: pair[1] for name, pair in line.changes.items()}
        self.spare(line, self.origins([place.pk]).get(place.pk), before)

    def _check(self, line: Planned, fields: Mapping[str, Any], above: str | None) -> None:
        """The checks of the actions, without a query."""
        place = Place(
            **{name: fields[name] for name in PLAIN if name in fields}, category=PlaceCategory.OTHER
        )
        skip = {field.name for field in Place._meta.concrete_fields if field.name not in PLAIN}
        try:
            place.clean_fields(exclude=skip)
            validate_coordinates(place.lat, place.lon)
        except ValidationError as error:
            for name, messages in problems_of(error).items():
                line.problems += [(line.number, name or "lat", message) for message in messages]
        level = str(fields.get("level") or "")
        if above is not None and level in PlaceLevel.values and not may_lie_under(level, above):
            message = _("A hall lies in a building, a building on a site, never the other way.")
            line.problems.append((line.number, "parent", message))

    def write(self, planned: Sequence[Planned], *, publish: bool, progress: Progress) -> None:
        """See the base."""
        for number, line in enumerate(planned):
            if number % 20 == 0:
                progress(number, len(planned))
            if line.outcome == Outcome.NEW:
                self._create(line)
            elif line.outcome == Outcome.CHANGED and line.record_id is not None:
                now = self.current([line.record_id]).get(line.record_id)
                if now is None or any(now[name] != pair[0] for name, pair in line.changes.items()):
                    raise Conflict(
                        _("“%(title)s” was changed by somebody meanwhile. Check the upload again.")
                        % {"title": line.title}
                    )
                self.set_back(line.record_id, line.values)
                line.result = "changed"

    def _create(self, line: Planned) -> None:
        parent, key = line.work
        if isinstance(parent, Planned):
            if parent.record_id is None:
                raise Conflict(_("The house of “%(title)s” was not added.") % {"title": line.title})
            parent = Place.objects.get(pk=parent.record_id)
        fields = {name: value for name, value in line.values.items() if name not in ("hours", "parent")}
        place = actions.create_place(
            actor=self.ground.actor,
            parent=parent,
            source=_("uploaded table"),
            source_id=key,
            category=CATEGORY.get(fields["kind"], PlaceCategory.OTHER),
            **self._as_records(fields),
        )
        line.record_id, line.result = place.pk, "created"
        if "hours" in line.values:
            actions.set_weekly_hours(actor=self.ground.actor, place=place, rows=_week(line.values["hours"]))

    def _as_records(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(fields)
        if "organisation" in found:
            organisations = self.ground.organisation_by_id
            found["organisation"] = organisations.get(found["organisation"] or 0)
        if "district" in found:
            found["district"] = District.objects.filter(pk=found["district"]).first()
        if "parent" in found:
            found["parent"] = Place.objects.filter(pk=found["parent"]).first()
        if found.get("lat") is not None:
            found |= {"coord_accuracy": CoordAccuracy.HOUSE, "coord_source": "table"}
        return found

    def current(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """See the base."""
        weeks: dict[int, list[tuple[int, Any, Any]]] = {pk: [] for pk in ids}
        day = today()
        for row in WeeklyHours.objects.filter(place__in=list(ids)).order_by("weekday", "opens"):
            if (row.valid_from is None or row.valid_from <= day) and (
                row.valid_to is None or day <= row.valid_to
            ):
                weeks[row.place_id].append((row.weekday, row.opens, row.closes))
        return {
            place.pk: values_of(place, weeks[place.pk]) for place in Place.objects.filter(pk__in=list(ids))
        }

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """See the base."""
        rows = editable_by(self.ground.actor).filter(pk__in=list(ids))
        return dict(rows.values_list("pk", "name"))

    def still_given(self, ids: Collection[int]) -> Collection[int]:
        """See the base."""
        rows = editable_by(self.ground.actor).filter(pk__in=list(ids), is_public=True)
        return set(rows.values_list("pk", flat=True))

    def remove(self, ids: Collection[int], reason: str) -> dict[int, str]:
        """See the base."""
        done = {}
        places = editable_by(self.ground.actor).filter(pk__in=list(ids)).order_by("-path")
        for place in places:
            try:
                remove_place(actor=self.ground.actor, place=place, reason=reason)
                done[place.pk] = "removed"
            except KaravanError:
                actions.update_place(actor=self.ground.actor, place=place, is_public=False)
                done[place.pk] = "hidden"
        return done

    def withdraw(self, planned: Sequence[Planned], reason: str) -> None:
        """See the base."""
        for line in planned:
            place = editable_by(self.ground.actor).filter(pk=line.record_id or 0).first()
            if place is not None:
                actions.update_place(actor=self.ground.actor, place=place, is_public=False)
                line.result = "hidden"

    def set_back(self, record_id: int, values: Mapping[str, Any]) -> None:
        """See the base."""
        place = Place.objects.get(pk=record_id)
        own = {name: value for name, value in values.items() if name != "hours"}
        if own:
            actions.update_place(actor=self.ground.actor, place=place, **self._as_records(own))
        if "hours" in values:
            actions.set_weekly_hours(actor=self.ground.actor, place=place, rows=_week(values["hours"]))

    def bring_back(self, record_id: int, result: str) -> None:
        """See the base."""
        actions.update_place(actor=self.ground.actor, place=Place.objects.get(pk=record_id), is_public=True)

    def touched(self, ids: Collection[int], since: datetime, line: int) -> set[int]:
        """See the base."""
        return touched_by_journal(Place, ids, line)


def can_edit_cached(importer: Importer, organisation: Any) -> bool:
    """As :func:`karavan.people.rules.can_edit`, by the reach that is loaded already."""
    return importer.ground.editing.covers(organisation)


def natural_key(place: Place) -> str:
    """What tells places without a number apart: name and address, of a hall name and house."""
    house = cast("Place | None", place.parent)
    where = place.address or (house.name if house else "")
    return _name_key(place.name, where)


def _name_key(name: Any, where: Any) -> str:
    return f"{key_of(name or '')}|{key_of(where if isinstance(where, str) else '')}"


def _week(value: Sequence[Sequence[Any]]) -> list[tuple[int, Any, Any]]:
    return [(int(day), words.clock(opens), words.clock(closes)) for day, opens, closes in value]


def _plain_week(value: Sequence[tuple[int, Any, Any]]) -> list[list[Any]]:
    return [[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in value]


__all__ = ["Places", "natural_key"]
