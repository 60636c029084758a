"""An audience in several languages becomes batches of one language each, on both databases: nobody twice or missed."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.errors import CampaignError
from newsletter.sending.campaign import Attempt, BatchState, Kind
from newsletter.sending.frozen import Frozen
from newsletter.sending.languages import chosen
from newsletter.sending.ledger import Ledger, _sql, migrate_ledger, parcel_hash
from newsletter.transports.base import Accepted, Indivisible, NotTaken, Unknown
from subscribers.audience import recipients
from subscribers.database import Database, open_sqlite
from subscribers.people import People
from subscribers.schema import migrate
from subscribers.statements import Statement, spell
from tests.campaigns import (
    HASH_KEY,
    NOW,
    PEOPLE_MIGRATIONS,
    WilfulTransport,
    add_people,
    make_frozen,
    make_letter,
    make_plan,
    make_sender,
    opt_out,
    prepared,
)
from tests.test_sending_sender import _Worker, run_here

LEDGER_MIGRATIONS = PEOPLE_MIGRATIONS.parent.parent / "newsletter" / "sending" / "migrations"
BATCHES = spell(
    "batches", "", "select number, size, language from batch where campaign = :campaign order by number"
)
DELIVERIES = spell(
    "deliveries",
    "",
    """select delivery.number, delivery.subscriber, batch.number, batch.language, person.language
    from delivery join batch on batch.id = delivery.batch join person on person.id = delivery.subscriber
    where delivery.campaign = :campaign order by delivery.number""",
)
SPEAK = spell("speak", "", "update person set language = :language where address = :address")


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Nine people: in English, Spanish and Welsh by turns."""
    add_people(prepared(database), 9, languages=("en", "es", "cy"))
    return Ledger(database)


def begun(ledger: Ledger, **how: object) -> str:
    plan = make_plan(ledger, **how)  # type: ignore[arg-type]
    ledger.begin(plan, now=NOW)
    return plan.id


def hand_over(ledger: Ledger, campaign: str, transport: WilfulTransport | None = None) -> WilfulTransport:
    """Work through what is planned, to the campaign's end where nothing is in doubt."""
    transport = transport or WilfulTransport()
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    sender = make_sender(ledger._db, campaign, transport, fence=fence)
    run_here(campaign, ledger, _Worker(sender.run_batch))
    ledger.finish(campaign, fence=fence)
    return transport


def check_whole(database: Database, campaign: str, letters: Sequence[str], batch_size: int) -> None:
    """Numbers run on, batches have one language and are full but for the last of each, and the rule holds for all."""
    main = letters[0]
    deliveries = database.rows(DELIVERIES, campaign=campaign)
    assert [row[0] for row in deliveries] == list(range(1, len(deliveries) + 1))
    assert len({row[1] for row in deliveries}) == len(deliveries)
    for *_, kept, spoken in deliveries:
        assert (kept or main) == (chosen(spoken, letters) or main)
    batches = database.rows(BATCHES, campaign=campaign)
    assert [row[0] for row in batches] == list(range(1, len(batches) + 1))
    assert Counter(row[2] for row in deliveries) == {number: size for number, size, _ in batches}
    for language in {row[2] for row in batches}:
        *full, last = [size for _, size, one in batches if one == language]
        assert set(full) <= {batch_size}
        assert 0 < last <= batch_size
    order = [row[2] or main for row in batches]
    assert order == sorted(order, key=list(letters).index)


@pytest.mark.parametrize(
    "letters",
    [
        (),
        ("en",),
        ("en", "es"),
        ("cy", "en", "es"),
        ("en", "fr"),
        ("en", "ar", "es"),
        ("ar", "es"),
        ("de", "fr", "pt"),
    ],
)
def test_every_batch_has_one_language_and_everybody_is_in_one(
    ledger: Ledger, database: Database, letters: tuple[str, ...]
) -> None:
    """Also where nobody reads a language, or nobody at all has one of them; at every edge of a batch's size."""
    for batch_size in (1, 2, 3, 4, 8, 9, 100):
        for kind in Kind:
            how = {"issue": f"issue{batch_size}", "kind": kind, "batch_size": batch_size}
            campaign = begun(ledger, languages=letters, **how)
            check_whole(database, campaign, letters or ("en",), batch_size)
            assert ledger.receipt(campaign).planned == ledger.campaign(campaign).size == 9


def test_the_main_letters_batches_come_first_and_say_no_language(ledger: Ledger, database: Database) -> None:
    campaign = begun(ledger, languages=("en", "cy", "es"), batch_size=2)
    assert database.rows(BATCHES, campaign=campaign) == [
        (1, 2, ""),
        (2, 1, ""),
        (3, 2, "cy"),
        (4, 1, "cy"),
        (5, 2, "es"),
        (6, 1, "es"),
    ]


def test_everybody_gets_the_letter_in_their_language(ledger: Ledger) -> None:
    campaign = begun(ledger, languages=("en", "es"), batch_size=2)
    transport = hand_over(ledger, campaign)
    assert transport.parcels == [("en", 2), ("en", 2), ("en", 2), ("es", 2), ("es", 1)]
    assert sorted(transport.received) == [f"person{n}@example.org" for n in range(9)]


def test_again_goes_to_everybody_in_their_language(ledger: Ledger, database: Database) -> None:
    hand_over(ledger, begun(ledger, languages=("en", "es")))
    again = begun(ledger, languages=("en", "es"), again=True, batch_size=2)
    check_whole(database, again, ("en", "es"), 2)
    assert ledger.receipt(again).planned == 9


def test_a_translation_that_comes_later_goes_to_nobody_who_has_the_issue(
    ledger: Ledger, database: Database
) -> None:
    """One issue, one delivery: who had it in English does not get it in Spanish, too; who joins then does."""
    hand_over(ledger, begun(ledger))
    assert ledger.count_newcomers("issue1") == 0
    add_people(database, 2, begin=50, languages=("es",))
    later = begun(ledger, languages=("en", "es"))
    transport = hand_over(ledger, later)
    assert sorted(transport.received) == ["person50@example.org", "person51@example.org"]
    assert transport.parcels == [("es", 2)]


def test_who_changes_their_language_after_the_freeze_gets_what_was_frozen(
    ledger: Ledger, database: Database
) -> None:
    campaign = begun(ledger, languages=("en", "es"))
    database.run(SPEAK, language="en", address="person1@example.org")
    assert Counter(dict(hand_over(ledger, campaign).parcels)) == {"en": 2, "es": 3}
    assert ledger.count_newcomers("issue1") == 0


def test_a_number_that_is_not_the_one_agreed_to_begins_nothing(ledger: Ledger, database: Database) -> None:
    for wrong in (8, 10):
        with pytest.raises(CampaignError) as refused:
            ledger.begin(make_plan(ledger, people=wrong, languages=("en", "es")), now=NOW)
        assert refused.value.code == "audience-changed"
    assert ledger.campaigns() == []
    assert database.rows(BATCHES, campaign="") == []


def test_the_halves_of_a_batch_have_its_language(ledger: Ledger) -> None:
    campaign = begun(ledger, languages=("en", "es"), batch_size=3)
    transport = hand_over(
        ledger, campaign, WilfulTransport([Accepted(), Accepted(), Indivisible(code="bad-request")])
    )
    assert transport.parcels == [("en", 3), ("en", 3), ("es", 1), ("es", 2)]
    assert len(set(transport.received)) == 9


def test_what_was_put_off_or_parked_keeps_its_language(ledger: Ledger) -> None:
    campaign = begun(ledger, languages=("en", "es"), batch_size=3)
    transport = hand_over(
        ledger,
        campaign,
        WilfulTransport([Accepted(), NotTaken(code="429"), Accepted(), Unknown(code="lost")]),
    )
    assert ledger.receipt(campaign).parked == 3
    [parked] = ledger.parked(campaign)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    ledger.settle_parked(parked.id, BatchState.PLANNED, fence=fence, reason="said", now=NOW)
    hand_over(ledger, campaign, transport)
    assert sorted(transport.parcels) == [("en", 3), ("en", 3), ("es", 3)]
    assert len(set(transport.received)) == 9


def test_after_an_undo_the_corrected_issue_goes_to_everybody_in_their_language(
    ledger: Ledger, database: Database
) -> None:
    """What was handed over stays; the rest is a newcomer again, also for a language that was not there before."""
    campaign = begun(ledger, languages=("en", "es"), batch_size=2)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    first = make_sender(database, campaign, first_mail := WilfulTransport(), fence=fence)
    first.run_batch(ledger.planned(campaign, most=1)[0])
    assert ledger.ask_undo(campaign)
    ledger.call_back_planned(campaign, now=NOW)
    assert ledger.end_undo(campaign, fence=fence)
    second = begun(ledger, languages=("en", "cy", "es"), batch_size=2)
    check_whole(database, second, ("en", "cy", "es"), 2)
    received = first_mail.received + hand_over(ledger, second).received
    assert sorted(received) == [f"person{n}@example.org" for n in range(9)]


def test_who_opts_out_is_left_out_in_every_language(ledger: Ledger, database: Database) -> None:
    campaign = begun(ledger, languages=("en", "es"))
    opt_out(database, "person1@example.org")
    assert "person1@example.org" not in hand_over(ledger, campaign).received
    assert (ledger.receipt(campaign).suppressed, ledger.receipt(campaign).accepted) == (1, 8)


def test_people_are_counted_and_sampled_with_their_languages(ledger: Ledger, database: Database) -> None:
    assert ledger.count_languages("issue1", everybody=False) == {"en": 3, "es": 3, "cy": 3}
    begun(ledger, languages=("en", "es"))
    assert ledger.count_languages("issue1", everybody=False) == {}
    assert ledger.count_languages("issue1", everybody=True) == {"en": 3, "es": 3, "cy": 3}
    some = ledger.sample("issue1", everybody=True, most=4)
    assert list(some) == sorted(some)
    spoken = {person.id: person.language for person in People(database, hash_key=HASH_KEY).listing()}
    assert some.items() <= spoken.items()
    assert len(recipients(database, list(some))) == 4


def test_strange_languages_of_a_list_reach_the_main_letter(ledger: Ledger, database: Database) -> None:
    """Whatever a list was filled with by other means: signs of SQL and of the statement's own list, and none at all."""
    for number, language in enumerate(("%", "|", "en|es", "_s", "", "ES", "es|", "'")):
        database.run(SPEAK, language=language, address=f"person{number}@example.org")
    campaign = begun(ledger, languages=("en", "es"), batch_size=3)
    check_whole(database, campaign, ("en", "es"), 3)
    assert ledger.receipt(campaign).planned == 9


SPOKEN = st.sampled_from(["en", "es", "es-MX", "pt", "pt-BR", "pt-PT", "cy", "ar", "en-GB", ""])
LETTERS = st.lists(
    st.sampled_from(["en", "es", "pt", "pt-BR", "cy", "fr"]), min_size=1, max_size=4, unique=True
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "newsletter.db"
    with open_sqlite(path, HASH_KEY) as database:
        add_people(prepared(database), 12)
    return path


@settings(max_examples=60, deadline=None)
@given(
    spoken=st.lists(SPOKEN, min_size=12, max_size=12),
    first=LETTERS,
    second=LETTERS,
    shape=st.tuples(st.integers(1, 13), st.integers(0, 12)),
)
def test_each_person_has_one_delivery_in_the_language_that_the_rule_gives(
    empty: Path, spoken: list[str], first: list[str], second: list[str], shape: tuple[int, int]
) -> None:
    """Over two campaigns with any translations, some of the first called back, each has the issue exactly once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsletter.db"
        path.write_bytes(empty.read_bytes())
        with open_sqlite(path, HASH_KEY) as database:
            play_two_campaigns(database, spoken, (first, second), *shape)


def play_two_campaigns(
    database: Database, spoken: Sequence[str], letters: Sequence[Sequence[str]], batch_size: int, taken: int
) -> None:
    """The first is undone when so many people have it, at least; the second goes to its end."""
    ledger, got = Ledger(database), Counter[str]()
    languages = {f"person{number}@example.org": language for number, language in enumerate(spoken)}
    for address, language in languages.items():
        database.run(SPEAK, language=language, address=address)

    def received(main: str, offered: Sequence[str], transport: WilfulTransport) -> None:
        addresses = iter(transport.received)
        for language, size in transport.parcels:
            for address in (next(addresses) for _ in range(size)):
                got[address] += 1
                assert language == (chosen(languages[address], offered) or main)

    campaign = begun(ledger, languages=letters[0], batch_size=batch_size)
    check_whole(database, campaign, letters[0], batch_size)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    transport = WilfulTransport()
    sender = make_sender(database, campaign, transport, fence=fence)
    while len(transport.received) < taken:
        sender.run_batch(ledger.planned(campaign, most=1)[0])
    ledger.ask_undo(campaign)
    ledger.call_back_planned(campaign, now=NOW)
    ledger.end_undo(campaign, fence=fence)
    received(letters[0][0], letters[0], transport)
    again = begun(ledger, languages=letters[1], batch_size=batch_size)
    received(letters[1][0], letters[1], hand_over(ledger, again))
    assert got == Counter(dict.fromkeys(languages, 1))


def test_a_share_is_looked_up_and_not_searched_for(sqlite_db: Database) -> None:
    """As for one language, so for several: no scan of all deliveries for each person."""
    add_people(prepared(sqlite_db), 1)
    Ledger(sqlite_db).count_newcomers("i")  # makes the temporary table that the statements look into
    for name in ("freeze_newcomers_reading", "languages_of_newcomers"):
        statement = _sql(name)
        plan = Statement(
            name="plan", purpose="how it is done", sqlite=f"explain query plan {statement.sqlite}"
        )
        given: Mapping[str, object] = {
            "issue": "i", "campaign": "c", "batch_size": 4, "readers": "|es|", "people_before": 0, "batches_before": 0,
        }  # fmt: skip
        steps = [row[3] for row in sqlite_db.rows(plan, **given)]
        assert any("INDEX one_real_delivery" in step for step in steps), steps
        assert not any(step.startswith("SCAN delivery") for step in steps)


def test_a_campaign_of_an_older_version_goes_on_in_its_one_letter(
    empty_database: Database, tmp_path: Path
) -> None:
    """Migrated in its middle: what waits goes out as it was frozen, and nobody of it is a newcomer."""
    migrate(empty_database, component="people", folder=PEOPLE_MIGRATIONS)
    for file in sorted(LEDGER_MIGRATIONS.glob("00[123]_*.sql")):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    migrate(empty_database, component="ledger", folder=tmp_path)
    people = add_people(empty_database, 4, languages=("en", "es"))
    old = {"sender": make_frozen().to_json()["sender"], "letter": make_frozen().to_json()["letter"]}
    add_old_campaign(empty_database, people, old)
    migrate_ledger(empty_database)
    ledger = Ledger(empty_database)
    assert [(batch.number, batch.language) for batch in ledger.planned("c", most=9)] == [(2, "")]
    transport = hand_over(ledger, "c")
    assert transport.parcels == [("en", 2)]
    assert ledger.receipt("c").accepted == 4
    add_people(empty_database, 1, begin=70, languages=("es",))
    assert hand_over(ledger, begun(ledger, languages=("en", "es"))).received == ["person70@example.org"]


def add_old_campaign(database: Database, people: Sequence[str], content: Mapping[str, object]) -> None:
    """As the version before wrote it: two batches of two, one of them handed over."""
    import json

    database.run(
        spell(
            "x",
            "",
            """insert into campaign (id, issue, slug, kind, state, transport, size, content, content_hash, created)
            values ('c', 'issue1', 'october', 'real', 'sending', 'outbox', 4, :content, 'h', 1)""",
        ),
        content=json.dumps(content),
    )
    for number, state in ((1, "accepted"), (2, "planned")):
        database.run(
            spell(
                "x",
                "",
                """insert into batch (id, campaign, number, size, state)
                values ('c.' || :name, 'c', :number, 2, :state)""",
            ),
            name=str(number), number=number, state=state,
        )  # fmt: skip
    for number, person in enumerate(people, start=1):
        database.run(
            spell(
                "x",
                "",
                """insert into delivery (batch, number, subscriber, campaign, issue, kind)
                values ('c.' || :batch, :number, :person, 'c', 'issue1', 'real')""",
            ),
            batch=str((number + 1) // 2), number=number, person=person,
        )  # fmt: skip


def test_what_is_frozen_is_read_again_as_it_was() -> None:
    """In one language it is kept as it always was, with the same hash; a translation changes both."""
    one, two = make_frozen(), make_frozen(("en", "es"))
    assert set(one.to_json()) == {"sender", "letter"}
    assert one.digest == one.letter.digest
    for frozen in (one, two):
        assert Frozen.from_json(frozen.to_json()) == frozen
    other = Frozen(two.sender, two.letter, {"es": make_letter("Adiós", "es")})
    assert len({one.digest, two.digest, other.digest}) == 3


def test_an_attempt_leaves_the_hash_of_its_own_letter(ledger: Ledger, database: Database) -> None:
    """The record of what left is made of the letter that left."""
    campaign = begun(ledger, languages=("en", "es"), batch_size=1)
    planned = ledger.planned(campaign, most=9)
    members = {batch.number: (batch.language, ledger.members(batch.id)) for batch in planned}
    hand_over(ledger, campaign)
    kept = spell("kept", "", "select number, parcel_hash from batch where campaign = :campaign")
    letters = make_frozen(("en", "es")).letters
    assert dict(database.rows(kept, campaign=campaign)) == {
        number: parcel_hash(letters[language].digest, one.deliveries)
        for number, (language, one) in members.items()
    }


def test_an_intent_belongs_to_one_language_only(ledger: Ledger) -> None:
    """A batch's members are those of its language, whatever the attempt."""
    campaign = begun(ledger, languages=("en", "es"), batch_size=100)
    fence = ledger.take_over(campaign, owner="test", now=NOW)
    spoken = ledger.sample("issue1", everybody=True, most=99)
    for batch in ledger.planned(campaign, most=9):
        assert ledger.intend(Attempt(batch.id, "a", fence), now=NOW)
        assert {spoken[one.subscriber] == "es" for one in ledger.members(batch.id)} == {
            batch.language == "es"
        }
