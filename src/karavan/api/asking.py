"""Reading what a request asks, with every refusal as a problem document."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.api.problems import Problem
from karavan.catalogue.facts import Language
from karavan.catalogue.filters import MAX_LIMIT, DirectoryFilter, EventFilter
from karavan.catalogue.lookups import LOOKUPS
from karavan.catalogue.querystring import (
    DIRECTORY_PARAMETERS,
    EVENT_PARAMETERS,
    Parsed,
    parse_directory,
    parse_events,
)
from karavan.catalogue.reader import Pairs, Reader, wrong_values

LANGUAGES: tuple[Language, ...] = ("ru", "en")
DEFAULT_LIMIT = 20
MAX_CURSOR = 400
LIST_PARAMETERS = ("lang", "limit", "cursor", "fields", "facets")
FEED_PARAMETERS = ("lang", "limit", "cursor")
RECORD_PARAMETERS = ("lang", "fields")

FilterT = TypeVar("FilterT", EventFilter, DirectoryFilter)


@dataclass(frozen=True)
class Asked(Generic[FilterT]):
    """A question with how the answer is to look. ``facets`` names those to count, None for none."""

    filter: FilterT
    lang: Language
    limit: int
    cursor: str | None
    fields: tuple[str, ...]
    facets: tuple[str, ...] | None


@dataclass(frozen=True)
class Look:
    """How one whole record is to look."""

    lang: Language
    fields: tuple[str, ...] = field(default=())


def pairs_of(request: HttpRequest) -> Pairs:
    """The query parameters of a request in order."""
    return [(name, value) for name, values in request.GET.lists() for value in values]


def asked_events(
    request: HttpRequest, *, fields: Collection[str], facets: Collection[str]
) -> Asked[EventFilter]:
    """Read a question about events; ``fields`` and ``facets`` are what may be chosen."""
    speak(request)
    parsed = parse_events(pairs_of(request), LOOKUPS, also=LIST_PARAMETERS)
    return _asked(parsed, [*EVENT_PARAMETERS, *LIST_PARAMETERS], fields, facets)


def asked_feed(request: HttpRequest, *, max_limit: int) -> Asked[EventFilter]:
    """Read the question of a feed; without ``limit`` it holds as many as it may."""
    speak(request)
    parsed = parse_events(pairs_of(request), LOOKUPS, also=FEED_PARAMETERS)
    return _asked(parsed, [*EVENT_PARAMETERS, *FEED_PARAMETERS], (), (), max_limit, max_limit)


def asked_directory(
    request: HttpRequest, kind: str, *, fields: Collection[str], facets: Collection[str]
) -> Asked[DirectoryFilter]:
    """Read a question about places, organisations or programmes."""
    speak(request)
    parsed = parse_directory(kind, pairs_of(request), LOOKUPS, also=LIST_PARAMETERS)
    return _asked(parsed, [*DIRECTORY_PARAMETERS[kind], *LIST_PARAMETERS], fields, facets)


def asked_record(request: HttpRequest, *, fields: Collection[str]) -> Look:
    """Read how one record is to look."""
    speak(request)
    reader = Reader(pairs_of(request))
    lang = language(reader)
    chosen = reader.choices("fields", fields) and ordered(reader.many("fields"))
    refuse(reader, RECORD_PARAMETERS)
    return Look(lang, chosen)


def speak(request: HttpRequest) -> None:
    """Answer in the language of ``lang``; in the installation's own where it is not one."""
    wanted = request.GET.get("lang", LANGUAGES[0])
    translation.activate(wanted if wanted in LANGUAGES else LANGUAGES[0])


def language(reader: Reader) -> Language:
    """The language of labels and texts."""
    value = reader.single("lang")
    for known in LANGUAGES:
        if value is None or value == known:
            return known
    reader.problem("lang", wrong_values([value or ""], LANGUAGES))
    return LANGUAGES[0]


def ordered(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order asked for."""
    return tuple(dict.fromkeys(values))


def refuse(reader: Reader, known: Collection[str]) -> None:
    """Raise the problem of what the reader found, or of parameters that do not exist."""
    _refuse(reader.problems, [name for name in reader.values if name not in known], known)


def _asked(
    parsed: Parsed[FilterT],
    known: Collection[str],
    fields: Collection[str],
    facets: Collection[str],
    max_limit: int = MAX_LIMIT,
    default_limit: int = DEFAULT_LIMIT,
) -> Asked[FilterT]:
    reader = Reader((name, value) for name, values in parsed.rest.items() for value in values)
    limit = reader.whole("limit", 1, max_limit)
    cursor = reader.single("cursor")
    if cursor is not None and len(cursor) > MAX_CURSOR:
        reader.problem("cursor", _("This is not a cursor: take the one from “next” of the answer before."))
    lang = language(reader)
    chosen = reader.choices("fields", fields) and ordered(reader.many("fields"))
    counted = _facets(reader, facets)
    _refuse({**parsed.problems, **reader.problems}, parsed.unknown, known)
    return Asked(parsed.filter, lang, limit or default_limit, cursor, chosen, counted)


def _facets(reader: Reader, known: Collection[str]) -> tuple[str, ...] | None:
    """The facets to count: all for ``true``, those named, or none."""
    values = reader.many("facets")
    if not values or values == ["false"]:
        return None
    if values == ["true"]:
        return tuple(known)
    wrong = [value for value in values if value not in known]
    if wrong:
        reader.problem("facets", wrong_values(wrong, ["true", "false", *known]))
    return ordered(values)


def _refuse(problems: dict[str, list[str]], unknown: Iterable[str], known: Collection[str]) -> None:
    missing = _("There is no such parameter.")
    if known:
        missing = _("There is no such parameter. Known: %(names)s.") % {"names": ", ".join(known)}
    errors = dict(problems)
    for name in unknown:
        errors[name[:80]] = [missing]
    if errors:
        number = len(errors)
        detail = ngettext(
            "%(number)d parameter cannot be understood.",
            "%(number)d parameters cannot be understood.",
            number,
        ) % {"number": number}
        raise Problem(400, detail, errors)
