"""Tags: a few words of the branch's own by which people are found for practical things, as "reps" or "site-north".

A tag is small letters, digits and hyphens, so that two people who mean the same write the same. What a tag says is the
branch's affair: nothing here knows whether it tells an opinion, so the guides ask for practical ones.
"""

import re
import unicodedata
from collections.abc import Iterable

from subscribers.database import Database
from subscribers.errors import ListUsageError
from subscribers.statements import Statement, load_statements

LONGEST_TAG = 40
#: A person with more has a column of something else.
MOST_TAGS = 20
_APOSTROPHES = "'’ʼ"
#: Tags of a cell: in quotation marks, as Mailchimp writes them, or between commas and semicolons.
_ENTRY = re.compile(r'"([^"]*)"|([^",;]+)')


def as_tag(text: str) -> str:
    """The tag that a text stands for: `Site North` is `site-north`; "" where none can be made of it."""
    if "@" in text or len(text) > 10 * LONGEST_TAG:
        return ""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    signs = (sign if _is_letter(sign) else "-" for sign in plain if sign not in _APOSTROPHES)
    tag = "-".join(filter(None, "".join(signs).split("-")))
    # A number alone is rather somebody's membership number than a word about them.
    return tag if len(tag) <= LONGEST_TAG and any(sign.isalpha() for sign in tag) else ""


def checked_tag(text: str) -> str:
    """A tag as it is to be typed. Raises ListUsageError that says how this one is written."""
    tag = as_tag(text)
    if not tag or tag != unicodedata.normalize("NFC", text.strip()):
        raise ListUsageError(
            f"A tag is small letters, digits and hyphens, with a letter in it and at most {LONGEST_TAG} long.",
            remedy=f"Write: {tag}" if tag else "Write it like reps or site-north.",
            code="tag",
        )
    return tag


def tags_in(cell: str) -> tuple[tuple[str, ...], bool]:
    """The tags of a cell, and whether all of it was understood."""
    tags = [as_tag(text) for text in tag_texts(cell)]
    found = tuple(dict.fromkeys(filter(None, tags)))
    return found[:MOST_TAGS], all(tags) and len(found) <= MOST_TAGS


def tag_texts(cell: str) -> list[str]:
    """The tags of a cell as they are written."""
    texts = [(quoted or plain).strip() for quoted, plain in _ENTRY.findall(cell)]
    return [text for text in texts if text]


class Tags:
    """The tags of everybody on the list."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, person: str) -> tuple[str, ...]:
        return tuple(str(tag) for (tag,) in self._db.rows(_sql("tags_of"), person=person))

    def counts(self) -> dict[str, int]:
        """How many people on the list have each tag."""
        return {str(tag): int(number) for tag, number in self._db.rows(_sql("count_tags"))}

    def change(self, person: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> bool:
        """Give and take tags of somebody on the list, by id; whether that was new. In the caller's transaction.

        Raises ListUsageError for what is no tag, for one that is both given and taken, and for too many.
        """
        given, taken = set(map(checked_tag, add)), set(map(checked_tag, remove))
        if given & taken:
            raise ListUsageError(
                "A tag cannot be given and taken away at once.",
                remedy=f"Leave one of the two out: {min(given & taken)}.",
                code="tag-both-ways",
            )
        has = set(self.of(person))
        wanted = (has | given) - taken
        if len(wanted) > MOST_TAGS:
            raise ListUsageError(
                f"A person has {MOST_TAGS} tags at most.",
                remedy="Take some away with --untag.",
                code="many-tags",
            )
        for tag in has - wanted:
            self._db.run(_sql("remove_tag"), person=person, tag=tag)
        for tag in wanted - has:
            self._db.run(_sql("add_tag"), person=person, tag=tag)
        return wanted != has


def forget_tags(database: Database, person: str) -> None:
    """Take all tags of somebody away who is about to be removed."""
    database.run(_sql("forget_tags"), person=person)


def _is_letter(sign: str) -> bool:
    """Signs of scripts that write vowels above and below letters belong to these."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "tags.sql")[name]
