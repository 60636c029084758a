"""Which hosts an employer or a public body runs: there, others than the member can see what mail they get."""

import re
from collections.abc import Mapping

from newsletter.checks.alignment import plain
from newsletter.settings import Guards

#: Ends of hosts of public bodies beside those that a rule tells.
PUBLIC_BODIES = frozenset(
    {
        *("nhs.uk", "nhs.net", "nhs.scot", "hscni.net", "ac.uk", "sch.uk", "police.uk", "mod.uk"),
        *("parliament.uk", "gov.scot", "parliament.scot", "gov.wales", "senedd.wales", "llyw.cymru"),
        *("senedd.cymru", "gc.ca", "admin.ch", "bund.de", "fgov.be"),
    }
)
#: gov.uk, gob.es, gouv.fr, govt.nz, gub.uy, mil.pl: what countries set aside for themselves. The USA have whole ends.
_OF_A_STATE = re.compile(r"(?:.+\.)?(?:(?:gov|gob|gouv|govt|gub|mil)\.[a-z]{2}|gov|mil)")


def employer_hosts(hosts: Mapping[str, int], guards: Guards) -> dict[str, int]:
    """Those of the hosts that the settings name, or that belong to public bodies; with their numbers."""
    named = frozenset(filter(None, map(plain, guards.employers)))
    return {
        host: number
        for host, number in hosts.items()
        if _lies_below(host, named) or (guards.public_bodies and is_public_body(host))
    }


def is_public_body(host: str) -> bool:
    """Whether its end says so; many public bodies have other ones, which the settings may name."""
    return bool(_OF_A_STATE.fullmatch(host)) or _lies_below(host, PUBLIC_BODIES)


def _lies_below(host: str, ends: frozenset[str]) -> bool:
    """The host itself or one of those it lies below is among the ends."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in ends for start in range(len(labels)))
