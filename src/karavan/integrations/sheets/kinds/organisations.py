"""Lists of organisations."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from karavan.integrations.sheets.kinds.organisation_columns import organisation_columns
from karavan.integrations.sheets.reading import Row
from karavan.integrations.sheets.words import NotUnderstood, key_of
from karavan.kernel.errors import Conflict, KaravanError
from karavan.kernel.html import plain_text
from karavan.kernel.validation import problems_of
from karavan.people import actions
from karavan.people.actions.trash import remove_organisation
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.people.models import Organisation
from karavan.people.queries import editable_by

LABELS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Full name"),
    "short_name": gettext_lazy("Short name"),
    "kind": gettext_lazy("Kind of organisation"),
    "founder_level": gettext_lazy("Founder"),
    "parent": gettext_lazy("Belongs to"),
    "inn": gettext_lazy("INN"),
    "website": gettext_lazy("Website"),
    "since": gettext_lazy("Since"),
    "description": gettext_lazy("Description"),
    "is_public": gettext_lazy("Shown to residents"),
}
PLAIN: Final = ("name", "short_name", "kind", "founder_level", "website", "since", "description", "is_public")


def values_of(row: Organisation) -> dict[str, Any]:
    """Plain values of what a list may change."""
    found = {name: plain(getattr(row, name)) for name in PLAIN}
    return found | {"parent": row.parent_id, "inn": str(row.external_ids.get("inn", ""))}


class Organisations(Importer):
    """Reads, checks, compares and writes organisations; a new network only for the city."""

    kind: ClassVar[Kind] = Kind.ORGANISATIONS

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """See the base."""
        return organisation_columns(self.ground)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """See the base."""
        return {name: str(label) for name, label in LABELS.items()}

    def show(self, name: str, value: Any) -> str:
        """See the base."""
        if value in (None, ""):
            return ""
        labels: dict[str, Any] = {
            "kind": dict(OrganisationKind.choices), "founder_level": dict(FounderLevel.choices)
        }  # fmt: skip
        if name in labels:
            return str(labels[name].get(value, value))
        if name == "parent":
            return next((str(row) for row in self.ground.all_organisations if row.pk == value), str(value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value)

    def plan(self, rows: Sequence[Row], progress: Progress) -> list[Planned]:
        """See the base."""
        self.editable = {one.pk: one for one in self.ground.organisations}
        self.by_key = {one.source_id: pk for pk, one in self.editable.items() if one.source_id}
        self.by_inn = {inn_: pk for pk, one in self.editable.items() if (inn_ := one.external_ids.get("inn"))}
        self.inn_of_all = {
            i: one.pk for one in self.ground.all_organisations if (i := one.external_ids.get("inn"))
        }
        self.by_name: dict[str, set[int]] = {}
        for pk, one in self.editable.items():
            for name in (one.name, one.short_name):
                if name:
                    self.by_name.setdefault(key_of(name), set()).add(pk)
        self.claimed: dict[int, int] = {}
        self.fresh: dict[str, Planned] = {}
        found = []
        for number, row in enumerate(rows):
            if number % 50 == 0:
                progress(number, len(rows))
            found.append(self._plan(self.parse(row)))
        return found

    def _plan(self, parsed: Parsed) -> Planned:
        values = parsed.values
        line = Planned(
            parsed.row.number,
            str(values.get("name", ""))[:300],
            str(values.get("inn", "")),
            problems=parsed.problems,
        )
        pk = self._record(parsed, line)
        if pk is not None and pk in self.claimed:
            message = _("Row %(row)d means the same organisation. Keep one of the two.")
            line.problems.append((line.number, "name", message % {"row": self.claimed[pk]}))
            pk = None
        if pk is not None:
            self.claimed[pk] = line.number
            line.record_id = pk
            self._plan_change(parsed, line, self.editable[pk])
        else:
            self.lacking(parsed)
            if not line.problems:
                self._plan_new(parsed, line)
        line.settle()
        return line

    def _record(self, parsed: Parsed, line: Planned) -> int | None:
        values = parsed.values
        if "id" in values:
            pk = self.aliases.get(f"id:{values['id']}", values["id"])
            if pk in self.editable:
                return int(pk)
            message = _(
                "There is no such organisation among yours. Empty this cell to add the row as a new one."
            )
            line.problems.append((line.number, "id", message))
            return None
        keys = []
        if "key" in values:
            keys = [self.source_key(self._home(), values["key"]), str(values["key"])]
        for key in keys:
            pk = self.by_key.get(key) or self._alias(f"key:{key}")
            if pk is not None:
                return pk
        line.key = keys[0] if keys else ""
        said = values.get("inn")
        if isinstance(said, str):
            pk = self.by_inn.get(said) or self._alias(f"inn:{said}")
            if pk is not None:
                return pk
        named = self.by_name.get(key_of(values.get("name", "")), set())
        if len(named) == 1:
            return next(iter(named))
        return self._alias(f"name:{key_of(values.get('name', ''))}")

    def _alias(self, key: str) -> int | None:
        pk = self.aliases.get(key)
        return pk if pk in self.editable else None

    def _home(self) -> int | None:
        return self.ground.organisation.pk if self.ground.organisation else None

    def _fields(self, parsed: Parsed) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name in PLAIN:
            if name in parsed.values:
                value = "" if parsed.values[name] is CLEAR else parsed.values[name]
                fields[name] = plain_text(value, lines=name == "description") if type(value) is str else value
        return fields

    def _parent(self, parsed: Parsed, line: Planned) -> Organisation | Planned | None:
        said = parsed.values.get("parent")
        if said is None or said is CLEAR:
            return None
        if key_of(said) in self.fresh:
            return self.fresh[key_of(said)]
        try:
            return self.editable[self.ground.organisation_choice(said)]
        except NotUnderstood as refusal:
            line.problems.append((line.number, "parent", str(refusal)))
            return None

    def _plan_new(self, parsed: Parsed, line: Planned) -> None:
        parent = self._parent(parsed, line)
        if parent is None and "parent" not in parsed.values:
            parent = self.ground.organisation
        if parent is None and not self.ground.editing.everything and not line.problems:
            message = _("Say to which organisation of yours it belongs: a new network is added by the city.")
            line.problems.append((line.number, "parent", message))
        fields = self._fields(parsed)
        self._check(line, fields)
        said = parsed.values.get("inn")
        if isinstance(said, str) and said in self.inn_of_all:
            message = _("An organisation with this INN exists already; ask the city coordinator for it.")
            line.problems.append((line.number, "inn", message))
        if key_of(fields["name"]) in self.fresh:
            message = _("This row says the same as row %(row)d. Remove one of the two.")
            twin = self.fresh[key_of(fields["name"])].number
            line.problems.append((line.number, "name", message % {"row": twin}))
        line.values = {name: plain(value) for name, value in fields.items() if value not in ("", None)}
        if isinstance(said, str):
            line.values["inn"] = said
        if isinstance(parent, Organisation):
            line.values["parent"] = parent.pk
        key = parsed.values.get("key")
        line.work, line.key = (parent, self.source_key(self._home(), key) if key else ""), ""
        self.fresh.setdefault(key_of(fields["name"]), line)

    def _plan_change(self, parsed: Parsed, line: Planned, row: Organisation) -> None:
        before = values_of(row)
        fields = self._fields(parsed)
        wanted = {name: plain(value) for name, value in fields.items()}
        if "inn" in parsed.values:
            wanted["inn"] = "" if parsed.values["inn"] is CLEAR else parsed.values["inn"]
        if "parent" in parsed.values:
            parent = self._parent(parsed, line)
            if isinstance(parent, Planned):
                message = _("An organisation that exists can only be put under one that exists.")
                line.problems.append((line.number, "parent", message))
            else:
                wanted["parent"] = parent.pk if parent else None
        self._check(line, {**{name: getattr(row, name) for name in PLAIN}, **fields})
        line.title = line.title or row.name
        line.changes = {
            name: [before[name], value] for name, value in wanted.items() if before[name] != value
        }
        line.values = {name: pair[1] for name, pair in line.changes.items()}
        self.spare(line, self.origins([row.pk]).get(row.pk), before)

    def _check(self, line: Planned, fields: Mapping[str, Any]) -> None:
        row = Organisation(**fields)
        skip = {field.name for field in Organisation._meta.concrete_fields if field.name not in PLAIN}
        try:
            row.clean_fields(exclude=skip)
        except ValidationError as error:
            for name, messages in problems_of(error).items():
                line.problems += [(line.number, name or "name", message) for message in messages]

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
                raise Conflict(_("What “%(title)s” belongs to was not added.") % {"title": line.title})
            parent = Organisation.objects.get(pk=parent.record_id)
        values = {name: value for name, value in line.values.items() if name not in ("parent", "inn")}
        ids = {"inn": line.values["inn"]} if "inn" in line.values else {}
        row = actions.create_organisation(
            actor=self.ground.actor,
            parent=parent,
            source=_("uploaded table"),
            source_id=key,
            external_ids=ids,
            **values,
        )
        line.record_id, line.result = row.pk, "created"

    def current(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """See the base."""
        return {row.pk: values_of(row) for row in Organisation.objects.filter(pk__in=list(ids))}

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
        for row in editable_by(self.ground.actor).filter(pk__in=list(ids)).order_by("-path"):
            try:
                remove_organisation(actor=self.ground.actor, organisation=row, reason=reason)
                done[row.pk] = "removed"
            except KaravanError:
                actions.update_organisation(actor=self.ground.actor, organisation=row, is_public=False)
                done[row.pk] = "hidden"
        return done

    def withdraw(self, planned: Sequence[Planned], reason: str) -> None:
        """See the base."""
        for line in planned:
            row = editable_by(self.ground.actor).filter(pk=line.record_id or 0).first()
            if row is not None:
                actions.update_organisation(actor=self.ground.actor, organisation=row, is_public=False)
                line.result = "hidden"

    def set_back(self, record_id: int, values: Mapping[str, Any]) -> None:
        """See the base."""
        row = Organisation.objects.get(pk=record_id)
        own: dict[str, Any] = {name: value for name, value in values.items() if name not in ("parent", "inn")}
        if "parent" in values:
            own["parent"] = Organisation.objects.filter(pk=values["parent"]).first()
        if "inn" in values:
            kept = {name: value for name, value in row.external_ids.items() if name != "inn"}
            own["external_ids"] = {**kept, "inn": values["inn"]} if values["inn"] else kept
        actions.update_organisation(actor=self.ground.actor, organisation=row, **own)

    def bring_back(self, record_id: int, result: str) -> None:
        """See the base."""
        row = Organisation.objects.get(pk=record_id)
        actions.update_organisation(actor=self.ground.actor, organisation=row, is_public=True)

    def touched(self, ids: Collection[int], since: datetime, line: int) -> set[int]:
        """See the base."""
        return touched_by_journal(Organisation, ids, line)
