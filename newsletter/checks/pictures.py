"""Checks of pictures: each is there and light enough, says in words what it shows, and may be shown by its licence.

UK law excludes photographs from fair dealing for news (Copyright, Designs and Patents Act 1988, section 30(2)): that a
picture stood in the article is no permission. Not legal advice.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from newsletter.articles.article import Article, Photo
from newsletter.articles.licence import RESERVED, licence_label
from newsletter.checks import page
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering.content import one_line

#: Screen readers read an alternative text in one go.
LONGEST_ALT = 125
#: A licence that lets a picture be shown as it is only.
_NO_DERIVATIVES = re.compile(r"(LicenseRef-)?CC-BY(-NC)?-ND\b.*")


def check_pictures(proof: Proof) -> Iterator[Finding]:
    """Findings about the pictures of an issue; none where letters show no pictures."""
    for fault in proof.gallery.faults:
        yield found(fault.id, fault.message, remedy=fault.remedy, where=fault.where)
    for article in proof.articles:
        if article.photo is not None and article.slug in proof.gallery.pictures:
            yield from _words(article, article.photo)
            yield from _licence(article, article.photo)
            yield from _credit(proof, article, article.photo)


def _words(article: Article, photo: Photo) -> Iterator[Finding]:
    where, alt = article.where("photo.alt"), one_line(photo.alt)
    if not alt:
        yield found(
            "picture-no-alt",
            f"The picture of {article.slug} has no alternative text.",
            remedy="Say in a sentence what it shows, for those who do not see it: write it as photo alt.",
            where=where,
        )
    elif _same(alt, photo.caption) or _is_file_name(alt, photo.file):
        what = "its caption again" if _same(alt, photo.caption) else "the name of its file"
        yield found(
            "picture-alt-poor",
            f"The alternative text of the picture of {article.slug} is {what}.",
            remedy="Say what can be seen: “Marchers with flags on a bridge”.",
            where=where,
        )
    elif len(alt) > LONGEST_ALT:
        yield found(
            "picture-alt-long",
            f"The alternative text of the picture of {article.slug} has {len(alt)} characters.",
            remedy=f"Cut it to {LONGEST_ALT}: what matters in the picture, in one sentence.",
            where=where,
        )


def _same(text: str, other: str) -> bool:
    return bool(_bare(other)) and _bare(text) == _bare(other)


def _is_file_name(alt: str, file: str) -> bool:
    path = PurePosixPath(file)
    return any(_same(alt, name) for name in (file, path.name, path.stem))


def _bare(text: str) -> str:
    """Letters and digits only, as people hear it."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _licence(article: Article, photo: Photo) -> Iterator[Finding]:
    if photo.licence == RESERVED:
        yield found(
            "picture-reserved",
            f"All rights in the picture of {article.slug} are reserved; it must not be shown without permission.",
            remedy="Ask for permission and then write: licence: LicenseRef-permission; or take the line `file:` out.",
            where=article.where("photo.licence"),
        )
    if photo.changes and _NO_DERIVATIVES.fullmatch(photo.licence):
        yield found(
            "picture-no-derivatives",
            f"The licence of the picture of {article.slug} allows no changes, and changes are recorded.",
            remedy="Use the whole picture as it was, and take the line `changes:` out; or take another picture.",
            where=article.where("photo.changes"),
        )


def _credit(proof: Proof, article: Article, photo: Photo) -> Iterator[Finding]:
    """What names neither author nor licence is found elsewhere (content.py): here it is lost on the way."""
    for name, source in proof.parts():
        words = _joined(page.read(source).words if name == "HTML" else source)
        needed = (one_line(photo.author), licence_label(photo.licence) if photo.licence else "")
        if not all(_joined(each) in words for each in needed):
            yield found(
                "picture-no-credit",
                f"The {name} part does not say who made the picture of {article.slug}, or its licence.",
                remedy='The design must include "email/shared/picture.html.j2" and "email/shared/picture.txt.j2".',
                where=proof.design if name == "HTML" else proof.design.replace(".html.j2", ".txt.j2"),
            )


def _joined(text: str) -> str:
    """Without white space: the text part breaks its lines anywhere."""
    return "".join(text.split())
