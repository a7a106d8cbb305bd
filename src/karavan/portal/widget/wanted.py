"""What a widget is asked to show: parameters of its address, read strictly.

A condition that is not understood is an error and never left out: a library's page must not fill with
the events of the whole city because of a slip in its code.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, cast
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from karavan.catalogue.facts import Language
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.lookups import LOOKUPS
from karavan.catalogue.querystring import parse_events, to_query
from karavan.catalogue.reader import Reader
from karavan.portal.widget.colours import is_colour

Show = Literal["list", "week", "event"]
SHOWS: tuple[Show, ...] = ("list", "week", "event")
THEMES = ("light", "dark")
COLOURS = ("ink", "paper", "accent")
PARAMETERS = ("show", "lang", "count", "heading", "posters", "theme", *COLOURS)
"""Parameters of the widget itself; all others are those of a list of events."""

MOST = 12
USUAL: dict[Show, int] = {"list": 6, "week": 5, "event": 1}
"""How many events (of each day in a week) a widget shows unless told otherwise."""
HEADING = 2
DEEPEST = 5
"""A heading stands at level 2 to 5, so that those of the events below it have a level of their own."""


@dataclass(frozen=True)
class Wanted:
    """One widget. ``count`` bounds a list, or each day of a week; ``theme`` "" is as the device says.

    ``colours`` holds (name, ``#rrggbb``) of those that are not the usual ones.
    """

    show: Show = "list"
    question: EventFilter = field(default_factory=EventFilter)
    lang: Language = "ru"
    count: int = USUAL["list"]
    heading: int = HEADING
    posters: bool = True
    theme: str = ""
    colours: tuple[tuple[str, str], ...] = ()

    def query(self, *, without: Iterable[str] = ()) -> str:
        """The shortest query string that asks for this widget; ``without`` names parameters to leave out."""
        own = {
            "show": self.show if self.show != "list" else "",
            "lang": self.lang if self.lang != "ru" else "",
            "count": str(self.count) if self.count != USUAL[self.show] else "",
            "heading": str(self.heading) if self.heading != HEADING else "",
            "posters": "" if self.posters else "off",
            "theme": self.theme,
            **dict(self.colours),
        }
        left_out = set(without)
        head = urlencode([(name, value) for name, value in own.items() if value and name not in left_out])
        return "&".join(filter(None, [head, to_query(self.question)]))


def read(pairs: Iterable[tuple[str, str]]) -> tuple[Wanted, dict[str, list[str]]]:
    """The widget that parameters ask for, and what is wrong with them by parameter."""
    parsed = parse_events(pairs, LOOKUPS, also=PARAMETERS)
    reader = Reader([(name, value) for name, values in parsed.rest.items() for value in values])
    show = cast("Show", _one_of(reader, "show", SHOWS) or "list")
    wanted = Wanted(
        show=show,
        question=parsed.filter,
        lang=cast("Language", _one_of(reader, "lang", ("ru", "en")) or "ru"),
        count=(reader.whole("count", 1, MOST) if show != "event" else None) or USUAL[show],
        heading=reader.whole("heading", HEADING, DEEPEST) or HEADING,
        posters=reader.flag("posters") is not False if _written(reader, "posters") else True,
        theme=_one_of(reader, "theme", THEMES),
        colours=tuple(_colours(reader)),
    )
    if show == "event" and len(wanted.question.events) != 1 and "event" not in parsed.problems:
        reader.problem("event", _("Name one event by the number in the address of its page."))
    if show == "event":
        wanted = replace(wanted, question=EventFilter(events=wanted.question.events))
    problems = {**parsed.problems, **reader.problems}
    for name in parsed.unknown:
        problems[name[:40]] = [_("There is no such parameter.")]
    return wanted, problems


def _written(reader: Reader, name: str) -> bool:
    """Read "off" and "on" as flags too."""
    words = {"off": "false", "on": "true"}
    reader.values[name] = [words.get(value, value) for value in reader.values.get(name, [])]
    return bool(reader.values[name])


def _one_of(reader: Reader, name: str, allowed: tuple[str, ...]) -> str:
    found = reader.choices(name, allowed)
    return found[0] if len(found) == 1 else ""


def _colours(reader: Reader) -> Iterable[tuple[str, str]]:
    for name in COLOURS:
        value = (reader.single(name) or "").lower()
        if value and not is_colour(value):
            reader.problem(name, _("Expected a colour like #c2410c."))
        elif value:
            yield name, value
