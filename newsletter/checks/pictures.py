"""Checks of the pictures that a letter shows: each is there, light enough, and says in words what it shows.

Whether a picture may be shown is looked at with its credit (licence.py), and that the credit is printed with the
parts (agreement.py).
"""

import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from newsletter.articles.article import Article, Photo
from newsletter.checks.alternative import says_nothing
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.content import one_line
from newsletter.settings import PictureMode

#: Screen readers read an alternative text in one go.
LONGEST_ALT = 125
#: Share of a logo's outlines that must stand out 3 to 1 from what it lies on.
LEAST_SEEN = 0.75
_TOML = "newsletter.toml"


def check_pictures(proof: Proof) -> Iterator[Finding]:
    """Findings about the pictures of an issue and the branch's logo."""
    for fault in proof.gallery.faults:
        yield found(fault.id, fault.message, remedy=fault.remedy, where=fault.where)
    for article in proof.articles:
        if article.photo is not None and article.slug in proof.gallery.pictures:
            yield from _words(article, article.photo)
    yield from _logo(proof)


def _logo(proof: Proof) -> Iterator[Finding]:
    branch, logo = proof.branch, proof.gallery.logo
    if branch.logo and proof.gallery.mode is PictureMode.NONE:
        yield found(
            "logo-not-shown",
            "The settings name a logo, and letters show no pictures; only the printed notice has it.",
            remedy='Write mode = "cid" under [pictures], or take the line logo out.',
            where=_TOML,
        )
    if logo is None:
        return
    if logo.seen < LEAST_SEEN:
        part = f"Of the logo's outlines, {logo.seen:.0%} stand out from what it lies on; many cannot see the rest."
        # There may be no outlines at all: a share of nothing tells nobody anything.
        nothing = "Nothing in the logo stands out: it is one flat colour, or its colours are too near to each other."
        yield found(
            "logo-contrast",
            part if round(logo.seen, 2) else nothing,
            remedy="Use a version in one dark colour, or one that brings a ground from which all of it stands out.",
            where=_TOML,
        )
    alt = one_line(branch.logo_alt)
    if _is_file_name(alt, branch.logo):
        yield found(
            "alt-unhelpful",
            "The alternative text of the logo is the name of its file.",
            remedy="Say what it shows, or take logo_alt out: the branch's name stands beside it as text.",
            where=_TOML,
        )
    elif len(alt) > LONGEST_ALT:
        yield found(
            "alt-long",
            f"The alternative text of the logo has {len(alt)} characters.",
            remedy=f"Cut it to {LONGEST_ALT}; it is heard at the beginning of every letter.",
            where=_TOML,
        )


def _words(article: Article, photo: Photo) -> Iterator[Finding]:
    where, alt = article.where("photo.alt"), one_line(photo.alt)
    if not alt:
        yield found(
            "picture-no-alt",
            f"The picture of {article.slug} has no alternative text.",
            remedy="Say in a sentence what it shows, for those who do not see it: write it as photo alt.",
            where=where,
        )
    elif fault := _fault(alt, photo):
        yield found(
            "alt-unhelpful",
            f"The alternative text of the picture of {article.slug} {fault}.",
            remedy="Say what can be seen: “Marchers with flags on a bridge”.",
            where=where,
        )
    elif len(alt) > LONGEST_ALT:
        yield found(
            "alt-long",
            f"The alternative text of the picture of {article.slug} has {len(alt)} characters.",
            remedy=f"Cut it to {LONGEST_ALT}: what matters in the picture, in one sentence.",
            where=where,
        )


def _fault(alt: str, photo: Photo) -> str:
    """What is wrong with it, as the end of a sentence; "" where it may well say what there is to see."""
    if _same(alt, photo.caption):
        return "is its caption again"
    if says_nothing(alt):
        return f"(“{alt[:40]}”) says nothing"
    return "is the name of its file" if _is_file_name(alt, photo.file) else ""


def _same(text: str, other: str) -> bool:
    return bool(_bare(other)) and _bare(text) == _bare(other)


def _is_file_name(alt: str, file: str) -> bool:
    path = PurePosixPath(file)
    return any(_same(alt, name) for name in (file, path.name, path.stem))


def _bare(text: str) -> str:
    """Letters and digits only, as people hear it."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
