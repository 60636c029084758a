import pytest

from subscribers.errors import SubscribersError
from subscribers.questions import Answers
from tests.dirty_lists import CASES, Dirty
from tests.lists import NOW, addresses, apply, made_people, plan


@pytest.fixture
def people(sqlite_db):
    return made_people(sqlite_db)


def full(kept: str) -> list[str]:
    return sorted(one if "@" in one else f"{one}@example.org" for one in kept.split())


@pytest.mark.parametrize("dirty", CASES, ids=lambda dirty: dirty.case)
def test_each_row_of_a_dirty_list_comes_to_what_it_should(people, dirty: Dirty):
    if dirty.code:
        with pytest.raises(SubscribersError) as caught:
            plan(people, dirty.content, file_name=dirty.file, answers=Answers(dirty.answers))
        assert caught.value.code == dirty.code
        assert people.count() == people.suppressions.count() == 0
        return
    made = plan(people, dirty.content, file_name=dirty.file, answers=Answers(dirty.answers))
    assert ", ".join(f"{row.line} {row.outcome}" for row in made.rows) == dirty.report
    assert " ".join(one.key for one in made.questions) == dirty.asks
    assert dirty.says in " ".join(made.notes)
    if dirty.mailboxes:
        found = made.mailboxes
        assert f"{found.offices} {found.personnel} {' '.join(sorted(found.hosts))}" == dirty.mailboxes
    apply(people, made, now=NOW)
    assert addresses(people) == full(dirty.kept)
    assert people.suppressions.count() == dirty.never
    if dirty.names is not None:
        assert [person.name for person in people.listing()] == [dirty.names]


def test_each_case_stands_once():
    assert len({dirty.case for dirty in CASES}) == len(CASES) > 60
