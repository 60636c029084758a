"""What `send` announces is what happens."""

import signal

from tests.command import CONSENT, Desk
from tests.house_sendgrid import HouseSendGrid

KEY = "SG.test-key-of-nobody.0123456789abcdef"


def test_as_many_requests_as_were_announced_also_with_two_fields(desk: Desk) -> None:
    """Two names in a letter weigh more than a request of a thousand may; no batch has to be halved on its way."""
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    rows = [f"person{n}@example.org,D'Arcy,D'Arcy O'Neil {n}" for n in range(1_200)]
    people = desk.folder / "people.csv"
    people.write_text("\n".join(["Email,First Name,Name", *rows]) + "\n", encoding="utf-8")
    desk.here("subscriber", "import", people, *CONSENT, "--yes").ok()
    issue = desk.workspace / "issues" / "october.md"
    text = issue.read_text(encoding="utf-8")
    assert "[first_name|friend]" in text
    issue.write_text(
        text.replace("[first_name|friend]", "[first_name|friend] [name|comrade]"), encoding="utf-8"
    )
    with HouseSendGrid(key=KEY) as server:
        keys = {"NEWSLETTER_SENDGRID_HOST": server.url, "SENDGRID_API_KEY": KEY}
        said = desk.here("send", "october", "--dry-run", "--json", **keys).ok()
        desk.here("send", "october", "--yes", **keys).ok()
    assert said.data["batches"] == len(server.posts) == 3
    assert server.violations == []
    assert set(server.deliveries.values()) == {1}


def test_what_stands_in_the_way_is_said_before_anybody_is_asked(desk: Desk) -> None:
    """Without a network, too."""
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    desk.add_people(3)
    toml = desk.workspace / "newsletter.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("unsubscribe_group = 12345", ""), encoding="utf-8"
    )
    keys = {"NEWSLETTER_SENDGRID_HOST": "http://127.0.0.1:9", "SENDGRID_API_KEY": KEY}
    done = desk.here("send", "october", "--yes", "--json", **keys)
    assert done.code == 3
    assert "unsubscribe" in done.out


DIE_OVER_THE_PAGE = """
import os, signal
from newsletter.transports import outbox
write = outbox._write_synced
def die(path, content):
    write(path, content)
    if path.name.startswith(".index"):
        os.kill(os.getpid(), signal.SIGKILL)
outbox._write_synced = die
"""


def test_a_page_that_a_killed_process_left_unwritten_is_written_by_the_next(desk: Desk) -> None:
    """Every message is there and nothing is planned, yet there is something to resume."""
    desk.open_branch()
    desk.add_people(3)
    words = ("send", "october", "--yes", "--workspace", str(desk.workspace))
    code, _, err = desk.armed(DIE_OVER_THE_PAGE, *words)
    assert code == -signal.SIGKILL, err
    [(campaign, messages)] = desk.outbox().items()
    folder = desk.workspace / "outbox" / campaign
    assert len(messages) == 3
    assert not (folder / "index.html").exists()
    desk.here("campaign", "resume", campaign, "--yes").ok()
    assert "3 mails" in (folder / "index.html").read_text(encoding="utf-8")
    assert not list(folder.glob(".*"))
