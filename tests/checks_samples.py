"""Proofs for the tests of checks: an issue in order, and what is changed about it or about its finished letter."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rendering_samples import NONCE, UNSUBSCRIBE, make_article, make_branch, make_issue

from newsletter.checks.proof import Proof
from newsletter.errors import RenderingError
from newsletter.issue import Issue
from newsletter.rendering.compose import PROVIDER_UNSUBSCRIBE, compose
from newsletter.rendering.message import Letter
from newsletter.rendering.templates import own_files
from newsletter.settings import Branch, TransportName

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
    made.setdefault("own", own_files(made["issue"].design, templates))
    letter, error = _rendered(made["issue"], made["articles"], made["branch"], templates, made["unsubscribe"])
    return Proof(**({"letter": letter, "error": error} | made))


def _rendered(
    issue: Issue, articles: tuple, branch: Branch, templates: Path | None, unsubscribe: str
) -> tuple[Letter | None, RenderingError | None]:
    """The letter, or why there is none. Most faults are made in a finished letter: the same one is rendered once."""
    key = repr((issue, issue.translation_of, articles, branch, templates, unsubscribe))
    if key not in _KEPT or templates is not None:
        try:
            letter = compose(
                issue, articles, branch, templates=templates, unsubscribe=unsubscribe, nonce=NONCE
            )
            _KEPT[key] = (letter, None)
        except RenderingError as failure:
            _KEPT[key] = (None, failure)
    return _KEPT[key]


_KEPT: dict[str, tuple[Letter | None, RenderingError | None]] = {}

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
