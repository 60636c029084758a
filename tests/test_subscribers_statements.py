import pytest

from subscribers.statements import load_statements, spell


@pytest.mark.parametrize(
    ("source", "sqlite", "postgres"),
    [
        ("SELECT :name", "SELECT :name", "SELECT %(name)s"),
        ("SELECT :a, :a_2", "SELECT :a, :a_2", "SELECT %(a)s, %(a_2)s"),
        ("SELECT ':name'", "SELECT ':name'", "SELECT ':name'"),
        ("SELECT 'it''s :name', :x", "SELECT 'it''s :name', :x", "SELECT 'it''s :name', %(x)s"),
        ('SELECT ":name"', 'SELECT ":name"', 'SELECT ":name"'),
        ("SELECT x::text", "SELECT x::text", "SELECT x::text"),
        ("SELECT :x::text", "SELECT :x::text", "SELECT %(x)s::text"),
        ("SELECT 'a%' LIKE :x", "SELECT 'a%' LIKE :x", "SELECT 'a%%' LIKE %(x)s"),
        ("SELECT 7 % 2", "SELECT 7 % 2", "SELECT 7 %% 2"),
        ("SELECT 1 -- why: :x 100 %\n", "SELECT 1", "SELECT 1"),
        ("SELECT 1 -- it's\n, ':y'", "SELECT 1 \n, ':y'", "SELECT 1 \n, ':y'"),
    ],
)
def test_a_parameter_is_spelled_for_each_driver_and_nothing_else_is_touched(source, sqlite, postgres):
    statement = spell("x", "a test", source)
    assert (statement.sqlite, statement.postgres) == (sqlite, postgres)


def test_a_percent_sign_and_a_colon_arrive_as_they_are_written(database):
    statement = spell("x", "a test", "SELECT '100 % :x' || cast(:y AS TEXT)")
    assert database.value(statement, y="%s %%") == "100 % :x%s %%"


def test_a_variant_is_chosen_by_the_database():
    statement = load_statements("subscribers", "schema.sql")["tables"]
    assert "sqlite_master" in statement.sqlite
    assert "pg_tables" in statement.postgres


def test_a_name_that_is_not_there_names_the_file():
    with pytest.raises(KeyError, match=r"subscribers/people.sql has no statement nobody"):
        load_statements("subscribers", "people.sql")["nobody"]
