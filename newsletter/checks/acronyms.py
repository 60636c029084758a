"""Short forms in capitals that a reader has not been told the meaning of."""

import re
from collections.abc import Iterator
from itertools import pairwise

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import Prose, read

#: What newspapers print without a word of explanation, and what members of any union know.
KNOWN = frozenset(
    "UK GB EU UN US USA USSR GDR UAE BBC ITV CNN NHS TUC STUC ICTU ITUC ETUC ILO NATO UNICEF UNESCO FIFA UEFA GMB RMT "  # noqa: SIM905
    "NEU CWU PCS UCU NASUWT NUJ FBU BMA RCN RCM CSP EIS POA BFAWU TSSA ASLEF USDAW UNISON MP MPS MSP MEP MS TD AM PM "
    "PA GP GPS HR IT AI ID IQ OK TV DVD CD PC USB PDF QR SMS DIY FAQ RSVP AGM EGM ACAS CEO PR PE VAT HMRC DWP DVLA "
    "PAYE GDP GDPR LGBT LGBTQ HIV AIDS COVID GMT BST CET UTC AD BC BCE CE NB PS PO BBQ SOS VIP LTD PLC NGO NGOS HQ PPE "
    "MON TUE WED THU FRI SAT SUN RT HON JR SR DR MR MRS NO RIP".split()
)
_ACRONYM = re.compile(r"(?<![\w&/.'’@#-])([A-Z][A-Z&]{0,4}[A-Z])(?:s|’s|'s)?(?![\w&@-])")
_ROMAN = re.compile(r"[IVXLCM]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = frozenset("of the and for in on at to de la las los del y e do da des du et der die und von".split())  # noqa: SIM905
#: Capitals beside capitals are loud words, not short forms.
_LOUD = re.compile(r"[A-Z]{2,}")
_MOST_NAMED = 4


def check_acronyms(proof: Proof) -> Iterator[Finding]:
    """One finding a text, about the short forms that stand there first and unexplained."""
    house = f"{proof.branch.name} {proof.branch.sender_name}"
    told = {*KNOWN, *(name.upper() for name in proof.policy.acronyms), *_ACRONYM.findall(house)}
    before = " ".join(f"{article.title}. {article.standfirst}" for article in proof.articles)
    for prose in read(proof):
        if prose.language == "en":
            yield from _of(prose, told, before)
        before = f"{before}\n{prose.text}"


def _of(prose: Prose, told: set[str], before: str) -> Iterator[Finding]:
    unknown: dict[str, int] = {}
    for match in _ACRONYM.finditer(prose.text):
        name = match[1]
        if name in told or _ROMAN.fullmatch(name) or _is_loud(prose.text, match):
            continue
        told.add(name)
        if not _is_explained(name, prose.text, match, before):
            unknown[name] = match.start()
    if unknown:
        names = ", ".join(list(unknown)[:_MOST_NAMED])
        yield found(
            "acronym-unexplained",
            f"{prose.what[0].upper()}{prose.what[1:]} says {names} without saying what that stands for.",
            remedy="Write the whole name at first, the short form in brackets behind it. If all your readers know it, "
            f'write under [checks] in newsletter.toml: acronyms = ["{next(iter(unknown))}"]',
            where=prose.at(next(iter(unknown.values()))),
        )


def _is_loud(text: str, match: re.Match[str]) -> bool:
    neighbours = (*_WORD.findall(text[: match.start()])[-1:], *_WORD.findall(text[match.end() :])[:1])
    return any(_LOUD.fullmatch(word) and word not in KNOWN for word in neighbours)


def _is_explained(name: str, text: str, match: re.Match[str], before: str) -> bool:
    """The whole name stands before it, or what it is stands right behind: "CGTP (…)", "the CGTP, the … union"."""
    after = text[match.end() :]
    if re.match(r"\s*\((?![A-Z]{2,}\))\w|,\s+(?:the|a|an|which|who)\s|\s+[–—-]\s+(?:the|a|an)\s", after):
        return True
    return _has_initials(name, f"{before} {text[: match.start()]}")


def _has_initials(name: str, text: str) -> bool:
    """Whether words stand together whose first letters make the name, small words counted or not."""
    wanted = name.replace("&", "").lower()
    words = _WORD.findall(text.replace("-", " "))
    whole = "".join(word[0].lower() for word in words)
    short = "".join(word[0].lower() for word in words if word.lower() not in _SMALL)
    return wanted in short or wanted in whole if len(wanted) > 2 else _is_named(wanted, words)


def _is_named(wanted: str, words: list[str]) -> bool:
    """Two letters begin some two words of any text; here both must have capitals."""
    names = [word for word in words if word.lower() not in _SMALL]
    pairs = pairwise(names)
    return any(
        one[0] + other[0] == wanted.upper() for one, other in pairs if one[0].isupper() and other[0].isupper()
    )
