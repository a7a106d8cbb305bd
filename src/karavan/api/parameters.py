"""Every parameter of the open API with what it takes: the documents are made from this."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from karavan.catalogue.filters import MAX_LIMIT, MAX_QUERY_LENGTH
from karavan.catalogue.querystring import EVENT_KINDS
from karavan.catalogue.reader import DEFAULT_RADIUS, MAX_AGE, MAX_IDS, MAX_RADIUS, MAX_ROUBLES
from karavan.catalogue.windows import RELATIVE
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.places.enums import AccessProfile, PlaceCategory, PlaceKind
from karavan.programme.enums import Audience, Facility, Language

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
ID_PATTERN = r"^[1-9][0-9]{0,17}$"
ID: Schema = {"type": "string", "pattern": ID_PATTERN}
SLUG: Schema = {"type": "string", "pattern": r"^[A-Za-z0-9_-]{1,80}$"}
WHEN: Schema = {
    "type": "string",
    "pattern": r"^(20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?)?$",
}
POINT: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,3}(\.[0-9]{1,15})?,-?[0-9]{1,2}(\.[0-9]{1,15})?$"}


@dataclass(frozen=True)
class Parameter:
    """A query parameter. ``many``: several values, at most ``most``, separated by commas or repeated."""

    name: str
    description: Promise
    schema: Schema
    example: str = ""
    many: bool = False
    values: tuple[str, ...] = field(default=())
    most: int | None = None

    def openapi(self) -> Schema:
        """The parameter object of OpenAPI 3.1."""
        schema: Schema = dict(self.schema)
        if self.values:
            schema["enum"] = list(self.values)
        if self.many:
            schema = {"type": "array", "items": schema}
            if self.most is not None:
                schema["maxItems"] = self.most
        found: Schema = {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": str(self.description),
            "schema": schema,
        }
        if self.many:
            found |= {"style": "form", "explode": False}
        if self.example:
            found["example"] = self.example.split(",") if self.many else _typed(self.example, schema)
        return found


def _typed(text: str, schema: Schema) -> object:
    if schema["type"] == "boolean":
        return text == "true"
    if schema["type"] == "integer":
        return int(text)
    return float(text) if schema["type"] == "number" else text


def _codes(choices: type[Choices]) -> tuple[str, ...]:
    return tuple(str(value) for value in choices.values)


def _whole(least: int, most: int, default: int | None = None) -> Schema:
    bounds: Schema = {"type": "integer", "minimum": least, "maximum": most}
    return bounds if default is None else bounds | {"default": default}


Q = Parameter(
    "q",
    _(
        "Words to look for in titles, places, organisers and texts: any word form, one typing "
        "error, Latin letters."
    ),
    {"type": "string", "maxLength": MAX_QUERY_LENGTH},
    "концерт",
)
NEAR = Parameter(
    "near", _("Around this point: longitude,latitude in degrees (WGS 84)."), POINT, "61.4026,55.16"
)
RADIUS = Parameter(
    "radius", _("How far from `near`, in metres."), _whole(1, MAX_RADIUS, DEFAULT_RADIUS), "2000"
)
ACCESS = Parameter(
    "access",
    _("Needs that must all be met, by the accessibility survey of the place or by the session itself."),
    TEXT,
    "wheelchair",
    many=True,
    values=_codes(AccessProfile),
)
SURE = Parameter(
    "sure",
    _("With `access`: `true` shows only what is surely accessible, `false` also what was not surveyed."),
    FLAG | {"default": True},
    "true",
)
DISTRICT = Parameter(
    "district", _("Codes of districts; the facet `district` lists them."), SLUG, "tsentralny", many=True
)
ORGANISATION = Parameter(
    "organisation", _("Id of an organisation; the branches below it are included."), ID, "5"
)

EVENT = (
    Q,
    Parameter(
        "from",
        _("First day, or moment, of what is asked for; from now on without it. Without a zone: city time."),
        WHEN,
        "2027-01-01",
    ),
    Parameter(
        "to",
        _(
            "Last day, inclusive, or moment, exclusive. Sessions and opening days that overlap "
            "the window count."
        ),
        WHEN,
        "2027-01-31",
    ),
    Parameter(
        "when",
        _(
            "Instead of `from` and `to`: what is left of today, tomorrow, what is left of this weekend or "
            "the coming one, or seven days from today; told anew by the city's clock at each question."
        ),
        TEXT,
        "weekend",
        values=RELATIVE,
    ),
    Parameter(
        "kind",
        _("Kinds of event; a category of the state catalogue (koncerty, spektakli …) stands for its kinds."),
        TEXT,
        "concert,lecture",
        many=True,
        values=tuple(EVENT_KINDS),
    ),
    DISTRICT,
    NEAR,
    RADIUS,
    Parameter(
        "age", _("Age of the youngest visitor: events whose age mark allows it."), _whole(0, MAX_AGE), "7"
    ),
    Parameter(
        "audience", _("Whom the event is made for."), TEXT, "family", many=True, values=_codes(Audience)
    ),
    Parameter(
        "benefit",
        _("Codes of benefit categories: `max_price` then means the lowest price for any of them."),
        SLUG,
        "pensioner,large-family",
        many=True,
    ),
    Parameter(
        "max_price",
        _("Highest price in roubles; 0 asks for free events. Events without a stated price are left out."),
        {"type": "number", "minimum": 0, "maximum": MAX_ROUBLES, "multipleOf": 0.01},
        "500",
    ),
    ACCESS,
    SURE,
    Parameter(
        "language",
        _("Languages the event is held in. `lang` chooses the language of the answer and filters nothing."),
        TEXT,
        "ru",
        many=True,
        values=_codes(Language),
    ),
    Parameter(
        "programme",
        _("Id or slug of a programme; its sub-programmes are included."),
        SLUG,
        "cultural-capital-2027",
    ),
    Parameter("place", _("Id of a place; its buildings and halls are included."), ID, "7"),
    ORGANISATION,
    Parameter(
        "event",
        _("Ids of events: these and no others."),
        ID,
        "12,15",
        many=True,
        most=MAX_IDS,
    ),
    Parameter(
        "facility",
        _("What the session must offer: any of these."),
        TEXT,
        "sign_language",
        many=True,
        values=_codes(Facility),
    ),
    Parameter(
        "online", _("`true`: with a broadcast or virtual resource; `false`: without one."), FLAG, "true"
    ),
    Parameter(
        "pushkin",
        _("`true`: only events that surely take the Pushkin card; what nobody has told of is left out."),
        FLAG | {"default": False},
        "true",
    ),
    Parameter(
        "pushkin_pays",
        _("With `max_price`: `true` also shows events that the Pushkin card pays, whatever they cost."),
        FLAG | {"default": False},
        "true",
    ),
)

PARENT_PLACE = Parameter("parent", _("Id of a place; everything in it is listed."), ID, "7")
PARENT_ORGANISATION = Parameter("parent", _("Id of an organisation; everything below it is listed."), ID, "5")
PARENT_PROGRAMME = Parameter("parent", _("Id or slug of a programme; everything in it is listed."), SLUG, "3")


def _kind(choices: type[Choices], example: str) -> Parameter:
    return Parameter("kind", _("Kinds."), TEXT, example, many=True, values=_codes(choices))


FOUNDER = Parameter(
    "founder_level",
    _("Whose organisation it is, or runs the place."),
    TEXT,
    "municipal",
    many=True,
    values=_codes(FounderLevel),
)
DIRECTORY: dict[str, tuple[Parameter, ...]] = {
    "place": (
        Q,
        _kind(PlaceKind, "library"),
        Parameter(
            "category",
            _("Categories of the state catalogue PRO.Культура.РФ."),
            TEXT,
            "biblioteki",
            many=True,
            values=_codes(PlaceCategory),
        ),
        FOUNDER,
        DISTRICT,
        NEAR,
        RADIUS,
        ACCESS,
        SURE,
        PARENT_PLACE,
        ORGANISATION,
    ),
    "organisation": (Q, _kind(OrganisationKind, "theatre"), FOUNDER, DISTRICT, PARENT_ORGANISATION),
    "programme": (Q, PARENT_PROGRAMME),
}

LANG = Parameter(
    "lang",
    _("Language of labels, texts and messages. Texts without a translation stay Russian. Filters nothing."),
    {"type": "string", "default": "ru"},
    "en",
    values=("ru", "en"),
)
CURSOR = Parameter(
    "cursor",
    _("Where to go on: `next` of the answer before, with all other parameters as they were."),
    {"type": "string", "maxLength": 400},
)


def limit(most: int = MAX_LIMIT, default: int = 20) -> Parameter:
    """How many items a page holds."""
    return Parameter("limit", _("Items in one answer."), _whole(1, most, default), "20")


def fields(names: Iterable[str], example: str) -> Parameter:
    """Which members of each record are sent."""
    return Parameter(
        "fields", _("Only these members of each record."), TEXT, example, many=True, values=tuple(names)
    )


def facets(names: Iterable[str]) -> Parameter:
    """Which facets are counted."""
    return Parameter(
        "facets",
        _("`true` counts what each further choice would leave, for all facets; or name those wanted."),
        TEXT,
        "true",
        many=True,
        values=("true", "false", *names),
    )


SINCE = Parameter(
    "since",
    _("Position in the feed: `next` of the answer before. 0 is the whole catalogue."),
    _whole(0, 999_999_999, 0),
    "0",
)
