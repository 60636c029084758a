"""newsletter database …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import DryRun, Json, Workspace, Yes, in_workspace, said
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="Backups of the list, and its key.", rich_markup_mode=None, no_args_is_help=True)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to make, on a USB stick, say.", show_default=False)],
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Write the list, its opt-outs and its campaigns to one encrypted file, and look whether it is whole.

    Example: newsletter database backup /media/stick/october.backup
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.backup import back_up

        return back_up(house, file)

    in_workspace(deed, workspace, json=json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup of this list.", show_default=False)],
    other_key: Annotated[
        bool, said("It was made with another key: ask for the one on its recovery sheet.", "--other-key")
    ] = False,
    with_leavers: Annotated[
        bool, said("Bring those back, too, whom a whole list (sync) let go since.", "--with-leavers")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Bring the list back as it was. Opt-outs since then stay, and nobody gets an issue a second time.

    Example: newsletter database restore /media/stick/october.backup --dry-run
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.restore import Wanted, restore

        wanted = Wanted(file=file, other_key=other_key, with_leavers=with_leavers, dry_run=dry_run)
        return restore(house, wanted, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def accept(
    unsent: Annotated[
        list[str] | None, said("An issue that nobody has had; may be repeated.", "--unsent")
    ] = None,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """After a restore on a new computer: say yes to what the list cannot know, so that sending can begin again.

    Example: newsletter database accept --unsent november
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.accept import accept

        return accept(house, unsent or [], terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def rekey(yes: Yes = False, workspace: Workspace = None, json: Json = False) -> None:
    """Give the list a new key: for a new secretary, or when somebody may have seen the old one.

    Example: newsletter database rekey
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.rekey import rekey

        return rekey(house, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)
