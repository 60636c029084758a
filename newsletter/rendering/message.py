"""The frozen letter of a campaign, and how it is filled in for one person.

Rendering happens once; afterwards a letter is only cut at its tags and joined with a person's values. This
file reads neither templates nor issues.
"""

import dataclasses
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from newsletter.rendering.fields import Field, FieldName

#: Line ends, control characters, characters that turn the reading direction round, and code points that no
#: encoding takes: none of them is part of a name, and the first two could add a header.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
#: Signs that would make, or complete, one of the provider's own tags.
_TAG_SIGNS = re.compile(r"<%|%>|\[%|%\]|^[%>\]]|[<\[%]$")
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter with one person's values: what this person will read."""

    subject: str = dataclasses.field(repr=False)
    html: str = dataclasses.field(repr=False)
    text: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A picture that travels in the letter; the HTML shows it as `cid:` and its content id."""

    content_id: str
    name: str
    media_type: str
    #: one line, so that a resume on another day sends the same bytes.
    base64: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a campaign sends. Subject and text hold plain tags, the HTML escaped ones."""

    subject: str
    html: str
    text: str
    language: str
    direction: str
    nonce: str
    fields: tuple[Field, ...] = ()
    pictures: tuple[Enclosure, ...] = ()

    def to_json(self) -> str:
        values = asdict(self)
        if not self.pictures:
            del values["pictures"]  # the digest of a campaign begun before there were any stays the same
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Letter":
        values = json.loads(text)
        fields = (Field(**(field | {"name": FieldName(field["name"])})) for field in values.pop("fields"))
        pictures = (Enclosure(**picture) for picture in values.pop("pictures", ()))
        return cls(**values, fields=tuple(fields), pictures=tuple(pictures))

    @property
    def digest(self) -> str:
        """SHA-256 of the whole letter, in hexadecimal: equal letters have equal digests, on every machine."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def values(self, person: Mapping[str, str]) -> dict[str, str]:
        """What each tag stands for in one person's letter; `person` has the names of FieldName as keys."""
        values = {}
        for field in self.fields:
            value = person.get(field.name, "")
            if self._is_plain(value):
                values[field.html_tag] = values[field.text_tag] = value
                continue
            plain = clean_value(value, nonce=self.nonce) or field.fallback
            values[field.html_tag] = html.escape(plain)
            values[field.text_tag] = plain
        return values

    def _is_plain(self, value: str) -> bool:
        """Letters and nothing else, as most first names are: nothing to clean or to escape, a fifth of the time."""
        return value.isalpha() and len(value) <= LONGEST_VALUE and self.nonce not in value

    def sample(self, values: Mapping[str, str]) -> Filled:
        """The letter of one person for a browser, which finds nothing by `cid:`: its pictures stand in the page."""
        filled = self.fill(values)
        return dataclasses.replace(filled, html=_with_pictures(filled.html, self.pictures))

    def fill(self, values: Mapping[str, str]) -> Filled:
        """The letter of one person. Who fills many uses one Filler for all."""
        return Filler(self).fill(values)


def _with_pictures(page: str, pictures: tuple[Enclosure, ...]) -> str:
    for picture in pictures:
        data = f"data:{picture.media_type};base64,{picture.base64}"
        page = page.replace(f'"cid:{picture.content_id}"', f'"{data}"')
    return page


def clean_value(value: str, *, nonce: str) -> str:
    """A person's value on one line, or "" when it must not stand in a letter (the fallback is used then)."""
    plain = " ".join(UNSAFE.sub(" ", value).split())
    return "" if is_refused(plain, nonce=nonce) else plain


def is_refused(value: str, *, nonce: str) -> bool:
    """Whether a value could be read as a tag, ours or the provider's, or is too long for a name."""
    return len(value) > LONGEST_VALUE or nonce in value or _TAG_SIGNS.search(value) is not None


class Filler:
    """Fills one letter for many people: the letter is cut at its tags once."""

    def __init__(self, letter: Letter) -> None:
        tags = [tag for field in letter.fields for tag in (field.html_tag, field.text_tag)]
        self._subject = _Cut(letter.subject, tags)
        self._html = _Cut(letter.html, tags)
        self._text = _Cut(letter.text, tags)

    def fill(self, values: Mapping[str, str]) -> Filled:
        return Filled(self._subject.join(values), self._html.join(values), self._text.join(values))


class _Cut:
    """A text cut at its tags: every second piece is a tag."""

    def __init__(self, text: str, tags: list[str]) -> None:
        self._pieces = re.split(f"({'|'.join(tags)})", text) if tags else [text]
        self._slots = tuple(enumerate(self._pieces))[1::2]

    def join(self, values: Mapping[str, str]) -> str:
        pieces = self._pieces.copy()
        for position, tag in self._slots:
            pieces[position] = values[tag]
        return "".join(pieces)
