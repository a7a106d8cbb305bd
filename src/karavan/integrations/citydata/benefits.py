"""Benefit categories of federal law, each to be checked with the city."""

from datetime import date

from karavan.integrations.citydata.pack import Pack
from karavan.kernel.actor import SYSTEM
from karavan.programme.actions import create_benefit_category
from karavan.programme.models import BenefitCategory


def seed_benefits(pack: Pack) -> dict[str, int]:
    """Ids of the categories by code. A category that exists is left as the city has put it."""
    existing = dict(BenefitCategory.objects.order_by("valid_from").values_list("code", "pk"))
    for position, row in enumerate(pack.benefits):
        if row["code"] not in existing:
            category = create_benefit_category(
                actor=SYSTEM,
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                level=row["level"],
                legal_basis=row["legal_basis"],
                proof=row["proof"],
                proof_en=row["proof_en"],
                valid_from=date.fromisoformat(row["valid_from"]),
                position=position,
                check_with_city=True,
            )
            existing[row["code"]] = category.pk
    return existing
