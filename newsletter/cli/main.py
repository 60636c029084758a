"""The command line: `newsletter NOUN VERB`. A command parses, calls one deed of the desk, and prints its result.

Deeds are imported when they run: `newsletter --help` must not wait for a database driver.
"""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import TyperException

from newsletter.cli import article, audience, campaign, database, feed, issue, outbox, secret, subscriber
from newsletter.cli.doctor import doctor
from newsletter.cli.options import DryRun, Json, Workspace, Yes, in_workspace, root, said
from newsletter.cli.output import Terminal, carry_out, fail
from newsletter.cli.rehearse import rehearse
from newsletter.desk.result import Result
from newsletter.errors import ExitCode

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

#: What the parser repeats of the command line: it may be an address, a name or a key.
_REPEATED = re.compile(r"'(?P<quoted>[^']*)'| ?\((?P<extra>[^)]*)\)$|(?P<word>\S*(?:@|SG\.)\S*)")

app = typer.Typer(
    name="newsletter",
    help="Turn articles into a newsletter and send it: nobody twice, nobody missed.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"auto_envvar_prefix": "NEWSLETTER", "help_option_names": ["-h", "--help"]},
)
app.add_typer(article.app, name="article")
app.add_typer(feed.app, name="feed")
app.add_typer(issue.app, name="issue")
app.add_typer(subscriber.app, name="subscriber")
app.add_typer(audience.app, name="audience")
app.add_typer(campaign.app, name="campaign")
app.add_typer(outbox.app, name="outbox")
app.add_typer(secret.app, name="secret")
app.add_typer(database.app, name="database")
app.command()(doctor)
app.command()(rehearse)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print("newsletter", version("solidarity-newsletter"))
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    workspace: Workspace = None,
    json: Json = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Say which version this is.",
            callback=_tell_version,
            is_eager=True,
            allow_from_autoenv=False,
            show_envvar=False,
        ),
    ] = False,
) -> None:
    """Where am I, and what comes next? Nouns and verbs follow: newsletter article add …"""
    if context.invoked_subcommand is not None:
        if workspace is not None:
            # Given before the noun it counts for the command, too.
            os.environ["NEWSLETTER_WORKSPACE"] = str(workspace)
        if json:
            fail(
                "usage",
                "--json stands behind the command it is for.",
                f"Write: newsletter {context.invoked_subcommand} … --json",
                exit_code=ExitCode.WRONG_USAGE,
                json=True,
            )
        return

    def deed(terminal: Terminal) -> Result:
        from newsletter.desk.start import where_am_i

        return where_am_i(root(workspace), os.environ, terminal)

    carry_out(deed, json=json)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration is made.")] = Path(
        "newsletter-demo"
    ),
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the result in a browser.")] = False,
    json: Json = False,
) -> None:
    """The whole way on sample articles and invented subscribers: a drill that mails nobody.

    Example: newsletter demo --no-open
    """

    def deed(terminal: Terminal) -> Result:
        from newsletter.desk.demo import demo

        return demo(folder, os.environ, program=_program(), open_browser=not (no_open or json))

    carry_out(deed, json=json, yes=True)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", show_default=False)] = Path(),
    branch: Annotated[str, typer.Option(help="Name of the branch.", show_default=False)] = "",
    sender: Annotated[str, typer.Option(help="Address the newsletter comes from.", show_default=False)] = "",
    reply_to: Annotated[str, typer.Option(help="Address that answers go to.", show_default=False)] = "",
    postal_address: Annotated[str, typer.Option(help="Printed in every mail.", show_default=False)] = "",
    complaints: Annotated[
        str, typer.Option(help="Where complaints about data protection go.", show_default=False)
    ] = "",
    language: Annotated[str, typer.Option(help="Usual language, as en or cy.")] = "en",
    timezone: Annotated[str, typer.Option(help="Time zone of diary dates.")] = "Europe/London",
    transport: Annotated[str, typer.Option(help="outbox, smtp or sendgrid.")] = "outbox",
    unsubscribe: Annotated[str, typer.Option(help="provider or mailto.", show_default=False)] = "",
    unsubscribe_group: Annotated[int, typer.Option(help="Number of SendGrid's unsubscribe group.")] = 0,
    smtp_host: Annotated[str, typer.Option(help="Name of the mail server.", show_default=False)] = "",
    smtp_port: Annotated[int, typer.Option(help="Its port.")] = 587,
    smtp_username: Annotated[str, typer.Option(help="User name there.", show_default=False)] = "",
    smtp_tls: Annotated[str, typer.Option(help="starttls, implicit, or none on this machine.")] = "starttls",
    region: Annotated[str, typer.Option(help="SendGrid's region: global or eu.")] = "global",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Make a workspace: the folder of your branch.

    Example: newsletter init my-branch --branch "Anytown Trades Council" --sender news@example.org --reply-to
    office@example.org --postal-address "12 High Street, Anytown" --complaints office@example.org --yes
    """

    def deed(terminal: Terminal) -> Result:
        from newsletter.desk.init import Answers, init

        answers = Answers(
            branch=branch, sender=sender, reply_to=reply_to, postal_address=postal_address,
            complaints=complaints, language=language, timezone=timezone, transport=transport,
            unsubscribe=unsubscribe, unsubscribe_group=unsubscribe_group, smtp_host=smtp_host,
            smtp_port=smtp_port, smtp_username=smtp_username, smtp_tls=smtp_tls, region=region,
        )  # fmt: skip
        return init(folder, answers, os.environ, terminal)

    carry_out(deed, json=json, yes=yes)


@app.command()
def send(
    slug: Annotated[str, typer.Argument(help="The issue.")],
    # A variable left over from yesterday must not turn a drill into a real campaign.
    transport: Annotated[
        str, said("outbox, smtp or sendgrid; the one of newsletter.toml if left out.", "--transport")
    ] = "",
    test: Annotated[
        str | None,
        said("Send one copy to this address only (- reads it from standard input).", "--test"),
    ] = None,
    language: Annotated[str, said("With --test: the language of the copy.", "--language")] = "",
    audience: Annotated[
        str,
        said(
            "To whom: an audience of newsletter.toml, or everybody; what the issue says if left out.",
            "--audience",
        ),
    ] = "",
    at: Annotated[str, said('When it is to leave, as 18:30 or "2027-01-31 18:30".', "--at")] = "",
    now: Annotated[bool, said("Without the time in which it can be called back.", "--now")] = False,
    again: Annotated[bool, said("Mail the same issue to everybody once more.", "--again")] = False,
    count: Annotated[int, said("With --again: how many people that is.", "--count")] = 0,
    accept: Annotated[
        str, said("The mark of a report: who would be mailed is as it should be.", "--accept")
    ] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Send an issue to everybody on the list who has not had it, in their language where there is a translation.

    Example: newsletter send october --dry-run
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.send import Order, send
        from newsletter.desk.trial import send_test

        order = Order(
            slug=slug, transport=transport, again=again, count=count, dry_run=dry_run, now=now, at=at,
            language=language, accept=accept, audience=audience,
        )  # fmt: skip
        # An empty address is a mistake to be told, never everybody.
        return send(house, order, terminal) if test is None else send_test(house, order, test)

    in_workspace(deed, workspace, json=json, yes=yes)


def _program() -> str:
    """How this program is called from here: its plain name where the shell finds it, else the way to it."""
    given = Path(sys.argv[0])
    if given.name == "__main__.py":
        return "python -m newsletter"
    if shutil.which(given.name) == str(given):
        return given.name
    return os.path.relpath(given) if given.is_absolute() and given.is_relative_to(Path.cwd()) else str(given)


def run() -> None:
    """Entry point: exit codes as documented, and never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console of the old kind cannot print every name of a place; it gets a "?" instead of a crash.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        code = _wrong_usage(error)
    except typer.Abort:
        code = ExitCode.INTERRUPTED
    except typer.Exit as leaving:
        code = leaving.exit_code
    except BrokenPipeError:
        # The reader of our output has gone; it has what it wanted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    except OSError:
        # A page of help for which there is no room; what commands print is told by the output itself.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.FAILED
    sys.exit(int(code or 0))


def _wrong_usage(error: TyperException) -> int:
    """Say what was typed wrongly, in the parser's words, but for what it repeats."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "newsletter"
    known = _own_words(context)
    message = _REPEATED.sub(
        lambda match: match[0] if match["quoted"] in known else "…" if match["extra"] is None else "",
        error.format_message(),
    )
    try:
        fail(
            "usage",
            message,
            f"See how it is written with: {path} --help",
            exit_code=ExitCode.WRONG_USAGE,
            json="--json" in sys.argv,
        )
    except typer.Exit as leaving:
        return leaving.exit_code


def _own_words(context: typer.Context | None) -> set[str]:
    """Names of options, arguments and commands: the words of a message that are ours."""
    if context is None:
        return set()
    words = set(getattr(context.command, "commands", {}))
    for parameter in context.command.params:
        words |= {str(parameter.name), *parameter.opts, *parameter.secondary_opts, " / ".join(parameter.opts)}
    return words
