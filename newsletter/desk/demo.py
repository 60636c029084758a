"""The whole way on shipped samples, through the very same deeds as a real campaign: a drill that mails nobody."""

import secrets
import shutil
import webbrowser
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from newsletter import frontmatter
from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.articles.reading.source import from_file
from newsletter.desk import articles as article_deeds
from newsletter.desk.grounds import Claimed
from newsletter.desk.init import Answers, init
from newsletter.desk.lists import Import, import_list
from newsletter.desk.result import Result
from newsletter.desk.screen import has_screen
from newsletter.desk.send import Order, send
from newsletter.desk.words import NOBODY, counted
from newsletter.errors import NewsletterError, SettingsError, WorkspaceError
from newsletter.files import read_text, unwritable, write_text
from newsletter.frontmatter import Value
from newsletter.rendering.templates import shipped
from newsletter.sending.campaign import Kind
from newsletter.sending.ledger import Ledger
from newsletter.settings import TransportName, load
from newsletter.wiring import DATABASE_VARIABLE, House, open_house
from newsletter.workspace import Workspace

ISSUE = "october"
#: The id of a demonstration begins so; nothing else is ever removed by `demo`.
DEMO_ID = "demo-"
_WORDING = "Yes, send me the branch newsletter."
#: Where everybody on the shipped list lives.
_INVENTED = "@members.example.org"
_ANSWERS = Answers(
    branch="Anytown Trades Council",
    sender="news@anytown-trades.example.org",
    reply_to="secretary@anytown-trades.example.org",
    postal_address="Union House, 12 High Street, Anytown AB1 2CD",
    complaints="complaints@anytown-trades.example.org",
    language="en",
    timezone="Europe/London",
    transport="outbox",
    unsubscribe="mailto",
    unsubscribe_group=0,
    smtp_host="",
    smtp_port=587,
    smtp_username="",
    smtp_tls="starttls",
    region="global",
)


def demo(folder: Path, environment: Mapping[str, str], *, program: str, open_browser: bool) -> Result:
    """Make a workspace in `folder`, a campaign in it, and say where to look. An older demonstration is replaced."""
    # The system's keyring would ask to be unlocked for a key that guards nobody's data.
    quiet = {**environment, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    # Invented people do not belong into anybody's database.
    quiet.pop(DATABASE_VARIABLE, None)
    id_ = _clear_away(folder, quiet)
    silent = _Silent()
    init(folder, _ANSWERS, quiet, silent, id_=id_)
    house = open_house(folder, quiet)
    made = _articles(house)
    _issue(house, [slug for slug, _ in made])
    sources = shipped() / "demo"
    imported = import_list(
        house,
        Import(file=sources / "subscribers.csv", claimed=Claimed(basis="consent", wording=_WORDING)),
        silent,
    )
    sent = send(house, Order(slug=ISSUE), silent)
    index = house.workspace.outbox / str(sent.data["campaign"]) / "index.html"
    if open_browser and has_screen():
        webbrowser.open(index.resolve().as_uri())
    return Result(
        data={**sent.data, "workspace": str(folder.resolve()), "index": str(index.resolve())},
        lines=_story(folder, made, imported=imported, sent=sent, index=index, program=program),
    )


def _clear_away(folder: Path, environment: Mapping[str, str]) -> str:
    """Remove an older demonstration and give its id, so that its key is used again; refuse anything else."""
    new = f"{DEMO_ID}{secrets.token_hex(8)}"
    if not folder.exists() or not any(folder.iterdir()):
        return new
    try:
        id_ = load(Workspace(folder).settings_file).id
    except (SettingsError, WorkspaceError):
        id_ = ""
    if not id_.startswith(DEMO_ID):
        raise WorkspaceError(
            f"{folder} holds something else than a demonstration. Nothing was changed.",
            remedy="Name another folder: newsletter demo FOLDER",
            code="not-a-demo",
        )
    if _is_in_use(folder, environment):
        raise WorkspaceError(
            f"{folder} was a demonstration, but somebody works with it now. Nothing was changed.",
            remedy="Name another folder: newsletter demo FOLDER",
            code="demo-in-use",
        )
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    return id_


def _is_in_use(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether a demonstration has become something more: other settings, other people, a real campaign."""
    house = open_house(folder, environment)
    settings = house.settings
    if (settings.branch.sender, settings.sending.transport) != (_ANSWERS.sender, TransportName.OUTBOX):
        return True
    if not house.workspace.database.exists():
        return False
    with house.open_database() as database:
        strangers = [
            person for person in house.people(database).listing() if not person.address.endswith(_INVENTED)
        ]
        return bool(strangers) or any(campaign.kind is Kind.REAL for campaign in Ledger(database).campaigns())


def _articles(house: House) -> list[tuple[str, str]]:
    """Take in the shipped articles, of which all is known, and accept their summaries; (slug, title) of each."""
    made = []
    for source in sorted((shipped() / "demo" / "articles").iterdir()):
        article = articles.add(house.workspace, replace(from_file(source).article, unsure={}))
        article_deeds.accept(house, article.slug)
        made.append((article.slug, article.title))
    return made


def _issue(house: House, slugs: list[str]) -> None:
    """The shipped issue with an id of its own and the articles' names."""
    source = shipped() / "demo" / "issue.md"
    path = house.workspace.issue(ISSUE)
    text = frontmatter.change(
        read_text(source, what="the sample issue"),
        {"id": secrets.token_hex(8), "articles": list(slugs), "diary": _diary(house)},
        path=source,
    )
    write_text(path, text)
    issues.load(house.workspace, ISSUE, house.settings.branch)


def _diary(house: House) -> list[Value]:
    """The shipped diary dates, which are always to come."""
    source = shipped() / "demo" / "issue.md"
    dates = frontmatter.parse(read_text(source, what="the sample issue"), path=source).values["diary"]
    today = house.clock.now().astimezone(house.settings.branch.zone)
    moments = [f"{today + timedelta(days=days):%Y-%m-%d} 18:30" for days in (10, 17)]
    return [
        {**date, "when": when} for date, when in zip(dates, moments, strict=True) if isinstance(date, dict)
    ]


def _story(
    folder: Path, made: list[tuple[str, str]], *, imported: Result, sent: Result, index: Path, program: str
) -> tuple[str, ...]:
    receipt = sent.data["receipt"]
    unusable = imported.data["rejected"] + imported.data["questions"]
    return (
        NOBODY,
        "",
        f"1. Made a workspace in {folder}: newsletter.toml says who the branch is.",
        f"2. Took in {len(made)} articles, proposed a summary of each, and accepted it in your place:",
        *(f"     {title}" for _, title in made),
        f"3. Laid them into an issue: {folder / 'issues' / f'{ISSUE}.md'}",
        f"4. Imported a list: {imported.data['added']} people added. {imported.data['suppressed']} had opted out;",
        f"   {counted(unusable, 'line', 'lines')} could not be used yet.",
        f"5. Checked it and sent it into the outbox: {receipt['accepted']} of {receipt['deliveries']} mails written,",
        "   one for each person.",
        "",
        f"Look at the mail: {index}",
        "",
        "What next?",
        *_commands(folder, program),
        "",
        NOBODY,
    )


def _commands(folder: Path, program: str) -> list[str]:
    """Three commands that can be typed as they stand."""
    commands = {
        f"{program} --workspace {folder}": "where am I, what comes next",
        f"{program} issue check {ISSUE} --workspace {folder}": "what stands in the way of sending",
        f"{program} init my-branch": "begin with your own branch",
    }
    width = max(map(len, commands)) + 3
    return [f"  {command:<{width}}{what}" for command, what in commands.items()]


class _Silent:
    """The demonstration tells its own story; the deeds under it say nothing and are told yes."""

    asks = False

    def say(self, line: str) -> None: ...
    def confirm(self, question: str) -> None: ...
    def confirm_in_person(self, question: str, otherwise: NewsletterError) -> None: ...
    def ask(self, question: str, default: str) -> str:  # noqa: ARG002 the shape of Talk
        return default

    def ask_secret(self, question: str) -> str:  # noqa: ARG002 the shape of Talk
        return ""

    def show_in_person(self, text: str, otherwise: NewsletterError) -> None:  # noqa: ARG002 the shape of Talk
        raise otherwise

    def edit(self, path: str) -> None: ...
    def begin(self, what: str, total: int) -> None: ...
    def advance(self, number: int) -> None: ...
    def end(self) -> None: ...
