"""An article as the branch keeps it: what somebody else wrote, with byline, credit and our proposed summary."""

from dataclasses import dataclass, field
from enum import StrEnum


class SummaryState(StrEnum):
    PROPOSED = "proposed"  # made by the program; nothing is sent with it
    ACCEPTED = "accepted"  # a person has read it


class SummaryOrigin(StrEnum):
    DESCRIPTION = "description"  # the page's own description
    STANDFIRST = "standfirst"  # the article's own standfirst
    LEAD = "lead"  # the first sentences of the body
    HAND = "hand"  # written or edited by a person
    NONE = "none"  # there is none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """The credit of the article's picture. Mails show the credit in words; the picture itself is not sent."""

    caption: str = ""
    author: str = ""
    #: SPDX identifier ("CC-BY-SA-4.0"), or "" where the credit line was not understood.
    licence: str = ""
    licence_url: str = ""
    #: the credit line as it was found, so that nothing is lost when the parser did not understand it.
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    text: str = ""
    state: SummaryState = SummaryState.PROPOSED
    origin: SummaryOrigin = SummaryOrigin.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. Text fields are plain text; unknown ones are empty, never invented."""

    slug: str
    title: str
    standfirst: str = ""
    author: str = ""
    #: the publication, as a reader would name it.
    source: str = ""
    url: str = ""
    #: ISO 8601 date, "" where the source did not say.
    published: str = ""
    #: BCP 47 tag, "" where unknown.
    language: str = ""
    photo: Photo | None = None
    summary: Summary = field(default_factory=Summary)
    paragraphs: tuple[str, ...] = ()
