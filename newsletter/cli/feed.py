"""newsletter feed …"""

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace, visitor
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result
from newsletter.errors import UsageError

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(
    help="Feeds: what websites have lately published.", rich_markup_mode=None, no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="Name of the feed, as in the list.")]


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="Web address of the feed, or of a site that has one.")],
    name: Annotated[str, typer.Option(help="A name for it; made from its title if left out.")] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Follow a feed.

    Example: newsletter feed add https://example.org/feed --name harbour-voice
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.feeds import add

        return add(house, address, visitor(house, terminal)(), name=name)

    in_workspace(deed, workspace, json=json)


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """All feeds.

    Example: newsletter feed list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.feeds import listing

        return listing(house)

    in_workspace(deed, workspace, json=json)


@app.command()
def pull(
    names: Annotated[
        list[str] | None, typer.Argument(help="The feeds; all of them if left out.", show_default=False)
    ] = None,
    take: Annotated[
        list[int] | None,
        typer.Option(help="Take this number of the last list in; once for each.", show_default=False),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List also what was listed before.")] = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """List what is new since the last time, with numbers; --take makes articles of those you choose.

    Example: newsletter feed pull harbour-voice --take 2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.feeds import pull
        from newsletter.desk.feeds import take as take_items

        if not take:
            return pull(house, names or (), visitor(house, terminal)(), every=every)
        if len(names or ()) != 1:
            raise UsageError(
                "--take goes with the name of one feed: each list has numbers of its own.",
                remedy="Write: newsletter feed pull NAME --take 2",
                code="take-from-one",
            )
        return take_items(house, (names or [""])[0], take, visitor(house, terminal)())

    in_workspace(deed, workspace, json=json)


@app.command()
def remove(name: Name, workspace: Workspace = None, json: Json = False) -> None:
    """Follow a feed no more. Articles that were taken from it stay.

    Example: newsletter feed remove harbour-voice
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.feeds import remove

        return remove(house, name)

    in_workspace(deed, workspace, json=json)
