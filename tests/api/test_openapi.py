"""The OpenAPI document says what the API does."""

import json

import jsonschema_rs
import pytest

from karavan.api import openapi
from karavan.api.asking import FEED_PARAMETERS, LIST_PARAMETERS
from karavan.api.schemas.examples import ANSWERS
from karavan.catalogue.querystring import DIRECTORY_PARAMETERS, EVENT_PARAMETERS


def validator(name):
    document = openapi.document()
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": document["components"]}, validate_formats=True
    )


def operations():
    for path, item in openapi.document()["paths"].items():
        yield path, item["get"]


def test_the_document_is_served_as_it_is(ask, db):
    response = ask("/api/v1/openapi.json", accept_language="ru")
    found = json.loads(response.content)
    assert found == openapi.document()
    assert found["openapi"] == "3.1.0"
    assert found["info"]["title"] == "Chelyabinsk: open API of culture"


def test_every_operation_says_what_it_takes_and_answers_in_english():
    for path, operation in operations():
        texts = [operation["summary"], operation["description"]]
        texts += [parameter["description"] for parameter in operation["parameters"]]
        assert all(texts), path
        assert all(text.isascii() or "Культура.РФ" in text or "…" in text for text in texts), path
        assert {"200", "304", "400", "414", "429"} <= set(operation["responses"]), path


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("listEvents", {*EVENT_PARAMETERS, *LIST_PARAMETERS}),
        ("listSessions", {*EVENT_PARAMETERS, *LIST_PARAMETERS}),
        ("listPlaces", {*DIRECTORY_PARAMETERS["place"], *LIST_PARAMETERS}),
        ("listOrganisations", {*DIRECTORY_PARAMETERS["organisation"], *LIST_PARAMETERS}),
        ("listProgrammes", {*DIRECTORY_PARAMETERS["programme"], *LIST_PARAMETERS}),
        ("feedEvents_ics", {*EVENT_PARAMETERS, *FEED_PARAMETERS}),
    ],
)
def test_the_parameters_documented_are_those_understood(name, known):
    (found,) = [operation for _, operation in operations() if operation["operationId"] == name]
    assert {parameter["name"] for parameter in found["parameters"]} == known


def test_examples_of_parameters_are_understood(ask, city):
    for path, operation in operations():
        if path in {"/api/v1/events", "/feeds/events.rss", "/api/v1/places", "/api/v1/organisations"}:
            for parameter in operation["parameters"]:
                example = parameter.get("example")
                if example is None or parameter["name"] in {"benefit", "programme", "parent", "radius"}:
                    continue
                text = ",".join(example) if isinstance(example, list) else str(example).lower()
                assert ask(f"{path}?{parameter['name']}={text}").status_code == 200, (path, text)


@pytest.mark.parametrize("name", ANSWERS)
def test_examples_of_answers_have_the_shape_documented(name):
    validator(name).validate(ANSWERS[name])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/v1/events?facets=true", "EventList"),
        ("/api/v1/sessions?limit=200", "SessionList"),
        ("/api/v1/places?facets=true", "PlaceList"),
        ("/api/v1/organisations?facets=true", "OrganisationList"),
        ("/api/v1/programmes", "ProgrammeList"),
        ("/api/v1/programmes/capital", "ProgrammeDetail"),
        ("/api/v1/changes", "ChangeList"),
        ("/api/v1/events/{concert}", "EventDetail"),
        ("/api/v1/events/{lecture}", "EventDetail"),
        ("/api/v1/events/{exhibition}", "EventDetail"),
        ("/api/v1/places/{hall}", "PlaceDetail"),
        ("/api/v1/organisations/{organisation}", "OrganisationDetail"),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_answers_have_the_shape_documented(ask, city, address, name, lang):
    address = address.format(**vars(city))
    found = ask.json(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    validator(name).validate(found)
    for member in ("EventDetail", "PlaceDetail", "OrganisationDetail", "ProgrammeDetail"):
        if name == member:
            assert set(found) == set(openapi.document()["components"]["schemas"][name]["properties"])


def test_a_refusal_has_the_shape_documented(ask, city):
    validator("ProblemDetails").validate(json.loads(ask("/api/v1/events?colour=red").content))
