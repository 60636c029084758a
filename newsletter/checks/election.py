"""Checks of election material: who promoted it must stand in it, with name and postal address.

UK: Elections Act 2022 part 6 (email counts as electronic material); for Holyrood and council elections in Scotland
also organisations that are not registered. Words are a hint and no more. Not legal advice.
"""

import re
from collections.abc import Iterator

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import read
from newsletter.rendering.content import one_line, postal_address

_PARTIES = (
    "labour|conservatives?|tory|tories|greens?|the green party|reform(?: uk)?|snp|plaid(?: cymru)?|"
    "lib(?:eral)? dem(?:ocrat)?s?|alba|tusc|workers party|your party|sinn f[eé]in|dup|sdlp|uup|alliance"
)
_BODIES = "council(?:lor)?|mayor(?:alty)?|parliament|senedd|holyrood|westminster|mp|msp|ms|stormont"
#: What unions vote on among themselves (strikes, stewards, motions) is not among these words.
_WORDS = re.compile(
    r"\b(?:poll(?:ing)? (?:day|station|card)s?|(?:general|local|council|mayoral|parliamentary|senedd|holyrood|"
    r"scottish|welsh|assembly|european) elections?|by-elections?|(?:party|election) manifestos?|register to vote|"
    rf"vot(?:e|es|ing) (?:for )?(?:{_PARTIES})|candidates? (?:for|in) (?:the )?(?:{_BODIES})|"
    rf"(?:{_PARTIES}) candidates?|(?:parliamentary|council|mayoral) candidates?)\b",
    re.IGNORECASE,
)
#: A house number, a box or a postcode: what an address has and a name has not.
_ADDRESS = re.compile(r"\d|\bbox\b", re.IGNORECASE)


def check_election(proof: Proof) -> Iterator[Finding]:
    """At most one finding: the imprint's fault, or that nobody has said whether it is election material."""
    if proof.branch.election:
        yield from _imprint(proof)
    elif proof.branch.election is None:
        yield from _hint(proof)


def _imprint(proof: Proof) -> Iterator[Finding]:
    """Without an imprint of the branch's own the letter prints one with name and address."""
    imprint = one_line(proof.branch.imprint)
    if not imprint:
        return
    has_address = postal_address(proof.branch) in imprint or _ADDRESS.search(imprint)
    if not has_address:
        yield found(
            "election-imprint",
            "The letter is election material, and its imprint names no postal address.",
            remedy="Write under [branch] who promotes it and for whom: imprint = “Promoted by NAME, ADDRESS, on "
            "behalf of NAME, ADDRESS”; or leave imprint out, and the branch's name and address are printed.",
            where="newsletter.toml",
        )


def _hint(proof: Proof) -> Iterator[Finding]:
    for prose in read(proof):
        # Summaries tell what others say, often of elections abroad.
        if prose.is_own and prose.language == "en" and (match := _WORDS.search(prose.text)):
            scotland = (
                " In Scotland that goes for unregistered bodies, too."
                if proof.branch.nation == "scotland"
                else ""
            )
            yield found(
                "election-words",
                f"“{match[0][:40]}” in {prose.what}: election material must say who promotes it.{scotland}",
                remedy="If the letter asks for votes, write election = true under [branch] in newsletter.toml, and for "
                "whom it is promoted as imprint; if your letters never do, election = false.",
                where=prose.at(match.start()),
            )
            return
