"""What the provider's lists say of somebody who has another address by now."""

from pathlib import Path

import pytest

import newsletter.feedback
from newsletter.feedback.suppressions import last_read, listed, migrate_feedback, pull
from newsletter.transports.base import Reason, Suppressed
from subscribers.people import Status
from subscribers.rejoining import rejoin
from subscribers.schema import migrate
from subscribers.statements import spell
from tests.lists import AGREED, LATER, MEMBERS, NOW, made_people, take_in

MIGRATIONS = Path(newsletter.feedback.__file__).parent / "migrations"
OLD, NEW = "ana@example.org", "ana.private@example.org"


class Lists:
    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons

    def suppressed(self, *, since: int, group: int):
        assert since >= 0
        for reason in self.reasons:
            yield Suppressed(address=OLD, reason=reason, created=1)


@pytest.fixture
def people(database):
    people = made_people(database)
    migrate_feedback(database)
    take_in(people, f"Email\n{OLD}\n", reason=MEMBERS)
    people.change_address(people.get(OLD).id, NEW, now=NOW)
    return people


def read(people, *reasons):
    return pull(Lists(*reasons), people, account="a", group=1, time=1e9, now=LATER)


def status_back_at_the_old_address(people):
    people.change_address(people.get(NEW).id, OLD, now=LATER)
    return people.get(OLD).status


@pytest.mark.parametrize("reason", [Reason.UNSUBSCRIBED, Reason.COMPLAINED])
def test_a_no_to_an_older_mail_holds_for_the_address_they_have_now(people, reason):
    assert read(people, reason) == {reason: 1}
    assert people.get(NEW).status is Status.SUPPRESSED
    assert status_back_at_the_old_address(people) is Status.SUPPRESSED


@pytest.mark.parametrize("reason", [Reason.BOUNCED, Reason.INVALID])
def test_a_bounce_of_the_old_address_holds_for_it_alone_also_when_they_move_back(people, reason):
    assert read(people, reason) == {reason: 1}
    assert people.get(NEW).status is Status.MAILABLE
    assert status_back_at_the_old_address(people) is Status.SUPPRESSED


def test_what_an_older_version_read_is_read_once_more(people, tmp_path):
    """It kept no opt-out of an address that was known to bounce."""
    read(people, Reason.BOUNCED)
    assert last_read(people.database) == LATER
    for drop in ("DROP TABLE pulled", "DELETE FROM schema_version WHERE component = 'feedback'"):
        people.database.run(spell("x", "", drop))
    older = MIGRATIONS / "001_feedback.sql"
    (tmp_path / older.name).write_bytes(older.read_bytes())
    migrate(people.database, component="feedback", folder=tmp_path)
    read(people, Reason.BOUNCED)
    migrate_feedback(people.database)
    assert last_read(people.database) is None


def test_a_no_beside_a_bounce_is_not_lost(people):
    read(people, Reason.BOUNCED)
    read(people, Reason.UNSUBSCRIBED)
    assert people.get(NEW).status is Status.SUPPRESSED


def test_who_came_back_is_not_silenced_by_what_was_read_before(people):
    read(people, Reason.UNSUBSCRIBED)
    rejoin(people, NEW, reason=AGREED, now=LATER, known={"language": "en"})
    assert read(people, Reason.UNSUBSCRIBED) == {}
    assert people.get(NEW).status is Status.MAILABLE


@pytest.mark.parametrize(("reason", "left_out"), [(Reason.UNSUBSCRIBED, 1), (Reason.BOUNCED, 0)])
def test_a_drill_leaves_out_whom_a_campaign_would(people, reason, left_out):
    assert list(listed(Lists(reason), people, group=1)) == [people.get(NEW).id] * left_out
