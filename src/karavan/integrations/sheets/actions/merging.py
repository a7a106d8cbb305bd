"""Two records that are one thing become one record: fields as chosen, what hangs on either, all keys."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from karavan.integrations.sheets.enums import Kind
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.kinds.base import Importer
from karavan.integrations.sheets.kinds.events.matching import natural_key as event_key
from karavan.integrations.sheets.kinds.places import natural_key as place_key
from karavan.integrations.sheets.models import Alias, Distinct, Origin
from karavan.integrations.sheets.subjects import SUBJECTS, Subject
from karavan.integrations.sheets.words import key_of
from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.localtime import local
from karavan.kernel.trash.actions import throw_away
from karavan.kernel.trash.snapshot import Merged
from karavan.kernel.tree import TreeNode
from karavan.people.events import OrganisationChanged
from karavan.people.models import Organisation, OrganisationName, Share
from karavan.people.rules import require_manage
from karavan.places.events import PlaceChanged
from karavan.places.models import (
    HeritagePassport,
    Place,
    PlaceAddress,
    PlaceName,
    PlaceStateRow,
    WeeklyHours,
)
from karavan.programme.enums import OrganiserRole
from karavan.programme.events import EventChanged, ProgrammeChanged
from karavan.programme.models import Event, EventHours, Programme
from karavan.programme.queries import event_ids_at_places, event_ids_of_organisations

NEVER_CHOSEN: Final = frozenset({"sessions", "organisers", "performers", "parent"})
"""What is joined rather than chosen, or belongs to the tree."""
FACTS: Final = frozenset(
    {
        PlaceName,
        PlaceAddress,
        PlaceStateRow,
        WeeklyHours,
        HeritagePassport,
        OrganisationName,
        EventHours,
    }
)
"""Facts that belong together as a whole: those of ``lost`` count where ``kept`` has none. Of single days each
counts that ``kept`` says nothing of."""


@action
def merge_records(*, actor: Actor, kind: str, kept: Any, lost: Any, take: Mapping[str, str]) -> Any:
    """Merge ``lost`` into ``kept``; ``take`` says "lost" of fields whose value comes from there.

    Dates, halls, organisers, photos and everything else that leads to ``lost`` leads to ``kept`` afterwards.
    The keys of ``lost`` mean ``kept`` from now on, so that no list brings it back. ``lost`` lies in the trash
    with a note of all this (:func:`restore_merged`). Raises Invalid and NotAllowed.
    """
    subject = SUBJECTS[kind]
    if kept.pk == lost.pk or type(kept) is not type(lost):
        raise Invalid({"": [_("Choose two different records.")]})
    model = subject.model
    # In the order of ids, so that two merges of the same pair wait for one another.
    rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=(kept.pk, lost.pk))
    held = {row.pk: row for row in rows.order_by("pk")}
    if len(held) != 2:
        raise Invalid({"": [_("One of the two is gone already. Go back to the list.")]})
    kept, lost = held[kept.pk], held[lost.pk]
    _require(actor, subject, kept, lost)
    owner = lost.parent_id if isinstance(lost, Organisation) else _owner(lost)
    why = _("merged into “%(name)s”") % {"name": kept}
    left = Merged(into=kept.pk)
    with override("ru"):
        work = importer(kind, Ground(actor=actor))
        values = work.current([kept.pk, lost.pk])
        keys = _keys(kind, lost)
        chosen = {
            name: values[lost.pk][name]
            for name, whose in take.items()
            if whose == "lost" and name in work.labels and name not in NEVER_CHOSEN
        }
        tell(kind, kept, lost)
        title = str(lost)
        moved = _move_references(kept, lost, left)
        # Shares name their subject by number, so no relation leads from them.
        shares = Share.objects.filter(subject_type=kept._meta.label_lower, subject_id=lost.pk)
        left.notes["shares"] = list(shares.order_by("pk").values_list("pk", flat=True))
        shares.update(subject_id=kept.pk)
        _join(kind, kept, left)
        _aliases(kind, kept.pk, lost.pk, keys, left)
        source_id = lost.source_id
        lost_pk = lost.pk
        throw_away(actor=actor, subject=lost, organisation_id=owner, title=title, reason=why, merged=left)
        _take_values(work, kept, chosen, source_id)
    _journal(actor, kept, lost_pk, title, chosen, values, moved)
    tell(kind, kept, lost)
    kept.refresh_from_db()
    return kept


@action
def keep_apart(*, actor: Actor, kind: str, first: Any, second: Any) -> Distinct:
    """Say of two records that they are not the same, so that nobody is asked again."""
    subject = SUBJECTS[kind]
    if not (subject.may_edit(actor, first) and subject.may_edit(actor, second)):
        raise NotAllowed(_("Only somebody who edits both records may do this."))
    low, high = sorted((first.pk, second.pk))
    row, made = Distinct.objects.get_or_create(kind=kind, low_id=low, high_id=high)
    if made:
        record(actor, "records.kept_apart", first, after={"other": second.pk})
    return row


def _require(actor: Actor, subject: Subject, kept: Any, lost: Any) -> None:
    for row in (kept, lost):
        if not subject.may_edit(actor, row):
            raise NotAllowed(_("Only somebody who edits both records may do this."))
        if isinstance(row, Organisation):
            require_manage(actor, row)
    if isinstance(kept, TreeNode) and (f"/{lost.pk}/" in kept.path or f"/{kept.pk}/" in lost.path):
        raise Invalid({"": [_("One of the two lies in the other. Take it out of there first.")]})


def _move_references(kept: models.Model, lost: models.Model, left: Merged) -> dict[str, int]:
    """Let everything that leads to ``lost`` lead to ``kept``; the number of rows by model.

    A row that would say the same twice (a second organiser, a second price of one category) goes with
    ``lost``. What was done is noted in ``left``.
    """
    moved: dict[str, int] = {}
    for relation in lost._meta.related_objects:
        rows: Any = relation.related_model._base_manager
        field: Any = relation.field
        if field.many_to_many:
            if field.remote_field.through._meta.auto_created:
                _move_many(field, kept, lost, left)
            continue
        if relation.related_model in FACTS and rows.filter(**{field.name: kept.pk}).exists():
            continue
        gone_over = []
        for row in rows.filter(**{field.name: lost.pk}).order_by("pk"):
            try:
                with transaction.atomic():
                    rows.filter(pk=row.pk).update(**{field.name: kept.pk})
            except IntegrityError:
                left.doubled(row)
                rows.filter(pk=row.pk).delete()
                continue
            gone_over.append(row.pk)
        if gone_over:
            label = relation.related_model._meta.label_lower
            moved[label] = moved.get(label, 0) + len(gone_over)
        left.moved(field, lost.pk, gone_over)
        if isinstance(kept, relation.related_model) and isinstance(kept, TreeNode):
            for child in rows.filter(parent=kept.pk):
                child.settle()
    return moved


def _move_many(field: Any, kept: models.Model, lost: models.Model, left: Merged) -> None:
    model = field.remote_field.through
    through = model._base_manager
    column, other = field.m2m_reverse_field_name(), field.m2m_field_name()
    have = set(through.filter(**{column: kept.pk}).values_list(f"{other}_id", flat=True))
    rows = through.filter(**{column: lost.pk}).order_by("pk")
    doubled = rows.filter(**{f"{other}_id__in": have})
    for row in doubled:
        left.doubled(row)
    doubled.delete()
    left.moved(model._meta.get_field(column), lost.pk, list(rows.values_list("pk", flat=True)))
    rows.update(**{column: kept.pk})


def _join(kind: str, kept: Any, left: Merged) -> None:
    """Put together what was doubled: dates at the same moment and place stay once, those of ``kept``."""
    if kind != Kind.EVENTS:
        return
    came = {(told["model"], pk): told for told in left.pointers for pk in told["ids"]}

    def double(row: models.Model) -> None:
        told = came.get((row._meta.label_lower, row.pk))
        if told is not None:
            told["ids"].remove(row.pk)
            setattr(row, told["field"], told["target"])
            left.doubled(row)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def own_first(row: models.Model) -> bool:
        return (row._meta.label_lower, row.pk) in came

    seen = set()
    for session in sorted(kept.sessions.order_by("starts_at", "pk"), key=own_first):
        mark = (session.starts_at, session.place_id or kept.place_id)
        if mark in seen:
            double(session)
        seen.add(mark)
    names = set()
    for performer in sorted(kept.performers.order_by("position", "pk"), key=own_first):
        if key_of(performer.name) in names:
            double(performer)
        names.add(key_of(performer.name))
    if not kept.is_range and kept.sessions.count() > 1 and kept.calendar == "single":
        Event.objects.filter(pk=kept.pk).update(calendar="dates")
        kept.calendar = "dates"


def _keys(kind: str, row: Any) -> list[str]:
    """Every key by which a list may mean a record."""
    keys = [f"id:{row.pk}"]
    if row.source_id:
        keys.append(f"key:{row.source_id}")
    if isinstance(row, Event):
        days: set[Any] = {local(one.starts_at).date() for one in row.sessions.all()} or {row.date_from}
        leads = row.organisers.filter(role=OrganiserRole.LEAD).values_list("organisation_id", flat=True)
        keys += [event_key(owner, row.title, day) for owner in leads for day in days]
    elif isinstance(row, Place):
        keys.append(f"name:{place_key(row)}")
    elif isinstance(row, Organisation):
        keys += [f"name:{key_of(name)}" for name in (row.name, row.short_name) if name]
        if row.external_ids.get("inn"):
            keys.append(f"inn:{row.external_ids['inn']}")
    return keys


def _aliases(kind: str, kept: int, lost: int, keys: list[str], left: Merged) -> None:
    older = Alias.objects.filter(kind=kind, record_id=lost)
    left.notes["aliases"] = list(older.order_by("pk").values_list("key", flat=True))
    left.notes["keys"] = [key[:420] for key in dict.fromkeys(keys)]
    older.update(record_id=kept)
    for key in dict.fromkeys(keys):
        Alias.objects.update_or_create(kind=kind, key=key[:420], defaults={"record_id": kept})
    Distinct.objects.filter(kind=kind).filter(models.Q(low_id=lost) | models.Q(high_id=lost)).delete()
    old = Origin.objects.filter(kind=kind, record_id=lost).first()
    if old is None:
        return
    left.notes["origin"] = {"fields": old.fields, "locked": old.locked, "source": old.source_id}
    new, _made = Origin.objects.get_or_create(kind=kind, record_id=kept)
    new.locked = sorted({*new.locked, *old.locked})
    new.source = new.source or old.source
    new.save()
    old.delete()


def _take_values(work: Importer, kept: Any, chosen: Mapping[str, Any], source_id: str) -> None:
    if chosen:
        work.set_back(kept.pk, chosen)
    if source_id and not kept.source_id:
        type(kept)._default_manager.filter(pk=kept.pk).update(source_id=source_id)


def _journal(
    actor: Actor,
    kept: Any,
    lost: int,
    title: str,
    chosen: Mapping[str, Any],
    values: Mapping[int, Mapping[str, Any]],
    moved: Mapping[str, int],
) -> None:
    """One line about each of the two."""
    owner = _owner(kept)
    verb = f"{kept._meta.model_name}.merged"
    before = {name: values[kept.pk][name] for name in chosen}
    after = {"merged_from": lost, "title": title, "moved": dict(moved), **chosen}
    record(actor, verb, kept, organisation_id=owner, before=before, after=after)
    stand_in = type(kept)(pk=lost)
    record(
        actor,
        f"{verb}_away",
        stand_in,
        organisation_id=owner,
        before={"title": title},
        after={"merged_into": kept.pk},
    )


def _owner(row: Any) -> int | None:
    if isinstance(row, Event):
        leads = row.organisers.filter(role=OrganiserRole.LEAD).values_list("organisation_id", flat=True)
        return leads.first()
    return row.pk if isinstance(row, Organisation) else row.organisation_id


def tell(kind: str, *records: Any) -> None:
    """Announce the records, and what shows them."""
    for row in records:
        if kind == Kind.EVENTS:
            announce(EventChanged(row.pk))
        elif kind == Kind.PLACES:
            announce(PlaceChanged(row.pk))
            for pk in sorted(event_ids_at_places([row.pk])):
                announce(EventChanged(pk))
        else:
            announce(OrganisationChanged(row.pk))
            for pk in sorted(event_ids_of_organisations([row.pk])):
                announce(EventChanged(pk))
            for pk in (
                Programme.objects.filter(organisations=row.pk).order_by("pk").values_list("pk", flat=True)
            ):
                announce(ProgrammeChanged(pk))
