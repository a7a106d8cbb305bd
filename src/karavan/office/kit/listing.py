"""The state of a list as its link carries it: words, filters, order, columns, page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from karavan.office.desk import Desk
from karavan.office.kit.columns import Column
from karavan.office.kit.filters import AnyFilter, every_word

MAX_WORDS = 100
WITHIN = "within"
"""Link parameter: ``all`` looks past the chosen organisation, at all that the person may see."""


@dataclass(frozen=True)
class Listing:
    """What a list is asked for. ``filters`` holds sound values only; ``columns`` () means the usual ones."""

    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()
    everywhere: bool = False
    page: int = 1

    @classmethod
    def read(
        cls, query: QueryDict, desk: Desk, filters: Sequence[AnyFilter], columns: Sequence[Column]
    ) -> "Listing":
        """From a link; what cannot be understood is left out."""
        kept = []
        for one in filters:
            value = query.get(one.key, "")[:60] or _span(query, one.key)
            if value and one.words(desk, value) is not None:
                kept.append((one.key, value))
        sortable = {column.key for column in columns if column.sort}
        sort = query.get("sort", "")
        known = [column.key for column in columns]
        asked = query.get("cols", "")[:400].split(",") if "cols" in query else query.getlist("col")
        chosen = tuple(key for key in known if key in asked)
        if chosen and known[0] not in chosen:
            chosen = (known[0], *chosen)
        number = query.get("page", "1")
        return cls(
            words=" ".join(query.get("q", "").replace("\x00", "").split())[:MAX_WORDS],
            filters=tuple(kept),
            sort=sort if sort.removeprefix("-") in sortable else "",
            columns=chosen,
            everywhere=query.get(WITHIN) == "all",
            page=min(int(number), 100_000) if number.isdecimal() and len(number) < 8 and int(number) else 1,
        )

    def with_filter(self, key: str, value: str) -> "Listing":
        """The same with one filter set, or with ``""`` taken away; back on the first page."""
        kept = tuple((name, given) for name, given in self.filters if name != key)
        return replace(self, filters=(*kept, (key, value)) if value else kept, page=1)

    def with_sort(self, key: str) -> "Listing":
        """Ordered by a column, the other way round where it is already."""
        return replace(self, sort=f"-{key}" if self.sort == key else key, page=1)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its link, in a fixed order."""
        found = [("q", self.words), *self.filters, ("sort", self.sort), ("cols", ",".join(self.columns))]
        found += [
            (WITHIN, "all" if self.everywhere else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [(name, value) for name, value in found if value]

    def query(self) -> str:
        """The link without its path: "" or ``?…``."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""

    def shown(self, columns: Sequence[Column]) -> list[Column]:
        """The columns to show."""
        if self.columns:
            return [column for column in columns if column.key in self.columns]
        return [column for column in columns if column.shown]

    def narrow(
        self, rows: QuerySet[Any], filters: Sequence[AnyFilter], search: Sequence[str]
    ) -> QuerySet[Any]:
        """The rows that answer to the words and filters."""
        known: Mapping[str, AnyFilter] = {one.key: one for one in filters}
        for key, value in self.filters:
            rows = known[key].narrow(rows, value)
        if self.words:
            rows = rows.filter(every_word(search, self.words))
        return rows

    def order(self, columns: Sequence[Column], usual: Sequence[str]) -> list[str | OrderBy]:
        """What to order by; the last one makes it total. Rows without a value come last either way."""
        key = self.sort.removeprefix("-")
        chosen: list[str | OrderBy] = []
        for column in columns:
            if column.key == key:
                chosen = [_ordered(name, turned=self.sort.startswith("-")) for name in column.sort]
        return [*chosen, *usual, "pk"]


def _ordered(name: str, *, turned: bool) -> OrderBy:
    # Databases differ in where they put what has no value.
    field = F(name.removeprefix("-"))
    return field.desc(nulls_last=True) if name.startswith("-") != turned else field.asc(nulls_last=True)


def _span(query: QueryDict, key: str) -> str:
    """A period from two date fields of a form."""
    first, last = query.get(f"{key}_from", "")[:10], query.get(f"{key}_to", "")[:10]
    return f"{first}..{last}" if first or last else ""
