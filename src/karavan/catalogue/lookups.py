"""What reading a query string needs of the database."""

from collections.abc import Callable, Collection, Iterable, Iterator

from karavan.catalogue.queries import programme_id
from karavan.catalogue.querystring import Lookups
from karavan.places.models import District
from karavan.programme.models import BenefitCategory


class KnownCodes(Collection[str]):
    """Codes kept by the worker and read anew when one is asked for that is not among them.

    So a new code is known at once; one that was deleted may be accepted for a while and then finds nothing.
    """

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._codes: frozenset[str] = frozenset()

    def __contains__(self, code: object) -> bool:
        if code not in self._codes:
            self._codes = frozenset(self._read())
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._codes))

    def __len__(self) -> int:
        return len(self._codes)


DISTRICTS = KnownCodes(lambda: District.objects.values_list("code", flat=True))
BENEFITS = KnownCodes(lambda: BenefitCategory.objects.values_list("code", flat=True).distinct())
LOOKUPS = Lookups(programme=programme_id, districts=lambda: DISTRICTS, benefits=lambda: BENEFITS)
