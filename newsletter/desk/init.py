"""Make a workspace: a folder that a person can read, copy and put under git, and a root key for its list."""

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from newsletter.desk.places import warning
from newsletter.desk.result import Result, Talk
from newsletter.desk.sheet import offer_sheet
from newsletter.errors import UsageError, WorkspaceError
from newsletter.files import read_text, unwritable, write_text
from newsletter.rendering.templates import shipped
from newsletter.secret import SecretName, Secrets, Source
from newsletter.sending.clock import SystemClock
from newsletter.settings import parse
from newsletter.wiring import House
from newsletter.workspace import Workspace

_IGNORED = "# People and what was sent to them never go into git.\ndata/\noutbox/\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `init` wants to know; the empty ones are asked for."""

    branch: str
    sender: str
    reply_to: str
    postal_address: str
    complaints: str
    language: str
    timezone: str
    transport: str
    unsubscribe: str
    unsubscribe_group: int
    smtp_host: str
    smtp_port: int
    smtp_username: str
    smtp_tls: str
    region: str


def init(
    root: Path, answers: Answers, environment: Mapping[str, str], talk: Talk, *, id_: str = ""
) -> Result:
    """Write the workspace. Nothing is overwritten; a damaged answer is told before anything is written."""
    workspace = Workspace(root)
    if workspace.settings_file.exists():
        raise WorkspaceError(
            f"{root} is a workspace already. Nothing was changed.",
            remedy="Change newsletter.toml there, or choose another folder.",
            code="workspace-exists",
        )
    id_ = id_ or secrets.token_hex(8)
    text = settings_text(id_, complete(answers, talk))
    settings = parse(text, path=workspace.settings_file)
    with _nothing_left_behind(root):
        _make_folders(workspace)
        source = keep_root_key(Secrets(id_, environment))
        house = House(workspace=workspace, settings=settings, environment=environment, clock=SystemClock())
        with house.new_database():
            write_text(root / ".gitignore", _IGNORED)
            # The last, for it is what makes the folder a workspace.
            write_text(workspace.settings_file, text)
    sheet = offer_sheet(house, talk)
    return Result(
        data={"workspace": str(root.resolve()), "id": id_, "root_key": str(source)},
        lines=(
            f"Your workspace is ready: {root.resolve()}",
            "",
            "What comes next:",
            f"  cd {root}",
            "  newsletter article add FILE-OR-LINK",
            '  newsletter subscriber import LIST.csv --basis consent --wording "…"',
        ),
        messages=(*warning(root), _about_key(source), *sheet),
    )


@contextmanager
def _nothing_left_behind(root: Path) -> Iterator[None]:
    """Remove what was made when the whole cannot be: the folder if it is new, else what is in it of ours."""
    before = set(root.iterdir()) if root.is_dir() else None
    try:
        yield
    except BaseException:
        new = [root] if before is None else [path for path in root.iterdir() if path not in before]
        for path in new:
            # Where nothing can be removed nothing was made; what went wrong before is told.
            with suppress(OSError):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        raise


def complete(answers: Answers, talk: Talk) -> Answers:
    """Ask for what is missing; where nobody can be asked, say which option to add."""
    branch = answers.branch or talk.ask("Name of the branch", "")
    sender = answers.sender or talk.ask("Address the newsletter comes from", "")
    asked = replace(
        answers,
        branch=branch,
        sender=sender,
        reply_to=answers.reply_to or talk.ask("Address that answers go to", sender),
        postal_address=answers.postal_address or talk.ask("Postal address (printed in every mail)", ""),
        complaints=answers.complaints or talk.ask("Where complaints about data protection go", sender),
    )
    for name in ("branch", "sender", "reply_to", "postal_address", "complaints"):
        if not getattr(asked, name):
            option = "--" + name.replace("_", "-")
            raise UsageError(f"{option} is missing.", remedy=f"Add it: {option} …", code="missing-option")
    return asked


def settings_text(id_: str, answers: Answers) -> str:
    """The newsletter.toml of these answers."""
    template = read_text(shipped() / "workspace" / "newsletter.toml", what="the shipped settings")
    group = answers.unsubscribe_group
    values = {
        "id": id_,
        "name": answers.branch,
        **{
            key: getattr(answers, key)
            for key in (
                "sender", "reply_to", "postal_address", "complaints", "language", "timezone", "transport",
                "smtp_host", "smtp_port", "smtp_username", "smtp_tls", "region",
            )
        },
    }  # fmt: skip
    # A TOML basic string is written like a JSON one, but for DEL, which no answer needs.
    quoted = {key: json.dumps(value, ensure_ascii=False).replace("\x7f", "") for key, value in values.items()}
    way_out = answers.unsubscribe
    quoted["unsubscribe"] = f'unsubscribe = "{way_out}"' if way_out else '# unsubscribe = "provider"'
    quoted["group"] = (
        f"unsubscribe_group = {group}"
        if group
        else "# unsubscribe_group = 12345   the number of SendGrid's group"
    )
    return Template(template).substitute(quoted)


def keep_root_key(keys: Secrets) -> Source:
    """Make the workspace's root key, unless the environment already gives one."""
    given = keys.get(SecretName.ROOT)
    return given.source if given else keys.make_root()


def _make_folders(workspace: Workspace) -> None:
    try:
        for folder in (workspace.articles, workspace.issues):
            folder.mkdir(parents=True, exist_ok=True)
        workspace.data.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(workspace.root, error) from error


def _about_key(source: Source) -> str:
    places = {
        Source.KEYRING: "in your computer's keyring",
        Source.FILE: "in your user's configuration folder, in a file only you can read",
        Source.ENVIRONMENT: "in the environment (NEWSLETTER_ROOT_KEY)",
    }
    return (
        f"The key that opens the list of subscribers is kept {places[source]}. "
        "Without it the list cannot be read: docs/keys.md."
    )
