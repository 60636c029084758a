"""Which addresses are the public internet: everything that IANA set apart is refused, plain or wrapped."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.articles.web.addresses import is_public

#: IANA's special-purpose registries, and multicast and what is reserved.
SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.0.0/29", "192.0.0.170/32", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
    "240.0.0.0/4", "255.255.255.255/32",
)  # fmt: skip
SPECIAL_6 = (
    "::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/32",
    "2001:1::1/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28",
    "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "4000::/3", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
    "ff00::/8",
)  # fmt: skip


def ends(network: str) -> tuple[object, ...]:
    block = ipaddress.ip_network(network)
    return block[0], block[block.num_addresses // 2], block[-1]


@pytest.mark.parametrize("network", SPECIAL)
def test_no_special_network_passes_plain_or_wrapped(network):
    for inner in ends(network):
        number = int(inner)
        assert not is_public(str(inner))
        for wrapped in (
            (0xFFFF << 32) + number,  # mapped
            number,  # compatible
            int(ipaddress.IPv6Address("64:ff9b::")) + number,  # NAT64
            (0x2002 << 112) + (number << 80) + 1,  # 6to4
            int(ipaddress.IPv6Address("2606:4700::5efe:0:0")) + number,  # ISATAP
            int(ipaddress.IPv6Address("2606:4700::200:5efe:0:0")) + number,
        ):
            assert not is_public(str(ipaddress.IPv6Address(wrapped))), ipaddress.IPv6Address(wrapped)


@pytest.mark.parametrize("network", SPECIAL_6)
def test_no_special_network_of_ipv6_passes(network):
    assert not any(is_public(str(address)) for address in ends(network))


@given(st.ip_addresses())
def test_what_this_python_calls_special_is_refused_as_well(address):
    wraps = getattr(address, "ipv4_mapped", None) or address in ipaddress.ip_network("64:ff9b::/96")
    if not wraps and (not address.is_global or address.is_multicast or address.is_reserved):
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_judged_as_the_one_inside(address):
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address))
    assert is_public(str(nat64)) == is_public(str(address))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::5db8:d70e", True),
        ("2002:5db8:d70e::1", True),
        ("127.0.0.1", False),
        ("127.255.0.9", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.1.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::1", False),
        ("2001:0:7f00:1::", False),
        ("2001:db8::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("ff0e::1", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_public_internet_pass(address, expected):
    assert is_public(address) is expected
