"""Looks, before anything is sent, whether what the letters show and lead to lies on the branch's web space."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsletter.checks.finding import Finding, found
from newsletter.desk.proof import Checked, read_all, web_link
from newsletter.desk.words import counted
from newsletter.issue import Issue
from newsletter.rendering.pictures import Gallery, Picture
from newsletter.sending.campaign import Kind
from newsletter.settings import PictureMode, TransportName
from newsletter.wiring import House

#: For one answer, in seconds.
PATIENCE = 15.0
_LARGEST = 1_000_000


def with_published(house: House, checked: Checked, transport: TransportName) -> Checked:
    """The checks with what was found on the web space.

    A rehearsal asks nobody but its own provider, so drills through SendGrid do not look.
    """
    if transport is TransportName.SENDGRID and house.kind_of(transport) is Kind.DRILL:
        return checked
    return replace(checked, findings=(*tuple(_missing(house, checked)), *checked.findings))


def _missing(house: House, checked: Checked) -> Iterator[Finding]:
    pictures, pages = _look_at_pictures(checked.gallery), _look_at_pages(house, checked.issue)
    pictures_wrong = [f"{address}: {fault}" for address, fault in pictures.items() if fault]
    pages_wrong = [f"{link}: {fault}" for link, fault in pages.items() if fault]
    if pages and _is_one_cause([*pages.values(), *pictures.values()]):
        # Never published, or the web space is away: one thing to do, so it is said once.
        there = ", ".join(_numbers(len(pages), len(pictures)))
        yield _page_finding(
            house, checked.issue, f"Nothing of the letter is on your web space ({there}): {pages_wrong[0]}."
        )
        return
    if pictures_wrong:
        yield _picture_finding(checked.issue, pictures_wrong)
    for wrong in pages_wrong:
        yield _page_finding(
            house, checked.issue, f"The letter leads to its web version, which is not there: {wrong}."
        )


def _look_at_pictures(gallery: Gallery) -> dict[str, str]:
    """Address and fault of each picture that letters show from the web space."""
    places = [(picture, gallery.addresses.get(picture.name, "")) for picture in gallery.different]
    return {address: _fault(address, picture) for picture, address in places if address}


def _look_at_pages(house: House, issue: Issue) -> dict[str, str]:
    """Address and fault of the web version in each language."""
    links = [web_link(house, each) for each in read_all(house, issue)]
    return {link: _fault(link, None) for link in links if link}


def _picture_finding(issue: Issue, wrong: Sequence[str]) -> Finding:
    others = "" if len(wrong) == 1 else f" ({len(wrong)} pictures are not as they should be)"
    return found(
        "picture-not-published",
        f"A picture of the letter is not on your web space{others}: {wrong[0]}.",
        remedy=f"{_publish_it(issue)}.",
        where=issue.where("articles"),
    )


def _page_finding(house: House, issue: Issue, message: str) -> Finding:
    needs_place = house.settings.pictures.mode is PictureMode.PUBLISH
    otherwise = "" if needs_place else "; or take base_url out of newsletter.toml"
    remedy = f"{_publish_it(issue)}{otherwise}."
    return found("page-not-published", message, remedy=remedy, where=issue.where("id"))


def _publish_it(issue: Issue) -> str:
    return f"Publish it: newsletter issue publish {issue.slug} FOLDER, then copy the whole folder to your web space"


def _is_one_cause(faults: Sequence[str]) -> bool:
    """Whether several things are wrong in the same way, and none is right."""
    return len(faults) > 1 and all(faults) and len(set(faults)) == 1


def _numbers(pages: int, pictures: int) -> Iterator[str]:
    yield counted(pages, "page", "pages")
    if pictures:
        yield counted(pictures, "picture", "pictures")


def _fault(address: str, picture: Picture | None) -> str:
    """What is wrong with an answer, "" where it is the picture, or a page."""
    import httpx  # noqa: PLC0415 an HTTP client takes 0.3 s to import

    end = time.monotonic() + PATIENCE
    content = b""
    try:
        with (
            httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", address, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                return f"the answer is {answer.status_code}, not 200"
            media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if media_type != (picture.media_type if picture else "text/html"):
                return f"its type is {media_type or 'not said'}"[:80]
            for piece in answer.iter_bytes():
                content += piece
                if picture is None or len(content) > _LARGEST or time.monotonic() > end:
                    break
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return "there is no answer"
    if picture is not None and len(content) != len(picture.content):
        return f"it has not the {len(picture.content):,} bytes that were made"
    return ""
