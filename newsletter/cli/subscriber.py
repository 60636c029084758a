"""newsletter subscriber …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import DryRun, Json, ShowAddresses, Workspace, Yes, in_workspace, said
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="The list: who may be mailed.", rich_markup_mode=None, no_args_is_help=True)

Address = Annotated[
    str, typer.Argument(help="Address or id; - reads it from standard input.", show_default=False)
]
Basis = Annotated[
    str,
    said("Why they may be mailed: consent, membership, corporate, soft-opt-in or unknown.", "--basis"),
]
Collected = Annotated[
    str, said("For soft-opt-in: the first day on which any of them gave their details.", "--collected")
]
Directly = Annotated[bool, said("For soft-opt-in: they gave their details to you themselves.", "--directly")]
Wording = Annotated[str, typer.Option(help="The words they agreed to.", show_default=False)]
Language = Annotated[str, typer.Option(help="Their language; the branch's if left out.", show_default=False)]

Encoding = Annotated[str, typer.Option(help="Only if names come out garbled, as cp1250.", show_default=False)]

Sheet = Annotated[str, said("The sheet that holds the list.", "--sheet")]
AnswersFile = Annotated[
    Path | None, said("Answers to the list's questions; --dry-run writes a file to fill in.", "--answers")
]


@app.command()
def add(
    address: Address = "",
    name: Annotated[str, typer.Option(help="Whole name.", show_default=False)] = "",
    first_name: Annotated[str, typer.Option(help="First name.", show_default=False)] = "",
    language: Language = "",
    basis: Basis = "",
    wording: Wording = "",
    collected: Collected = "",
    directly: Directly = False,
    tag: Annotated[list[str] | None, said("A tag, as reps or site-north.", "--tag")] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Add one person.

    Example: newsletter subscriber add - --basis consent --wording "Yes, send me the branch newsletter."
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.grounds import Claimed
        from newsletter.desk.people import Newcomer, add

        newcomer = Newcomer(
            address=address,
            name=name,
            first_name=first_name,
            language=language,
            claimed=Claimed(basis=basis, wording=wording, collected=collected, directly=directly),
            tags=tuple(tag or ()),
        )
        return add(house, newcomer, terminal)

    in_workspace(deed, workspace, json=json)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV, Excel (.xlsx), LibreOffice (.ods), or an address on each line.")
    ],
    basis: Basis = "",
    wording: Wording = "",
    collected: Collected = "",
    directly: Directly = False,
    language: Language = "",
    encoding: Encoding = "",
    sheet: Sheet = "",
    answers: AnswersFile = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Add people from a file. First questions and a report, line by line; nothing is written before you say yes.

    Example: newsletter subscriber import list.csv --basis consent --wording "Yes, send me the branch newsletter."
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.grounds import Claimed
        from newsletter.desk.lists import Import, import_list

        wanted = Import(
            file=file,
            claimed=Claimed(basis=basis, wording=wording, collected=collected, directly=directly),
            language=language,
            encoding=encoding,
            sheet=sheet,
            answers=answers,
            dry_run=dry_run,
        )
        return import_list(house, wanted, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def sync(
    file: Annotated[Path, typer.Argument(help="The whole list, as the union's own system exports it.")],
    basis: Basis = "",
    wording: Wording = "",
    collected: Collected = "",
    directly: Directly = False,
    language: Language = "",
    encoding: Encoding = "",
    sheet: Sheet = "",
    answers: AnswersFile = None,
    accept: Annotated[
        str, said("The mark that the report of --dry-run ends with: do just that.", "--accept")
    ] = "",
    leavers: Annotated[
        int | None, said("How many may go, where they are more than a fifth.", "--leavers")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Hold the list against a whole file: who joins, who changes, who has left. First a report, then the question.

    Only people on the same ground may go: who signed up by themselves stays, whatever a list of members says.

    Example: newsletter subscriber sync members.csv --basis membership
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.grounds import Claimed
        from newsletter.desk.lists import Import
        from newsletter.desk.sync import sync_list

        wanted = Import(
            file=file,
            claimed=Claimed(basis=basis, wording=wording, collected=collected, directly=directly),
            language=language,
            encoding=encoding,
            sheet=sheet,
            answers=answers,
            dry_run=dry_run,
        )
        return sync_list(house, wanted, terminal, accept=accept, leavers=leavers)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command("list")
def list_(
    show_addresses: ShowAddresses = False,
    reason: Annotated[
        str,
        typer.Option(
            help="What whole addresses are for, without names; needed where no person reads the screen."
        ),
    ] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Everybody on the list, with masked addresses.

    Whole addresses for a file or a script are an export: the reason is kept with the date.

    Example: newsletter subscriber list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.people import listing

        return listing(
            house, show_addresses=show_addresses, reason=reason, is_read=terminal.is_read and not json
        )

    in_workspace(deed, workspace, json=json)


@app.command()
def show(
    address: Address = "",
    show_addresses: ShowAddresses = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Everything that is held about one person: the answer to a request for access.

    Named by the address the answer is whole; by an id, name and address are shown with --show-addresses only. Who is
    not on the list may still be on record as never to be mailed.

    Example: newsletter subscriber show -
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.people import show

        return show(house, address, terminal, show_addresses=show_addresses)

    in_workspace(deed, workspace, json=json)


@app.command()
def suppress(
    address: Address = "",
    reason: Annotated[str, typer.Option(help="Why, in a few words without names.")] = "asked to leave",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Never mail an address again, whatever list it turns up on.

    Example: newsletter subscriber suppress - --reason "asked by telephone"
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.people import suppress

        return suppress(house, address, reason, terminal)

    in_workspace(deed, workspace, json=json)


app.command("unsubscribe", hidden=True)(suppress)


@app.command()
def change(
    address: Address = "",
    to: Annotated[
        str | None, said("The new address; - reads it from standard input, behind the old one.", "--to")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help='Whole name; "" takes it away.', show_default=False)
    ] = None,
    first_name: Annotated[
        str | None, typer.Option(help='First name; "" takes it away.', show_default=False)
    ] = None,
    language: Annotated[str | None, typer.Option(help="Their language.", show_default=False)] = None,
    tag: Annotated[list[str] | None, said("A tag to give, as reps or site-north.", "--tag")] = None,
    untag: Annotated[list[str] | None, said("A tag to take away.", "--untag")] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """A person has a new address, name or language, or other tags. Who left stays away, at the new address too.

    Example: newsletter subscriber change - --to -
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.membership import Change, change

        wanted = Change(
            to=to, name=name, first_name=first_name, language=language,
            tags=tuple(tag or ()), untags=tuple(untag or ()),
        )  # fmt: skip
        return change(house, address, wanted, terminal)

    in_workspace(deed, workspace, json=json)


@app.command()
def rejoin(
    address: Address = "",
    wording: Annotated[str, said("The words they agreed to now.", "--wording")] = "",
    how: Annotated[str, said("How they asked, in a few words.", "--how")] = "their own request",
    name: Annotated[str, typer.Option(help="Whole name.", show_default=False)] = "",
    first_name: Annotated[str, typer.Option(help="First name.", show_default=False)] = "",
    language: Language = "",
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Take somebody back who left or was forgotten. Only they themselves can ask for that, and the words are kept.

    Example: newsletter subscriber rejoin - --wording "Yes, send me the branch newsletter again."
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.membership import Return, rejoin

        wanted = Return(
            address=address, wording=wording, how=how, name=name, first_name=first_name, language=language
        )
        return rejoin(house, wanted, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def forget(
    address: Address = "",
    done_at_sendgrid: Annotated[
        bool,
        said(
            "SendGrid has erased an address that it was asked for in vain: no more is to be done.",
            "--done-at-sendgrid",
        ),
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Remove a person for good, here and at SendGrid. The address stays suppressed, by a fingerprint only.

    Example: newsletter subscriber forget -
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.erased import note_erased
        from newsletter.desk.forget import forget

        if done_at_sendgrid:
            return note_erased(house, address, terminal, dry_run=dry_run)
        return forget(house, address, terminal, dry_run=dry_run)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="The CSV file to write.", show_default=False)],
    reason: Annotated[
        str, typer.Option(help="What for, in a few words without names; it is kept.", show_default=False)
    ],
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Write the whole list into a CSV file. The reason is kept in the database.

    Example: newsletter subscriber export --out list.csv --reason "handover to the new secretary"
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.lists import export_list

        return export_list(house, out, reason, terminal)

    in_workspace(deed, workspace, json=json, yes=yes)


@app.command()
def exports(workspace: Workspace = None, json: Json = False) -> None:
    """Each time the list was exported: when, what for, how many people. Never who.

    Example: newsletter subscriber exports
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.people import exports

        del terminal
        return exports(house)

    in_workspace(deed, workspace, json=json)
