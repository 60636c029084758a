"""What a finding is about, at length: for docs/checks.md and `newsletter issue check --explain`.

The words stand in explanations/*.toml, one table for each id, so that whoever adds a check writes them in one place.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from newsletter.checks.finding import BLOCKERS, FINDINGS, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One finding of the list, explained."""

    id: str
    level: Level
    #: one sentence: what is wrong.
    says: str
    #: what exactly is looked at.
    looks: str
    #: why it matters: who is hurt, or which law or provider asks for it.
    why: str
    #: how to mend it.
    mend: str
    #: how it may look; "" where there is nothing to show.
    example: str = ""


def explanations() -> Mapping[str, Explanation]:
    """All of them, in the order of the list. Raises KeyError for a finding without words."""
    tables: dict[str, dict[str, str]] = {}
    for file in sorted(
        files("newsletter.checks").joinpath("explanations").iterdir(), key=lambda file: file.name
    ):
        if file.name.endswith(".toml"):
            tables |= tomllib.loads(file.read_text(encoding="utf-8"))
    return {finding_id: _made(finding_id, tables[finding_id]) for finding_id in FINDINGS}


def _made(finding_id: str, words: Mapping[str, str]) -> Explanation:
    level = Level.BLOCKER if finding_id in BLOCKERS else Level.ADVICE
    lines = {key: " ".join(text.split()) for key, text in words.items() if key != "example"}
    example = words.get("example", "").strip()
    return Explanation(id=finding_id, level=level, says=FINDINGS[finding_id], example=example, **lines)
