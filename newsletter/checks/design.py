"""Checks of how a letter looks: its colours, its styles, and whether the design fits the issue."""

from collections.abc import Iterator

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.support import unsupported
from newsletter.rendering.palette import readable


def check_design(proof: Proof) -> Iterator[Finding]:
    """Findings about the branch's colour, its own style sheet, and the choice of the design."""
    yield from _colour(proof)
    yield from _choice(proof)
    yield from _styles(proof)


def _colour(proof: Proof) -> Iterator[Finding]:
    colour = proof.branch.colour
    if colour and (shade := readable(colour)) != colour:
        yield found(
            "colour-faint",
            f"Words in {colour}, or light words on it, could not be read by everybody; {shade} is used instead.",
            remedy=f'Write colour = "{shade}" under [branch], or a darker colour of your own.',
            where="newsletter.toml",
        )


def _choice(proof: Proof) -> Iterator[Finding]:
    issue = proof.issue
    if issue.design == "appeal" and not issue.actions:
        yield found(
            "appeal-without-ask",
            "An appeal is made around one call to action, and this issue has none.",
            remedy="Add one under actions, or write design: digest.",
            where=issue.where("design"),
        )


def _styles(proof: Proof) -> Iterator[Finding]:
    """One finding for each property or value that a mail program ignores."""
    if proof.letter is None:
        return
    for what, programs in unsupported(proof.letter.html).items():
        verb = "ignore" if " and " in programs else "ignores"
        yield found(
            "css-unsupported",
            f"The design uses “{what}”, which {programs} {verb}.",
            remedy="Look whether the letter reads well without it; tables, margins and paddings work everywhere.",
            where=proof.styled(*what.split(": ", 1)),
        )
