"""The recovery sheet: the root key on paper, for the day on which the computer is gone.

It is shown at a keyboard once and taken off the screen again, or written to one file that only its owner can read. The
key is never part of a result, so that neither --json nor a pipe gets it.
"""

import html
from datetime import datetime
from pathlib import Path
from string import Template

from newsletter.desk.places import is_under_git, is_within, synced_by
from newsletter.desk.result import Result, Talk
from newsletter.errors import ExitCode, NewsletterError, UsageError, WorkspaceError
from newsletter.files import read_text, write_new
from newsletter.rendering.qr import code_of
from newsletter.rendering.templates import shipped
from newsletter.rootkey import spelled
from newsletter.secret import mark_of
from newsletter.wiring import House
from subscribers.custody import SHEET, Custody
from subscribers.errors import SubscribersError

COMMAND = "newsletter secret sheet FILE"
#: What an advice says as long as no sheet was made.
MISSING = (
    "There is no recovery sheet yet. If this computer is lost, nobody can open the list or a backup of it. "
    f"Make one, on a USB stick or on paper: {COMMAND}"
)
_UNNOTED = (
    "What you wrote down is good, but the list could not note that there is a sheet. {remedy} Until it can, you are "
    f"told to make one. {COMMAND.removesuffix(' FILE')} shows the key again."
)
_QUESTION = "Recovery sheet (FILE.html on a USB stick, show, or Enter for later)"
_OFFER = (
    "A recovery sheet holds the key to your list, for the day on which this computer is lost: print it, or "
    f"have it shown and write it down.\n{_QUESTION}"
)


def make_sheet(house: House, file: Path | None, talk: Talk) -> Result:
    """Write the sheet to a file, or show it where somebody sits at a keyboard.

    The list is opened first: the sheet of a key that does not open it would be found out on the day it is needed.
    """
    if house.has_list:
        house.open_database().close()
    root = house.root  # of a change of keys that was cut short the list has told which one it is
    if file is None:
        talk.show_in_person(_text(house, root), _nobody_there())
    else:
        write_sheet(house, root, file)
    told = _note(house, file)
    return Result(
        data={"file": None if file is None else str(file), "key": mark_of(root)},
        lines=(*_where(file), *_what_to_do(root)),
        messages=told,
        exit_code=ExitCode.PARTLY if told else ExitCode.DONE,
    )


def _note(house: House, file: Path | None) -> tuple[str, ...]:
    """Have the list know that there is a sheet. Where it cannot, no file with the key stays behind."""
    if not house.has_list:
        return ()
    try:
        with house.open_database() as database:
            Custody(database).remember(SHEET, "", now=house.clock.now())
    except BaseException as error:
        if file is None and isinstance(error, SubscribersError):
            return (_UNNOTED.format(remedy=error.remedy),)
        if file is not None:
            file.expanduser().unlink(missing_ok=True)
        raise
    return ()


def offer_sheet(house: House, talk: Talk) -> tuple[str, ...]:
    """Offer one to somebody at a keyboard; what was done, or how to do it later. It never fails: the list is made."""
    question = _OFFER
    while answer := talk.ask(question, ""):
        question = _QUESTION
        try:
            made = make_sheet(house, None if answer == "show" else Path(answer).expanduser(), talk)
        except (NewsletterError, SubscribersError) as error:
            talk.say(f"{error.message} {error.remedy}")
        else:
            return (*made.lines, *made.messages)
    return (f"Make a recovery sheet when you can, or a lost computer is a lost list: {COMMAND}",)


def write_sheet(house: House, root: bytes, file: Path) -> None:
    """Raises WorkspaceError where the file is there, or lies where a key must not lie."""
    file = file.expanduser()
    refuse_for_keys(house, file)
    content = _page(house, root) if file.suffix.lower() in (".html", ".htm") else _text(house, root)
    write_new(file, content.encode())


def refuse_for_keys(house: House, file: Path) -> None:
    """Raise WorkspaceError for a place from which a key would be copied on, or lost together with the list."""
    if file.suffix.lower() not in (".html", ".htm", ".txt"):
        raise WorkspaceError(
            "A recovery sheet is a page or a text. Nothing was written.",
            remedy="Give the file a name that ends in .html (to print, with a square to scan) or .txt.",
            code="sheet-ending",
        )
    service = synced_by(file.parent)
    if is_within(file, house.workspace.root):
        reason = "This file would lie in the branch's own folder: whoever gets the list gets its key along"
    elif is_under_git(file.parent):
        reason = "This folder is under git, which never forgets a file"
    elif service:
        reason = f"{service} copies this folder to the internet"
    elif is_within(file, house.secrets.folder):
        reason = "The key itself lies in this folder already: they would be lost together"
    else:
        return
    raise WorkspaceError(
        f"{reason}. Nothing was written.",
        remedy="Name a file on a USB stick, or leave the name out to write the key down by hand.",
        code="sheet-place",
    )


def _nobody_there() -> UsageError:
    return UsageError(
        "The key is shown only to somebody at a keyboard. Nothing was shown.",
        remedy=f"Type it at a terminal, or name a file on a USB stick: {COMMAND}",
        code="needs-terminal",
    )


def _where(file: Path | None) -> tuple[str, ...]:
    return () if file is None else (f"Wrote the recovery sheet: {file}. Print it, and delete the file.",)


def _what_to_do(root: bytes) -> tuple[str, ...]:
    return (
        f"The sheet is that of key {mark_of(root)}. Keep it where the computer is not, and where no backup lies.",
    )


def _values(house: House, root: bytes) -> dict[str, str]:
    return {
        "branch": house.settings.branch.name,
        "date": _day(house.clock.now()),
        "mark": mark_of(root),
        "id": house.settings.id,
    }


def _text(house: House, root: bytes) -> str:
    groups = spelled(root).split("-")
    rows = [groups[start : start + 5] for start in range(0, len(groups), 5)]
    lines = [
        "   ".join(f"{5 * number + place:>2} {group}" for place, group in enumerate(row, start=1))
        for number, row in enumerate(rows)
    ]
    template = read_text(shipped() / "sheet" / "recovery.txt", what="the shipped recovery sheet")
    return Template(template).substitute(_values(house, root), key="\n".join(f"  {line}" for line in lines))


def _page(house: House, root: bytes) -> str:
    written = spelled(root)
    code = code_of(written)
    if code is None:
        raise AssertionError("a key is short enough for a code")
    groups = "\n".join(f"<li>{group}</li>" for group in written.split("-"))  # the alphabet needs no escaping
    template = read_text(shipped() / "sheet" / "recovery.html", what="the shipped recovery sheet")
    values = {name: html.escape(value) for name, value in _values(house, root).items()}
    return Template(template).substitute(values, groups=groups, side=str(code.side), path=code.path)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
