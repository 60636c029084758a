"""Coming back: only by the person's own words, and on top of what is on record."""

from datetime import UTC, datetime, timedelta

import pytest

from subscribers import consent
from subscribers.audience import count_mailable
from subscribers.consent import ground
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import ListUsageError
from subscribers.people import Outcome, People, Status
from subscribers.rejoining import rejoin
from subscribers.schema import migrate
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
AGREED = ground(basis="consent", wording="Yes, write to me.", source="form")
ASKED = ground(basis="consent", wording="Yes, again please.", source="a letter")
ANA = "ana@example.org"


@pytest.fixture
def people(database: Database) -> People:
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    people = People(database, hash_key=b"h" * 32)
    people.add(ANA, name="Ana", language="en", reason=AGREED, now=NOW)
    return people


def come_back(people: People, address: str = ANA, reason=ASKED) -> Outcome:
    outcome, _ = rejoin(people, address, reason=reason, now=LATER, known={"language": "cy", "name": "Ana P."})
    return outcome


def wordings(people: People) -> list[tuple[str, bool]]:
    return [(one.wording, one.withdrawn) for one in people.show(ANA).consents]


def test_a_suppression_ends_and_the_proof_grows(people):
    people.suppressions.suppress(ANA, reason="asked", source="phone", now=NOW)
    assert count_mailable(people.database) == 0
    assert come_back(people) is Outcome.CHANGED
    assert people.get(ANA).status is Status.MAILABLE
    assert wordings(people) == [("Yes, write to me.", False), ("Yes, again please.", False)]


def test_the_same_words_said_again_are_a_row_of_their_own(people):
    people.suppressions.suppress(ANA, reason="asked", source="phone", now=NOW)
    come_back(people, reason=AGREED)
    assert [one.at for one in people.show(ANA).consents] == [NOW, LATER]


def test_a_withdrawn_consent_stays_on_record(people):
    consent.withdraw(people.database, people.get(ANA).id, source="letter", now=NOW)
    assert come_back(people) is Outcome.CHANGED
    assert [withdrawn for _, withdrawn in wordings(people)] == [False, True, False]
    assert count_mailable(people.database) == 1


def test_who_was_forgotten_comes_back_as_somebody_new(people):
    first = people.get(ANA).id
    with people.database.transaction():
        Erasures(people).suppress(ANA, now=NOW)
        Erasures(people).remove(first)
    assert come_back(people) is Outcome.ADDED
    found = people.get(ANA)
    assert (found.name, found.language, found.added) == ("Ana P.", "cy", LATER)
    assert found.id != first
    assert wordings(people) == [("Yes, again please.", False)]


def test_who_thinks_better_of_being_forgotten_is_not_removed_afterwards(people):
    with people.database.transaction():
        Erasures(people).suppress(ANA, now=NOW)
        Erasures(people).put_off(people.get(ANA).id, now=NOW)
    come_back(people)
    assert Erasures(people).put_off_people() == []


def test_who_gets_mail_already_is_left_as_they_are(people):
    assert come_back(people) is Outcome.UNCHANGED
    assert wordings(people) == [("Yes, write to me.", False)]


@pytest.mark.parametrize("basis", ["membership", "corporate"])
def test_nobody_else_can_say_it_for_them(people, basis):
    people.suppressions.suppress(ANA, reason="asked", source="phone", now=NOW)
    with pytest.raises(ListUsageError):
        come_back(people, reason=ground(basis=basis, wording="", source="list"))
    assert count_mailable(people.database) == 0


def test_another_address_stays_suppressed(people):
    for address in (ANA, "ben@example.org"):
        people.suppressions.suppress(address, reason="asked", source="phone", now=NOW)
    come_back(people)
    assert people.suppressions.find("ben@example.org") is not None


def test_a_name_is_changed_and_taken_away_and_the_rest_stays(people):
    id_ = people.get(ANA).id
    assert people.change(id_, now=LATER, name="  Ana   Pérez ")
    assert not people.change(id_, now=LATER, name="Ana Pérez")
    assert people.change(id_, now=LATER, first_name="Ana", language="cy")
    found = people.get(ANA)
    assert (found.name, found.first_name, found.language, found.changed) == ("Ana Pérez", "Ana", "cy", LATER)
    assert people.change(id_, now=LATER, name="")
    assert people.get(ANA).name == ""
    with pytest.raises(ListUsageError):
        people.change(id_, now=LATER, language="Welsh!")
