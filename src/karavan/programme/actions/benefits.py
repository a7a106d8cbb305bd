"""Benefit categories: versioned data of law and of institutions."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, announce, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.programme.actions.rows import Problems, add, field_problems, plain, refuse, stated
from karavan.programme.events import BenefitsChanged
from karavan.programme.models import BenefitCategory, Tariff
from karavan.programme.rules import require_coordinate

UPDATABLE = frozenset(
    {
        "name",
        "name_en",
        "level",
        "legal_basis",
        "proof",
        "proof_en",
        "check_with_city",
        "valid_from",
        "valid_to",
        "position",
    }
)


@action
def create_benefit_category(
    *, actor: Actor, code: str, name: str, level: str, legal_basis: str, valid_from: date, **values: Any
) -> BenefitCategory:
    """Create one version of a benefit category. Raises :class:`Invalid` by field."""
    require_coordinate(actor)
    category = BenefitCategory(
        code=code, name=name, level=level, legal_basis=legal_basis, valid_from=valid_from, **values
    )
    refuse(_problems(category))
    category.save()
    record(actor, "benefit_category.created", category, after=stated(category))
    announce(BenefitsChanged())
    return category


@action
def update_benefit_category(*, actor: Actor, category: BenefitCategory, **values: Any) -> BenefitCategory:
    """Correct a version of a category, or end it by ``valid_to``. A new law is a new version."""
    if unknown := sorted(set(values) - UPDATABLE):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    require_coordinate(actor)
    category.refresh_from_db(from_queryset=BenefitCategory.objects.select_for_update())
    before = {name: plain(getattr(category, name)) for name in values}
    for name, value in values.items():
        setattr(category, name, value)
    refuse(_problems(category))
    after = {name: plain(getattr(category, name)) for name in values}
    differing = [name for name in values if before[name] != after[name]]
    if differing:
        category.save(update_fields=differing)
        record(
            actor,
            "benefit_category.changed",
            category,
            before={name: before[name] for name in differing},
            after={name: after[name] for name in differing},
        )
        announce(BenefitsChanged())
    return category


@action
def renew_benefit_category(
    *, actor: Actor, category: BenefitCategory, valid_from: date, **values: Any
) -> BenefitCategory:
    """A new version of a category from a day on: the old one ends the day before, and every event goes on
    with the same tariff for the new one. ``values`` are what the new law says otherwise.

    Raises Invalid by field.
    """
    if unknown := sorted(set(values) - UPDATABLE):
        raise TypeError(f"unexpected fields: {', '.join(unknown)}")
    require_coordinate(actor)
    category.refresh_from_db(from_queryset=BenefitCategory.objects.select_for_update())
    if valid_from <= category.valid_from:
        message = _("The new version begins after the old one: choose a later day.")
        raise Invalid({"valid_from": [message]})
    if category.valid_to is not None and category.valid_to < valid_from:
        raise Invalid({"valid_from": [_("The old version ended before this day. Create a new category.")]})
    kept = {name: getattr(category, name) for name in UPDATABLE}
    ends = category.valid_to
    update_benefit_category(actor=actor, category=category, valid_to=valid_from - timedelta(days=1))
    fields = {**kept, "valid_to": ends, **values, "valid_from": valid_from}
    renewed = create_benefit_category(actor=actor, code=category.code, **fields)
    _carry_over(category, renewed)
    return renewed


def _carry_over(old: BenefitCategory, new: BenefitCategory) -> None:
    """Give every event that has a tariff for the old version the same one for the new version."""
    names = [
        field.attname
        for field in Tariff._meta.concrete_fields
        if not field.primary_key and field.attname != "category_id"
    ]
    rows = Tariff.objects.filter(category=old).order_by("pk").values(*names)
    fresh = [Tariff(category=new, **row) for row in rows.iterator(chunk_size=500)]
    Tariff.objects.bulk_create(fresh, batch_size=500)


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
