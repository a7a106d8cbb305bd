"""Text analysis for search: one analyser for index and query, correction of queries, marking of matches.

It knows words, not what they are about: no domain and no framework.
"""

from karavan.kernel.text.fold import fold, plain
from karavan.kernel.text.highlight import highlight
from karavan.kernel.text.pairs import russian_terms
from karavan.kernel.text.query import QueryTerm, analyse_query, correction
from karavan.kernel.text.scan import surface_terms, terms
from karavan.kernel.text.vocabulary import Vocabulary

__all__ = [
    "QueryTerm",
    "Vocabulary",
    "analyse_query",
    "correction",
    "fold",
    "highlight",
    "plain",
    "russian_terms",
    "surface_terms",
    "terms",
]
