"""What must be true of a list after any history, kept by rules of its own and not by asking the program."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Model:
    """What must be true: by address, whether somebody is on the list with a consent that stands."""

    consents: dict[str, bool] = field(default_factory=dict)
    suppressed: frozenset[str] = frozenset()
    #: Of these: what somebody said. Of the others it is only known that whoever had them moved on.
    said: frozenset[str] = frozenset()
    #: Of those: all that was said is that mail bounces.
    bounced: frozenset[str] = frozenset()
    #: Who had an address before, and where whoever left the list was then, by opaque id.
    former: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    #: Issue and address of everybody who had one, wherever they are now.
    had: frozenset[tuple[str, str]] = frozenset()

    @property
    def mailable(self) -> set[str]:
        return {address for address, stands in self.consents.items() if stands} - self.suppressed

    def with_consent(self, address: str, *, stands: bool) -> "Model":
        return replace(self, consents=self.consents | {address: stands})

    def without(self, address: str) -> "Model":
        return replace(self, consents={one: ok for one, ok in self.consents.items() if one != address})

    @property
    def refusing(self) -> set[str]:
        """Who said no, in whatever way."""
        return {address for address, stands in self.consents.items() if not stands} | self.suppressed

    def moved(self, old: str, new: str) -> "Model":
        had = {(issue, new if one == old else one) for issue, one in self.had}
        return replace(self, had=frozenset(had))

    def suppressing(self, *addresses: str) -> "Model":
        some = set(addresses)
        return replace(
            self, suppressed=self.suppressed | some, said=self.said | some, bounced=self.bounced - some
        )

    def bouncing(self, address: str) -> "Model":
        bounced = self.bounced | ({address} - self.said)
        return replace(self.suppressing(address), bounced=bounced)

    def lifted(self, address: str) -> "Model":
        kept = {name: getattr(self, name) - {address} for name in ("suppressed", "said", "bounced")}
        return replace(self, **kept)

    def listing(self, address: str) -> "Model":
        return replace(self, left={one: id_ for one, id_ in self.left.items() if one != address})

    def unknown(self, person: str) -> "Model":
        """Nobody knows any more by which addresses somebody would be known."""
        former, left = (
            {one: id_ for one, id_ in kept.items() if id_ != person} for kept in (self.former, self.left)
        )
        return replace(self, former=former, left=left)

    def objecting(self, address: str, listed: dict[str, str]) -> "Model":
        """A no at an address that nobody has is that of whoever had it before, wherever they are or were last.

        `listed` is who has which address now.
        """
        whose = set() if address in listed else {self.former.get(address), self.left.get(address)} - {None}
        now = {one for one, id_ in listed.items() if id_ in whose}
        last = {one for one, id_ in self.left.items() if id_ in whose - set(listed.values())} - set(listed)
        return self.suppressing(address, *now, *last)
