"""The inverted index of a segment: which documents say a term, and where they say it best."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from karavan.catalogue.index import bits

TEXT, PLACE, TITLE = 1, 2, 3
CACHED_TERMS = 256


@dataclass(slots=True)
class Postings:
    """Term → slice of ``docs`` and ``places``, where ``places`` says title, place or text.

    The bitmaps of the terms asked for last are kept.
    """

    size: int
    slices: dict[str, tuple[int, int]]
    docs: npt.NDArray[np.uint32]
    best: npt.NDArray[np.uint8]
    surface: dict[str, str]
    _cache: OrderedDict[str, tuple[int, int, int]] = field(default_factory=OrderedDict)

    def frequency(self, term: str) -> int:
        """Number of documents that say the term anywhere."""
        start, end = self.slices.get(term, (0, 0))
        return end - start

    def bitmaps(self, term: str) -> tuple[int, int, int]:
        """Documents that say the term in the title, in title or place, and anywhere."""
        cached = self._cache.get(term)
        if cached is not None:
            self._cache.move_to_end(term)
            return cached
        where = self.slices.get(term)
        if where is None:
            return 0, 0, 0
        docs, best = self.docs[where[0] : where[1]], self.best[where[0] : where[1]]
        found = (
            bits.from_positions(docs[best == TITLE], self.size),
            bits.from_positions(docs[best >= PLACE], self.size),
            bits.from_positions(docs, self.size),
        )
        self._cache[term] = found
        if len(self._cache) > CACHED_TERMS:
            self._cache.popitem(last=False)
        return found


class PostingsBuilder:
    """Collects the terms of documents, which must come in ascending order."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.terms: array[int] = array("I")
        self.docs: array[int] = array("I")
        self.best: array[int] = array("B")
        self.surface: dict[str, str] = {}

    def add(self, doc: int, title: Iterable[str], place: Iterable[str], text: Iterable[str]) -> None:
        """Add one document's terms; a term counts where it stands best."""
        seen: dict[str, int] = dict.fromkeys(text, TEXT)
        seen.update(dict.fromkeys(place, PLACE))
        seen.update(dict.fromkeys(title, TITLE))
        numbers = self.numbers
        for term, best in seen.items():
            self.terms.append(numbers.setdefault(term, len(numbers)))
            self.docs.append(doc)
            self.best.append(best)

    def add_surface(self, words: Iterable[tuple[str, str]]) -> None:
        """Remember words as they were written with their terms, for corrections."""
        self.surface.update(words)

    def build(self, size: int) -> Postings:
        """Sort what was collected by term."""
        terms = np.array(self.terms, dtype=np.uint32)
        order = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[order], np.arange(len(self.numbers) + 1))
        slices = {
            term: (int(starts[number]), int(starts[number + 1])) for term, number in self.numbers.items()
        }
        return Postings(
            size=size,
            slices=slices,
            docs=np.array(self.docs, dtype=np.uint32)[order],
            best=np.array(self.best, dtype=np.uint8)[order],
            surface=self.surface,
        )
