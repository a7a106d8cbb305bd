import ipaddress
import time

import pytest

from integrations.sites.fixture_site import bomb, drip, drip_headers, endless, page
from karavan.integrations.sites import addresses
from karavan.integrations.sites.errors import Refused, Silent
from karavan.integrations.sites.fetching import Fetcher, user_agent
from karavan.integrations.sites.transport import Limits
from karavan.kernel.filecache import FileCache

AGENT = user_agent("https://kultura.example", "kultura@example.org")


def visitor(site, **given):
    fields = {"hosts": frozenset(), "local": frozenset({site.local}), "pause": 0.0, **given}
    return Fetcher(agent=AGENT, **fields)


def why(call):
    with pytest.raises((Refused, Silent)) as refusal:
        call()
    return type(refusal.value).__name__, refusal.value.why


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1 192.0.2.1
    192.168.0.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 fe80::1
    fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 2002:7f00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1
    2001:0:4136:e378:8000:63bf:3fff:fdd2""".split(),
)
def test_addresses_that_are_not_the_worlds(address):
    assert addresses.is_public(ipaddress.ip_address(address)) is False


@pytest.mark.parametrize("address", "93.184.215.14 77.88.8.8 2a02:6b8::feed:ff 64:ff9b::4d58:808".split())
def test_addresses_of_the_world(address):
    assert addresses.is_public(ipaddress.ip_address(address)) is True


HOSTS = addresses.own_hosts(
    ["https://www.Club.example/", "http://театр.рф/афиша", "https://vk.com/club1", ""]
)


def test_own_hosts():
    club, theatre = "club.example", "xn--80aj1aijn.xn--p1ai"
    theatre = addresses.host_of("http://театр.рф/")
    assert theatre.startswith("xn--")
    assert frozenset({club, f"www.{club}", theatre, f"www.{theatre}"}) == HOSTS


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://club.example/", "address"),
        ("file:///etc/passwd", "address"),
        ("http://", "address"),
        ("http://club.example:99999/", "address"),
        ("http://user:word@club.example/", "address"),
        ("http://club.example:8080/", "port"),
        ("https://club.example:80/", "port"),
        ("http://club.example.evil.example/", "host"),
        ("http://evil.example/?club.example", "host"),
        ("http://127.0.0.1/", "host"),
        ("http://[::1]/", "host"),
        ("http://2130706433/", "host"),
    ],
)
def test_addresses_that_are_not_asked(url, reason):
    assert why(lambda: addresses.check_url(url, HOSTS, frozenset())) == ("Refused", reason)


def test_an_allowed_host_that_leads_home_is_refused():
    """The name of a registry's site may be made to lead to this machine."""
    assert why(lambda: addresses.resolve("localhost", 80, frozenset())) == ("Refused", "private")


class TestFetching:
    def test_a_page_by_a_polite_visitor(self, site):
        site.replies["/"] = page("<p>Привет</p>", Set_Cookie="a=1")
        visit = visitor(site)
        assert visit.get(site.url("/#part")).body.decode() == "<p>Привет</p>"
        visit.get(site.url())
        assert site.asked == [("GET", "/robots.txt"), ("GET", "/"), ("GET", "/")]
        asked = site.headers[-1]
        assert (asked["user-agent"], asked.get("cookie"), asked["host"]) == (
            "KaravanHygiene/1.0 (+https://kultura.example; kultura@example.org)",
            None,
            site.local,
        )

    def test_redirects_are_checked_one_by_one(self, site):
        inside = ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "file:///etc/passwd"]
        for number, target in enumerate([*inside, "//other.example/", f"http://localhost:{site.port}/"]):
            site.replies[f"/{number}"] = page("", status=302, Location=target)
        visit = visitor(site)
        reasons = [why(lambda path=f"/{number}": visit.get(site.url(path))) for number in range(6)]
        assert reasons == [
            ("Refused", "host"),
            ("Refused", "host"),
            ("Refused", "host"),
            ("Refused", "address"),
            ("Refused", "host"),
            ("Refused", "host"),
        ]

    def test_redirects_end(self, site):
        for number in range(7):
            site.replies[f"/{number}"] = page("", status=301, Location=f"/{number + 1}")
        site.replies["/7"] = page("Здесь")
        site.replies["/loop"] = page("", status=302, Location="/loop")
        visit = visitor(site)
        assert why(lambda: visit.get(site.url("/loop"))) == ("Refused", "redirects")
        assert why(lambda: visit.get(site.url("/1"))) == ("Refused", "redirects")
        assert visit.get(site.url("/2")).url == site.url("/7")

    def test_limits_of_size_packed_and_unpacked(self, site):
        site.replies |= {
            "/endless": endless,
            "/bomb": bomb(8 * 1024 * 1024),
            "/odd": page("x", Content_Encoding="br"),
        }
        visit = visitor(site, limits=Limits(size=1024 * 1024))
        assert why(lambda: visit.get(site.url("/endless"))) == ("Silent", "size")
        assert why(lambda: visit.get(site.url("/bomb"))) == ("Silent", "size")
        assert why(lambda: visit.get(site.url("/odd"))) == ("Silent", "encoding")

    @pytest.mark.parametrize("reply", [drip, drip_headers])
    def test_limit_of_time(self, site, reply):
        site.replies |= {"/robots.txt": page(""), "/": reply}
        visit = visitor(site, limits=Limits(seconds=0.3))
        started = time.monotonic()
        assert why(lambda: visit.get(site.url())) == ("Silent", "time")
        assert time.monotonic() - started < 3

    def test_robots(self, site):
        site.replies |= {
            "/robots.txt": page("User-agent: *\nDisallow: /shut/\nCrawl-delay: 3"),
            "/shut/": page(""),
            "/open/": page(""),
        }
        waits = []
        visit = visitor(site, pause=1.0, sleep=waits.append)
        assert why(lambda: visit.get(site.url("/shut/"))) == ("Refused", "robots")
        assert visit.status(site.url("/open/")) == 200
        assert [round(wait) for wait in waits] == [3]
        assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/open/")]

    def test_robots_that_fail_forbid(self, site):
        site.replies |= {"/robots.txt": page("", status=503), "/": page("")}
        assert why(lambda: visitor(site).get(site.url())) == ("Refused", "robots")

    def test_what_did_not_change_is_not_sent_again(self, site, tmp_path):
        site.replies["/"] = page("<p>Раз</p>", ETag='"1"')
        kept = FileCache(tmp_path, 1_000_000)
        first = visitor(site, kept=kept).get(site.url())
        again = visitor(site, kept=kept).get(site.url())
        assert (first.body, again.status) == (again.body, 200)
        assert site.headers[-1]["if-none-match"] == '"1"'

    def test_nobody_there(self, site):
        other = frozenset({site.local, "127.0.0.1:1"})
        assert why(lambda: visitor(site, local=other).get("http://127.0.0.1:1/")) == ("Silent", "connection")
