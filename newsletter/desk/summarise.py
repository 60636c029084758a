"""Choose a summary: the proposals side by side, and one that a person picks, edits or writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsletter.articles import article as articles
from newsletter.articles.article import Article, Summary, SummaryOrigin
from newsletter.articles.cleaning import count_words, one_line
from newsletter.articles.summaries import summary as summaries
from newsletter.articles.summaries.proposal import MOST_WORDS, Proposal, proposals
from newsletter.articles.summaries.readability import reading_ease, words_a_sentence
from newsletter.desk import articles as desk
from newsletter.desk.looking_up import as_data, not_found, of_summary, told, told_private, vouching
from newsletter.desk.modelling import proposal_of_model
from newsletter.desk.result import Result, Talk
from newsletter.errors import NewsletterError, UsageError
from newsletter.wiring import House

LABELS = {
    SummaryOrigin.DESCRIPTION: "the page's own description",
    SummaryOrigin.STANDFIRST: "the article's standfirst",
    SummaryOrigin.LEAD: "how the article begins",
    SummaryOrigin.RANKED: "what says most of it",
    SummaryOrigin.MODEL: "by a language model",
    SummaryOrigin.HAND: "written by hand",
}
_LONGEST = 20_000
_QUESTION = "Which one? Its number; e and its number to edit it first; Enter to leave all as it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person typed. `pick` counts from 1; 0 and None for what was left out."""

    pick: int = 0
    text: str | None = None
    words: int = MOST_WORDS
    ask: bool = True
    #: ask the language model of the settings, too.
    model: bool = False


def summarise(house: House, slug: str, wish: Wish, talk: Talk) -> Result:
    """Show what may become the summary, and accept what is picked or given."""
    _refuse_both(wish)
    article = articles.load(house.workspace, slug)
    ours = house.settings.branch.language
    if wish.text is not None:
        return _accept(house, summaries.edit(article, _given(wish.text)), ())
    more, messages = proposal_of_model(house, article, wish.words) if wish.model else ((), ())
    found = (*proposals(article, most_words=wish.words), *more)
    if wish.pick:
        return _accept(house, summaries.pick(article, _chosen(found, wish.pick)), found)
    lines = _shown(article, found, ours)
    answer = talk.ask("\n".join((*lines, "", *messages, _QUESTION)), "") if wish.ask and found else ""
    if not answer:
        data = {**_data(article, found, ours), "accepted": False}
        return Result(data=data, lines=(*lines, *_next(slug, found)), messages=messages)
    proposal = _chosen(found, _number(answer))
    if answer.strip().lower().startswith("e"):
        return _edited(house, article, proposal, talk)
    return _accept(house, summaries.pick(article, proposal), found)


def _refuse_both(wish: Wish) -> None:
    ways = {"--pick": bool(wish.pick), "--text": wish.text is not None, "--model": wish.model}
    said = [name for name, is_said in ways.items() if is_said]
    if len(said) > 1:
        raise UsageError(
            f"{said[0]} and {said[1]} do not go together.",
            remedy="What a language model writes is taken by a person who has read it, at a terminal: --model alone."
            if wish.model
            else "Leave one of them out.",
            code="usage",
        )


def _given(text: str) -> str:
    if len(text) > _LONGEST:
        raise UsageError(
            f"The text has more than {_LONGEST:,} letters, which is no summary.",
            remedy="Give 80 words or fewer. Nothing was changed.",
            code="too-long",
        )
    return text


def _number(answer: str) -> int:
    digits = answer.strip().lower().removeprefix("e").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0


def _chosen(found: Sequence[Proposal], number: int) -> Proposal:
    if not 1 <= number <= len(found):
        raise UsageError(
            f"There is no proposal of that number; there are {len(found)}.",
            remedy="See them: newsletter article summarise NAME. Nothing was changed.",
            code="no-proposal",
        )
    return found[number - 1]


def _accept(house: House, article: Article, found: Sequence[Proposal]) -> Result:
    articles.save(house.workspace, article)
    kept, ours = articles.load(house.workspace, article.slug), house.settings.branch.language
    missing = of_summary(kept, ours)
    lines = [
        f"Accepted: {kept.slug} ({LABELS[kept.summary.origin]})",
        f"  {kept.summary.text}",
        f"  {_measures(kept.summary.text, _language(kept, kept.summary.origin, ours))}",
        *(f"  {line}" for line in told(missing)),
        *vouching(kept.slug, missing),
        *told_private(kept),
        *desk.unsure_lines(kept),
    ]
    data = {**_data(kept, found, ours), "accepted": True, "missing": as_data(missing)}
    return Result(data=data, lines=tuple(lines))


def _edited(house: House, article: Article, proposal: Proposal, talk: Talk) -> Result:
    """Put the proposal into the file, unaccepted, and open it in the person's editor.

    Where the editor fails or leaves no summary, the file has the one from before again.
    """
    draft = Summary(
        text=proposal.text,
        origin=proposal.origin,
        sentences=proposal.sentences,
        checked=article.summary.checked,
        description=article.summary.description,
    )
    articles.save(house.workspace, replace(article, summary=draft))
    try:
        done = desk.edit(house, article.slug, talk)
        summaries.edit(article, done.data["summary"]["text"])  # raises where it is empty
    except NewsletterError:
        _put_back(house, article)
        raise
    return done


def _put_back(house: House, before: Article) -> None:
    """The summary as it was. All else in the file stays; one that cannot be read is for a person to mend."""
    try:
        after = articles.load(house.workspace, before.slug)
    except NewsletterError:
        return  # said by who could not read it
    articles.save(house.workspace, replace(after, summary=before.summary))


def _shown(article: Article, found: Sequence[Proposal], ours: str) -> list[str]:
    lines = [f"{article.slug}: {article.title}"]
    if article.summary.text:
        lines.append(f"  now: [{article.summary.state}] {article.summary.text}")
    for number, proposal in enumerate(found, 1):
        language = _language(article, proposal.origin, ours)
        where = f", sentences {proposal.sentences}" if proposal.sentences else ""
        missing = not_found(article, proposal.text, language=language, ours=ours)
        lines += [
            "",
            f"{number}  {LABELS[proposal.origin]}{where} ({_measures(proposal.text, language)})",
            f"   {proposal.text}",
            *(f"   {line}" for line in told(missing)),
        ]
    if not found:
        lines.append("  No whole sentence fits, so nothing is proposed.")
    return lines


def _next(slug: str, found: Sequence[Proposal]) -> list[str]:
    pick = [f"→ Take one: newsletter article summarise {slug} --pick 1"] if found else []
    return ["", *pick, f"→ Write your own: newsletter article edit {slug}"]


def _measures(text: str, language: str) -> str:
    """`52 words, 26 a sentence, reading ease 48`."""
    ease = reading_ease(text, language)
    said = [f"{count_words(text)} words", f"{words_a_sentence(text, language):.0f} a sentence"]
    return ", ".join([*said, f"reading ease {ease}"] if ease is not None else said)


def _language(article: Article, origin: SummaryOrigin, ours: str) -> str:
    """The language of a text of this origin: ours where it was written here."""
    is_ours = origin in (SummaryOrigin.HAND, SummaryOrigin.MODEL)
    return ours if is_ours else article.language or ours


def _data(article: Article, found: Sequence[Proposal], ours: str) -> dict[str, Any]:
    rows = []
    for number, proposal in enumerate(found, 1):
        language = _language(article, proposal.origin, ours)
        rows.append(
            {
                "number": number,
                "origin": str(proposal.origin),
                "label": LABELS[proposal.origin],
                "text": one_line(proposal.text),
                "sentences": proposal.sentences,
                "words": count_words(proposal.text),
                "reading_ease": reading_ease(proposal.text, language),
                "missing": as_data(not_found(article, proposal.text, language=language, ours=ours)),
            }
        )
    return {
        "slug": article.slug,
        "summary": desk.summary_data(article),
        "unsure": desk.unsure_data(article),
        "proposals": rows,
        "missing": [],
    }
