"""What resume looks at before anything leaves: which kind of campaign it is, who has left, and where its mail lies."""

import pytest

from newsletter.desk.undo import undo
from newsletter.errors import CampaignError
from newsletter.sending.campaign import CampaignState, Kind
from newsletter.sending.ledger import Ledger
from newsletter.transports.base import UNREACHABLE, Reason, Suppressed
from tests.protocol import scenes
from tests.protocol.desk_model import Death, Evening, Quiet, make_template
from tests.protocol.scenes import HOUR, PEOPLE, numbers

DAY = 24 * HOUR


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory):
    return make_template(tmp_path_factory.mktemp("template") / "newsletter.db", PEOPLE)


@pytest.fixture
def scene(tmp_path, template) -> Evening:
    return scenes.evening(tmp_path / "branch", template)


def leave(scene: Evening, *members: int) -> None:
    """So many unsubscribe at the provider."""
    now = int(scene.clock.server)
    scene.account.suppressed += [
        Suppressed(address=f"person{member}@example.org", reason=Reason.UNSUBSCRIBED, created=now)
        for member in members
    ]


def waiting(scene: Evening) -> str:
    """A campaign that found no slot; now there are some."""
    scene.account.foreign = 10
    campaign = scene.begin()
    scene.carry(campaign)
    scene.account.foreign = 0
    return campaign


def state(scene: Evening, campaign: str) -> tuple[CampaignState, str]:
    with scene.ledger() as database:
        found = Ledger(database).campaign(campaign)
    return found.state, found.stop_code


def test_a_drills_lists_strike_nobody_out_of_a_real_campaign(scene: Evening) -> None:
    """A host variable left over from yesterday."""
    campaign = waiting(scene)
    leave(scene, *range(PEOPLE))
    assert scene.resume(campaign, kind=Kind.DRILL) == "other-kind"
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "planned": PEOPLE}
    assert scene.account.lists_read == 0


def test_who_left_since_it_began_is_left_out(scene: Evening) -> None:
    campaign = waiting(scene)
    leave(scene, 3, 5)
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE - 2, "suppressed": 2}


def test_who_left_is_asked_also_when_a_batch_is_planned_again_on_the_way(scene: Evening) -> None:
    """A request was lost; hours later the log shows it, and meanwhile everybody of that batch has unsubscribed."""
    campaign = scene.begin()
    faults = iter(("", "request-lost"))
    scene.faults.draw = lambda *, errand=False: "" if errand else next(faults, "")
    scene.carry(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "accepted": PEOPLE - 8, "parked": 8}
    got = {mail.address for mail in scene.account.got()}
    leave(scene, *(member for member in range(PEOPLE) if f"person{member}@example.org" not in got))
    scenes.come_to_rest(scene, campaign)
    assert set(scene.account.received()) == got


@pytest.mark.parametrize(("why", "hours"), [(UNREACHABLE, 1), ("forbidden", 1), (UNREACHABLE, 30)])
def test_nobody_is_mailed_while_it_cannot_be_read_who_left(scene: Evening, why: str, hours: int) -> None:
    campaign = waiting(scene)
    scene.clock.advance(hours * HOUR)
    scene.account.lists_closed = why
    for _ in range(2):
        scene.resume(campaign)
        assert state(scene, campaign) == (CampaignState.STOPPED, "suppressions-unread")
        assert numbers(scene, campaign) == {"deliveries": PEOPLE, "planned": PEOPLE}
    scene.account.lists_closed = ""
    scene.resume(campaign)
    scenes.everybody_once(scene)


def test_an_undo_that_died_is_finished_whatever_the_lists_say(scene: Evening) -> None:
    scene.send_at = int(scene.clock.server + 70 * HOUR)
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-settle"))
    scene.clock.advance(26 * HOUR)
    assert scene.undo(campaign, death=Death("after-ask_undo")) == "killed"
    scene.account.lists_closed = "forbidden"
    scene.resume(campaign)
    assert numbers(scene, campaign) == {"deliveries": PEOPLE, "called_back": PEOPLE}
    scenes.nobody(scene)


@pytest.mark.parametrize("deed", ["resume", "undo"])
def test_at_another_host_of_the_providers_it_says_to_go_back(scene: Evening, deed: str) -> None:
    """Somebody has changed the region in the middle."""
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-settle"))
    assert getattr(scene, deed)(campaign, host="https://api.eu.example.org") == "other-host"
    if deed == "undo":
        with pytest.raises(CampaignError, match="The undo is written down, and nothing more is handed over"):
            undo(scene.house(host="https://api.eu.example.org"), campaign, Quiet())
    getattr(scene, deed)(campaign)
    scenes.everybody_once(scene) if deed == "resume" else scenes.nobody(scene)


def test_what_is_on_its_way_counts_among_what_an_undo_may_call_back(scene: Evening) -> None:
    """Its sender died between the intent and the answer; its wave is hours from leaving."""
    campaign = scene.begin()
    scene.carry(campaign, death=Death("after-intend"))
    asked = []

    class Listener(Quiet):
        def confirm(self, question: str) -> None:
            asked.append(question)

    undo(scene.house(), campaign, Listener())
    assert asked == [f"Call back {PEOPLE} people?"]
    scenes.nobody(scene)
