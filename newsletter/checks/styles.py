"""Checks of the style blocks that stay in a page's head."""

from collections.abc import Iterator

from newsletter.checks.accessibility import parse
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof

#: Bytes. Gmail drops all styles of a page that has more than 16 kB of them.
LARGEST_STYLE = 16_000
LARGE_STYLE = 8_000


def check_styles(proof: Proof) -> Iterator[Finding]:
    """Findings about size and nesting; what stands in comments for Outlook is not counted, as nobody else reads it."""
    page = parse(proof.letter.html) if proof.letter is not None else None
    if page is None:
        return
    blocks = [style.text or "" for style in page.iter("style")]
    size = sum(len(block.encode()) for block in blocks)
    finding_id = "style-too-large" if size > LARGEST_STYLE else "style-large" if size > LARGE_STYLE else ""
    where = proof.styled()
    if finding_id:
        yield found(
            finding_id,
            f"The style blocks in the page's head have {size / 1000:.0f} kB. Gmail drops all of them above 16 kB.",
            remedy="Take rules out of @media; rules outside it are written into the elements and do not count.",
            where=where,
        )
    if any(_is_nested(block) for block in blocks):
        yield found(
            "style-nested",
            "A rule that begins with @ stands inside another one; Gmail then drops the whole style block.",
            remedy="Write the two one after the other: @media (…) and (…) joins conditions.",
            where=where,
        )


def _is_nested(css: str) -> bool:
    depth, inside = 0, 0
    for sign in css:
        if sign == "@" and depth and inside:
            return True
        inside = inside or (depth + 1 if sign == "@" else 0)
        depth += (sign == "{") - (sign == "}")
        if sign == "}" and not depth:
            inside = 0
    return False
