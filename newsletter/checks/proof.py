"""A proof: everything the checks look at, gathered by whoever wants an issue checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.articles.article import Article
from newsletter.errors import RenderingError
from newsletter.issue import Issue
from newsletter.rendering.content import picture_domain
from newsletter.rendering.message import Letter
from newsletter.rendering.passages import Passage, passages
from newsletter.rendering.pictures import Gallery
from newsletter.rendering.words import Words, words
from newsletter.settings import Branch, Checks, TransportName


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An issue, who sends it and how, and the letter made from it."""

    issue: Issue
    articles: tuple[Article, ...]
    branch: Branch
    transport: TransportName
    #: the link target that compose() was given.
    unsubscribe: str
    #: number of SendGrid's unsubscribe group, 0 for none.
    unsubscribe_group: int = 0
    #: None when it could not be made; then `error` says why.
    letter: Letter | None = None
    error: RenderingError | None = None
    now: datetime
    #: other issue files with the same id.
    twins: tuple[str, ...] = ()
    #: what the branch thinks of the checks.
    policy: Checks = field(default_factory=Checks)
    #: the letter's own words as compose() was given them; None for the shipped ones.
    wording: Words | None = None
    gallery: Gallery = field(default_factory=Gallery)
    #: what the branch wrote of the design itself: texts by their path in the workspace.
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return self.wording or words(self.issue.language)

    @property
    def own_pictures(self) -> frozenset[str]:
        """What a page writes as the address of the articles' pictures."""
        domain = picture_domain(self.branch)
        return frozenset(self.gallery.source(picture, domain) for picture in self.gallery.different)

    @property
    def published(self) -> frozenset[str]:
        """Addresses of the branch's own pictures: the only ones that a letter may load."""
        return frozenset(self.gallery.addresses.values())

    @property
    def passages(self) -> tuple[Passage, ...]:
        return passages(self.issue, self.articles, self.branch)

    @property
    def intro(self) -> Passage:
        return next(passage for passage in self.passages if passage.markdown)

    @property
    def design(self) -> str:
        """Where faults of the finished letter come from."""
        return f"templates/email/{self.issue.design}/email.html.j2:1"

    def styled(self, name: str = "", value: str = "") -> str:
        """Where a style comes from: the first of the branch's own files that has it, else its first style sheet."""
        declared = re.compile(rf"(?<![\w-]){re.escape(name)}\s*:[^;{{}}]*{re.escape(value)}", re.IGNORECASE)
        for file, text in self.own.items() if name else ():
            if hit := declared.search(text):
                return f"{file}:{text.count(chr(10), 0, hit.start()) + 1}"
        sheet = next((file for file in self.own if file.endswith(".css")), "")
        return f"{sheet}:1" if sheet else self.design.replace("email.html.j2", "style.css")

    def parts(self) -> Iterator[tuple[str, str]]:
        """Name and source of each part of the letter; nothing without a letter."""
        if self.letter is not None:
            yield "HTML", self.letter.html
            yield "text", self.letter.text
