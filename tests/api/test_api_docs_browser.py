"""The reference page in a real browser."""

import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import sync_playwright

from browsers import launch

pytestmark = pytest.mark.browser

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"


@pytest.fixture
def chromium(city):
    """A headless browser that starts after the test's transaction and ends before it.

    While it runs Django allows no database in this thread.
    """
    pages = {query: Client().get(f"/api/v1/docs{query}") for query in ("", "?lang=en")}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser, pages
        browser.close()


@pytest.fixture
def opened(chromium, settings):
    """Opens the page in a browser; its styles come from a server of their own."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={})
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    contexts = []
    browser, pages = chromium

    def open_(query="", width=1280, scheme="light"):
        response = pages[query]
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        page.route(
            "**/api/v1/docs*",
            lambda route: route.fulfill(body=response.content, headers=dict(response.items())),
        )
        page.goto(f"http://127.0.0.1:{server.server_port}/api/v1/docs{query}", wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(("width", "scheme", "query"), [(1280, "light", ""), (390, "dark", "?lang=en")])
def test_axe_finds_nothing(opened, width, scheme, query):
    page = opened(query, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [(one["id"], node["html"][:160]) for one in found["violations"] for node in one["nodes"]] == []
    assert page.problems == []


def test_nothing_scrolls_sideways(opened):
    page = opened(width=320)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_button_copies_an_example(opened):
    page = opened("?lang=en")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy").first
    button.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "curl 'http://127.0.0.1:8000/api/v1/events?kind=concert&limit=5&facets=true'"
