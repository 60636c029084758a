"""A part of the list by what is known about people: tags, languages, days, the hosts of their addresses.

`sift` puts everybody on the list into a temporary table, with the first reason why they are left out; whoever is left
is chosen. Other components may leave out more of them there, by reasons of their own, and read who is left. Everything
stands within one transaction of the caller, so that nobody comes or goes in between.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from subscribers.database import Database
from subscribers.mailboxes import Mailboxes
from subscribers.moments import to_micros
from subscribers.statements import Statement, load_statements
from subscribers.words import OFFICES, PERSONNEL

#: Why somebody is left out, in the order in which it is looked for. A status of the list that is not named here comes
#: first; reasons that others give come last.
REASONS = (
    "suppressed", "moved", "withdrawn", "unknown", "without_hosts", "languages", "tags", "all_tags", "without_tags",
    "joined_after", "joined_before", "refreshed_after", "sample",
)  # fmt: skip
_WORDS = ("without_hosts", "languages", "tags", "all_tags", "without_tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What somebody must fulfil besides that they may be mailed; what is empty asks for nothing."""

    tags: tuple[str, ...] = ()  #: one of them at least
    all_tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()  #: none of them
    #: Codes; `pt` stands for `pt-BR` as well.
    languages: tuple[str, ...] = ()
    joined_after: datetime | None = None  #: then or later
    joined_before: datetime | None = None  #: earlier than then
    #: Their own yes, or the whole list of their ground, is of then or later.
    refreshed_after: datetime | None = None
    #: Hosts of addresses that are left out, with all names below them: `example.org` covers `mail.example.org`.
    without_hosts: tuple[str, ...] = ()

    def words(self, what: str) -> tuple[str, ...]:
        """The words of a condition as they are compared, each once."""
        words: tuple[str, ...] = getattr(self, what)
        if what == "languages":
            words = tuple(map(str.lower, words))
        elif what == "without_hosts":
            words = tuple(word.strip().lower().lstrip("@.").rstrip(".") for word in words)
        return tuple(dict.fromkeys(filter(None, words)))


def sift(database: Database, segment: Segment) -> None:
    """Choose from the whole list, in the caller's transaction (`scratch` will do); what was chosen before is gone."""
    for statement in ("make_segment_word", "make_sifted", "empty_segment_word", "empty_sifted"):
        database.run(_sql(statement))
    words = {what: segment.words(what) for what in _WORDS}
    words["without_hosts"] = _below(database, words["without_hosts"])
    rows = [{"what": what, "word": word} for what, those in words.items() for word in those]
    if rows:
        database.many(_sql("note_segment_word"), rows)
    database.run(
        _sql("sift"),
        **{what: len(those) for what, those in words.items()},
        joined_after=_micros(segment.joined_after),
        joined_before=_micros(segment.joined_before),
        refreshed_after=_micros(segment.refreshed_after),
    )


def _below(database: Database, hosts: Sequence[str]) -> tuple[str, ...]:
    """Those hosts of the list that are among `hosts`, or are names below one of them."""
    held_back = set(hosts)
    if not held_back:
        return ()
    return tuple(
        str(host) for (host,) in database.iterate(_sql("hosts_of_list")) if held_back & _names(str(host))
    )


def _names(host: str) -> set[str]:
    """A host and all names that it lies below: a.example.org, example.org, org."""
    parts = host.split(".")
    return {".".join(parts[place:]) for place in range(len(parts))}


def draw(database: Database, number: int, *, seed: str) -> None:
    """Leave all but `number` of those chosen out, at random: the same ones for the same word and the same list.

    Ids are random themselves, so neighbours among them are a fair sample; and they are handed over faster.
    """
    start = hashlib.sha256(seed.encode()).hexdigest()[:32]
    end = database.one(_sql("end_of_sample"), start=start, number=number)
    if end is not None:
        is_wrapped, last = end
        database.run(_sql("leave_out_of_sample"), start=start, is_wrapped=is_wrapped, last=last)


def chosen_by_language(database: Database) -> dict[str, int]:
    """How many are chosen, as the list spells their languages."""
    return {str(language): int(number) for language, number in database.rows(_sql("count_chosen"))}


def left_out(database: Database) -> dict[str, int]:
    """How many are left out, each counted once by the first reason, in the order of REASONS."""
    found = {str(reason): int(number) for reason, number in database.rows(_sql("count_sifted_out"))}
    order = {reason: place for place, reason in enumerate(REASONS)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def some_chosen(database: Database, *, most: int) -> dict[str, str]:
    """A few of those chosen: their ids, in order, and their languages."""
    return dict(database.rows(_sql("some_chosen"), most=most))


def chosen_mailboxes(database: Database) -> Mailboxes:
    """Whose mailboxes those of the chosen may be, as `subscribers.mailboxes.read_mailboxes` has it for everybody."""
    found = Mailboxes(hosts=Counter(dict(database.rows(_sql("chosen_by_host")))))
    words = [{"what": "mailboxes", "word": name} for name in sorted(OFFICES | PERSONNEL)]
    database.many(_sql("note_segment_word"), words)
    for name, number in database.rows(_sql("chosen_by_mailbox")):
        found.count_name(str(name), int(number))
    return found


def _micros(moment: datetime | None) -> int:
    """0 where no moment is named."""
    return 0 if moment is None else to_micros(moment)


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "segments.sql")[name]
