r"""Merge fields: `[first_name|friend]` in the issue's own words, and the tags that stand for them in a letter.

Read in subject, preheader, intro and the texts of actions only; an article is somebody else's text and is
never searched for fields. `\[` is a bracket that is no field.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from newsletter.errors import RenderingError


class FieldName(StrEnum):
    FIRST_NAME = "first_name"  # what the person is called
    NAME = "name"  # the whole name as the list has it


#: Every field has two tags, and SendGrid takes at most 150 substitutions a person.
MOST_FIELDS = 60

_PLAIN = re.compile(r"\\\[|\[(?P<name>[A-Za-z_][A-Za-z_ -]*)(?P<bar>\|(?P<fallback>[^\[\]\n]*))?\]")
#: In Markdown a backslash takes the meaning from any character, and `[words](…)` is a link.
_MARKDOWN = re.compile(
    r"\\.|\[(?P<name>[A-Za-z_][A-Za-z_ -]*)(?P<bar>\|(?P<fallback>[^\[\]\n]*))?\](?P<link>[(\[:])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A field as it stands in a text; `known` is False for one that is not on the list of FieldName."""

    name: str
    fallback: str
    has_fallback: bool
    known: bool
    #: line of the text, counted from 0.
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field with one fallback, and its tags: `html_tag` takes an escaped value, `text_tag` a plain one."""

    name: FieldName
    fallback: str
    html_tag: str
    text_tag: str


def mentions(text: str, *, markdown: bool = False) -> tuple[Mention, ...]:
    """Every field in a text, known or not, in the order of reading."""
    found = (_mention(text, match) for match in (_MARKDOWN if markdown else _PLAIN).finditer(text))
    return tuple(mention for mention in found if mention is not None)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    name = match["name"]
    if name is None:
        return None
    known = name in tuple(FieldName)
    # A link's words may look like a field; a known field before a bracket is still the field.
    is_link = bool(match.groupdict().get("link")) and not known
    if is_link or not _looks_like_field(name, barred=match["bar"] is not None):
        return None
    return Mention(
        name=name,
        fallback=(match["fallback"] or "").strip(),
        has_fallback=bool((match["fallback"] or "").strip()),
        known=known,
        line=text.count("\n", 0, match.start()),
        start=match.start(),
        end=match.end("bar") + 1 if match["bar"] else match.end("name") + 1,
    )


def _looks_like_field(name: str, *, barred: bool) -> bool:
    """`[sic]` and `[first_nam]` do, `[our emphasis]` does not; `[First name]` is meant as one, so it does."""
    wanted = name.lower().replace(" ", "_").replace("-", "_")
    return barred or wanted in tuple(FieldName) or re.fullmatch("[a-z_]+", name) is not None


class FieldTags:
    """Gives out the tags of one letter; the same field and fallback always gets the same two."""

    def __init__(self, nonce: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9]{16,32}", nonce):
            raise ValueError("the nonce needs 16 to 32 letters and digits (64 random bits)")
        self._nonce = nonce
        self._fields: dict[tuple[str, str], Field] = {}

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(self._fields.values())

    def replace(self, text: str, *, html: bool, markdown: bool = False) -> str:
        r"""The text with a tag for every field, and `\[` as a bracket (Markdown reads that itself)."""
        parts, at = [], 0
        for mention in mentions(text, markdown=markdown):
            parts.append(_unescape(text[at : mention.start], markdown=markdown))
            field = self._field(mention)
            parts.append(field.html_tag if html else field.text_tag)
            at = mention.end
        return "".join([*parts, _unescape(text[at:], markdown=markdown)])

    def _field(self, mention: Mention) -> Field:
        key = (mention.name, mention.fallback)
        if key not in self._fields:
            if len(self._fields) == MOST_FIELDS:
                raise RenderingError(
                    f"The issue uses more than {MOST_FIELDS} different merge fields.",
                    remedy="Give the same field the same fallback everywhere.",
                    code="too-many-fields",
                )
            # All tags have one length and differ in the end, so that none is the beginning of another.
            number = f"{len(self._fields):02d}"
            self._fields[key] = Field(
                name=FieldName(mention.name),
                fallback=mention.fallback,
                html_tag=f"{self._nonce}h{number}",
                text_tag=f"{self._nonce}t{number}",
            )
        return self._fields[key]


def _unescape(text: str, *, markdown: bool) -> str:
    return text if markdown else text.replace("\\[", "[")
