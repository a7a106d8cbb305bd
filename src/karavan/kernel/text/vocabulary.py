"""The words an index knows: membership, frequency, completion and neighbours."""

from collections.abc import Iterable
from heapq import nsmallest

from karavan.kernel.text.typo import Lexicon


class Vocabulary:
    """Index terms with their document frequency, and the surface forms that lead to them.

    `terms` yields (index term, number of documents that hold it); a term named twice counts both.
    `surfaces` yields (folded word as written, its index term), as `surface_terms` gives them; without
    surfaces everything works, but an inflected word with a typing error is corrected to the lemma and less
    often. Safe to read from several threads while one adds.
    """

    def __init__(
        self, terms: Iterable[tuple[str, int]] = (), surfaces: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._frequency: dict[str, int] = {}
        for term, frequency in terms:
            self._frequency[term] = self._frequency.get(term, 0) + frequency
        self._surface = {surface: term for surface, term in surfaces if surface != term}
        self._terms = Lexicon(self._frequency)
        self._words = Lexicon(self._frequency.keys() | self._surface.keys()) if self._surface else self._terms

    def __contains__(self, term: object) -> bool:
        return term in self._frequency

    def __len__(self) -> int:
        return len(self._frequency)

    def add(self, term: str, frequency: int = 1, surfaces: Iterable[str] = ()) -> None:
        """Count `term` in `frequency` more documents and learn `surfaces` of it.

        With a negative `frequency` documents leave; a term left without any is no longer contained, and its
        completions and corrections are no longer offered.
        """
        left = self._frequency.get(term, 0) + frequency
        if left <= 0:
            self._frequency.pop(term, None)
            return
        self._frequency[term] = left
        self._terms.add(term)
        if self._words is not self._terms:
            self._words.add(term)
        for surface in surfaces:
            if surface != term:
                self._add_surface(surface, term)

    def _add_surface(self, surface: str, term: str) -> None:
        if self._words is self._terms:
            self._words = Lexicon(self._frequency)
        self._surface[surface] = term
        self._words.add(surface)

    def frequency(self, term: str) -> int:
        """Return the number of documents with `term` (or with the term of a surface form); 0 if unknown."""
        known = self._frequency.get(term)
        if known is not None:
            return known
        return self._frequency.get(self._surface.get(term, ""), 0)

    def term_of(self, word: str) -> str | None:
        """Return the contained index term that `word`, a term or a surface form, stands for."""
        if word in self._frequency:
            return word
        term = self._surface.get(word)
        return term if term in self._frequency else None

    def has_prefix(self, prefix: str) -> bool:
        """True if a word begins with `prefix` (a word that has left the index may still answer)."""
        return self._words.has_prefix(prefix)

    def prefixed(self, prefix: str, limit: int) -> list[str]:
        """Return up to `limit` index terms that begin so, or have a form that does; the frequent first."""
        found = {term for word in self._words.starting(prefix) if (term := self.term_of(word)) is not None}
        return nsmallest(limit, found, key=lambda term: (-self._frequency.get(term, 0), term))

    def near(self, word: str, distance: int, limit: int) -> list[str]:
        """Return up to `limit` terms and surface forms within `distance` (1 or 2) of `word`.

        Sorted by distance, then by falling frequency, then by alphabet. Distance 1 is complete. Distance 2 is
        complete for terms; a surface form must keep its first or its last third.
        """
        if not word:
            return []
        if distance <= 1:
            found = self._words.within_one(word)
        else:
            found = self._words.within_two(word)
            found.update(self._terms.scan(word, distance))
        known = (
            (away, -self.frequency(near), near) for near, away in found.items() if self.frequency(near) > 0
        )
        return [near for *_, near in nsmallest(limit, known)]
