"""Who is chosen for a campaign: a segment of the list, narrowed by which issues people have had.

Who had an issue is known by deliveries and by the marks that stand in place of people. The segment is the subscribers'
affair; a person has a delivery of an issue or not, whatever became of it, as long as it was not called back.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from subscribers import segments
from subscribers.database import Database
from subscribers.mailboxes import Mailboxes
from subscribers.segments import Segment
from subscribers.statements import Statement, load_statements

#: Why somebody is left out, besides the reasons of the list: they had the very issue that is to be sent.
HAS_IT = "has_it"
#: No reason anybody is told.
_PUT_ASIDE = "~"


class Remembers(Protocol):
    """Knows the marks of people on the list."""

    def of_issue(self, issue: str) -> Iterator[tuple[str, str]]:
        """Everybody by id, with the mark that stands for them in an issue."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An audience by its name, ready to be looked for."""

    name: str
    segment: Segment
    #: Issues that somebody must have had, every one; each by all ids that it was really sent under.
    had: tuple[tuple[str, ...], ...] = ()
    #: Issues that nobody of them has had.
    had_not: tuple[tuple[str, ...], ...] = ()
    #: So many of those that are left, at random; 0 for all of them.
    sample: int = 0
    seed: str = ""


class Sieve:
    """Over one connection. `marks` is needed wherever people may stand in an issue by a mark only."""

    def __init__(self, database: Database, marks: Remembers | None) -> None:
        self._db = database
        self._marks = marks

    @contextmanager
    def sifting(self, choice: Choice, issue: str | None) -> Iterator[None]:
        """Within the block it is known who is chosen; with `issue`, whoever has that one is left out at last."""
        with self._db.turn(), nullcontext() if self._db.in_transaction else self._db.scratch():
            self.sift(choice, issue)
            yield

    def sift(self, choice: Choice, issue: str | None) -> None:
        """As `sifting`, in the caller's transaction."""
        segments.sift(self._db, choice.segment)
        for ids in choice.had:
            self._leave_out_newcomers_of(ids)
        for ids in choice.had_not:
            for id_ in ids:
                self._leave_out_who_had(id_, "had_not")
        if choice.sample:
            # Before whoever has the issue is left out: the same people are meant when it is typed again.
            segments.draw(self._db, choice.sample, seed=choice.seed or choice.name)
        if issue is not None:
            self._leave_out_who_had(issue, HAS_IT)

    def readers(self) -> dict[str, int]:
        """Those chosen, by language. This and the next ones are asked while it is known who is."""
        return segments.chosen_by_language(self._db)

    def left_out(self) -> dict[str, int]:
        """Everybody else, by the first reason."""
        return segments.left_out(self._db)

    def some(self, *, most: int) -> dict[str, str]:
        """A few of those chosen: ids, in order, and languages."""
        return segments.some_chosen(self._db, most=most)

    def mailboxes(self) -> Mailboxes:
        """Whose mailboxes theirs may be."""
        return segments.chosen_mailboxes(self._db)

    def freeze(self, **given: object) -> int:
        """Make deliveries of those chosen, in the transaction in which they were; how many that were."""
        return self._db.run(_sql("freeze_sifted"), **given)

    def recall(self, issue: str) -> None:
        """Fill `had_it` with who has an issue by a mark, in the caller's transaction."""
        self._db.run(_ledger("make_had_it"))
        self._db.run(_ledger("empty_had_it"))
        marked = {str(mark) for (mark,) in self._db.rows(_ledger("marks_of_issue"), issue=issue)}
        if marked and self._marks is None:
            raise RuntimeError("without their marks people would get the issue twice")
        if marked and self._marks is not None:
            had_it = {person for person, mark in self._marks.of_issue(issue) if mark in marked}
            self._db.many(_ledger("note_had_it"), [{"subscriber": person} for person in had_it])

    def _leave_out_newcomers_of(self, issues: Sequence[str]) -> None:
        for issue in issues:
            self._leave_out_who_had(issue, _PUT_ASIDE)
        self._db.run(_sql("give_other_reason"), reason="had", instead_of="")
        self._db.run(_sql("give_other_reason"), reason="", instead_of=_PUT_ASIDE)

    def _leave_out_who_had(self, issue: str, reason: str) -> None:
        self.recall(issue)
        self._db.run(_sql("leave_out_who_had"), issue=issue, reason=reason)


def issues_of(database: Database, slug: str) -> tuple[str, ...]:
    """The ids under which an issue of that name was really sent."""
    return tuple(str(issue) for (issue,) in database.rows(_sql("issues_of_slug"), slug=slug))


def slugs_sent(database: Database) -> list[str]:
    """The names of all issues that were really sent."""
    return [str(slug) for (slug,) in database.rows(_sql("slugs_sent"))]


def _ledger(name: str) -> Statement:
    return load_statements("newsletter.sending", "ledger.sql")[name]


def _sql(name: str) -> Statement:
    return load_statements("newsletter.sending", "sieve.sql")[name]
