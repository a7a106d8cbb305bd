"""Every template of the portal and the office in a real browser: accessibility, reflow, keyboard, weight."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import transaction
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler

from catalogue.city import NOW, build_city
from factories.people import make_coordinator, make_organisation
from factories.places import make_photo
from karavan.catalogue.index import store

# Without a test that asks for it no test database is made; `answers` fills it.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
PHONE, DESK = 390, 1280
HOST = "http://127.0.0.1"


def templates(city: SimpleNamespace) -> dict[str, str]:
    """An address of every template, by its name."""
    return {
        "today": "/",
        "events": "/events/?kind=concert&access=wheelchair&sure=false",
        "nothing": "/en/events/?q=кенгуру&what=1",
        "event": f"/events/{city.concert.pk}/",
        "cancelled": f"/en/events/{city.cancelled.pk}/",
        "period": f"/events/{city.exhibition.pk}/",
        "places": "/places/",
        "place": f"/places/{city.library.pk}/",
        "building": f"/places/{city.house.pk}/",
        "organisations": "/organisations/",
        "organisation": f"/organisations/{city.system.pk}/",
        "programmes": "/programmes/",
        "programme": "/programmes/capital/",
        "search": "/search/?q=концерт",
        "about": "/en/about/",
        "missing": "/nothing/",
        "sign-in": "/office/sign-in/",
        "checks": "/office/",
    }


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What the installation answers, asked before a browser runs: then Django allows no database here."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = deepcopy(build_city())
        make_photo(city.house)
        make_organisation(name="Проверить", certainty="B", source="Сайт", staff_note="Год?")
        visitor, staff = Client(), Client()
        staff.force_login(make_coordinator())
        found = {
            name: (address, (staff if name == "checks" else visitor).get(address))
            for name, address in templates(city).items()
        }
        transaction.set_rollback(True)
    store.forget()
    return found


@pytest.fixture(scope="module")
def browser(answers: dict[str, Any]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    system = Path("/usr/bin/chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would allow no database beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(
            executable_path=str(system) if system.exists() else None,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where styles and fonts come from; they need no database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={})
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def opened(answers, browser, port, settings):
    """Opens a template by its name; ``problems`` of the page is what went wrong while loading."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    contexts = []

    def open_(name: str, width: int = DESK, scheme: str = "light"):
        address, response = answers[name]
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        page.on("requestfailed", lambda request: page.problems.append(request.url))
        page.route(
            lambda url: not url.startswith(f"{HOST}:{port}/static/"),
            lambda route: (
                route.fulfill(status=200, body=response.content, headers=dict(response.headers.items()))
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


NAMES = tuple(
    templates(
        SimpleNamespace(
            **dict.fromkeys(
                ("concert", "cancelled", "exhibition", "library", "house", "system"), SimpleNamespace(pk=0)
            )
        )
    )
)


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened, name: str) -> None:
    """By day, by night, and at 320 px with everything unfolded; one load for all, as loads take the time."""
    page = opened(name)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(RULES)["violations"]
        assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == [], scheme
    assert page.problems == []
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("name", ["today", "events", "event"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened, name: str) -> None:
    page = opened(name, width=PHONE)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), .table')]"
        ".filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"
    )
    stops, unseen = 0, []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (e === document.body) return null;
                let seen = false;
                for (let n = e; n && n !== document.body; n = n.parentElement)
                    seen = seen || getComputedStyle(n).outlineStyle !== 'none';
                const box = e.getBoundingClientRect();
                return [seen && box.width > 0 && box.height > 0, e.outerHTML.slice(0, 120)];
            }"""
        )
        if state is None:
            break
        stops += 1
        if not state[0]:
            unseen.append(state[1])
    assert unseen == []
    assert stops == wanted


@pytest.mark.parametrize("name", ["today", "events", "programme"])
def test_the_first_load_is_few_requests(opened, name: str) -> None:
    page = opened(name)
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name.split('/').pop())")
    assert len(names) + 1 <= 15


def test_nothing_is_cut_off_on_a_phone(opened) -> None:
    """No text is wider than the box that hides what does not fit."""
    for name in ("today", "events", "event", "programme"):
        page = opened(name, width=PHONE)
        cut = page.evaluate(
            """() => [...document.querySelectorAll('main *')]
                .filter(e => e.checkVisibility() && !e.closest('.vh, svg, .table') && !e.matches('input'))
                .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')
                .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert cut == [], name
