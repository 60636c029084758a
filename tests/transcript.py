"""Plays the console blocks of a guide at a terminal, as a reader would type them, and compares what comes out.

In a guide, a line of a `console` block that begins with "$ " is typed; what follows is what the program answers, or a
question of the program with the reader's answer behind it. "…" stands for anything, alone on a line for any number of
lines; a command with nothing below it may say anything. Names of campaigns and subscribers are other ones each time:
the first sight of one is remembered, and used where the guide types it. A comment `<!-- test: … -->` says what the test
must know:

  file PATH             the next block is a file, to be written before anything else happens
  lines in the editor   the next block holds `name: value` lines that the reader fills in; the command that opens
                        the editor stands above it
  file in the editor    the next block is the whole file as the reader leaves it, but for its id
  anything else         calls the test's own function of that name
"""

import os
import re
import select
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from tests import warm
from tests.command import Desk

_BLOCK = re.compile(
    r"^<!-- test: (?P<note>[^\n]*) -->$|^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
#: Names that are made anew each time, and moments.
_NAME = re.compile(r"\bc[0-9a-f]{10}\b|\b[0-9a-f]{32}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_EDITOR = """\
import pathlib, re, sys
content, path = (pathlib.Path(name) for name in sys.argv[2:])
new, old = content.read_text("utf-8"), path.read_text("utf-8")
if sys.argv[1] == "file":
    text = re.sub("(?m)^id:.*$", re.search("(?m)^id:.*$", old)[0], new)
else:
    text = old
    for line in new.splitlines():
        text, found = re.subn(f"(?m)^{line.partition(':')[0]}:.*$", line, text)
        assert found == 1, line
path.write_text(text, "utf-8")
"""


@dataclass(frozen=True)
class Block:
    """A block of a guide and the note above it; a note that calls a function has no text."""

    kind: str
    text: str
    note: str


def blocks(guide: str) -> Iterator[Block]:
    note = ""
    for match in _BLOCK.finditer(guide):
        if match["note"]:
            note = match["note"]
            if not note.startswith(("file ", "lines ")):
                yield Block("call", "", note)
                note = ""
            continue
        yield Block(match["kind"], match["text"], note)
        note = ""


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """What is typed in a console block, each with the lines that follow."""
    typed: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            typed.append((line[2:], []))
        else:
            typed[-1][1].append(line.rstrip())
    yield from typed


@dataclass
class Reader:
    """Somebody who follows a guide."""

    desk: Desk
    calls: Mapping[str, Callable[[Path], None]]
    #: real names by those of the guide.
    names: dict[str, str] = field(default_factory=dict)

    def follow(self, guide: str) -> int:
        """Do all that the guide says; how many commands that were."""
        here, number = self.desk.folder, 0
        steps = list(blocks(guide))
        for place, block in enumerate(steps):
            if block.note.startswith("file ") and block.kind != "markdown":
                (self.desk.folder / Path(block.note.split()[1]).name).write_text(block.text, encoding="utf-8")
            elif block.kind == "call":
                self.calls[block.note](here)
            elif block.kind == "console":
                editor = self._editor(steps[place:])
                for line, expected in commands(block.text):
                    if line.startswith("cd "):
                        here /= line[3:]
                        continue
                    self._compare(line, expected, self._type(line, expected, here, editor))
                    number += 1
        return number

    def _editor(self, steps: list[Block]) -> str:
        """The command that changes a file as the next block for the editor says."""
        block = next((step for step in steps if step.note.endswith("in the editor")), None)
        if block is None:
            return ""
        script, content = self.desk.folder / "editor.py", self.desk.folder / "edited.txt"
        script.write_text(_EDITOR, encoding="utf-8")
        content.write_text(block.text, encoding="utf-8")
        return shlex.join([sys.executable, str(script), block.note.split()[0], str(content)])

    def _type(self, line: str, expected: list[str], here: Path, editor: str) -> list[str]:
        words = [_NAME.sub(lambda match: self.names[match[0]], word) for word in shlex.split(line)]
        assert words[0] == "newsletter", line
        ours, theirs = os.openpty()
        try:
            with _begun(words, here, self.desk.variables({"EDITOR": editor, "VISUAL": editor}), theirs):
                os.close(theirs)
                return _cleaned(_talk(ours, expected))
        finally:
            os.close(ours)

    def _compare(self, line: str, expected: list[str], seen: list[str]) -> None:
        """Between two "…" lines the program's lines must stand as in the guide, without others among them."""
        position, is_open = 0, not expected
        for anything, group in groupby(expected, key=lambda text: text == "…"):
            if anything:
                is_open = True
                continue
            patterns = [self._pattern(text) for text in group]
            starts = range(position, len(seen)) if is_open else [position]
            found = next((at for at in starts if _stand(patterns, seen[at : at + len(patterns)])), None)
            assert found is not None, "\n".join([f"$ {line}", "expected:", *expected, "seen:", *seen])
            for pattern, text in zip(patterns, seen[found:], strict=False):
                self._remember(pattern.fullmatch(text))
            position, is_open = found + len(patterns), False
        assert is_open or position == len(seen), "\n".join([f"$ {line}", "more was said:", *seen[position:]])

    def _pattern(self, text: str) -> re.Pattern[str]:
        number = iter(range(99))
        plain = re.escape(text).replace("…", ".*")
        named = _NAME.sub(
            lambda match: self.names.get(match[0]) or f"(?P<n{next(number)}_{match[0]}>{_like(match[0])})",
            plain,
        )
        return re.compile(_MOMENT.sub("[0-9-]{10} [0-9:]{5}", named.replace("\\-", "-").replace("\\ ", " ")))

    def _remember(self, match: re.Match[str] | None) -> None:
        for group, name in (match.groupdict() if match else {}).items():
            self.names[group.partition("_")[2]] = name


@contextmanager
def _begun(words: list[str], here: Path, variables: Mapping[str, str], terminal: int) -> Iterator[None]:
    """A command at a terminal; nothing is left of it behind the block."""
    if warm.is_possible(variables):
        with warm.begun(words[1:], here, variables, [terminal] * 3):
            yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=here, env=variables, stdin=terminal, stdout=terminal, stderr=terminal,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _like(name: str) -> str:
    return "c[0-9a-f]{10}" if name.startswith("c") and len(name) == 11 else "[0-9a-f]{32}"


def _stand(patterns: list[re.Pattern[str]], lines: list[str]) -> bool:
    return len(lines) == len(patterns) and all(map(re.Pattern.fullmatch, patterns, lines))


def _talk(terminal: int, expected: list[str]) -> str:
    """All that is said, answering each question as the guide does."""
    seen, answered = b"", 0
    while select.select([terminal], [], [], 60)[0]:
        try:
            said = os.read(terminal, 65536)
        except OSError:  # how a terminal says that nobody is there any more
            break
        if not said:
            break
        seen += said
        question = seen.rpartition(b"\n")[2].decode("utf-8", "replace")
        if not question.endswith((": ", "] ")) or len(seen) == answered:
            continue
        answers = [answer for line in expected if (answer := _answer(question, line)) is not None]
        # A line may come in two pieces, and the first may end like a question: whoever asks is silent afterwards.
        if not select.select([terminal], [], [], 0.1 if answers else 1.0)[0]:
            assert answers, f"the guide has no answer to: {question}"
            os.write(terminal, f"{answers[0]}\n".encode())
            answered = len(seen)
    return seen.decode("utf-8")


def _answer(question: str, line: str) -> str | None:
    """What stands behind the question in a line of the guide; None if the line is another one."""
    for end in re.finditer(r": |\] ", line):
        if re.fullmatch(re.escape(line[: end.end()]).replace("…", ".*"), question):
            return line[end.end() :]
    return None


def _cleaned(said: str) -> list[str]:
    lines = (
        line.rpartition("\r")[2].rstrip() for line in _COLOURS.sub("", said).replace("\r\n", "\n").split("\n")
    )
    kept = [line for line in lines if not line.startswith("Handing over ")]
    while kept and not kept[-1]:
        kept.pop()
    return kept
