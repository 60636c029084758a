"""What many evenings came to: the numbers that are printed in the end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.crash.evening import WRONG, Tale

#: What must have occurred in some of very many evenings, besides kills and stops, by the name of its count.
OCCURRED = {
    "hours": "to leave at an hour (--at)",
    "kept": "  so late that it is kept",
    "--resend": "batches a person has resent",
    "--accept": "batches a person has accepted",
    "other issue": "evenings with two issues",
    "abreast": "  both by processes at one time",
    "crowds": "slots taken or freed amid a run",
    "stood still": "evenings with a log at a stand",
    "lost": "evenings with a log that lost minutes",
    "controls": "control mails",
}
#: What befalls a process at a step: kill -9, and SIGSTOP with SIGCONT some time later.
BLOWS = ("kill", "stop")


@dataclass(frozen=True)
class Summary:
    tales: Sequence[Tale]
    apart: Sequence[Tale]
    seconds: float

    @property
    def failed(self) -> list[Tale]:
        return [tale for tale in (*self.tales, *self.apart) if not tale.is_clean]

    def lines(self) -> list[str]:
        counts = _counted(self.tales)
        by_base = Counter(tale.base for tale in self.tales)
        deliveries = sum(tale.deliveries for tale in self.tales)
        rows = {
            "histories": f"{len(self.tales):,} ({', '.join(f'{number:,} {name}' for name, number in by_base.items())})",
            "  aimed at a kind of step": f"{sum(bool(tale.aim) for tale in self.tales):,}",
            "processes": f"{counts['processes']:,}",
            "kills (kill -9)": f"{counts['kills']:,}",
            "stops (SIGSTOP)": f"{counts['stops']:,}",
            "two at the same time": f"{counts['side by side']:,}",
            "undos": f"{counts['undo']:,}",
            "sent again": f"{counts['again']:,}, after an undo or to who has none yet",
            **{words: f"{counts[name]:,}" for name, words in OCCURRED.items()},
            "steps struck": f"{sum(len(tale.struck) for tale in self.tales):,}",
            **{f"  by a {how}": self._reached(how) for how in BLOWS},
            "worlds": f"{len({tale.world for tale in self.tales})} of 64",
            "people": f"{sum(tale.people for tale in self.tales):,}, {deliveries:,} deliveries",
            **{
                words: f"{sum(len(getattr(tale, name)) for tale in self.tales):,}"
                for name, words in WRONG.items()
            },
            "parked in the end": _share(sum(tale.parked for tale in self.tales), deliveries),
            "waiting in the end": _share(sum(tale.waiting for tale in self.tales), deliveries),
            "doubled by a proxy": f"{sum(tale.copies for tale in self.tales):,} mails, which no sender can prevent",
        }
        lines = [f"{name:32}{value}" for name, value in rows.items()]
        return [*lines, *self._apart(), f"{'seconds':32}{self.seconds:.0f}"]

    @property
    def kinds(self) -> set[str]:
        """The kinds of steps that any process came to: every transaction's and every request's boundaries."""
        return {kind for tale in self.tales for kind in tale.passed}

    @property
    def missing(self) -> list[str]:
        """What has befallen no process at a kind of step, as "kill written"."""
        struck = {words for tale in self.tales for words in tale.struck}
        return sorted({f"{how} {kind}" for how in BLOWS for kind in self.kinds} - struck)

    @property
    def unseen(self) -> list[str]:
        """What has occurred in no evening."""
        counts = _counted(self.tales)
        return [words.strip() for name, words in OCCURRED.items() if not counts[name]]

    def _reached(self, how: str) -> str:
        never = [words.partition(" ")[2] for words in self.missing if words.startswith(how)]
        all_but = f"; never at {', '.join(never)}" if never else ""
        return f"{len(self.kinds) - len(never)} of {len(self.kinds)} kinds{all_but}"

    def _apart(self) -> list[str]:
        """The world that no client can repair: what may be wrong there is counted, and the rest must hold there too."""
        counts = _counted(self.apart)
        deliveries = sum(tale.deliveries for tale in self.apart)
        rows = {
            "histories": f"{len(self.apart):,}, {deliveries:,} deliveries, {counts['kills']:,} kills",
            **{
                words: f"{sum(len(getattr(tale, name)) for tale in self.apart):,}"
                for name, words in WRONG.items()
            },
            "parked in the end": _share(sum(tale.parked for tale in self.apart), deliveries),
        }
        return [
            "apart, for no client can repair it: a cancelled id lets mail pass that comes after its hour, and requests",
            "are carried out 40 or 45 minutes late",
            *(f"  {name:32}{value}" for name, value in rows.items()),
        ]


def _counted(tales: Sequence[Tale]) -> Counter[str]:
    found: Counter[str] = Counter()
    for tale in tales:
        found.update(tale.counts)
    return found


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / max(whole, 1):.2%})"
