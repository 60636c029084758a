"""What the DNS says about a sender's domain: SPF (RFC 7208), DKIM keys (RFC 6376), DMARC (RFC 7489).

Nothing is looked up here: `texts` is asked for the TXT entries of a name. It answers with all of them, with none, or
with None when no name server answered.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsletter.checks.alignment import are_aligned, organisational, plain
from newsletter.checks.diagnosis import Diagnosis, ok, problem, unknown

Texts = Callable[[str], Sequence[str] | None]

#: RFC 7208 §4.6.4: more are an error, and then SPF counts for nothing.
MOST_LOOKUPS = 10
_COUNTED = re.compile(
    r"[+?~-]?(include:|a(?=[:/]|$)|mx(?=[:/]|$)|ptr(?=:|$)|exists:|redirect=)", re.IGNORECASE
)
_DEEPER = re.compile(r"[+?~-]?(?:include:|redirect=)(\S+)", re.IGNORECASE)
#: RFC 7208 §4.6.1: one word that is none of these, and the whole entry counts for nothing.
_TERM = re.compile(
    r"[+?~-]?(?:all|include:\S+|(?:a|mx)(?::[^\s/]+)?(?:/\d{1,3})?(?://\d{1,3})?|ptr(?::\S+)?|exists:\S+"
    r"|ip4:\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?|ip6:[0-9a-f:.]{2,45}(?:/\d{1,3})?)|[a-z][a-z0-9_.-]{0,40}=\S*",
    re.IGNORECASE,
)
#: Gmail: "1024 bits at least, 2048 recommended".
LEAST_KEY_BITS = 1024
#: Signs of a key of 16384 bits, the longest that anything reads.
_LONGEST_KEY = 4_000
_SILENT = "No name server answered about {name}."
_LATER = "Check your connection and look again later."


def judge_spf(domain: str, texts: Texts, *, is_needed: bool, remedy: str = "") -> Diagnosis:
    """Whether the domain's SPF entry is sound. `is_needed`: mail leaves under this domain, so one must be there.

    `remedy`: what to do where it is not there, if not what most mail providers ask for.
    """
    answer = texts(domain)
    if answer is None:
        return unknown("spf", _SILENT.format(name=domain), _LATER)
    records = [text for text in answer if is_spf(text)]
    if not records:
        return _no_spf(domain, is_needed=is_needed, remedy=remedy)
    if len(records) > 1:
        return problem(
            "spf",
            f"{domain} has {len(records)} SPF entries; with more than one, none counts.",
            "Put what they allow into one TXT entry that begins with v=spf1.",
        )
    if re.search(r"(?:^|\s)\+?all\b", records[0], re.IGNORECASE):
        return problem(
            "spf",
            f"The SPF entry of {domain} lets everybody send in its name (all).",
            'End it with "~all" or "-all".',
        )
    return _spf_lookups(domain, records[0], texts)


def _no_spf(domain: str, *, is_needed: bool, remedy: str) -> Diagnosis:
    if is_needed:
        return problem(
            "spf",
            f"{domain} has no SPF entry, so mail from it looks forged.",
            remedy
            or "Ask your mail provider for its SPF entry and add it at your DNS provider: a TXT entry with v=spf1 …",
        )
    return ok("spf", f"{domain} has no SPF entry of its own, and needs none for mail through SendGrid.")


def _spf_lookups(domain: str, record: str, texts: Texts) -> Diagnosis:
    if wrong := [
        number for number, term in enumerate(record.split(), 1) if number > 1 and not _TERM.fullmatch(term)
    ]:
        return problem(
            "spf",
            f"The SPF entry of {domain} has a mistake in its word {wrong[0]}, so none of it counts.",
            "Correct it at your DNS provider; a space after include: is the usual one.",
        )
    path = follow(record, texts)
    if path.is_broken:
        return problem(
            "spf",
            f"The SPF entry of {domain} leads to a name that has no SPF entry, so none of it counts.",
            "Take out services that you do not send with any more, and compare the others with what they ask for.",
        )
    if path.lookups > MOST_LOOKUPS:
        return problem(
            "spf",
            f"The SPF entry of {domain} needs more than {MOST_LOOKUPS} look-ups; receivers then give up on it.",
            "Take out services that you do not send with any more.",
        )
    if not path.is_whole:
        return unknown("spf", f"An entry that the SPF of {domain} leads to could not be read.", _LATER)
    return ok("spf", f"{domain} has one SPF entry ({path.lookups} of {MOST_LOOKUPS} look-ups).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Where an SPF entry leads."""

    lookups: int
    #: False: some of it could not be read.
    is_whole: bool
    #: Whether it leads to a name without an SPF entry (RFC 7208 §5.2: an error).
    is_broken: bool


def is_spf(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def follow(record: str, texts: Texts) -> Path:
    """Follow an SPF entry to those behind it and count what that costs.

    It ends above the limit, so that entries which include one another end, too.
    """
    waiting, count, is_whole, is_broken = [record], 0, True, False
    while waiting:
        for term in waiting.pop().split()[1:]:
            count += bool(_COUNTED.match(term))
            if count > MOST_LOOKUPS:
                return Path(lookups=count, is_whole=is_whole, is_broken=is_broken)
            target = _DEEPER.fullmatch(term)
            if target is None or "%" in target[1]:
                continue
            answer = texts(plain(target[1])) if plain(target[1]) else ()
            found = [text for text in answer or () if is_spf(text)][:1]
            waiting += found
            is_whole &= answer is not None
            is_broken |= answer is not None and not found
    return Path(lookups=count, is_whole=is_whole, is_broken=is_broken)


def judge_dkim(hosts: Sequence[str], texts: Texts, *, is_guess: bool = False) -> Diagnosis:
    """Whether there is a usable key at each host (as "s1._domainkey.example.org") that mail may be signed with.

    `is_guess`: the account did not tell its hosts, so that one without a key proves nothing.
    """
    faults, silent = [], []
    for host in hosts:
        answer = texts(host)
        if answer is None:
            silent.append(host)
        elif fault := _dkim_fault(answer):
            faults.append(f"{host} {fault}")
    if faults and is_guess:
        return unknown(
            "dkim",
            f"There is no good key at the usual places ({', '.join(hosts)}), and the account did not tell its own.",
            "Authenticate your domain at SendGrid, or let the key read Sender Authentication; then look again.",
        )
    if faults:
        return problem(
            "dkim",
            f"The key that proves your mail is missing or wrong: {'; '.join(faults)}.",
            "Enter the CNAME entries that SendGrid shows (Settings, Sender Authentication) at your DNS provider.",
        )
    if silent:
        return unknown("dkim", _SILENT.format(name=", ".join(silent)), _LATER)
    return ok("dkim", f"The signing keys are there: {', '.join(hosts)}.")


def _dkim_fault(answer: Sequence[str]) -> str:
    """What is wrong with the key at a host, "" for nothing (RFC 6376 §3.6.1)."""
    keys = [found for text in answer if "p" in (found := tags(text)) and found.get("v", "DKIM1") == "DKIM1"]
    if not keys:
        return "has no key"
    if len(keys) > 1:
        return "has several keys"
    key = keys[0]
    if not key["p"]:
        return "has a key that was withdrawn"
    return "" if key.get("k", "rsa").lower() != "rsa" else _rsa_fault(key["p"])


def _rsa_fault(text: str) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415 40 ms
    from cryptography.hazmat.primitives.serialization import load_der_public_key  # noqa: PLC0415

    try:
        key = load_der_public_key(base64.b64decode(re.sub(r"\s", "", text[:_LONGEST_KEY]), validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return "has a damaged key"
    if not isinstance(key, RSAPublicKey):
        return "has a damaged key"
    return f"has a key of {key.key_size} bits, which is too short" if key.key_size < LEAST_KEY_BITS else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A domain's DMARC entry."""

    #: where it stands: the domain itself, or the one above it that was registered.
    domain: str
    action: str  #: none, quarantine or reject
    #: whether only the very same domain may sign.
    is_strict: bool


def judge_dmarc(domain: str, texts: Texts) -> tuple[Diagnosis, Policy | None]:
    """Whether the domain has a DMARC entry that counts, and which."""
    for name in dict.fromkeys((domain, organisational(domain))):
        answer = texts(f"_dmarc.{name}")
        if answer is None:
            return unknown("dmarc", _SILENT.format(name=f"_dmarc.{name}"), _LATER), None
        records = [text for text in answer if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
        if records:
            return _dmarc(name, domain, records)
    return _no_dmarc(domain), None


def _no_dmarc(domain: str) -> Diagnosis:
    return problem(
        "dmarc",
        f"{domain} has no DMARC entry; Gmail, Outlook and Yahoo turn mail from larger lists away without one.",
        f'Add a TXT entry named _dmarc.{organisational(domain)} at your DNS provider: "v=DMARC1; p=none"',
    )


def _dmarc(name: str, domain: str, records: Sequence[str]) -> tuple[Diagnosis, Policy | None]:
    found = tags(records[0])
    key = "sp" if name != domain and "sp" in found else "p"
    action = found.get(key, "").lower()
    if len(records) > 1 or action not in ("none", "quarantine", "reject"):
        why = "has several DMARC entries" if len(records) > 1 else "has a DMARC entry without a policy"
        line = problem(
            "dmarc",
            f"_dmarc.{name} {why}, so none counts.",
            'Keep one TXT entry of the form "v=DMARC1; p=none".',
        )
        return line, None
    policy = Policy(domain=name, action=action, is_strict=found.get("adkim", "r").lower() == "s")
    lost = (
        ""
        if _can_be_told(found.get("rua", ""))
        else " Its reports (rua) reach nobody: write rua=mailto:ADDRESS."
    )
    return ok("dmarc", f"{name} has a DMARC entry (policy: {action}).{lost}"), policy


def _can_be_told(rua: str) -> bool:
    """Whether aggregate reports have a place to go to, or are not asked for (RFC 7489 §6.2: URIs, perhaps a size)."""
    uri = r"\s*mailto:[^\s@,!]+@[^\s@,!]+(?:![0-9]+[kmgt]?)?\s*"
    return not rua or all(re.fullmatch(uri, each, re.IGNORECASE) for each in rua.split(","))


def judge_alignment(signer: str, domain: str, policy: Policy | None) -> Diagnosis:
    """Whether a signature in the name of `signer` counts for mail from `domain`."""
    strict = policy is not None and policy.is_strict
    if are_aligned(signer, domain, strict=strict):
        return ok(
            "alignment", f"Mail from {domain} is signed in the name of {signer}, which counts for DMARC."
        )
    why = (
        "the DMARC entry asks for the very same domain (adkim=s)" if strict else "they do not belong together"
    )
    return problem(
        "alignment",
        f"Mail from {domain} would be signed in the name of {signer}, which does not count for DMARC: {why}.",
        f"Authenticate {domain} at SendGrid (Settings, Sender Authentication), or write from an address at {signer}.",
    )


def tags(text: str) -> Mapping[str, str]:
    """The tags of a DKIM or DMARC entry or signature (RFC 6376 §3.2); of a tag that is there twice the first counts."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, sign, value = part.partition("=")
        if sign:
            found.setdefault(name.strip().lower(), value.strip())
    return found
