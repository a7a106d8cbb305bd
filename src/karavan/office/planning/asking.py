"""What the board is asked for: a span, its columns, filters, a cell; the link keeps it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import today
from karavan.kernel.periods import Span
from karavan.office.asked import day_of, first_of_month, one_of, record_id
from karavan.planning.load import Dimension, days_of, weeks_of
from karavan.programme.enums import Audience, EventKind

MONTH, SEASON, YEAR = "month", "season", "year"
SPANS: Final = (
    (MONTH, gettext_lazy("Month")),
    (SEASON, gettext_lazy("Season")),
    (YEAR, gettext_lazy("Year")),
)
MONTHS: Final = {MONTH: 1, SEASON: 3, YEAR: 12}
DIMENSIONS: Final = (
    (Dimension.DISTRICT, gettext_lazy("By districts")),
    (Dimension.AUDIENCE, gettext_lazy("By audiences")),
    (Dimension.KIND, gettext_lazy("By kinds")),
)
_CELL: Final = ("day", "row")
_NAMES: Final = ("span", "by", "district", "audience", "kind", *_CELL)


@dataclass(frozen=True)
class Asked:
    """``first`` is the first day of a month; values are "" where nothing is narrowed or chosen.

    ``day`` is the first day of the chosen line, ``row`` the key of the chosen column, "all" for the city.
    """

    first: date
    span: str = MONTH
    by: Dimension = Dimension.DISTRICT
    district: str = ""
    audience: str = ""
    kind: str = ""
    day: str = ""
    row: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """From a link; what cannot be understood is left out."""
        query = request.GET
        district = record_id(query.get("district", ""))
        asked = cls(
            first_of_month(query.get("month", "")) or today().replace(day=1),
            one_of(query.get("span", ""), dict(SPANS)) or MONTH,
            Dimension(one_of(query.get("by", ""), list(Dimension)) or Dimension.DISTRICT),
            str(district) if district else "",
            one_of(query.get("audience", ""), Audience.values),
            one_of(query.get("kind", ""), EventKind.values),
            query.get("day", ""),
            query.get("row", "")[:40],
        )
        return asked if asked.chosen is not None else replace(asked, day="", row="")

    @property
    def last(self) -> date:
        """The last day."""
        return _months_later(self.first, MONTHS[self.span]) - timedelta(days=1)

    @property
    def following(self) -> date:
        """The first day of what comes next."""
        return _months_later(self.first, MONTHS[self.span])

    @property
    def before(self) -> date:
        """The first day of what came before."""
        return _months_later(self.first, -MONTHS[self.span])

    @property
    def lines(self) -> list[Span]:
        """Days of a month, weeks of anything longer."""
        cut = days_of if self.span == MONTH else weeks_of
        return cut(self.first, self.last)

    @property
    def chosen(self) -> Span | None:
        """The line that is looked into."""
        chosen = day_of(self.day)
        return next((line for line in self.lines if chosen is not None and chosen in line), None)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.district or self.audience or self.kind)

    def link(self, **changes: Any) -> str:
        """The query of the same question with something changed; another span or month has no chosen cell."""
        asked = replace(self, **changes)
        if {"span", "first", "by"} & set(changes):
            asked = replace(asked, day="", row="")
        plain = Asked(asked.first)
        pairs = [("month", f"{asked.first:%Y-%m}")]
        pairs += [
            (name, str(getattr(asked, name)))
            for name in _NAMES
            if getattr(asked, name) != getattr(plain, name)
        ]
        return f"?{urlencode(pairs)}"


def _months_later(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
