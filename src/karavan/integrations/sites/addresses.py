"""Which hosts may be asked, and at which network addresses.

A site is asked only at a host of the registry, over HTTP or HTTPS, at an address that the whole world can
reach: never at one of this machine, of its network or of its provider.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from karavan.integrations.sites.errors import Refused, Silent

SCHEMES: Final = {"http": 80, "https": 443}
SHARED: Final = frozenset(
    """2gis.ru dzen.ru facebook.com google.com instagram.com max.ru mail.ru ok.ru rutube.ru t.me telegram.me
    vk.com vk.ru vkontakte.ru yandex.ru youtube.com""".split()
)
"""Hosts of many: a page there is no site of one's own."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def host_of(url: str) -> str:
    """Host of an address in the form that names are compared in; "" where there is none."""
    try:
        host = urlsplit(url).hostname or ""
        return host.rstrip(".").encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except (ValueError, UnicodeError):
        return ""


def own_hosts(websites: Iterable[str]) -> frozenset[str]:
    """Hosts of these sites, with and without ``www.``; pages of social networks are none's own."""
    found = set()
    for website in websites:
        bare = host_of(website).removeprefix("www.")
        if bare and not any(bare == one or bare.endswith(f".{one}") for one in SHARED):
            found |= {bare, f"www.{bare}"}
    return frozenset(found)


def is_public(address: Address) -> bool:
    """Whether an address is one that anybody may reach; an IPv4 inside an IPv6 is judged by itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address.is_site_local or address.scope_id:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def check_url(url: str, hosts: frozenset[str], local: frozenset[str]) -> tuple[str, int]:
    """Host and port of an address that may be asked. Raises Refused.

    ``local`` are ``host:port`` pairs of a test server, which may lie on this machine.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError:
        raise Refused("address") from None
    host = host_of(url)
    if parts.scheme not in SCHEMES or not host:
        raise Refused("address")
    if parts.username is not None or parts.password is not None:
        raise Refused("address")
    if f"{host}:{port}" in local:
        return host, port
    if host not in hosts:
        raise Refused("host")
    if port != SCHEMES[parts.scheme]:
        raise Refused("port")
    return host, port


def resolve(host: str, port: int, local: frozenset[str]) -> tuple[str, int]:
    """The address to connect to. Raises Refused where any address of the name is not public, Silent."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Silent("name") from None
    found = [ipaddress.ip_address(row[4][0]) for row in rows]
    if not found:
        raise Silent("name")
    # One that is not public among several is how a name is turned against us: none of them is asked.
    if f"{host}:{port}" not in local and not all(is_public(one) for one in found):
        raise Refused("private")
    return str(found[0]), port
