"""The workspace that every evening begins with, made by the command line itself."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from newsletter.cli import main
from tests.command import ARTICLE, BRANCH, CONSENT
from tests.crash.base import Base
from tests.crash.child import Child, redirect
from tests.crash.post_office import KEY
from tests.protocol.history import SPOKEN

PEOPLE = 24
#: The issues by their slugs; the second one is there in some of the evenings only.
ISSUES = {"october": "i1i1i1i1i1i1", "november": "i2i2i2i2i2i2"}
ROOT_KEY = "5b" * 32


def variables(extra: Mapping[str, str]) -> dict[str, str]:
    """What a person's environment holds."""
    return {
        "SENDGRID_API_KEY": KEY,
        "NEWSLETTER_ROOT_KEY": ROOT_KEY,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **extra,
    }


def make(folder: Path, base: Base, people: int = PEOPLE) -> Path:
    """A branch with an issue and people on its list; its file, or the database on the server, is to be copied."""
    workspace, environment = folder / f"template-{base.name}", variables(base.template())
    article, people_file = folder / "article.txt", folder / "people.csv"
    article.write_text(ARTICLE, encoding="utf-8")
    rows = [f"person{n}@example.org,Name{n}ofnobody,{SPOKEN[n % len(SPOKEN)]}" for n in range(people)]
    people_file.write_text("\n".join(["Email,First Name,Language", *rows]) + "\n", encoding="utf-8")
    slug = "dockers-of-port-ellery-win-their-first-contract"
    here = ("--workspace", str(workspace))
    for words in (
        ("init", str(workspace), *BRANCH, "--transport", "sendgrid", "--unsubscribe-group", "12345",
         "--timezone", "UTC", "--yes"),
        ("article", "add", str(article), *here),
        ("article", "accept", slug, *here),
        ("issue", "new", "october", "--subject", "October: the dockers won", "--preheader",
         "Nine weeks on strike", "--article", slug, *here),
        ("subscriber", "import", str(people_file), *CONSENT, "--yes", *here),
    ):  # fmt: skip
        _typed(folder, environment, words)
    _name_issue(workspace)
    settings = workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[branch]\n", '[branch]\nreviewed_languages = ["cy", "es"]\n', 1), encoding="utf-8"
    )
    base.finish_template()
    return workspace


def _typed(folder: Path, environment: Mapping[str, str], words: tuple[str, ...]) -> None:
    def life() -> NoReturn:
        redirect(folder, "template")
        os.environ.update(environment)
        sys.argv = ["newsletter", *words]
        try:
            main.run()
        except SystemExit as leaving:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(int(leaving.code or 0))
        os._exit(0)

    word = Child.born(life).end()
    assert word == "exit 0", f"{words[:2]}: {word}\n{(folder / 'template.err').read_text()}"


def _name_issue(workspace: Path) -> None:
    """By a name that the evenings know."""
    file = workspace / "issues" / "october.md"
    text, number = re.subn(r"(?m)^id: .*$", f"id: {ISSUES['october']}", file.read_text(encoding="utf-8"))
    assert number == 1
    file.write_text(text, encoding="utf-8")


def add_issue(workspace: Path, slug: str) -> None:
    """Another issue of the branch, alike but for its name."""
    file = workspace / "issues" / "october.md"
    text = file.read_text(encoding="utf-8").replace(ISSUES["october"], ISSUES[slug])
    file.with_name(f"{slug}.md").write_text(text.replace("October", slug.title()), encoding="utf-8")
