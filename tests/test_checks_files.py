"""Findings name the true line of files as a secretary has them."""

from datetime import UTC, datetime
from pathlib import Path

from rendering_samples import UNSUBSCRIBE, make_article, make_branch, make_photo, make_summary

from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.article import SummaryState
from newsletter.checks.finding import Finding
from newsletter.checks.issue_check import check
from newsletter.checks.proof import Proof
from newsletter.settings import TransportName
from newsletter.workspace import Workspace


def findings(workspace: Workspace, slug: str, article: str) -> dict[str, Finding]:
    proof = Proof(
        issue=issues.load(workspace, slug, make_branch()),
        articles=(articles.load(workspace, article),),
        branch=make_branch(),
        transport=TransportName.OUTBOX,
        unsubscribe=UNSUBSCRIBE,
        now=datetime(2026, 10, 20, tzinfo=UTC),
    )
    return {finding.id: finding for finding in check(proof)}


def line_of(workspace: Workspace, finding: Finding) -> str:
    file, _, line = finding.where.rpartition(":")
    return (workspace.root / file).read_text(encoding="utf-8").split("\n")[int(line) - 1]


def test_a_finding_leads_to_the_line_it_is_about(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    articles.save(
        workspace,
        make_article(
            url="www.example.org",
            photo=make_photo(author="", licence="CC-BY"),
            summary=make_summary("Short words.", state=SummaryState.PROPOSED),
            paragraphs=("One.",),
        ),
    )
    issues.create(workspace, "october", make_branch(), subject="RE: [sic]", preheader="", articles=("mill",))
    path = workspace.issue("october")
    path.write_text(path.read_text(encoding="utf-8") + "\nAnd [here](ftp://example.org).\n", encoding="utf-8")

    found = findings(workspace, "october", "mill")

    assert "RE: [sic]" in line_of(workspace, found["unknown-field"])
    assert "preheader" in line_of(workspace, found["no-preheader"])
    assert "www.example.org" in line_of(workspace, found["bad-link"])
    assert line_of(workspace, found["photo-no-author"]).strip().startswith("author:")
    assert "CC-BY" in line_of(workspace, found["licence-no-version"])
    assert "Short words." in line_of(workspace, found["summary-proposed"])


def test_a_link_in_the_introduction_is_found_on_its_line(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    articles.save(workspace, make_article(paragraphs=(make_summary().text,)))
    issues.create(workspace, "october", make_branch(), subject="News", preheader="More", articles=("mill",))
    path = workspace.issue("october")
    path.write_text(path.read_text(encoding="utf-8") + "\nAnd [ours](ftp://example.org).\n", encoding="utf-8")

    assert "ftp://" in line_of(workspace, findings(workspace, "october", "mill")["bad-link"])


def test_the_words_of_a_new_issue_are_known_as_such(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    articles.save(workspace, make_article(paragraphs=(make_summary().text,)))
    issues.create(workspace, "october", make_branch(), subject="News", preheader="More", articles=("mill",))

    assert list(findings(workspace, "october", "mill")) == ["intro-unwritten"]
