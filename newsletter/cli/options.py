"""The options that many commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from newsletter.cli.output import Terminal, carry_out
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time: the wiring loads a database driver
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
#: Options that confirm or disclose are never taken from the environment: they are said each time.
Yes = Annotated[
    bool, typer.Option("--yes", help="Do not ask; for scripts.", allow_from_autoenv=False, show_envvar=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
ShowAddresses = Annotated[
    bool,
    typer.Option(
        "--show-addresses", help="Print whole addresses.", allow_from_autoenv=False, show_envvar=False
    ),
]


def root(workspace: Path | None) -> Path:
    """The folder a command is about."""
    return workspace or Path.cwd()


def in_workspace(
    deed: "Callable[[House, Terminal], Result]", workspace: Path | None, *, json: bool, yes: bool = False
) -> NoReturn:
    """Open the workspace, carry the deed out in it, print, and leave."""

    def opened(terminal: Terminal) -> Result:
        from newsletter.wiring import open_house

        return deed(open_house(root(workspace), os.environ), terminal)

    carry_out(opened, json=json, yes=yes)
