"""Explain a finding in the terminal, without any issue or workspace."""

import textwrap
from dataclasses import asdict

from newsletter.checks.explanation import explanations
from newsletter.checks.finding import Level
from newsletter.checks.policy import ALL, check_id
from newsletter.desk.result import Result
from newsletter.errors import UsageError

_WIDTH = 100
_LEVELS = {
    Level.BLOCKER: "Blocker: nothing is sent while it stands.",
    Level.ADVICE: "Advice: worth a look, and you decide.",
}


def explain(finding_id: str, slug: str = "") -> Result:
    """What a finding is about. Raises UsageError for an id that is on no list."""
    if not finding_id or slug:
        what = (
            "Name an issue or a finding, and not both." if slug else "Name the issue that is to be checked."
        )
        raise UsageError(
            what,
            remedy="newsletter issue check october, or newsletter issue check --explain sentence-long",
            code="issue-or-finding",
        )
    if finding_id == ALL:
        return _listed()
    told = explanations()[check_id(finding_id)]
    lines = [f"{told.id}: {told.says}", _LEVELS[told.level]]
    for head, text in {"Looks at": told.looks, "Why": told.why, "Mend it": told.mend}.items():
        lines += [
            "",
            *textwrap.wrap(f"{head}: {text}", _WIDTH, break_long_words=False, break_on_hyphens=False),
        ]
    if told.example:
        lines += ["", "Example:", *(f"    {line}".rstrip() for line in told.example.splitlines())]
    return Result(data=asdict(told), lines=tuple(lines))


def _listed() -> Result:
    """Every finding in a line, blockers first."""
    told = sorted(explanations().values(), key=lambda each: (each.level is not Level.BLOCKER, each.id))
    longest = max(len(each.id) for each in told)
    return Result(
        data={"findings": [{"id": each.id, "level": str(each.level), "says": each.says} for each in told]},
        lines=tuple(f"{each.level!s:<7}  {each.id:<{longest}}  {each.says}" for each in told),
    )
