"""What a list remembers about its own keeping, and the key it hashes addresses with.

The hashing key comes from the root key; when that is changed the old hashing key stays, or nobody who must not be
mailed would be found any more. It is kept wrapped (RFC 3394) with a key made of the new root key: on a server, whose
tables are not encrypted, it would open all suppressions to whoever can guess addresses.
"""

from dataclasses import dataclass
from datetime import datetime

from subscribers.claim import Claim
from subscribers.database import Database
from subscribers.errors import DatabaseError
from subscribers.moments import from_micros, to_micros
from subscribers.statements import Statement, load_statements

#: Names of what is remembered.
SHEET = "sheet"
BACKUP = "backup"
RESTORED = "restored"
#: From which day on a lost computer may have done what this list does not know.
IN_PLACE_SINCE = "in-place-since"
#: How the names begin of those who were given an address outside of any campaign.
GIVEN = "given/"
#: That the list has noted them from its beginning.
NOTES_GIVEN = "notes-given"
_HASH_KEY = "hash-key"
#: The same, for the next root key, while the list is given it.
_NEXT_HASH_KEY = "hash-key-next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    name: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Keys:
    """What one root key gives: for the workspace's word in the list, and for the hashing key that is kept there."""

    claim: Claim
    hash_key: bytes
    wrapping_key: bytes

    def __repr__(self) -> str:
        return f"Keys({self.claim.workspace})"


class Custody:
    """Over the list of one workspace."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, name: str) -> Note | None:
        """None too where the list was made by a version that remembered nothing, and is only looked into."""
        if not self.is_kept:
            return None
        row = self._db.one(_sql("custody_note"), name=name)
        return None if row is None else Note(name=name, value=row[0], at=from_micros(row[1]))

    @property
    def is_kept(self) -> bool:
        """Whether there is the table for it."""
        return bool(self._db.value(_sql("has_custody")))

    def all(self, prefix: str) -> list[Note]:
        rows = self._db.rows(_sql("custody_notes"), prefix=prefix) if self.is_kept else []
        return [Note(name=name, value=value, at=from_micros(at)) for name, value, at in rows]

    def remember(self, name: str, value: str, *, now: datetime) -> None:
        self._db.run(_sql("remember"), name=name, value=value, at=to_micros(now))

    def forget(self, name: str) -> None:
        self._db.run(_sql("no_longer"), name=name)

    def hash_key(self, keys: Keys) -> bytes:
        """The key that this list hashes addresses with. Raises DatabaseError `wrong-key`."""
        kept = self.find(_HASH_KEY)
        return keys.hash_key if kept is None else _unwrapped(kept.value, keys.wrapping_key)

    def prepare(self, hash_key: bytes, keys: Keys, *, now: datetime) -> None:
        """The list is about to be given these keys, and will then know its hashing key by them."""
        self.remember(_NEXT_HASH_KEY, _wrapped(hash_key, keys.wrapping_key), now=now)

    def next_hash_key(self, keys: Keys) -> bytes | None:
        """What `prepare` left; None where nothing waits. Raises DatabaseError `wrong-key`."""
        waiting = self.find(_NEXT_HASH_KEY)
        return None if waiting is None else _unwrapped(waiting.value, keys.wrapping_key)

    def hand_over(self, hash_key: bytes, keys: Keys, *, now: datetime) -> None:
        """The list is that of these keys from now on; hashes stay as they are. In the caller's transaction."""
        self.remember(_HASH_KEY, _wrapped(hash_key, keys.wrapping_key), now=now)
        self._db.run(_sql("change_seal"), workspace=keys.claim.workspace, seal=keys.claim.seal)
        self.forget(_NEXT_HASH_KEY)
        self.forget(SHEET)


def _wrapped(key: bytes, wrapping_key: bytes) -> str:
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap  # noqa: PLC0415 10 ms, once in a list's life

    return aes_key_wrap(wrapping_key, key).hex()


def _unwrapped(text: str, wrapping_key: bytes) -> bytes:
    # 10 ms, and only for a list whose root key was changed.
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap  # noqa: PLC0415

    try:
        return aes_key_unwrap(wrapping_key, bytes.fromhex(text))
    except (InvalidUnwrap, ValueError):
        raise DatabaseError(
            "The root key does not fit: this list was given another one. Nothing was changed.",
            remedy="Bring back the workspace's key with: newsletter secret set root",
            code="wrong-key",
        ) from None


def _sql(name: str) -> Statement:
    return load_statements("subscribers", "custody.sql")[name]
