"""Whatever is sent: no fault, and answers as the OpenAPI document says."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks, not_a_server_error
from schemathesis.generation import GenerationMode

from karavan.api import openapi

pytestmark = pytest.mark.slow

load_all_checks()
CONFORMING = [
    not_a_server_error,
    *CHECKS.get_by_names(
        ["status_code_conformance", "content_type_conformance", "response_schema_conformance"]
    ),
]
PATHS = list(openapi.document()["paths"])


def operation(path):
    found = schemathesis.openapi.from_dict(openapi.document())
    found.app = get_wsgi_application()
    found.location = "/api/v1/openapi.json"
    return found[path]["GET"]


def send(path, examples):
    """Send so many requests, half of them as documented, half not."""
    asked = operation(path)
    cases = st.one_of(asked.as_strategy(GenerationMode.POSITIVE), asked.as_strategy(GenerationMode.NEGATIVE))

    @given(cases)
    @hypothesis_settings(max_examples=examples, derandomize=True)
    def check(case):
        case.call_and_validate(checks=CONFORMING, headers={"Accept-Encoding": "identity"})

    check()


@pytest.fixture(autouse=True)
def _open_door(settings):
    """Any host may ask, and the connection of the test stays open after a request."""
    settings.ALLOWED_HOSTS = ["*"]
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", PATHS)
def test_a_few_requests_of_any_kind(city, path):
    send(path, 8)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_many_requests_of_any_kind(city, path):
    send(path, 100)


BAD_LINES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200)


def test_any_query_string_is_answered(ask, city):
    @given(BAD_LINES)
    def check(query):
        for address in ("/api/v1/events", "/api/v1/places", "/feeds/events.csv"):
            assert ask.client.get(address, QUERY_STRING=query).status_code in {200, 400}

    check()
