"""Which workspace a database belongs to: written into it once, and looked at by every command.

Promises: two workspaces never share one database, also when both are made at the same moment; a database that is
somebody else's is not changed; nor is one opened with another root key than the one it was made with, for the hashes
of those who must not be mailed would fit nobody any more.
"""

import hmac
from dataclasses import dataclass, field

from subscribers.database import Database
from subscribers.errors import DatabaseError
from subscribers.statements import Statement, load_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A workspace's word for "this is mine"."""

    workspace: str
    #: Tells root keys apart without telling them.
    seal: str = field(repr=False)


def claim_of(workspace: str, *, hash_key: bytes) -> Claim:
    """What the workspace with this id and this key for suppressions writes into its database."""
    return Claim(workspace=workspace, seal=hmac.digest(hash_key, workspace.encode(), "sha256").hex())


def is_claimed(database: Database, mine: Claim) -> bool:
    """Whether the database is this workspace's; False when it is nobody's.

    Raises DatabaseError `other-workspace` and `wrong-key`.
    """
    row = database.one(_sql("claim")) if database.value(_sql("has_claims")) else None
    if row is None:
        return False
    if row[0] != mine.workspace:
        raise DatabaseError(
            "This database holds the list of another workspace. Nothing was changed.",
            remedy="Use the workspace it belongs to, or give this one a database of its own.",
            code="other-workspace",
        )
    if row[1] != mine.seal:
        raise DatabaseError(
            "The root key does not fit: this database was made with another one. Nothing was changed.",
            remedy="Bring back the workspace's key with: newsletter secret set root",
            code="wrong-key",
        )
    return True


def refuse_strangers(database: Database) -> None:
    """Raise DatabaseError `database-not-empty` when tables stand there that no workspace of ours made."""
    if database.value(_sql("has_strangers")) and not database.value(_sql("has_claims")):
        raise DatabaseError(
            "The database holds tables of another program. Nothing was changed.",
            remedy="Make an empty database for this workspace: docs/postgresql.md.",
            code="database-not-empty",
        )


def claim(database: Database, mine: Claim) -> None:
    """Make the database this workspace's, unless another one was quicker. Its tables are there.

    Raises DatabaseError as `is_claimed`.
    """
    database.run(_sql("stake_claim"), workspace=mine.workspace, seal=mine.seal)
    is_claimed(database, mine)


def give_back(database: Database, mine: Claim) -> None:
    """The workspace did not come about: the database is anybody's again."""
    database.run(_sql("give_back"), workspace=mine.workspace)


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "claim.sql")[name]
