"""What the board is asked for: a span, its columns, filters, a cell; the link keeps it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from karavan.kernel.localtime import is_sensible, today
from karavan.kernel.periods import Span
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
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_CELL: Final = ("day", "row")
_NAMES: Final = ("span", "by", "district", "audience", "kind", "serious", *_CELL)


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
    serious: str = ""
    day: str = ""
    row: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        """From a link; what cannot be understood is left out."""
        query = request.GET
        found = _MONTH.fullmatch(query.get("month", ""))
        first = date(int(found[1]), int(found[2]), 1) if found else today().replace(day=1)

        def one_of(name: str, values: Iterable[str]) -> str:
            value = query.get(name, "")
            return value if value in values else ""

        district = query.get("district", "")
        asked = cls(
            first,
            one_of("span", dict(SPANS)) or MONTH,
            Dimension(one_of("by", [each.value for each in Dimension]) or Dimension.DISTRICT),
            district if district.isascii() and district.isdecimal() and len(district) < 19 else "",
            one_of("audience", Audience.values),
            one_of("kind", EventKind.values),
            one_of("serious", ["1"]),
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
        try:
            day = date.fromisoformat(self.day)
        except ValueError:
            return None
        return next((line for line in self.lines if day in line), None) if is_sensible(day) else None

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.district or self.audience or self.kind or self.serious)

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
