"""Folders nothing for other eyes is written into, by whatever name or link they are reached: the branch's, and keys."""

from pathlib import Path

from newsletter.errors import WorkspaceError
from newsletter.workspace import Workspace

#: Hold the list of subscribers, and mails with names and addresses.
_SUBSCRIBERS = ("data", "outbox")
#: Originals with the place they were taken, drafts, and what a web space would take for pages.
_OWN = (*_SUBSCRIBERS, "articles", "feeds", "issues", "templates", "translations", "pictures")


def refuse_private(workspace: Workspace, folder: Path) -> None:
    """Raise WorkspaceError for a folder that must not be public, or that holds one which must not."""
    here, there = workspace.root.resolve(), folder.resolve()
    if _is_in(here, there) or _is_within(workspace, there, _OWN):
        raise WorkspaceError(
            "This folder holds the branch's own files, which must not be public. Nothing was written.",
            remedy="Name a folder for public files only, for example: public",
            code="private-folder",
        )
    _refuse_file(folder)


def refuse_personal(keys: Path, folder: Path) -> None:
    """Raise WorkspaceError for a home folder, a whole disk, and what holds `keys` or lies in them.

    Whoever copies the folder to a web space would copy the key that opens the list along, though nobody sees it there.
    """
    there = folder.resolve()
    kept = (keys.absolute(), keys.resolve(), *_home())
    is_personal = any(_is_in(each, there) for each in kept) or _is_in(there, keys.resolve())
    if is_personal or there == there.parent:
        raise WorkspaceError(
            "This is a home folder, or a folder with keys or with much else in it, which must not be public. "
            "Nothing was written.",
            remedy="Name a folder for public files only, for example: public",
            code="private-folder",
        )


def _home() -> tuple[Path, ...]:
    try:
        return (Path.home().resolve(),)
    except RuntimeError:  # an account without one
        return ()


def refuse_subscribers(workspace: Workspace, folder: Path) -> None:
    """Raise WorkspaceError for a folder of subscribers' data: whoever passes letters on would pass that on as well."""
    if _is_within(workspace, folder.resolve(), _SUBSCRIBERS):
        raise WorkspaceError(
            "This folder holds the branch's subscribers, or mails to them. Nothing was written.",
            remedy="Name another folder, for example: preview",
            code="private-folder",
        )
    _refuse_file(folder)


def _is_within(workspace: Workspace, there: Path, names: tuple[str, ...]) -> bool:
    return any(_is_in(there, (workspace.root / name).resolve()) for name in names)


def _is_in(there: Path, folder: Path) -> bool:
    if there.is_relative_to(folder):
        return True
    # Where capitals make no difference, Data is data.
    return folder.exists() and any(
        place.exists() and place.samefile(folder) for place in (there, *there.parents)
    )


def _refuse_file(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError(f"{folder} is no folder.", remedy="Name a folder.", code="unwritable")
