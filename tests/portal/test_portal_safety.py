"""Every page under one policy: headers, nothing inline, only the hosts that are named."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client

from browser.stage import BROKEN, NAMES, STAFF, templates
from factories.people import make_coordinator
from portal.reading import Read

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Content-Type": "text/html; charset=utf-8",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SECRET = frozenset({"me", "for-me"})
"""Pages whose address says what somebody needs: it is told to nobody."""


@pytest.fixture
def page(city, monkeypatch, request):
    name = request.param
    address = templates(city)[name]
    client = Client(raise_request_exception=False)
    if name in STAFF:
        client.force_login(make_coordinator())
    if address == BROKEN:
        monkeypatch.setattr("karavan.portal.about.feed_links", None)
    return client.get(address)


def policy_of(response) -> tuple[dict[str, str], str]:
    """Directives without the nonce, and the nonce."""
    header = response["Content-Security-Policy"]
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", header)) or {""}
    plain = header.replace(f" 'nonce-{nonce}'", "") if nonce else header
    return dict(part.strip().split(" ", 1) for part in plain.split(";") if part.strip()), nonce


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_every_page_bears_the_headers(page, request):
    is_secret = request.node.callspec.params["page"] in SECRET
    wanted = HEADERS | ({"Referrer-Policy": "no-referrer"} if is_secret else {})
    assert {name: page.headers.get(name) for name in HEADERS} == wanted


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_every_page_bears_the_policy(page, request):
    directives, _nonce = policy_of(page)
    # The page that makes widgets shows one in a frame.
    frames = {"frame-src": "'self'"} if request.node.callspec.params["page"] == "widget" else {}
    assert directives == POLICY | frames


@pytest.mark.parametrize("page", NAMES, indirect=True)
def test_nothing_is_inline(page):
    tree = Read(page)
    _directives, nonce = policy_of(page)
    wrong = []
    for element in tree.walk():
        names = set(element.attributes)
        if "style" in names or any(name.startswith("on") for name in names) or element.tag == "style":
            wrong.append((element.tag, element.attributes))
        if element.attributes.get("href", "").lower().startswith("javascript:"):
            wrong.append((element.tag, element.attributes))
        if element.tag == "script" and "src" not in names and element.attributes.get("nonce") != nonce:
            wrong.append((element.tag, element.attributes))
        if element.tag == "script" and not element.attributes.get("src", "/static/").startswith("/static/"):
            wrong.append((element.tag, element.attributes))
    assert wrong == []


def test_only_named_hosts_are_answered(city, client, settings):
    settings.ALLOWED_HOSTS = ["karavan.example.org"]
    assert client.get("/about/", headers={"host": "karavan.example.org"}).status_code == 200
    refused = client.get("/about/", headers={"host": "evil.example.org"})
    assert (refused.status_code, b"evil.example.org" in refused.content) == (400, False)


def test_a_query_is_no_longer_than_it_may_be(city, client):
    longest = "q=" + "a" * (django_settings.MAX_QUERY_STRING - 2)
    assert client.get(f"/events/?{longest}").status_code == 200
    assert client.get(f"/events/?{longest}a").status_code == 414


def test_a_form_is_no_longer_than_it_may_be(city, client):
    body = b"size=150&next=" + b"a" * django_settings.MAX_UPLOAD_SIZE
    kind = "application/x-www-form-urlencoded"
    response = client.post("/vision/", body, content_type=kind, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 413
    body = b"size=150&next=" + b"a" * django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    response = client.post("/vision/", body, content_type=kind, headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, dict(response.cookies)) == (400, {})
