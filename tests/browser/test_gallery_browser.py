"""The whole gallery of components, photographed: kept in var/pictures/gallery for looking at."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from browsers import launch, served
from karavan.portal.gallery import samples
from karavan.ui import gallery

pytestmark = pytest.mark.browser

KEPT = Path(__file__).resolve().parents[2] / "var" / "pictures" / "gallery"
MODES = {
    "light": ("", "light"),
    "dark": ("", "dark"),
    "low-vision": ("?size=150&spacing=wide&scheme=black-on-white", "light"),
}


def drawn_share(png: bytes) -> float:
    """Share of the bytes that differ from what is beside or above them: a blank picture has next to none."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    rows = zlib.decompress(data)
    return 1 - rows.count(0) / len(rows)


def whole_gallery(request: HttpRequest) -> HttpResponse:
    """What staff see at /ui/, without the question who they are."""
    return render(request, "portal/gallery.html", gallery.samples(request) | samples())


@pytest.fixture
def address(settings) -> Iterator[str]:
    settings.ROOT_URLCONF = (path("ui/", whole_gallery),)
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with served() as port:
        yield f"http://127.0.0.1:{port}/ui/"


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django would allow no database beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.mark.parametrize("mode", MODES)
def test_the_gallery_is_photographed(chromium, address, mode):
    """Not blank and not wider than the screen, at three widths."""
    KEPT.mkdir(parents=True, exist_ok=True)
    query, scheme = MODES[mode]
    page = chromium.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto(address + query, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => null)")
    wide, drawn = {}, {}
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        file = KEPT / f"{mode}.{width}.png"
        picture = page.screenshot(path=str(file), full_page=True)
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
        drawn[width] = drawn_share(picture)
    page.close()
    assert wide == {360: 360, 768: 768, 1280: 1280}
    assert {width: share for width, share in drawn.items() if share < 0.02} == {}


def test_a_blank_picture_is_told(chromium):
    page = chromium.new_page()
    page.set_content("<p></p>")
    assert drawn_share(page.screenshot()) < 0.01
    page.close()
