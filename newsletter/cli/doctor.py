"""`newsletter doctor`: parse, call the deed, print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, Yes, in_workspace, said
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House


def doctor(
    live: Annotated[
        bool, said("Try out what calling back does, with three mails to the branch's own address.", "--live")
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="With --live: do not stay until the answer is there.")
    ] = False,
    mail: Annotated[
        Path | None,
        typer.Option(help="Judge this received mail (a saved .eml file) instead.", show_default=False),
    ] = None,
    resolver: Annotated[
        str,
        typer.Option(
            help="Ask this name server, as 9.9.9.9; the machine's own if left out.", show_default=False
        ),
    ] = "",
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Look whether a campaign would get through: keys, account, sender, DNS, database. Says what to mend.

    Example: newsletter doctor
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.doctor import Complaint, doctor

        complaint = Complaint(live=live, waits=not no_wait, mail=mail, resolver=resolver)
        return doctor(house, complaint, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)
