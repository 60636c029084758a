"""SendGrid's documented rules for the body of POST /v3/mail/send, also those that its OpenAPI description leaves out.

Each rule is a function that yields what is wrong, in the words of an error answer. What is legal for SendGrid but not
for this house is no business of the rehearsal: whoever has stricter rules hands them to the server as `vet`.
"""

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

Body = Mapping[str, Any]

MOST_BODY_BYTES = 30_000_000
MOST_SECONDS_AHEAD = 72 * 3600
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@(?:[^\s@<>,;.\x00-\x1f\x7f]{1,63}\.)+[^\s@<>,;.]{2,63}"
)
_RESERVED = {
    *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"),
    *("to", "from", "subject", "reply-to", "cc", "bcc"),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule: its id, the field, and the message, which names nobody."""

    rule: str
    field: str | None
    message: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A body and what else a rule has to know."""

    body: Body
    now: float
    batch_ids: Mapping[str, float] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  #: addresses the provider finds invalid

    @property
    def people(self) -> list[dict[str, Any]]:
        listed = self.body.get("personalizations")
        return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []

    def refuses(self, person: Mapping[str, Any]) -> bool:
        return bool(self.refused) and not self.refused.isdisjoint(_addresses(person))


def people_counted(case: Case) -> Iterator[tuple[str | None, str]]:
    listed = case.body.get("personalizations")
    if not isinstance(listed, list) or not listed or len(case.people) < len(listed):
        yield (
            "personalizations",
            "The personalizations field is required and must have at least one personalization.",
        )
    elif len(listed) > 1000 or sum(len(_recipients(person)) for person in case.people) > 1000:
        yield "personalizations", "There is a limit of 1000 recipients and 1000 personalizations per request."


def people_addressed(case: Case) -> Iterator[tuple[str | None, str]]:
    for number, person in enumerate(case.people):
        to = person.get("to")
        if not isinstance(to, list) or not to:
            yield f"personalizations.{number}.to", "The to array is required for all personalization objects."
        elif not all(map(_is_address, _recipients(person))) or case.refuses(person):
            yield f"personalizations.{number}.to", "Does not contain a valid address."


def nobody_twice(case: Case) -> Iterator[tuple[str | None, str]]:
    addresses = [address for person in case.people for address in _addresses(person)]
    if len(addresses) > len(set(addresses)):
        yield (
            "personalizations",
            "Each unique email address in the personalizations array should only be included once.",
        )


def sender(case: Case) -> Iterator[tuple[str | None, str]]:
    if not _is_address(case.body.get("from")):
        yield "from.email", "The from email does not contain a valid address."


def reply_to(case: Case) -> Iterator[tuple[str | None, str]]:
    one, many = case.body.get("reply_to"), case.body.get("reply_to_list")
    if one is not None and not _is_address(one):
        yield "reply_to.email", "The reply_to email does not contain a valid address."
    if one is not None and many is not None:
        yield "reply_to_list", "Use either reply_to or reply_to_list, not both."
    if isinstance(many, list) and len(many) > 1000:
        yield "reply_to_list", "There is a limit of 1000 reply_to_list addresses."


def subject(case: Case) -> Iterator[tuple[str | None, str]]:
    if case.body.get("template_id") or _is_text(case.body.get("subject")):
        return
    if not case.people or not all(_is_text(person.get("subject")) for person in case.people):
        yield "subject", "The subject is required. You can get around this requirement with a template."


def content(case: Case) -> Iterator[tuple[str | None, str]]:
    parts = case.body.get("content")
    if case.body.get("template_id") and parts is None:
        return
    if not isinstance(parts, list) or not parts or not all(isinstance(part, dict) for part in parts):
        yield "content", "Unless a valid template_id is provided, the content parameter is required."
        return
    for number, part in enumerate(parts):
        if not _is_text(part.get("type")) or not _is_text(part.get("value")):
            yield (
                f"content.{number}.value",
                "The content value must be a string at least one character in length.",
            )
    ranks = [{"text/plain": 0, "text/html": 1}.get(str(part.get("type")), 2) for part in parts]
    if ranks != sorted(ranks):
        yield "content", "If present, text/plain and text/html may only be provided once, text/plain first."


def headers(case: Case) -> Iterator[tuple[str | None, str]]:
    yield from _header_faults(case.body.get("headers"), "headers")
    for number, person in enumerate(case.people):
        if "headers" in person:
            yield from _header_faults(person["headers"], f"personalizations.{number}.headers")


def _header_faults(values: object, where: str) -> Iterator[tuple[str | None, str]]:
    for name, value in _items(values):
        if name.lower() in _RESERVED:
            yield f"{where}.{name}", "This is a reserved header."
        elif not name.isascii() or " " in name or not isinstance(value, str):
            yield f"{where}.{name}", "Headers are strings; their names are ASCII and hold no space."


def only_strings(case: Case) -> Iterator[tuple[str | None, str]]:
    """SendGrid says no more than this about it."""
    for person in case.people:
        for name in ("substitutions", "custom_args"):
            if not all(isinstance(value, str) for value in _values(person.get(name))):
                yield None, "Bad Request"
                return


def small_arguments(case: Case) -> Iterator[tuple[str | None, str]]:
    for number, person in enumerate(case.people):
        if "custom_args" in person and _size(person["custom_args"]) >= 10_000:
            yield f"personalizations.{number}.custom_args", "Custom arguments may not exceed 10000 bytes."


def small_substitutions(case: Case) -> Iterator[tuple[str | None, str]]:
    """The documentation bounds them twice, differently; a request has to keep within both."""
    number_of_values = number_of_bytes = 0
    for number, person in enumerate(case.people):
        if values := person.get("substitutions"):
            size = _size(values)
            number_of_values += len(values)
            number_of_bytes += size
            if len(values) > 150 or size > 10_000:
                yield f"personalizations.{number}.substitutions", "At most 150 items and 10000 bytes."
    if number_of_values > 10_000 or number_of_bytes > 50_000:
        yield "personalizations", "Substitutions are limited to 10000 and 50000 bytes per request."


def categories(case: Case) -> Iterator[tuple[str | None, str]]:
    names = case.body.get("categories")
    if names is None:
        return
    sound = isinstance(names, list) and all(
        _is_text(each) and each.isascii() and len(each) <= 255 for each in names
    )
    if not sound or len(names) > 10 or len(names) > len(set(names)):
        yield "categories", "At most 10 unique categories of at most 255 ASCII characters."


def attachments(case: Case) -> Iterator[tuple[str | None, str]]:
    given = case.body.get("attachments")
    if given is None:
        return
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        yield "attachments", "The attachments must be an array with at least one attachment."
        return
    for number, each in enumerate(given):
        where = f"attachments.{number}"
        if not _is_base64(each.get("content")):
            yield f"{where}.content", "The content must be base64 encoded."
        if not _is_text(each.get("filename")) or re.search(r"[\r\n;]", each["filename"]):
            yield f"{where}.filename", "The filename parameter is required and must be a string without CRLF."
        if "type" in each and (not _is_text(each["type"]) or re.search(r"[\r\n;]", each["type"])):
            yield f"{where}.type", "The type of the attachment must be a string without ; and CRLF."
        if each.get("disposition", "attachment") not in ("inline", "attachment"):
            yield f"{where}.disposition", "The disposition can be either inline or attachment."
        if each.get("disposition") == "inline" and not _is_text(each.get("content_id")):
            yield f"{where}.content_id", "The content_id of an inline attachment must be a string."


def send_at(case: Case) -> Iterator[tuple[str | None, str]]:
    yield from _time_faults(case.body.get("send_at"), "send_at", case.now)
    for number, person in enumerate(case.people):
        if "send_at" in person:
            yield from _time_faults(person["send_at"], f"personalizations.{number}.send_at", case.now)


def _time_faults(value: object, where: str, now: float) -> Iterator[tuple[str | None, str]]:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        yield where, "The send_at must be an integer."
    elif value > now + MOST_SECONDS_AHEAD:
        yield where, "Scheduling more than 72 hours in advance is forbidden."


def batch_id(case: Case) -> Iterator[tuple[str | None, str]]:
    named = case.body.get("batch_id")
    if named is not None and (not isinstance(named, str) or named not in case.batch_ids):
        yield "batch_id", "invalid batch id"


def unsubscribe_group(case: Case) -> Iterator[tuple[str | None, str]]:
    asm = case.body.get("asm")
    if asm is None:
        return
    number = asm.get("group_id") if isinstance(asm, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        yield "asm.group_id", "The asm group_id must be an integer."
    elif len(asm.get("groups_to_display") or ()) > 25:
        yield "asm.groups_to_display", "At most 25 groups can be displayed."


def sandbox(case: Case) -> Iterator[tuple[str | None, str]]:
    mode = (case.body.get("mail_settings") or {}).get("sandbox_mode")
    if mode is not None and not isinstance(mode.get("enable"), bool):
        yield "mail_settings.sandbox_mode.enable", "The enable parameter must be a boolean."


def pool(case: Case) -> Iterator[tuple[str | None, str]]:
    name = case.body.get("ip_pool_name")
    if name is not None and not (isinstance(name, str) and 2 <= len(name) <= 64):
        yield "ip_pool_name", "The name of an IP pool has 2 to 64 characters."


Rule = Callable[[Case], Iterator[tuple[str | None, str]]]
RULES: tuple[Rule, ...] = (
    people_counted, people_addressed, nobody_twice, sender, reply_to, subject, content, headers, only_strings,
    small_arguments, small_substitutions, categories, attachments, send_at, batch_id, unsubscribe_group, sandbox, pool,
)  # fmt: skip


def breaches(case: Case) -> list[Breach]:
    """Every rule that the body breaks, each field named once."""
    return [
        Breach(rule.__name__.replace("_", "-"), where, message)
        for rule in RULES
        for where, message in rule(case)
    ]


def _recipients(person: Mapping[str, Any]) -> list[Any]:
    return [each for name in ("to", "cc", "bcc") for each in person.get(name) or ()]


def _addresses(person: Mapping[str, Any]) -> list[str]:
    named = (each.get("email") for each in _recipients(person) if isinstance(each, dict))
    return [address.strip().casefold() for address in named if isinstance(address, str)]


def _is_address(value: object) -> bool:
    address = value.get("email") if isinstance(value, dict) else None
    return isinstance(address, str) and len(address) <= 320 and bool(_ADDRESS.fullmatch(address))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_base64(value: object) -> bool:
    try:
        return _is_text(value) and bool(binascii.a2b_base64(str(value), strict_mode=True))
    except binascii.Error:
        return False


def _items(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _values(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else [] if value is None else [None]


def _size(values: object) -> int:
    return len(orjson.dumps(values))
