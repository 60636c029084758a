"""An article that is here already, taken in anew: what somebody wrote or confirmed here stays.

Whether it was somebody or the program is told by the marks of what was taken in; where there are none, as in older
files, all that differs counts as written by a person. The text is the source's again: if it was changed here, or is
from another page, the file as it was is kept beside.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from newsletter.articles import article as articles
from newsletter.articles.address import same_page
from newsletter.articles.article import Article, SummaryState
from newsletter.files import read_text, write_text
from newsletter.workspace import Workspace

_FIELDS = ("title", "standfirst", "author", "source", "url", "published", "language", "embargo", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """The article as it is now, and what of the old one is in it."""

    article: Article
    #: names of what stays as a person left it, as in Taken, and "permission".
    kept: tuple[str, ...]
    #: the file as it was, where its text had been changed here or is from elsewhere; None where nothing was lost.
    before: Path | None = None
    #: whether an article was here to be taken in anew; it is new otherwise.
    replaced: bool = True


def take_anew(workspace: Workspace, slug: str, read: Article) -> Anew:
    """Save what was read anew from its source as the article `slug`. Raises ArticleError or WorkspaceError."""
    old = articles.load(workspace, slug)
    kept = tuple(_kept(old, read))
    taken, doubted = articles.taken_of(read), dict.fromkeys((*read.unsure, *_confirmed(old)))
    texts = {name: getattr(old, name) for name in kept}
    known = replace(
        read,
        slug=slug,
        **texts,
        permission=old.permission,
        unsure={name: why for name, why in read.unsure.items() if name not in kept},
        taken=replace(taken, unsure=" ".join(doubted)),
    )
    before = _copy(workspace, slug) if _loses_text(old, read) else None
    articles.save(workspace, known)
    more = ("permission",) if old.permission else ()
    return Anew(article=articles.load(workspace, slug), kept=(*kept, *more), before=before)


def _kept(old: Article, read: Article) -> list[str]:
    """What of the old article is a person's: what they wrote, confirmed or accepted."""
    confirmed = _confirmed(old)
    kept = [name for name in _FIELDS if name in confirmed or _is_written(old, read, name)]
    summary = old.summary
    is_theirs = summary.state is SummaryState.ACCEPTED or summary.is_ours or summary.checked
    return [*kept, "summary"] if is_theirs or _is_written(old, read, "summary") else kept


def _confirmed(old: Article) -> list[str]:
    """Fields that were unsure, until somebody took their lines away."""
    return [name for name in old.taken.unsure.split() if name not in old.unsure]


def _is_written(old: Article, read: Article, name: str) -> bool:
    if getattr(old.taken, name):
        return old.is_changed(name)
    there = articles.content(old, name)
    return bool(there) and there != articles.content(read, name)


def _loses_text(old: Article, read: Article) -> bool:
    """Whether the old text cannot be had again from where the new one came."""
    pages = {same_page(url) for url in (old.url, read.url) if url}
    is_known = old.taken.text and not old.is_changed("text")
    return old.paragraphs != read.paragraphs and (not is_known or len(pages) > 1)


def _copy(workspace: Workspace, slug: str) -> Path:
    """Keep the file as it is under a name that no article has: an article's has no dot."""
    text = read_text(workspace.article(slug), what=f"the article {slug}")
    number = 1
    while True:
        path = workspace.articles / f"{slug}.before{f'-{number}' if number > 1 else ''}.md"
        if not path.exists():
            write_text(path, text)
            return path
        if read_text(path, what="a kept copy") == text:
            return path
        number += 1
