"""Saved events, reading without a network and lists without a reload, as a visitor meets them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from browsers import launch

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
KARAVAN = (sys.executable, "-m", "karavan.config.command")
CACHES = """async () => {
    const found = {};
    for (const name of await caches.keys())
        found[name] = (await (await caches.open(name)).keys()).map(r => r.url.slice(location.origin.length));
    return Object.fromEntries(Object.entries(found).filter(([, addresses]) => addresses.length));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of the product, started as an installation is, on a town of its own."""
    folder = tmp_path_factory.mktemp("town")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KARAVAN_")}
    environment = clean | {
        "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'town.sqlite3'}",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(folder),
        "KARAVAN_PORT": str(port),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"))),
    }
    fonts = Path(settings.ROOT) / "var" / "ui-fonts"
    if fonts.is_dir():  # cutting them anew takes ten seconds
        shutil.copytree(fonts, folder / "ui-fonts")
    for command in (
        [*KARAVAN, "migrate", "-v0"],
        [sys.executable, str(ROOT / "tests" / "browser" / "town.py")],
        [*KARAVAN, "rebuild", "catalogue"],
        [*KARAVAN, "collectstatic", "--noinput", "-v0"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*KARAVAN, "serve"], env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/health/ready")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def visitor(chromium, site) -> Iterator[Any]:
    """A browser of its own; ``problems`` is what its console said while there was a network."""
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    context.problems = []
    context.is_off = False

    def note(line: Any) -> None:
        if line.type == "error" and not context.is_off:
            context.problems.append(line.text)

    context.on("console", note)
    context.on("weberror", lambda problem: context.problems.append(str(problem.error)))
    yield context
    assert context.problems == []
    context.close()


def open_page(context: Any, address: str) -> Any:
    """A page with its service worker at work and its buttons on the cards."""
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def until(page: Any, script: str, argument: Any = None) -> None:
    """Wait until a script says true; the policy of the pages forbids Playwright's own way of waiting."""
    deadline = time.monotonic() + 15
    while not page.evaluate(script, argument):
        assert time.monotonic() < deadline, script
        time.sleep(0.05)


def words(locator: Any) -> str:
    """The text of an element with plain blanks."""
    return " ".join(locator.text_content().split())


def go_off(context: Any, page: Any) -> None:
    """No network from here on, and nothing that the browser itself kept for a minute."""
    context.is_off = True
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    context.set_offline(True)


def save(page: Any, number: int) -> str:
    """Press the bookmark on a card; the path of its event."""
    card = page.locator(".results .card").nth(number)
    card.locator(".save").click()
    assert card.locator(".save").get_attribute("aria-pressed") == "true"
    return str(card.locator(".card__title a").get_attribute("href"))


def wait_kept(page: Any, path: str) -> None:
    until(page, "async path => Boolean(await (await caches.open('karavan-1-saved')).match(path))", path)


def test_a_saved_event_is_read_without_a_network(visitor) -> None:
    page = open_page(visitor, "/events/")
    path = save(page, 0)
    assert words(page.locator("[data-saved-count]")) == "1"
    wait_kept(page, path)
    page.goto("/saved/")
    page.locator(".saved__list .daygroup .card").wait_for()
    until(page, "async () => Boolean(await (await caches.open('karavan-1-shell')).match('/saved/cards/'))")
    go_off(visitor, page)

    page.goto("/saved/")
    page.locator(".saved__list .daygroup .card").wait_for()
    assert words(page.locator(".saved__said")).startswith("Нет сети: показано, как было")
    page.locator(".saved__list .card__title a").click()
    page.wait_for_url(f"**{path}")
    assert words(page.locator("h1")) == "Вечер № 1"
    line = page.locator(".keptline")
    assert line.get_attribute("data-kept") == "offline"
    assert line.text_content().startswith("Нет сети: показано, как было")
    # The page stands as it does with a network: its styles came along.
    assert page.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith("Unbounded")

    visitor.set_offline(False)
    visitor.is_off = False
    page.goto(path)
    assert page.locator(".keptline").count() == 0


def test_a_saved_event_whose_page_did_not_come_is_named(visitor) -> None:
    page = open_page(visitor, "/events/")
    path = save(page, 0)
    wait_kept(page, path)
    save(page, 1)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until(page, "async () => (await (await caches.open('karavan-1-saved')).keys()).length === 2")
    go_off(visitor, page)
    page.evaluate("async path => { await (await caches.open('karavan-1-saved')).delete(path); }", path)
    page.goto("/places/999/")
    rows = page.locator("[data-list=saved] li")
    rows.nth(1).wait_for()
    assert [row.locator("a").count() for row in rows.all()] == [1, 0]
    assert words(rows.nth(1)).startswith("Вечер № 1")
    assert words(rows.nth(1)).endswith(" · откроется, когда вернётся сеть")
    assert page.locator(".offline__nothing").is_hidden()


def test_the_last_list_is_read_without_a_network(visitor) -> None:
    page = open_page(visitor, "/events/?kind=lecture")
    page.goto("/events/?kind=lecture")
    until(page, "async () => (await (await caches.open('karavan-1-lists')).keys()).length === 1")
    go_off(visitor, page)
    page.goto("/places/999/")
    assert words(page.locator("h1")) == "Нет сети"
    link = page.locator("[data-list=lists] a")
    link.wait_for()
    link.click()
    page.wait_for_url("**/events/?kind=lecture")
    assert page.locator(".results .card").count() == 1
    assert page.locator(".keptline").count() == 1
    page.goto("/en/places/999/")
    assert words(page.locator("h1")) == "Without a network"


def test_nothing_private_is_ever_kept(visitor) -> None:
    page = open_page(visitor, "/")
    for address in ("/me/?born=1950-1959", "/en/me/", "/office/sign-in/", "/vision/", "/api/v1/docs"):
        page.goto(address)
    page.goto("/about/")
    until(page, "async () => (await (await caches.open('karavan-1-pages')).match('/about/')) && true")
    kept = page.evaluate(CACHES)
    assert sorted(kept) == ["karavan-1-files", "karavan-1-pages", "karavan-1-shell"]
    assert kept["karavan-1-pages"] == ["/about/"]
    assert sorted(kept["karavan-1-shell"]) == ["/en/offline/", "/en/saved/", "/offline/", "/saved/"]
    assert [path for path in kept["karavan-1-files"] if not path.startswith("/static/")] == []
    go_off(visitor, page)
    page.goto("/me/?born=1950-1959")
    assert words(page.locator("h1")) == "Нет сети"


def test_two_tabs_agree(visitor) -> None:
    one, other = open_page(visitor, "/events/"), open_page(visitor, "/events/")
    save(one, 1)
    button = other.locator(".results .card .save").nth(1)
    until(other, "document.querySelector('[data-saved-count]').textContent === '1'")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    until(one, "document.querySelector('[data-saved-count]').textContent === ''")
    assert one.locator(".results .card .save").nth(1).get_attribute("aria-pressed") == "false"


def test_removed_events_come_back_within_ten_seconds(visitor) -> None:
    page = open_page(visitor, "/events/")
    for number in (0, 1, 2):
        save(page, number)
    page.goto("/saved/")
    cards = page.locator(".saved__list .card")
    cards.nth(2).wait_for()
    cards.first.locator(".save").click()
    page.locator(".undo").wait_for()
    assert cards.count() == 2
    assert words(page.locator(".undo p")) == "Убрано: Вечер № 1"
    assert page.evaluate("document.activeElement.textContent") == "Вернуть"
    page.keyboard.press("Enter")
    cards.nth(2).wait_for()
    assert words(page.locator("[data-saved-figure]")) == "3"

    page.locator("[data-do=clear]").click()
    page.locator(".sure button[value='']").click()
    assert cards.count() == 3
    page.locator("[data-do=clear]").click()
    page.locator(".sure button[value=yes]").click()
    page.locator(".saved__empty").wait_for()
    assert page.evaluate("localStorage.getItem('karavan.saved')") is None
    page.locator(".undo button").click()
    cards.nth(2).wait_for()


def test_a_list_that_somebody_sent_is_saved_at_once(visitor) -> None:
    page = open_page(visitor, "/events/")
    for number in (0, 1):
        save(page, number)
    page.goto("/saved/")
    page.locator(".saved__list .card").nth(1).wait_for()
    address = page.locator("[data-do=share]").get_attribute("href")
    page.evaluate("localStorage.clear()")
    page.goto(address)
    page.locator("[data-take]").click()
    assert words(page.locator(".saved__said")) == "Весь список у вас в сохранённом."
    assert words(page.locator("[data-saved-count]")) == "2"
    assert page.locator(".saved__list .save[aria-pressed=true]").count() == 2


def test_a_filter_changes_the_list_and_leaves_the_keyboard_where_it_is(visitor) -> None:
    page = open_page(visitor, "/events/")
    page.locator(".save").first.wait_for()
    page.evaluate("window.still = true")
    option = page.locator(".facet__option", has_text="Лекция")
    option.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/?kind=lecture")
    until(page, "!document.querySelector('.results[aria-busy]')")
    assert page.evaluate("window.still") is True
    assert words(page.locator(".results [role=status]")) == "1 событие"
    assert page.locator(".results .card .save").count() == 1
    assert page.evaluate("document.activeElement.querySelector('.facet__label').textContent") == "Лекция"
    page.go_back()
    until(page, "document.querySelector('.results [role=status]').textContent.startsWith('45')")
    assert page.evaluate("window.still") is True
    assert page.url.endswith("/events/")

    page.fill(".listhead [name=q]", "лекция вечер")
    page.keyboard.press("Enter")
    until(page, "document.title.startsWith('Афиша: лекция вечер')")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.evaluate("window.still") is True


def test_more_is_added_below_and_read_on_from_there(visitor) -> None:
    page = open_page(visitor, "/events/")
    assert page.locator(".results .card").count() == 20
    days = page.locator(".daygroup").count()
    page.locator(".pager a[rel=next]").click()
    page.locator(".results .card").nth(39).wait_for()
    until(page, "!document.querySelector('.results[aria-busy]')")
    assert words(page.locator(":focus")) == "Вечер № 21"
    assert words(page.locator("#list-words")) == "Показано: 40"
    titles = page.locator(".results .card__title").all_text_contents()
    assert [" ".join(title.split()) for title in titles] == [f"Вечер № {number}" for number in range(1, 41)]
    stamps = page.eval_on_selector_all(".daygroup__head time", "all => all.map(one => one.dateTime)")
    assert len(stamps) == len(set(stamps)) == days + 2
    page.locator(".pager a[rel=next]").click()
    page.locator(".results .card").nth(44).wait_for()
    assert page.locator(".pager a").count() == 0


def test_a_list_that_does_not_come_leaves_a_plain_link(visitor) -> None:
    page = open_page(visitor, "/events/")
    page.locator(".facet__option").first.hover()
    until(page, "performance.getEntriesByType('resource').some(one => one.name.includes('/htmx'))")
    go_off(visitor, page)
    page.locator(".facet__option", has_text="Лекция").click()
    failed = page.locator(".listfail")
    failed.wait_for()
    assert failed.locator("a").get_attribute("href").endswith("/events/?kind=lecture")
    assert page.locator(".results .card").count() == 20
    assert page.locator(".results[aria-busy]").count() == 0


def test_what_was_not_asked_for_does_not_come(visitor) -> None:
    """htmx waits for the first sign of use, and no script of the portal runs long at the start."""
    page = open_page(visitor, "/events/")
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name.split('/').pop())")
    assert [name for name in names if name.startswith("htmx")] == []
