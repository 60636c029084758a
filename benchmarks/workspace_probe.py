"""python -m benchmarks.workspace_probe FOLDER PEOPLE PORT: a branch ready to send, through the program's own importer.

PORT is the mail server's. Writes FOLDER/branch (the workspace), FOLDER/letter.json (the same letter for the peers) and
FOLDER/people.sqlite (the same people for the peers, in a plain file).
"""

import os
import sqlite3
import sys
from pathlib import Path

from benchmarks import sample
from newsletter import issue as issues
from newsletter.articles import article as articles
from newsletter.desk.init import Answers, settings_text
from newsletter.files import write_text
from newsletter.sending.clock import SystemClock
from newsletter.wiring import House, open_house
from newsletter.workspace import Workspace
from subscribers.consent import ground
from subscribers.importer import apply, plan_import

ISSUE = "october"
GROUP = 4711


def main(folder: str, number: str, port: str) -> None:
    workspace = Workspace(Path(folder, "branch"))
    _settings(workspace, int(port))
    house = open_house(workspace.root, os.environ)
    _issue(house)
    _people(house, int(number))
    Path(folder, "letter.json").write_text(sample.make_letter().to_json(), encoding="utf-8")
    _plain_people(Path(folder, "people.sqlite"), int(number))


def _settings(workspace: Workspace, port: int) -> None:
    branch = sample.make_branch()
    answers = Answers(
        branch=branch.name, sender=branch.sender, reply_to=branch.reply_to, postal_address=branch.postal_address,
        complaints=branch.complaints, language="en", timezone="Europe/London", transport="sendgrid",
        unsubscribe="", unsubscribe_group=GROUP, smtp_host="127.0.0.1", smtp_port=port, smtp_username="",
        smtp_tls="none", region="global",
    )  # fmt: skip
    for place in (workspace.articles, workspace.issues):
        place.mkdir(parents=True)
    text = settings_text("benchmark-0000001", answers)
    # The shipped pace, 600 requests a minute, is there to be kind to the provider; here it would be all we measure.
    write_text(
        workspace.settings_file, text.replace("[sending]\n", "[sending]\nrequests_per_minute = 100000\n")
    )


def _issue(house: House) -> None:
    workspace, made = house.workspace, sample.make_articles()
    for article in made:
        articles.save(workspace, article)
    like = sample.make_issue(made)
    issues.create(
        workspace, ISSUE, house.settings.branch, subject=like.subject, preheader=like.preheader,
        articles=like.articles, like=like,
    )  # fmt: skip


def _people(house: House, number: int) -> None:
    rows = [f"{address},{first}" for address, first in sample.make_people(number)]
    reason = ground(basis="consent", wording="Yes, send me the newsletter.", source="benchmark")
    house.make_database()
    with house.open_database() as database:
        people = house.people(database)
        source = "\n".join(["Email,First Name", *rows]).encode()
        plan = plan_import(people, source, file_name="list.csv", reason=reason, language="en")
        done = apply(people, plan, now=SystemClock().now())
    if done.added != number:
        raise SystemExit(f"{done.added} people instead of {number}")


def _plain_people(path: Path, number: int) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute("create table person (id integer primary key, address text, first_name text)")
        plain.executemany(
            "insert into person (address, first_name) values (?, ?)", sample.make_people(number)
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
