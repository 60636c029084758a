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
from newsletter.rendering.darkroom import LARGEST_FILE, MOST_PIXELS, Flaw
from newsletter.rendering.limits import ENVIRONMENT
from newsletter.rendering.message import Enclosure
from newsletter.settings import PictureMode
from newsletter.workspace import Workspace

#: Where published pictures lie, below the folder's own address.
FOLDER = "pictures"
#: What a letter carries inside at most: every reader's mailbox keeps it.
MOST_ENCLOSED = 3
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why an article has no picture: id of the finding, `file:line`, what to do."""

    id: str
    where: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The pictures of an issue by the slug of their article, and where the letter finds them."""

    mode: PictureMode = PictureMode.NONE
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
        """Each picture once, in the order of reading."""
        return tuple({picture.name: picture for picture in self.pictures.values()}.values())

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
    workspace: Workspace, articles: Sequence[Article], *, mode: PictureMode, place: str = ""
) -> Gallery:
    """Make the pictures of the articles; the first is the lead. `place` ends with a slash. Never raises for a file."""
    if mode is PictureMode.NONE:
        return Gallery()
    faults: list[Fault] = []
    wanted: list[tuple[Article, str]] = []
    for article in articles:
        if article.photo is None or not article.photo.file:
            continue
        try:
            wanted.append((article, str(workspace.picture(article.photo.file).resolve())))
        except WorkspaceError as error:
            faults.append(_fault(article, "picture-missing", error.message, error.remedy))
    pictures: dict[str, Picture] = {}
    for (article, _), made in zip(wanted, _developed([path for _, path in wanted]), strict=True):
        if isinstance(made, Flaw):
            faults.append(_flawed(article, made))
        else:
            pictures[article.slug] = made
    if mode is PictureMode.CID:
        faults += _too_much(articles, pictures)
    return Gallery(mode=mode, pictures=MappingProxyType(pictures), faults=tuple(faults), place=place)


def _too_much(articles: Sequence[Article], pictures: Mapping[str, Picture]) -> Iterator[Fault]:
    """Every reader gets and keeps what a letter carries inside."""
    seen: dict[str, int] = {}
    for article in articles:
        picture = pictures.get(article.slug)
        if picture is None or picture.name in seen:
            continue
        seen[picture.name] = len(picture.content)
        total = sum(seen.values())
        if len(seen) > MOST_ENCLOSED or total > MOST_ENCLOSED_BYTES:
            yield _fault(
                article,
                "picture-too-large",
                f"With this picture the letter carries {len(seen)} pictures, {total / 1000:.0f} kB; "
                f"{MOST_ENCLOSED} and {MOST_ENCLOSED_BYTES // 1000} kB are the most.",
                "Take a picture's line `file:` out, or publish pictures on your web space ([pictures] mode).",
            )


def _developed(paths: Sequence[str]) -> Iterator[Picture | Flaw]:
    """One answer for each path. A picture that kills the process does not take the later ones with it."""
    at = 0
    while at < len(paths):
        answers = _run([(path, at + number == 0) for number, path in enumerate(paths[at:])])
        yield from map(_read, answers)
        at += len(answers)
        if at < len(paths):
            yield Flaw.TOO_MUCH
            at += 1


def _run(pictures: Sequence[tuple[str, bool]]) -> list[Mapping[str, Any]]:
    """The answers of one process, as many as it lived to give."""
    try:
        # This very Python, no shell, and no argument that comes from outside.
        output = subprocess.run(
            [sys.executable, "-P", "-m", "newsletter.rendering.darkroom"],
            input=json.dumps({"pictures": pictures}).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
        ).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    lines = output.split(b"\n")
    # The last one is what follows the last line end: nothing, or half an answer.
    return [json.loads(line) for line in lines[:-1]][: len(pictures)]


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
    )


def _flawed(article: Article, flaw: Flaw) -> Fault:
    message, remedy = _WORDS[flaw]
    large = flaw in (Flaw.FILE_TOO_LARGE, Flaw.TOO_MANY_PIXELS, Flaw.TOO_HEAVY, Flaw.TOO_MUCH)
    finding = (
        "picture-missing" if flaw is Flaw.NOT_READ else "picture-too-large" if large else "picture-damaged"
    )
    return _fault(article, finding, message, remedy)


def _fault(article: Article, finding: str, message: str, remedy: str) -> Fault:
    return Fault(id=finding, where=article.where("photo.file"), message=message, remedy=remedy)


_SAVE = "Open it in any picture program and save it as JPEG."
_SMALLER = "Save a smaller copy of it: 2,000 pixels wide are plenty."
_WORDS: Mapping[Flaw, tuple[str, str]] = MappingProxyType(
    {
        Flaw.NOT_READ: (
            "The picture's file is not there, or cannot be read.",
            "Copy the picture into the folder pictures, and write its name as it is, capitals included.",
        ),
        Flaw.FILE_TOO_LARGE: (f"The picture's file is larger than {LARGEST_FILE // 1_000_000} MB.", _SMALLER),
        Flaw.NO_PICTURE: ("The file is no JPEG, PNG, WebP or GIF.", _SAVE),
        Flaw.DAMAGED: ("The picture is damaged or not whole.", f"Download it again. {_SAVE}"),
        Flaw.TOO_MANY_PIXELS: (
            f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels.",
            _SMALLER,
        ),
        Flaw.ANIMATED: (
            "The picture moves; letters hold still ones only.",
            f"Choose one of its frames. {_SAVE}",
        ),
        Flaw.TOO_HEAVY: ("The picture cannot be made small enough for a letter.", "Choose a calmer picture."),
        Flaw.TOO_MUCH: ("The picture takes too long or too much memory.", _SMALLER),
    }
)
