"""The error tree: every error is a sentence for a branch secretary, what to do next, and a stable code.

NewsletterError
 ├─ UsageError          2   the command was typed in a way that cannot be carried out
 ├─ SettingsError       1   newsletter.toml or a secret is missing or wrong
 ├─ WorkspaceError      1   a file or folder of the workspace is missing, damaged or not allowed
 ├─ ArticleError        1   a source could not be fetched or understood
 ├─ IssueError          1   an issue file cannot be read
 ├─ RenderingError      1   a template or style sheet cannot be turned into a mail
 ├─ Refused             3   a check found a blocker
 ├─ TransportError      1   the world outside did not take a message (see transports/base.py)
 └─ CampaignError       1   a campaign cannot start, go on or be found

The people have a tree of their own (subscribers/errors.py); cli/output.py prints both alike.
No error ever holds an address, a name of a person or a key: errors end up in logs and screenshots.
"""

import re
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told. A contract for scripts: docs/reference.md."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    BLOCKED = 3  #: a check found a blocker
    PARTLY = 4  #: some is left over; the message says who, and the command that goes on
    INTERRUPTED = 130


#: A word that can be repeated in an error: no address, no key, nothing that speaks to a terminal.
_HARMLESS = re.compile(r"(?!SG\.)[\w.-]{1,64}")


def repeated(typed: str) -> str:
    """A word that a person typed, in quotation marks, or "that" where it may be an address or a key."""
    return f"'{typed}'" if _HARMLESS.fullmatch(typed) else "that"


class NewsletterError(Exception):
    """A sentence, a remedy and a code; `code` never changes, the words may."""

    code = "failed"
    exit_code = ExitCode.FAILED

    def __init__(self, message: str, *, remedy: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code


class UsageError(NewsletterError):
    code = "usage"
    exit_code = ExitCode.WRONG_USAGE


class SettingsError(NewsletterError):
    code = "settings"


class WorkspaceError(NewsletterError):
    code = "workspace"


class ArticleError(NewsletterError):
    code = "article"


class IssueError(NewsletterError):
    code = "issue"


class RenderingError(NewsletterError):
    code = "rendering"


class Refused(NewsletterError):  # noqa: N818 the glossary's word
    code = "refused"
    exit_code = ExitCode.BLOCKED


class TransportError(NewsletterError):
    code = "transport"


class CampaignError(NewsletterError):
    code = "campaign"
