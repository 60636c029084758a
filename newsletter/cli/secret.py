"""newsletter secret …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="Keys and passwords; never shown again.", rich_markup_mode=None, no_args_is_help=True)


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="sendgrid, smtp, root or model.")],
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Store a key or password. It is asked for without being shown, or read from standard input.

    Example: newsletter secret set sendgrid < key.txt
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.secrets import keep

        return keep(house, name, terminal)

    in_workspace(deed, workspace, json=json)


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """Where each key or password is taken from; never the values.

    Example: newsletter secret list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.secrets import listing

        return listing(house.secrets)

    in_workspace(deed, workspace, json=json)


@app.command()
def sheet(
    file: Annotated[
        Path | None,
        typer.Argument(help="FILE.html to print or FILE.txt, on a USB stick.", show_default=False),
    ] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Make the recovery sheet: the key to the list, for the day on which the computer is lost.

    Without a file the key is shown at a terminal, to be written down by hand.

    Example: newsletter secret sheet /media/stick/recovery.html
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.sheet import make_sheet

        return make_sheet(house, file, terminal)

    in_workspace(deed, workspace, json=json)
