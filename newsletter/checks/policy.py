"""What a branch thinks of the checks: advice it wants to stand in the way, and advice it does not want to see.

A blocker can neither be hushed nor lowered: each guards a reader, the law, or somebody's rights, and one that is
wrong in a single case is settled where the case is (a permission in the article's file, alt="" for ornament).
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from newsletter.checks.finding import ADVICE, BLOCKERS, FINDINGS, Finding, Level
from newsletter.errors import SettingsError, UsageError, repeated
from newsletter.settings import Checks

#: What may be typed in place of an id, for a list of all.
ALL = "all"
#: So much alike (0 to 1) are a name and the same with a letter or two mistyped.
_NEAR = 0.8
#: Letters of a word by which a name may be meant; "no" is in a tenth of them.
_WORD = 3


def check_policy(policy: Checks) -> None:
    """Raise SettingsError for an id that is on no list, for a blocker that is hushed, for what is both."""
    for key, ids in {"raise": policy.raise_, "hush": policy.hush}.items():
        for finding_id in ids:
            if finding_id not in FINDINGS:
                raise _wrong(f"{key} names {repeated(finding_id)}, which is no finding", near(finding_id))
    for finding_id in policy.hush:
        if finding_id in BLOCKERS:
            raise _wrong(
                f"hush names {finding_id}, which is a blocker and cannot be hushed",
                f"Take it out of hush. What it is about: newsletter issue check --explain {finding_id}",
            )
        if finding_id in policy.raise_:
            raise _wrong(f"{finding_id} stands in raise and in hush", "Keep one of the two.")


def apply(findings: Iterable[Finding], policy: Checks) -> list[Finding]:
    """The findings as the branch wants them; the list itself was looked at by check_policy()."""
    return [
        replace(finding, level=Level.BLOCKER) if finding.id in policy.raise_ else finding
        for finding in findings
        if finding.id not in policy.hush or finding.id not in ADVICE
    ]


def check_id(finding_id: str) -> str:
    """Return the id if it is on the list. Raises UsageError that names the nearest ones."""
    if finding_id not in FINDINGS:
        raise UsageError(
            f"There is no finding called {repeated(finding_id)}.", remedy=near(finding_id), code="no-finding"
        )
    return finding_id


def near(finding_id: str) -> str:
    """Which ids may have been meant: those but a slip away, else those that share a word or nearly so."""
    typed = finding_id.lower().replace("_", "-")
    names = difflib.get_close_matches(typed, FINDINGS, n=3, cutoff=_NEAR)
    words = [word for word in typed.split("-") if len(word) >= _WORD]
    names = names or [name for name in FINDINGS if _share_a_word(words, name)][:3]
    meant = f"Did you mean {' or '.join(names)}? " if names else ""
    return f"{meant}All of them: newsletter issue check --explain {ALL}, or docs/checks.md"


def _share_a_word(words: Sequence[str], name: str) -> bool:
    return any(difflib.get_close_matches(part, words, n=1, cutoff=_NEAR) for part in name.split("-"))


def _wrong(what: str, remedy: str) -> SettingsError:
    return SettingsError(f"newsletter.toml: checks: {what}.", remedy=remedy, code="settings")
