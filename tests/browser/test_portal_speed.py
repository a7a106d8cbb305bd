"""What the first load of every page of the portal weighs and moves; ``make bench-portal`` times paints.

The line is emulated, so that fonts come after the text as they do on a phone. Scripts are told by the time of
the page's thread, which does not depend on what else the machine does.
"""

import gzip
import json
import re
from copy import deepcopy
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from catalogue.city import NOW, build_city
from factories.places import make_photo
from karavan.catalogue.index import store
from karavan.ui.finders import prepare_fonts

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://127.0.0.1"
BYTES, REQUESTS, SHIFT, SCRIPT_MS = 120_000, 15, 0.02, 50
SLOWER = 4
"""How many times slower the processor is on which SCRIPT_MS is meant."""
HEADERS = 300
"""Bytes of the headers of one answer, about."""
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}

SAVED = json.dumps([{"id": 1, "title": "Вечер", "when": "2027-02-12T18:00:00+05:00", "path": "/events/1/"}])
WATCH = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts.push(
    [e.startTime, e.value, e.sources.map(one => one.node?.outerHTML?.slice(0, 90))]);
}).observe({type: 'layout-shift', buffered: true});
"""
FRAME = re.compile(r'<iframe[^>]* src="([^"]+)"')
FALLBACK = """Promise.any(['Arial', 'Liberation Sans', 'Roboto'].map(
  name => new FontFace('probe', `local("${name}")`).load())).then(() => true, () => false)"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    window.scrollTo({top: y, behavior: 'instant'});
    await new Promise(done => setTimeout(done, 60));
  }
  return window.shifts;
}"""


def pages(city: SimpleNamespace) -> dict[str, str]:
    """An address of every kind of page, by its name."""
    return {
        "today": "/",
        "events": "/events/",
        "week": "/events/?view=week",
        "event": f"/events/{city.concert.pk}/",
        "place": f"/places/{city.house.pk}/",
        "places": "/places/",
        "organisation": f"/organisations/{city.philharmonic.pk}/",
        "organisations": "/organisations/",
        "programme": "/programmes/capital/",
        "programmes": "/programmes/",
        "search": f"/search/?q={quote('вечер')}",
        "me": "/me/?when=week&age=7&benefit=pensioner&max_price=500&access=wheelchair&sure=false",
        "saved": "/saved/",
        "subscribe": "/subscribe/",
        "accessibility": "/accessibility/",
        "widget maker": "/widget/",
        "about": "/about/",
    }


NAMES = tuple(
    pages(SimpleNamespace(**dict.fromkeys(("concert", "house", "philharmonic"), SimpleNamespace(pk=0))))
)


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[str, Any, dict[str, Any]]]:
    """Address of each page, what it answers, and what the frames in it do.

    They are asked before a browser runs: then Django allows no database here.
    """
    store.forget()
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        city = deepcopy(build_city())
        make_photo(city.house)
        visitor = Client()
        found = {}
        for name, address in pages(city).items():
            response = visitor.get(address)
            inner = [unescape(one) for one in FRAME.findall(response.content.decode())]
            found[name] = (address, response, {one: visitor.get(one) for one in inner})
        transaction.set_rollback(True)
    store.forget()
    return found


class Loaded:
    """A page that has come to rest on a phone."""

    def __init__(self, browser: Any, origin: str, address: str, documents: dict[str, Any]) -> None:
        self.responses: list[Any] = []
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, is_mobile=True, service_workers="block"
        )
        page = context.new_page()
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", LINE)
        cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.add_init_script(WATCH + f"localStorage.setItem('karavan.saved', {json.dumps(SAVED)});")
        page.on("response", self._received)
        self.documents = {f"{origin}{one}": response for one, response in documents.items()}
        page.route(lambda url: "/static/" not in url, self._answer)
        page.goto(f"{origin}{address}", wait_until="networkidle", timeout=90_000)
        page.evaluate("document.fonts.ready.then(() => null)")
        metrics = cdp.send("Performance.getMetrics")["metrics"]
        self.script = 1000 * next(one["value"] for one in metrics if one["name"] == "ScriptDuration")
        self.shifts = page.evaluate(SCROLL)
        self.has_fallback = page.evaluate(FALLBACK)
        self.answers = [(one.url.split("/", 3)[3], wire(one)) for one in self.responses]
        context.close()

    def _answer(self, route: Any) -> None:
        found = self.documents.get(route.request.url)
        if found is None:
            route.fulfill(status=200, body="", content_type="image/png")
        else:
            route.fulfill(status=200, body=found.content, headers=dict(found.headers.items()))

    def _received(self, response: Any) -> None:
        self.responses.append(response)


def wire(response: Any) -> int:
    """Bytes of an answer on the line: an installation sends text compressed."""
    body, kind = response.body(), response.headers.get("content-type", "")
    is_packed = kind.startswith("font/") or (kind.startswith("image/") and "svg" not in kind)
    return HEADERS + (len(body) if is_packed else len(gzip.compress(body, 9)))


@pytest.fixture(scope="module")
def nothing(browser: Any, port: int) -> Loaded:
    """A page with nothing on it: what the measuring itself takes."""
    # An installation has its fonts made; here the first page that asks for one would wait for it.
    prepare_fonts()
    return Loaded(browser, f"{HOST}:{port}", "/", {"/": HttpResponse("<!doctype html><title>-</title>")})


@pytest.fixture
def load(answers, browser, port, settings):
    """Loads a page by its name."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    def load_(name: str) -> Loaded:
        address, response, frames = answers[name]
        return Loaded(browser, f"{HOST}:{port}", address, {address: response, **frames})

    return load_


@pytest.mark.parametrize("name", NAMES)
def test_the_first_load_is_light_still_and_quick(answers, load, nothing, name: str) -> None:
    assert answers[name][1].status_code == 200
    page = load(name)
    told = "\n".join(f"{size:>7,} {path}" for path, size in page.answers)
    assert sum(size for _, size in page.answers) <= BYTES, told
    assert len(page.answers) <= REQUESTS, told
    assert SLOWER * (page.script - nothing.script) <= SCRIPT_MS
    if nothing.has_fallback:
        # Without the font that the stand-ins are cut to, web fonts move the text as on nobody else's device.
        assert sum(value for _, value, _ in page.shifts) <= SHIFT, page.shifts
