"""Audiences as newsletter.toml has them: words and days only. Who belongs to one is found out by the desk."""

import re
from dataclasses import dataclass
from datetime import date

from newsletter.table import SHOW, Table

#: The audience where none is named: whoever may be mailed.
EVERYBODY = "everybody"
_AUDIENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
#: Roughly: the exact shape is the list's (subscribers/tags.py), and the desk holds these words against that.
_TAG = re.compile(r"[^\s,;@\"'_-]+(?:-[^\s,;@\"'_-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A part of the list by name: whoever fulfils all of it. What is left out asks for nothing."""

    name: str
    #: one of these at least.
    tags: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    #: none of these.
    without_tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    #: on the list since that day, or later.
    joined_after: date | None = None
    #: on the list before that day.
    joined_before: date | None = None
    #: their yes, or the whole list of their ground, is of that day or later.
    refreshed_after: date | None = None
    #: issues, by their names, that they have had, every one.
    had: tuple[str, ...] = ()
    #: … and that they have not had, not one.
    had_not: tuple[str, ...] = ()
    #: so many of those who are left, at random; 0: all of them.
    sample: int = 0
    #: another word, other people; the audience's name if left out.
    seed: str = ""


def read_audiences(table: Table) -> tuple[Audience, ...]:
    """All of the table [audience]. Raises SettingsError."""
    audiences = []
    for name, values in table.values.items():
        if not _AUDIENCE.fullmatch(name):
            raise table.wrong(
                name, "is no name of an audience", "Write [audience.reps]: small letters, digits and hyphens."
            )
        if name == EVERYBODY:
            raise table.wrong(
                name, "is there without you", "It is everybody on the list; choose another name."
            )
        audiences.append(_audience(name, Table(table.path, f"audience.{name}", values)))
    return tuple(audiences)


def _audience(name: str, table: Table) -> Audience:
    audience = Audience(
        name=name,
        tags=table.words("tags", _TAG, "tags", example="reps"),
        all_tags=table.words("all_tags", _TAG, "tags", example="reps"),
        without_tags=table.words("without_tags", _TAG, "tags", example="reps"),
        languages=table.languages("languages"),
        joined_after=table.day("joined_after"),
        joined_before=table.day("joined_before"),
        refreshed_after=table.day("refreshed_after"),
        had=table.words("had", _AUDIENCE, "issues", example="october"),
        had_not=table.words("had_not", _AUDIENCE, "issues", example="october"),
        sample=table.number("sample", 50, least=1, most=10_000_000) if "sample" in table.values else 0,
        seed=table.text("seed", "", example="second try"),
    )
    table.finish()
    _refuse_nobody(audience, table)
    return audience


def _refuse_nobody(audience: Audience, table: Table) -> None:
    """Conditions that nobody can fulfil together, and none at all, are slips."""
    without = set(audience.without_tags)
    if without & set(audience.all_tags) or (audience.tags and set(audience.tags) <= without):
        raise table.wrong(
            "without_tags", "shuts out a tag that is asked for", "Leave it out in one of the two."
        )
    if set(audience.had) & set(audience.had_not):
        raise table.wrong("had_not", "names an issue that had names too", "Leave it out in one of the two.")
    begin, end = audience.joined_after, audience.joined_before
    if begin is not None and end is not None and begin >= end:
        raise table.wrong(
            "joined_before", "is not later than joined_after", "Swap the two days, or leave one of them out."
        )
    if audience.seed and not audience.sample:
        raise table.wrong("seed", "goes with sample only", "Add sample = 50, or leave it out.")
    if audience == Audience(name=audience.name):
        raise table.wrong(
            "", "asks for nothing: it would be everybody", f'Add a line such as tags = ["reps"]; {SHOW}.'
        )
