from collections.abc import Iterator

import pytest
from django.urls import path

from browsers import launch, served
from karavan.ui.gallery import gallery


@pytest.fixture
def gallery_url(settings) -> Iterator[str]:
    """The gallery of components on a local port; it needs no database."""
    settings.ROOT_URLCONF = (path("ui/", gallery),)
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with served() as port:
        yield f"http://127.0.0.1:{port}/ui/"


@pytest.fixture(scope="module")
def chromium():
    """A headless browser: the system's Chromium where there is one, Playwright's own elsewhere."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
