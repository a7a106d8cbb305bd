"""The small city in a real browser: pages are asked for before it runs, styles come from a server."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from browser.stage import BROKEN, DESK, HOST, STAFF, templates
from browsers import launch, served
from catalogue.city import NOW, build_city
from factories.people import make_coordinator, make_organisation
from factories.places import make_photo
from karavan.catalogue.index import store

FRAMED = '<!doctype html><html lang="ru"><title>Виджет</title><main><h1>Виджет</h1></main></html>'
"""What stands in the frame of the widget's maker; test_widget looks at the real one."""


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What the installation answers, asked before a browser runs: then Django allows no database here."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = deepcopy(build_city())
        make_photo(city.house)
        make_organisation(name="Проверить", certainty="B", source="Сайт", staff_note="Год?")
        visitor, staff = Client(raise_request_exception=False), Client()
        staff.force_login(make_coordinator())
        found = {}
        for name, address in templates(city).items():
            with pytest.MonkeyPatch.context() as patch:
                if address == BROKEN:
                    patch.setattr("karavan.portal.about.feed_links", None)
                found[name] = (address, (staff if name in STAFF else visitor).get(address))
        transaction.set_rollback(True)
    store.forget()
    return found


@pytest.fixture(scope="module")
def browser(answers: dict[str, Any]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would allow no database beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where styles and fonts come from; they need no database."""
    with served() as port:
        yield port


@pytest.fixture
def opened(answers, browser, port, settings):
    """Opens a template by its name; ``problems`` of the page is what went wrong while loading."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    contexts = []

    def open_(name: str, width: int = DESK, scheme: str = "light", **context_options: Any):
        address, response = answers[name]
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            service_workers="block",
            **context_options,
        )
        contexts.append(context)
        page = context.new_page()
        # The first page of a run waits for the fonts to be cut.
        page.set_default_navigation_timeout(120_000)
        page.problems = []
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        page.route(
            lambda url: not url.startswith(f"{HOST}:{port}/static/"),
            lambda route: (
                route.fulfill(status=200, body=response.content, headers=dict(response.headers.items()))
                if route.request.is_navigation_request() and route.request.frame == page.main_frame
                else route.fulfill(status=200, body=FRAMED, content_type="text/html")
                if route.request.is_navigation_request()
                else route.fulfill(status=200, body="", content_type="image/png")
            ),
        )
        page.goto(f"{HOST}:{port}{address}", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => null)")
        return page

    yield open_
    for context in contexts:
        context.close()
