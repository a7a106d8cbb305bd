"""The kit that every screen of the office is made with: see :class:`karavan.office.kit.screen.CrudView`."""

from karavan.office.kit.columns import Column
from karavan.office.kit.filters import DateFilter, Filter
from karavan.office.kit.screen import CrudView, Tab

__all__ = ["Column", "CrudView", "DateFilter", "Filter", "Tab"]
