"""What reading a query string needs of the database."""

from karavan.catalogue.queries import programme_id
from karavan.catalogue.querystring import Lookups
from karavan.places.models import District
from karavan.programme.models import BenefitCategory


def _districts() -> list[str]:
    return list(District.objects.order_by("code").values_list("code", flat=True))


def _benefits() -> list[str]:
    return list(BenefitCategory.objects.order_by("code").values_list("code", flat=True).distinct())


LOOKUPS = Lookups(programme=programme_id, districts=_districts, benefits=_benefits)
