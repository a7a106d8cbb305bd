"""Programmes: the tree that events lie in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.people.rules import editing_reach
from karavan.programme.actions.rows import Problems, add, field_problems, plain, refuse, stated
from karavan.programme.events import ProgrammeChanged
from karavan.programme.models import Programme
from karavan.programme.rules import require_edit_for, require_edit_programme

UPDATABLE = frozenset(
    {
        "slug",
        "title",
        "summary",
        "text",
        "translations",
        "date_from",
        "date_to",
        "parent",
        "is_public",
        "source",
        "source_id",
        "certainty",
        "staff_note",
        "is_demo",
    }
)


@action
def create_programme(
    *,
    actor: Actor,
    slug: str,
    title: str,
    parent: Programme | None = None,
    organisations: Sequence[Organisation] = (),
    **values: Any,
) -> Programme:
    """Create a programme below ``parent``. Raises :class:`Invalid` by field."""
    _require_place_in_tree(actor, parent, organisations)
    programme = Programme(slug=slug, title=title, parent=parent, **values)
    problems = _problems(programme)
    _refuse_others_sides(problems, actor, organisations)
    refuse(problems)
    programme.save()
    programme.settle()
    programme.organisations.set(organisations)
    after = {**stated(programme), "organisations": [organisation.pk for organisation in organisations]}
    record(actor, "programme.created", programme, organisation_id=_owner(organisations), after=after)
    announce(ProgrammeChanged(programme.pk))
    return programme


@action
def update_programme(
    *, actor: Actor, programme: Programme, organisations: Sequence[Organisation] | None = None, **values: Any
) -> Programme:
    """Change fields of a programme, its organisations, or its place in the tree (``parent``).

    Of a programme that several hold, each takes part and leaves for itself: only the city does so for others.
    """
    if unknown := sorted(set(values) - UPDATABLE):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update())
    require_edit_programme(actor, programme)
    if values.get("parent") not in (None, programme.parent):
        require_edit_programme(actor, values["parent"])
    before = {name: plain(getattr(programme, name)) for name in values}
    for name, value in values.items():
        setattr(programme, name, value)
    problems = _problems(programme)
    if organisations is not None:
        changed = {one.pk: one for one in organisations}
        for one in programme.organisations.all():
            if changed.pop(one.pk, None) is None:
                changed[one.pk] = one
        _refuse_others_sides(problems, actor, list(changed.values()))
    refuse(problems)
    after = {name: plain(getattr(programme, name)) for name in values}
    differing = [name for name in values if before[name] != after[name]]
    before, after = _only(before, differing), _only(after, differing)
    if differing:
        programme.save(update_fields=differing)
        programme.settle()
    if organisations is not None:
        old = sorted(programme.organisations.values_list("pk", flat=True))
        new = sorted({organisation.pk for organisation in organisations})
        if old != new:
            programme.organisations.set(organisations)
            before["organisations"], after["organisations"] = old, new
    if after:
        owner = _owner(list(programme.organisations.order_by("pk")[:1]))
        record(actor, "programme.changed", programme, organisation_id=owner, before=before, after=after)
        announce(ProgrammeChanged(programme.pk))
    return programme


def _only(values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _require_place_in_tree(
    actor: Actor, parent: Programme | None, organisations: Sequence[Organisation]
) -> None:
    """Who starts a programme edits one of its organisations, and the programme it shall lie in."""
    require_edit_for(actor, organisations)
    if parent is not None:
        require_edit_programme(actor, parent)


def _refuse_others_sides(problems: Problems, actor: Actor, changed: Sequence[Organisation]) -> None:
    """Note whom the actor may neither bring in nor take out."""
    reach = editing_reach(actor)
    if others := [one for one in changed if not reach.covers(one)]:
        text = _("Only they themselves or the city change the part of: %(names)s. Leave it as it is.")
        add(problems, "organisations", text % {"names": ", ".join(sorted(str(one) for one in others))})


def _owner(organisations: Sequence[Organisation]) -> int | None:
    return organisations[0].pk if organisations else None


def _problems(programme: Programme) -> Problems:
    problems = field_problems(programme)
    if not problems:
        if Programme.objects.filter(slug=programme.slug).exclude(pk=programme.pk).exists():
            add(problems, "slug", _("This address is taken by another programme. Choose another."))
        if programme.date_from and programme.date_to and programme.date_from > programme.date_to:
            add(problems, "date_to", _("The last day lies before the first. Swap them or correct one."))
        if programme.pk is not None and programme.parent is not None:
            # Read anew: the path in memory may be older than the last move.
            path = Programme.objects.values_list("path", flat=True).get(pk=programme.parent.pk)
            if f"/{programme.pk}/" in path:
                add(problems, "parent", _("A programme cannot lie under itself. Choose another."))
            programme.parent.path = path
    return problems
