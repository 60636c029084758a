"""The facts of a list's file: how it was read, which program wrote it, and whether its people get no mail at all."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from subscribers.columns import plain
from subscribers.exports import is_name_of_bounces, is_name_of_opt_outs, recognised
from subscribers.listfile import ListFile
from subscribers.questions import Answers, OpenQuestion, Topic, whole_file


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known before any row is looked at."""

    name: str
    path: Path | None
    sha256: str
    encoding: str
    delimiter: str
    sheet: str  #: empty for text
    looks_like: str  #: a sentence on the program that wrote it, empty if none is recognised
    against: str  #: why all of these people get no mail; empty for a list of readers
    bounced: bool  #: that is because of their mailboxes, not of what they said
    vouched: bool  #: they subscribed, as the program says that keeps them
    always: tuple[int, ...]  #: columns that are filled in for everybody on such a list
    used: dict[str, str]  #: header by field
    dropped: tuple[str, ...]  #: headers of columns that are not kept


def facts_of(file: ListFile, source: Path | bytes, answers: Answers) -> FileFacts:
    """Raises OpenQuestion `opt-out-file` where the name speaks against its people and nobody has confirmed that."""
    export, columns = recognised(file.name, file.columns), file.columns
    return FileFacts(
        name=file.name,
        path=source if isinstance(source, Path) else None,
        sha256=file.sha256,
        encoding=file.encoding,
        delimiter=file.delimiter,
        sheet=file.sheet,
        looks_like=export.sentence if export else "",
        against=(export.against if export else "") or _against(file, answers),
        bounced=export.bounced if export and export.against else _speaks_of_mailboxes(file),
        vouched=export.vouched if export else False,
        always=_places(export.always if export else (), file),
        used=columns.used if columns else {"address": "one address after another, no header"},
        dropped=columns.dropped if columns else (),
    )


def _places(names: Collection[str], file: ListFile) -> tuple[int, ...]:
    headers = file.columns.headers if file.columns else ()
    return tuple(place for place, header in enumerate(headers) if plain(header) in names)


def _speaks_of_mailboxes(file: ListFile) -> bool:
    named = [name for name in (file.sheet, file.name) if is_name_of_opt_outs(name)]
    return bool(named) and all(map(is_name_of_bounces, named))


def _against(file: ListFile, answers: Answers) -> str:
    """Why these people get no mail, as the name of the file or the sheet says and a person confirms."""
    for name, what in ((file.sheet, "The name of this sheet"), (file.name, "The name of this file")):
        if is_name_of_opt_outs(name):
            answer = answers.get(Topic.WHOLE_FILE)
            if not answer:
                raise OpenQuestion(
                    whole_file(what),
                    message=f"{what} says that these people do not want mail or left.",
                    remedy='To make sure that they get none, answer it with "whole-file" = "never" (--answers), or '
                    "suppress them one by one: newsletter subscriber suppress. If it is a list of people to write to "
                    'after all: "whole-file" = "members".',
                    code="opt-out-file",
                )
            return f"{what[0].lower()}{what[1:]} says so, as was answered" if answer == "never" else ""
    return ""
