"""The low-vision panel and the lists against a real server: by keyboard, with a script and without."""

import pytest
import time_machine

from browser.stage import AXE, faults
from browsers import launch
from catalogue.city import NOW, build_city
from karavan.catalogue.index import store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOK = """() => {
    const root = document.documentElement;
    const names = root.getAttributeNames().filter(name => name.startsWith('data-'));
    return Object.fromEntries(names.map(name => [name, root.getAttribute(name)]));
}"""


@pytest.fixture
def visit(live_server, settings, monkeypatch):
    """Opens pages of a server with the small city; ``script`` False is a browser without JavaScript."""
    from playwright.sync_api import sync_playwright

    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    store.forget()
    with time_machine.travel(NOW, tick=False):
        city = build_city()
    with time_machine.travel(NOW), sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the database is asked no more before it ends.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)

        def open_(address: str, *, script: bool = True):
            context = browser.new_context(
                base_url=live_server.url, java_script_enabled=script, service_workers="block"
            )
            context.set_default_timeout(60_000)
            page = context.new_page()
            page.goto(address)
            return page

        open_.city = city
        yield open_
        browser.close()
    store.forget()


def test_the_panel_by_keyboard(visit) -> None:
    """Opened in its place, tried on the page itself, left by Escape, kept by Enter, taken away again."""
    page = visit("/places/")
    link = page.get_by_role("link", name="Для слабовидящих")
    # Without a script the page of the panel has to do; the script needs a moment to be there.
    page.wait_for_load_state("networkidle")
    link.focus()
    page.keyboard.press("Enter")
    page.locator("#looks-here").wait_for()
    assert page.evaluate("document.activeElement.id") == "looks-here"
    assert link.get_attribute("aria-expanded") == "true"
    page.evaluate(AXE)
    assert faults(page) == []
    # One stop for each question; arrows choose, and the page follows.
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(LOOK) == {"data-vision-size": "200"}
    page.keyboard.press("Escape")
    assert (page.evaluate(LOOK), page.locator(".looks-here").count()) == ({}, 0)
    assert page.evaluate("document.activeElement.className") == "nav__link vision-link"
    # A second click before the panel has come brings no second panel.
    link.evaluate("one => { one.click(); one.click(); }")
    page.locator("#looks-here").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.locator("#looks-here").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(LOOK) == {"data-vision-size": "200"}
    page.keyboard.press("Enter")
    page.locator("html[data-vision-size='200']:not(:has(.looks-here))").wait_for()
    assert page.url.endswith("/places/")
    assert [(cookie["name"], cookie["value"], cookie["httpOnly"]) for cookie in page.context.cookies()] == [
        ("vision", "20000", True)
    ]
    # A page that was kept in the browser before the choice is not shown again as it was.
    page.goto("/")
    assert page.evaluate(LOOK) == {"data-vision-size": "200"}
    page.goto("/vision/?next=/about/")
    page.get_by_role("button", name="Вернуть обычный вид").click()
    page.wait_for_url("**/about/")
    assert (page.evaluate(LOOK), page.context.cookies()) == ({}, [])
    page.goto("/places/")
    assert page.evaluate(LOOK) == {}


def test_the_panel_without_a_script(visit) -> None:
    page = visit("/events/?kind=concert", script=False)
    page.get_by_role("link", name="Для слабовидящих").click()
    page.wait_for_url("**/vision/**")
    page.get_by_role("radio", name="Синим по голубому").check()
    page.get_by_role("radio", name="Не показывать").check()
    # The sample follows the form by the style sheet alone.
    sample = page.locator(".sample")
    assert sample.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(157, 209, 255)"
    assert page.locator(".sample__art").is_visible() is False
    page.get_by_role("button", name="Применить").click()
    page.wait_for_url("**/events/?kind=concert")
    html = page.locator("html")
    assert [html.get_attribute(f"data-vision-{name}") for name in ("scheme", "images", "size")] == [
        "blue-on-sky",
        "off",
        None,
    ]
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(157, 209, 255)"
    assert page.locator(".poster").first.is_visible() is False
    assert page.locator(".card__when").first.is_visible() is True


@pytest.mark.parametrize("script", [False, True])
def test_lists_by_keyboard(visit, script: bool) -> None:
    """A facet is opened and chosen, a choice taken back, the list shown as a week: by Enter alone."""
    page = visit("/events/", script=script)
    if script:
        page.wait_for_load_state("networkidle")

    def press(link, url: str) -> None:
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{url}")
        page.wait_for_load_state("networkidle")

    facet = page.locator("details.facet", has=page.locator("summary", has_text="Доступность"))
    facet.locator("summary").focus()
    page.keyboard.press("Enter")
    assert facet.get_by_role("link").first.is_visible()
    press(facet.get_by_role("link").first, "/events/?access=wheelchair")
    press(page.get_by_role("link", name="Убрать: На кресле-коляске"), "/events/")
    views = page.get_by_role("navigation", name="Как показать")
    press(views.get_by_role("link", name="Неделя"), "/events/?view=week")
    press(views.get_by_role("link", name="Список"), "/events/")
