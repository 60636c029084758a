"""The pictures of a letter: made from the branch's own files, named after their content, never anybody else's address.

Each is made in a process with limits (darkroom.py). A file that makes no picture is a fault with its line, and hides
neither the letter nor the other pictures.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from newsletter.articles.article import Article
from newsletter.errors import RenderingError, WorkspaceError
from newsletter.rendering.darkroom import (
    LARGEST_FILE,
    LARGEST_LOGO_FILE,
    MOST_LOGO_PIXELS,
    MOST_PIXELS,
    Flaw,
    Kind,
)
from newsletter.rendering.limits import ENVIRONMENT
from newsletter.rendering.message import Enclosure
from newsletter.settings import PictureMode
from newsletter.workspace import Workspace

#: Where published pictures lie, below the folder's own address.
FOLDER = "pictures"
#: What a letter carries inside at most, a logo apart: every reader's mailbox keeps it.
MOST_ENCLOSED = 3
#: Of all pictures, and of a logo with them.
MOST_ENCLOSED_BYTES = 200_000
#: For one run of the darkroom.
SECONDS = 60
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A finished picture. `width` and `height` are CSS pixels, from the file's own ratio."""

    #: after its content: another picture never has this name.
    name: str
    media_type: str
    content: bytes = field(repr=False)
    width: int
    height: int
    resized: bool
    #: of a logo, the share of its outlines that stand out from what it lies on.
    seen: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why an article has no picture, or the branch no logo: id of the finding, `file:line`, what to do."""

    id: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The pictures of an issue by the slug of their article, and where the letter finds them."""

    mode: PictureMode = PictureMode.NONE
    #: the branch's; None where none is shown.
    logo: Picture | None = None
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[Fault, ...] = ()
    #: what stands before a picture's name in a page.
    place: str = ""

    def source(self, picture: Picture, domain: str) -> str:
        """What a page writes as the picture's address; `domain` ends the ids of enclosed ones."""
        if self.mode is PictureMode.CID:
            return f"cid:{content_id(picture, domain)}"
        return f"{self.place}{picture.name}"

    def joined(self, others: "Iterable[Gallery]") -> "Gallery":
        """This one with the pictures and faults of other languages of the same issue."""
        all_ = (self, *others)
        pictures = {slug: picture for each in all_ for slug, picture in each.pictures.items()}
        faults = tuple(dict.fromkeys(fault for each in all_ for fault in each.faults))
        return replace(self, pictures=MappingProxyType(pictures), faults=faults)

    @property
    def different(self) -> tuple[Picture, ...]:
        """Each picture once, in the order of reading, the logo first."""
        shown = (*([self.logo] if self.logo else ()), *self.pictures.values())
        return tuple({picture.name: picture for picture in shown}.values())

    @property
    def addresses(self) -> Mapping[str, str]:
        """Where a mail program loads each picture from, by its name; empty but in publish mode."""
        if self.mode is not PictureMode.PUBLISH:
            return {}
        return {picture.name: f"{self.place}{picture.name}" for picture in self.different}

    def enclosures(self, html: str, domain: str) -> tuple[Enclosure, ...]:
        """What travels in a letter: the pictures that its page shows by id."""
        if self.mode is not PictureMode.CID:
            return ()
        return tuple(
            Enclosure(
                content_id=content_id(picture, domain),
                name=picture.name,
                media_type=picture.media_type,
                base64=base64.b64encode(picture.content).decode(),
            )
            for picture in self.different
            if f"cid:{content_id(picture, domain)}" in html
        )

    def refuse_faults(self) -> None:
        """Raise RenderingError for the first picture that could not be made."""
        for fault in self.faults:
            raise RenderingError(f"{fault.where}: {fault.message}", remedy=fault.remedy, code=fault.id)


def content_id(picture: Picture, domain: str) -> str:
    """RFC 2392: unique in the world, by the content and our domain."""
    return f"{picture.name.partition('.')[0]}@{domain}"


def gather(
    workspace: Workspace,
    articles: Sequence[Article],
    *,
    mode: PictureMode,
    place: str = "",
    logo: str = "",
) -> Gallery:
    """Make the pictures of the articles, of which the first is the lead, and the logo. Never raises for a file.

    `place` ends with a slash; `logo` is the name of a file of the workspace, "" for none.
    """
    if mode is PictureMode.NONE:
        return Gallery()
    faults: list[Fault] = []
    wanted: list[tuple[Article | None, str]] = []
    named = [(article, article.photo.file) for article in articles if article.photo and article.photo.file]
    for owner, name in (*([(None, logo)] if logo else ()), *named):
        try:
            wanted.append((owner, str(workspace.picture(name).resolve())))
        except WorkspaceError as error:
            faults.append(_elsewhere(owner, error))
    is_logo_inside = mode is PictureMode.CID and any(owner is None for owner, _ in wanted)
    kinds = _kinds([owner is None for owner, _ in wanted], is_logo_inside=is_logo_inside)
    pictures: dict[str, Picture] = {}
    emblem: Picture | None = None
    orders = [(path, kind) for (_, path), kind in zip(wanted, kinds, strict=True)]
    for (owner, _), made in zip(wanted, _developed(orders), strict=True):
        if isinstance(made, Flaw):
            faults.append(_flawed(owner, made))
        elif owner is None:
            emblem = made
        else:
            pictures[owner.slug] = made
    if mode is PictureMode.CID:
        faults += _too_much(articles, pictures, emblem)
    return Gallery(
        mode=mode, logo=emblem, pictures=MappingProxyType(pictures), faults=tuple(faults), place=place
    )


def logo_alone(workspace: Workspace, logo: str) -> Gallery:
    """The branch's logo for a page that shows no other picture. Never raises for a file."""
    return gather(workspace, (), mode=PictureMode.PUBLISH, logo=logo) if logo else Gallery()


def _kinds(are_logos: Sequence[bool], *, is_logo_inside: bool) -> list[Kind]:
    """The first of the articles' pictures leads."""
    lead = Kind.LEAD_BESIDE_LOGO if is_logo_inside else Kind.LEAD
    first = are_logos.index(False) if False in are_logos else None
    return [
        Kind.LOGO if is_logo else lead if number == first else Kind.CARD
        for number, is_logo in enumerate(are_logos)
    ]


def _too_much(
    articles: Sequence[Article], pictures: Mapping[str, Picture], logo: Picture | None
) -> Iterator[Fault]:
    """Every reader gets and keeps what a letter carries inside."""
    seen: dict[str, int] = {}
    beside = len(logo.content) if logo else 0
    for article in articles:
        picture = pictures.get(article.slug)
        if picture is None or picture.name in seen:
            continue
        seen[picture.name] = len(picture.content)
        total = sum(seen.values()) + beside
        if len(seen) > MOST_ENCLOSED or total > MOST_ENCLOSED_BYTES:
            yield _fault(
                article,
                "picture-too-large",
                f"With this picture the letter carries {len(seen)} pictures, {total / 1000:.0f} kB; "
                f"{MOST_ENCLOSED} and {MOST_ENCLOSED_BYTES // 1000} kB are the most.",
                "Take a picture's line `file:` out, or publish pictures on your web space ([pictures] mode).",
            )


def _developed(orders: Sequence[tuple[str, Kind]]) -> Iterator[Picture | Flaw]:
    """One answer for each path. A picture that kills the process does not take the later ones with it."""
    at = 0
    while at < len(orders):
        answers = _run(orders[at:])
        yield from map(_read, answers)
        at += len(answers)
        if at < len(orders):
            yield Flaw.TOO_MUCH
            at += 1


def _run(orders: Sequence[tuple[str, Kind]]) -> list[Mapping[str, Any]]:
    """The answers of one process, as many as it lived to give."""
    try:
        # This very Python, no shell, and no argument that comes from outside.
        output = subprocess.run(
            [sys.executable, "-P", "-m", "newsletter.rendering.darkroom"],
            input=json.dumps({"pictures": orders}).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
        ).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    lines = output.split(b"\n")
    # The last one is what follows the last line end: nothing, or half an answer.
    return [json.loads(line) for line in lines[:-1]][: len(orders)]


def _read(answer: Mapping[str, Any]) -> Picture | Flaw:
    if "flaw" in answer:
        return Flaw(answer["flaw"])
    return Picture(
        name=f"{answer['digest'][:32]}{_ENDINGS[answer['media_type']]}",
        media_type=answer["media_type"],
        content=base64.b64decode(answer["content"]),
        width=answer["width"],
        height=answer["height"],
        resized=answer["resized"],
        seen=answer["seen"],
    )


def _flawed(owner: Article | None, flaw: Flaw) -> Fault:
    message, remedy = (_WORDS if owner else _LOGO_WORDS)[flaw]
    large = flaw in (Flaw.FILE_TOO_LARGE, Flaw.TOO_MANY_PIXELS, Flaw.TOO_HEAVY, Flaw.TOO_MUCH)
    finding = (
        "picture-missing" if flaw is Flaw.NOT_READ else "picture-too-large" if large else "picture-damaged"
    )
    return _fault(owner, finding, message, remedy)


def _elsewhere(owner: Article | None, error: WorkspaceError) -> Fault:
    """A name that leads out of the workspace."""
    if owner:
        return _fault(owner, "picture-missing", error.message, error.remedy)
    return _fault(
        None,
        "picture-missing",
        "The logo must be a file of the workspace, and no link that leads out of it.",
        'Copy it into the folder pictures, and write logo = "pictures/logo.png".',
    )


def _fault(owner: Article | None, finding: str, message: str, remedy: str) -> Fault:
    """`owner` is None for the branch's logo."""
    where = owner.where("photo.file") if owner else "newsletter.toml"
    return Fault(id=finding, where=where, message=message, remedy=remedy)


def _words(
    what: str, *, formats: str, save: str, smaller: str, limits: tuple[int, int]
) -> Mapping[Flaw, tuple[str, str]]:
    """What is said of each flaw; `limits` are the largest file in bytes, and the most pixels."""
    most_bytes, most_pixels = (limit // 1_000_000 for limit in limits)
    save = f"Open it in any picture program and save it as {save}."
    smaller = f"Save a smaller copy of it: {smaller} pixels wide are plenty."
    return MappingProxyType(
        {
            Flaw.NOT_READ: (
                f"The {what}'s file is not there, or cannot be read.",
                f"Copy the {what} into the folder pictures, and write its name as it is, capitals included.",
            ),
            Flaw.FILE_TOO_LARGE: (f"The {what}'s file is larger than {most_bytes} MB.", smaller),
            Flaw.NO_PICTURE: (f"The {what}'s file is no {formats}.", save),
            Flaw.DAMAGED: (f"The {what} is damaged or not whole.", f"Download it again. {save}"),
            Flaw.TOO_MANY_PIXELS: (f"The {what} has more than {most_pixels} million pixels.", smaller),
            Flaw.ANIMATED: (
                f"The {what} moves; letters hold still ones only.",
                f"Choose one of its frames. {save}",
            ),
            Flaw.EMPTY: (f"Nothing can be seen in the {what}.", "Choose another file."),
            Flaw.TOO_HEAVY: (
                f"The {what} cannot be made small enough for a letter.",
                f"Choose a calmer {what}.",
            ),
            Flaw.TOO_MUCH: (f"The {what} takes too long or too much memory.", smaller),
        }
    )


_WORDS = _words(
    "picture",
    formats="JPEG, PNG, WebP or GIF",
    save="JPEG",
    smaller="2,000",
    limits=(LARGEST_FILE, MOST_PIXELS),
)
_LOGO_WORDS = _words(
    "logo", formats="PNG or JPEG", save="PNG", smaller="400", limits=(LARGEST_LOGO_FILE, MOST_LOGO_PIXELS)
)
