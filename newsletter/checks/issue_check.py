"""All checks of an issue: `issue check` prints what they find, `send` refuses while there is a blocker."""

from collections.abc import Callable, Iterator

from newsletter.checks.accessibility import check_accessibility
from newsletter.checks.agreement import check_agreement
from newsletter.checks.content import check_content
from newsletter.checks.deadlines import check_deadlines
from newsletter.checks.design import check_design
from newsletter.checks.disputes import check_disputes
from newsletter.checks.election import check_election
from newsletter.checks.email import check_email
from newsletter.checks.embargo import check_embargoes
from newsletter.checks.faithfulness import check_faithfulness
from newsletter.checks.finding import Finding, Level, found
from newsletter.checks.law import check_law
from newsletter.checks.licence import check_licences
from newsletter.checks.links import check_links
from newsletter.checks.pictures import check_pictures
from newsletter.checks.plain import check_plain
from newsletter.checks.policy import apply
from newsletter.checks.private import check_private
from newsletter.checks.proof import Proof
from newsletter.checks.styles import check_styles
from newsletter.checks.translation import check_translation
from newsletter.checks.words import check_words

#: Codes of errors that name what is wrong with a design, whatever the issue says.
OF_THE_DESIGN = frozenset(
    {
        "no-design",
        "template",
        "template-limit",
        "template-link",
        "style-sheet",
        "empty-page",
        "active-content",
    }
)
#: In the order of what is printed.
CHECKS: tuple[Callable[[Proof], Iterator[Finding]], ...] = (
    check_email,
    check_styles,
    check_design,
    check_words,
    check_translation,
    check_content,
    check_faithfulness,
    check_private,
    check_embargoes,
    check_plain,
    check_deadlines,
    check_licences,
    check_pictures,
    check_links,
    check_accessibility,
    check_agreement,
    check_election,
    check_disputes,
    check_law,
)


def check(proof: Proof) -> tuple[Finding, ...]:
    """Everything the checks find, blockers first, each group in the order of reading."""
    findings = [finding for each in CHECKS for finding in each(proof)]
    findings += _rendering(proof, {finding.id for finding in findings})
    wanted = apply(findings, proof.policy)
    return tuple(sorted(wanted, key=lambda finding: finding.level is not Level.BLOCKER))


def has_blocker(findings: tuple[Finding, ...]) -> bool:
    """Whether anything must be mended before sending."""
    return any(finding.level is Level.BLOCKER for finding in findings)


def _rendering(proof: Proof, known: set[str]) -> list[Finding]:
    """What stopped the letter from being made, unless a check has said it already."""
    error = proof.error
    if error is None or error.code in known:
        return []
    issue, main = proof.issue, proof.issue.translation_of
    # A fault of the design is one fault, however many languages the letter has: alike findings are told once.
    is_shared = main is not None and main.design == issue.design and error.code in OF_THE_DESIGN
    where = (main if main is not None and is_shared else issue).where("design")
    return [found("not-rendered", error.message, remedy=error.remedy, where=where)]
