"""The questions of an import: asked once each, in plain words, or written into a file that somebody fills in."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from newsletter.desk.result import Talk
from newsletter.files import read_text, write_text
from newsletter.workspace import Workspace
from subscribers.content import changed_file, sha256_of
from subscribers.errors import SubscribersError
from subscribers.importer import ImportPlan
from subscribers.questions import (
    Answers,
    OpenQuestion,
    Question,
    answers_file,
    answers_from,
    question,
    shows_names,
)

#: The folder of the questions that are to be answered in writing, beside the list.
ANSWERS = "answers"


class Asking:
    """The questions of one import: from a file of answers, from whoever sits here, or written down for later."""

    def __init__(
        self,
        workspace: Workspace,
        file: Path,
        answers: Path | None,
        talk: Talk,
        *,
        dry_run: bool,
        command: str = "import",
    ) -> None:
        self._file, self._given, self._talk, self._dry_run = file, answers, talk, dry_run
        self._command = command
        self._path = workspace.data / ANSWERS / f"{_slug(file.name)}.toml"
        self._asked: set[str] = set()
        self._answers = Answers()
        self._sha256 = ""
        #: Where the questions were written down.
        self.written = ""

    def plan(self, planned: Callable[[Answers], ImportPlan]) -> ImportPlan:
        """Plan and ask in turn until nothing is left that somebody here can answer."""
        self._sha256 = sha256_of(self._file)
        if self._given is not None:
            text = read_text(self._given, what="the file of answers")
            self._answers = answers_from(text, sha256=self._sha256)
        while True:
            try:
                plan = planned(self._answers)
            except OpenQuestion as open_:
                if not self._ask([open_.question]):
                    if self._dry_run:
                        self._write([open_.question])
                        open_.remedy += f" Or answer it in {self.written}."
                    raise
                continue
            if plan.file.sha256 != self._sha256:
                raise changed_file()
            if not self._ask(plan.questions):
                return plan

    def write_questions(self, plan: ImportPlan) -> tuple[str, ...]:
        """Leave a file to be filled in, if anything is left to answer."""
        if not plan.questions:
            return ()
        self._write(plan.questions)
        number = len(plan.questions)
        said = f"{number} question{'s' if number > 1 else ''} about this list"
        return (f"{said}: fill in {self.written}, then {self._command} it with --answers {self.written}",)

    def remains(self) -> tuple[str, ...]:
        """What is to be said when a list was taken in: files of answers that still name people. None is deleted."""
        found = {path.resolve(): path for path in (self._path, self._given) if path is not None}
        return tuple(
            f"{path} has served. It shows names of people on the list: delete it, as you delete the list."
            for path in found.values()
            if path.is_file() and shows_names(read_text(path, what="the file of answers"))
        )

    def _write(self, questions: Iterable[Question]) -> None:
        given = self._filled_in_before() | self._answers.given
        known = map(question, self._answers.given)
        text = answers_file(self._file.name, self._sha256, [*questions, *known], given)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.parent.chmod(0o700)
        write_text(self._path, text, mode=0o600)
        self.written = str(self._path)

    def _filled_in_before(self) -> dict[str, str]:
        """What somebody wrote into an earlier file for this very list is kept."""
        if not self._path.exists():
            return {}
        try:
            return answers_from(read_text(self._path, what="the file of answers"), sha256=self._sha256).given
        except SubscribersError:
            return {}

    def _ask(self, questions: Iterable[Question]) -> bool:
        """Whether anything new was answered."""
        if self._dry_run:
            return False
        before = self._answers.given
        for one in questions:
            if one.key not in self._asked:
                self._asked.add(one.key)
                answer = _answer(self._talk, one)
                if answer and answer != one.default:
                    self._answers = self._answers.with_one(one.key, answer)
        return self._answers.given != before


def _begun(typed: str, options: list[str]) -> str:
    """The only answer that begins so, as y for yes; empty where there are several."""
    begun = [option for option in options if typed and option.casefold().startswith(typed.casefold())]
    return begun[0] if len(begun) == 1 else ""


def _answer(talk: Talk, one: Question) -> str:
    """One of the answers, by its word or its number; empty where nobody can or wants to say."""
    options = list(one.answers)
    rows = f" ({one.rows:,} row{'s' if one.rows > 1 else ''})" if one.rows else ""
    told = [
        f"{one.text}{rows}",
        *(f"  {number}  {line}" for number, line in enumerate(_options(one), start=1)),
    ]
    which = "Which" if one.default else "Which (Enter leaves it open)"
    for attempt in range(3):
        prompt = which if attempt else "\n".join((*told, which))
        typed = talk.ask(prompt, one.default).strip()
        if typed.isdecimal() and 0 < int(typed) <= len(options):
            return options[int(typed) - 1]
        found = next((option for option in options if option.casefold() == typed.casefold()), "") or _begun(
            typed, options
        )
        if found or not typed:
            return found
        talk.say("That is none of the answers.")
    return ""


def _options(one: Question) -> Iterator[str]:
    for option, meaning in one.answers.items():
        yield f"{option}: {meaning}" if meaning else option


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "list"
