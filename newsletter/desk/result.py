"""What a deed gives back, and how it talks while it works. One renderer prints both (cli/output.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from newsletter.errors import ExitCode, NewsletterError


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The end of a deed that did not fail with an error."""

    #: for scripts: plain JSON values under stable names.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: for people: what was asked for, on stdout.
    lines: tuple[str, ...] = ()
    #: for both: remarks, on stderr and in the envelope.
    messages: tuple[str, ...] = ()
    exit_code: ExitCode = ExitCode.DONE
    #: for scripts: why it is not whole, each with code, message and remedy; people read it in `lines`.
    errors: tuple[Mapping[str, str], ...] = ()


def without(result: Result, unread: Sequence[NewsletterError]) -> Result:
    """A list from which some are missing because their files cannot be read: that is said, and it is not whole."""
    if not unread:
        return result
    said = [{"code": error.code, "message": error.message, "remedy": error.remedy} for error in unread]
    return replace(
        result,
        messages=(*result.messages, *(f"{error.message} {error.remedy}" for error in unread)),
        errors=(*result.errors, *said),
        exit_code=ExitCode.PARTLY,
    )


class Talk(Protocol):
    """How a deed speaks with the person meanwhile: stderr, questions, progress."""

    @property
    def asks(self) -> bool:
        """Whether a person at a keyboard reads what is said and answers questions."""
        ...

    def say(self, line: str) -> None: ...

    def confirm(self, question: str) -> None:
        """Return on yes. Raises Declined on no, UsageError where nobody can be asked."""
        ...

    def confirm_in_person(self, question: str, otherwise: NewsletterError) -> None:
        """As confirm, for what only a person can say: --yes is no answer, and `otherwise` is raised instead."""
        ...

    def ask(self, question: str, default: str) -> str:
        """An answer in one line; the default where nobody can be asked."""
        ...

    def ask_secret(self, question: str) -> str: ...

    def show_in_person(self, text: str, otherwise: NewsletterError) -> None:
        """Show what must stand in no file or log until somebody at a keyboard has read it; else raise `otherwise`."""
        ...

    def edit(self, path: str) -> None:
        """Open a file in the person's editor and wait. Raises UsageError or WorkspaceError where that fails."""
        ...

    def begin(self, what: str, total: int) -> None:
        """Progress towards `total` begins."""
        ...

    def advance(self, number: int) -> None: ...

    def end(self) -> None: ...
