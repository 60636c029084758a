"""Audiences: who gets an issue. What newsletter.toml says of one, who belongs to it, and why the others do not."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from newsletter import issue as issues
from newsletter.audience import EVERYBODY, Audience
from newsletter.desk.proof import read_issue
from newsletter.desk.result import Result
from newsletter.desk.words import people
from newsletter.errors import IssueError, SettingsError, UsageError, repeated
from newsletter.guards.hosts import employer_hosts
from newsletter.issue import Issue
from newsletter.rendering.words import language_name
from newsletter.sending.sieve import HAS_IT, Choice, issues_of, slugs_sent
from newsletter.settings import EmployerMail
from newsletter.wiring import House
from subscribers.database import Database
from subscribers.errors import ListUsageError
from subscribers.mailboxes import Mailboxes, all_domains
from subscribers.segments import Segment
from subscribers.tags import Tags, checked_tag

#: A person counts under the first of these that applies.
_REASONS = {
    "suppressed": "never to be mailed: opted out or bounced",
    "moved": "at an address that its former owner left for another one",
    "withdrawn": "took their consent back",
    "unknown": "nobody has said on what ground they may be mailed",
    "without_hosts": "an employer's or public body's address",
    "languages": "another language",
    "tags": "none of these tags",
    "all_tags": "not all of these tags",
    "without_tags": "a tag that is shut out",
    "joined_after": "on the list for longer",
    "joined_before": "not on the list for so long",
    "refreshed_after": "not confirmed since then",
    "had": "have not had an issue they should have had",
    "had_not": "have had an issue they should not have had",
    "sample": "not drawn for the sample",
    HAS_IT: "have this issue already",
}
_CONDITIONS = {
    "tags": "has one of the tags {}",
    "all_tags": "has all the tags {}",
    "without_tags": "has none of the tags {}",
    "languages": "reads {}",
    "joined_after": "on the list since {} or later",
    "joined_before": "on the list before {}",
    "refreshed_after": "confirmed on {} or later",
    "had": "has had {}",
    "had_not": "has not had {}",
    "sample": "a random sample of {}",
    "seed": "drawn by the word {}",
}
#: How alike a word must be to be offered: 0.0 to 1.0.
_NEAR = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Who belongs to an audience at this moment, by numbers and a few ids."""

    #: By language, as the list spells them.
    readers: Mapping[str, int]
    #: By the first reason; with the readers they add up to everybody on the list.
    left_out: Mapping[str, int]
    #: A few of them, with their languages.
    some: Mapping[str, str]
    #: Whose mailboxes theirs may be; None where that was not asked, or for everybody.
    mailboxes: Mailboxes | None = None

    @property
    def people(self) -> int:
        return sum(self.readers.values())


def listing(house: House) -> Result:
    """Every audience with its number, and the tags in use."""
    rows: list[dict[str, Any]] = []
    with house.open_database() as database:
        hosts = shut_out(house, database)
        for name in (EVERYBODY, *(one.name for one in house.settings.audiences)):
            chosen = look(house, database, choice_of(house, database, name, without_hosts=hosts))
            rows.append({"name": name, "people": chosen.people, "conditions": _asked(house, name)})
        tags = Tags(database).counts()
    lines = [f"{row['name']}: {people(row['people'])}{_said(row['conditions'])}" for row in rows]
    lines += (
        ["", "Tags in use: " + ", ".join(f"{tag} ({number:,})" for tag, number in tags.items())]
        if tags
        else []
    )
    return Result(data={"audiences": rows, "tags": tags}, lines=tuple(lines))


def show(house: House, name: str, issue: str = "") -> Result:
    """How many belong to an audience, and why everybody else on the list does not; no address is shown.

    With `issue`: as `send` would find it, without those who have that issue.
    """
    with house.open_database() as database:
        choice = choice_of(house, database, name, without_hosts=shut_out(house, database))
        chosen = look(house, database, choice, read_issue(house, issue).id if issue else None)
        unknown = _unknown_tags(choice, Tags(database).counts())
    listed = chosen.people + sum(chosen.left_out.values())
    return Result(
        data={
            "audience": choice.name,
            "conditions": _asked(house, choice.name),
            "issue": issue or None,
            "people": chosen.people,
            "languages": dict(chosen.readers),
            "left_out": dict(chosen.left_out),
            "listed": listed,
            "unknown_tags": list(unknown),
        },
        lines=tuple(_lines(house, choice, chosen, listed)),
        messages=tuple(unknown.values()),
    )


def _lines(house: House, choice: Choice, chosen: Chosen, listed: int) -> Iterator[str]:
    yield f"{choice.name}: {people(chosen.people)}{_said(_asked(house, choice.name))}"
    for language, number in sorted(chosen.readers.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {number:>9,}  {language_name(language)} ({language})"
    if chosen.left_out:
        yield "Left out:"
    for reason, number in chosen.left_out.items():
        yield f"  {number:>9,}  {reason_said(reason)}"
    yield f"  {listed:>9,}  on the list in all"


def reason_said(reason: str) -> str:
    """Why somebody is left out, in a few words."""
    return _REASONS.get(reason, reason.replace("_", " "))


def look(
    house: House, database: Database, choice: Choice, issue: str | None = None, *, most: int = 0,
    is_guarded: bool = False,
) -> Chosen:  # fmt: skip
    """Who is chosen; with the id of an issue, of those who have not had it.

    `most` ids are given as examples; `is_guarded` asks for their mailboxes, too.
    """
    sieve = house.ledger(database).sieve
    with sieve.sifting(choice, issue):
        return Chosen(
            readers=sieve.readers(),
            left_out=sieve.left_out(),
            some=sieve.some(most=most),
            mailboxes=sieve.mailboxes() if is_guarded else None,
        )


def narrowed(house: House, database: Database, name: str) -> Choice | None:
    """As `choice_of`; None for everybody, who are then frozen without a look at each of a million. "" is everybody.

    Where employers' hosts are shut out everybody is looked at as well.
    """
    hosts = shut_out(house, database)
    if name in ("", EVERYBODY) and not hosts:
        return None
    return choice_of(house, database, name or EVERYBODY, without_hosts=hosts)


def shut_out(house: House, database: Database) -> tuple[str, ...]:
    """Hosts to whose addresses nothing goes: those of employers that are on the list, where the settings want that."""
    guards = house.settings.guards
    if guards.employer_mail is not EmployerMail.EXCLUDE:
        return ()
    return tuple(employer_hosts(all_domains(database), guards))


def choice_of(house: House, database: Database, name: str, *, without_hosts: tuple[str, ...] = ()) -> Choice:
    """An audience by its name. `without_hosts` are hosts to whose addresses nothing goes, whatever the audience.

    Raises UsageError for a name that is none, and SettingsError for words in it that cannot be looked for.
    """
    audience = _named(house, name)
    try:
        segment = Segment(
            tags=tuple(map(checked_tag, audience.tags)),
            all_tags=tuple(map(checked_tag, audience.all_tags)),
            without_tags=tuple(map(checked_tag, audience.without_tags)),
            languages=audience.languages,
            joined_after=_begin(house, audience.joined_after),
            joined_before=_begin(house, audience.joined_before),
            refreshed_after=_begin(house, audience.refreshed_after),
            without_hosts=without_hosts,
        )
    except ListUsageError as error:
        raise SettingsError(
            f"{house.workspace.settings_file}: audience.{name}: {error.message}",
            remedy=error.remedy,
            code="settings",
        ) from error
    return Choice(
        name=audience.name,
        segment=segment,
        had=tuple(_ids(house, database, audience, "had", slug) for slug in audience.had),
        had_not=tuple(_ids(house, database, audience, "had_not", slug) for slug in audience.had_not),
        sample=audience.sample,
        seed=audience.seed,
    )


def refuse_unknown_audience(house: House, issue: Issue) -> None:
    """Raise IssueError, with file and line, where an issue says that it is for an audience which is not there."""
    try:
        _named(house, issue.audience or EVERYBODY)
    except UsageError as error:
        raise IssueError(
            f"{issue.where('audience')}: {error.message}", remedy=error.remedy, code=error.code
        ) from error


def _named(house: House, name: str) -> Audience:
    known = {EVERYBODY: Audience(name=EVERYBODY), **{one.name: one for one in house.settings.audiences}}
    if name not in known:
        raise UsageError(
            f"There is no audience called {repeated(name)}.",
            remedy=f"{meant(name, known)}See them all with: newsletter audience list. "
            "A new one is a table in newsletter.toml: [audience.NAME]",
            code="no-audience",
        )
    return known[name]


def meant(typed: str, known: Iterable[str]) -> str:
    """A question with the nearest of the known words; "" where none is near."""
    near = difflib.get_close_matches(typed.lower().replace("_", "-"), list(known), n=2, cutoff=_NEAR)
    return f"Did you mean {' or '.join(near)}? " if near else ""


def _begin(house: House, day: date | None) -> datetime | None:
    """The first moment of a day where the branch is."""
    return None if day is None else datetime.combine(day, time(), house.settings.branch.zone)


def _ids(house: House, database: Database, audience: Audience, key: str, slug: str) -> tuple[str, ...]:
    """All ids of an issue by its name: that of its file, and those under which it was sent."""
    sent, written = issues_of(database, slug), issues.slugs(house.workspace)
    if slug in written:
        return tuple(dict.fromkeys((read_issue(house, slug).id, *sent)))
    if not sent:
        raise SettingsError(
            f"{house.workspace.settings_file}: audience.{audience.name}.{key}: there is no issue {repeated(slug)}.",
            remedy=f"{meant(slug, {*written, *slugs_sent(database)})}See them with: newsletter issue list",
            code="settings",
        )
    return sent


def _unknown_tags(choice: Choice, known: Mapping[str, int]) -> dict[str, str]:
    """Tags that an audience asks for and nobody has, with a sentence each: a slip would shut everybody out."""
    asked = dict.fromkeys((*choice.segment.tags, *choice.segment.all_tags, *choice.segment.without_tags))
    return {
        tag: f"Nobody on the list has the tag {tag}. {meant(tag, known)}".strip()
        for tag in asked
        if tag not in known
    }


def _asked(house: House, name: str) -> dict[str, Any]:
    """The conditions of an audience as newsletter.toml has them; nothing for everybody."""
    audience = _named(house, name)
    values = {field.name: getattr(audience, field.name) for field in fields(audience) if field.name != "name"}
    return {
        key: list(value)
        if isinstance(value, tuple)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for key, value in values.items()
        if value
    }


def _said(conditions: Mapping[str, Any]) -> str:
    """The conditions as the end of a line."""
    said = (
        _CONDITIONS[key].format(", ".join(value) if isinstance(value, list) else value)
        for key, value in conditions.items()
    )
    return f" ({'; '.join(said)})" if conditions else ""
