"""Which addresses are the public internet, by tables of our own.

Python's registry is that of its release: in 3.11 an address that wraps 127.0.0.1 for NAT64 or 6to4 counts as public.
Here stand the special-purpose registries of IANA (RFC 6890 and those after it) whole, and every address inside another
is looked at as well. Networks of relays and name servers are left out, too: no page lives there.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_SPECIAL_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by customers of a provider
            "127.0.0.0/8",  # this computer
            "169.254.0.0/16",  # link-local, and where clouds keep their metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # multicast tunnels
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and the broadcast address
        ),
    )
)
#: Global unicast. What lies beyond it is loopback, mapped, translated, local, multicast or not given out.
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID and others
            "2001:db8::/32",  # documentation
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
#: The second half of an ISATAP address begins so, and ends with an IPv4 address (RFC 5214).
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(text: str) -> bool:
    """Whether an address is on the public internet, with every address that it wraps."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_4(address)
    if address.scope_id or not all(map(_is_public_4, _wrapped(address))):
        return False
    # Mapped and NAT64 addresses are nothing but the one inside; networks without IPv4 have no others.
    if address.ipv4_mapped or address in _NAT64:
        return True
    return address in _GLOBAL_6 and not any(address in network for network in _SPECIAL_6)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _SPECIAL_4)


def _wrapped(address: IPv6Address) -> Iterable[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, NAT64, 6to4, ISATAP."""
    bits = int(address)
    if address.ipv4_mapped or address in _NAT64 or (bits >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(bits & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        yield IPv4Address((bits >> 80) & 0xFFFFFFFF)
