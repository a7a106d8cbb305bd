"""The widget on somebody else's page, in a real browser: drawn, apart from the page's styles, accessible."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from browser.stage import until
from browsers import launch
from catalogue.city import NOW, build_city
from karavan.catalogue.index import store

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
PORTAL = "http://localhost:8000"
"""Where the widget comes from; the browser gets the answers that were asked for beforehand."""

AWFUL = """
html { font-size: 62.5% } * { color: red !important; border: 1px dotted lime; font-family: serif !important }
section, div { display: inline-block; background: yellow } li { float: left } time { display: none }
h2 { font-size: 50px }
svg { width: 20px !important; height: 20px !important } p { margin: 3em; text-indent: 4em }
iframe { width: 100px !important; height: 50px !important; border: 9px solid red }
karavan-widget { display: none; font-size: 40px } a { background: pink }
"""

WIDGETS = {
    "list": 'data-show="list" data-query="place={library}" data-theme="light"',
    "week": 'data-show="week" data-query="place={library}" data-count="2" data-theme="dark"',
    "event": 'data-show="event" data-query="event={concert}" data-lang="en" data-theme="light"',
    "frame": 'data-show="list" data-query="place={house}" data-count="2" data-theme="light" data-frame',
    "wrong": 'data-query="colour=red" data-title="Дом культуры"',
}


def same(address: str) -> tuple[str, ...]:
    """An address whatever the order of its parameters."""
    path, _sign, query = address.partition("?")
    return (path, *sorted(query.split("&")))


def script(name: str, city: SimpleNamespace, more: str = "") -> str:
    numbers = {key: getattr(city, key).pk for key in ("library", "concert", "house")}
    return f'<script src="{PORTAL}/widget.js" {WIDGETS[name].format(**numbers)} {more} async></script>'


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    """What the portal answers, asked before a browser runs: then Django allows no database here."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = deepcopy(build_city())
        client = Client()
        addresses = [
            "/widget.js",
            f"/widget/part/?show=list&theme=light&place={city.library.pk}",
            f"/widget/part/?show=list&theme=light&count=1&place={city.library.pk}",
            f"/widget/part/?show=list&posters=off&place={city.library.pk}",
            f"/widget/part/?show=week&count=2&theme=dark&place={city.library.pk}",
            f"/widget/part/?show=event&lang=en&theme=light&event={city.concert.pk}",
            f"/widget/show/?show=list&count=2&theme=light&place={city.house.pk}",
            f"/widget/show/?show=list&count=2&theme=light&paper=%23ffffee&place={city.house.pk}",
            "/widget/theme.css?paper=%23ffffee",
            "/widget/part/?colour=red",
        ]
        found = {same(address): client.get(address) for address in addresses}
        maker = client.get("/widget/")
        transaction.set_rollback(True)
    store.forget()
    static = Path(django_settings.SRC) / "karavan" / "portal" / "static"
    return SimpleNamespace(city=city, found=found, static=static, maker=maker)


class Host(BaseHTTPRequestHandler):
    """A site of an institution: one page, and nothing else."""

    def __init__(self, page: SimpleNamespace, *args: Any) -> None:
        self.page = page
        super().__init__(*args)

    def do_GET(self) -> None:
        body = self.page.html.encode() if self.path == "/" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.page.policy:
            self.send_header("Content-Security-Policy", self.page.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[str, SimpleNamespace]]:
    """Address of the institution's site, on a port of its own, and its page."""
    page = SimpleNamespace(html="", policy="")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, page))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", page
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser(answers: SimpleNamespace) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def opened(answers, browser, host) -> Iterator[Any]:
    """Opens the institution's page with a body; ``asked`` of the page lists what the portal was asked for."""
    contexts = []
    address, site = host

    def serve(page, route, down: str) -> None:
        request = route.request
        path = request.url.removeprefix(PORTAL)
        page.asked.append((path, request.headers))
        if down and "/widget/part/" in path:
            route.abort() if down == "offline" else route.fulfill(status=500, body="", headers={})
        elif path.startswith("/static/"):
            route.fulfill(path=answers.static / path.removeprefix("/static/"))
        else:
            answer = answers.found[same(path)]
            route.fulfill(
                status=answer.status_code, body=answer.content, headers=dict(answer.headers.items())
            )

    def open_(body: str, *, css: str = "", width: int = 1000, down: str = "", policy: str = "") -> Any:
        site.html = (
            '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Библиотека</title>'
            f"<style>{css}</style></head><body><main><h1>Библиотека</h1>{body}</main></body></html>"
        )
        site.policy = policy
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.problems = []
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        page.route(lambda url: url.startswith(PORTAL), lambda route: serve(page, route, down))
        page.goto(address, wait_until="networkidle")
        until(
            page,
            "[...document.querySelectorAll('karavan-widget')]"
            ".every(e => e.shadowRoot?.childElementCount || e.childElementCount)",
        )
        return page

    yield open_
    for context in contexts:
        context.close()


IN_WIDGETS = "[...document.querySelectorAll('karavan-widget')].map(e => e.shadowRoot)"


def texts(page: Any, selector: str) -> list[list[str]]:
    """Texts of the elements inside each widget."""
    return page.evaluate(
        f"(s) => {IN_WIDGETS}.map(r => r ? [...r.querySelectorAll(s)].map(e => e.textContent.trim()) : [])",
        selector,
    )


def styles(page: Any, selector: str, *names: str) -> list[str]:
    """Computed styles of the first such element of the first widget."""
    return page.evaluate(
        f"([s, names]) => {{ const style = getComputedStyle({IN_WIDGETS}[0].querySelector(s));"
        " return names.map(name => style.getPropertyValue(name)); }",
        [selector, list(names)],
    )


def test_three_widgets_stand_on_one_awful_page(opened, answers) -> None:
    page = opened("".join(script(name, answers.city) for name in ("list", "week", "event")), css=AWFUL)
    heads = texts(page, ".k-head")
    assert sorted(one for (one,) in heads) == [
        "An\xa0evening of\xa0chamber music",
        "Афиша: Библиотека №\xa016",
        "Неделя: Библиотека №\xa016",
    ]
    # Each stands where its tag stands.
    after = page.evaluate("[...document.querySelectorAll('script')].map(e => e.nextElementSibling.localName)")
    assert after == ["karavan-widget"] * 3
    assert page.problems == []


def test_styles_of_the_page_do_not_get_in_and_ours_not_out(opened, answers) -> None:
    outside = "(s) => JSON.stringify(getComputedStyle(document.querySelector('h1')))"
    bare = opened("", css=AWFUL).evaluate(outside)
    page = opened(script("list", answers.city), css=AWFUL)
    assert page.evaluate(outside) == bare
    assert styles(page, ".k", "color", "background-color", "font-size", "border-top-width", "display") == [
        "rgb(22, 24, 29)",
        "rgb(251, 250, 247)",
        "16px",
        "0px",
        "block",
    ]
    assert "serif" not in styles(page, ".k-title", "font-family")[0].split(", ")
    assert styles(page, "time", "display") == ["flex"]
    assert styles(page, ".k-item", "float") == ["none"]
    box = page.locator("karavan-widget svg").first.bounding_box()
    assert box["width"] > 200
    # The page's own elements are as red as they were.
    assert page.evaluate("document.querySelectorAll('style, link[rel=stylesheet]').length") == 1


def test_a_page_may_give_colours_and_fonts(opened, answers) -> None:
    css = """:root { --karavan-ink: #102030; --karavan-paper: #eeeeff; --karavan-accent: #7a0044;
        --karavan-font: monospace; --karavan-head-font: cursive;
        --karavan-radius: 12px; --karavan-gap: 2rem }"""
    page = opened(script("list", answers.city), css=css)
    assert styles(page, ".k", "color", "background-color", "border-top-left-radius", "font-family") == [
        "rgb(16, 32, 48)",
        "rgb(238, 238, 255)",
        "12px",
        "monospace",
    ]
    assert styles(page, ".k-day", "color") == ["rgb(122, 0, 68)"]
    assert styles(page, ".k-head", "font-family") == ["cursive"]
    assert styles(page, ".k-in", "padding-left") == ["32px"]
    # An attribute of the tag wins over the page.
    page = opened(script("list", answers.city, 'data-paper="#ffffff" data-ink="x;}"'), css=css)
    assert styles(page, ".k", "background-color", "color") == ["rgb(255, 255, 255)", "rgb(16, 32, 48)"]


@pytest.mark.parametrize("width", [320, 700, 1100])
def test_axe_finds_nothing_in_any_widget(opened, answers, width: int) -> None:
    page = opened("".join(script(name, answers.city) for name in ("list", "week", "event")), width=width)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RULES)["violations"]
    assert [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_axe_finds_nothing_in_the_frame(opened, answers) -> None:
    page = opened(script("frame", answers.city))
    (frame,) = [one for one in page.frames if "/widget/show/" in one.url]
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = frame.evaluate(RULES)["violations"]
        # The page around it has the first heading.
        wrong = [one["id"] for one in found if one["id"] != "page-has-heading-one"]
        assert wrong == [], scheme


def test_the_frame_is_as_tall_as_its_content_and_takes_colours_along(opened, answers) -> None:
    css = AWFUL + ":root { --karavan-paper: #ffffee }"
    page = opened(script("frame", answers.city), css=css)
    (frame,) = [one for one in page.frames if "/widget/show/" in one.url]
    until(page, f"{IN_WIDGETS}[0].querySelector('iframe').style.height !== '480px'")
    inside = frame.evaluate("document.body.offsetHeight")
    size = page.evaluate(
        f"(() => {{ const e = {IN_WIDGETS}[0].querySelector('iframe');"
        " return [e.clientHeight, e.clientWidth]; })()"
    )
    assert size[0] == inside
    assert size[1] > 900
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 238)"
    assert page.problems == []


def test_nobody_else_sets_the_height_of_the_frame(opened, answers) -> None:
    page = opened(script("frame", answers.city))
    height = f"{IN_WIDGETS}[0].querySelector('iframe').clientHeight"
    until(page, f"{height} !== 480")
    before = page.evaluate(height)
    page.evaluate("postMessage({karavan: 9999}, '*')")
    page.wait_for_timeout(100)
    assert page.evaluate(height) == before


def test_two_widgets_at_once_keep_apart(opened, answers) -> None:
    page = opened(script("list", answers.city) + script("list", answers.city, 'data-count="1"'))
    assert [len(one) for one in texts(page, ".k-item")] == [2, 1]


@pytest.mark.parametrize("down", ["offline", "500"])
def test_a_link_stands_in_where_nothing_comes(opened, answers, down: str) -> None:
    page = opened(script("list", answers.city, 'data-title="Библиотека № 16"'), css=AWFUL, down=down)
    link = page.locator("karavan-widget a")
    assert link.inner_text() == "Афиша: Библиотека № 16"
    assert link.get_attribute("href") == f"{PORTAL}/events/?place={answers.city.library.pk}"
    assert link.is_visible()


def test_a_mistake_in_the_code_leaves_a_link_too(opened, answers) -> None:
    page = opened(script("wrong", answers.city))
    assert page.locator("karavan-widget a").inner_text() == "Афиша: Дом культуры"


def test_a_page_with_a_strict_policy_shows_it_too(opened, answers) -> None:
    policy = f"default-src 'none'; script-src {PORTAL}; connect-src {PORTAL}"
    page = opened(script("list", answers.city), policy=policy)
    assert styles(page, ".k", "color") == ["rgb(22, 24, 29)"]
    # Its own style element is what the policy forbids, nothing of ours.
    assert [line for line in page.problems if "widget" in line] == []


def test_nothing_is_kept_and_nothing_told(opened, answers) -> None:
    page = opened(script("list", answers.city, 'referrerpolicy="no-referrer"'))
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    paths = [path for path, _headers in page.asked]
    assert paths == ["/widget.js", f"/widget/part/?show=list&theme=light&place={answers.city.library.pk}"]
    assert ["referer" in headers or "cookie" in headers for _path, headers in page.asked] == [False, False]


def test_the_keyboard_walks_through_and_shows_where_it_is(opened, answers) -> None:
    page = opened(script("list", answers.city))
    wanted = page.evaluate(f"{IN_WIDGETS}[0].querySelectorAll('a').length")
    seen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const e = document.activeElement.shadowRoot.activeElement;"
                " const style = getComputedStyle(e);"
                " return [e.localName, style.outlineStyle, style.outlineWidth]; })()"
            )
        )
    assert seen == [["a", "solid", "3px"]] * wanted


def test_the_widget_answers_to_its_own_width(opened, answers) -> None:
    narrow = opened(f'<div style="width:300px">{script("list", answers.city)}</div>')
    assert styles(narrow, ".k-list", "grid-template-columns")[0].count("px") == 1
    middle = opened(f'<div style="width:600px">{script("list", answers.city)}</div>')
    assert styles(middle, ".k-list", "grid-template-columns")[0].count("px") == 2
    wide = opened(script("list", answers.city))
    assert styles(wide, ".k-list", "grid-template-columns")[0].count("px") == 3


def test_the_makers_page_copies_and_offers_nothing_without_a_script(browser, answers) -> None:
    for scripts in (True, False):
        context = browser.new_context(
            java_script_enabled=scripts, permissions=["clipboard-read", "clipboard-write"]
        )
        page = context.new_page()
        page.route(
            lambda url: url.startswith("http://localhost"),
            lambda route: (
                route.fulfill(
                    status=200, body=answers.maker.content, headers=dict(answers.maker.headers.items())
                )
                if route.request.url.partition("?")[0].endswith("/widget/")
                else route.fulfill(path=answers.static / route.request.url.partition("/static/")[2])
                if "/static/portal/js/" in route.request.url
                else route.fulfill(status=200, body="")
            ),
        )
        page.goto("http://localhost:8000/widget/")
        buttons = page.locator("[data-copy]")
        assert [buttons.nth(number).is_visible() for number in range(2)] == [scripts, scripts]
        if scripts:
            buttons.first.click()
            page.get_by_text("Скопировано").wait_for()
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == page.locator("#code-script").input_value()
            # The colours are drawn anew for the one just chosen; the keyboard has gone on to the next.
            page.locator("#maker-ink").focus()
            page.evaluate("document.querySelector('[data-colours]').setAttribute('data-old', '')")
            page.locator("#maker-paper").dispatch_event("change")
            page.locator("[data-colours]:not([data-old])").wait_for()
            assert page.evaluate("document.activeElement.id") == "maker-ink"
        context.close()
