import hmac
import traceback
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers import audience, consent
from subscribers.address import normalise
from subscribers.consent import Basis, ground
from subscribers.erasure import Erasures
from subscribers.errors import AddressError, ListUsageError, SubscribersError
from subscribers.mailboxes import all_domains
from subscribers.people import Outcome, People, Status
from subscribers.schema import migrate
from subscribers.sealed import Seal, SealedIds
from subscribers.statements import spell
from tests.campaigns import PEOPLE_MIGRATIONS

NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)
AGREED = ground(basis="consent", wording="Yes, write to me about solidarity work.", source="sign-up sheet")
MEMBER = ground(basis="membership", wording="", source="members.csv")
NOBODY_KNOWS = ground(basis="unknown", wording="", source="old list")


@pytest.fixture
def people(database):
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    return People(database, hash_key=b"h" * 32)


def add(people: People, address: str = "ana@example.org", **changes) -> Outcome:
    return people.add(address, **{"language": "en", "reason": AGREED, "now": NOW, **changes})


# --- adding ---


def test_somebody_is_added_found_and_shown_whole(people):
    assert add(people, "Ana@Example.org", name="Ana Pérez", first_name="Ana") is Outcome.ADDED
    found = people.find("ANA@example.org")
    assert people.find(found.id) == found
    assert (found.address, found.name, found.first_name, found.language) == (
        "ana@example.org",
        "Ana Pérez",
        "Ana",
        "en",
    )
    assert (found.basis, found.status, found.added, found.changed) == ("consent", Status.MAILABLE, NOW, NOW)
    dossier = people.show("ana@example.org")
    assert dossier.subscriber == found
    assert [(row.basis, row.wording, row.source, row.at, row.withdrawn) for row in dossier.consents] == [
        (Basis.CONSENT, AGREED.wording, "sign-up sheet", NOW, False)
    ]
    assert dossier.suppression is None


def test_adding_the_same_again_changes_nothing(people):
    add(people, name="Ana")
    before = people.show("ana@example.org")
    assert add(people, " ANA@example.org ", name="Ana", now=LATER) is Outcome.UNCHANGED
    assert people.show("ana@example.org") == before


def test_what_is_new_is_taken_and_what_is_empty_takes_nothing_away(people):
    add(people, name="Ana", first_name="Ana")
    assert add(people, name="Ana Pérez", now=LATER) is Outcome.CHANGED
    found = people.get("ana@example.org")
    assert (found.name, found.first_name, found.added, found.changed) == ("Ana Pérez", "Ana", NOW, LATER)


def test_another_ground_is_one_more_row_of_proof(people):
    add(people)
    assert add(people, reason=MEMBER, now=LATER) is Outcome.CHANGED
    assert [row.basis for row in people.show("ana@example.org").consents] == [Basis.CONSENT, Basis.MEMBERSHIP]
    assert people.get("ana@example.org").basis == "membership"


def test_a_name_is_never_invented(people):
    add(people, "ana.perez@example.org", name="Pérez, Ana")
    assert people.get("ana.perez@example.org").first_name == ""


def test_a_bad_address_adds_nobody(people):
    with pytest.raises(AddressError):
        add(people, "ana @example.org")
    assert people.count() == 0


def test_the_list_comes_in_the_order_people_came(people):
    for number in range(5):
        add(people, f"p{number}@example.org", now=datetime(2026, 1, 9 - number, tzinfo=UTC))
    assert [person.address[:2] for person in people.listing()] == ["p4", "p3", "p2", "p1", "p0"]


def test_a_person_shows_only_the_id(people):
    add(people, name="Ana")
    dossier = people.show("ana@example.org")
    found = dossier.subscriber
    recipient = audience.recipients(people.database, [found.id])[found.id]
    assert (repr(found), repr(dossier), repr(recipient)) == (
        f"Subscriber({found.id})",
        f"Dossier({found.id})",
        f"Recipient({found.id})",
    )


def test_somebody_who_is_not_there_is_told_without_the_address(people):
    assert people.find("nobody@example.org") is None
    assert people.find("no-such-id") is None
    with pytest.raises(SubscribersError) as caught:
        people.show("nobody@example.org")
    assert caught.value.code == "not-on-the-list"
    assert "nobody" not in str(caught.value) + caught.value.remedy


# --- grounds ---


@pytest.mark.parametrize("basis", ["no idea", "", "soft", "Consent", "withdrawn"])
def test_a_ground_that_is_none_is_refused(basis):
    with pytest.raises(ListUsageError) as caught:
        ground(basis=basis, wording="Yes", source="form")
    assert (caught.value.code, caught.value.exit_code) == ("basis-unknown", 2)


def test_whom_nobody_can_say_why_to_mail_is_kept_and_not_mailed_until_somebody_can(people):
    add(people, reason=NOBODY_KNOWS)
    found = people.get("ana@example.org")
    assert (found.basis, found.status) == ("unknown", Status.UNKNOWN)
    assert (audience.count_mailable(people.database), audience.count_without_ground(people.database)) == (
        0,
        1,
    )
    assert dict(audience.recipients(people.database, [found.id])) == {}
    assert (audience.languages(people.database), all_domains(people.database)) == ({}, {})
    assert audience.explain(people.database) == {"unknown": 1}
    assert add(people, reason=MEMBER, now=LATER) is Outcome.CHANGED
    assert (people.get(found.id).status, audience.count_without_ground(people.database)) == (
        Status.MAILABLE,
        0,
    )
    assert [row.basis for row in people.show(found.id).consents] == [Basis.UNKNOWN, Basis.MEMBERSHIP]


def test_who_has_a_ground_does_not_lose_it_to_a_list_without_one(people):
    add(people)
    assert add(people, reason=NOBODY_KNOWS, name="Ana", now=LATER) is Outcome.CHANGED
    found = people.show("ana@example.org")
    assert (found.subscriber.basis, found.subscriber.name, len(found.consents)) == ("consent", "Ana", 1)


def test_who_has_no_ground_can_leave_all_the_same_and_stays_away(people):
    add(people, reason=NOBODY_KNOWS)
    assert consent.withdraw(people.database, people.get("ana@example.org").id, source="phone", now=NOW)
    assert add(people, reason=MEMBER, now=LATER) is Outcome.WITHDRAWN


@pytest.mark.parametrize("wording", ["", "  \n"])
def test_consent_without_the_words_agreed_to_is_refused(wording):
    with pytest.raises(ListUsageError) as caught:
        ground(basis="consent", wording=wording, source="form")
    assert caught.value.code == "wording-missing"


def test_the_database_itself_refuses_an_unknown_ground_and_consent_without_words(people):
    add(people)
    person = people.get("ana@example.org").id
    rows = {"person": person, "number": 9, "wording_hash": None, "source": "", "at": 1, "withdrawn": 0}
    insert = spell(
        "x",
        "",
        "INSERT INTO consent VALUES (:person, :number, :basis, :wording_hash, :source, :at, :withdrawn)",
    )
    for basis in ("no idea", "consent", "soft-opt-in"):
        with pytest.raises(SubscribersError) as caught:
            people.database.run(insert, basis=basis, **rows)
        assert caught.value.code == "constraint"


def test_a_wording_is_kept_once(people):
    for number in range(3):
        add(people, f"p{number}@example.org")
    assert people.database.rows(spell("x", "", "SELECT text FROM wording")) == [(AGREED.wording,)]


def test_a_withdrawal_ends_mail_and_a_list_does_not_bring_it_back(people):
    add(people)
    person = people.get("ana@example.org").id
    assert consent.withdraw(people.database, person, source="by phone", now=LATER)
    assert not consent.withdraw(people.database, person, source="by phone", now=LATER)
    assert audience.count_mailable(people.database) == 0
    assert add(people, name="Ana", reason=MEMBER, now=LATER) is Outcome.WITHDRAWN
    found = people.show(person)
    assert (found.subscriber.status, found.subscriber.name) == (Status.WITHDRAWN, "")
    assert [row.withdrawn for row in found.consents] == [False, True]


# --- suppression ---


def test_a_suppressed_address_is_not_mailed_on_the_list_or_off_it(people):
    add(people)
    assert people.suppressions.suppress("ANA@example.org", reason="asked", source="phone", now=LATER)
    assert people.suppressions.suppress("off@example.org", reason="asked", source="phone", now=LATER)
    assert people.get("ana@example.org").status is Status.SUPPRESSED
    assert people.show("ana@example.org").suppression.reason == "asked"
    assert add(people, "off@example.org") is Outcome.SUPPRESSED
    assert add(people, name="New name") is Outcome.SUPPRESSED
    assert people.count() == 1
    assert people.get("ana@example.org").name == ""


def test_suppressing_again_keeps_the_first_reason(people):
    assert people.suppressions.suppress("ana@example.org", reason="asked", source="", now=NOW)
    assert not people.suppressions.suppress("ana@example.org", reason="bounced", source="", now=LATER)
    assert people.suppressions.find("ana@example.org").reason == "asked"
    assert people.suppressions.count() == 1


@pytest.mark.parametrize("reason", ["", " ", "ana@example.org asked"])
def test_a_reason_is_needed_and_holds_no_address(people, reason):
    with pytest.raises(ListUsageError) as caught:
        people.suppressions.suppress("ana@example.org", reason=reason, source="", now=NOW)
    assert caught.value.code == "reason"


def test_one_bad_address_among_many_suppresses_nobody(people):
    with pytest.raises(AddressError):
        people.suppressions.suppress_all(["a@example.org", "b"], reason="asked", source="", now=NOW)
    assert people.suppressions.count() == 0


def test_many_are_suppressed_at_once_within_a_transaction_or_without_one(people):
    said = {"reason": "bounced", "source": "provider", "now": NOW}
    assert people.suppressions.suppress_all(["a@example.org", "A@example.org", "b@example.org"], **said) == 2
    with people.database.transaction():
        assert people.suppressions.suppress_all(["b@example.org", "c@example.org"], **said) == 1
        assert people.suppressions.suppress("d@example.org", **said)
    assert people.suppressions.count() == 4
    assert people.suppressions.suppress_all([], **said) == 0


def test_another_key_makes_other_hashes(people):
    other = People(people.database, hash_key=b"i" * 32)
    assert people.suppressions.hash_of("a@example.org") != other.suppressions.hash_of("a@example.org")
    with pytest.raises(ValueError, match="32 bytes"):
        People(people.database, hash_key=b"")


@pytest.mark.parametrize("address", ["ana@example.org", "a" * 64 + "@" + "b." * 90 + "org"])
def test_the_hash_of_an_address_is_its_hmac(people, address):
    wanted = hmac.digest(b"h" * 32, address.encode(), "sha256").hex()[:32]
    assert people.suppressions.hash_of(address) == people.suppressions.hash_of(address) == wanted


def test_a_suppression_outlives_the_person(people):
    add(people)
    person = people.get("ana@example.org").id
    people.suppressions.suppress("ana@example.org", reason="asked", source="", now=NOW)
    assert Erasures(people).remove(person)
    assert not Erasures(people).remove(person)
    assert people.find("ana@example.org") is None
    assert add(people) is Outcome.SUPPRESSED
    for table in ("person", "consent"):
        assert people.database.value(spell("x", "", f"SELECT count(*) FROM {table}")) == 0


def test_an_objection_moves_along_to_a_new_address(people):
    add(people)
    person = people.get("ana@example.org").id
    people.suppressions.suppress("ana@example.org", reason="asked", source="", now=NOW)
    people.change_address(person, "Ana@new.example.org", now=LATER)
    assert people.get(person).status is Status.SUPPRESSED
    assert people.suppressions.find("ana@example.org") is not None


def test_a_new_address_is_used_from_then_on(people):
    add(people)
    person = people.get("ana@example.org").id
    people.change_address(person, "Ana@new.example.org", now=LATER)
    assert audience.recipients(people.database, [person])[person].address == "ana@new.example.org"
    assert people.find("ana@example.org") is None


def test_the_address_of_somebody_else_is_refused(people):
    add(people)
    add(people, "ben@example.org")
    with pytest.raises(SubscribersError) as caught:
        people.change_address(people.get("ana@example.org").id, "ben@example.org", now=LATER)
    assert caught.value.code == "address-taken"


# --- audience ---


def test_left_out_people_are_explained_by_number(people):
    for number in range(6):
        add(people, f"p{number}@example.org", language="cy" if number == 5 else "en")
    for number in (0, 1):
        people.suppressions.suppress(f"p{number}@example.org", reason="bounced", source="", now=NOW)
    consent.withdraw(people.database, people.get("p2@example.org").id, source="", now=NOW)
    assert audience.count_mailable(people.database) == 3
    assert audience.explain(people.database) == {"bounced": 2, "withdrawn": 1}
    assert audience.languages(people.database) == {"en": 2, "cy": 1}
    assert all_domains(people.database) == {"example.org": 3}


NEIGHBOURS = 3 * audience.FEW


@pytest.fixture
def neighbours(people, monkeypatch):
    """Ids in their order, of more people than are looked up one by one; and how they were read."""
    for number in range(NEIGHBOURS):
        add(people, f"member{number}@example.org", name=f"Member {number}", first_name=f"M{number}")
    ids = sorted(person.id for person in people.listing())
    ways = []
    looked_up = audience._looked_up
    monkeypatch.setattr(audience, "_looked_up", lambda *given: ways.append("one by one") or looked_up(*given))
    return ids, ways


def told(people, found):
    """What the columns say of each, held against the list itself."""
    for id_, one in found.items():
        person = people.find(id_)
        assert one == (id_, person.address, person.name, person.first_name)
    return set(found)


def test_neighbours_are_read_at_once_and_are_the_same_people(people, neighbours):
    ids, ways = neighbours
    assert told(people, audience.recipients(people.database, ids[:40])) == set(ids[:40])
    assert ways == []


@pytest.mark.parametrize("how", ["suppressed", "withdrawn", "unknown"])
def test_who_has_opted_out_among_neighbours_is_left_out(people, neighbours, how):
    """One at a time: with both, the loss of one condition would still be noticed by the other's absence."""
    ids, _ = neighbours
    if how == "suppressed":
        people.suppressions.suppress(people.find(ids[7]).address, reason="asked", source="phone", now=NOW)
    elif how == "unknown":
        people.database.run(spell("x", "", "UPDATE person SET basis = 'unknown' WHERE id = :id"), id=ids[7])
    else:
        consent.withdraw(people.database, ids[7], source="phone", now=LATER)
    found = audience.recipients(people.database, ids[:40])
    assert told(people, found) == set(ids[:40]) - {ids[7]}


@pytest.mark.parametrize(
    "asked",
    [
        lambda ids: ids[:10] + ids[11:40],  # somebody between them is not meant
        lambda ids: ids[:30][::-1],
        lambda ids: [*ids[:15], ids[3], *ids[15:30]],
        lambda ids: ids[::3],
        lambda ids: [*ids[:30], "nobody"],
        lambda ids: ["' OR 1=1", *ids[:30]],
    ],
    ids=["gap", "backwards", "twice", "scattered", "stranger", "quote"],
)
def test_whoever_is_not_meant_is_never_among_them(people, neighbours, asked):
    ids, ways = neighbours
    wanted = asked(ids)
    assert told(people, audience.recipients(people.database, wanted)) == set(wanted) & set(ids)
    assert ways == ["one by one"]


def test_sealed_ids_are_not_looked_at_where_the_list_has_exactly_those(people, neighbours):
    ids, ways = neighbours
    sealed = SealedIds(Seal.of(ids[:40]), lambda: pytest.fail("nobody need ask who they are"))
    found = audience.recipients(people.database, sealed)
    assert told(people, found) == set(ids[:40])
    assert (list(found.places), ways) == (list(range(40)), [])


def test_as_many_others_are_not_those_who_were_sealed(people, neighbours):
    """Of forty neighbours one was not meant, and another has opted out: the list has as many as were sealed."""
    ids, ways = neighbours
    meant = [*ids[:5], *ids[6:40]]
    people.suppressions.suppress(people.find(ids[7]).address, reason="asked", source="phone", now=NOW)
    found = audience.recipients(people.database, SealedIds(Seal.of(meant), lambda: meant))
    assert told(people, found) == set(meant) - {ids[7]}
    assert ways == ["one by one"]


def test_sealed_ids_are_the_ids(people):
    sealed = SealedIds(Seal.of(["b", "a"]), lambda: ["b", "a"])
    assert (list(sealed), len(sealed), "a" in sealed, "c" in sealed) == (["b", "a"], 2, True, False)
    for others in (["a", "b"], ["b"], ["b", "a", "a"], ["ba"]):
        assert not sealed.seal.fits(others)
        with pytest.raises(RuntimeError):
            list(SealedIds(sealed.seal, lambda others=others: others))


def test_recipients_are_those_who_may_be_mailed_at_this_moment(people):
    for number in range(6):
        add(people, f"p{number}@example.org", name=f"P {number}", first_name=f"P{number}")
    ids = [people.get(f"p{number}@example.org").id for number in (4, 0, 5, 1)]
    people.suppressions.suppress("p0@example.org", reason="asked", source="", now=NOW)
    consent.withdraw(people.database, ids[2], source="", now=NOW)
    found = audience.recipients(people.database, [*ids, "nobody", "' OR 1=1"])
    assert set(found) == {ids[0], ids[3]}
    first = found[ids[0]]
    assert (first.address, first.name, first.first_name) == ("p4@example.org", "P 4", "P4")
    rows = zip(found.places, found.addresses, found.names, found.first_names, strict=True)
    assert sorted(rows) == [(0, "p4@example.org", "P 4", "P4"), (3, "p1@example.org", "P 1", "P1")]
    assert audience.recipients(people.database, []) == {}


SECRET = "qzjx"


def test_nothing_shows_an_address_or_a_name_by_itself(people):
    """Whatever is held in a hand while an address is at work, printed or logged, and every error."""
    add(people, f"{SECRET}@example.org", name=SECRET, first_name=SECRET)
    found = people.get(f"{SECRET}@example.org")
    people.suppressions.suppress(f"{SECRET}2@example.org", reason="asked", source="", now=NOW)
    add(people, "other@example.org")
    shown = [people, people.database, people.suppressions, found, people.show(found.id), *people.listing()]
    shown += [normalise(f"{SECRET}@example.org"), audience.recipients(people.database, [found.id])]
    for attempt in (
        lambda: add(people, f"{SECRET} @example.org"),
        lambda: people.get(f"{SECRET}3@example.org"),
        lambda: people.find(f"{SECRET}@@"),
        lambda: people.change_address(people.get("other@example.org").id, f"{SECRET}@example.org", now=NOW),
        lambda: people.suppressions.suppress("a@example.org", reason=f"{SECRET}@", source="", now=NOW),
        lambda: people.database.run(spell("x", "", "INSERT INTO wording VALUES (:a, NULL)"), a=SECRET),
        lambda: people.database.run(spell("x", "", "INSERT INTO nowhere VALUES (:a)"), a=SECRET),
    ):
        with pytest.raises(SubscribersError) as caught:
            attempt()
        shown += [caught.value, str(caught.value), vars(caught.value), caught.value.args]
        shown += traceback.format_exception(caught.value, limit=0)
    assert SECRET not in " ".join(repr(one) for one in shown)


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "suppress", "withdraw", "remove", "move"]), st.integers(0, 3))
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_list_and_audience_agree_and_no_protection_is_lost(people, acts):
    everybody = {person.id for person in people.listing()}
    for person in everybody:
        Erasures(people).remove(person)
    for act, number in acts:
        address = f"p{number}@example.org"
        found = people.find(address)
        if act == "add":
            before = people.suppressions.find(address)
            outcome = add(people, address)
            assert (before is None) or outcome is Outcome.SUPPRESSED
        elif act == "suppress":
            people.suppressions.suppress(address, reason="asked", source="", now=NOW)
        elif found and act == "withdraw":
            consent.withdraw(people.database, found.id, source="", now=NOW)
        elif found and act == "remove":
            Erasures(people).remove(found.id)
        elif found and people.find(f"p{number + 4}@example.org") is None:
            people.change_address(found.id, f"p{number + 4}@example.org", now=NOW)
    listed = list(people.listing())
    mailable = {person.id for person in listed if person.status is Status.MAILABLE}
    assert set(audience.recipients(people.database, [person.id for person in listed])) == mailable
    assert audience.count_mailable(people.database) == len(mailable)
    assert sum(audience.explain(people.database).values()) == len(listed) - len(mailable)
