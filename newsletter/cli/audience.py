"""newsletter audience …"""

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(
    help="Audiences: who gets an issue. They are written in newsletter.toml.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """All audiences with their numbers, and the tags in use.

    Example: newsletter audience list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.audience import listing

        del terminal
        return listing(house)

    in_workspace(deed, workspace, json=json)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The audience, as in the list; everybody is one, too.")],
    issue: Annotated[
        str, typer.Option(help="Without those who have had this issue, as `send` has it.", show_default=False)
    ] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """How many belong to an audience, by language, and why the others on the list do not. Never who.

    Example: newsletter audience show everybody --issue october
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.audience import show

        del terminal
        return show(house, name, issue)

    in_workspace(deed, workspace, json=json)
