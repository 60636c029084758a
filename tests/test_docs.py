"""What the guides say is true: commands parse, examples run, links lead somewhere, and the tutorial can be followed."""

import re
import runpy
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from typer import TyperException
from typer._click.exceptions import MissingParameter

from docs.make_checks import checks
from newsletter.checks.finding import FINDINGS
from newsletter.cli.main import app
from newsletter.desk import feeds
from newsletter.secret import APPLICATION
from newsletter.settings import parse
from newsletter.wiring import open_house
from tests.command import ARTICLE, BRANCH, CONSENT, Desk
from tests.house_sendgrid import HouseSendGrid
from tests.smtp_sink import SmtpSink
from tests.transcript import Reader, blocks, commands
from tests.websites import page, website

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MAKER = runpy.run_path(str(DOCS / "make_reference.py"))
GUIDES = [
    ROOT / "README.md",
    *(DOCS / f"{name}.md" for name in ("tutorial", "articles", "sendgrid", "smtp", "pictures")),
]
OURS = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
PAGES = [*OURS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
COMMANDS = list(
    MAKER["described"](
        typer.Context(typer.main.get_command(app), info_name="newsletter", auto_envvar_prefix="NEWSLETTER")
    )
)


def named(paths: list[Path]) -> list[Any]:
    return [pytest.param(path, id=path.name) for path in paths]


def prose(text: str) -> str:
    """A page without its code, which may hold other programs' words."""
    return re.sub(r"^```.*?^```$|^    .*$|`[^`]*`|<!--.*?-->", " ", text, flags=re.MULTILINE | re.DOTALL)


def parsed(line: str) -> None:
    """Parse a command line as the program does, without carrying it out. Raises TyperException."""
    words = shlex.split(line.partition(" <")[0], comments=True)[1:]
    context = typer.Context(typer.main.get_command(app), info_name="newsletter")
    command: Any = context.command
    if words[:1] == ["--workspace"]:
        words = words[2:]
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            raise TyperException(f"no such command: {words[0]}")
        command = command.commands[words.pop(0)]
    assert not words or not hasattr(command, "commands")
    command.make_context(command.name, words, parent=context)


@pytest.mark.parametrize(("page", "make"), [("reference.md", MAKER["reference"]), ("checks.md", checks)])
def test_made_pages_say_what_the_program_says(page: str, make: Callable[[], str]) -> None:
    """`make docs` writes them; whoever changes a command, a setting or a check types it."""
    assert (DOCS / page).read_text(encoding="utf-8") == make()


def test_every_finding_is_described() -> None:
    text = (DOCS / "checks.md").read_text(encoding="utf-8")
    assert [name for name in FINDINGS if f"`{name}`" not in text] == []


def test_every_setting_has_words_and_no_words_are_left_over() -> None:
    assert {name for name, _ in MAKER["settings"]()} == set(MAKER["SETTINGS"])


def test_a_file_with_every_setting_is_accepted(tmp_path: Path) -> None:
    samples = {
        "id": "0123456789abcdef", "branch.sender": "a@example.org", "branch.reply_to": "b@example.org",
        "branch.language": "cy", "branch.timezone": "Europe/London", "branch.reviewed_languages": ["cy"],
        "branch.colour": "#0057b7", "branch.logo": "pictures/logo.png", "sending.transport": "smtp",
        "sending.unsubscribe": "mailto", "sending.timeout": "20s", "sending.undo_window": "30m",
        "pictures.mode": "publish", "pictures.base_url": "https://branch.example.org/letters",
        "branch.election": False, "branch.charity": "SC012345",
        "branch.nation": "wales", "checks.raise": ["sentence-long"],
        "checks.hush": ["no-intro"], "checks.acronyms": ["CWU"], "guards.employers": ["council.example.org"],
        "guards.public_bodies": False, "guards.employer_mail": "hold", "retention.days": 30, "smtp.tls": "implicit",
        "audience.NAME.tags": ["reps"], "audience.NAME.all_tags": ["site-north"],
        "audience.NAME.without_tags": ["chairs"],
        "audience.NAME.languages": ["cy"], "audience.NAME.joined_after": "2026-01-31",
        "audience.NAME.joined_before": "2027-01-31", "audience.NAME.refreshed_after": "2026-01-31",
        "audience.NAME.had": ["october"], "audience.NAME.had_not": ["november"],
        "model.url": "https://models.example.org/v1", "model.consent": "models.example.org",
        "sendgrid.region": "eu", "sendgrid.allowed_hosts": ["https://relay.example.org"],
    }  # fmt: skip
    numbers = ("unsubscribe_group", "requests_per_minute", "threads", "port", "sample")
    lines, table = [], ""
    for name, _ in MAKER["settings"]():
        above, _, key = name.rpartition(".")
        if above != table:
            lines.append(f"[{above.replace('NAME', 'reps')}]")
            table = above
        value = samples.get(name, 7 if key in numbers else "words")
        lines.append(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}")
    assert parse("\n".join(lines), path=tmp_path / "newsletter.toml").sendgrid.region == "eu"


def test_lengths_of_time_are_given_as_they_are() -> None:
    least = 'id = "0123456789abcdef"\n[branch]\nname = "A"\nsender = "a@example.org"\nreply_to = "a@example.org"\n'
    least += 'postal_address = "A"\ncomplaints = "A"\n'
    durations = "\n".join(f'{key} = "{value}"' for key, value in MAKER["_DURATIONS"].items())
    path = Path("newsletter.toml")
    assert parse(f"{least}[sending]\n{durations}", path=path) == parse(least, path=path)


@pytest.mark.parametrize(("words", "command"), [pytest.param(w, c, id=w) for w, c, _ in COMMANDS if w])
def test_every_command_ends_its_help_with_an_example_that_parses(words: str, command: Any) -> None:
    said, example = MAKER["explained"](command.help)
    assert said
    assert example.startswith(f"newsletter {words}")
    parsed(example)


@pytest.mark.parametrize("guide", named(GUIDES))
def test_every_command_line_in_a_guide_parses(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    typed = [line for block in blocks(text) if block.kind == "console" for line, _ in commands(block.text)]
    typed += re.findall(r"^(?:    )?(?:\.venv/bin/)?(newsletter [a-z-].*)$", text, re.MULTILINE)
    assert typed
    for line in typed:
        if line.startswith("newsletter"):
            parsed(line)


@pytest.mark.parametrize("page", named(OURS))
def test_commands_named_in_a_sentence_exist(page: Path) -> None:
    """They may leave out what must be filled in."""
    for line in re.findall(r"`(newsletter [a-z][^`]*)`", page.read_text(encoding="utf-8")):
        with suppress(MissingParameter):
            parsed(line.replace("…", ""))


@pytest.mark.parametrize("page", named(PAGES))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", re.sub(r"`[^`]*`", "", text))
    for link in (markdown or html for markdown, html in links):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", named([page for page in OURS if page.name != "glossary.md"]))
def test_pages_use_the_words_of_the_glossary_and_no_others(page: Path) -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    unused = re.search(r"Not used: (.*)\.", glossary)[1].split(", ")  # type: ignore[index]
    found = re.findall(
        rf"\b(?:{'|'.join(unused)})s?\b", prose(page.read_text(encoding="utf-8")), re.IGNORECASE
    )
    assert found == []


def test_the_root_key_lies_where_the_tutorial_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/robin")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    for system in (Unix, MacOS):
        folder = system(APPLICATION, appauthor=False).user_config_dir.replace("/home/robin", "~")
        assert f"`{folder}/ID/root`" in text


def test_the_way_of_the_readme_can_be_gone(desk: Desk) -> None:
    """Its examples are typed one after another; the last two are for mishaps, and left to the tutorial."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## The whole way")[2].partition("\n## ")[0]
    lines = [
        shlex.split(line, comments=True)
        for line in re.findall(r"^    (newsletter .*)$", section, re.MULTILINE)
    ]
    (desk.folder / "strike.txt").write_text(ARTICLE.replace("Dockers of Port Ellery win their first contract", "Harbour strike", 1))  # fmt: skip  # noqa: E501
    (desk.folder / "list.csv").write_text("Email\nana@example.org\n")
    assert lines[0][:2] == ["newsletter", "init"]
    assert [line[1:3] for line in lines[-2:]] == [["campaign", "undo"], ["campaign", "resume"]]
    desk(*lines[0][1:], *BRANCH).ok()
    extra = {"send": ("--yes",), "subscriber": ("--yes",)}
    for words in lines[1:-2]:
        here = {"NEWSLETTER_WORKSPACE": str(desk.folder / lines[0][2]), "EDITOR": writing(desk)}
        done = desk(*words[1:], *extra.get(words[1], ()), **here).ok()
        if words[1:3] == ["article", "add"]:
            desk("article", "accept", done.out.split()[0], **here).ok()
    assert len(list(desk.folder.rglob("*.eml"))) == 1


def writing(desk: Desk) -> str:
    """An editor that gives the issue what it needs."""
    script = desk.folder / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        "for key in ('subject', 'preheader'):\n"
        "    text = text.replace(f'\\n{key}:\\n', f'\\n{key}: Words\\n')\n"
        "path.write_text(text, 'utf-8')\n"
    )
    return shlex.join([sys.executable, str(script)])


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal to type at is made as on Unix")
def test_the_tutorial_can_be_followed(desk: Desk) -> None:
    """Every command of the tutorial is typed at a terminal, every question answered, and what comes out compared."""
    with SmtpSink() as sink:

        def a_mail_server(branch: Path) -> None:
            file = branch / "newsletter.toml"
            text = file.read_text(encoding="utf-8").replace('transport = "outbox"', 'transport = "smtp"')
            text = text.replace('host = ""', 'host = "127.0.0.1"').replace(
                "port = 587", f"port = {sink.port}"
            )
            file.write_text(text.replace('tls = "starttls"', 'tls = "none"'), encoding="utf-8")

        def an_answer_gets_lost(branch: Path) -> None:
            sink.rules.append(["dot", str(len(sink.messages) + 2), "drop"])

        reader = Reader(desk, {"a mail server": a_mail_server, "an answer gets lost": an_answer_gets_lost})
        number = reader.follow((DOCS / "tutorial.md").read_text(encoding="utf-8"))
        recipients = [taken.recipient for taken in sink.messages]
    assert number >= 25
    assert recipients[0] == "office@anytown.example.org"
    # Three people, two issues, and nobody twice.
    assert sorted(recipients[1:]) == sorted(2 * [f"{name}@example.org" for name in ("ana", "bilal", "dewi")])


def shape(value: Any) -> Any:
    """The names in a JSON value; `...` where the guide does not go into it."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


def described(names: str) -> Any:
    """The shape of a description in DATA."""
    words = iter(re.findall(r"[a-z_]+|\[\]|\{|\}", names))
    return _names(words)


def _names(words: Iterator[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    name, is_list = "", False
    for word in words:
        if word == "}":
            break
        if word == "[]":
            is_list = True
        elif word == "{":
            inner = _names(words) or ...
            found[name] = [inner] if is_list else inner
        else:
            name, is_list = word, False
            found[name] = None
    return found


def agrees(said: Any, seen: Any) -> bool:
    if said is ... or seen is None:
        return True
    if isinstance(said, list):
        return isinstance(seen, list) and agrees(said[0], seen[0])
    if isinstance(said, dict):
        return (
            isinstance(seen, dict)
            and said.keys() == seen.keys()
            and all(agrees(said[k], seen[k]) for k in said)
        )
    return seen is None


def _keep_it_safe(desk: Desk, run: Callable[..., dict[str, Any]], here: Mapping[str, str]) -> None:
    """A sheet, a backup, the list brought back in place of one that is lost, and a new key."""
    run("secret sheet", desk.folder / "sheet.txt", **here)
    run("database backup", desk.folder / "list.backup", **here)
    (desk.workspace / "data" / "newsletter.db").unlink()
    run("database restore", desk.folder / "list.backup", "--yes", **here)
    run("database accept", "--yes", **here)
    run("database rekey", "--yes", **here)


def _call_back(desk: Desk, run: Callable[..., Any], here: Mapping[str, str]) -> None:
    """What only a campaign can show that the provider still holds."""
    with HouseSendGrid(["401"]) as server:
        there = {**here, "NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": "SG.of-nobody.x"}
        settings = desk.workspace / "newsletter.toml"
        words = settings.read_text("utf-8").replace('transport = "outbox"', 'transport = "sendgrid"')
        settings.write_text(words.replace("[sending]", "[sending]\nunsubscribe_group = 7"), encoding="utf-8")
        stopped = desk("send", "may", "--yes", "--json", **there).data["campaign"]
        paused = run("campaign pause", stopped, errors=["key-refused"], **there)
        assert paused["undo_until"]
        run("campaign undo", stopped, "--yes", **there)


def _keep_a_list(desk: Desk, run: Any, people: Path, here: dict[str, str]) -> None:
    """Every command about subscribers."""
    run("subscriber import", people, *CONSENT, "--yes", **here)
    run("subscriber sync", people, *CONSENT, "--yes", **here)
    run("subscriber add", "dewi@example.org", *CONSENT, **here)
    run("subscriber suppress", "dewi@example.org", **here)
    run("subscriber show", "dewi@example.org", **here)
    run("subscriber rejoin", "dewi@example.org", "--wording", "Yes.", "--yes", **here)
    run("subscriber suppress", "dewi@example.org", **here)
    run("subscriber change", "dewi@example.org", "--name", "Dewi", **here)
    run("subscriber list", **here)
    run("subscriber forget", "carys@example.org", "--yes", **here)
    run("subscriber export", "--out", desk.folder / "all.csv", "--reason", "a test", "--yes", **here)
    run("subscriber exports", **here)
    run("subscriber show", "dewi@example.org", **here)


def _follow_a_feed(desk: Desk) -> dict[str, Any]:
    """By the deeds themselves: the command line opens no website of this machine."""
    house = open_house(desk.workspace, desk.variables())
    item = "<item><title>A vigil</title><link>{}/vigil</link></item>"
    with website() as site:
        site.put("/vigil", page("A vigil"))
        site.put("/feed", f"<rss><channel><title>Voice</title>{item.format(site.url)}</channel></rss>")
        added = feeds.add(house, f"{site.url}/feed", site.web(), name="voice")
        pulled = feeds.pull(house, ["voice"], site.web())
        taken = feeds.take(house, "voice", [1], site.web())
    return {"feed add": added.data, "feed pull": {**taken.data, "feeds": pulled.data["feeds"]}}


def test_the_data_for_scripts_has_the_names_of_the_reference(desk: Desk) -> None:
    """Every command is run with --json, and the names in `data` are compared at every depth."""
    seen: dict[str, Any] = {}

    def run(words: str, *more: object, key: str = "", errors: Sequence[str] = (), **how: Any) -> Any:
        done = desk(*words.split(), *more, "--json", **how)
        assert [error["code"] for error in done.json["errors"]] == list(errors), done.out
        seen[key or words] = done.data
        return done.data

    here = {"NEWSLETTER_WORKSPACE": str(desk.workspace), "EDITOR": "true"}
    source = desk.folder / "strike.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    people = desk.folder / "list.csv"
    people.write_text("Email,Opt out\nana@example.org,\nbilal@example.org,\ncarys@example.org,yes\n")
    run("demo", desk.folder / "demo")
    run("init", desk.workspace, *BRANCH, "--yes")
    slug = run("article add", source, **here)["articles"][0]["slug"]
    for verb in ("show", "summarise", "accept", "edit"):
        run(f"article {verb}", slug, **here)
    run("article list", **here)
    seen |= _follow_a_feed(desk)
    run("feed list", **here)
    run("feed remove", "voice", **here)
    run("issue new", "may", "--subject", "May", "--preheader", "Words", "--article", slug, **here)
    run("issue check", "--explain", "no-intro", key="issue check --explain")
    run("issue check", "--explain", "all", key="issue check --explain all")
    for verb in ("show", "edit", "check"):
        run(f"issue {verb}", "may", **here)
    run("issue render", "may", "--out", desk.folder / "out", **here)
    run("issue publish", "may", desk.folder / "public", **here)
    run("issue list", **here)
    seen["issue preview"] = {
        "files": []
    }  # with --shots, which needs a browser: tests/browser/test_preview.py
    _keep_a_list(desk, run, people, here)
    run("send", "may", "--dry-run", key="send --dry-run", **here)
    run("send", "may", "--test", "office@example.org", key="send --test", **here)
    settings = desk.workspace / "newsletter.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[audience.welsh]\nlanguages = ["cy"]\n', "utf-8")
    run("audience list", **here)
    run("audience show", "welsh", "--issue", "may", **here)
    campaign = run("send", "may", "--yes", **here)["campaign"]
    for verb in ("show", "receipt", "resume", "resolve"):
        run(f"campaign {verb}", campaign, **here)
    run("campaign list", **here)
    run("campaign report", campaign, **here)
    run("rehearse", "may", "--faults", "none", "--kills", "0", **here)
    run("doctor", **here)
    _keep_it_safe(desk, run, here)
    _call_back(desk, run, here)
    run("outbox clear", "--yes", **here)
    run("secret set", "sendgrid", stdin="SG.not-a-key\n", **here)
    run("secret list", **here)
    seen[""] = desk("--json", **here).data
    assert seen.keys() == MAKER["DATA"].keys()
    wrong = {
        key: data for key, data in seen.items() if not agrees(described(MAKER["DATA"][key]), shape(data))
    }
    assert wrong == {}
