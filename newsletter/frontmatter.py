"""Front matter for people who never heard of YAML: every value is the text that stands there.

`18:30`, `No`, `00123`, `Peru: the struggle`, `"70" killed`, `* star`, `#1 of 3` all mean what they say. What can be
written: `name: value` lines, nested `name: value` lines, lists of texts and lists of such groups, texts in quotation
marks, block texts (`|` and `>`), and comments on lines of their own. There are no types, anchors, aliases, tags or
flow collections: a value that looks like one is text.

How: each line is recognised here and its value put into quotation marks; only then the YAML parser sees it and settles
structure, folding and escapes. Changing a file replaces the lines of the changed values and leaves every other line,
comments included, exactly as the person wrote it.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from newsletter.errors import WorkspaceError

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]

LIMIT = 64_000  # bytes of front matter
_DEEPEST = 24  # columns of indentation
_LONGEST_QUOTE = 200  # lines below the first that a text in quotation marks may take
_WIDTH = 100
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?:[ \t]+(.*))?")
#: In a list item only a small-letter word names a field, so that "- Note: bring gloves" is a text.
_ITEM_KEY = re.compile(r"([a-z][a-z0-9_]*):(?:[ \t]+(.*))?")
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', re.DOTALL)
#: A text that other YAML readers also take for one text when it has no quotation marks.
_PLAIN = re.compile(r"(?!.*(?:: | #|:$))[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:.*\S)?", re.DOTALL)
_SPACES = "\u00a0\u202f\u200c\u200d\u00ad"  # not printable for Python, but part of French, Persian and emoji


@dataclass(frozen=True, slots=True)
class Document:
    """A file read: its values, the text below them, and the line (from 1) of each value and of the body."""

    values: dict[str, Value]
    body: str
    #: keyed like "subject", "photo.author", "actions.0.link", "body".
    lines: dict[str, int]
    has_front_matter: bool = True


@dataclass(slots=True)
class _Node:
    """A value and the lines it takes, counted from 0 within the front matter."""

    value: Value
    line: int
    end: int
    column: int = 0
    children: "dict[str, _Node]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Split:
    front: list[str]
    rest: str  # all after the closing line
    found: bool


def parse(text: str, *, path: Path) -> Document:
    """Read a file's text. Raises WorkspaceError (code "front-matter") that names file and line."""
    split = _split(text, path)
    if not split.found:
        return Document({}, split.rest, {"body": 1}, has_front_matter=False)
    root = _tree(split.front, path)
    gap = split.rest.startswith("\n")
    lines = dict(_numbered(root, ""))
    lines["body"] = len(split.front) + 3 + gap
    values = root.value if isinstance(root.value, dict) else {}
    return Document(values, split.rest[gap:], lines)


def compose(values: Mapping[str, Value], body: str) -> str:
    """The text of a new file. Empty lists and groups are left out: there is no way to write them."""
    lines = [line for key, value in values.items() for line in _entry(key, value, 0)]
    return "\n".join(["---", *lines, "---", "", body])


def change(text: str, changes: Mapping[str, Value | None], *, path: Path, body: str | None = None) -> str:
    """The text with some values changed; None takes a value out. All other lines stay as they are."""
    split = _split(text, path)
    if not split.found:
        known = {key: value for key, value in changes.items() if value is not None}
        return compose(known, split.rest if body is None else body)
    front = list(split.front)
    edits = list(_edits(_tree(front, path), changes, front))
    # From the bottom up, so that line numbers stay right; of two at one place the outer one goes below.
    for (start, end, _), new in sorted(((s, e, n), new) for n, (s, e, new) in enumerate(edits))[::-1]:
        front[start:end] = new
    rest = split.rest if body is None else f"\n{body}"
    return "\n".join(["---", *front, "---", rest])


def where(path: Path, line: int) -> str:
    """`articles/peru.md:12`, as findings and errors name a place."""
    return f"{path.parent.name}/{path.name}:{line}" if path.parent.name else f"{path.name}:{line}"


def _fail(path: Path, line: int, problem: str, remedy: str) -> NoReturn:
    raise WorkspaceError(f"{where(path, line)}: {problem}", remedy=remedy, code="front-matter")


def _split(text: str, path: Path) -> _Split:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.rstrip(" \t") != "---":
        return _Split([], text, found=False)
    closing = re.search(r"^---[ \t]*(?:\n|\Z)", rest, re.MULTILINE)
    if closing is None:
        _fail(
            path,
            1,
            "the front matter has no end.",
            "Put a line with three hyphens (---) below its last value.",
        )
    front = rest[: closing.start()]
    if len(front.encode("utf-8", "surrogatepass")) > LIMIT:
        _fail(
            path,
            1,
            f"the front matter is larger than {LIMIT // 1000} kB.",
            "Move the long text below the second ---.",
        )
    return _Split(front.split("\n")[:-1], rest[closing.end() :], found=True)


# Reading: recognise the lines, quote the values, let the YAML parser do the rest.


class _Scanner:
    """Turns the lines as people write them into lines that YAML understands the same way, one for one."""

    def __init__(self, lines: list[str], path: Path) -> None:
        self.lines = lines
        self.path = path
        self.out: list[str] = []
        #: last line of the value that starts on a line.
        self.ends: dict[int, int] = {}

    def run(self) -> "_Scanner":
        for number, line in enumerate(self.lines):
            if _is_damaged(line, also=("Zl", "Zp")):
                self.fail(number, "there is a control character.", "Delete the line and type it again.")
        while len(self.out) < len(self.lines):
            self._line(len(self.out))
        return self

    def fail(self, number: int, problem: str, remedy: str) -> NoReturn:
        _fail(self.path, number + 2, problem, remedy)

    def _line(self, number: int) -> None:
        line = self.lines[number]
        if _is_void(line):
            self.out.append("")
            return
        indent = self._indent(number)
        rest = line[indent:].rstrip(" \t")
        if rest == "-" or rest.startswith(("- ", "-\t")):
            self._item(number, indent, rest)
            return
        match = _KEY.fullmatch(rest)
        if match is None:
            self.fail(
                number,
                "this line is neither “name: value”, nor a list item (“- text”), nor a comment (“# text”).",
                "Write it as one of the three, or indent it if it goes on from the line above.",
            )
        self._value(number, f"{line[:indent]}{match[1]}: ", match[2] or "", indent)

    def _indent(self, number: int) -> int:
        line = self.lines[number]
        indent = len(line) - len(line.lstrip(" "))
        if line[indent] == "\t":
            self.fail(number, "the line is indented with a tab.", "Use spaces instead.")
        if indent > _DEEPEST:
            self.fail(number, "the line is indented too deeply.", "Use two spaces for each step.")
        return indent

    def _item(self, number: int, indent: int, rest: str) -> None:
        content = rest[1:].lstrip(" \t")
        column = indent + len(rest) - len(content)
        match = _ITEM_KEY.fullmatch(content)
        if match is None:
            self._value(number, " " * indent + "- ", content, indent)
        else:
            dash = " " * indent + "-".ljust(column - indent)
            self._value(number, f"{dash}{match[1]}: ", match[2] or "", column)

    def _value(self, number: int, head: str, value: str, parent: int) -> None:
        if value:
            last = self._last(number, parent, comments=True)
            if _BLOCK.fullmatch(value) and last > number:
                self._block(number, head, value, last, parent)
            else:
                self._scalar(number, head, value, parent)
            return
        below = self._next(number)
        if below is None or not self._is_inside(below, head, parent):
            self.out.append(f'{head}""')
        elif self._is_structure(below):
            self.out.append(head.rstrip())
        else:  # a text that begins on the line after its name
            self.out += [head.rstrip(), *[""] * (below - number - 1)]
            self._scalar(below, " " * self._indent(below), self.lines[below].strip(" \t"), parent)

    def _is_inside(self, below: int, head: str, parent: int) -> bool:
        """Whether the line `below` belongs to the value that `head` opens."""
        indent = self._indent(below)
        is_list = self.lines[below].lstrip(" ").startswith("-") and self._is_structure(below)
        return indent > parent or (indent == parent and is_list and not head.endswith("- "))

    def _block(self, number: int, head: str, value: str, last: int, parent: int) -> None:
        below = self._next(last)
        if below is not None and self._indent(below) > parent:
            self.fail(
                below,
                "this line goes on with a text that a comment above it has ended.",
                "Put the comment above the text or below it.",
            )
        # The parser takes deeper lines for the block's own even if they look like comments: leave them to it.
        if "+" in value:
            while last + 1 < len(self.lines) and not self.lines[last + 1].strip(" \t"):
                last += 1
        self.ends[number] = last
        self.out += [head + value, *self.lines[number + 1 : last + 1]]

    def _scalar(self, number: int, head: str, value: str, parent: int) -> None:
        # A comment ends a text: a comment has a line of its own and is never part of one.
        last = self._last(number, parent, comments=False)
        if value[0] in "\"'":
            lines = [
                value,
                *(line.rstrip(" \t") for line in self.lines[number + 1 : last + 1][:_LONGEST_QUOTE]),
            ]
            for end in range(1, len(lines) + 1):
                if _QUOTED.fullmatch("\n".join(lines[:end])):
                    self.ends[number] = number + end - 1
                    self.out += [head + value, *lines[1:end]]
                    return
        self._plain(number, head, value, parent, last)

    def _plain(self, number: int, head: str, value: str, parent: int, last: int) -> None:
        for below in range(number + 1, last + 1):
            if self._is_structure(below):
                self.fail(
                    below,
                    "this line is indented below a value that is already complete.",
                    "Give it the same indentation as the lines above.",
                )
        self.ends[number] = last
        more = [self.lines[below].strip(" \t") for below in range(number + 1, last + 1)]
        pad = " " * (parent + 2)
        quoted = [f'{head}"{_escape(value)}', *(pad + _escape(line) if line else "" for line in more)]
        quoted[-1] += '"'
        self.out += quoted

    def _is_structure(self, number: int) -> bool:
        text = self.lines[number].strip(" \t")
        return text == "-" or text.startswith(("- ", "-\t")) or bool(_ITEM_KEY.fullmatch(text))

    def _next(self, number: int) -> int | None:
        return next((i for i in range(number + 1, len(self.lines)) if not _is_void(self.lines[i])), None)

    def _last(self, number: int, parent: int, *, comments: bool) -> int:
        """The last line below `number` that is indented deeper than `parent`; `number` if there is none."""
        last = number
        for below in range(number + 1, len(self.lines)):
            line = self.lines[below]
            if not line.strip(" \t"):
                continue
            if len(line) - len(line.lstrip(" ")) <= parent or (not comments and _is_void(line)):
                break
            last = below
        return last


def _is_damaged(text: str, *, also: tuple[str, ...] = ()) -> bool:
    """Whether it holds control characters, halves of surrogate pairs or characters of the categories `also`."""
    bad = {"Cc", "Cs", *also}
    return not text.isprintable() and any(unicodedata.category(c) in bad and c not in "\t\n" for c in text)


def _is_void(line: str) -> bool:
    text = line.strip(" \t")
    return not text or text.startswith("#")


def _tree(lines: list[str], path: Path) -> _Node:
    scanner = _Scanner(lines, path).run()
    import ruamel.yaml  # noqa: PLC0415  (40 ms; only commands that open content pay for it)

    parser = ruamel.yaml.YAML(typ="safe", pure=True)
    try:
        node = parser.compose("\n".join(scanner.out) + "\n")
    except ruamel.yaml.error.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        scanner.fail(
            mark.line if mark else 0,
            "this line does not fit the lines around it.",
            "Check its indentation and its quotation marks; a text needs no quotation marks at all.",
        )
    except ruamel.yaml.error.YAMLError as error:
        raise WorkspaceError(
            f"{where(path, 1)}: the front matter cannot be read.",
            remedy="Compare it with a file that `newsletter issue new` makes.",
            code="front-matter",
        ) from error
    if node is None:
        return _Node({}, 0, len(lines) - 1)
    root = _build(node, scanner)
    if not isinstance(root.value, dict):
        scanner.fail(root.line, "the front matter begins with a list.", "Begin with a line “name: value”.")
    return root


def _build(node: Any, scanner: _Scanner) -> _Node:  # ruamel.yaml's nodes have no usable types
    line = node.start_mark.line
    if isinstance(node.value, str):
        if _is_damaged(node.value):
            scanner.fail(line, "there is a control character.", "Take it out.")
        return _Node(node.value, line, scanner.ends.get(line, line))
    if node.id == "sequence":
        children = {str(n): _build(item, scanner) for n, item in enumerate(node.value)}
        value: Value = [child.value for child in children.values()]
    else:
        children = _fields(node, scanner)
        value = {key: child.value for key, child in children.items()}
    last = max(child.end for child in children.values())
    return _Node(value, line, last, node.start_mark.column, children)


def _fields(node: Any, scanner: _Scanner) -> dict[str, _Node]:
    children: dict[str, _Node] = {}
    for key, value in node.value:
        line = key.start_mark.line
        if key.value in children:
            scanner.fail(
                line,
                f"“{key.value}” stands here twice (first in line {children[key.value].line + 2}).",
                "Delete one.",
            )
        children[key.value] = child = _build(value, scanner)
        child.line = line
    return children


def _numbered(node: _Node, prefix: str) -> Iterator[tuple[str, int]]:
    for key, child in node.children.items():
        yield f"{prefix}{key}", child.line + 2
        yield from _numbered(child, f"{prefix}{key}.")


# Changing: which lines give way to which.


def _edits(
    node: _Node, changes: Mapping[str, Value | None], lines: list[str]
) -> Iterator[tuple[int, int, list[str]]]:
    added: list[str] = []
    for key, new in changes.items():
        old = node.children.get(key)
        if old is None:
            added += _entry(key, new, node.column) if new is not None else []
        elif new is None or new in ([], {}):
            yield old.line, old.end + 1, []
        elif new == old.value:
            continue
        elif isinstance(new, dict) and isinstance(old.value, dict):
            gone: dict[str, Value | None] = dict.fromkeys(old.value)
            yield from _edits(old, {**gone, **new}, lines)
        else:
            yield old.line, old.end + 1, [*_comments(old, lines), *_entry(key, new, node.column)]
    if added:
        yield node.end + 1, node.end + 1, added


def _comments(node: _Node, lines: list[str]) -> list[str]:
    """The comments inside a list that is about to be replaced: they move above it."""
    texts = {n for leaf in _leaves(node) for n in range(leaf.line, leaf.end + 1)}
    inside = (lines[n] for n in range(node.line, node.end + 1) if n not in texts)
    return [line for line in inside if line.lstrip(" ").startswith("#")]


def _leaves(node: _Node) -> Iterator[_Node]:
    if isinstance(node.value, str):
        yield node
    for child in node.children.values():
        yield from _leaves(child)


# Writing: values as lines.


def _entry(key: str, value: Value, indent: int) -> list[str]:
    if not _KEY.fullmatch(f"{key}:"):
        raise ValueError(f"{key!r} cannot name a value in front matter")
    head = " " * indent + f"{key}:"
    if isinstance(value, str):
        return _text_lines(head, value, indent) if value else [head]
    inner = _items(value, indent + 2) if isinstance(value, list) else _group(value, indent + 2)
    return [head, *inner] if inner else []


def _group(values: Mapping[str, Value], indent: int) -> list[str]:
    return [line for key, value in values.items() for line in _entry(key, value, indent)]


def _items(values: list[Value], indent: int) -> list[str]:
    lines: list[str] = []
    for value in values:
        if isinstance(value, str):
            lines += _text_lines(" " * indent + "-", value, indent)
        elif isinstance(value, dict):
            first, *more = _group(value, indent + 2) or [""]
            lines += [f"{' ' * indent}- {first.lstrip(' ')}", *more] if first else []
        else:
            raise ValueError("a list in front matter holds texts or groups, no lists")  # noqa: TRY004
    return lines


def _text_lines(head: str, text: str, indent: int) -> list[str]:
    if _is_damaged(text):
        raise WorkspaceError(
            "A text holds a control character, so it cannot be written to a file.",
            remedy="Take the character out; often it came in by copying from a document.",
            code="front-matter",
        )
    pad = " " * (indent + 2)
    if "\n" in text and _can_be_block(text):
        mark = "|" if text.endswith("\n") else "|-"
        return [f"{head} {mark}", *(pad + line if line else "" for line in text.rstrip("\n").split("\n"))]
    if "\n" not in text and len(head) + len(text) > _WIDTH and _is_readable(text):
        folded = textwrap.wrap(text, _WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
        if len(folded) > 1 and " ".join(folded) == text:
            return [f"{head} >-", *(pad + line for line in folded)]
    if "\n" not in text and _is_readable(text) and _PLAIN.fullmatch(text):
        return [f"{head} {text}"]
    return [f'{head} "{_escape(text)}"']


def _can_be_block(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    neat = lines[0].strip(" ") and lines[-1] and not lines[0].startswith(" ")
    return bool(neat) and all(_is_readable(line) and (line.strip(" ") or not line) for line in lines)


def _is_readable(text: str) -> bool:
    return all(c.isprintable() or c in _SPACES for c in text)


def _escape(text: str) -> str:
    """`text` as it stands between double quotation marks in YAML."""
    return "".join(_escaped(c) for c in text)


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    if char == "\n":
        return "\\n"
    if char.isprintable() or char in _SPACES:
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"
