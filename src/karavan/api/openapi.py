"""The OpenAPI 3.1 document of the open API and the feeds."""

from copy import deepcopy
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop as _

from karavan.api import VERSION, records
from karavan.api.app import api
from karavan.api.feeds.formats import FORMATS, MAX_EVENTS
from karavan.api.labels import DIRECTORY_FACETS, EVENT_FACETS
from karavan.api.parameters import (
    CURSOR,
    DIRECTORY,
    EVENT,
    ID_PATTERN,
    LANG,
    SINCE,
    Parameter,
    facets,
    fields,
    limit,
)
from karavan.api.problems import CONTENT_TYPE as PROBLEM_TYPE
from karavan.api.problems import DOCUMENTED
from karavan.api.schemas.common import ProblemDetails
from karavan.api.schemas.examples import ANSWERS
from karavan.catalogue.filters import MAX_LIMIT

Document = dict[str, Any]

PREFIX = "/api/v1"
ABOUT = (
    _(
        "Culture of the city as open data: events, sessions, places, organisations and "
        "programmes. Reading needs "
        "no key and sets no cookie; any site may ask from the browser (CORS). Requests from one "
        "address are "
        "limited; 429 says when to go on."
    ),
    _(
        "Every answer carries ETag and Last-Modified: send them back in If-None-Match or "
        "If-Modified-Since and get "
        "304 while nothing has changed. Lists that depend on the time move on every five minutes."
    ),
    _(
        "Ids are strings, moments carry their zone, prices are roubles, codes come with labels. "
        "Several values of "
        "a parameter are separated by commas or given by repeating it; an empty value counts as "
        "not given; an "
        "unknown parameter is an error. Records with demo: true are generated for a "
        "demonstration and must be "
        "shown as such."
    ),
)
_PATH_PARAMETERS = {
    "event_id": ("Id of the event.", ID_PATTERN, "12"),
    "place_id": ("Id of the place.", ID_PATTERN, "7"),
    "organisation_id": ("Id of the organisation.", ID_PATTERN, "5"),
    "programme_id": ("Id or slug of the programme.", r"^[A-Za-z0-9_-]{1,80}$", "cultural-capital-2027"),
}


def query_parameters() -> dict[str, tuple[Parameter, ...]]:
    """Query parameters by operation id, in the order of the document."""
    page = (LANG, limit(), CURSOR)
    found = {
        "listEvents": (*EVENT, *page, fields(records.EVENT_ITEM, "id,title,next"), facets(EVENT_FACETS)),
        "getEvent": (LANG, fields(records.EVENT_WHOLE, "title,sessions")),
        "listSessions": (*EVENT, *page, fields(records.SESSION_ITEM, "id,start,event"), facets(EVENT_FACETS)),
        "listChanges": (SINCE, limit(default=MAX_LIMIT), LANG),
        "feedEvents": (*EVENT, LANG, limit(MAX_EVENTS, MAX_EVENTS), CURSOR),
    }
    for what, noun in (
        (records.PLACES, "Place"),
        (records.ORGANISATIONS, "Organisation"),
        (records.PROGRAMMES, "Programme"),
    ):
        title = "title" if noun == "Programme" else "name"
        found[f"list{noun}s"] = (
            *DIRECTORY[what.kind],
            *page,
            fields(what.card, f"id,{title}"),
            facets(DIRECTORY_FACETS[what.kind]),
        )
        found[f"get{noun}"] = (LANG, fields(what.whole, f"{title},url"))
    return found


@cache
def document() -> Document:
    """The whole document, in English whatever the language of the reader."""
    with translation.override("en"):
        found: Document = deepcopy(dict(api.get_openapi_schema(path_prefix=f"{PREFIX.strip('/')}/")))
        found["info"] = {
            "title": f"{settings.CITY_NAME_EN}: open API of culture",
            "version": VERSION,
            "description": "\n\n".join(ABOUT),
        }
        found["servers"] = [{"url": settings.SITE_URL}]
        schemas = found["components"]["schemas"]
        schemas["ProblemDetails"] = ProblemDetails.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schemas |= schemas["ProblemDetails"].pop("$defs")
        asked = query_parameters()
        for path, item in found["paths"].items():
            item.pop("head", None)
            _complete(path, item["get"], asked, schemas)
        found["paths"] |= {f"/feeds/events.{name}": {"get": _feed(name, asked)} for name in FORMATS}
        for schema in schemas.values():
            _untitled(schema)
    return found


@cache
def document_bytes() -> bytes:
    """The document as JSON."""
    return msgspec.json.encode(document())


def _complete(
    path: str, operation: Document, asked: dict[str, tuple[Parameter, ...]], schemas: Document
) -> None:
    """Give an operation its parameters, its problems, headers and an example."""
    name = operation["operationId"]
    operation["parameters"] = [_path_parameter(word) for word in _PATH_PARAMETERS if f"{{{word}}}" in path]
    operation["parameters"] += [parameter.openapi() for parameter in asked[name]]
    answer = operation["responses"].pop("200", None) or operation["responses"].pop(200)
    body = answer["content"]["application/json"]
    shape = body["schema"]["$ref"].rpartition("/")[2]
    body["example"] = ANSWERS[shape]
    _allow_fields(shape, body, schemas)
    problems = [400, 404] if operation["parameters"][0]["in"] == "path" else [400]
    if name == "listChanges":
        problems.append(410)
    operation["responses"] = _responses(answer | {"description": "OK"}, problems)


def _responses(answer: Document, problems: list[int]) -> Document:
    found: Document = {
        "200": answer
        | {"headers": {name: {"schema": {"type": "string"}} for name in ("ETag", "Last-Modified")}},
        "304": {"description": "Nothing has changed since the copy that the client has."},
    }
    for status in (*problems, 414, 429):
        found[str(status)] = {
            "description": f"{HTTPStatus(status).phrase}. {DOCUMENTED[status]}",
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
    return found


def _path_parameter(name: str) -> Document:
    description, pattern, example = _PATH_PARAMETERS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
        "example": example,
    }


def _allow_fields(shape: str, body: Document, schemas: Document) -> None:
    """With ``fields`` a record has only some members: a second shape of the same members, none required."""
    schema = schemas[shape]
    if "fields" not in _parameters_of(shape):
        return
    if "items" in schema["properties"]:
        item = schema["properties"]["items"]["items"]
        card = item["$ref"].rpartition("/")[2]
        schema["properties"]["items"]["items"] = {"anyOf": [item, _some_of(card, schemas)]}
    else:
        body["schema"] = {"anyOf": [body["schema"], _some_of(shape, schemas)]}


def _parameters_of(shape: str) -> tuple[str, ...]:
    return () if shape == "ChangeList" else ("fields",)


def _some_of(shape: str, schemas: Document) -> Document:
    name = f"{shape}Fields"
    schemas[name] = {
        "type": "object",
        "description": f"The members of {shape} that `fields` names.",
        "additionalProperties": False,
        "properties": schemas[shape]["properties"],
    }
    return {"$ref": f"#/components/schemas/{name}"}


def _feed(name: str, asked: dict[str, tuple[Parameter, ...]]) -> Document:
    made = FORMATS[name]
    media = made.content_type.partition(";")[0]
    return {
        "operationId": f"feedEvents_{name}",
        "summary": f"Events as {made.title}",
        "description": (
            f"The events of any question as {made.title}. At most {MAX_EVENTS} events; `Link: "
            f"rel=next` leads to "
            "the rest, `X-Total-Count` says how many there are."
        ),
        "tags": ["Feeds"],
        "parameters": [parameter.openapi() for parameter in asked["feedEvents"]],
        "responses": _responses({"description": "OK", "content": {media: {"schema": made.schema}}}, [400]),
    }


def _untitled(node: Any) -> None:
    """Drop the titles that pydantic makes of names; they say nothing."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for name, value in node.items():
            if name != "example":
                _untitled(value)
    elif isinstance(node, list):
        for value in node:
            _untitled(value)
