"""The options that many commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from newsletter.cli.output import Terminal, carry_out
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time: the wiring loads a database driver
    from newsletter.articles.web.web import Web
    from newsletter.wiring import House

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        envvar="NEWSLETTER_WORKSPACE",
        help="The branch's folder; the current folder if left out.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for scripts.")]


def said(help_: str, *names: str) -> Any:
    """An option that confirms, discloses or decides who is mailed: said each time, never from the environment."""
    return typer.Option(*names, help=help_, allow_from_autoenv=False, show_envvar=False, show_default=False)


Yes = Annotated[bool, said("Do not ask; for scripts.", "--yes")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
ShowAddresses = Annotated[bool, said("Print whole addresses.", "--show-addresses")]


def root(workspace: Path | None) -> Path:
    """The folder a command is about."""
    return workspace or Path.cwd()


def in_workspace(
    deed: "Callable[[House, Terminal], Result]", workspace: Path | None, *, json: bool, yes: bool = False
) -> NoReturn:
    """Open the workspace, carry the deed out in it, print, and leave."""

    def opened(terminal: Terminal) -> Result:
        from newsletter.desk.openness import telling
        from newsletter.wiring import open_house

        house = open_house(root(workspace), os.environ)
        return telling(house.workspace.database, lambda: deed(house, terminal), terminal)

    carry_out(opened, json=json, yes=yes)


def visitor(house: "House", terminal: Terminal) -> "Callable[[], Web]":
    """Opens the way to the web when it is needed: an HTTP client takes 0.3 s to import."""

    def opened() -> "Web":
        from newsletter.desk.visit import visit

        return visit(house, terminal)

    return opened
