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
    "MON TUE WED THU FRI SAT SUN RT HON JR SR DR MR MRS RIP P&O Q&A A&E B&B R&D M&S".split()
)
#: Words that people write in capitals to stress them, and which stand for nothing.
_STRESSED = frozenset(
    "NOT NO NOW ALL ANY AND OR THE TO IS ARE DO STOP FREE JOIN VOTE NEW YES YOU WE ONE TWO OUR MUST ONLY NEVER EVERY "  # noqa: SIM905
    "TODAY URGENT PLEASE STRIKE WIN WON VERY BOTH EACH HELP COME SIGN HERE LAST FIRST MORE NEXT DATE TIME".split()
)
#: No letter has so many; a text that has was made to keep us busy.
_MOST_LOOKED_AT = 60
_ACRONYM = re.compile(r"(?<![\w&/.'’@#-])([A-Z][A-Z&]{0,4}[A-Z])(?:s|’s|'s)?(?![\w&@-])")
_ROMAN = re.compile(r"[IVXLCM]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = frozenset("of the and for in on at to de la las los del y e do da des du et der die und von".split())  # noqa: SIM905
#: Capitals beside capitals are loud words, not short forms.
_LOUD = re.compile(r"[A-Z]{2,}")
_MOST_NAMED = 4
#: Behind its first letter, what a short form in brackets may stand behind, in whatever language: "die
#: Stahlgewerkschaft Nord (SGN)"; and in how many letters.
_REST_OF_NAME, _NEAR = r"[\w’'-]{3,}(?:\s+[\w’'-]+){0,6}", 120


def check_acronyms(proof: Proof) -> Iterator[Finding]:
    """One finding a text, about the short forms that stand there first and unexplained."""
    house = f"{proof.branch.name} {proof.branch.sender_name}"
    told = {*KNOWN, *_STRESSED, *(name.upper() for name in proof.policy.acronyms), *_ACRONYM.findall(house)}
    before = " ".join(f"{article.title}. {article.standfirst}" for article in proof.articles)
    for prose in read(proof):
        if prose.language == "en":
            yield from _of(prose, told, before)
        before = f"{before}\n{prose.text}"


def _of(prose: Prose, told: set[str], before: str) -> Iterator[Finding]:
    unknown: dict[str, int] = {}
    looked_at = 0
    for match in _ACRONYM.finditer(prose.text):
        name = match[1]
        if name in told or _ROMAN.fullmatch(name) or _is_loud(prose.text, match):
            continue
        told.add(name)
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            break
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
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 40]
    neighbours = (*_WORD.findall(before)[-1:], *_WORD.findall(after)[:1])
    return any(_LOUD.fullmatch(word) and word not in KNOWN for word in neighbours)


def _is_explained(name: str, text: str, match: re.Match[str], before: str) -> bool:
    """The whole name stands before it, or what it is stands right behind: "CGTP (…)", "the CGTP, the … union"."""
    after = text[match.end() : match.end() + 100]
    if re.match(r"\s*\((?![A-Z]{2,}\))\w|,\s+(?:the|a|an|which|who)\s|\s+[–—-]\s+(?:the|a|an)\s", after):
        return True
    named = re.search(
        rf"\b{name[0]}{_REST_OF_NAME}\s*\($", text[max(0, match.start() - _NEAR) : match.start()]
    )
    is_behind = named is not None and after.startswith(")")
    return is_behind or _has_initials(name, f"{before} {text[: match.start()]}")


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
