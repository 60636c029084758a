"""Every letter is judged by the provider, without being sent, before anybody is mailed in any language."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from newsletter.desk.carry import _to_try
from newsletter.runners.local import run
from newsletter.sending.campaign import CampaignState
from newsletter.sending.frozen import Frozen
from newsletter.sending.ledger import Ledger
from newsletter.sending.sender import Ownership
from newsletter.sending.trials import Trials
from newsletter.transports.base import (
    Accepted,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    Passed,
    SomeRefused,
)
from subscribers.database import Database
from tests.campaigns import NOW, WilfulTransport, add_people, make_plan, make_sender, prepared

LETTERS = ("en", "es", "cy")
UNCLEAR = Halt(code="preflight", message="No clear answer.", remedy="Resume.")


@dataclass
class Office(WilfulTransport):
    """Keeps what it was asked, in order: ("tried" or "posted", language)."""

    #: What is answered to trials of a letter, by its language.
    judged: dict[str, Callable[[Parcel], Outcome]] = field(default_factory=dict)
    asked_for: list[tuple[str, str]] = field(default_factory=list)

    def hand_over(self, parcel: Parcel, *, fence: Callable[[], bool]) -> Outcome:
        language = parcel.content.language
        self.asked_for.append(("tried" if parcel.preflight else "posted", language))
        if parcel.preflight and language in self.judged:
            self.script = [self.judged[language]]
            self.__post_init__()
        return super().hand_over(parcel, fence=fence)

    @property
    def posted(self) -> list[str]:
        return [language for kind, language in self.asked_for if kind == "posted"]


class Branch:
    """People of several languages, a campaign in these letters, and an owner that has them tried out."""

    def __init__(
        self,
        database: Database,
        *,
        people: int = 30,
        spoken: tuple[str, ...] = LETTERS,
        letters: tuple[str, ...] = LETTERS,
    ) -> None:
        self.database = prepared(database)
        add_people(database, people, languages=spoken)
        self.ledger = Ledger(database)
        self.plan = make_plan(self.ledger, batch_size=4, languages=letters if len(letters) > 1 else ())
        self.ledger.begin(self.plan, now=NOW)

    def run(self, office: Office, *, threads: int = 1) -> str:
        """As the desk carries it on: a new owner, who has every letter judged again that is still to go."""
        fence = self.ledger.take_over(self.plan.id, owner="test", now=NOW)
        frozen = Frozen.from_json(self.ledger.content(self.plan.id))
        owned = Ownership(campaign=self.plan.id, frozen=frozen, fence=fence, trials=Trials(frozen.letters))
        worker = make_sender(self.database, self.plan.id, office, fence=fence, trials=owned.trials)
        worker.close = lambda: None
        return run(
            self.plan.id, ledger=self.ledger, hire=lambda: worker, threads=threads, progress=lambda _: None,
            before_all=lambda: _to_try(self.ledger, owned),
        )  # fmt: skip

    @property
    def numbers(self) -> dict[str, int]:
        return {key: number for key, number in self.ledger.receipt(self.plan.id).to_json().items() if number}

    @property
    def stop(self) -> tuple[str, str]:
        campaign = self.ledger.campaign(self.plan.id)
        return campaign.stop_code, campaign.stop_message


@pytest.fixture
def branch(sqlite_db: Database) -> Branch:
    return Branch(sqlite_db)


@pytest.mark.parametrize("threads", [1, 4])
def test_each_letter_is_tried_once_before_anybody_is_mailed(branch: Branch, threads: int) -> None:
    office = Office()
    assert branch.run(office, threads=threads) == ""
    assert office.asked_for[:3] == [("tried", language) for language in LETTERS]
    assert all(kind == "posted" for kind, _ in office.asked_for[3:])
    assert branch.numbers == {"deliveries": 30, "accepted": 30}
    assert len(office.received) == len(set(office.received)) == 30


def test_the_only_letter_is_tried_once(sqlite_db: Database) -> None:
    branch, office = Branch(sqlite_db, letters=("en",)), Office()
    assert branch.run(office) == ""
    assert office.asked_for == [("tried", "en"), *[("posted", "en")] * 8]


def test_a_letter_that_nobody_gets_is_not_tried(sqlite_db: Database) -> None:
    branch, office = Branch(sqlite_db, spoken=("en", "cy")), Office()
    assert branch.run(office) == ""
    assert office.asked_for[:3] == [("tried", "en"), ("tried", "cy"), ("posted", "en")]


def test_a_letter_without_a_judgement_stops_before_anybody_is_mailed_and_is_named(branch: Branch) -> None:
    office = Office(judged={"es": lambda _: UNCLEAR})
    branch.run(office)
    assert branch.stop == ("preflight", "No clear answer. It was asked about the letter in Spanish.")
    assert office.posted == []
    assert branch.numbers == {"deliveries": 30, "planned": 30}


def test_a_letter_that_is_refused_whoever_it_is_for_is_named(branch: Branch) -> None:
    """Cut in halves until two single people were refused it; nobody is struck off, nobody was mailed."""
    office = Office(judged={"cy": lambda _: Indivisible(code="bad-request")})
    branch.run(office)
    assert branch.stop == (
        "mail-refused",
        "The provider refuses the letter in Welsh (bad-request), whoever it is for.",
    )
    assert office.posted == []
    assert branch.numbers == {"deliveries": 30, "planned": 30}


def test_what_is_refused_in_two_languages_is_the_mail_itself(sqlite_db: Database) -> None:
    """One reader of each letter: what they have in common is no language."""
    branch = Branch(sqlite_db, people=3)
    branch.run(Office(judged=dict.fromkeys(LETTERS, lambda _: Indivisible(code="bad-request"))))
    assert branch.stop[1] == "The provider refuses the mail itself (bad-request), whoever it is for."


def test_the_only_letter_is_called_the_mail(sqlite_db: Database) -> None:
    branch = Branch(sqlite_db, letters=("en",))
    branch.run(Office(judged={"en": lambda _: UNCLEAR}))
    assert branch.stop == ("preflight", "No clear answer.")


def test_an_address_that_is_refused_in_a_trial_is_left_out_and_the_letter_tried_again(branch: Branch) -> None:
    answers = iter([SomeRefused(refused={0: "address-refused"}), NotTaken(code="too-many-requests", wait=3)])
    office = Office(judged={"es": lambda _: next(answers, Passed())})
    assert branch.run(office) == ""
    tried = [language for kind, language in office.asked_for if kind == "tried"]
    assert tried == ["en", "es", "es", "es", "cy"]
    assert office.asked_for[:5] == [("tried", language) for language in tried]
    assert branch.numbers == {"deliveries": 30, "accepted": 29, "refused": 1}


def test_where_the_switch_is_overlooked_nobody_gets_it_twice(branch: Branch) -> None:
    """A trial that was taken as mail counts as handed over; the other letters are still tried first."""
    office = Office(judged={"en": lambda _: Accepted(), "es": lambda _: Accepted()})
    assert branch.run(office) == ""
    assert office.asked_for[:3] == [("tried", language) for language in LETTERS]
    assert branch.numbers == {"deliveries": 30, "accepted": 30}
    assert len(office.received) == len(set(office.received)) == 30


def test_whoever_goes_on_has_only_those_letters_tried_that_still_go(branch: Branch) -> None:
    stop = Halt(code="key-refused", message="The key was refused.", remedy="Store the right one.")
    branch.run(Office([*[Passed()] * 3, *[Accepted()] * 7, stop]))
    assert branch.ledger.campaign(branch.plan.id).state is CampaignState.STOPPED
    office = Office()
    assert branch.run(office) == ""
    assert [one for one in office.asked_for if one[0] == "tried"] == [("tried", "es"), ("tried", "cy")]
    assert branch.numbers == {"deliveries": 30, "accepted": 30}


def test_a_stop_for_many_refusals_says_in_which_language_they_are(sqlite_db: Database) -> None:
    """A tenth of the list, and everybody of one letter: that is no accident of addresses."""
    branch = Branch(sqlite_db, people=210, spoken=("en",) * 9 + ("es",))
    branch.run(
        Office(
            judged={
                "es": lambda parcel: SomeRefused(refused=dict.fromkeys(range(len(parcel.envelopes)), "no"))
            }
        )
    )
    assert branch.stop == (
        "many-refused",
        "The provider refused 20 of 210 addresses (20 of 21 in Spanish): more than 5 in 100.",
    )
