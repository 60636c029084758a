"""newsletter campaign …"""

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, Yes, in_workspace, said
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(
    help="Campaigns: an issue going to the list once.", rich_markup_mode=None, no_args_is_help=True
)

Id = Annotated[str, typer.Argument(help="The campaign, as in the list.")]


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """All campaigns, newest first.

    Example: newsletter campaign list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.campaigns import listing

        return listing(house)

    in_workspace(deed, workspace, json=json)


@app.command()
def show(campaign: Id, workspace: Workspace = None, json: Json = False) -> None:
    """One campaign: where it stands, what was refused and what is in doubt.

    Example: newsletter campaign show c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.campaigns import show

        return show(house, campaign)

    in_workspace(deed, workspace, json=json)


@app.command()
def receipt(campaign: Id, workspace: Workspace = None, json: Json = False) -> None:
    """The numbers of a campaign; they add up at any moment.

    Example: newsletter campaign receipt c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.campaigns import receipt

        return receipt(house, campaign)

    in_workspace(deed, workspace, json=json)


@app.command()
def report(
    campaign: Annotated[str, typer.Argument(help="The campaign, as in the list.", show_default=False)] = "",
    last: Annotated[bool, typer.Option("--last", help="The newest campaign that reached people.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="A table for a spreadsheet: numbers only.")] = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """What became of a campaign: its numbers, bounces, complaints, opt-outs, and a sentence for the branch meeting.

    Example: newsletter campaign report --last
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.report import report
        from newsletter.errors import UsageError

        if csv and json:
            raise UsageError(
                "--csv goes with no --json.", remedy="Leave one of them out.", code="csv-or-json"
            )
        return report(house, campaign, terminal, last=last, as_csv=csv)

    in_workspace(deed, workspace, json=json)


@app.command()
def resume(campaign: Id, yes: Yes = False, workspace: Workspace = None, json: Json = False) -> None:
    """Go on with a campaign that was interrupted. Nobody is mailed twice.

    Example: newsletter campaign resume c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.campaigns import resume

        return resume(house, campaign, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def pause(campaign: Id, workspace: Workspace = None, json: Json = False) -> None:
    """Stop handing over for now, whoever does it at this moment. Resume goes on.

    Example: newsletter campaign pause c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.campaigns import pause

        return pause(house, campaign)

    in_workspace(deed, workspace, json=json)


@app.command()
def undo(campaign: Id, yes: Yes = False, workspace: Workspace = None, json: Json = False) -> None:
    """Call a campaign back: nobody who waits gets it, nor anybody whose mail SendGrid still holds.

    Example: newsletter campaign undo c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.undo import undo

        return undo(house, campaign, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def resolve(
    campaign: Id,
    accept: Annotated[bool, said("Those in doubt have the mail: you have looked.", "--accept")] = False,
    resend: Annotated[
        bool, said("Those in doubt are mailed again; whoever has it gets it twice.", "--resend")
    ] = False,
    batch: Annotated[
        list[int] | None,
        said("Only this batch (its number is in `campaign show`); may be repeated.", "--batch"),
    ] = None,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Settle what is in doubt: by SendGrid's own log, and where that is silent by what you know.

    Example: newsletter campaign resolve c7f3k2
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.resolve import decide, resolve

        return resolve(house, campaign, decide(accept=accept, resend=resend, batches=batch or []), terminal)

    in_workspace(deed, workspace, json=json, yes=yes)
