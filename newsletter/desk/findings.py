"""Findings for scripts: as data, and as the errors that end a command."""

from newsletter.checks.finding import Finding


def as_data(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.id,
        "level": str(finding.level),
        "message": finding.message,
        "remedy": finding.remedy,
        "where": finding.where,
    }


def as_error(finding: Finding) -> dict[str, str]:
    """A blocker as what stopped a command."""
    return {
        "code": finding.id,
        "message": f"{finding.where}: {finding.message}",
        "remedy": finding.remedy,
    }
