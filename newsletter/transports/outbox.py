"""A folder in place of the world: one .eml file a delivery, and a page to look at. Nobody is mailed.

A file is named after its delivery and written whole or not at all, so the same parcel may be handed over as often as
you like. The page holds no name and no address; the files do, and only their owner can read them.
"""

import errno
import html
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from string import Template
from threading import Lock

from newsletter import files
from newsletter.errors import TransportError, WorkspaceError
from newsletter.transports import mime
from newsletter.transports.base import Accepted, Fence, Filled, Halt, NotTaken, Outcome, Parcel, SomeRefused

INDEX = "index.html"
#: A browser is slow with longer lists; the folder has them all.
MOST_LISTED = 5_000
#: Bytes within which the headers of our own mails end.
_HEAD = 16_384
_OURS = re.compile(r"[A-Za-z0-9_-]+\.eml|\.[A-Za-z0-9_-]+\.part|\.?index\.html.*")
_TEMPLATE = Path(__file__).with_name("outbox.html")
_LETTER = Path(__file__).with_name("outbox_letter.html")
_one_page_at_a_time = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A letter as the page shows it: with every fallback value."""

    mail: Filled
    #: As people call its language; the only letter of a campaign needs none.
    language: str = ""


class OutboxTransport:
    """Writes into one folder per campaign. `samples` is what the page shows: the letter of each language."""

    batch_size = 1000
    replays = True
    patience = 20.0

    def __init__(self, folder: Path, *, now: Callable[[], datetime], samples: Sequence[Sample] = ()) -> None:
        self._folder = folder
        self._now = now
        self._samples = samples

    def batch_size_for(self, sample: Sequence[Mapping[str, str]]) -> int:
        del sample  # a file has room for any values
        return self.batch_size

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        """Write the parcel's files. On Accepted they are on the disk; else those that were not there are not there."""
        try:
            messages, refused = self._build(parcel)
        except TransportError as error:
            return Halt(code=error.code, message=error.message, remedy=error.remedy)
        if refused:
            return SomeRefused(refused=refused)
        if not fence():
            return NotTaken(code="fence", fenced=True)
        try:
            self._make_folder()
            self._write(messages)
        except (OSError, WorkspaceError) as error:
            return _halt(self._folder, error)
        self._samples = self._samples or _nobody(parcel)
        return Accepted()

    def close(self) -> None:
        """Write the page anew. Raises WorkspaceError if it cannot be written."""
        if not self._samples or not self._folder.is_dir():
            return
        with _one_page_at_a_time:
            page = _page(self._samples, _deliveries(self._folder)).encode("utf-8")
            # As for the messages: the same name every time, so that a killed process leaves nothing behind for long.
            part = self._folder / f".{INDEX}.part"
            try:
                _write_synced(part, page)
                part.replace(self._folder / INDEX)
            except OSError as error:
                _remove([part])
                raise files.unwritable(self._folder / INDEX, error) from error

    def _build(self, parcel: Parcel) -> tuple[dict[str, bytes], dict[int, str]]:
        """Messages by delivery, and the positions that cannot be one. Raises TransportError if none can be."""
        messages, refused = {}, {}
        now = self._now()
        for position, envelope in enumerate(parcel.envelopes):
            try:
                date = self._date_of(envelope.delivery) or now
                messages[envelope.delivery] = mime.build(parcel, envelope, date=date)
            except TransportError as error:
                if error.code != mime.BAD_DELIVERY:
                    raise
                refused[position] = error.code
        return messages, refused

    def _date_of(self, delivery: str) -> datetime | None:
        """When the delivery was written first: written again it is the same file."""
        if not re.fullmatch(r"[A-Za-z0-9_-]+", delivery):
            return None
        with suppress(OSError, ValueError), (self._folder / f"{delivery}.eml").open("rb") as stream:
            found = re.search(rb"^Date: (.+?)\r$", stream.read(200), re.MULTILINE)
            return parsedate_to_datetime(found[1].decode("ascii")) if found else None
        return None

    def _make_folder(self) -> None:
        if self._folder.is_symlink():
            raise OSError(errno.ENOTDIR, "it is a link")
        self._folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.mkdir(exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)

    def _write(self, messages: dict[str, bytes]) -> None:
        parts: list[Path] = []
        done: list[Path] = []
        try:
            for delivery, message in messages.items():
                # The same name every time, so that a part left by a killed process is overwritten, never orphaned.
                parts.append(self._folder / f".{delivery}.part")
                _write_synced(parts[-1], message)
            for part in parts:
                final = part.with_name(f"{part.name[1:-5]}.eml")
                is_new = not final.exists()
                part.replace(final)
                if is_new:
                    done.append(final)
            _sync_folder(self._folder)
        except OSError:
            _remove([*parts, *done])
            raise


def clear(root: Path) -> int:
    """Remove what outbox transports wrote under `root`; return how many folders there were.

    Only our own files go, and no link is followed: a folder that holds something else stays with it. Raises
    TransportError if something cannot be removed.
    """
    if root.is_symlink() or not root.is_dir():
        return 0
    try:
        with os.scandir(root) as entries:
            folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        return sum(_clear_folder(folder) for folder in folders if folder.resolve().parent == root.resolve())
    except OSError as error:
        raise _stays(error.filename or root, error) from error


def remove_mails(root: Path, address: str, deliveries: Iterable[tuple[str, str]]) -> int:
    """Remove the mails under `root` that went to an address, and those of `deliveries`: (folder, delivery).

    No link is followed. Raises TransportError when one of them stays.
    """
    if root.is_symlink() or not root.is_dir():
        return 0
    known = {root / folder / f"{delivery}.eml" for folder, delivery in deliveries}
    wanted = address.lower().encode("ascii", "replace")
    try:
        found = [mail for mail in _mails(root) if mail in known or wanted in _addressee(mail)]
        for mail in found:
            mail.unlink()
    except OSError as error:
        raise _stays(error.filename or root, error) from error
    return len(found)


def _mails(root: Path) -> Iterator[Path]:
    """All mails of all drills, also such as a killed process did not finish."""
    for folder in sorted(root.iterdir()):
        if folder.is_symlink() or not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix in (".eml", ".part") and path.is_file() and not path.is_symlink():
                yield path


def _addressee(mail: Path) -> bytes:
    """The To line of a mail, in small letters and in one piece."""
    with mail.open("rb") as stream:
        head = stream.read(_HEAD).partition(b"\r\n\r\n")[0]
    found = re.search(rb"^to:(.*(?:\r\n[ \t].*)*)", head, re.IGNORECASE | re.MULTILINE)
    return re.sub(rb"\s", b"", found[1]).lower() if found else b""


def _stays(path: object, error: OSError) -> TransportError:
    return TransportError(
        f"{path} cannot be removed ({error.strerror}).",
        remedy="Close programs that have it open, check that it is yours, and type the command again.",
        code="outbox-stays",
    )


def _clear_folder(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        found = [(Path(entry.path), entry.is_file(follow_symlinks=False)) for entry in entries]
    ours = [path for path, is_file in found if is_file and _OURS.fullmatch(path.name)]
    for path in ours:
        path.unlink()
    if len(ours) == len(found):
        folder.rmdir()
    return bool(ours) or not found


def _write_synced(path: Path, content: bytes) -> None:
    # O_NOFOLLOW: a link that somebody put in the part's place must not have us write elsewhere.
    flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """The names, too, outlive a power cut; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _halt(folder: Path, error: OSError | WorkspaceError) -> Halt:
    told = error if isinstance(error, WorkspaceError) else files.unwritable(folder, error)
    return Halt(code="outbox-unwritable", message=told.message, remedy=told.remedy)


def _nobody(parcel: Parcel) -> tuple[Sample, ...]:
    """The mail with dots where a person's values go, for want of a sample."""
    for envelope in parcel.envelopes:
        return (Sample(mail=parcel.content.fill(dict.fromkeys(envelope.values, "…"))),)
    return ()


def _deliveries(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        names = [entry.name[:-4] for entry in entries if entry.name.endswith(".eml")]
    return sorted(names, key=lambda name: (len(name), name))


def _page(samples: Sequence[Sample], deliveries: list[str]) -> str:
    more = f"The first {MOST_LISTED:,} are listed." if len(deliveries) > MOST_LISTED else ""
    links = (
        f'<li><a href="{name}.eml">{name}</a></li>' for name in map(html.escape, deliveries[:MOST_LISTED])
    )
    letters = [_letter(sample, number) for number, sample in enumerate(samples, 1)]
    values = {
        "subject": html.escape(samples[0].mail.subject),
        "letters": "\n".join([*_contents(samples), *letters]),
        "count": f"{len(deliveries):,}",
        "links": "\n".join(links),
        "more": more,
    }
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(values)


def _contents(samples: Sequence[Sample]) -> Iterator[str]:
    """Where the letter of each language begins; nothing where there is one."""
    if len(samples) > 1:
        links = (
            f'<a href="#letter-{number}">{html.escape(sample.language)}</a>'
            for number, sample in enumerate(samples, 1)
        )
        yield f"<p>One letter in {len(samples)} languages: {', '.join(links)}.</p>"


def _letter(sample: Sample, number: int) -> str:
    mail, language = sample.mail, html.escape(sample.language)
    values = {
        "id": f"letter-{number}",
        "named": f" in {language}" if language else "",
        "subject": f"<p>Subject: <bdi>{html.escape(mail.subject)}</bdi></p>" if language else "",
        "html": html.escape(mail.html),
        "text": html.escape(mail.text),
    }
    return Template(_LETTER.read_text(encoding="utf-8")).substitute(values)
