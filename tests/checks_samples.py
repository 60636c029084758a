"""Proofs for the tests of checks: an issue in order, and what is changed about it or about its finished letter."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rendering_samples import NONCE, UNSUBSCRIBE, make_article, make_branch, make_issue

from newsletter.checks.proof import Proof
from newsletter.errors import RenderingError
from newsletter.rendering.compose import PROVIDER_UNSUBSCRIBE, compose
from newsletter.settings import TransportName

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


def make_proof(
    issue: dict | None = None,
    article: dict | None = None,
    branch: dict | None = None,
    templates: Path | None = None,
    articles: tuple | None = None,
    **changes: object,
) -> Proof:
    """A proof whose letter is made as the desk makes it; a RenderingError goes into the proof."""
    made = {
        "issue": make_issue(**(issue or {})),
        "articles": articles if articles is not None else (make_article(**(article or {})),),
        "branch": make_branch(**(branch or {})),
        "transport": TransportName.OUTBOX,
        "unsubscribe": UNSUBSCRIBE,
        "now": NOW,
    } | changes
    letter = error = None
    try:
        letter = compose(
            made["issue"], made["articles"], made["branch"],
            templates=templates, unsubscribe=made["unsubscribe"], nonce=NONCE,
        )  # fmt: skip
    except RenderingError as failure:
        error = failure
    return Proof(**({"letter": letter, "error": error} | made))


SENDGRID = {"transport": TransportName.SENDGRID, "unsubscribe": PROVIDER_UNSUBSCRIBE}


def changed(proof: Proof, part: str, addition: str, *, cut: str = "", put: str = "") -> Proof:
    """The proof with one part of its letter changed, as a branch's own template might."""
    source = getattr(proof.letter, part)
    assert cut in source, f"the letter has no {cut}"
    source = source.replace(cut, put) if cut else source
    source = source.replace("</body>", f"{addition}</body>") if part == "html" else source + addition
    return replace(proof, letter=replace(proof.letter, **{part: source}))


def make_case(changes: dict) -> Proof:
    """`html` or `text` adds to that part of the finished letter; there `cut` becomes `put`."""
    changes = dict(changes)
    part = next((name for name in ("html", "text") if name in changes), "")
    addition, cut, put = changes.pop(part, ""), changes.pop("cut", ""), changes.pop("put", "")
    proof = make_proof(**changes)
    return changed(proof, part, addition, cut=cut, put=put) if part else proof
