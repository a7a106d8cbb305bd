import json

import pytest

from karavan.api.labels import EVENT_FACETS
from karavan.catalogue import queries
from karavan.catalogue.querystring import DIRECTORY_PARAMETERS, EVENT_PARAMETERS

LIST_PARAMETERS = ("lang", "limit", "cursor", "fields", "facets")
KNOWN = ", ".join([*EVENT_PARAMETERS, *LIST_PARAMETERS])
PLACE_PARAMETERS = ", ".join([*DIRECTORY_PARAMETERS["place"], *LIST_PARAMETERS])


def test_a_refusal_names_every_parameter_and_what_it_takes(ask, city):
    response = ask("/api/v1/events?lang=en&limit=201&sure=perhaps&district=moon&colour=red")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert json.loads(response.content) == {
        "type": "/api/v1/docs#problems-400",
        "title": "Bad Request",
        "status": 400,
        "detail": "4 parameters cannot be understood.",
        "instance": "/api/v1/events?lang=en&limit=201&sure=perhaps&district=moon&colour=red",
        "errors": [
            {"parameter": "sure", "message": "Unknown value: perhaps. Allowed: true, false."},
            {"parameter": "district", "message": "Unknown value: moon. Allowed: leninsky, tsentralny."},
            {"parameter": "limit", "message": "Expected a whole number from 1 to 200."},
            {"parameter": "colour", "message": f"There is no such parameter. Known: {KNOWN}."},
        ],
    }


@pytest.mark.parametrize(
    ("address", "parameter", "message"),
    [
        ("/api/v1/events?lang=tt", "lang", "Неизвестное значение: tt. Допустимы: ru, en."),
        (
            "/api/v1/events?lang=en&facets=colour",
            "facets",
            f"Unknown value: colour. Allowed: true, false, {', '.join(EVENT_FACETS)}.",
        ),
        (
            "/api/v1/programmes?lang=en&fields=id,colour",
            "fields",
            "Unknown value: colour. Allowed: id, type, slug, title, summary, from, to, parent, demo, url.",
        ),
        (
            "/api/v1/places?lang=en&audience=family",
            "audience",
            f"There is no such parameter. Known: {PLACE_PARAMETERS}.",
        ),
        ("/api/v1/events/1?lang=en&limit=1", "limit", "There is no such parameter. Known: lang, fields."),
        ("/api/v1/changes?lang=en&since=-1", "since", "Expected a whole number from 0 to 999999999."),
        ("/api/v1/changes?lang=en&q=x", "q", "There is no such parameter. Known: since, limit, lang."),
        ("/api/v1/?page=2", "page", "Такого параметра нет."),
        ("/feeds/events.ics?lang=en&limit=501", "limit", "Expected a whole number from 1 to 500."),
    ],
)
def test_what_each_resource_refuses(ask, city, address, parameter, message):
    assert ask.refused(address) == (400, {parameter: message})


@pytest.mark.parametrize("name", ["ics", "rss", "jsonld", "geojson", "csv"])
def test_feeds_refuse_what_they_do_not_know(ask, city, name):
    status, errors = ask.refused(f"/feeds/events.{name}?facets=true&fields=id&colour=red")
    assert (status, list(errors)) == (400, ["colour", "facets", "fields"])


def test_writing_is_refused(ask, city):
    for address in ("/api/v1/events", "/feeds/events.ics"):
        response = ask.client.post(address, {"title": "x"})
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert response["Content-Type"] == "application/problem+json"


def test_a_request_that_is_too_long_is_refused_in_the_same_form(ask, city):
    response = ask(f"/api/v1/events?q={'x' * 3000}")
    assert (response.status_code, response["Content-Type"]) == (414, "application/problem+json")


def test_a_fault_is_a_problem_without_details(ask, city, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr(queries, "find_events", fail)
    ask.client.raise_request_exception = False
    response = ask("/api/v1/events")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "/api/v1/docs#problems-500",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "A fault of ours. It is in our log.",
        "instance": "/api/v1/events",
    }
