"""A branch beside a local SendGrid: what is typed, and who got what in the end."""

from collections import Counter
from dataclasses import replace

from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.clock import Clock
from newsletter.wiring import House, open_house
from tests.command import Desk, Done

KEY = "SG.test-key-of-nobody.0123456789abcdef"


class Post:
    """A branch beside a local SendGrid."""

    def __init__(self, desk: Desk, server: LocalSendGrid) -> None:
        self.desk, self.server = desk, server

    def __call__(self, *words: object) -> Done:
        keys = {"NEWSLETTER_SENDGRID_HOST": self.server.url, "SENDGRID_API_KEY": KEY}
        return self.desk.here(*words, timeout=600, **keys)

    def house(self, clock: Clock, *, url: str = "") -> House:
        """For a deed that is done here and not by a command; `url` is where the provider is looked for."""
        keys = {"NEWSLETTER_SENDGRID_HOST": url or self.server.url, "SENDGRID_API_KEY": KEY}
        return replace(open_house(self.desk.workspace, self.desk.variables(keys)), clock=clock)

    def send(self, *words: object) -> Done:
        return self("send", "october", "--yes", "--json", *words)

    def settle(self, campaign: str, *, looks: int = 12) -> Done:
        """Without faults, as `resume` is typed every four hours until nothing is left, and nothing else is done."""
        self.server.break_down(None)
        for _ in range(looks):
            self.server.advance(4 * 3600.0)
            done = self("campaign", "resume", campaign, "--yes", "--json")
            if done.code == 0:
                break
        return done

    def correct(self, subject: str) -> None:
        issue = self.desk.workspace / "issues" / "october.md"
        text = issue.read_text(encoding="utf-8").replace("October: the dockers won", subject)
        issue.write_text(text, encoding="utf-8")

    def subjects(self) -> dict[str, Counter[str]]:
        """Of each subject, who got it how often, in the end."""
        found: dict[str, Counter[str]] = {}
        for address, mails in self.server.judge.received().items():
            for mail in mails:
                found.setdefault(mail.subject, Counter())[address] += 1
        return found


def numbers(done: Done) -> dict[str, int]:
    return {key: number for key, number in done.data["receipt"].items() if number}
