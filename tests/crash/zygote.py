"""A process that has imported everything once, plays evenings one after another, and forks a child per sender.

    python -m tests.crash.zygote FOLDER [SERVER]

Orders and answers are lines of JSON: {"seed": 7, "base": "sqlite", "kind": "usual", "aim": ""} and a Tale. It has one
thread, so that a fork is a whole copy; FOLDER is the caller's, and what is left of an evening that went wrong stays
there.
"""

import gc
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.crash import template
from tests.crash.base import Base, FileBase, ServerBase
from tests.crash.evening import Tale, play
from tests.crash.script import Script, script_of
from tests.crash.warmth import warm_up
from tests.warm import import_everything

_ROOT = Path(__file__).parents[2]


@dataclass
class Stage:
    """Templates of both databases, and a folder for each evening."""

    folder: Path
    bases: Mapping[str, Base]
    templates: Mapping[str, Path]

    @classmethod
    def set_up(cls, folder: Path, server: str) -> "Stage":
        import_everything()
        bases: dict[str, Base] = {"sqlite": FileBase()} | ({"postgres": ServerBase(server)} if server else {})
        templates = {name: template.make(folder, base) for name, base in bases.items()}
        for name, base in bases.items():
            warm_up(folder, templates[name], base)
        gc.freeze()
        return cls(folder, bases, templates)

    def play(self, script: Script, name: str) -> Tale:
        """An evening; its folder stays where something was wrong."""
        base = self.bases[name]
        folder = self.folder / f"{name}-{script.kind}-{script.seed}-{script.aim.replace(' ', '-')}"
        folder.mkdir()
        try:
            tale = play(script, folder=folder, template=self.templates[name], base=base)
        except Exception:  # noqa: BLE001 the other evenings are still to be played
            tale = Tale(
                seed=script.seed, base=name, world="?", kind=script.kind, aim=script.aim,
                broken=[traceback.format_exc()],
            )  # fmt: skip
        if tale.is_clean:
            shutil.rmtree(folder)
        return tale


def main() -> None:
    folder = Path(sys.argv[1])
    stage = Stage.set_up(folder, sys.argv[2] if len(sys.argv) > 2 else "")
    for line in sys.stdin:
        order = json.loads(line)
        tale = stage.play(script_of(order["kind"], order["seed"], order["aim"]), order["base"])
        sys.stdout.write(json.dumps(asdict(tale)) + "\n")
        sys.stdout.flush()


@dataclass
class Zygote:
    """The same from outside."""

    process: "subprocess.Popen[str]"
    folder: Path

    def play(self, seed: int, base: str, kind: str = "usual", aim: str = "") -> Tale:
        order = {"seed": seed, "base": base, "kind": kind, "aim": aim}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the zygote died with {self.process.wait()}"
        return Tale(**json.loads(line))


@contextmanager
def zygote(folder: Path, server: str = "") -> Iterator[Zygote]:
    """One that lives as long as the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.zygote", str(folder), *([server] if server else [])],
        cwd=_ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(),
    ) as process:  # fmt: skip
        try:
            yield Zygote(process, folder)
        finally:
            process.stdin.close()


def _environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("NEWSLETTER", "SENDGRID"))
    }


if __name__ == "__main__":
    main()
