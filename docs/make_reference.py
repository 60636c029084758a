"""Writes docs/reference.md from the program itself: commands, settings and codes.

What the code cannot say (the meaning of a setting, the keys of the JSON data) stands here; a setting or command
without words ends this program with an error, and tests/test_docs.py compares the keys with what really comes out.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, get_args

import typer

from docs.make_checks import as_table
from newsletter.audience import Audience
from newsletter.cli.main import app
from newsletter.errors import ExitCode
from newsletter.secret import VARIABLES
from newsletter.sending.receipt import Receipt
from newsletter.settings import (
    NATIONS,
    Branch,
    Checks,
    EmployerMail,
    Guards,
    Model,
    PictureMode,
    Pictures,
    Retention,
    SendGrid,
    Sending,
    Settings,
    Smtp,
    TransportName,
    Unsubscribe,
)
from newsletter.transports.sendgrid.host import VARIABLE as HOST_VARIABLE

HERE = Path(__file__).parent
MADE = "<!-- Made by docs/make_reference.py: change that, or the program, and type `make docs`. -->"

_ARTICLE = (
    "slug title standfirst author source url published language embargo "
    "photo{file alt caption author licence licence_url credit changes} paragraphs[] "
    "summary{text state origin sentences checked article_changed} unsure[]{field why}"
)
_FEED = "name title url pulled"
#: What is known only while an article is taken in.
_TAKEN = (
    f"articles[]{{{_ARTICLE.replace('{field why}', '{field why values[]{value from}}')} "
    "action{title text button link} kept[] before replaced used_in[]} failed[]"
)
_ISSUE = "slug id subject preheader language languages[] design audience articles[] path"
_FOUND = "findings[]{id level message remedy where}"
_FINDINGS = f"issue {_FOUND}"
_PERSON = "id address name first_name language basis status added"
_SENT = "campaign issue audience kind state receipt{} languages{} undo_until refusals{}"
_REPORT = (
    "campaign issue audience kind state transport created report{deliveries accepted refused suppressed parked "
    "called_back planned in_doubt bounced invalid complained unsubscribed taken_off} languages{} as_of sentence"
)
_REHEARSED = (
    "issue people exactly_once faults kills seed world typed_again decided_by_a_person receipt{} judge{people mails "
    "more_than_once called_back dropped bounced pending own} violations requests{} requests_in_all faults_met seconds "
    "seconds_with_waiting cost[]{plan dollars above} prices_of"
)
_ROW = "id issue audience kind state transport created stop receipt{}"
_COUNTS = "rows_read added changed unchanged fixed rejected suppressed left repeated questions"
_READ = (
    f"rows[]{{line outcome reason}} columns{{}} dropped_columns[] notes[] {_FOUND} sheet looks_like "
    "open_questions[]{key text answers[] default rows} answers_file"
)
#: What `data` holds with --json. A name followed by {} is an object, by [] a list; in braces stand the names inside.
DATA: Mapping[str, str] = {
    "": (
        "workspace articles proposed issues mailable without_ground old_lists[] restored sheet sending[] unfinished[] "
        "undoing[] undoable[] in_doubt[] log_tells{} to_forget to_erase{} erase_refused{} next"
    ),
    "demo": f"{_SENT} {_FOUND} workspace index",
    "init": "workspace id root_key",
    "send": f"{_SENT} {_FOUND}",
    "send --dry-run": (
        "issue kind transport audience people left_out{} languages{} without_their_language batches undo_window "
        f"{_FOUND} accept"
    ),
    "send --test": "outcome",
    "article add": _TAKEN,
    "article list": f"articles[]{{{_ARTICLE}}}",
    "article show": f"{_ARTICLE} articles[]{{}}",
    "article summarise": (
        "slug summary{} unsure[]{field why} "
        "proposals[]{number origin label text sentences words reading_ease missing[]} accepted "
        "missing[]{kind text nearest paragraph}"
    ),
    "article accept": f"{_ARTICLE} articles[]{{}}",
    "article edit": f"{_ARTICLE} articles[]{{}}",
    "feed add": f"feeds[]{{{_FEED}}}",
    "feed list": f"feeds[]{{{_FEED}}}",
    "feed remove": f"feeds[]{{{_FEED}}}",
    "feed pull": "feeds[]{name new pulled items[]{number title link published teaser article "
    f"unsure[]{{field values[]{{value from}}}}}}}} {_TAKEN}",
    "issue new": _ISSUE,
    "issue list": f"issues[]{{{_ISSUE}}}",
    "issue show": _ISSUE,
    "issue edit": _FINDINGS,
    "issue check": _FINDINGS,
    "issue render": "files[] notes[]",
    "issue publish": "issue folder files[] written[] gone[]",
    "issue preview": "files[]",
    "issue check --explain": "id level says looks why mend example",
    "issue check --explain all": "findings[]{id level says}",
    "subscriber add": "outcome id",
    "subscriber import": f"{_COUNTS} {_READ}",
    "subscriber sync": (
        f"{_COUNTS} {_READ} listed leaving remaining on_earlier_ground in_doubt on_other_grounds perhaps_meant "
        "staying accept"
    ),
    "subscriber list": f"subscribers[]{{{_PERSON}}}",
    "subscriber show": (
        f"{_PERSON} on_the_list left tags[] consents[]{{basis wording source at withdrawn}} "
        "suppression{reason source at} sent[]{issue campaign kind at outcome settled} exports[]{at reason people} "
        "former[] to_forget to_erase[]{holder at refused} probes[]"
    ),
    "subscriber suppress": "suppressed new on_the_list",
    "subscriber change": "id changed address_changed status tags[]",
    "subscriber rejoin": "outcome id was_suppressed lifted",
    "subscriber forget": "forgotten was_on_list moved_to unsettled[] mails copies[] holders[] to_erase beyond[]",
    "subscriber export": "file subscribers",
    "subscriber exports": "exports[]{at reason people}",
    "audience list": "audiences[]{name people conditions{}} tags{}",
    "audience show": "audience conditions{} issue people languages{} left_out{} listed unknown_tags[]",
    "campaign list": f"campaigns[]{{{_ROW}}}",
    "campaign show": (
        f"{_ROW} refusals{{}} parked[]{{batch size reason since}} in_doubt[]{{delivery subscriber}}"
    ),
    "campaign receipt": _SENT,
    "campaign resume": _SENT,
    "campaign pause": _SENT,
    "campaign undo": _SENT,
    "campaign resolve": _SENT,
    "doctor": "transport lines[]{id health message remedy} problems unknown",
    "campaign report": _REPORT,
    "rehearse": _REHEARSED,
    "outbox clear": "removed",
    "secret set": "name source",
    "secret list": "secrets[]{name source}",
    "secret sheet": "file key",
    "database backup": "people suppressed campaigns file key bytes",
    "database restore": "day then{} now{} in_place restored kept stay back gone removed leavers withdrawn held_back",
    "database accept": "accepted day held[] released[]",
    "database rekey": "old_key key copies[]",
}

_TRANSPORTS = "`" + "`, `".join(TransportName) + "`"
_MODES = "`" + "`, `".join(PictureMode) + "`"
_WAYS_OUT = "`" + "`, `".join(Unsubscribe) + "`"
_HELD = "`" + "`, `".join(EmployerMail) + "`"
_NATIONS = "`" + "`, `".join(NATIONS) + "`"
#: table.key of newsletter.toml: what it means.
SETTINGS: Mapping[str, str] = {
    "id": "Made once by `newsletter init`. The keys of the workspace are kept under it: do not change it.",
    "branch.name": "Name of the branch, as every mail says it.",
    "branch.sender": "The From address. Through SendGrid its domain must be your own, not gmail.com and the like.",
    "branch.sender_name": "The From name; the branch's name if left out.",
    "branch.reply_to": "Where answers go, and with `mailto` the requests to leave. Somebody must read it.",
    "branch.postal_address": "Printed in every mail. A PO box or the union's office will do.",
    "branch.complaints": "Where a complaint about data protection goes: an address or a web page.",
    "branch.imprint": "A line such as “Promoted by …”; name and postal address if left out.",
    "branch.language": (
        "The usual language, as `en`, `cy` or `pt-BR`. The letter's own words and its dates are in it. There are words "
        "in `ar`, `cy`, `en`, `es`, `fr`, `pl`, `pt` and `ro`; your own, for these or another language, stand in "
        "`translations/LANGUAGE.po`."
    ),
    "branch.timezone": "Time zone of diary dates.",
    "branch.colour": "The accent of your letters, as `#a3152a`; a darker shade is used where it could not be read.",
    "branch.logo": (
        "A PNG or JPEG of the branch's folder, as `pictures/logo.png`: shown above your name where letters show "
        "pictures, and on the printed notice. See [pictures](pictures.md#your-logo)."
    ),
    "branch.logo_alt": (
        "What the logo says beyond the branch's name, for those who do not see it. Left out, nothing: the name stands "
        "beside it as text."
    ),
    "branch.reviewed_languages": (
        'Languages in which one of you has read the letter\'s own words, as `["cy"]`: `send` asks no more about them. '
        "Without it, words that no native speaker has read need a yes at the keyboard; `--yes` is not enough."
    ),
    "branch.election": (
        "`true` if your letters are election material, `false` if they never are. Until it is said, words such as "
        "“polling day” get advice."
    ),
    "branch.charity": "Your registered number, if you are a charity: needed for people on its soft opt-in.",
    "branch.nation": f"Where elections are held that you speak of: one of {_NATIONS}.",
    "sending.transport": f"Who takes the mails: one of {_TRANSPORTS}. `outbox` writes files and mails nobody.",
    "sending.unsubscribe": (
        f"How people leave: one of {_WAYS_OUT}. `provider` is SendGrid's unsubscribe group and must stand here with "
        "SendGrid. `mailto` is a mail to `reply_to`, on which a person must act; a mail server has no other way."
    ),
    "sending.unsubscribe_group": "The number of SendGrid's unsubscribe group; 0 for none.",
    "sending.requests_per_minute": (
        "The pace, 1 to 100000. SendGrid: requests of up to 1,000 people. Mail server: messages."
    ),
    "sending.threads": "Requests to SendGrid at the same time, 1 to 32. A mail server is asked one thing at a time.",
    "sending.timeout": "How long the other side has for an answer, from `1s` to `60s`.",
    "sending.undo_window": (
        "How long a campaign through SendGrid can be called back: `0s` for never, or from `10m` to `24h`. Above "
        "100,000 people it is an hour at least. A mail server and the outbox cannot give anything back."
    ),
    "smtp.host": "Name of the mail server.",
    "smtp.port": "Its port: usually 587 with `starttls`, 465 with `implicit`.",
    "smtp.username": "User name there; without one no password is asked for.",
    "smtp.tls": "`starttls`, `implicit`, or `none`, which is taken only for a server on this very machine.",
    "sendgrid.region": "`global`, or `eu` for an account with EU data residency.",
    "sendgrid.allowed_hosts": (
        f"https hosts that `{HOST_VARIABLE}` may name besides SendGrid's own and this machine. What goes there "
        "is a drill."
    ),
    "pictures.mode": (
        f"One of {_MODES}. `none`: letters show no pictures. `cid`: up to 3 (200 kB) travel inside each letter. "
        "`publish`: letters show those that `issue publish` made, from your own web space."
    ),
    "pictures.base_url": (
        "Where the folder of `issue publish` can be seen, with https. Needed by `publish`; with it every letter links "
        "to its web version."
    ),
    "checks.raise": "Names of advice that stands in the way of sending in your branch, as blockers do.",
    "checks.hush": "Names of advice that is not shown. A blocker in this list is an error.",
    "checks.acronyms": "Short forms that all your readers know, as `CWU`.",
    "guards.employers": (
        'Hosts of your members\' employers, as `["council.example.org"]`: they, and what lies below them, can see who '
        "gets your mail."
    ),
    "guards.public_bodies": (
        "Whether hosts of public bodies (`.gov.uk`, `.nhs.uk`, `.gob.es` and the like) count as employers' too."
    ),
    "guards.employer_mail": (
        f"One of {_HELD}. `warn`: it is said how many people read there. `hold`: nothing is sent until somebody "
        "accepts that number. `exclude`: they are left out of every audience, and counted."
    ),
    "audience.NAME.tags": "They have one of these tags at least. NAME is the audience's: `[audience.reps]`.",
    "audience.NAME.all_tags": "They have all of these tags.",
    "audience.NAME.without_tags": "They have none of these tags.",
    "audience.NAME.languages": "They read one of these languages; `pt` stands for `pt-BR` as well.",
    "audience.NAME.joined_after": "They are on the list since that day, or later: `2027-01-31`.",
    "audience.NAME.joined_before": "They were on the list before that day.",
    "audience.NAME.refreshed_after": (
        "Their own yes, or the last `subscriber sync` of the list they stand on, is of that day or later."
    ),
    "audience.NAME.had": "Names of issues that were really sent: they have a delivery of every one.",
    "audience.NAME.had_not": "Names of issues: they have a delivery of none, for those who did not get the first.",
    "audience.NAME.sample": "So many of those who are left, at random; the same people when it is asked again.",
    "audience.NAME.seed": "Any words: other ones draw another sample.",
    "model.url": (
        "Where a language model is asked by `article summarise --model`: an address of the usual form "
        "(`…/v1`, to which `/chat/completions` is added). Without one none is asked."
    ),
    "model.name": "Which model answers there.",
    "model.consent": (
        "The host of `url`, written again: somebody has agreed that whole articles are sent to that computer. This "
        "very machine needs none."
    ),
    "retention.days": (
        "For how many days after a campaign is over it is kept who got it, from 7 to 3650. After that only numbers are "
        "known, and marks that name nobody: [what is kept](privacy.md#how-long-it-is-kept-who-got-a-campaign)."
    ),
}
_TABLES: Mapping[str, type] = {
    "branch": Branch, "sending": Sending, "smtp": Smtp, "sendgrid": SendGrid, "pictures": Pictures, "checks": Checks,
    "guards": Guards, "audience.NAME": Audience, "retention": Retention,
    "model": Model,
}  # fmt: skip
#: Written as text, read as seconds.
_DURATIONS = {"timeout": "30s", "undo_window": "30m"}
#: Has another setting as its default.
_FOLLOWS = {
    "sender_name": "the branch's name",
    "unsubscribe": "by transport",
    "sample": "all of them",
    "seed": "the name",
}

_CODES: Mapping[ExitCode, str] = {
    ExitCode.DONE: "Done.",
    ExitCode.FAILED: "Failed. The message says why and what to do.",
    ExitCode.WRONG_USAGE: (
        "Wrong usage: an option, a missing yes, or `send` for an issue whose campaign is not finished."
    ),
    ExitCode.BLOCKED: "A check found a blocker: nothing was sent. See [the checks](checks.md).",
    ExitCode.PARTLY: (
        "Partly done: somebody waits, is in doubt, or a line of a list has an open question. The message says "
        "who is left and which command goes on."
    ),
    ExitCode.INTERRUPTED: "Interrupted. Nothing is lost.",
}


_VARIABLES = """\
## Environment

Most options can also be given as variables; the tables above name them, and `--json` follows the same rule
(`NEWSLETTER_SEND_JSON=1`). Options that confirm or disclose something cannot: they are said each time."""
_ENVIRONMENT = (
    "`NEWSLETTER_WORKSPACE` | The branch's folder, as `--workspace`.",
    (
        f"`{HOST_VARIABLE}` | Another host than SendGrid's: one on this machine, or one named in `allowed_hosts`. "
        "Such a campaign is a drill."
    ),
    "`VISUAL`, `EDITOR` | The editor that `article edit` and `issue edit` open.",
    "`CHROMIUM` | The browser that `issue preview --shots` takes pictures with, where it is not found by itself.",
    (
        "`PYTHON_KEYRING_BACKEND` | `keyring.backends.null.Keyring` leaves the system's keyring alone; keys then lie "
        "in files that only you can read."
    ),
)
_TOML = """\
## newsletter.toml

The file that makes a folder a workspace. Texts stand between quotation marks, numbers do not. A key or password in it
is refused. Lines that begin with `#` are for people; the program skips them."""


def reference() -> str:
    """The whole of docs/reference.md."""
    context = typer.Context(
        typer.main.get_command(app), info_name="newsletter", auto_envvar_prefix="NEWSLETTER"
    )
    parts = (
        MADE,
        "# Reference",
        _BEGINNING,
        *_described(context),
        "## Exit codes",
        as_table("Code | Means", (f"{int(code)} | {words}" for code, words in _CODES.items())),
        _scripts(),
        _environment(),
        _settings(),
    )
    return "\n\n".join(parts) + "\n"


_BEGINNING = """\
Every command, option and setting of this version. To learn the program, begin with the [tutorial](tutorial.md).

- [Commands](#commands)
- [Exit codes](#exit-codes)
- [For scripts: --json](#for-scripts---json)
- [Environment](#environment)
- [newsletter.toml](#newslettertoml)

## Commands

`newsletter` alone says where you are and what comes next; `--help` after any command explains it. A command is about
the branch's folder you stand in; `--workspace` names another. What was asked for goes to standard output, talk and
progress go to standard error.

Every command takes `--json`, and every one but `demo` and `init` takes `--workspace`; they are not repeated below."""
#: Options that all commands have, said once.
_SHARED = ("workspace", "json")


def described(context: typer.Context) -> Iterator[tuple[str, Any, typer.Context]]:
    """Every command that can be typed: its words, the command, its context; the program itself comes first."""
    yield "", context.command, context
    yield from _below(context, ())


def _below(context: typer.Context, words: tuple[str, ...]) -> Iterator[tuple[str, Any, typer.Context]]:
    commands: Mapping[str, Any] = context.command.commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        inside = typer.Context(command, parent=context, info_name=name)
        if hasattr(command, "commands"):
            yield from _below(inside, (*words, name))
        elif not command.hidden:
            yield " ".join((*words, name)), command, inside


def _described(context: typer.Context) -> Iterator[str]:
    for words, command, inside in described(context):
        yield f"### newsletter {words}".rstrip()
        text, example = explained(command.help if words else "Where am I, and what comes next?")
        yield text
        own = [each for each in command.params if not words or each.name not in _SHARED]
        yield f"    {_usage(words, own)}"
        if own:
            yield as_table("Argument or option | Means | Variable", (_row(each, inside) for each in own))
        if example:
            yield f"Example:\n\n    {example}"
        data = [f"`{_code(DATA[key])}`{_when(key, words)}" for key in DATA if _is_about(key, words)]
        if not data:
            raise KeyError(f"no words about the data of {words}")
        yield "Data: " + "; ".join(data) + "."


def explained(text: str) -> tuple[str, str]:
    """The words of a command's help, and the example that ends it."""
    words, _, example = text.partition("Example:")
    return " ".join(words.split()), " ".join(example.split())


def _usage(words: str, parameters: list[Any]) -> str:
    options = [each for each in parameters if _is_option(each)]
    arguments = [_placeholder(each) for each in parameters if not _is_option(each)]
    return " ".join(("newsletter", *words.split(), *arguments, *(["[OPTIONS]"] if options else [])))


def _placeholder(argument: Any) -> str:
    name = argument.name.upper() + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _is_option(parameter: Any) -> bool:
    return str(parameter.opts[0]).startswith("-")


def _is_about(key: str, words: str) -> bool:
    return key.partition(" --")[0] == words


def _when(key: str, words: str) -> str:
    return f" with `{key.removeprefix(words).strip()}`" if key != words else ""


def _code(names: str) -> str:
    return names.replace(" ", ", ").replace("{", " {").replace("{}", "{…}")


def _row(parameter: Any, context: typer.Context) -> str:
    name = ", ".join(parameter.opts) if _is_option(parameter) else parameter.name.upper()
    value = "" if not _is_option(parameter) or parameter.is_flag else f" {_kind(parameter)}"
    many = " (may be repeated)" if parameter.multiple else ""
    return f"`{name}{value}` | {parameter.help}{many}{_default(parameter)} | {_variable(parameter, context)}"


def _kind(parameter: Any) -> str:
    annotation = parameter.type_descriptor.annotation
    while isinstance(annotation, UnionType) or getattr(annotation, "__origin__", None) is list:
        annotation = get_args(annotation)[0]
    return {Path: "PATH", int: "NUMBER"}.get(annotation, "TEXT")


def _default(parameter: Any) -> str:
    if parameter.required:
        return " Needed."
    plain = parameter.default in (None, "", False, 0, Path())
    return "" if plain else f" Usually `{parameter.default}`."


def _variable(parameter: Any, context: typer.Context) -> str:
    """The variable that stands for an option. Those that confirm or disclose have none, nor have arguments."""
    if parameter.envvar:
        return f"`{parameter.envvar}`"
    if not getattr(parameter, "allow_from_autoenv", False):
        return ""
    return f"`{context.auto_envvar_prefix}_{parameter.name.upper()}`"


def _scripts() -> str:
    numbers = ", ".join(f"`{field.name}`" for field in dataclasses.fields(Receipt))
    return f"""\
## For scripts: --json

With `--json` a command prints one object on standard output, also when it fails:

    {{"version": 1, "status": "success", "data": {{…}}, "messages": ["…"], "errors": []}}

`status` is `success` (exit code 0), `partial` (4) or `error`. `errors` holds objects with `code`, `message` and
`remedy`; a code never changes, the words may. When `issue check` finds blockers, `status` is `error`, `errors`
holds them, and `data` holds all findings. What `data` holds is said at each command.

`receipt` holds the numbers
{numbers}.
The first is the sum of all the others but the last; `in_doubt` counts those of `parked` whose handover was under way
when the receipt was written. No error and no message holds an address; addresses are printed only with
`--show-addresses`.

Without a terminal and without `--yes`, a command that would ask refuses with exit code 2 and does nothing."""


def _environment() -> str:
    secrets = (
        f"`{variable}` | The secret `{name}`; it goes before what `secret set` stored."
        for name, variable in VARIABLES.items()
    )
    rows = (*(_ENVIRONMENT[:1]), *secrets, *(_ENVIRONMENT[1:]))
    return f"{_VARIABLES}\n\n{as_table('Variable | Means', rows)}"


def _settings() -> str:
    return f"{_TOML}\n\n{as_table('Setting | Means | If left out', _setting_rows())}"


def settings() -> Iterator[tuple[str, dataclasses.Field[Any]]]:
    """Every setting as `table.key`, with the field that takes it up."""
    for field in dataclasses.fields(Settings):
        if field.name not in (*_TABLES, "audiences"):
            yield field.name, field
    for table, kind in _TABLES.items():
        for field in dataclasses.fields(kind):
            if kind is Audience and field.name == "name":
                continue
            # A key that is a word of Python has an underscore behind it there.
            yield f"{table}.{field.name.rstrip('_')}", field


def _setting_rows() -> Iterator[str]:
    for name, field in settings():
        table, _, key = name.rpartition(".")
        shown = f"`[{table}] {key}`" if table else f"`{key}`"
        yield f"{shown} | {SETTINGS[name]} | {_usual(key, field)}"


def _usual(key: str, field: dataclasses.Field[Any]) -> str:
    if key in _FOLLOWS:
        return _FOLLOWS[key]
    if field.default is dataclasses.MISSING:
        return "an error"
    if key in _DURATIONS:
        return f'`"{_DURATIONS[key]}"`'
    if field.default in ("", (), None):
        return "none"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f'`"{field.default}"`' if isinstance(field.default, str) else f"`{field.default}`"


if __name__ == "__main__":
    (HERE / "reference.md").write_text(reference(), encoding="utf-8")
