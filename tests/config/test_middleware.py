import json

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import RequestFactory

from karavan.config.addresses import address_key, client_address
from karavan.config.middleware import LimitsMiddleware, make_limiter, make_print_limiter
from karavan.kernel.ratelimit import LocalLimiter, RedisLimiter


def ok(request):
    return HttpResponse("fine")


@pytest.fixture
def limits(settings):
    settings.RATE_LIMIT_PER_MINUTE = 60
    settings.RATE_LIMIT_BURST = 2
    return LimitsMiddleware(ok)


def test_the_open_api_is_limited_by_address(limits):
    requests = [RequestFactory().get("/api/v1/events", REMOTE_ADDR="198.51.100.7") for _ in range(3)]
    answers = [limits(request) for request in requests]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "1"
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert json.loads(answers[2].content) == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "At most 60 requests a minute from one address.",
    }
    assert limits(RequestFactory().get("/feeds/events.ics", REMOTE_ADDR="198.51.100.8")).status_code == 200


def test_pages_are_not_limited(limits):
    answers = [limits(RequestFactory().get("/search", REMOTE_ADDR="198.51.100.7")) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5


def test_what_is_set_in_type_has_a_limit_of_its_own(settings):
    settings.PRINT_LIMIT_PER_MINUTE = 4
    limits = LimitsMiddleware(ok)
    paths = ("/events/1/poster-a4.pdf", "/en/og/event/1.png", "/og/page/home.png", "/events/1/")
    answers = [limits(RequestFactory().get(path, REMOTE_ADDR="198.51.100.9")) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200]
    assert answers[2]["Retry-After"] == "15"
    settings.PRINT_LIMIT_PER_MINUTE = 0
    assert make_print_limiter() is None


def test_the_limit_can_be_shared_or_off(settings):
    settings.RATE_LIMIT_PER_MINUTE = 0
    assert make_limiter() is None
    settings.RATE_LIMIT_PER_MINUTE = 60
    assert type(make_limiter()) is LocalLimiter
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert type(make_limiter()) is RedisLimiter


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/?" + "q=" + "a" * 1998, {}, 200),
        ("/?" + "q=" + "a" * 1999, {}, 414),
        # Unescaped bytes count as the addresses of the answer would write them.
        ("/", {"QUERY_STRING": "q=" + "ж".encode().decode("latin-1") * 333}, 200),
        ("/", {"QUERY_STRING": "q=" + "ж".encode().decode("latin-1") * 334}, 414),
        ("/", {"CONTENT_LENGTH": str(12 * 1024 * 1024)}, 200),
        ("/", {"CONTENT_LENGTH": str(12 * 1024 * 1024 + 1)}, 413),
        ("/", {"CONTENT_LENGTH": "-5"}, 413),
    ],
)
def test_what_is_too_long_is_refused(limits, path, headers, status):
    assert limits(RequestFactory().get(path, **headers)).status_code == status


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "client"),
    [
        ("198.51.100.7", "203.0.113.9", [], "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", ["10.0.0.0/8"], "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.2", "1.2.3.4, 203.0.113.9, 10.0.0.3", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.2", "", ["10.0.0.0/8"], "10.0.0.2"),
        ("10.0.0.2", "10.0.0.3", ["10.0.0.0/8"], "10.0.0.3"),
    ],
)
def test_the_client_behind_our_proxies(settings, remote, forwarded, proxies, client):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == client


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unix:", "-"),
        ("<script>", "-"),
    ],
)
def test_one_asker(address, key):
    assert address_key(address) == key


@pytest.mark.django_db
def test_headers_of_pages_and_data(client, settings):
    page = client.get("/health-is-not-here")
    assert page.status_code == 404
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["Permissions-Policy"] == settings.PERMISSIONS_POLICY
    policy = {
        part.split(" ", 1)[0]: part.split(" ", 1)[1] for part in page["Content-Security-Policy"].split("; ")
    }
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert [part for part in policy.values() if "unsafe" in part] == []


@pytest.mark.django_db
def test_the_open_api_sets_no_cookie_and_asks_no_table(client, django_assert_num_queries):
    client.cookies["sessionid"] = "0" * 32
    with django_assert_num_queries(0):
        answer = client.get("/api/nothing-here")
    assert answer.status_code == 404
    assert answer.cookies == {}
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_a_visitor_gets_no_session(client):
    answer = client.get("/nothing-here")
    assert dict(answer.cookies) == {}
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_the_host_is_checked(client):
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400
