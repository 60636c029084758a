"""Reads what an account at SendGrid is like: permissions, sender, domains, settings, credits. It changes nothing.

Every question needs a permission of its own; a missing one is a TransportError `missing-scope` and says no more than
that. Other people's addresses in the answers go no further than a comparison.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsletter.transports.sendgrid.errand import Errand, Errands, answer_malformed, read_json

#: Pages of senders and domains that are read at most; an account with more answers "not found".
_MOST_PAGES = 20
_PAGE = 50
_TRIES = 2
_NAME = re.compile(r"[a-z0-9._-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDomain:
    """A domain that was authenticated at SendGrid, and the names of its DNS entries."""

    id: int
    domain: str
    is_valid: bool
    #: names of TXT entries that hold the signing keys, as "s1._domainkey.example.org".
    keys: tuple[str, ...]
    #: the name that mail is returned to, whose SPF entry counts, as "em1.example.org"; "" where it was not told.
    return_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    remain: int
    total: int
    #: the day on which they are renewed, as SendGrid writes it; "" where it does not say.
    next_reset: str


class SendGridAccount:
    """Asks about one account. All methods raise TransportError."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands

    def scopes(self) -> frozenset[str]:
        """What the key may do."""
        listed = self._object(_SCOPES).get("scopes")
        return frozenset(each for each in _list(listed) if isinstance(each, str))

    def is_sender_verified(self, address: str) -> bool:
        """Whether the very address was verified as a single sender."""
        last = 0
        for _ in range(_MOST_PAGES):
            query = {"limit": _PAGE, "lastSeenID": last} if last else {"limit": _PAGE}
            page = [
                _mapping(each) for each in _list(self._object(replace(_SENDERS, query=query)).get("results"))
            ]
            if any(_is_verified(each, address) for each in page):
                return True
            ids = [id_ for each in page if isinstance(id_ := each.get("id"), int)]
            if len(page) < _PAGE or not ids or ids[-1] == last:
                return False
            last = ids[-1]
        return False

    def domains(self) -> list[SigningDomain]:
        """All authenticated domains."""
        found: dict[int, SigningDomain] = {}
        for number in range(_MOST_PAGES):
            errand = replace(_DOMAINS, query={"limit": _PAGE, "offset": number * _PAGE})
            page = [_domain(_mapping(each)) for each in _list(read_json(self._errands.run(errand)))]
            known = len(found)
            found |= {each.id: each for each in page}
            if len(page) < _PAGE or len(found) == known:
                break
        return list(found.values())

    def faults_of(self, domain: SigningDomain) -> list[str]:
        """Have SendGrid look at a domain's DNS entries now; the names of those that are not in order."""
        answer = self._object(replace(_VALIDATE, path=(*_DOMAINS.path, str(domain.id), "validate")))
        results = _mapping(answer.get("validation_results"))
        faults = [name for name, result in results.items() if _mapping(result).get("valid") is not True]
        if answer.get("valid") is True:
            return []
        return sorted(name for name in faults if name.isidentifier()) or ["unknown"]

    def has_group(self, number: int) -> bool:
        """Whether an unsubscribe group exists."""
        reply = self._errands.run(replace(_GROUP, path=(*_GROUP.path, str(number))))
        if reply.status == 404:
            return False
        return _mapping(read_json(reply)).get("id") == number

    def credits(self) -> Credits:
        answer = self._object(_CREDITS)
        remain, total, reset = answer.get("remain"), answer.get("total"), answer.get("next_reset")
        if not isinstance(remain, int) or not isinstance(total, int):
            raise answer_malformed()
        return Credits(remain=remain, total=total, next_reset=_day(reset))

    def tracking(self) -> frozenset[str]:
        """Names of the tracking settings that are on, for instance "open" or "click"."""
        return self._enabled(_TRACKING)

    def mail_settings(self) -> frozenset[str]:
        """Names of the mail settings that are on, for instance "footer"."""
        return self._enabled(_MAIL_SETTINGS)

    def _enabled(self, errand: Errand) -> frozenset[str]:
        listed = [_mapping(each) for each in _list(self._object(errand).get("result"))]
        on = {each.get("name") for each in listed if each.get("enabled") is True}
        return frozenset(name for name in on if isinstance(name, str) and name.isidentifier())

    def _object(self, errand: Errand) -> Mapping[str, Any]:
        return _mapping(read_json(self._errands.run(errand)))


def _errand(path: str, deed: str, permission: str) -> Errand:
    return Errand(method="GET", path=tuple(path.split("/")), deed=deed, permission=permission, tries=_TRIES)


_SCOPES = _errand("scopes", "say what the key may do", "that every key has")
_SENDERS = _errand("verified_senders", "list verified senders", "Sender Authentication")
_DOMAINS = _errand("whitelabel/domains", "list authenticated domains", "Sender Authentication, read")
_VALIDATE = replace(
    _errand("whitelabel/domains", "look at your domain's entries", "Sender Authentication, full"),
    method="POST",
)
_GROUP = replace(
    _errand("asm/groups", "look for the unsubscribe group", "Unsubscribe Groups, read"),
    expected=frozenset({200, 404}),
)
_CREDITS = _errand("user/credits", "say how many credits are left", "User Account, read (credits)")
_TRACKING = _errand("tracking_settings", "list what it tracks", "Tracking, read")
_MAIL_SETTINGS = _errand("mail_settings", "list how it changes mail", "Mail Settings, read")


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise answer_malformed()
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise answer_malformed()
    return value


def _is_verified(sender: Mapping[str, Any], address: str) -> bool:
    listed = sender.get("from_email")
    return sender.get("verified") is True and isinstance(listed, str) and listed.lower() == address.lower()


def _domain(entry: Mapping[str, Any]) -> SigningDomain:
    id_, domain = entry.get("id"), entry.get("domain")
    if not isinstance(id_, int) or not isinstance(domain, str):
        raise answer_malformed()
    hosts = {name: _host(each) for name, each in _mapping(entry.get("dns") or {}).items()}
    keys = [host for host in hosts.values() if "._domainkey." in host]
    return SigningDomain(
        id=id_, domain=_name(domain), is_valid=entry.get("valid") is True, keys=tuple(dict.fromkeys(keys)),
        return_path=hosts.get("mail_cname") or hosts.get("subdomain_spf") or "",
    )  # fmt: skip


def _host(entry: object) -> str:
    host = entry.get("host") if isinstance(entry, dict) else None
    return _name(host) if isinstance(host, str) else ""


def _name(text: str) -> str:
    """A name as the DNS has it; "" for anything else, which is not repeated."""
    name = text.strip().rstrip(".").lower()
    return name if _NAME.fullmatch(name) else ""


def _day(text: object) -> str:
    """A day such as 2026-12-01; anything else is not repeated."""
    is_day = isinstance(text, str) and len(text) >= 10 and text[:10].replace("-", "").isdigit()
    return str(text)[:10] if is_day else ""
