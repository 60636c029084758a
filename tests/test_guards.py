"""What is said about who would be mailed, from numbers and domains alone."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsletter.checks.finding import BLOCKERS, Level
from newsletter.errors import SettingsError
from newsletter.guards.audience import guard
from newsletter.guards.hosts import employer_hosts, is_public_body
from newsletter.guards.jump import Before, check_jump
from newsletter.guards.mailboxes import check_employers, check_roles
from newsletter.settings import Checks, EmployerMail, Guards, parse
from subscribers.consent import Basis, ground
from subscribers.mailboxes import Mailboxes, read_mailboxes
from tests.guards_fixtures import AUDIENCES, HOLD, audience, hosts, listed
from tests.lists import NOW, apply, made_people, plan

PUBLIC = """
gov.uk leeds.gov.uk nhs.net trust.nhs.uk x.ac.uk a.sch.uk met.police.uk mod.uk dept.gov us.mil a.gov.ie ayto.gob.es
ville.gouv.fr x.govt.nz x.gub.uy wp.mil.pl council.llyw.cymru
"""
NOT_PUBLIC = """
example.org gov.example.org nhs.uk.example.org mygov.uk notnhs.net xac.uk uk governor.uk gov.info mil.example ac.uk.com
gouv.example ac.uk.example.org
"""


def ids(**changes):
    return [each.id for each in guard(audience(**changes))]


@pytest.mark.parametrize("finding_id", AUDIENCES)
def test_the_fault_is_found_alone_and_what_nearly_has_it_is_in_order(finding_id):
    fails, passes = AUDIENCES[finding_id]
    [finding] = guard(audience(**fails))
    assert finding.id == finding_id
    assert finding.level is (Level.BLOCKER if finding_id in BLOCKERS else Level.ADVICE)
    assert finding.message.endswith(".")
    assert finding.remedy
    assert "@e" not in finding.message + finding.remedy
    assert ids(**passes) == []


@pytest.mark.parametrize(
    ("before", "people", "found"),
    [
        (5, 16, []),  # three times as many, and eleven people
        (5, 25, ["audience-tripled"]),
        (100, 300, ["audience-grown"]),
        (100, 301, ["audience-tripled"]),
        (40, 60, []),
        (40, 61, ["audience-grown"]),
        (100, 50, []),
        (100, 49, ["audience-shrunk"]),
        (30, 11, []),
        (30, 10, ["audience-shrunk"]),
    ],
)
def test_a_jump_is_one_of_shares_and_of_people(before, people, found):
    assert [each.id for each in check_jump(people, Before("september", before))] == found


def test_a_part_of_the_list_may_be_small_but_not_larger_than_the_whole_was():
    part = Before("september", 100, growth_only=True)
    assert [[each.id for each in check_jump(people, part)] for people in (1, 151, 301)] == [
        [],
        ["audience-grown"],
        ["audience-tripled"],
    ]


def test_a_first_issue_has_nothing_to_be_compared_with():
    assert ids(before=None, people=2_380) == []


def test_numbers_of_last_time_and_of_now_are_said():
    [finding] = guard(audience(people=2_380))
    assert finding.message.startswith("Last time (september) it was 412 people, now it would be 2,380: more")


@pytest.mark.parametrize("host", PUBLIC.split())
def test_hosts_of_public_bodies_are_known_by_their_ends(host):
    assert is_public_body(host)


@pytest.mark.parametrize("host", NOT_PUBLIC.split())
def test_hosts_that_only_look_like_it_are_not(host):
    assert not is_public_body(host)


def test_an_employer_is_its_host_and_all_below_it_in_any_alphabet():
    counts = {
        "council.example.org": 3,
        "hr.council.example.org": 1,
        "mycouncil.example.org": 5,
        "xn--rdhus-mra.example.org": 2,
    }
    named = Guards(employers=("council.example.org", "rådhus.example.org"))
    assert employer_hosts(counts, named) == {
        "council.example.org": 3, "hr.council.example.org": 1, "xn--rdhus-mra.example.org": 2,
    }  # fmt: skip


def test_public_bodies_can_be_left_to_the_settings():
    assert ids(**hosts(leeds_gov_uk=4), guards=Guards(public_bodies=False)) == []
    named = Guards(public_bodies=False, employers=("leeds.gov.uk",))
    assert ids(**hosts(leeds_gov_uk=4, york_gov_uk=2), guards=named) == ["employer-mail"]


def test_the_hosts_with_most_people_are_named_and_the_others_are_a_number():
    counts = Counter({f"a{number}.gov.uk": number for number in range(1, 8)})
    [finding] = check_employers(Mailboxes(hosts=counts), Guards())
    assert finding.message.startswith("28 people read mail at an employer or a public body")
    assert finding.message.endswith(
        "a7.gov.uk 7, a6.gov.uk 6, a5.gov.uk 5, a4.gov.uk 4, a3.gov.uk 3, and 2 more hosts."
    )


def test_only_mail_that_is_about_to_leave_is_held():
    found = Mailboxes(hosts=Counter({"council.gov.uk": 1}))
    hold = HOLD["guards"]
    assert [each.id for each in check_employers(found, hold)] == ["employer-mail-held"]
    [said] = check_employers(found, hold, is_sending=False)
    assert (said.id, "`send` will hold" in said.remedy) == ("employer-mail", True)


def test_members_grow_old_and_people_who_agreed_do_not():
    assert ids(**listed(61, Basis.CORPORATE)) == ["list-old"]
    assert ids(**listed(400, Basis.CONSENT)) == []


def test_advice_about_an_audience_can_be_raised_and_hushed():
    raised = audience(**listed(61), policy=Checks(raise_=("list-old",)))
    assert [each.level for each in guard(raised)] == [Level.BLOCKER]
    assert guard(replace(raised, policy=Checks(hush=("list-old",)))) == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('employers = ["a@council.example.org"]', "Write only what stands behind the @"),
        ('employers = ["org"]', "Write only what stands behind the @"),
        ('employers = ["https://council.example.org"]', "Write only what stands behind the @"),
        ('employer_mail = "block"', "Choose one of: warn, hold, exclude"),
        ('public_bodies = "no"', "true"),
    ],
)
def test_a_wrong_setting_is_told_without_repeating_it(line, says):
    text = 'id = "0123456789abcdef"\n[branch]\nname = "A"\nsender = "a@example.org"\nreply_to = "a@example.org"\n'
    text += 'postal_address = "A"\ncomplaints = "A"\n[guards]\n'
    assert parse(text, path=Path("newsletter.toml")).guards == Guards()
    with pytest.raises(SettingsError) as fault:
        parse(text + line, path=Path("newsletter.toml"))
    assert says in fault.value.remedy
    assert "council" not in fault.value.message


def test_settings_are_read(tmp_path):
    text = 'id = "0123456789abcdef"\n[branch]\nname = "A"\nsender = "a@example.org"\nreply_to = "a@example.org"\n'
    text += 'postal_address = "A"\ncomplaints = "A"\n[guards]\nemployers = ["Council.example.org."]\n'
    text += 'public_bodies = false\nemployer_mail = "hold"\n'
    assert parse(text, path=tmp_path).guards == Guards(
        employers=("council.example.org",), public_bodies=False, employer_mail=EmployerMail.HOLD
    )


def test_the_list_counts_mailboxes_of_whoever_may_be_mailed(database):
    people = made_people(database)
    rows = ["info@a.gov.uk", *(f"{name}@example.org" for name in ("hr", "payroll", "ana", "information"))]
    made = plan(people, "Email\n" + "\n".join(rows) + "\n")
    assert (made.mailboxes.offices, made.mailboxes.personnel) == (1, 2)
    apply(people, made, now=NOW)
    people.suppressions.suppress(
        "payroll@example.org", reason="asked", source="", now=NOW + timedelta(days=1)
    )
    unsure = ground(basis="unknown", wording="", source="an old file")
    people.add("management@example.org", reason=unsure, language="en", now=NOW)
    found = read_mailboxes(people.database)
    assert (found.offices, found.personnel) == (1, 1)
    assert found.hosts == {"a.gov.uk": 1, "example.org": 3}
    assert [each.id for each in check_roles(found)] == ["personnel-mailboxes", "office-mailboxes"]
