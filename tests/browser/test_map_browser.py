"""The map of what's on in a browser that draws it by software, and in one that cannot draw it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from browsers import launch, served
from catalogue.city import NOW, at, build_city
from factories.places import make_place
from factories.programme import EventFactory
from karavan.catalogue.index import store
from karavan.programme.drafts import SessionDraft

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
HOST = "http://127.0.0.1"
MAP, WEEK = "/events/?view=map", "/events/?from=2027-02-08&view=week"
SOFTWARE_GL = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """Every address the map asks for, with its answer: a browser is no place for database transactions."""
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = build_city()
        near = make_place(name="Соседний зал", district=city.centre, lat=55.1708, lon=61.4004)
        EventFactory(publish=True, title="Рядом", place=near, sessions=[SessionDraft(at(12))])
        client = Client()
        found = {address: client.get(address) for address in (MAP, f"/en{MAP}", WEEK)}
        text = found[MAP].content.decode()
        ground = text.split('data-ground="')[1].split('"')[0]
        found[ground] = client.get(ground)
        english = found[f"/en{MAP}"].content.decode().split('data-ground="')[1].split('"')[0]
        found[english] = client.get(english)
        for place in (city.house, city.library, near):
            for lang in ("", "lang=en&"):
                address = f"/feeds/events.geojson?{lang}place={place.pk}&limit=6"
                found[address] = client.get(address)
        transaction.set_rollback(True)
    store.forget()
    return found


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where scripts and styles come from; they need no database."""
    with served() as port:
        yield port


@pytest.fixture(scope="module")
def playwright(answers: dict[str, Any]) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="module")
def drawing(playwright: Any) -> Iterator[Any]:
    browser = launch(playwright, *SOFTWARE_GL)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def plain(playwright: Any) -> Iterator[Any]:
    browser = launch(playwright, "--disable-gpu", "--disable-3d-apis")
    yield browser
    browser.close()


@pytest.fixture
def opened(answers: dict[str, Any], port: int, settings: Any) -> Iterator[Any]:
    """Opens an address in a browser; ``problems`` is what its console complained of."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    contexts = []

    def answer(route: Any) -> None:
        parts = urlsplit(route.request.url)
        response = answers.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        if response is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(status=200, body=response.content, headers=dict(response.headers.items()))

    def open_(browser: Any, address: str = MAP, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)  # pixels are drawn by the processor
        page.problems = []
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.route(lambda url: not url.startswith(f"{HOST}:{port}/static/"), answer)
        page.goto(f"{HOST}:{port}{address}", wait_until="domcontentloaded")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def atlas(opened: Any, drawing: Any) -> Any:
    """A page whose map is drawn."""

    def open_(address: str = MAP, **options: Any) -> Any:
        page = opened(drawing, address, **options)
        page.wait_for_selector("#map.is-on canvas")
        page.wait_for_selector(".pin")
        return page

    return open_


def pins(page: Any) -> list[str]:
    return sorted(page.eval_on_selector_all(".pin", "all => all.map(one => one.getAttribute('aria-label'))"))


def test_the_map_draws_under_the_policy_without_a_complaint(atlas) -> None:
    page = atlas()
    assert pins(page) == [
        "Библиотека №\u00a016. Событий: 2",
        "Концертный дом, Соседний зал. Событий: 4",
    ]
    page.wait_for_timeout(300)
    assert page.problems == []
    assert page.locator("#map-notice").is_visible() is False
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_beside_an_open_panel(atlas, scheme, width) -> None:
    page = atlas(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".pin--many").click()
    page.wait_for_selector(".spot__place")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RULES)["violations"]
    assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_cluster_opens_by_the_keyboard_and_closes_back_to_it(atlas) -> None:
    page = atlas()
    page.locator(".atlas__skip").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Концертный дом, Соседний зал. Событий: 4"
    page.keyboard.press("Enter")
    page.wait_for_selector(".spot__place")
    assert page.evaluate(FOCUSED) == "Места здесь"
    names = page.eval_on_selector_all(".spot__name", "all => all.map(one => one.textContent)")
    assert names == ["Концертный дом", "Соседний зал"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".spot__event")
    titles = page.eval_on_selector_all(".spot__title", "all => all.map(one => one.textContent)")
    assert titles == ["История края", "Вечер камерной музыки", "Отменённый вечер"]
    assert page.locator(".spot__event").nth(1).inner_text().split("\n")[0] == "12 февраля, 18:00"
    assert page.locator(".spot__event--cancelled .badge--cancelled").inner_text() == "отменено"
    page.keyboard.press("Escape")
    assert page.locator("#spot").is_visible() is False
    assert page.evaluate(FOCUSED) == "Концертный дом, Соседний зал. Событий: 4"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "places"
    assert page.problems == []


def test_arrows_go_from_pin_to_pin_and_tab_leaves_the_map(atlas) -> None:
    page = atlas()
    page.locator(".pin[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Библиотека №\u00a016. Событий: 2"
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert stops == ["Ближе", "Дальше", "Весь город", "Граница города: © участники OpenStreetMap"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#places') !== null")


def test_zoom_takes_a_cluster_apart_and_the_list_may_follow(atlas) -> None:
    page = atlas(reduced_motion="reduce")
    page.locator(".pin--many").click()
    from playwright.sync_api import expect

    page.get_by_role("button", name="Показать ближе").click()
    expect(page.locator(".pin")).to_have_count(3)
    page.get_by_label("только то, что видно на карте").check()
    shown = page.eval_on_selector_all(
        "[data-spot]", "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.count)"
    )
    assert shown == ["3", "1"]
    assert page.get_by_role("heading", name="Ленинский").is_visible() is False
    page.get_by_role("button", name="Весь город").click()
    expect(page.locator("[data-spot]").last).to_be_visible()


def test_a_row_of_the_list_lights_its_pin(atlas) -> None:
    page = atlas()
    page.locator("[data-spot] a", has_text="Библиотека").focus()
    assert page.locator(".pin.is-lit").get_attribute("aria-label") == "Библиотека №\u00a016. Событий: 2"
    page.keyboard.press("Shift+Tab")
    assert (
        page.locator(".pin.is-lit").get_attribute("aria-label") == "Концертный дом, Соседний зал. Событий: 4"
    )


def test_the_map_speaks_english(atlas) -> None:
    page = atlas(f"/en{MAP}")
    assert "Концертный дом, Соседний зал. Events: 4" in pins(page)
    page.locator(".pin:not(.pin--many)").click()
    page.wait_for_selector(".spot__event")
    assert page.locator(".spot__event").first.inner_text().split("\n")[0].startswith("1 February, 10:00")


def test_the_list_stands_without_webgl(opened, plain) -> None:
    page = opened(plain)
    page.wait_for_selector("#map-notice.is-shown")
    assert page.locator(".map").is_visible() is False
    assert page.locator("[data-spot]").count() == 3
    assert (
        page.evaluate("performance.getEntriesByType('resource').some(one => /maplibre/.test(one.name))")
        is False
    )
    assert page.problems == []


def test_the_list_stands_without_scripts(opened, plain) -> None:
    page = opened(plain, java_script_enabled=False)
    assert page.locator("#map-notice").is_visible()
    assert page.locator(".map").is_visible() is False
    page.locator(".atlas__skip").focus()
    assert page.locator(".atlas__skip").bounding_box()["width"] > 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_week_and_it_fits_everywhere(opened, plain, scheme) -> None:
    page = opened(plain, WEEK, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (1280, 768, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(RULES)["violations"]
        assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.problems == []


def test_days_are_columns_where_there_is_room(opened, plain) -> None:
    page = opened(plain, WEEK)
    tops = "all => new Set(all.map(one => Math.round(one.getBoundingClientRect().top))).size"
    assert page.eval_on_selector_all(".day", tops) == 1
    page.set_viewport_size({"width": 768, "height": 900})
    assert page.eval_on_selector_all(".day", tops) == 7
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})
    assert page.eval_on_selector_all(".day", tops) == 1
