"""A segment of the list: each condition as a person reads it, and everybody counted once."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from subscribers import consent, segments
from subscribers.audience import count_mailable, languages
from subscribers.consent import Basis, Ground, ground
from subscribers.database import Database
from subscribers.importer import apply
from subscribers.mailboxes import read_mailboxes
from subscribers.people import People
from subscribers.segments import REASONS, Segment
from subscribers.tags import Tags
from tests.lists import MEMBERS, made_people, plan

AGREED = ground(basis="consent", wording="Yes, write to me.", source="form")
NO_GROUND = ground(basis="unknown", wording="", source="an old list")
DAY = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody as a test has them on the list."""

    address: str
    language: str = "en"
    tags: tuple[str, ...] = ()
    added: datetime = DAY
    reason: Ground = AGREED
    kept_out: str = ""


def put(people: People, persons: list[Person]) -> dict[str, Person]:
    """The persons by the ids that they have on the list now."""
    found = {}
    for person in persons:
        people.add(person.address, language=person.language, reason=person.reason, now=person.added)
        id_ = people.get(person.address).id
        with people.database.transaction():
            Tags(people.database).change(id_, add=person.tags)
        if person.kept_out == "suppressed":
            people.suppressions.suppress(person.address, reason="asked", source="", now=DAY)
        elif person.kept_out == "withdrawn":
            withdraw(people, id_)
        found[id_] = person
    return found


def withdraw(people: People, id_: str) -> None:
    consent.withdraw(people.database, id_, source="asked", now=DAY)


def sifted(database: Database, segment: Segment, *, sample: int = 0, seed: str = "x"):
    """Ids of those chosen, and the numbers of the others by reason."""
    with database.scratch():
        segments.sift(database, segment)
        if sample:
            segments.draw(database, sample, seed=seed)
        some = segments.some_chosen(database, most=1_000)
        assert Counter(some.values()) == Counter(segments.chosen_by_language(database))
        return set(some), segments.left_out(database)


@pytest.fixture
def people(database):
    return made_people(database)


PERSONS = [
    Person(address="ana@example.org", tags=("reps", "site-north"), language="cy"),
    Person(address="ben@council.example.org", tags=("reps",), added=DAY + timedelta(days=1)),
    Person(address="cai@mail.council.example.org", language="pt-BR", added=DAY + timedelta(days=2)),
    Person(address="dee@notcouncil.example.org", tags=("site-north",), language="pt", reason=MEMBERS),
    Person(address="eve@example.net.example.org", language="ptx", tags=("reps-north",)),
    Person(address="fay@example.org", tags=("reps",), kept_out="suppressed"),
    Person(address="gus@example.org", tags=("reps",), kept_out="withdrawn"),
    Person(address="hal@example.org", tags=("reps",), reason=NO_GROUND, kept_out="unknown"),
]


@pytest.mark.parametrize(
    ("segment", "chosen", "out"),
    [
        (Segment(), "abcde", {}),
        (Segment(tags=("reps",)), "ab", {"tags": 3}),
        (Segment(tags=("reps", "site-north")), "abd", {"tags": 2}),
        (Segment(all_tags=("reps", "site-north")), "a", {"all_tags": 4}),
        (Segment(all_tags=("reps", "reps")), "ab", {"all_tags": 3}),
        (Segment(without_tags=("reps",)), "cde", {"without_tags": 2}),
        (Segment(tags=("reps",), without_tags=("site-north",)), "b", {"tags": 3, "without_tags": 1}),
        (Segment(tags=("nobody-has-it",)), "", {"tags": 5}),
        (Segment(languages=("pt",)), "cd", {"languages": 3}),
        (Segment(languages=("pt-BR", "CY")), "ac", {"languages": 3}),
        (Segment(without_hosts=("council.example.org",)), "ade", {"without_hosts": 2}),
        (Segment(without_hosts=(" @Council.example.org. ", "")), "ade", {"without_hosts": 2}),
        (Segment(without_hosts=("example.org",)), "", {"without_hosts": 5}),
        (Segment(joined_after=DAY + timedelta(days=1)), "bc", {"joined_after": 3}),
        (Segment(joined_before=DAY + timedelta(days=1)), "ade", {"joined_before": 2}),
        (Segment(refreshed_after=DAY + timedelta(days=1)), "bc", {"refreshed_after": 3}),
        (
            Segment(without_hosts=("council.example.org",), languages=("pt",), tags=("site-north",)),
            "d", {"without_hosts": 2, "languages": 2},
        ),
    ],
)  # fmt: skip
def test_each_condition_means_what_it_says(people, segment, chosen, out):
    ids = put(people, PERSONS)
    found, left_out = sifted(people.database, segment)
    assert "".join(sorted(ids[id_].address[0] for id_ in found)) == chosen
    assert left_out == {"suppressed": 1, "withdrawn": 1, "unknown": 1, **out}
    assert [reason for reason in REASONS if reason in left_out] == list(left_out)


def test_no_condition_is_everybody_who_may_be_mailed(people):
    put(people, PERSONS)
    with people.database.scratch():
        segments.sift(people.database, Segment())
        assert segments.chosen_by_language(people.database) == languages(people.database)


def test_a_whole_list_refreshes_all_who_stand_on_its_ground(people):
    """Members by the union's file; whoever agreed by themselves is as old as their yes."""
    late = DAY + timedelta(days=100)
    ids = put(people, [replace(PERSONS[0], reason=MEMBERS), PERSONS[1], PERSONS[3]])
    file = "Email\nana@example.org\ndee@notcouncil.example.org\n"
    apply(people, plan(people, file, reason=MEMBERS, is_whole=True), now=late)
    found, _ = sifted(people.database, Segment(refreshed_after=late))
    assert {ids[id_].address[0] for id_ in found} == {"a", "d"}


def expected(person: Person, segment: Segment) -> str:
    """The first reason, by rules written anew in Python."""
    host, has = person.address.partition("@")[2], set(person.tags)
    rules = (
        (person.kept_out, bool(person.kept_out)),
        ("without_hosts", any(f".{host}".endswith(f".{one}") for one in segment.without_hosts)),
        ("languages", bool(segment.languages) and not any(
            f"{person.language}-".startswith(f"{one}-") for one in segment.languages)),
        ("tags", bool(segment.tags) and not has & set(segment.tags)),
        ("all_tags", not set(segment.all_tags) <= has),
        ("without_tags", bool(has & set(segment.without_tags))),
        ("joined_after", segment.joined_after is not None and person.added < segment.joined_after),
        ("joined_before", segment.joined_before is not None and person.added >= segment.joined_before),
        ("refreshed_after", segment.refreshed_after is not None and person.added < segment.refreshed_after),
    )  # fmt: skip
    return next((reason for reason, applies in rules if applies), "")


@pytest.mark.parametrize("number", range(3))
def test_over_any_list_the_figures_add_up_and_each_counts_by_the_first_reason(people, number):
    chance = random.Random(number)
    tags, spoken = ("reps", "chairs", "site-north"), ("en", "cy", "pt", "pt-BR")
    hosts = ("example.org", "a.example.org", "b.a.example.org", "ba.example.org")
    days = [DAY + timedelta(days=n) for n in range(4)]

    def some(of):
        return tuple(one for one in of if chance.random() < 0.35)

    persons = [
        Person(
            address=f"p{n}@{chance.choice(hosts)}", language=chance.choice(spoken), tags=some(tags),
            added=chance.choice(days), reason=chance.choice([AGREED, MEMBERS]),
            kept_out=chance.choice(["", "", "", "suppressed", "withdrawn"]),
        )
        for n in range(40)
    ]  # fmt: skip
    ids = put(people, persons)
    for _ in range(20):
        segment = Segment(
            tags=some(tags), all_tags=some(tags), without_tags=some(tags), languages=some(spoken),
            without_hosts=some(hosts[1:]), joined_after=chance.choice([None, *days]),
            joined_before=chance.choice([None, *days]), refreshed_after=chance.choice([None, *days]),
        )  # fmt: skip
        reasons = Counter(expected(person, segment) for person in persons)
        found, left_out = sifted(people.database, segment)
        assert found == {id_ for id_, person in ids.items() if not expected(person, segment)}
        assert left_out == {reason: number for reason, number in reasons.items() if reason}
        assert len(found) + sum(left_out.values()) == people.count()
        assert len(found) <= count_mailable(people.database)


@pytest.mark.parametrize("sample", [1, 7, 29, 30, 31])
def test_a_sample_is_the_same_again_and_another_by_another_word(people, sample):
    put(people, [Person(address=f"p{n}@example.org") for n in range(30)])
    first, left_out = sifted(people.database, Segment(), sample=sample)
    assert len(first) == min(sample, 30)
    assert left_out.get("sample", 0) == 30 - len(first)
    assert sifted(people.database, Segment(), sample=sample)[0] == first
    others = [sifted(people.database, Segment(), sample=sample, seed=f"word {n}")[0] for n in range(12)]
    assert {len(other) for other in others} == {min(sample, 30)}
    if sample < 30:
        assert any(other != first for other in others)


def test_every_place_of_the_list_has_its_chance(people):
    """Also those beyond the end of the ids, where a sample goes on from the beginning."""
    ids = put(people, [Person(address=f"p{n}@example.org") for n in range(12)])
    drawn = Counter(
        id_ for n in range(80) for id_ in sifted(people.database, Segment(), sample=5, seed=str(n))[0]
    )
    assert set(drawn) == set(ids)


def test_of_a_segment_only_its_own_are_drawn(people):
    ids = put(people, [Person(address=f"p{n}@example.org", tags=("reps",) * (n % 2)) for n in range(20)])
    found, left_out = sifted(people.database, Segment(tags=("reps",)), sample=4)
    assert len(found) == 4
    assert {ids[id_].tags for id_ in found} == {("reps",)}
    assert left_out == {"tags": 10, "sample": 6}


def test_mailboxes_of_those_chosen_are_counted_as_those_of_everybody_are(people):
    put(people, [*PERSONS, Person(address="info@council.example.org"), Person(address="hr@example.org")])
    with people.database.scratch():
        segments.sift(people.database, Segment())
        assert segments.chosen_mailboxes(people.database) == read_mailboxes(people.database)
        segments.sift(people.database, Segment(without_hosts=("council.example.org",)))
        found = segments.chosen_mailboxes(people.database)
    assert (found.offices, found.personnel) == (0, 1)
    assert sorted(found.hosts.items()) == [
        ("example.net.example.org", 1),
        ("example.org", 2),
        ("notcouncil.example.org", 1),
    ]


def test_what_was_chosen_before_is_gone(people):
    put(people, PERSONS)
    sifted(people.database, Segment(tags=("reps",), without_hosts=("council.example.org",)))
    found, _ = sifted(people.database, Segment())
    assert len(found) == 5
    assert Basis.CONSENT in {people.get(id_).basis for id_ in found}


def test_a_mailbox_that_only_its_former_owner_left_has_a_reason_of_its_own(people):
    put(people, [Person(address="ana@example.org"), Person(address="ben@example.org")])
    ana, ben = people.get("ana@example.org"), people.get("ben@example.org")
    people.change_address(ana.id, "ana@home.example.org", now=DAY)
    people.change_address(ben.id, "ana@example.org", now=DAY)
    assert sifted(people.database, Segment()) == ({ana.id}, {"moved": 1})
    people.suppressions.suppress("ana@example.org", reason="asked", source="", now=DAY)
    assert sifted(people.database, Segment()) == ({ana.id}, {"suppressed": 1})
