"""newsletter issue …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli.options import Json, Workspace, in_workspace
from newsletter.cli.output import Terminal, carry_out
from newsletter.desk.result import Result
from newsletter.errors import UsageError

if TYPE_CHECKING:  # for start-up time
    from newsletter.wiring import House

app = typer.Typer(help="Issues: numbers of the newsletter.", rich_markup_mode=None, no_args_is_help=True)

Slug = Annotated[str, typer.Argument(help="Name of the issue, as october-2026.")]
Language = Annotated[
    str,
    typer.Option(
        help="The translation in this language, as es; the main file if left out.", show_default=False
    ),
]


@app.command()
def new(
    slug: Slug,
    subject: Annotated[str, typer.Option(help="The subject line.", show_default=False)] = "",
    preheader: Annotated[
        str, typer.Option(help="The line that inboxes show after the subject.", show_default=False)
    ] = "",
    article: Annotated[
        list[str] | None, typer.Option(help="An article; once for each.", show_default=False)
    ] = None,
    design: Annotated[str, typer.Option(help="The design: digest, appeal, letter, or your own.")] = "digest",
    language: Annotated[str, typer.Option(help="The language; the branch's if left out.")] = "",
    like: Annotated[
        str, typer.Option(help="Take opening words and calls to action from this issue.", show_default=False)
    ] = "",
    translation: Annotated[
        str,
        typer.Option(help="Begin a translation of this issue into a language, as es.", show_default=False),
    ] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Begin an issue, or with --translation the same issue in another language.

    Example: newsletter issue new october --subject "Solidarity in October" --preheader "Three strikes, one vigil"
    --article harbour-strike
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import NewIssue, new

        wanted = NewIssue(
            slug=slug, subject=subject, preheader=preheader, articles=tuple(article or ()),
            design=design, language=language, like=like, translation=translation,
        )  # fmt: skip
        return new(house, wanted)

    in_workspace(deed, workspace, json=json)


@app.command("list")
def list_(workspace: Workspace = None, json: Json = False) -> None:
    """All issues, the newest first.

    Example: newsletter issue list
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import listing

        return listing(house)

    in_workspace(deed, workspace, json=json)


@app.command()
def show(slug: Slug, language: Language = "", workspace: Workspace = None, json: Json = False) -> None:
    """An issue as its text part reads.

    Example: newsletter issue show october
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import show

        return show(house, slug, language)

    in_workspace(deed, workspace, json=json)


@app.command()
def edit(slug: Slug, language: Language = "", workspace: Workspace = None, json: Json = False) -> None:
    """Open an issue in your editor, then check it.

    Example: newsletter issue edit october
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import edit

        return edit(house, slug, terminal, language)

    in_workspace(deed, workspace, json=json)


@app.command()
def check(
    slug: Annotated[str, typer.Argument(help="Name of the issue, as october-2026.")] = "",
    explain: Annotated[
        str,
        typer.Option(
            help="Explain a finding, as sentence-long, or all of them: all; no issue is looked at.",
            show_default=False,
        ),
    ] = "",
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """What stands in the way of sending, and advice, in all languages. Exit code 3 while anything stands in the way.

    Example: newsletter issue check october
    """
    if explain or not slug:
        from newsletter.desk.explain import explain as explained

        carry_out(lambda _: explained(explain, slug), json=json)

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import check

        return check(house, slug)

    in_workspace(deed, workspace, json=json)


@app.command()
def render(
    slug: Slug,
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path(),
    format: Annotated[  # noqa: A002 the option's name
        list[str] | None,
        typer.Option(
            help="html, text, eml, print, chat or web; once for each. The first three if left out.",
            show_default=False,
        ),
    ] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Write an issue as an invented person would get it: SLUG.html, SLUG.txt, SLUG.eml, and SLUG.es.html and so on.

    `--format print` writes one A4 page for the notice board (SLUG.print.html, and SLUG.print.pdf where a Chromium is
    found), `--format chat` a short text for messaging groups (SLUG.chat.txt). Both hold nobody's name.

    Example: newsletter issue render october --out preview
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.issues import render_to

        return render_to(house, slug, out, tuple(format or ()))

    in_workspace(deed, workspace, json=json)


@app.command()
def publish(
    slug: Slug,
    folder: Annotated[Path, typer.Argument(help="Folder for public files only, as public.")],
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Write an issue into a folder for your web space: its page, its pictures, the list of issues, a feed.

    Nobody is mailed. Only files that this command wrote are written over, and none is deleted.

    Example: newsletter issue publish october public
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        from newsletter.desk.publish import publish

        return publish(house, slug, folder)

    in_workspace(deed, workspace, json=json)


@app.command()
def preview(
    slug: Slug,
    port: Annotated[
        int, typer.Option(help="The port on this machine; any free one if left out.", min=0, max=65535)
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in a browser.")] = False,
    shots: Annotated[
        Path | None,
        typer.Option(
            help="Write pictures of it into this folder instead, by a Chromium.", show_default=False
        ),
    ] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Look at an issue as its readers will, on a page of this machine that follows your files. Ctrl-C ends it.

    Example: newsletter issue preview october --no-open
    """

    def deed(house: "House", terminal: Terminal) -> Result:
        if shots is not None:
            from newsletter.web.shots import take_shots

            return take_shots(house, slug, shots)
        if json:
            raise UsageError(
                "--json goes with --shots only: a page has nothing for scripts.",
                remedy="Leave --json out, or name a folder: --shots DIR",
                code="json-without-shots",
            )
        from newsletter.web.preview import preview

        return preview(house, slug, terminal, port=port, open_browser=not no_open)

    in_workspace(deed, workspace, json=json)
