"""Sessions and openings: one as an object, and all of a segment as columns."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from karavan.catalogue.facts import Occurrence


@dataclass(frozen=True, slots=True)
class Moment:
    """One session or opening of a document: times are epoch minutes, ``session_id`` 0 for an opening."""

    start: int
    end: int
    session_id: int
    status: int
    doc: int
    is_end_known: bool = True


class Moments:
    """The sessions of a segment in the order of their documents, and of one document by time.

    Columns take a tenth of what as many objects would; an object is made where a session is shown.
    """

    __slots__ = ("_first", "_known", "_session_ids", "_statuses", "docs", "ends", "starts")

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.docs = array("I")
        self._session_ids = array("q")
        self._statuses = array("B")
        self._known = array("B")
        self._first = array("I", [0])

    def add(self, doc: int, occurrences: Sequence[Occurrence]) -> None:
        """Take in the sessions of the next document."""
        for item in occurrences:
            self.starts.append(item.start)
            self.ends.append(item.end)
            self.docs.append(doc)
            self._session_ids.append(item.session_id)
            self._statuses.append(item.status)
            self._known.append(item.is_end_known)
        self._first.append(len(self.starts))

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> Moment:
        return Moment(
            self.starts[number],
            self.ends[number],
            self._session_ids[number],
            self._statuses[number],
            self.docs[number],
            bool(self._known[number]),
        )

    def session_id(self, number: int) -> int:
        """Id of a session by its number in the columns."""
        return self._session_ids[number]

    def of(self, doc: int) -> Iterator[Moment]:
        """The sessions of a document by time."""
        return (self[number] for number in range(self._first[doc], self._first[doc + 1]))
