"""Makes docs/checks.md from the findings themselves and what is explained about each."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from newsletter.checks.explanation import Explanation, explanations
from newsletter.checks.finding import Level

MADE = "<!-- Made by docs/make_checks.py: change that, or the program, and type `make docs`. -->"


def checks() -> str:
    """The whole of docs/checks.md."""
    return f"""\
{MADE}

# Checks

`newsletter issue check` looks at an issue as it would leave now; `newsletter send` does so again. A **blocker** stands
in the way of sending: the exit code is 3 and nobody is mailed. **Advice** is worth a look, and you decide. Each finding
is printed with the file, the line and what to do; the name in square brackets is the one below, and
`newsletter issue check --explain NAME` prints what is said about it here; `--explain all` lists them.

A branch may want it otherwise and say so in `newsletter.toml`. Nothing lowers a blocker: what is right in a single case
is said where the case is, as a permission in the article's file.

```toml
[checks]
raise = ["sentence-long"]     # this advice stands in the way of sending
hush = ["no-intro"]           # this advice is not shown
acronyms = ["CWU", "GFTU"]    # short forms that all our readers know
```

## Who is mailed

Some findings are about the people, not the issue: how many they are, how old the list is, whether an employer can read
along. They are told numbers and domains, never an address. `send --dry-run` prints all of them; `subscriber import` and
`sync` say whose mailboxes are in a file. A blocker among them is a question: whoever has looked answers it with
`send --accept MARK`, the mark that is printed below it. It holds for those numbers alone. A drill reaches nobody, so
nothing of this stands in its way.

## Blockers

{_findings(Level.BLOCKER)}

## Advice

{_findings(Level.ADVICE)}

## All of them, explained

{_explained()}
"""


def _findings(level: Level) -> str:
    told = [each for each in explanations().values() if each.level is level]
    return as_table("Finding | Says", (f"[`{each.id}`](#{each.id}) | {each.says}" for each in told))


def _explained() -> str:
    return "\n\n".join(_section(each) for each in explanations().values())


def _section(told: Explanation) -> str:
    parts = [
        f"### {told.id}",
        _filled(f"**{str(told.level).capitalize()}.** {told.says}"),
        _filled(f"*Looks at.* {told.looks}"),
        _filled(f"*Why.* {told.why}"),
        _filled(f"*Mend it.* {told.mend}"),
    ]
    return "\n\n".join([*parts, f"```\n{told.example}\n```"] if told.example else parts)


def _filled(text: str) -> str:
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def as_table(head: str, rows: Iterator[str] | tuple[str, ...]) -> str:
    return "\n".join([f"| {head} |", f"|{' --- |' * (head.count('|') + 1)}", *(f"| {row} |" for row in rows)])


if __name__ == "__main__":
    Path(__file__).with_name("checks.md").write_text(checks(), encoding="utf-8")
