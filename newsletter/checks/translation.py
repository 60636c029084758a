"""Whether a translation says what its issue says: as many articles, the same links to act on, the same dates.

What a translation lacks its readers never learn of, and nobody who reads the other letter notices.
"""

from collections.abc import Iterable, Iterator

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.issue import DiaryDate, Issue

_REMEDY = "If that is meant, leave it so; else bring both files into line."


def check_translation(proof: Proof) -> Iterator[Finding]:
    """Nothing for an issue's main file."""
    main = proof.issue.translation_of
    if main is not None:
        yield from _articles(proof.issue, main)
        yield from _links(proof.issue, main)
        yield from _dates(proof.issue, main)
        yield from _unwritten(proof.issue, main)


def _articles(issue: Issue, main: Issue) -> Iterator[Finding]:
    here, there = len(issue.articles), len(main.articles)
    if here != there:
        yield _differs(issue, "articles", f"It has {here} of the articles and {main.path.name} has {there}")


def _links(issue: Issue, main: Issue) -> Iterator[Finding]:
    here, there = ([action.link.strip() for action in each.actions] for each in (issue, main))
    if said := _said(here, there, main.path.name):
        yield _differs(issue, "actions", f"Calls to action lead elsewhere: {said}")


def _dates(issue: Issue, main: Issue) -> Iterator[Finding]:
    here, there = ([_moment(date) for date in each.diary] for each in (issue, main))
    if said := _said(here, there, main.path.name):
        yield _differs(issue, "diary", f"Diary dates differ: {said}")


def _said(here: list[str], there: list[str], main: str) -> str:
    """What stands in one of the files only, in the order of reading; what stands there twice is to stand here twice."""
    parts = (("only here", _without(here, there)), (f"only in {main}", _without(there, here)))
    return "; ".join(f"{where} {', '.join(what)}" for where, what in parts if what)


def _without(some: Iterable[str], others: Iterable[str]) -> list[str]:
    left, rest = [], list(others)
    for each in some:
        if each in rest:
            rest.remove(each)
        else:
            left.append(each)
    return left


def _moment(date: DiaryDate) -> str:
    return f"{date.when:%Y-%m-%d %H:%M}" if date.has_time else f"{date.when:%Y-%m-%d}"


def _unwritten(issue: Issue, main: Issue) -> Iterator[Finding]:
    """Word for word alike, as `issue new --translation` writes them. Names of places and people may well be."""
    texts = {"subject": (issue.subject, main.subject), "preheader": (issue.preheader, main.preheader)}
    texts["body"] = (issue.intro, main.intro)
    for number, (own, other) in enumerate(zip(issue.actions, main.actions, strict=False)):
        texts[f"actions.{number}.title"] = (own.title, other.title)
        texts[f"actions.{number}.text"] = (own.text, other.text)
        texts[f"actions.{number}.button"] = (own.button, other.button)
    for number, (date, dated) in enumerate(zip(issue.diary, main.diary, strict=False)):
        texts[f"diary.{number}.what"] = (date.what, dated.what)
    for field, (ours, theirs) in texts.items():
        if ours.strip() and ours.split() == theirs.split():
            what = _named(field)
            yield found(
                "translation-unwritten",
                f"The {what} is word for word that of {main.path.name}.",
                remedy=f"Write it in {issue.language}.",
                where=issue.where(field),
            )


def _named(field: str) -> str:
    """`introduction`, or `button of call to action 2`."""
    kind, _, rest = field.partition(".")
    number, _, part = rest.partition(".")
    if kind == "actions":
        return f"{part} of call to action {int(number) + 1}"
    return (
        f"text of diary date {int(number) + 1}"
        if kind == "diary"
        else {"body": "introduction"}.get(kind, kind)
    )


def _differs(issue: Issue, field: str, what: str) -> Finding:
    return found("translation-differs", f"{what}.", remedy=_REMEDY, where=issue.where(field))
