"""What only a person can say about a list, asked once for all the rows it settles, and the answers.

A question has a key that says what it is about (`status:seconded`, `slip:gmial.com`). Without an answer the rows stay
out. No question holds an address; the one about garbled letters shows three names.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from subscribers.errors import ListFileError, ListUsageError
from subscribers.names import clean_name


class Topic(StrEnum):
    """What a question is about; the part of its key before the colon."""

    SHEET = "sheet"  # which sheet holds the list
    ADDRESS_COLUMN = "address-column"  # which of several holds the address to write to
    WHOLE_FILE = "whole-file"  # the name says that these people said no, or left
    ENCODING = "encoding"  # whether names are garbled
    HIDDEN_ROWS = "hidden-rows"  # rows that a filter hides
    STATUS = "status"  # a word in a status column
    OPT_OUT = "opt-out"  # a remark in a column of those who said no
    SAID_NO = "said-no"  # "unsubscribed" or "deceased" in a column that says nothing about mail or membership
    COLUMN = "column"  # what a column says that speaks of mail or consent and is not understood
    NO_YES = "no-yes"  # nothing where others have their yes
    SAME_PERSON = "same-person"  # another address of a row is on the list
    SECTION = "section"  # people below a heading such as "Unsubscribed"
    TWO_ADDRESSES = "two-addresses"  # several in one cell
    SLIP = "slip"  # gmial.com
    SPACE = "space"  # beside the @ or a full stop
    COMMA = "comma"  # where a full stop belongs
    WIDE_SIGN = "wide-sign"  # ＠
    LINK = "link"  # a cell shows one address and links to another
    DATES = "dates"  # 03/04/2020
    DAY_OF_YES = "day-of-yes"  # whether "Date" is the day on which they agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    key: str
    text: str
    #: What each answer means, by answer.
    answers: Mapping[str, str]
    #: Taken where nobody answers; empty = the rows stay out.
    default: str = ""
    #: How many rows it settles; 0 = the whole file.
    rows: int = 0


class OpenQuestion(ListFileError):  # noqa: N818 no fault: somebody has to answer first
    """The file cannot be looked into before this is answered."""

    def __init__(self, question: Question, *, message: str, remedy: str, code: str) -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.question = question


class Answers:
    """Answers by key. Raises ListUsageError `answers-unknown` for a key or an answer that no question has."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._given = {key.casefold(): answer for key, answer in (given or {}).items() if answer}
        self._used: set[str] = set()
        for key, answer in self._given.items():
            _check(key, answer)

    def get(self, key: str) -> str:
        """The answer, empty if there is none."""
        answer = self._given.get(key, "") if key else ""
        if answer:
            self._used.add(key)
        return answer

    def with_one(self, key: str, answer: str) -> "Answers":
        return Answers({**self._given, key: answer})

    @property
    def given(self) -> dict[str, str]:
        return dict(self._given)

    @property
    def unused(self) -> int:
        """How many answers no row asked for."""
        return len(self._given.keys() - self._used)


_YES_NO_NEVER = {
    "yes": "they belong to the list",
    "no": "leave them out",
    "never": "they asked to get no mail: never write to them again",
}
_ANSWERS: Mapping[Topic, Mapping[str, str]] = {
    Topic.WHOLE_FILE: {
        "never": "never write to these people again",
        "members": "it is a list of people to write to after all",
    },
    Topic.HIDDEN_ROWS: {"yes": "take them like the others", "no": "leave them out"},
    Topic.STATUS: _YES_NO_NEVER,
    Topic.SAID_NO: {
        "never": "they want no mail, or it does not reach them: never write to them again",
        "no": "leave them out",
        "yes": "the column is about something else: they belong to the list",
    },
    Topic.COLUMN: {
        "never": "they want no mail, or it does not reach them: never write to them again",
        "no": "leave them out",
        "yes": "it says nothing against writing to them",
    },
    Topic.NO_YES: {
        "yes": "they agreed to get mail all the same",
        "no": "leave them out",
        "never": "they want no mail: never write to them again",
    },
    Topic.SAME_PERSON: {
        "yes": "it is the same person, who stays at the address on the list",
        "no": "it is somebody else: take them in",
    },
    Topic.SECTION: _YES_NO_NEVER,
    Topic.OPT_OUT: {"yes": "they asked to get no mail: never write to them again", "no": "they did not"},
    Topic.TWO_ADDRESSES: {
        "first": "write to the first",
        "last": "write to the last",
        "none": "leave these people out",
    },
    Topic.SLIP: {"yes": "it is a slip: write to the address as suggested", "no": "it is right as it is"},
    Topic.SPACE: {"yes": "write to the address without the space", "no": "leave them out"},
    Topic.COMMA: {"yes": "write to the address with a full stop", "no": "leave them out"},
    Topic.WIDE_SIGN: {"yes": "write to the address with plain signs", "no": "leave them out"},
    Topic.LINK: {
        "shown": "the address that is shown",
        "link": "the address behind it",
        "none": "leave them out",
    },
    Topic.DAY_OF_YES: {
        "yes": "they agreed to get mail on that day: it is kept with the proof",
        "no": "it is another day, such as that of joining: the day of this import is kept",
    },
    Topic.DATES: {
        "day-first": "03/04/2020 is the third of April",
        "month-first": "03/04/2020 is the fourth of March",
        "unknown": "take the people, keep no date",
    },
}
_TEXTS: Mapping[Topic, str] = {
    Topic.SHEET: "Which sheet holds the list?",
    Topic.ADDRESS_COLUMN: "More than one column may hold the address. Which is the private one, to be written to?",
    Topic.ENCODING: "Which encoding has the right letters?",
    Topic.WHOLE_FILE: "The name says that these people want no mail, or left. Is that so?",
    Topic.OPT_OUT: "In a column of those who want no mail stand remarks, no plain yes or no. Did they ask for that?",
    Topic.SAME_PERSON: "Another address of a row is on the list; the one to write to is not. Is it the same person?",
    Topic.HIDDEN_ROWS: "Rows are hidden in the spreadsheet, perhaps by a filter. Do they belong to the list?",
    Topic.TWO_ADDRESSES: "There is more than one address in a cell. Which is meant?",
    Topic.SPACE: "An address has a space beside its @ or a full stop. Is it to be taken away?",
    Topic.COMMA: "An address has a comma where a full stop belongs. Is that meant?",
    Topic.WIDE_SIGN: "An address is written with wide signs, such as ＠. Are plain ones meant?",
    Topic.LINK: "A cell shows one address and links to another. Which is right?",
    Topic.DAY_OF_YES: "A column holds days. Are they those on which these people agreed to get mail?",
    Topic.DATES: "In dates such as 03/04/2020, what comes first?",
}
#: Below this line of a file of answers stand names.
_SHOWS_NAMES = "The file is not UTF-8. Which of these lines has the right letters?"
#: Written freely: a name of a sheet, of a column, of an encoding.
_FREE = frozenset({Topic.SHEET, Topic.ADDRESS_COLUMN, Topic.ENCODING})


def question(key: str, *, rows: int = 0, default: str = "") -> Question:
    """The question with this key, in plain words."""
    topic, _, about = key.partition(":")
    column, _, value = about.partition("=")
    text = {
        Topic.STATUS: f'The status is "{about}". Do these people belong to the list?'
        if about
        else "The status is empty. Do these people belong to the list?",
        Topic.SAID_NO: f'In the column "{about}" stand words such as "unsubscribed", "bounced" or "deceased". '
        "Do these people belong to the list?",
        Topic.COLUMN: f'The column "{column}" may say that somebody wants no mail'
        + (f', and in it stands "{value}"' if value else "")
        + ". Do these people belong to the list?",
        Topic.NO_YES: f'In the column "{about}", where a yes would stand, nothing stands. Did these people agree?',
        Topic.SECTION: f'People stand below a heading with "{about}". Do they belong to the list?',
        Topic.SLIP: f"Addresses end in {about}. Is {_meant(about)} meant?",
    }.get(Topic(topic), "") or _TEXTS[Topic(topic)]
    return Question(key=key, text=text, answers=_ANSWERS.get(Topic(topic), {}), default=default, rows=rows)


def whole_file(what: str) -> Question:
    return Question(
        key=Topic.WHOLE_FILE,
        text=f"{what} says that these people want no mail, or left. Is that so?",
        answers=_ANSWERS[Topic.WHOLE_FILE],
    )


def which_day(header: str) -> Question:
    """To join is not to agree to mail, so nobody's proof is dated back without somebody's word."""
    return Question(
        key=Topic.DAY_OF_YES,
        text=f'The column "{header}" holds days. Are they those on which these people agreed to get mail?',
        answers=_ANSWERS[Topic.DAY_OF_YES],
        default="no",
    )


def which_sheet(names: Iterable[str]) -> Question:
    return Question(
        key=Topic.SHEET,
        text="More than one sheet holds a list. Which is meant?",
        answers=dict.fromkeys(names, ""),
    )


def which_column(names: Iterable[str], *, default: str = "") -> Question:
    return Question(
        key=Topic.ADDRESS_COLUMN,
        text=_TEXTS[Topic.ADDRESS_COLUMN],
        answers=dict.fromkeys(names, ""),
        default=default,
    )


def which_encoding(names: Iterable[str], others: Mapping[str, Iterable[str]]) -> Question:
    """Up to three names as they were read, and as they would read in each other encoding."""
    return Question(
        key=Topic.ENCODING,
        text=_SHOWS_NAMES,
        answers={"cp1252": ", ".join(names)}
        | {encoding: ", ".join(read) for encoding, read in others.items()},
        default="cp1252",
    )


def answers_from(text: str, *, sha256: str) -> Answers:
    """Read an answers file. Raises ListUsageError: answers-unreadable, answers-other-list, answers-unknown."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ListUsageError(
            "The file of answers cannot be read.",
            remedy='Each answer stands on a line of its own: "question" = "answer".',
            code="answers-unreadable",
        ) from None
    given = data.get("answers")
    if not isinstance(given, dict) or not all(isinstance(answer, str) for answer in given.values()):
        raise ListUsageError(
            "The file of answers has no answers in it.",
            remedy='Below a line [answers] write lines such as "status:seconded" = "yes".',
            code="answers-unreadable",
        )
    if data.get("sha256", sha256) != sha256:
        raise ListUsageError(
            "These answers belong to another list, or the list has changed since. Nothing was imported.",
            remedy="Look at the list again with --dry-run, and answer what it asks.",
            code="answers-other-list",
        )
    return Answers(given)


def answers_file(name: str, sha256: str, questions: Iterable[Question], given: Mapping[str, str]) -> str:
    """A file to be filled in: every question with what may be answered."""
    lines = [
        f"# Questions about the list {_comment(name)}.",
        "# Write an answer between the quotation marks. Where there is none, those rows stay out.",
        f'sha256 = "{sha256}"',
        "",
        "[answers]",
        *(line for one in questions for line in _asked(one, given.get(one.key, one.default))),
    ]
    return "\n".join(lines) + "\n"


def shows_names(text: str) -> bool:
    """Whether a file of answers has names of people in it: those that were shown to find garbled letters."""
    return _SHOWS_NAMES in text


def _asked(one: Question, answer: str) -> Iterator[str]:
    rows = f" ({one.rows:,} row{'s' if one.rows > 1 else ''})" if one.rows else ""
    yield f"# {_comment(one.text)}{rows}"
    for option, meaning in one.answers.items():
        yield f"#   {_comment(option)}{f': {_comment(meaning)}' if meaning else ''}"
    yield f"{_quoted(one.key)} = {_quoted(answer)}"
    yield ""


def _comment(text: str) -> str:
    return clean_name(text.replace("\n", " ")) if len(text) <= 100 else " ".join(text.split())


def _quoted(text: str) -> str:
    """A string of TOML: as JSON writes it, which leaves one control sign that TOML refuses."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check(key: str, answer: str) -> None:
    topic, _, _ = key.partition(":")
    if topic not in list(Topic):
        raise ListUsageError(
            f'No question is called "{_comment(key)[:40]}".',
            remedy="Run the import with --dry-run: it writes down the questions of this list.",
            code="answers-unknown",
        )
    allowed = _ANSWERS.get(Topic(topic), {})
    if topic not in _FREE and answer not in allowed:
        raise ListUsageError(
            f'"{_comment(answer)[:40]}" is no answer to "{_comment(key)[:40]}".',
            remedy=f"Write one of: {', '.join(allowed)}.",
            code="answers-unknown",
        )


def _meant(about: str) -> str:
    from subscribers.words import SLIPPED_ENDS, SLIPS  # noqa: PLC0415 lists of words nobody else here needs

    return SLIPS.get(about) or f".{SLIPPED_ENDS.get(about.lstrip('.'), '')}"
