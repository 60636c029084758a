"""All checks of an issue: `issue check` prints what they find, `send` refuses while there is a blocker."""

from newsletter.checks.content import check_content
from newsletter.checks.design import check_design
from newsletter.checks.email import check_email
from newsletter.checks.finding import Finding, Level, found
from newsletter.checks.law import check_law
from newsletter.checks.links import check_links
from newsletter.checks.pictures import check_pictures
from newsletter.checks.proof import Proof
from newsletter.checks.words import check_words


def check(proof: Proof) -> tuple[Finding, ...]:
    """Everything the checks find, blockers first, each group in the order of reading."""
    findings = [*check_email(proof), *check_content(proof), *check_links(proof)]
    findings += [*check_law(proof), *check_design(proof), *check_words(proof), *check_pictures(proof)]
    findings += _rendering(proof, {finding.id for finding in findings})
    return tuple(sorted(findings, key=lambda finding: finding.level is not Level.BLOCKER))


def has_blocker(findings: tuple[Finding, ...]) -> bool:
    """Whether anything must be mended before sending."""
    return any(finding.level is Level.BLOCKER for finding in findings)


def _rendering(proof: Proof, known: set[str]) -> list[Finding]:
    """What stopped the letter from being made, unless a check has said it already."""
    error = proof.error
    if error is None or error.code in known:
        return []
    where = proof.issue.where("design")
    return [found("not-rendered", error.message, remedy=error.remedy, where=where)]
