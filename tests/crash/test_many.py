"""A hundred thousand people, and five requests in a hundred go wrong: `send` ends, and only the log is waited for."""

from collections.abc import Iterator

import pytest

from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.premises import CANCEL_CATCHES_LATER_MAIL, Premises, account_of
from newsletter.wiring import open_house
from tests.command import Desk, Done

PEOPLE = 100_000
KEY = "SG.test-key-of-nobody.0123456789abcdef"
HOUR = 3600.0


@pytest.fixture
def provider(request: pytest.FixtureRequest) -> Iterator[LocalSendGrid]:
    with LocalSendGrid({"seed": request.param, "rate": 0.05}, key=KEY, keeps_bodies=False) as server:
        yield server


def numbers(done: Done) -> dict[str, int]:
    return {key: number for key, number in done.data["receipt"].items() if number}


def codes(done: Done) -> set[str]:
    return {error["code"] for error in done.json["errors"]}


def believe_cancels(desk: Desk, provider: LocalSendGrid) -> None:
    """As `doctor --live` does where the account was seen to discard mail that came after its cancel."""
    house = open_house(desk.workspace, desk.variables())
    with house.open_database() as database:
        premises = Premises(database, account=account_of(provider.url, KEY))
        premises.store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=house.clock.now())


@pytest.mark.proof
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("provider", "believes"), [(5, False), (6, True), (8, False), (32, True)], indirect=["provider"]
)
def test_a_hundred_thousand_through_many_faults_are_settled_by_the_log(
    desk: Desk, provider: LocalSendGrid, *, believes: bool
) -> None:
    desk.environment |= {
        "NEWSLETTER_SENDGRID_HOST": provider.url, "SENDGRID_API_KEY": KEY, "NEWSLETTER_ROOT_KEY": "77" * 32,
    }  # fmt: skip
    desk.open_branch("--transport", "sendgrid", "--unsubscribe-group", "12345")
    desk.add_people(PEOPLE)
    if believes:
        believe_cancels(desk, provider)
    done = desk.here("send", "october", "--yes", "--json", timeout=600)
    campaign, sent, looks = done.data["campaign"], numbers(done), 0
    print(f"send ended with {sent}, {codes(done)}; {dict(provider.by_endpoint)}")
    # Nobody is left who could be handed over: what is in doubt waits for the log, which takes its time.
    assert codes(done) <= {"in-doubt"}, done.json["errors"]
    assert sent.get("accepted", 0) + sent.get("parked", 0) == PEOPLE, sent
    while done.code == 4 and looks < 10:
        provider.advance(3 * HOUR)
        done = desk.here("campaign", "resume", campaign, "--yes", "--json", timeout=600)
        looks += 1
    print(f"and {looks} times the log was asked")
    assert numbers(done.ok()) == {"deliveries": PEOPLE, "accepted": PEOPLE}
    received = provider.judge.received()
    assert (len(received), {len(mails) for mails in received.values()}) == (PEOPLE, {1})
