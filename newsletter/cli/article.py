"""newsletter article …"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace, visitor
from newsletter.cli.output import Terminal
from newsletter.desk.result import Result

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="Articles: what others wrote.", rich_markup_mode=None, no_args_is_help=True)

Slug = Annotated[str, typer.Argument(help="Name of the article, as in the list.")]


@app.command()
def add(
    source: Annotated[
        list[str],
        typer.Argument(
            help="A .txt, .md, .html, .docx or .eml file, a web address, or - for standard input."
        ),
    ],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Take an article that is already here in anew; what you wrote stays."),
    ] = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Take an article in, with author, date, credit and a proposed summary.

    Example: newsletter article add strike.txt
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.articles import add

        stdin = sys.stdin.buffer.read(15_000_001) if "-" in source else b""
        return add(house, source, stdin=stdin, replacing=replace, visit=visitor(house, terminal))

    in_workspace(deed, workspace, json=json)


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """All articles.

    Example: newsletter article list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.articles import listing

        return listing(house)

    in_workspace(deed, workspace, json=json)


@app.command()
def show(slug: Slug, workspace: Workspace = None, json: Json = False) -> None:
    """One article, whole.

    Example: newsletter article show harbour-strike
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.articles import show

        return show(house, slug)

    in_workspace(deed, workspace, json=json)


@app.command()
def summarise(
    slug: Slug,
    pick: Annotated[
        int, typer.Option("--pick", min=0, help="Accept the proposal of this number.", show_default=False)
    ] = 0,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", help="Accept this text, - to read it from standard input.", show_default=False
        ),
    ] = None,
    words: Annotated[int, typer.Option("--words", min=30, max=80, help="Most words of a proposal.")] = 80,
    model: Annotated[
        bool, typer.Option("--model", help="Ask the language model of the settings for a proposal, too.")
    ] = False,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Show what may become the summary, side by side, and accept one.

    Example: newsletter article summarise harbour-strike --words 60
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.summarise import Wish, summarise

        given = sys.stdin.buffer.read(100_001).decode("utf-8", "replace") if text == "-" else text
        wish = Wish(pick=pick, text=given, words=words, ask=not json, model=model)
        return summarise(house, slug, wish, terminal)

    in_workspace(deed, workspace, json=json)


@app.command()
def accept(
    slug: Slug,
    checked: Annotated[
        list[str] | None,
        typer.Option(
            "--checked", help="What you know better than the article, and where from.", show_default=False
        ),
    ] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Say yes to the summary, after reading it. `--checked` settles what was not found, or seems private.

    Example: newsletter article accept harbour-strike --checked "Seventy (the federation's statement of 3 May)"
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.articles import accept

        return accept(house, slug, checked or ())

    in_workspace(deed, workspace, json=json)


@app.command()
def edit(slug: Slug, workspace: Workspace = None, json: Json = False) -> None:
    """Open an article in your editor; a summary that you change is accepted.

    Example: newsletter article edit harbour-strike
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.articles import edit

        return edit(house, slug, terminal)

    in_workspace(deed, workspace, json=json)
