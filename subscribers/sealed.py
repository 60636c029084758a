"""Ids of neighbours on the list, told by both ends and a seal: who they are shows when the list itself is read.

Promises: only exactly the ids that were sealed, in their order, fit. The ids between the ends stand nowhere in it.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Seal:
    """Of some ids in order, at least one."""

    first: str
    last: str
    size: int
    digest: str

    @classmethod
    def of(cls, ids: Sequence[str]) -> "Seal":
        return cls(ids[0], ids[-1], len(ids), _digest(ids))

    def fits(self, ids: Sequence[str]) -> bool:
        return len(ids) == self.size and _digest(ids) == self.digest


class SealError(RuntimeError):
    """Ids that were read are not those that were sealed."""

    def __init__(self) -> None:
        super().__init__("a seal that nobody broke does not fit")


class SealedIds(Collection[str]):
    """The ids themselves; `read` is called when somebody asks who they are. Raises SealError if it is wrong."""

    def __init__(self, seal: Seal, read: Callable[[], list[str]]) -> None:
        self.seal = seal
        self._read = read

    @cached_property
    def _ids(self) -> list[str]:
        ids = self._read()
        if not self.seal.fits(ids):
            raise SealError
        return ids

    def __len__(self) -> int:
        return self.seal.size

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids


def _digest(ids: Sequence[str]) -> str:
    """Half of a SHA-256: nobody can choose ids."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:32]
