"""Loads a page in Chromium on an emulated line and processor, and tells what that took."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright
from playwright.sync_api import Page as Tab

from bench.portal.pages import Page
from bench.portal.relay import Relay

DOWN_BITS, UP_BITS, LATENCY_MS, SLOWER = 1_600_000, 750_000, 150, 4
VIEWPORT = {"width": 390, "height": 844}
DENSITY = 2
SETTLED_MS = 700
SCROLL_STEP, SCROLL_PAUSE_MS, MOST_STEPS = 600, 120, 40
WORKER_SECONDS, REGISTERED_SECONDS = 15, 2
SYSTEM = Path("/usr/bin/chromium")

OBSERVERS = """
(() => {
  const seen = window.__seen = {lcp: null, shifts: [], tasks: []};
  const name = node => node && node.outerHTML ? node.outerHTML.slice(0, 140) : '';
  const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({type, buffered: true});
  watch('largest-contentful-paint', e => {
    seen.lcp = {at: e.startTime, size: e.size, what: e.url || name(e.element)};
  });
  watch('layout-shift', e => {
    if (!e.hadRecentInput) seen.shifts.push({
      at: e.startTime, value: e.value, what: e.sources.map(one => name(one.node)).slice(0, 3)
    });
  });
  watch('longtask', e => seen.tasks.push({at: e.startTime, duration: e.duration}));
})()
"""
TOLD = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const navigation = performance.getEntriesByType('navigation')[0];
  return {...window.__seen, fcp: paint ? paint.startTime : null, first: navigation.responseStart};
}"""


@dataclass
class Fetched:
    """One request of a page: its bytes over the wire with headers, and times in seconds of the browser."""

    url: str
    kind: str
    started: float
    ended: float = 0
    bytes: int = 0
    source: str = "network"


@dataclass
class Load:
    """What one load took, times in milliseconds since the navigation began.

    ``script`` is time of the page's thread on the slowed processor, ``longest`` the longest task of any kind
    above 50 ms. ``wire`` is what left the server until the page was at rest, requests of a service worker
    included.
    """

    status: int
    bytes: int
    requests: int
    first_byte: float
    fcp: float | None
    lcp: float | None
    cls: float
    script: float
    longest: float
    wire: int
    lcp_what: str = ""
    shifts: list[dict[str, Any]] = field(default_factory=list)
    fetched: list[Fetched] = field(default_factory=list)


def cumulative(shifts: list[dict[str, Any]]) -> float:
    """Cumulative layout shift: the largest sum within a window of five seconds without a second's pause."""
    most = total = 0.0
    first = last = -1e9
    for shift in sorted(shifts, key=lambda one: one["at"]):
        if shift["at"] - last > 1000 or shift["at"] - first > 5000:
            first, total = shift["at"], 0.0
        last = shift["at"]
        total += shift["value"]
        most = max(most, total)
    return most


class Visitor:
    """A browser of its own: an empty cache, a phone's screen, a slow line and processor."""

    def __init__(self, browser: Browser, page: Page, *, workers: bool) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=VIEWPORT,  # type: ignore[arg-type]
            device_scale_factor=DENSITY,
            is_mobile=True,
            has_touch=True,
            locale="ru-RU",
            service_workers="allow" if workers else "block",
        )
        self.tab: Tab = self.context.new_page()
        self.cdp: CDPSession = self.context.new_cdp_session(self.tab)
        self.fetched: dict[str, Fetched] = {}
        self.cdp.send("Network.enable")
        self.cdp.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": DOWN_BITS / 8,
                "uploadThroughput": UP_BITS / 8,
            },
        )
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self.cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.cdp.on("Network.requestWillBeSent", self._sent)
        self.cdp.on("Network.requestServedFromCache", lambda told: self._from(told, "cache"))
        self.cdp.on("Network.responseReceived", self._received)
        self.cdp.on("Network.loadingFinished", self._finished)
        self.tab.add_init_script(OBSERVERS)
        if page.saved:
            saved = json.dumps(["karavan.saved", page.saved])
            self.tab.add_init_script(f"localStorage.setItem(...{saved})")

    def _sent(self, told: dict[str, Any]) -> None:
        url = told["request"]["url"]
        if not url.startswith("http"):
            return
        number = told["requestId"]
        while told.get("redirectResponse") and number in self.fetched:
            self.fetched[f"{number}/before"] = self.fetched.pop(number)
        self.fetched[number] = Fetched(url, told.get("type", ""), told["timestamp"])

    def _from(self, told: dict[str, Any], source: str) -> None:
        if told["requestId"] in self.fetched:
            self.fetched[told["requestId"]].source = source

    def _received(self, told: dict[str, Any]) -> None:
        if told["response"].get("fromServiceWorker"):
            self._from(told, "worker")
        elif told["response"].get("fromDiskCache"):
            self._from(told, "cache")

    def _finished(self, told: dict[str, Any]) -> None:
        found = self.fetched.get(told["requestId"])
        if found is not None:
            found.ended = told["timestamp"]
            found.bytes = int(told["encodedDataLength"]) if found.source == "network" else 0

    def load(self, url: str, relay: Relay, *, to_end: bool = False) -> Load:
        """Open an address, let it come to rest and, ``to_end``, scroll through all of it."""
        self.fetched = {}
        before, script = relay.bytes, self._script()
        answer = self.tab.goto(url, wait_until="networkidle", timeout=60_000)
        self.tab.wait_for_timeout(SETTLED_MS)
        script = self._script() - script
        at_start = list(self.fetched.values())
        wire = relay.bytes - before
        told = self.tab.evaluate(TOLD)
        if to_end:
            self._scroll()
        shifts = self.tab.evaluate("() => window.__seen.shifts")
        network = [one for one in at_start if one.source == "network"]
        return Load(
            status=answer.status if answer else 0,
            bytes=sum(one.bytes for one in network),
            requests=len(network),
            first_byte=told["first"],
            fcp=told["fcp"],
            lcp=told["lcp"]["at"] if told["lcp"] else None,
            cls=cumulative(shifts),
            script=script,
            longest=max((task["duration"] for task in told["tasks"]), default=0.0),
            wire=wire,
            lcp_what=told["lcp"]["what"] if told["lcp"] else "",
            shifts=shifts,
            fetched=at_start,
        )

    def _script(self) -> float:
        """Milliseconds that the page's thread has spent in scripts so far, on the slowed processor."""
        metrics = self.cdp.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration")) * 1000

    def _scroll(self) -> None:
        for _ in range(MOST_STEPS):
            at_end = self.tab.evaluate(
                f"""() => {{
                    window.scrollBy({{top: {SCROLL_STEP}, behavior: 'instant'}});
                    return window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
                }}"""
            )
            self.tab.wait_for_timeout(SCROLL_PAUSE_MS)
            if at_end:
                return

    def leave(self) -> None:
        """Go away from the page; what it left in the cache stays."""
        self.tab.goto("about:blank")

    def worker_is_ready(self) -> bool:
        """Wait for the service worker of the page; False where there is none."""
        end, registered_by = time.monotonic() + WORKER_SECONDS, time.monotonic() + REGISTERED_SECONDS
        while time.monotonic() < end:
            state = self.tab.evaluate(
                """async () => {
                    const found = await navigator.serviceWorker?.getRegistration();
                    return found ? (found.active ? found.active.state : 'coming') : 'none';
                }"""
            )
            if state == "activated":
                return True
            if state == "none" and time.monotonic() > registered_by:
                return False
            self.tab.wait_for_timeout(200)
        return False

    def close(self) -> None:
        """Forget everything."""
        self.context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium for a while: the system's own, or the one that ``scripts/browser`` installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(SYSTEM) if SYSTEM.exists() else None,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()


def visited(browser: Browser, page: Page, base: str, relay: Relay) -> dict[str, Load]:
    """Loads of a page by name.

    ``first`` with nothing in the cache, ``again`` with what that left there, and ``worker``, again with its
    service worker, where it has one.
    """
    found: dict[str, Load] = {}
    visitor = Visitor(browser, page, workers=True)
    found["first"] = visitor.load(base + page.address, relay, to_end=True)
    has_worker = visitor.worker_is_ready()
    visitor.leave()
    found["worker" if has_worker else "again"] = visitor.load(base + page.address, relay)
    visitor.close()
    if has_worker:
        visitor = Visitor(browser, page, workers=False)
        visitor.load(base + page.address, relay)
        visitor.leave()
        found["again"] = visitor.load(base + page.address, relay)
        visitor.close()
    return found


def first_load(browser: Browser, page: Page, base: str, relay: Relay) -> Load:
    """The first load alone."""
    visitor = Visitor(browser, page, workers=False)
    found = visitor.load(base + page.address, relay)
    visitor.close()
    return found
