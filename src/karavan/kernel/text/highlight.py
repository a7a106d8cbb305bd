"""Which characters of a text to mark for a query."""

from collections.abc import Iterable

from karavan.kernel.text.fold import fold_with_offsets
from karavan.kernel.text.query import QueryTerm
from karavan.kernel.text.scan import scan


def highlight(text: str, query_terms: Iterable[QueryTerm]) -> list[tuple[int, int]]:
    """Return the ranges [start, end) of `text`, in order and apart, that match any of `query_terms`."""
    wanted = {term for query_term in query_terms for term in query_term.alternatives}
    if not wanted:
        return []
    folded, offsets = fold_with_offsets(text)
    ranges: list[tuple[int, int]] = []
    for piece in sorted(scan(folded)):
        if piece.term not in wanted:
            continue
        start = offsets[piece.start]
        end = start + len(text[start : offsets[piece.end]].rstrip())
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges
