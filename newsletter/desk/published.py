"""Looks, before anything is sent, whether what the letters show and lead to lies on the branch's web space."""

import time
from collections.abc import Iterator
from dataclasses import replace

from newsletter.checks.finding import Finding, found
from newsletter.desk.proof import Checked, read_all, web_link
from newsletter.rendering.pictures import Picture
from newsletter.sending.campaign import Kind
from newsletter.settings import TransportName
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
    issue = checked.issue
    publish = f"newsletter issue publish {issue.slug} FOLDER, then copy the whole folder to your web space"
    wrong = [
        f"{checked.gallery.addresses[picture.name]}: {fault}"
        for picture in checked.gallery.different
        if picture.name in checked.gallery.addresses
        and (fault := _fault(checked.gallery.addresses[picture.name], picture))
    ]
    if wrong:
        others = "" if len(wrong) == 1 else f" ({len(wrong)} pictures are not as they should be)"
        yield found(
            "picture-not-published",
            f"A picture of the letter is not on your web space{others}: {wrong[0]}.",
            remedy=f"Publish it: {publish}.",
            where=issue.where("articles"),
        )
    for link in filter(None, (web_link(house, each) for each in read_all(house, issue))):
        if not (fault := _fault(link, None)):
            continue
        yield found(
            "page-not-published",
            f"The letter leads to its web version, which is not there: {link}: {fault}.",
            remedy=f"Publish it: {publish}; or take base_url out of newsletter.toml.",
            where=issue.where("id"),
        )


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
