"""What a source was found to hold, before it becomes an article."""

from dataclasses import dataclass, field

from newsletter.articles.article import Photo
from newsletter.articles.reading.anatomy import Parts

_SHOWN = 120  # characters of a value
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A field of which a source says several things, or says nothing clearly: a person is to look."""

    field: str
    #: what is said, each with the place that says it; the first was taken.
    values: tuple[tuple[str, str], ...]

    @property
    def why(self) -> str:
        """The reason in a line, as it stands in the article's file."""
        if len(self.values) == 1:
            return f"only one place says so ({self.values[0][1]})"
        said = (f"“{value[:_SHOWN]}” ({place})" for value, place in self.values[:_MOST_SHOWN])
        return f"{' or '.join(said)}?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A page that asks its readers to do something there: sign, or send a letter. No field of its form is kept."""

    title: str
    text: str
    #: what its button says.
    button: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Parts and what only some sources have."""

    parts: Parts
    #: the page's own description of itself.
    description: str = ""
    language: str = ""
    #: who says so: "page", of which many name a language they are not in, or "file", written by a person.
    language_from: str = "page"
    #: a photo whose fields the source names one by one; else the credit lines are read.
    photo: Photo | None = None
    #: fields that were guessed from the page, to be confirmed by a person.
    guessed: tuple[str, ...] = field(default=())
    doubts: tuple[Doubt, ...] = field(default=())
    appeal: Appeal | None = None
