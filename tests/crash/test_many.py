"""A hundred thousand people, and five requests in a hundred go wrong: nothing is left to do but to type `resume`."""

from collections.abc import Iterator

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from tests.command import Desk, Done

PEOPLE = 100_000
KEY = "SG.test-key-of-nobody.0123456789abcdef"
HOUR = 3600.0


@pytest.fixture
def provider() -> Iterator[LocalSendGrid]:
    with LocalSendGrid({"seed": 5, "rate": 0.05}, key=KEY, keeps_bodies=False) as server:
        yield server


def numbers(done: Done) -> dict[str, int]:
    return {key: number for key, number in done.data["receipt"].items() if number}


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_a_hundred_thousand_through_many_faults_are_settled_by_the_log(
    desk: Desk, provider: LocalSendGrid
) -> None:
    desk.environment |= {"NEWSLETTER_SENDGRID_HOST": provider.url, "SENDGRID_API_KEY": KEY}
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    desk.add_people(PEOPLE)
    done = desk.here("send", "october", "--yes", "--json", timeout=600)
    campaign, parked, lines = done.data["campaign"], 0, 0
    while done.code == 4 and lines < 40:
        told = numbers(done)
        parked = max(parked, told.get("parked", 0))
        assert not told.get("refused"), told
        if not told.get("planned") or lines > 5:
            provider.advance(3 * HOUR)  # only the log can help now, and it takes its time
        done = desk.here("campaign", "resume", campaign, "--yes", "--json", timeout=600)
        lines += 1
    print(f"parked at most {parked:,}; `resume` {lines} times; requests {dict(provider.by_endpoint)}")
    assert numbers(done.ok()) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    received = provider.judge.received()
    assert (len(received), {len(mails) for mails in received.values()}) == (PEOPLE, {1})
