"""Who asks: the client's network address behind our own proxies."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


@lru_cache(maxsize=8)
def _networks(words: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(word, strict=False) for word in words)


def in_networks(address: str, words: list[str]) -> bool:
    """Whether the address lies in one of the networks or equals one of the addresses listed."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(tuple(words)))


def client_address(request: HttpRequest) -> str:
    """The address that asks: the last one in X-Forwarded-For that is not one of our own proxies.

    The header is read only where the connection itself comes from a proxy listed in the settings; anybody
    else could write anything into it.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if not proxies or not in_networks(address, proxies):
        return address
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        step = hop.strip()
        if not step:
            continue
        address = step
        if not in_networks(step, proxies):
            break
    return address


@lru_cache(maxsize=4096)
def address_key(address: str) -> str:
    """What is counted as one asker: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return "-"
    if found.version == 4:
        return address
    return str(ip_network((found, 64), strict=False))
