"""The start of the open API, its OpenAPI document, and the reference for people made from the same."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from karavan.api import VERSION, conditions, openapi
from karavan.api.asking import language, pairs_of, refuse, speak
from karavan.api.feeds.formats import FORMATS
from karavan.api.parameters import Parameter
from karavan.api.problems import DOCUMENTED, Problem, problem_response
from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.reader import Reader
from karavan.catalogue.results import Page
from karavan.ui import vision
from karavan.ui.parts import LanguageLink, Link

RESOURCES = ("events", "sessions", "places", "organisations", "programmes", "changes")
MANY_CODES = 12


@dataclass(frozen=True)
class Member:
    """A member of an answer: its name, what it holds, and a remark (in English)."""

    name: str
    holds: str
    remark: str


@dataclass(frozen=True)
class Asking:
    """A parameter as the page shows it; ``values`` are listed where there are any."""

    name: str
    takes: str
    remark: str
    values: tuple[str, ...]
    folded: bool


@dataclass(frozen=True)
class Operation:
    """One resource: its address, an example that works, what it takes and what it answers."""

    anchor: str
    title: str
    path: str
    text: str
    example: str
    url: str
    parameters: list[Asking]
    members: list[Member]
    answer: str


def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    try:
        refuse(Reader(pairs_of(request)), ())
    except Problem as problem:
        return problem_response(request, problem.status, problem.detail, problem.errors)
    site = settings.SITE_URL
    body = {
        "title": openapi.document()["info"]["title"],
        "version": VERSION,
        "documentation": f"{site}{reverse('api-docs')}",
        "openapi": f"{site}{reverse('api-openapi')}",
        "resources": {name: f"{site}{openapi.PREFIX}/{name}" for name in RESOURCES},
        "feeds": {name: f"{site}/feeds/events.{name}" for name in FORMATS},
    }
    return conditions.constant(request, msgspec.json.encode(body), "application/json")


def openapi_json(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return conditions.constant(request, openapi.document_bytes(), "application/json")


def reference(request: HttpRequest) -> HttpResponse:
    """The reference for people."""
    speak(request)
    reader = Reader(pairs_of(request))
    lang = language(reader)
    try:
        refuse(reader, ("lang",))
    except Problem as problem:
        return problem_response(request, problem.status, problem.detail, problem.errors)
    operations = list(_operations())
    address = f"{settings.SITE_URL}{reverse('api-docs')}"
    context = {
        "about": [_(paragraph) for paragraph in openapi.ABOUT],
        "operations": operations,
        "feeds": _feeds(),
        "problems": [(status, _(text)) for status, text in DOCUMENTED.items()],
        "problem_example": _pretty(openapi.document()["components"]["schemas"]["ProblemDetails"]["example"]),
        "openapi_url": reverse("api-openapi"),
        "version": VERSION,
        "demo": settings.DEMO,
        "nav": [
            Link(_("What’s on"), "/en/events/" if lang == "en" else "/events/"),
            Link(_("Open API"), reverse("api-docs"), current=True),
        ],
        "canonical_url": address if lang == "ru" else f"{address}?lang={lang}",
        "languages": [
            LanguageLink("ru", "Русский", address, current=lang == "ru"),
            LanguageLink("en", "English", f"{address}?lang=en", current=lang == "en"),
        ],
    }
    response = render(request, "api/docs.html", context)
    response["Content-Language"] = lang
    chosen = vision.read(request.COOKIES.get(vision.COOKIE))
    response["Cache-Control"] = "private, max-age=300" if chosen else "public, max-age=300"
    response["Vary"] = "Cookie"
    return response


def _real_ids() -> dict[str, str]:
    """A record of each kind that is there, so that the examples open."""
    found: dict[str, str] = {}
    first: dict[str, Page] = {
        "event_id": queries.find_events(EventFilter(), limit=1),
        "place_id": queries.find_places(DirectoryFilter(), limit=1),
        "organisation_id": queries.find_organisations(DirectoryFilter(), limit=1),
        "programme_id": queries.find_programmes(DirectoryFilter(), limit=1),
    }
    for parameter, page in first.items():
        for item in page.items:
            record = msgspec.json.decode(item)
            found[parameter] = record.get("slug", record["id"])
    return found


def _operations() -> Iterator[Operation]:
    real = _real_ids()
    document = openapi.document()
    asked = openapi.query_parameters()
    schemas = document["components"]["schemas"]
    for path, item in document["paths"].items():
        operation = item["get"]
        name = operation["operationId"]
        if path.startswith("/feeds/"):
            continue
        shape = _answer_of(operation)
        examples = {
            found["name"]: real.get(found["name"], found["example"])
            for found in operation["parameters"]
            if found["in"] == "path"
        }
        url = _example_url(path, examples, asked[name])
        yield Operation(
            anchor=name,
            title=_(operation["summary"]),
            path=path,
            text=_(operation["description"]),
            example=f"curl '{settings.SITE_URL}{url}'",
            url=url,
            parameters=[_asking(parameter) for parameter in asked[name]],
            members=list(_members(shape, schemas)),
            answer=_pretty(operation["responses"]["200"]["content"]["application/json"]["example"]),
        )


def _feeds() -> Operation:
    asked = openapi.query_parameters()["feedEvents"]
    question = urlencode({"kind": "concert", "from": "2027-01-01"})
    return Operation(
        anchor="feeds",
        title=_("Feeds"),
        path="/feeds/events.{ics,rss,jsonld,geojson,csv}",
        text=_(
            "The events of any question as a calendar to subscribe to, a news feed, schema.org "
            "data, a map layer or a "
            "table. At most 500 events; the header Link leads to the rest, X-Total-Count says "
            "how many there are."
        ),
        example=f"curl '{settings.SITE_URL}/feeds/events.ics?{question}'",
        url=f"/feeds/events.rss?{question}",
        parameters=[_asking(parameter) for parameter in asked],
        members=[
            Member(f"/feeds/events.{name}", made.title, made.content_type) for name, made in FORMATS.items()
        ],
        answer="",
    )


def _example_url(path: str, examples: dict[str, str], parameters: tuple[Parameter, ...]) -> str:
    for name, value in examples.items():
        path = path.replace(f"{{{name}}}", value)
    names = [parameter.name for parameter in parameters]
    shown = {"kind": "concert", "limit": "5", "facets": "true"} if "from" in names else {}
    if not shown and "limit" in names:
        shown = {"limit": "5"}
    return f"{path}?{urlencode(shown)}" if shown else path


def _asking(parameter: Parameter) -> Asking:
    return Asking(
        parameter.name,
        _takes(parameter),
        str(parameter.description),
        parameter.values,
        folded=len(parameter.values) > MANY_CODES,
    )


def _takes(parameter: Parameter) -> str:
    schema = parameter.schema
    kind = schema["type"]
    if kind == "boolean":
        words = "true, false"
    elif kind in {"integer", "number"}:
        words = f"{schema['minimum']}–{schema['maximum']}"
    else:
        words = _("codes") if parameter.values else _("text")
        if parameter.example and not parameter.values:
            words = parameter.example
    if parameter.many:
        words = _("%(words)s; several") % {"words": words}
    if "default" in schema:
        default = str(schema["default"]).lower() if kind == "boolean" else schema["default"]
        words = _("%(words)s; without it %(default)s") % {"words": words, "default": default}
    return words


def _answer_of(operation: dict[str, Any]) -> str:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return _ref(schema) or ""


def _members(shape: str, schemas: dict[str, Any]) -> Iterator[Member]:
    """Members of a record; of a list, those of its items."""
    schema = schemas[shape]
    items = schema["properties"].get("items")
    if items is not None and shape.endswith("List"):
        schema = schemas[_ref(items["items"]) or shape]
    for name, member in schema["properties"].items():
        yield Member(name, _holds(member), _remark(member, schemas))


def _ref(schema: dict[str, Any]) -> str | None:
    """Name of the shape a schema points to, the first where there are several."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    return next((found for option in schema.get("anyOf", ()) if (found := _ref(option))), None)


def _holds(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_holds(option) for option in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{_holds(schema['items'])}]"
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return "code"
    return str(schema.get("format") or schema.get("type") or "object")


def _remark(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    if "description" in schema:
        return str(schema["description"])
    if schema.get("enum"):
        return ", ".join(map(str, schema["enum"]))
    reference_name = _ref(schema) or _ref(schema.get("items", {}))
    return str(schemas[reference_name].get("description", "")) if reference_name else ""


def _pretty(example: object) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)
