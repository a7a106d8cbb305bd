"""The polite visitor of sites: allow-list, robots.txt, one request a second, redirects checked one by one."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from karavan.integrations.sites import addresses, transport
from karavan.integrations.sites.errors import Refused, Silent
from karavan.integrations.sites.transport import Answer, Limits
from karavan.kernel.filecache import FileCache

REDIRECTS: Final = 5
MOVED: Final = frozenset({301, 302, 303, 307, 308})
NOT_CHANGED: Final = 304
TOO_MANY: Final = 429
ROBOTS_SIZE: Final = 512 * 1024
SLOWEST: Final = 10.0
"""Seconds between two requests that a site may ask for; more would not fit into a night."""
NAME: Final = "KaravanHygiene"


def user_agent(site_url: str, contact: str) -> str:
    """How the platform names itself to the sites it looks at."""
    return f"{NAME}/1.0 (+{site_url}{'; ' + contact if contact else ''})"


@dataclass(frozen=True)
class Fetched:
    """A page as it came; ``url`` is where the redirects ended."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Fetcher:
    """Asks hosts of ``hosts`` only; ``local`` are ``host:port`` of a test server (never in production).

    ``kept`` keeps bodies by their ETag, so that a page that did not change is not sent again.
    """

    hosts: frozenset[str]
    agent: str
    local: frozenset[str] = frozenset()
    pause: float = 1.0
    limits: Limits = field(default_factory=Limits)
    kept: FileCache | None = None
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)

    def get(self, url: str) -> Fetched:
        """A page. Raises Refused, Silent."""
        return self._follow("GET", url)

    def status(self, url: str) -> int:
        """The status of an address, without its body where the site lets us. Raises Refused, Silent."""
        found = self._follow("HEAD", url).status
        # Sites that do not know HEAD say so in many ways; what counts is what a reader gets.
        return found if found < 400 else self._follow("GET", url).status

    def _follow(self, method: str, url: str) -> Fetched:
        url = urldefrag(url)[0]
        for _step in range(REDIRECTS + 1):
            host, port = addresses.check_url(url, self.hosts, self.local)
            self._heed_robots(url)
            answer = self._ask(method, url, host, port, self.limits)
            target = answer.headers.get("location", "")
            if answer.status not in MOVED or not target:
                return Fetched(url, answer.status, answer.headers, answer.body)
            url = urldefrag(urljoin(url, _readable(target)))[0]
        raise Refused("redirects")

    def _ask(self, method: str, url: str, host: str, port: int, limits: Limits) -> Answer:
        address = addresses.resolve(host, port, self.local)
        wait = self._last.get(host, 0.0) + self._pause_of(url) - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        known = self._known(url) if method == "GET" else None
        headers = {"User-Agent": self.agent, "Accept": "text/html,*/*;q=0.1", "Accept-Language": "ru"}
        # Its own: what requests offers by itself could not all be unpacked within the limit.
        headers["Accept-Encoding"] = "gzip, deflate"
        headers |= known.asking if known is not None else {}
        try:
            answer = transport.ask(method, url, address, headers, limits)
        finally:
            self._last[host] = time.monotonic()
        if answer.status == NOT_CHANGED and known is not None:
            return Answer(200, {**known.headers, **answer.headers}, known.body)
        if method == "GET" and answer.status == 200:
            self._keep(url, answer)
        return answer

    # Manners.

    def _site(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}"

    def _pause_of(self, url: str) -> float:
        rules = self._robots.get(self._site(url))
        delay = rules.crawl_delay(NAME) if rules is not None else None
        return max(self.pause, min(float(delay), SLOWEST)) if delay and self.pause else self.pause

    def _heed_robots(self, url: str) -> None:
        """Raise Refused where the site asks visitors like us to stay away."""
        site = self._site(url)
        if site not in self._robots:
            self._robots[site] = self._ask_robots(site)
        rules = self._robots[site]
        if rules is None or not rules.can_fetch(NAME, url):
            raise Refused("robots")

    def _ask_robots(self, site: str) -> RobotFileParser | None:
        """The rules of a site; None where they cannot be had, which forbids everything (RFC 9309)."""
        rules = RobotFileParser()
        address = f"{site}/robots.txt"
        small = Limits(ROBOTS_SIZE, self.limits.seconds)
        for _step in range(REDIRECTS + 1):
            host, port = addresses.check_url(address, self.hosts, self.local)
            answer = self._ask("GET", address, host, port, small)
            target = answer.headers.get("location", "")
            if answer.status in MOVED and target:
                address = urljoin(address, _readable(target))
                continue
            if answer.status >= 500 or answer.status == TOO_MANY:
                return None
            # No such file: everything is open.
            text = answer.body.decode("utf-8", "replace") if answer.status < 300 else ""
            rules.parse(text.removeprefix("\ufeff").splitlines())
            return rules
        return None

    # What is known already.

    def _key(self, url: str) -> str:
        return f"{sha256(url.encode()).hexdigest()[:40]}.page"

    def _known(self, url: str) -> "_Known | None":
        content = self.kept.get(self._key(url)) if self.kept is not None else None
        if content is None:
            return None
        head, _end, body = content.partition(b"\n")
        try:
            headers = json.loads(head)
        except ValueError:
            return None
        return _Known(headers, body)

    def _keep(self, url: str, answer: Answer) -> None:
        names = ("etag", "last-modified", "content-type")
        kept = {name: answer.headers[name] for name in names if name in answer.headers}
        if self.kept is None or not {"etag", "last-modified"} & set(kept):
            return
        self.kept.put(self._key(url), json.dumps(kept).encode() + b"\n" + answer.body)


@dataclass(frozen=True)
class _Known:
    """A page that came before."""

    headers: dict[str, str]
    body: bytes

    @property
    def asking(self) -> dict[str, str]:
        """What asks for it only if it changed."""
        pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        return {name: self.headers[key] for name, key in pairs if key in self.headers}


def _readable(location: str) -> str:
    """A redirect's target: some send UTF-8 where only Latin letters are allowed."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return location


__all__ = ["Fetched", "Fetcher", "Refused", "Silent", "user_agent"]
