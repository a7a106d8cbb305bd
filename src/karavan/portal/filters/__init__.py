"""Filters as components: facets, chips and the addresses they lead to.

Every choice is a link to the canonical address of the question it leads to, so that filters work without a
form or a script and every list has one short address.
"""

from karavan.portal.filters.addresses import (
    ANY_TIME,
    Addresses,
    Variants,
    hidden_fields,
    in_view,
    of_day,
    toggled,
)
from karavan.portal.filters.chips import CHILDREN, active_chips, directory_chips, quick_chips
from karavan.portal.filters.facets import directory_facets, event_facets
from karavan.portal.filters.words import price_limit

__all__ = [
    "ANY_TIME",
    "CHILDREN",
    "Addresses",
    "Variants",
    "active_chips",
    "directory_chips",
    "directory_facets",
    "event_facets",
    "hidden_fields",
    "in_view",
    "of_day",
    "price_limit",
    "quick_chips",
    "toggled",
]
