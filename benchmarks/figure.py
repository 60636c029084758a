"""One figure of a benchmark: ours against a named peer, as a ratio, with its goal."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A bound. `at_most` says on which side of it is good."""

    bound: float
    at_most: bool

    def holds(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.bound:g}"


def at_most(bound: float) -> Goal:
    return Goal(bound=bound, at_most=True)


def at_least(bound: float) -> Goal:
    return Goal(bound=bound, at_most=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` is what the goal is held against; as a rule a ratio, said in `unit`."""

    name: str
    value: float
    unit: str
    goal: Goal | None = None
    #: the measured numbers behind the value, in words.
    detail: str = ""

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return "no goal"
        return "holds" if self.goal.holds(self.value) else "MISSED"

    def to_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "goal": str(self.goal) if self.goal else None,
            "holds": self.goal.holds(self.value) if self.goal else None,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one benchmark found; `trouble` says why it could not run."""

    title: str
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = field(default=())
    trouble: str = ""

    def lines(self) -> Iterable[str]:
        yield f"\n{self.title}"
        if self.trouble:
            yield f"  COULD NOT RUN: {self.trouble}"
        for figure in self.figures:
            goal = f"goal {figure.goal}: {figure.verdict}" if figure.goal else ""
            yield f"  {figure.name:<52} {figure.value:>8.2f} {figure.unit:<10} {goal}"
            if figure.detail:
                yield f"      {figure.detail}"
        yield from (f"  * {note}" for note in self.notes)


def as_json(chapters: Iterable[Chapter], machine: str) -> str:
    told = [
        {**asdict(chapter), "figures": [figure.to_json() for figure in chapter.figures]}
        for chapter in chapters
    ]
    return json.dumps({"version": 1, "machine": machine, "chapters": told}, indent=2)
