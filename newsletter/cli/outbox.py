"""newsletter outbox …"""

from typing import TYPE_CHECKING

import typer

from newsletter.cli.options import Json, Workspace, Yes, in_workspace
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="The files that drills write.", rich_markup_mode=None, no_args_is_help=True)


@app.command()
def clear(yes: Yes = False, workspace: Workspace = None, json: Json = False) -> None:
    """Remove everything that drills wrote into the outbox folder.

    Example: newsletter outbox clear --yes
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.outbox import clear

        return clear(house, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)
