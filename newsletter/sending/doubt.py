"""Of whom nobody knows whether they were mailed: until that is settled, somebody may have to ask them."""

from subscribers.database import Database
from subscribers.statements import load_statements


def people_in_doubt(database: Database) -> dict[str, str]:
    """Ids of people, each with a real campaign that is in doubt about them."""
    statement = load_statements("newsletter.sending", "doubt.sql")["people_in_doubt"]
    return {str(person): str(campaign) for person, campaign in database.rows(statement)}
