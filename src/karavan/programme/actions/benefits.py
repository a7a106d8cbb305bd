"""Benefit categories: versioned data of law and of institutions."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.programme.actions.rows import Problems, add, field_problems, refuse, stated
from karavan.programme.events import BenefitsChanged
from karavan.programme.models import BenefitCategory


@action
def create_benefit_category(
    *, actor: Actor, code: str, name: str, level: str, legal_basis: str, valid_from: date, **values: Any
) -> BenefitCategory:
    """Create one version of a benefit category. Raises :class:`Invalid` by field."""
    category = BenefitCategory(
        code=code, name=name, level=level, legal_basis=legal_basis, valid_from=valid_from, **values
    )
    refuse(_problems(category))
    category.save()
    record(actor, "benefit_category.created", category, after=stated(category))
    announce(BenefitsChanged())
    return category


def _problems(category: BenefitCategory) -> Problems:
    problems = field_problems(category)
    if problems:
        return problems
    if category.valid_to is not None and category.valid_from > category.valid_to:
        add(problems, "valid_to", _("The last day lies before the first. Swap them or correct one."))
    others = BenefitCategory.objects.filter(code=category.code).exclude(pk=category.pk)
    if any(
        (category.valid_to is None or other.valid_from <= category.valid_to)
        and (other.valid_to is None or category.valid_from <= other.valid_to)
        for other in others
    ):
        add(problems, "valid_from", _("Another version of this category is in force then. End it first."))
    return problems
