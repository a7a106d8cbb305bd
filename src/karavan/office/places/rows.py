"""Rows of the list of places with what hangs on them, read for a page at once."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from karavan.kernel.tree import TreeQuerySet
from karavan.places.models import Place
from karavan.places.queries import load_places

CHUNK = 500


class PlaceRows(TreeQuerySet[Place]):
    """Places that come with their ``view`` and the names of what they lie in, ``above``, the site first.

    Whatever reads them (a page, a file, one record) gets both for nine queries a page or chunk.
    """

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and issubclass(self._iterable_class, ModelIterable):
            attach(self._result_cache or [])

    def iterator(self, chunk_size: int | None = CHUNK) -> Iterator[Place]:
        """The rows in chunks, with their views."""
        rows = super().iterator(chunk_size=chunk_size or CHUNK)
        while some := list(islice(rows, chunk_size or CHUNK)):
            attach(some)
            yield from some


def with_views(rows: QuerySet[Place]) -> PlaceRows:
    """The same rows as :class:`PlaceRows`."""
    return PlaceRows(model=rows.model, query=rows.query.chain(), using=rows.db)


def attach(rows: Sequence[Any]) -> None:
    """Give every row its ``view``, and the names of what it lies in as ``above``."""
    views = load_places([row.pk for row in rows])
    wanted = {step for view in views.values() for step in view.lineage_ids[:-1]}
    names = dict(Place.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    for row in rows:
        row.view = views[row.pk]
        row.above = tuple(names[step] for step in row.view.lineage_ids[:-1])
