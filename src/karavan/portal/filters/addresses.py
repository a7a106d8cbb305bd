"""Addresses that lists lead to: one short canonical address for every question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.querystring import DIRECTORY_PARAMETERS, EVENT_PARAMETERS, to_query
from karavan.kernel.localtime import day_bounds
from karavan.portal.site import with_query

Question = EventFilter | DirectoryFilter

ANY_TIME: dict[str, Any] = {"since": None, "until": None, "when": ""}
"""Fields of a question that is not about a time."""


@dataclass(frozen=True)
class Addresses:
    """Addresses of one list for any question; ``path`` has its language prefix.

    ``view`` is how the list is shown, "" for the usual way; it stays in every address.
    """

    path: str
    view: str = ""

    def at(self, query: str) -> str:
        """The address with a canonical query string."""
        return with_query(self.path, in_view(query, self.view))

    def of(self, question: Question) -> str:
        """The canonical address of a question."""
        return self.at(to_query(question))

    def changed(self, question: Question, **changes: Any) -> str:
        """The address of a question that differs in these fields."""
        return self.of(replace(question, **changes))


def in_view(query: str, view: str) -> str:
    """A query string that keeps how the list is shown."""
    return "&".join(filter(None, [query, f"view={view}" if view else ""]))


def hidden_fields(question: Question, view: str = "") -> list[tuple[str, str]]:
    """Fields of the search form that keep everything but the words."""
    return parse_qsl(in_view(to_query(replace(question, q="")), view))


def toggled(chosen: Sequence[str], value: Any) -> tuple[Any, ...]:
    """The choice with a value put in, or taken out where it is in."""
    return tuple(item for item in chosen if item != value) if value in chosen else (*chosen, value)


def of_day(first: date, last: date | None = None) -> dict[str, Any]:
    """Fields of a question about whole days."""
    return {"since": day_bounds(first)[0], "until": day_bounds(last or first)[1]}


def is_about(question: EventFilter, first: date, last: date) -> bool:
    """Whether a question names exactly these whole days."""
    fields = of_day(first, last)
    return (question.since, question.until) == (fields["since"], fields["until"])


class Variants:
    """Addresses of questions that differ from one in a single parameter; a page prints a hundred of them.

    Equal to those of :class:`Addresses`, but what stays is written only once.
    """

    def __init__(self, addresses: Addresses, question: Question) -> None:
        self.addresses = addresses
        self.question = question
        self.order = EVENT_PARAMETERS if isinstance(question, EventFilter) else DIRECTORY_PARAMETERS["place"]
        self.parts = {part.partition("=")[0]: part for part in to_query(question).split("&") if part}

    def of(self, **texts: str) -> str:
        """The address with parameters set to texts that need no escaping; "" takes one away."""
        parts = self.parts | {name: f"{name}={text}" if text else "" for name, text in texts.items()}
        return self.addresses.at("&".join([parts[name] for name in self.order if parts.get(name)]))

    def toggled(self, parameter: str, chosen: Sequence[str], value: str) -> str:
        """The address with one of several values put in, or taken out."""
        values = toggled(chosen, value)
        if parameter == "kind" and isinstance(self.question, EventFilter) and len(values) > 1:
            # Kinds that make up a whole category of the state have a shorter name together.
            return self.of(kind=to_query(EventFilter(kinds=values)).removeprefix("kind="))
        return self.of(**{parameter: ",".join(sorted(map(str, values)))})
