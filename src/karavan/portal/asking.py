"""Reading the address of a list: what was understood, what not, and the short form of it."""

from dataclasses import dataclass
from typing import Generic

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.lookups import LOOKUPS
from karavan.catalogue.querystring import FilterT, Parsed, parse_directory, parse_events, to_query
from karavan.catalogue.reader import wrong_values
from karavan.portal import labels
from karavan.portal.answer import Shorter, Visit
from karavan.portal.filters import Addresses, in_view

HANDLED = ("cursor",)
VIEWS = ("map", "week")
"""Ways to show the list of events besides the list itself; values of the parameter ``view``."""

MAX_NAME = 40


@dataclass(frozen=True)
class Asked(Generic[FilterT]):
    """A question with where in its answer to begin; ``notices`` say what was not understood."""

    question: FilterT
    cursor: str | None
    notices: list[str]
    addresses: Addresses

    @property
    def query(self) -> str:
        """The canonical query string of the question, which feeds and the API know too."""
        return to_query(self.question)

    @property
    def view(self) -> str:
        """How the list is to be shown; "" for the usual way."""
        return self.addresses.view

    @property
    def canonical(self) -> str:
        """The query string of the page."""
        return in_view(self.query, self.view)

    def next_url(self, cursor: str | None) -> str:
        """The address of what follows."""
        if cursor is None:
            return ""
        own = self.addresses.of(self.question)
        return f"{own}{'&' if '?' in own else '?'}cursor={cursor}"


def ask_events(visit: Visit, path: str) -> Asked[EventFilter]:
    """Read a question about events."""
    parsed = parse_events(visit.pairs(), LOOKUPS, also=(*HANDLED, "view"))
    view = next(iter(parsed.rest.get("view", [])), "")
    if view not in {"", *VIEWS}:
        parsed.problems["view"] = [wrong_values([view], VIEWS)]
        view = ""
    return _asked(visit, path, parsed, view)


def ask_directory(visit: Visit, kind: str, path: str) -> Asked[DirectoryFilter]:
    """Read a question about places, organisations or programmes."""
    return _asked(visit, path, parse_directory(kind, visit.pairs(), LOOKUPS, also=HANDLED))


def _asked(visit: Visit, path: str, parsed: Parsed[FilterT], view: str = "") -> Asked[FilterT]:
    addresses = Addresses(path, view)
    pairs = visit.pairs()
    understood = not parsed.problems and not parsed.unknown
    # Such an address never leads to another one like it, so that this cannot go round in circles.
    if understood and (
        any(not value for _name, value in pairs) or len({name for name, _ in pairs}) < len(pairs)
    ):
        raise Shorter(addresses.of(parsed.filter))
    cursors = parsed.rest.get("cursor", [])
    return Asked(parsed.filter, cursors[0] if cursors else None, notices(parsed), addresses)


def notices(parsed: Parsed[FilterT]) -> list[str]:
    """Lines that name each parameter that was left out, and why."""
    lines = [f"{labels.parameter(name)}: {' '.join(messages)}" for name, messages in parsed.problems.items()]
    if parsed.unknown:
        names = ", ".join(name[:MAX_NAME] for name in parsed.unknown)
        lines.append(
            ngettext(
                "There is no parameter %(names)s.", "There are no parameters %(names)s.", len(parsed.unknown)
            )
            % {"names": names}
        )
    return lines


def bad_cursor() -> str:
    """What to say when the address names a place in the list that is not there."""
    return _("The list has changed since; here it is from its beginning.")
