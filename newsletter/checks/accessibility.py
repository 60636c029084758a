"""Checks of the finished page for those who hear it, enlarge it, or press with a trembling thumb.

WCAG 2.2, levels A and AA, as far as a mail's source shows them. The page is judged, not the template, so that a design
of the branch's own is judged as well. Contrast and reflow want a browser and are not looked at here.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from newsletter.checks.alternative import says_nothing
from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.rendering import markup
from newsletter.rendering.content import one_line
from newsletter.rendering.links import safe_link
from newsletter.rendering.words import primary

#: CSS pixels (WCAG 2.5.8); links inside a sentence are excepted there.
SMALLEST_TARGET = 24
LONGEST_ALT = 125
_NO_ROLE = ("presentation", "none")
_FILE_NAME = re.compile(
    r"(?:img|dsc|dscn|pxl|image|picture|photo|screenshot)?[\s_-]*[\w-]*\.(?:jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?)|"
    r"(?:img|dsc|dscn|pxl)[_-]?\d+",
    re.IGNORECASE,
)
_ADVICE_ALT = "Say in a sentence what can be seen, as you would on the telephone."


def check_accessibility(proof: Proof) -> Iterator[Finding]:
    """Findings about the finished page, then about pictures of the introduction."""
    if proof.letter is not None:
        page = parse(proof.letter.html)
        if page is not None:
            yield from _language(proof, page)
            yield from _foreign(proof, page)
            yield from _title(proof, page)
            yield from _headings(proof, page)
            yield from _tables(proof, page)
            yield from _link_names(proof, page)
            yield from _targets(proof, page)
            yield from _pictures(proof, page)
    for picture in markup.pictures(proof.intro.text):
        where = proof.intro.where_line(picture.line)
        yield from _alt(proof, picture.alt, picture.source, where=where)


def parse(html: str) -> Any:
    """The page as a tree; None where there is none."""
    from lxml import etree  # noqa: PLC0415 - comes with premailer, which has made the page

    return (
        etree.fromstring(html, etree.HTMLParser(no_network=True, remove_comments=True))
        if html.strip()
        else None
    )


def shown(element: Any) -> str:
    """The words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _without_names(text: str, nonce: str) -> str:
    """The tags of merge fields differ between the parts; what they stand for does not."""
    return re.sub(rf"{nonce}[ht]\d\d", "Friend", text)


# --- the page itself -------------------------------------------------------------------------------------


def _language(proof: Proof, page: Any) -> Iterator[Finding]:
    said = (page.get("lang") or "").strip()
    if primary(said) != primary(proof.issue.language):
        what = f"says lang=“{said[:20]}”" if said else "does not say its language"
        yield found(
            "page-no-language",
            f"The page {what}, so a screen reader reads the letter with the wrong voice.",
            remedy='Write <html lang="{{ language }}" dir="{{ direction }}"> in the design.',
            where=proof.design,
        )


def _foreign(proof: Proof, page: Any) -> Iterator[Finding]:
    for article in proof.articles:
        language, title = primary(article.language), one_line(article.title)
        if not language or not title or language == primary(proof.issue.language):
            continue
        places = [element for element in page.iter("*") if title in " ".join((element.text or "").split())]
        if any(primary(_nearest(place, "lang")) != language for place in places if place.tag != "title"):
            yield found(
                "foreign-no-language",
                f"The title of {article.slug} is in another language ({article.language}), and the page hides that.",
                remedy='Write lang="{{ article.title.language }}" on the title\'s element, as the shipped design does.',
                where=proof.design,
            )


def _nearest(element: Any, name: str) -> str:
    while element is not None:
        if element.get(name):
            return str(element.get(name))
        element = element.getparent()
    return ""


def _title(proof: Proof, page: Any) -> Iterator[Finding]:
    if proof.letter is None or not proof.issue.subject.strip():
        return
    title = page.find("head/title")
    said = "" if title is None else _without_names(shown(title), proof.letter.nonce)
    if said != _without_names(" ".join(proof.letter.subject.split()), proof.letter.nonce):
        yield found(
            "title-differs",
            "The page's title is not the subject; it is what a browser and a screen reader say first.",
            remedy="Write <title>{{ subject }}</title> into the head of the design.",
            where=proof.design,
        )


def _headings(proof: Proof, page: Any) -> Iterator[Finding]:
    headings = [
        element for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6") if not _is_hidden(element)
    ]
    levels = [int(heading.tag[1]) for heading in headings]
    faults = []
    if levels.count(1) != 1:
        faults.append(f"it has {levels.count(1) or 'no'} main headings (h1) where one belongs")
    if any(after > before + 1 for before, after in pairwise(levels)):
        faults.append("a level is skipped")
    # A missing subject is said by itself; the main heading is empty then.
    if not all(shown(heading) for heading in headings if heading.tag != "h1" or proof.issue.subject.strip()):
        faults.append("one is empty")
    if faults:
        yield found(
            "heading-order",
            f"The page's headings do not stand in order: {', '.join(faults)}.",
            remedy="Write the subject as h1, articles and sections as h2, what is below them as h3.",
            where=proof.design,
        )


def _is_hidden(element: Any) -> bool:
    while element is not None:
        if re.search(r"display\s*:\s*none", element.get("style", "")):
            return True
        element = element.getparent()
    return False


def _tables(proof: Proof, page: Any) -> Iterator[Finding]:
    laid_out = unscoped = False
    for table in page.iter("table"):
        heads = [cell for cell in table.iter("th") if next(cell.iterancestors("table")) is table]
        is_layout = table.get("role", "").lower() in _NO_ROLE
        laid_out |= is_layout == bool(heads)
        unscoped |= bool(heads) and not is_layout and not all(head.get("scope") for head in heads)
    if laid_out:
        yield found(
            "table-no-role",
            "The page has a table for its layout that is read out as a table of figures, or the other way round.",
            remedy='Write role="presentation" on tables that hold the layout, and on no other. Figures have th cells.',
            where=proof.design,
        )
    if unscoped:
        yield found(
            "table-no-scope",
            "A table has heading cells that do not say what they head.",
            remedy='Write <th scope="col"> above a column and <th scope="row"> before a row.',
            where=proof.design,
        )


# --- links -----------------------------------------------------------------------------------------------


def _link_names(proof: Proof, page: Any) -> Iterator[Finding]:
    """Words that people wrote are looked at by links.py; here it is the design that repeats itself."""
    written = {" ".join(link.words.lower().split()) for link in markup.links(proof.intro.text)}
    written |= {" ".join(action.button.lower().split()) for action in proof.issue.actions}
    targets: dict[str, str] = {}
    for link in page.iter("a"):
        name, target = _name(link).lower(), (link.get("href") or "").strip()
        if not name or name in written or not safe_link(target):
            continue
        if targets.setdefault(name, target) != target:
            yield found(
                "link-words-twice",
                f"Several links of the page are called “{name[:40]}” and lead to different places.",
                remedy='Name the article in each, or write aria-label="{{ article.read_label }}" on the link.',
                where=proof.design,
            )
            return


def _name(link: Any) -> str:
    """What a screen reader calls a link."""
    label = " ".join(link.get("aria-label", "").split())
    return label or " ".join([shown(link), *(picture.get("alt", "") for picture in link.iter("img"))]).strip()


def _targets(proof: Proof, page: Any) -> Iterator[Finding]:
    for link in page.iter("a"):
        height = _height(_style(link))
        if height is not None and height < SMALLEST_TARGET:
            yield found(
                "target-small",
                f"A button or link that stands by itself is {height:.0f} pixels high (“{shown(link)[:30]}”).",
                remedy=f"Give it padding above and below in style.css: {SMALLEST_TARGET} pixels at least, 44 are good.",
                where=proof.design,
            )
            return


def _style(element: Any) -> dict[str, str]:
    parts = (part.partition(":") for part in element.get("style", "").lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in parts if value}


def _height(style: dict[str, str]) -> float | None:
    """Pixels of a link that is a block of its own; None for others, and where the style does not say."""
    if style.get("display") not in ("block", "inline-block"):
        return None
    size = _pixels(style.get("font-size", ""))
    line = _pixels(style.get("line-height", ""))
    if line is None and size is None:
        return None
    sides = style.get("padding", "0").split()
    above = _pixels(style.get("padding-top", sides[0] if sides else "0")) or 0
    below = (
        _pixels(style.get("padding-bottom", sides[2] if len(sides) > 2 else sides[0] if sides else "0")) or 0
    )
    least = _pixels(style.get("min-height", style.get("height", "0"))) or 0
    return max(least, (line if line is not None else 1.2 * (size or 0)) + above + below)


def _pixels(value: str) -> float | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:px)?", value)
    return float(match[1]) if match and (value.endswith("px") or match[1] == "0") else None


# --- pictures --------------------------------------------------------------------------------------------


def _pictures(proof: Proof, page: Any) -> Iterator[Finding]:
    embedded, own = False, proof.own_pictures
    for picture in page.iter("img"):
        source = picture.get("src", "").strip()
        embedded |= source.lower().startswith("data:")
        # What the pictures of articles say is looked at in their files (pictures.py).
        if picture.get("alt") and source not in own:
            yield from _alt(proof, picture.get("alt"), source, where=proof.design)
    if embedded:
        yield found(
            "picture-embedded",
            "A picture stands in the page itself (data:…); Gmail and Outlook show an empty box for it.",
            remedy="Take it out of the design, or say it in words.",
            where=proof.design,
        )


def _alt(proof: Proof, alt: str, source: str, *, where: str) -> Iterator[Finding]:
    plain = " ".join(alt.split())
    file = source.rsplit("/", 1)[-1].partition("?")[0]
    captions = {one_line(article.photo.caption).lower() for article in proof.articles if article.photo} - {""}
    if says_nothing(plain):
        message = f"The alternative text “{plain[:40]}” says nothing of the picture."
        yield found("alt-unhelpful", message, remedy=_ADVICE_ALT, where=where)
    elif plain and (plain in (file, file.rpartition(".")[0]) or _FILE_NAME.fullmatch(plain[:200])):
        message = (
            f"The alternative text “{plain[:40]}” is the name of a file, and says nothing of the picture."
        )
        yield found("alt-unhelpful", message, remedy=_ADVICE_ALT, where=where)
    elif plain.lower() in captions:
        message = (
            f"The alternative text repeats the caption (“{plain[:40]}”); who hears the letter hears it twice."
        )
        yield found("alt-unhelpful", message, remedy=_ADVICE_ALT, where=where)
    if len(plain) > LONGEST_ALT:
        message = f"An alternative text has {len(plain)} characters; it is read out in one breath."
        remedy = f"Keep to {LONGEST_ALT}; what matters beyond that belongs into the letter."
        yield found("alt-long", message, remedy=remedy, where=where)
