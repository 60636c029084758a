"""An issue as one person would read it now, in each of its languages: what the preview shows.

Nothing is kept and nothing sent. Of a subscriber only the values of the merge fields are read, with a connection that
cannot write; a mail shown here is addressed to somebody invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from newsletter.articles.article import Article
from newsletter.checks.finding import Finding
from newsletter.desk.issues import SAMPLE_VALUES, sample_mail
from newsletter.desk.proof import prove, read_all, read_articles, read_issue
from newsletter.desk.send import sender_of
from newsletter.errors import TransportError
from newsletter.issue import Issue
from newsletter.rendering.fields import FieldName, mentions
from newsletter.rendering.message import Filled, Letter, clean_value
from newsletter.rendering.templates import shipped
from newsletter.sending.frozen import Pages
from newsletter.settings import Branch, TransportName
from newsletter.wiring import House
from subscribers.errors import SubscribersError
from subscribers.people import Status

#: More files than that are no workspace of a branch; the others are not watched.
_MOST_FILES = 20_000
_WATCHED = (".md", ".j2", ".css", ".toml", ".txt", ".po", ".mo", ".jpg", ".jpeg", ".png", ".gif", ".webp")

Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whose values fill the letter in. `label` names nobody: it is shown on a page."""

    label: str
    values: Mapping[str, str] = field(repr=False)
    #: "" for somebody invented.
    language: str = ""


WITH_NAME = Reader(label="Sam Sample, invented", values=SAMPLE_VALUES)
WITHOUT_NAME = Reader(label="Somebody whose name is not known", values={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An issue in one language."""

    issue: Issue
    articles: tuple[Article, ...]
    branch: Branch
    transport: TransportName
    findings: tuple[Finding, ...]
    #: None where the design could not be rendered; the findings say why.
    letter: Letter | None

    @property
    def language(self) -> str:
        return self.issue.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One reader's copy of a version."""

    sender: str
    preheader: str
    filled: Filled = field(repr=False)
    #: The HTML for a browser, which finds nothing by `cid:`: the pictures stand in the page.
    shown: str = field(repr=False)
    #: Name and value of each header, in the order of the mail; unfolded and decoded.
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    #: bytes of the whole message.
    size: int


def versions(house: House, slug: str) -> tuple[Version, ...]:
    """The issue in every language it is written in. Raises NewsletterError where a file cannot be read."""
    transport = house.settings.sending.transport
    checked = prove(house, read_issue(house, slug), transport)
    letters = [
        (each, checked.translations.get(each.language) if each.translation_of else checked.letter)
        for each in read_all(house, checked.issue)
    ]
    return tuple(
        Version(
            issue=issue,
            articles=read_articles(house, issue),
            branch=house.settings.branch,
            transport=transport,
            findings=checked.findings,
            letter=letter,
        )
        for issue, letter in letters
    )


def copy_for(house: House, version: Version, letter: Letter, reader: Reader) -> Copy:
    """What a reader gets. Headers that no transport would take are shown as the reason they are not."""
    pages = Pages(letter)
    values = letter.values(reader.values)
    try:
        mail = sample_mail(house, pages, values)
        headers = tuple(_headers(mail))
    except TransportError as error:
        mail, headers = b"", (("Cannot be written", f"{error.message} {error.remedy}"),)
    return Copy(
        sender=sender_of(house, version.transport).name or version.branch.sender,
        preheader=_plain(version.issue.preheader, reader.values, nonce=letter.nonce),
        filled=pages.fill(values),
        shown=letter.sample(values).html,
        headers=headers,
        size=len(mail),
    )


def _headers(mail: bytes) -> Iterator[tuple[str, str]]:
    message = BytesHeaderParser(policy=policy.default).parsebytes(mail)
    for name, value in message.items():
        yield name, " ".join(str(value).split())


def _plain(text: str, values: Mapping[str, str], *, nonce: str) -> str:
    """A line of the issue with its merge fields filled in."""
    at, parts = 0, []
    for mention in mentions(text):
        parts += [
            text[at : mention.start],
            clean_value(values.get(mention.name, ""), nonce=nonce) or mention.fallback,
        ]
        at = mention.end
    return " ".join("".join([*parts, text[at:]]).split())


def find_reader(house: House, address_or_id: str) -> Reader:
    """Somebody on the list. Raises SubscribersError `not-on-the-list`, and as the list's database does."""
    with house.look_up() as people:
        found = people.get(address_or_id.strip())
    out = {
        Status.MAILABLE: "",
        Status.SUPPRESSED: ", opted out: gets no mail",
        Status.WITHDRAWN: ", took their consent back: gets no mail",
        Status.UNKNOWN: ", nobody has said why they may be mailed: gets no mail",
    }[found.status]
    return Reader(
        label=f"Subscriber {found.id[:8]}…{out}",
        values={FieldName.FIRST_NAME: found.first_name, FieldName.NAME: found.name},
        language=found.language,
    )


def nobody_named() -> SubscribersError:
    """The error for an empty field."""
    return SubscribersError(
        "Nobody was named.", remedy="Type an id or an address of your list.", code="no-address"
    )


def stamps(root: Path) -> frozenset[Stamp]:
    """Name, time and size of every file that an issue may be made from; two of them differ when one was changed."""
    found: set[Stamp] = set()
    places = [
        root / "newsletter.toml",
        *(root / name for name in ("issues", "articles", "pictures", "templates", "translations")),
    ]
    for path in _files([*places, shipped() / "email"]):
        try:
            seen = path.stat()
        except OSError:  # written anew at this very moment
            continue
        found.add((str(path), seen.st_mtime_ns, seen.st_size))
    return frozenset(found)


def _files(places: list[Path]) -> Iterator[Path]:
    number = 0
    for place in places:
        for path in [place] if place.is_file() else place.rglob("*"):
            number += 1
            if number > _MOST_FILES:
                return
            if path.suffix in _WATCHED:
                yield path
