"""A parcel as the body of POST /v3/mail/send: plain dicts, one address per personalization, nothing tracked.

Only what the mail needs leaves: addresses without names, values whose tag stands in the content, opaque ids. What
SendGrid would refuse for certain, or what could turn into somebody else's words, is found here, before posting.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import orjson

from newsletter.transports.base import Enclosed, Envelope, Envelopes, Parcel

MOST_ENVELOPES = 1000
#: Two pages of SendGrid's documentation bound the substitutions differently; a request keeps within both.
MOST_KEYS_PER_PERSON = 150
MOST_BYTES_PER_PERSON = 10_000
MOST_SUBSTITUTIONS = 10_000
MOST_SUBSTITUTION_BYTES = 50_000
#: A batch may have longer names than the sample that it was planned by; the sum over hundreds strays by 1 or 2 in 100.
SLACK = 1.05
#: Stays clear of the 30 MB by what SendGrid may count on top.
MOST_BODY_BYTES = 29_000_000

#: Control characters, halves of surrogate pairs (no UTF-8), and what opens a tag of SendGrid's own.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|<%|\\[%")
#: A line end in a subject could add a header.
_UNSAFE_IN_SUBJECT = re.compile("[\t\r\n\x85\u2028\u2029]")
_KEY_BYTES = 7
#: What JSON adds to a key: two quotation marks, a colon and a comma.
_JSON_BYTES = 4


class TooLargeError(Exception):
    """The parcel does not fit into one request; its halves may."""


def unfit(parcel: Parcel) -> dict[int, str]:
    """The envelopes, by position, that no request may hold, with the code of the reason."""
    used = _used_tags(parcel)
    # Nearly always nothing is wrong, and asking of whole columns takes a fifth of the time of asking one by one.
    return {} if _are_harmless(parcel.envelopes, used) else _flaws(parcel, used)


def _are_harmless(envelopes: Envelopes, used: set[str]) -> bool:
    """Whether no envelope can have a flaw. False is a doubt and no verdict."""
    addresses = "\n".join(envelopes.addresses)
    folded = _folded(addresses).split("\n")
    # A space may be one that would be cut off; a line end of an address makes one piece more than there are people.
    if " " in addresses or not len(set(folded)) == len(folded) == len(envelopes):
        return False
    try:
        columns = [[values[tag] for values in envelopes.values] for tag in used]
    except KeyError:
        return False
    if not all(_is_harmless(words) for words in (addresses.replace("\n", ""), *map("".join, columns))):
        return False
    longest = [max(map(len, words), default=0) for words in columns]
    return len(used) <= MOST_KEYS_PER_PERSON and sum(map(_most_bytes, longest)) <= MOST_BYTES_PER_PERSON


def _is_harmless(words: str) -> bool:
    """Whether the words hold nothing that _UNSAFE or _UNSAFE_IN_SUBJECT would find."""
    return words.isprintable() and "<%" not in words and "[%" not in words


def _folded(address: str) -> str:
    return unicodedata.normalize("NFC", address.strip()).casefold()


def _flaws(parcel: Parcel, used: set[str]) -> dict[int, str]:
    in_subject = {tag for tag in used if tag in parcel.content.subject}
    refused, seen = {}, set()
    for position, envelope in enumerate(parcel.envelopes):
        address = _folded(envelope.address)
        # SendGrid refuses a request that names an address twice.
        reason = "duplicate-address" if address in seen else _flaw(envelope, used, in_subject)
        if reason:
            refused[position] = reason
        else:
            seen.add(address)
    return refused


def _flaw(envelope: Envelope, used: set[str], in_subject: set[str]) -> str:
    """Why this envelope cannot be sent at all, "" if it can."""
    values = {tag: envelope.values[tag] for tag in used if tag in envelope.values}
    if len(values) < len(used):
        return "value-missing"
    if any(_UNSAFE.search(words) for words in (envelope.address, *values.values())):
        return "unsafe-value"
    on_one_line = (envelope.address, *(values[tag] for tag in in_subject))
    if any(map(_UNSAFE_IN_SUBJECT.search, on_one_line)):
        return "unsafe-value"
    if len(values) > MOST_KEYS_PER_PERSON or _size(values) > MOST_BYTES_PER_PERSON:
        return "values-too-large"
    return ""


def encode(parcel: Parcel, *, unsubscribe_group: int) -> bytes:
    """The body of the request. Raises TooLargeError; expects a parcel in which `unfit` found nothing."""
    if len(parcel.envelopes) > MOST_ENVELOPES:
        raise TooLargeError
    keys = _keys(parcel)
    body = _message(parcel, keys, unsubscribe_group)
    if parcel.schedule is not None:
        body["batch_id"] = parcel.schedule.batch_id
        body["send_at"] = parcel.schedule.send_at
    # One tag of those that share a key.
    pairs = tuple({key: tag for tag, key in keys.items()}.items())
    # Written as JSON once for all who share them.
    words = [orjson.dumps({key: values[tag] for key, tag in pairs}) for values in parcel.envelopes.values]
    _bound_substitutions(words, parcel.envelopes.which, keys=len(pairs))
    if parcel.content.pictures:
        body["attachments"] = [_attachment(picture) for picture in parcel.content.pictures]
    body["personalizations"] = _personalizations(parcel, words if pairs else None)
    encoded = orjson.dumps(body)
    if len(encoded) > MOST_BODY_BYTES:
        raise TooLargeError
    return encoded


def _personalizations(parcel: Parcel, words: Sequence[bytes] | None) -> orjson.Fragment:
    """One for each person, by a form that is filled in: made of dicts, it took twice the time.

    `words`: the substitutions, as JSON, for each of the envelopes' values; None where there are none.
    """
    blank, envelopes = orjson.Fragment(b"%b"), parcel.envelopes
    # custom_args are not erased with a person, and SendGrid's staff can read them: opaque ids only.
    arguments = {"nl_delivery": blank, "nl_attempt": parcel.attempt.replace("%", "%%")}
    form: dict[str, Any] = {"to": [{"email": blank}], "custom_args": arguments}
    columns = [map(orjson.dumps, envelopes.addresses), map(orjson.dumps, envelopes.deliveries)]
    if words is not None:
        form["substitutions"] = blank
        columns.append(map(words.__getitem__, envelopes.which))
    fill = orjson.dumps(form).__mod__
    return orjson.Fragment(b"[" + b",".join(map(fill, zip(*columns, strict=True))) + b"]")


def for_judgement(body: bytes) -> bytes:
    """The same request in sandbox mode: SendGrid says what it thinks of it and sends nothing."""
    message = orjson.loads(body)
    message["mail_settings"] = {"sandbox_mode": {"enable": True}}
    return orjson.dumps(message)


def fitting_batch(sample: Sequence[Mapping[str, str]]) -> int:
    """How many people a request may hold when most are like these: a sample of people's tags and values."""
    most_keys = max(map(len, sample), default=0)
    if not most_keys:
        return MOST_ENVELOPES
    average = sum(_size(values) + len("{},") for values in sample) / len(sample)
    by_bytes = int(MOST_SUBSTITUTION_BYTES / (SLACK * average))
    return max(1, min(MOST_ENVELOPES, MOST_SUBSTITUTIONS // most_keys, by_bytes))


def _used_tags(parcel: Parcel) -> set[str]:
    content, tags = parcel.content, set[str]().union(*parcel.envelopes.values)
    return {tag for tag in tags if any(tag in part for part in (content.subject, content.html, content.text))}


def _keys(parcel: Parcel) -> dict[str, str]:
    """A short key for every tag in use; tags that mean the same for everybody in the parcel share one.

    The campaign's tags have 19 letters and most people's escaped and plain values are equal, so this is what keeps
    1,000 people with one merge field within 50,000 bytes. A key stands nowhere else in the request, and nobody can
    choose a name that holds it: it is made of the attempt's id, which is younger than all names.
    """
    alike: dict[tuple[str, ...], str] = {}
    keys = {}
    columns = {
        tag: tuple([values[tag] for values in parcel.envelopes.values]) for tag in sorted(_used_tags(parcel))
    }
    taken = "\n".join([*_common_words(parcel), *chain.from_iterable(columns.values())])
    for tag, column in columns.items():
        if column not in alike:
            alike[column] = _free_key(f"{parcel.attempt}:{len(alike)}", taken)
            taken += "\n" + alike[column]
        keys[tag] = alike[column]
    return keys


def _common_words(parcel: Parcel) -> tuple[str, ...]:
    content, sender = parcel.content, parcel.sender
    # What is written in base64 has no hyphen, so it can hold no key.
    ids = (picture.content_id for picture in content.pictures)
    return (content.subject, content.html, content.text, sender.reply_to, sender.name, sender.list_id, *ids)


def _free_key(seed: str, taken: str) -> str:
    """Between hyphens, like SendGrid's own examples, which allow no space and none of <>&."""
    for number in range(1000):
        digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
        middle = base64.b32encode(digest).decode().lower()[: _KEY_BYTES - 2]
        if middle not in taken:  # not even the middle: a hyphen may stand beside it
            return f"-{middle}-"
    raise TooLargeError  # What holds a thousand such words fits into no request.


def _message(parcel: Parcel, keys: Mapping[str, str], unsubscribe_group: int) -> dict[str, Any]:
    """All that is the same for everybody. SendGrid wants the plain part first."""
    sender, content = parcel.sender, parcel.content
    return {
        "from": {"email": sender.address, "name": _line(sender.name)},
        "reply_to": {"email": sender.reply_to},
        "subject": _with_keys(content.subject, keys),
        "content": [
            {"type": "text/plain", "value": _with_keys(content.text, keys)},
            {"type": "text/html", "value": _with_keys(content.html, keys)},
        ],
        "headers": {"List-Id": _list_id(sender.list_id)} if sender.list_id else {},
        "asm": {"group_id": unsubscribe_group},
        # Said aloud, because the account's own settings may have them on.
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
    }


def _attachment(picture: Enclosed) -> dict[str, str]:
    """Once in a request, however many people it is for."""
    return {
        "content": picture.base64,
        "type": picture.media_type,
        "filename": picture.name,
        "disposition": "inline",
        "content_id": picture.content_id,
    }


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    if not keys:
        return text
    longest_first = sorted(keys, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda match: keys[match[0]], text)


def _list_id(list_id: str) -> str:
    """Without the name where that is not ASCII: an encoded word would hide the id from the reader's program."""
    return _line(list_id if list_id.isascii() else list_id[max(list_id.rfind("<"), 0) :])


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _size(values: Mapping[str, str]) -> int:
    """What the values weigh in a request, at most: the JSON, with keys of our own length."""
    return sum(_KEY_BYTES + len(orjson.dumps(value)) + _JSON_BYTES for value in values.values())


def _most_bytes(length: int) -> int:
    """What a value of so many characters weighs in JSON at most; as no control characters, one has up to four bytes."""
    return _KEY_BYTES + 4 * length + len('""') + _JSON_BYTES


def _bound_substitutions(words: Sequence[bytes], which: Sequence[int], *, keys: int) -> None:
    """`words`: different substitutions as JSON, of so many keys each; `which`: the place of each person's."""
    if keys * len(which) > MOST_SUBSTITUTIONS:
        raise TooLargeError
    sizes = list(map(len, words))
    if sum(map(sizes.__getitem__, which)) + len(which) + len("[]") - 1 > MOST_SUBSTITUTION_BYTES:
        raise TooLargeError
