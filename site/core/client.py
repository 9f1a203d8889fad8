"""Which address a request comes from, believing ``X-Forwarded-For`` only from our own proxies.

The address serves to slow down floods (``core.throttle``); it is never stored in clear.
"""

import ipaddress
import logging
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN = "unknown"
MAX_HOPS = 20
logger = logging.getLogger(__name__)


def known_address(request: HttpRequest) -> str | None:
    """Return the address, or None when there is none: what is kept in a column for addresses."""
    address = _client(request)
    return str(address) if address else None


def client_key(request: HttpRequest) -> str:
    """Return what a throttle counts: the address, for IPv6 its /64, since one household holds all of that."""
    address = _client(request)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address else UNKNOWN


def _client(request: HttpRequest) -> IPAddress | None:
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    trusted = _trusted(tuple(getattr(settings, "TRUSTED_PROXIES", ())))
    if address is None or not _is_trusted(address, trusted):
        return address
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-MAX_HOPS:]
    # Read from the right: each proxy appends what it saw, so only what our own proxies wrote is true.
    for hop in reversed(hops):
        seen = parse_address(hop)
        if seen is None:
            return address
        address = seen
        if not _is_trusted(seen, trusted):
            return address
    return address


def parse_address(value: str) -> IPAddress | None:
    """Return the address written in a header, with or without port, or None when it is none."""
    value = value.strip().strip('"')
    if value.startswith("["):
        value = value[1:].partition("]")[0]
    elif value.count(":") == 1:
        value = value.partition(":")[0]
    try:
        address = ipaddress.ip_address(value.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def parse_networks(values: tuple[str, ...]) -> tuple[list[IPNetwork], list[str]]:
    """Return the networks named and the values that name none."""
    networks, wrong = [], []
    for value in values:
        try:
            networks.append(ipaddress.ip_network(value.strip(), strict=False))
        except ValueError:
            wrong.append(value)
    return networks, wrong


@lru_cache(maxsize=8)
def _trusted(values: tuple[str, ...]) -> list[IPNetwork]:
    networks, wrong = parse_networks(values)
    if wrong:
        logger.error("TRUSTED_PROXIES: ignored %r, neither an address nor a network", wrong)
    return networks


def _is_trusted(address: IPAddress, trusted: list[IPNetwork]) -> bool:
    return any(address in network for network in trusted)
