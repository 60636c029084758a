"""`newsletter rehearse`: parse, call the deed, print."""

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House


def rehearse(
    slug: Annotated[str, typer.Argument(help="The issue.")],
    faults: Annotated[str, typer.Option(help="How much goes wrong on the way: none, some or many.")] = "some",
    kills: Annotated[int, typer.Option(help="How often the sender is killed in the middle.")] = 2,
    seed: Annotated[
        int | None,
        typer.Option(help="A number; the same one brings the same faults again.", show_default=False),
    ] = None,
    world: Annotated[
        str,
        typer.Option(
            help="What SendGrid leaves open: cautious, kind, or digits; as doctor --live found it if left out.",
            show_default=False,
        ),
    ] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Play sending an issue, against a SendGrid on this machine that misbehaves. Nobody is mailed.

    Example: newsletter rehearse october
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.rehearse import Wishes, rehearse

        wishes = Wishes(slug=slug, faults=faults, kills=kills, seed=seed, world=world)
        return rehearse(house, wishes, terminal)

    in_workspace(deed, workspace, json=json)
