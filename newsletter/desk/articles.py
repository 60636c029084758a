"""Take articles in, look at them, and accept or mend their summaries."""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter import frontmatter
from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.anew import Anew, take_anew
from newsletter.articles.article import Article, SummaryOrigin, SummaryState
from newsletter.articles.cleaning import count_words
from newsletter.articles.reading import source as sources
from newsletter.articles.reading.dates import is_far_ahead
from newsletter.articles.reading.found import Appeal, Doubt
from newsletter.articles.summaries import summary as summaries
from newsletter.articles.summaries.proposal import is_made_of_its_sentences
from newsletter.desk.looking_up import of_summary, told, told_private, vouched, vouching
from newsletter.desk.result import Result, Talk, without
from newsletter.desk.words import counted
from newsletter.errors import ArticleError, ExitCode, NewsletterError, UsageError
from newsletter.files import read_text, write_text
from newsletter.rendering.words import shipped_languages
from newsletter.wiring import House
from newsletter.workspace import slug_of

if TYPE_CHECKING:  # an HTTP client takes 0.3 s to import
    from newsletter.articles.web.web import Web

#: User name and password of an address are nobody's business, and end up in screenshots.
_USERINFO = re.compile(r"//[^/?#]*@")


def add(
    house: House,
    given: Sequence[str],
    *,
    stdin: bytes,
    replacing: bool = False,
    visit: "Callable[[], Web]",
) -> Result:
    """Take in each source: a file, a web address, or `-` for standard input.

    `visit` opens the way to the web where one is needed. One that fails is told and does not keep the others out;
    nothing of it is written.
    """
    reader = _Reader(stdin, visit, languages_of(house))
    wanted = [(_USERINFO.sub("//", source), partial(reader.draft, source)) for source in given]
    return take_in(house, wanted, replacing=replacing)


def take_in(
    house: House, wanted: Sequence[tuple[str, Callable[[], sources.Draft]]], *, replacing: bool = False
) -> Result:
    """Save what each of the readers makes of its source; the name of a source is what a person knows it by."""
    added, lines, messages, failed, errors = [], [], [], [], []
    for name, read in wanted:
        try:
            draft = _with_far_day(read(), today_of(house))
            done = _save(house, draft, replacing=replacing)
        except NewsletterError as error:
            if len(wanted) == 1:
                raise
            failed.append(name)
            messages += [f"{name}: {error.message}", f"→ {error.remedy}"]
            errors.append({"code": error.code, "message": error.message, "remedy": error.remedy})
            continue
        kept = done.article
        used = issues.using(house.workspace, kept.slug)
        added.append({**_row(kept), **_of_draft(draft, done), "used_in": list(used)})
        lines += [*_told(kept), *_offered(draft.appeal)]
        notes = (
            *(_unmatched(house, kept) if replacing and not done.replaced else ()),
            *_notes(draft, done), *_doubts(draft, kept), *_stays(draft.article, done), *_uses(used),
            *_beyond(house, kept), *_alike(house, kept),
        )  # fmt: skip
        messages += [f"{kept.slug}: {note}" for note in notes]
    return Result(
        data={"articles": added, "failed": failed},
        lines=tuple(lines),
        messages=tuple(messages),
        exit_code=ExitCode.DONE if not failed else ExitCode.PARTLY if added else ExitCode.FAILED,
        errors=tuple(errors),
    )


def languages_of(house: House) -> frozenset[str]:
    """Languages that an article of this branch is likely to be in: its own, and those that letters have words for."""
    settings = house.settings
    asked = (language for audience in settings.audiences for language in audience.languages)
    own = (settings.branch.language, *settings.branch.reviewed_languages, *asked)
    return frozenset((*own, *shipped_languages(), "en"))


def today_of(house: House) -> date:
    """The day it is where the branch is."""
    return house.clock.now().astimezone(house.settings.branch.zone).date()


def _with_far_day(draft: sources.Draft, today: date) -> sources.Draft:
    """The draft with a note and a doubt where it is dated years ahead; the date stays for a person to look at."""
    day = draft.article.published
    if not is_far_ahead(day, today):
        return draft
    note = f"Not sure of `published:`. It says {day}, which is years ahead; compare with the source."
    known = any(doubt.field == "published" for doubt in draft.doubts)
    doubts = draft.doubts if known else (*draft.doubts, Doubt(field="published", values=((day, "source"),)))
    told = replace(draft.article, unsure={**draft.article.unsure, "published": f"{day} is years ahead"})
    return replace(draft, article=told, notes=(*draft.notes, note), doubts=doubts)


def _save(house: House, draft: sources.Draft, *, replacing: bool) -> Anew:
    if replacing and (slug := _replaced(house, draft.article)):
        return take_anew(house.workspace, slug, draft.article)
    try:
        return Anew(article=articles.add(house.workspace, draft.article), kept=(), replaced=False)
    except ArticleError as error:
        used = issues.using(house.workspace, articles.twin(house.workspace, draft.article))
        if error.code != "article-exists" or not used:
            raise
        raise ArticleError(
            " ".join((error.message, *_uses(used))), remedy=error.remedy, code=error.code
        ) from error


def _replaced(house: House, read: Article) -> str:
    """The slug of the article that is meant: the same one, or one of this title with nearly the same text."""
    if slug := articles.twin(house.workspace, read):
        return slug
    slug, _ = articles.alike(house.workspace, replace(read, slug=""))
    return slug if slug and slug_of(articles.load(house.workspace, slug).title) == slug_of(read.title) else ""


def _beyond(house: House, kept: Article) -> Iterator[str]:
    """What a proposal says that the article does not: pages describe themselves in words of their own."""
    if kept.summary.state is SummaryState.PROPOSED:
        for line in told(of_summary(kept, house.settings.branch.language)):
            yield f"The proposed summary says what the article does not. {line}"


def _alike(house: House, kept: Article) -> Iterator[str]:
    """Said, and no more: a reprint with another line is the same article, but only a person can tell."""
    slug, share = articles.alike(house.workspace, kept)
    if slug:
        uses = " ".join(_uses(issues.using(house.workspace, slug)))
        yield (
            f"It reads like {slug}, which is here already ({share:.0%} alike). {uses}".rstrip()
            + f" If it is the same, delete articles/{kept.slug}.md."
        )


def _unmatched(house: House, kept: Article) -> Iterator[str]:
    """What became of one that was to replace another, where none was alike."""
    yield "The same article is not here, so nothing was replaced: it was added as a new one."
    namesake = slug_of(kept.title)
    if namesake != kept.slug and house.workspace.article(namesake).exists():
        yield (
            f"{namesake} has the same title and another text. If that was meant, delete articles/{kept.slug}.md, and "
            f"put the new text into the other one: newsletter article edit {namesake}"
        )


def _uses(used: Sequence[str]) -> list[str]:
    """Said so that nobody reads the same twice."""
    return [f"It stands in the {'issues' if len(used) > 1 else 'issue'} {', '.join(used)}."] if used else []


def _notes(draft: sources.Draft, done: Anew) -> Iterator[str]:
    """The notes of a draft, but for those about fields that are not as it has them."""
    if not done.kept:
        yield from draft.notes
        return
    of_draft = set(sources.notes_on(draft.article, draft.guessed))
    yield from (note for note in draft.notes if note not in of_draft)
    yield from sources.notes_on(done.article, [name for name in draft.guessed if name not in done.kept])


def _stays(read: Article, done: Anew) -> Iterator[str]:
    """What a person wrote here, and what has become of it."""
    if done.kept:
        yield f"Kept as you left it: {', '.join(f'`{name}:`' for name in done.kept)}."
    for name in ("title", "standfirst", "author", "source", "url", "published", "language"):
        said = getattr(read, name)
        if name in done.kept and said and said != getattr(done.article, name):
            yield f"Of `{name}:` the source says now: “{said[:200]}”."
    if done.before is not None:
        yield (
            "Its text was another one here, and is now the source's. The file as it was lies beside it: "
            f"articles/{done.before.name}"
        )


def _doubts(draft: sources.Draft, kept: Article) -> Iterator[str]:
    for doubt in _standing(draft, kept):
        said = "; ".join(f"“{value[:200]}” ({place})" for value, place in doubt.values)
        if len(doubt.values) > 1:
            yield f"Not sure of `{doubt.field}:`. It says: {said}. The first was taken; compare with the source."


def _standing(draft: sources.Draft, kept: Article) -> list[Doubt]:
    """The doubts about what stands in the article's file."""
    return [doubt for doubt in draft.doubts if doubt.field in kept.doubtful]


def unsure(doubts: Sequence[Doubt]) -> list[dict[str, Any]]:
    """Doubts for scripts."""
    return [
        {"field": doubt.field, "values": [{"value": value, "from": place} for value, place in doubt.values]}
        for doubt in doubts
    ]


def _of_draft(draft: sources.Draft, done: Anew) -> dict[str, Any]:
    """What is known only while an article is taken in."""
    return {
        "unsure": [
            {**row, "why": done.article.unsure[row["field"]]}
            for row in unsure(_standing(draft, done.article))
        ],
        "action": dataclasses.asdict(draft.appeal) if draft.appeal else None,
        "kept": list(done.kept),
        "before": str(done.before or ""),
        "replaced": done.replaced,
    }


def _offered(appeal: Appeal | None) -> list[str]:
    """A call to action as it stands in an issue's file."""
    if appeal is None:
        return []
    table = dataclasses.asdict(appeal)
    return [
        "This page asks its readers to act. To put that into an issue (newsletter issue edit), write at its top:",
        *frontmatter.compose({"actions": [{key: value for key, value in table.items() if value}]}, "")
        .strip("-\n")
        .split("\n"),
    ]


def listing(house: House) -> Result:
    """All articles and whether a person has read their summaries."""
    rows, lines = [], []
    unread: list[NewsletterError] = []
    for slug in articles.slugs(house.workspace):
        try:
            article = articles.load(house.workspace, slug)
        except NewsletterError as error:
            unread.append(error)
            continue
        rows.append(_row(article))
        lines.append(f"{slug}  [{article.summary.state}]  {article.title}")
    if not lines and not unread:
        lines.append("No article yet. Add one with: newsletter article add FILE-OR-LINK")
    return without(Result(data={"articles": rows}, lines=tuple(lines)), unread)


def show(house: House, slug: str) -> Result:
    """One article with everything that is known about it."""
    article = articles.load(house.workspace, slug)
    return Result(data=_one(article), lines=(*_told(article), "", *_text(article)))


def accept(house: House, slug: str, checked: Sequence[str] = ()) -> Result:
    """A person has read the summary and says yes to it; `checked` is what they know better than the article."""
    ours = house.settings.branch.language
    accepted = vouched(summaries.accept(articles.load(house.workspace, slug)), checked, ours)
    articles.save(house.workspace, accepted)
    missing = of_summary(accepted, ours)
    lines = (
        f"Accepted: {slug}",
        *(f"  {line}" for line in told(missing)),
        *vouching(slug, missing),
        *told_private(accepted),
        *unsure_lines(accepted),
    )
    return Result(data=_one(accepted), lines=lines)


def edit(house: House, slug: str, talk: Talk) -> Result:
    """Open the article's file in the person's editor. A summary they changed is theirs, and accepted."""
    before = articles.load(house.workspace, slug)
    _open(house, before, talk)
    edited = after = articles.load(house.workspace, slug)
    if after.summary.text and after.summary.text != before.summary.text:
        after = summaries.edit(after, after.summary.text)
    after = replace(after, unsure=after.doubtful)  # what they changed is theirs to know
    if after != edited:
        articles.save(house.workspace, after)
    missing = told(of_summary(after, house.settings.branch.language))
    return Result(data=_one(after), lines=(*_told(after), *(f"  {line}" for line in missing)))


def _open(house: House, before: Article, talk: Talk) -> None:
    """Open an article's file in the person's editor. Where title and text are gone behind it, the file is as it was."""
    path = house.workspace.article(before.slug)
    text = read_text(path, what=f"the article {before.slug}")
    try:
        talk.edit(str(path))
    finally:
        is_gone = _is_gone(house, before)
        if is_gone:
            write_text(path, text)
    if is_gone:
        raise ArticleError(
            f"The editor left neither title nor text of {before.slug}, so its file was put back as it was.",
            remedy="Edit it again. To be rid of the article, delete its file.",
            code="emptied",
        )


def _is_gone(house: House, before: Article) -> bool:
    if not house.workspace.article(before.slug).exists():
        return True
    try:
        after = articles.load(house.workspace, before.slug)
    except NewsletterError:
        return False  # said by whoever reads it next, and for a person to mend
    return bool(before.title or before.paragraphs) and not (after.title or after.paragraphs)


class _Reader:
    """Turns what was typed into drafts, over one way to the web for all of them."""

    def __init__(self, stdin: bytes, visit: "Callable[[], Web]", languages: Collection[str]) -> None:
        self._stdin = stdin
        self._languages = languages
        self._visit = visit
        self._web: Web | None = None

    def draft(self, source: str) -> sources.Draft:
        if source == "-":
            return self._from_stdin()
        if source.lower().startswith(("http://", "https://")):
            return self._from_web(source)
        if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
            raise UsageError(
                "Only web addresses that begin with http:// or https:// can be read.",
                remedy="Save the article as a file and add that.",
                code="not-a-web-address",
            )
        return sources.from_file(Path(source), languages=self._languages)

    def _from_stdin(self) -> sources.Draft:
        if not self._stdin.strip():
            raise UsageError(
                "Nothing came in on standard input.",
                remedy="Pipe a text into it, or name a file.",
                code="no-input",
            )
        return sources.ingest(self._stdin, languages=self._languages)

    def _from_web(self, url: str) -> sources.Draft:
        from newsletter.articles.web.online import from_url  # noqa: PLC0415 an HTTP client takes 0.3 s to import

        self._web = self._web or self._visit()
        return from_url(url, self._web, languages=self._languages)


def _told(article: Article) -> list[str]:
    """What a person wants to see of an article at a glance."""
    paragraphs = counted(len(article.paragraphs), "paragraph", "paragraphs")
    known = [
        ("Title", article.title),
        ("By", article.author),
        ("Source", article.source),
        ("Link", article.url),
        ("Published", article.published),
        ("Standfirst", article.standfirst),
        ("Photo", _photo(article)),
        ("Text", f"{paragraphs}, {sum(map(count_words, article.paragraphs)):,} words"),
    ]
    known += [("Embargo", article.embargo)] if article.embargo else []
    lines = [f"{article.slug}", *(f"  {name:<11}{value or '(not known)'}" for name, value in known)]
    return [*lines, *_summary(article), *told_private(article), *unsure_lines(article)]


def unsure_lines(article: Article) -> list[str]:
    """What nobody has compared with the source yet, and what to do about it."""
    doubts = [f"  Not sure   {name}: {why}".rstrip(": ") for name, why in article.doubtful.items()]
    act = "→ Compare with the source, mend, and take the lines below `unsure:` away"
    return [*doubts, f"{act}: newsletter article edit {article.slug}"] if doubts else []


def _summary(article: Article) -> list[str]:
    summary = article.summary
    if not summary.text:
        return ["  Summary    (none yet)", f"→ Write one: newsletter article edit {article.slug}"]
    lines = [
        f"  Summary    {summary.text}",
        f"             [{summary.state}; {count_words(summary.text)} words{_made(article)}]",
    ]
    if is_of_another_text(article):
        lines.append("             The article's text was changed after the summary was accepted.")
    if summary.state is SummaryState.PROPOSED:
        lines.append(f"→ Read it, then: newsletter article accept {article.slug} (or edit {article.slug})")
    return lines


def _made(article: Article) -> str:
    """What the summary is made of, as its file says."""
    summary = article.summary
    if summary.origin is SummaryOrigin.HAND:
        return "; written by hand"
    if summary.origin is SummaryOrigin.MODEL:
        return "; by a language model"
    if not summary.sentences:
        return ""
    changed = "" if is_made_of_its_sentences(article) else ", changed since"
    return f"; sentences {summary.sentences} of the article{changed}"


def _photo(article: Article) -> str:
    photo = article.photo
    if photo is None:
        return ""
    if not (photo.author and photo.licence):
        return f"credit not understood: {photo.credit}"
    return f"{photo.author}, {photo.licence}"


def _text(article: Article) -> list[str]:
    return [line for paragraph in article.paragraphs for line in (paragraph, "")]


def _one(article: Article) -> dict[str, Any]:
    """One article as `add` gives several, and its keys at hand."""
    row = _row(article)
    return {**row, "articles": [row]}


def _row(article: Article) -> dict[str, Any]:
    """The contract for scripts: unknown texts are empty, a licence that was not understood is null."""
    photo = article.photo
    return {
        "slug": article.slug,
        "title": article.title,
        "standfirst": article.standfirst,
        "author": article.author,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "embargo": article.embargo,
        "photo": photo and {**dataclasses.asdict(photo), "licence": photo.licence or None},
        "paragraphs": list(article.paragraphs),
        "summary": summary_data(article),
        "unsure": unsure_data(article),
    }


def unsure_data(article: Article) -> list[dict[str, str]]:
    """The unsure fields for scripts."""
    return [{"field": name, "why": why} for name, why in article.doubtful.items()]


def summary_data(article: Article) -> dict[str, Any]:
    """A summary for scripts. `sentences` are places in the article, as "1.1 1.2"."""
    summary = article.summary
    return {
        "text": summary.text,
        "state": str(summary.state),
        "origin": str(summary.origin),
        "sentences": summary.sentences,
        "checked": summary.checked,
        "article_changed": is_of_another_text(article),
    }


def is_of_another_text(article: Article) -> bool:
    """Whether the article's text was changed after its summary was accepted, as far as that is known."""
    return bool(article.summary.of) and article.summary.of != article.mark
