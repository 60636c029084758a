"""What was found out is kept on both databases, and believed only where it was found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsletter.sending.premises import (
    CANCEL_CATCHES_LATER_MAIL,
    REPEATED_CANCEL_CATCHES_MAIL,
    Premises,
    Probe,
    ProbeState,
    account_of,
    migrate_premises,
    received,
)

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
PROBE = Probe(
    address="office@example.org",
    begun=NOON,
    send_at=1_790_000_000,
    cancelled_batch="b1",
    cancelled_attempt="t1",
    control_batch="b2",
    control_attempt="t2",
    state=ProbeState.POSTING,
    repeated_batch="b5",
    repeated_attempt="t5",
)


@pytest.fixture
def premises(database):
    migrate_premises(database)
    return Premises(database, account="a1")


def test_what_nobody_has_found_out_is_neither_yes_nor_no(premises):
    assert premises.answer(CANCEL_CATCHES_LATER_MAIL) is None


@pytest.mark.parametrize("holds", [True, False])
def test_an_answer_is_kept_with_its_time(premises, holds):
    premises.store(CANCEL_CATCHES_LATER_MAIL, holds=holds, now=NOON)
    assert premises.answer(CANCEL_CATCHES_LATER_MAIL) is holds
    assert premises.found(CANCEL_CATCHES_LATER_MAIL).at == NOON


def test_the_newest_answer_counts(premises):
    premises.store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=NOON)
    premises.store(CANCEL_CATCHES_LATER_MAIL, holds=False, now=NOON + timedelta(days=1))
    assert premises.answer(CANCEL_CATCHES_LATER_MAIL) is False


def test_an_answer_about_one_account_says_nothing_about_another(premises, database):
    premises.store(CANCEL_CATCHES_LATER_MAIL, holds=True, now=NOON)
    assert Premises(database, account="a2").answer(CANCEL_CATCHES_LATER_MAIL) is None
    assert Premises(database).answer(CANCEL_CATCHES_LATER_MAIL) is None


def test_a_domain_is_the_same_in_capitals(database):
    migrate_premises(database)
    Premises(database).store(received("Branch.Example.ORG"), holds=True, now=NOON)
    assert Premises(database).answer(received("branch.example.org")) is True


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://127.0.0.1:8025", "SG.name.secret"),
        ("https://api.sendgrid.com", "SG.other.secret"),
        ("https://api.sendgrid.com", "of-another-shape"),
    ],
)
def test_another_host_or_key_is_another_account(url, key):
    assert account_of(url, key) != account_of("https://api.sendgrid.com", "SG.name.secret")


def test_the_name_of_an_account_tells_no_key():
    key = "SG.name.secret"
    assert account_of("https://api.sendgrid.com", key) == account_of(
        "https://api.sendgrid.com", "SG.name.new"
    )
    assert "name" not in account_of("https://api.sendgrid.com", key)


def test_a_probe_is_remembered_step_by_step(premises):
    assert premises.open_probe() is None
    premises.keep_probe(PROBE)
    assert premises.open_probe() == PROBE
    premises.move_probe(PROBE, ProbeState.WAITING)
    assert premises.open_probe().state is ProbeState.WAITING
    premises.move_probe(PROBE, ProbeState.OVER)
    assert premises.open_probe() is None


@pytest.mark.parametrize("holds", [True, False])
def test_what_the_third_mail_showed_is_kept_and_not_asked_again(premises, holds):
    premises.keep_probe(PROBE)
    premises.settle_repeat(PROBE, holds=holds, now=NOON)
    assert premises.answer(REPEATED_CANCEL_CATCHES_MAIL) is holds
    assert premises.answer(CANCEL_CATCHES_LATER_MAIL) is None
    assert premises.open_probe() == replace(PROBE, repeated_attempt="")


def test_the_slot_of_a_probe_is_remembered_until_it_is_given_back(premises):
    later = replace(
        PROBE,
        cancelled_batch="b3",
        repeated_batch="",
        begun=NOON + timedelta(hours=1),
        send_at=PROBE.send_at + 3600,
    )
    for probe in (PROBE, later):
        premises.keep_probe(probe)
    assert premises.open_probe() == later
    assert premises.old_probes(before=PROBE.send_at + 7200) == []
    premises.move_probe(PROBE, ProbeState.OVER)
    premises.move_probe(later, ProbeState.OVER)
    assert premises.old_probes(before=PROBE.send_at + 1) == [("b1", "b5")]
    premises.drop_probe("b1")
    assert premises.old_probes(before=PROBE.send_at + 7200) == [("b3",)]


def test_a_probe_shows_no_address():
    assert "@" not in repr(PROBE)
