"""Whether an article may be published by now, as far as the embargo says that it came with."""

from collections.abc import Iterator

from newsletter.articles.reading.embargo import moment_of
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof

_SHOWN = 100  # characters


def check_embargoes(proof: Proof) -> Iterator[Finding]:
    """One finding for each article whose embargo has not ended, or whose end nobody can tell."""
    zone = proof.branch.zone
    for article in proof.articles:
        if not article.embargo:
            continue
        said, lifted = article.embargo[:_SHOWN], f"newsletter article edit {article.slug}"
        ends = moment_of(article.embargo, zone, proof.now, article.published)
        if ends is None:
            yield found(
                "embargo-unclear",
                f"{article.slug} came under an embargo, and until when is not clear: “{said}”.",
                remedy="Ask whoever sent it. Write the moment as `embargo: 2026-12-04 00:01`, or take that line away "
                f"if the embargo is lifted: {lifted}",
                where=article.where("embargo"),
            )
        elif proof.now < ends:
            until = ends.astimezone(zone).strftime("%Y-%m-%d %H:%M")
            yield found(
                "embargo-stands",
                f"{article.slug} may not be published before {until}: “{said}”.",
                remedy="Send it after that. If whoever sent it has lifted the embargo, take the line `embargo:` out "
                f"of its file: {lifted}",
                where=article.where("embargo"),
            )
