"""Programmes: the tree that events lie in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.people.models import Organisation
from karavan.programme.actions.rows import Problems, add, field_problems, refuse, stated
from karavan.programme.events import ProgrammeChanged
from karavan.programme.models import Programme


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
    programme = Programme(slug=slug, title=title, parent=parent, **values)
    refuse(_problems(programme))
    programme.save()
    programme.settle()
    programme.organisations.set(organisations)
    after = {**stated(programme), "organisations": [organisation.pk for organisation in organisations]}
    record(actor, "programme.created", programme, organisation_id=_owner(organisations), after=after)
    announce(ProgrammeChanged(programme.pk))
    return programme


def _owner(organisations: Sequence[Organisation]) -> int | None:
    return organisations[0].pk if organisations else None


def _problems(programme: Programme) -> Problems:
    problems = field_problems(programme)
    if not problems:
        if Programme.objects.filter(slug=programme.slug).exclude(pk=programme.pk).exists():
            add(problems, "slug", _("This address is taken by another programme. Choose another."))
        if programme.date_from and programme.date_to and programme.date_from > programme.date_to:
            add(problems, "date_to", _("The last day lies before the first. Swap them or correct one."))
    return problems
