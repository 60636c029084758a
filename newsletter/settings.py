"""newsletter.toml and the environment, read once into frozen values; nothing reads them again later.

Secrets never stand here: a key found in the file is refused (secret.py keeps them).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsletter.audience import Audience, read_audiences
from newsletter.errors import SettingsError, WorkspaceError
from newsletter.files import read_text
from newsletter.table import LANGUAGE, SHOW, Table

#: What a SendGrid key looks like, and the names people give to keys in files.
_KEY_VALUE = re.compile(r"\bSG\.[\w-]{10,}\.[\w-]{10,}|-----BEGIN|\bpostgres(?:ql)?://")
_KEY_NAME = re.compile(r"(api_?key|password|passwd|secret|token|root_?key|database_?url)$", re.IGNORECASE)
#: A host, a port at most, and a plain path: no user, no query, nothing that would have to be escaped in a page.
_PLACE = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~-]+)*")
#: As the registers of England and Wales, Scotland and Northern Ireland write numbers, and others like them.
_CHARITY = re.compile(r"[A-Z]{0,4}[0-9]{4,10}(-[0-9]{1,3})?")
#: What stands behind the @ of an address, in any alphabet.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


class TransportName(StrEnum):
    OUTBOX = "outbox"
    SMTP = "smtp"
    SENDGRID = "sendgrid"


NATIONS = ("england", "scotland", "wales", "northern-ireland")


class Unsubscribe(StrEnum):
    PROVIDER = "provider"  # the provider's unsubscribe group answers
    MAILTO = "mailto"  # a mail to the reply-to address; a person acts on it


class PictureMode(StrEnum):
    NONE = "none"  # text only: nothing to host, nothing that a mail program loads
    CID = "cid"  # a few small pictures travel inside the letter
    PUBLISH = "publish"  # the letter shows what `issue publish` put on the branch's own web space


class EmployerMail(StrEnum):
    WARN = "warn"  # said, and sent
    HOLD = "hold"  # stands in the way until somebody accepts it
    EXCLUDE = "exclude"  # they are left out of every audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Who we are, as every mail says it."""

    name: str
    sender: str
    sender_name: str
    reply_to: str
    postal_address: str
    complaints: str
    #: e.g. "Promoted by …"; "" means the name and postal address are the imprint.
    imprint: str = ""
    language: str = "en"
    timezone: str = "Europe/London"
    #: The accent of its letters, "#rrggbb" in small letters; "" means ours.
    colour: str = ""
    #: a PNG or JPEG of the workspace, as "pictures/logo.png"; "" for none.
    logo: str = ""
    #: what it shows beside the name, for those who do not see it.
    logo_alt: str = ""
    #: languages in which a native speaker has read the letter's own words, as the branch says.
    reviewed_languages: tuple[str, ...] = ()
    #: the registered number, where the sender is a charity: needed for people on its soft opt-in.
    charity: str = ""
    #: whether letters are election material; None: nobody has said.
    election: bool | None = None
    #: where elections are held that letters speak of: one of NATIONS, or "".
    nation: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    transport: TransportName = TransportName.OUTBOX
    #: None: as the transport does, by the provider's group where it has one.
    unsubscribe: Unsubscribe | None = None
    #: the number of SendGrid's unsubscribe group, 0 for none.
    unsubscribe_group: int = 0
    requests_per_minute: int = 600
    threads: int = 4
    #: seconds the other side has for an answer.
    timeout: float = 30.0
    #: seconds that a campaign through SendGrid can be called back; 0: never.
    undo_window: float = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    host: str = ""
    port: int = 587
    username: str = ""
    #: "starttls", "implicit", or "none" (loopback only).
    tls: str = "starttls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendGrid:
    #: "global" or "eu".
    region: str = "global"
    #: https hosts besides SendGrid's own that NEWSLETTER_SENDGRID_HOST may name.
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    mode: PictureMode = PictureMode.NONE
    #: where the folder of `issue publish` can be seen, without a slash at its end; "" where there is no such place.
    base_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What the branch thinks of the checks. Ids are compared with the list of findings by checks/policy.py."""

    #: advice that stands in the way of sending, as blockers do.
    raise_: tuple[str, ...] = ()
    #: advice that is not shown.
    hush: tuple[str, ...] = ()
    #: short forms that every reader of this branch knows.
    acronyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What the branch thinks of mail that an employer can see."""

    #: hosts of employers; what lies below them counts too.
    employers: tuple[str, ...] = ()
    #: whether .gov.uk, .nhs.uk and the like count as employers.
    public_bodies: bool = True
    employer_mail: EmployerMail = EmployerMail.WARN


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    #: for how long after a campaign is over it is kept who got it.
    days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model that may propose summaries; off as long as there is no address."""

    #: where it is asked, as "http://127.0.0.1:11434/v1"; "" for none.
    url: str = ""
    name: str = ""
    #: the host that articles may be sent to, as somebody wrote it down; this machine needs none.
    consent: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    #: random, made once by `init`; finds the secrets of this workspace.
    id: str
    branch: Branch
    sending: Sending = field(default_factory=Sending)
    smtp: Smtp = field(default_factory=Smtp)
    sendgrid: SendGrid = field(default_factory=SendGrid)
    pictures: Pictures = field(default_factory=Pictures)
    checks: Checks = field(default_factory=Checks)
    guards: Guards = field(default_factory=Guards)
    retention: Retention = field(default_factory=Retention)
    model: Model = field(default_factory=Model)
    audiences: tuple[Audience, ...] = ()


#: SendGrid confirms no cancel in the last ten minutes, and keeps a mail no longer than 72 hours (with those handed over
#: later, a day's window is well below).
_LEAST_WINDOW, _MOST_WINDOW = 600, 86_400


def load(path: Path) -> Settings:
    """Read a newsletter.toml. Raises SettingsError that names the file, the key and the remedy."""
    try:
        text = read_text(path, what="the settings file")
    except WorkspaceError as error:
        if error.code == "not-found":
            raise SettingsError(
                f"{path.parent.resolve()} is not a newsletter workspace (there is no newsletter.toml).",
                remedy="Go to your branch's folder, name it with --workspace, or make one with: newsletter init",
                code="no-workspace",
            ) from error
        raise
    return parse(text, path=path)


def parse(text: str, *, path: Path) -> Settings:
    """Read the text of a newsletter.toml; `path` is named in errors."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{path} cannot be read: {error}.",
            remedy=f"Mend that line; every text stands between quotation marks; {SHOW}.",
            code="settings",
        ) from error
    _refuse_keys(values, path)
    top = Table(path, "", values)
    settings = Settings(
        id=top.text("id", example="made by newsletter init"),
        branch=_branch(Table(path, "branch", top.values.pop("branch", {}))),
        sending=_sending(Table(path, "sending", top.values.pop("sending", {}))),
        smtp=_smtp(Table(path, "smtp", top.values.pop("smtp", {}))),
        sendgrid=_sendgrid(Table(path, "sendgrid", top.values.pop("sendgrid", {}))),
        pictures=_pictures(Table(path, "pictures", top.values.pop("pictures", {}))),
        checks=_checks(Table(path, "checks", top.values.pop("checks", {}))),
        guards=_guards(Table(path, "guards", top.values.pop("guards", {}))),
        retention=_retention(Table(path, "retention", top.values.pop("retention", {}))),
        model=_model(Table(path, "model", top.values.pop("model", {}))),
        audiences=read_audiences(Table(path, "audience", top.values.pop("audience", {}))),
    )
    if not re.fullmatch(r"[a-z0-9-]{8,64}", settings.id):
        raise top.wrong(
            "id", "is damaged", "Restore the line from a backup: the keys are kept under this id."
        )
    top.finish()
    return settings


def _refuse_keys(values: Mapping[str, Any], path: Path, name: str = "") -> None:
    for key, value in values.items():
        place = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            _refuse_keys(value, path, place)
        elif _KEY_NAME.search(key) or (isinstance(value, str) and _KEY_VALUE.search(value)):
            raise SettingsError(
                f"{path}: {place} looks like a key or a password. Keys never stand in this file.",
                remedy="Delete the line, make a new key at the provider if anybody may have seen the file, "
                "then store it with: newsletter secret set sendgrid (or smtp). The address of a database stands in the "
                "variable NEWSLETTER_DATABASE_URL only.",
                code="key-in-file",
            )


def _branch(table: Table) -> Branch:
    name = table.text("name", example="Anytown Trades Council")
    language = table.text("language", "en", example="en")
    if not LANGUAGE.fullmatch(language):
        raise table.wrong("language", "is not a language code", 'Write it like "en", "cy" or "pt-BR".')
    zone = table.text("timezone", "Europe/London", example="Europe/London")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise table.wrong("timezone", "is not a known time zone", 'Write it like "Europe/London".') from error
    branch = Branch(
        name=name,
        sender=table.address("sender"),
        sender_name=table.text("sender_name", name),
        reply_to=table.address("reply_to"),
        postal_address=table.text("postal_address", example="12 High Street, Anytown AB1 2CD"),
        complaints=table.text("complaints", example="complaints@example.org"),
        imprint=table.text("imprint", ""),
        language=language,
        timezone=zone,
        colour=_colour(table),
        logo=table.text("logo", "", example="pictures/logo.png"),
        logo_alt=table.text("logo_alt", "", example="Two hands under a rising sun"),
        reviewed_languages=table.languages("reviewed_languages"),
        charity=_charity(table),
        election=table.yes_or_no("election"),
        nation=table.choice("nation", "", ("", *NATIONS)),
    )
    table.finish()
    return branch


def _colour(table: Table) -> str:
    colour = table.text("colour", "").lower()
    if colour and not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise table.wrong("colour", "is not a colour", 'Write it as six digits behind a "#", like "#a3152a".')
    return colour


def _sending(table: Table) -> Sending:
    transport = TransportName(table.choice("transport", "outbox", tuple(TransportName)))
    way_out = table.choice("unsubscribe", "", ("", *Unsubscribe))
    sending = Sending(
        transport=transport,
        unsubscribe=Unsubscribe(way_out) if way_out else None,
        unsubscribe_group=table.number("unsubscribe_group", 0, least=0, most=2**53),
        requests_per_minute=table.number("requests_per_minute", 600, least=1, most=100_000),
        threads=table.number("threads", 4, least=1, most=32),
        timeout=table.duration("timeout", "30s"),
        undo_window=table.duration("undo_window", "30m"),
    )
    if not 1 <= sending.timeout <= 60:
        # Above a minute a request may still be carried out after we have given it up (facts of the provider).
        raise table.wrong("timeout", "must lie between 1s and 60s", 'Example: timeout = "30s"')
    if sending.undo_window and not _LEAST_WINDOW <= sending.undo_window <= _MOST_WINDOW:
        raise table.wrong("undo_window", "must be 0s, or from 10m to 24h", 'Example: undo_window = "30m"')
    table.finish()
    return sending


def _smtp(table: Table) -> Smtp:
    smtp = Smtp(
        host=table.text("host", ""),
        port=table.number("port", 587, least=1, most=65535),
        username=table.text("username", ""),
        tls=table.choice("tls", "starttls", ("starttls", "implicit", "none")),
    )
    if smtp.tls == "none" and not is_loopback(smtp.host):
        raise table.wrong(
            "tls", 'is "none", which would send the list in the clear', 'Write tls = "starttls".'
        )
    table.finish()
    return smtp


def _sendgrid(table: Table) -> SendGrid:
    hosts = table.values.pop("allowed_hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise table.wrong("allowed_hosts", "is not a list of texts", 'Example: ["https://relay.example.org"]')
    for host in hosts:
        if urlsplit(host).scheme != "https":
            raise table.wrong("allowed_hosts", "names a host without https", "Begin it with https://")
    settings = SendGrid(region=table.choice("region", "global", ("global", "eu")), allowed_hosts=tuple(hosts))
    table.finish()
    return settings


def _pictures(table: Table) -> Pictures:
    mode = PictureMode(table.choice("mode", "none", tuple(PictureMode)))
    base_url = table.text("base_url", "", example="https://branch.example.org/letters").rstrip("/")
    if base_url and not _is_public_place(base_url):
        raise table.wrong(
            "base_url",
            "is not the https address of a folder",
            'Write it like "https://branch.example.org/letters", without ? and #.',
        )
    if mode is PictureMode.PUBLISH and not base_url:
        raise table.wrong(
            "base_url",
            "is missing",
            'With mode = "publish" say where the folder can be seen: base_url = "https://branch.example.org/letters"',
        )
    table.finish()
    return Pictures(mode=mode, base_url=base_url)


def _charity(table: Table) -> str:
    number = table.text("charity", "", example="1234567").replace(" ", "")
    if number and not _CHARITY.fullmatch(number):
        raise table.wrong(
            "charity",
            "is not a charity's registered number",
            'Write it like charity = "1234567" or "SC012345"; leave it out if you are none.',
        )
    return number


def _is_public_place(url: str) -> bool:
    """Whether pictures may lie there: https, or this very machine for trying out."""
    if not _PLACE.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme == "https" or is_loopback(host)


def _checks(table: Table) -> Checks:
    checks = Checks(
        raise_=table.texts("raise", example="sentence-long"),
        hush=table.texts("hush", example="no-intro"),
        acronyms=table.texts("acronyms", example="CWU"),
    )
    table.finish()
    return checks


def _guards(table: Table) -> Guards:
    employers = tuple(
        host.lower().rstrip(".") for host in table.texts("employers", example="council.example.org")
    )
    if not all(map(_HOST.fullmatch, employers)):
        raise table.wrong(
            "employers",
            "holds something else than the name of a host",
            'Write only what stands behind the @, like employers = ["council.example.org"].',
        )
    public_bodies = table.yes_or_no("public_bodies")
    guards = Guards(
        employers=employers,
        public_bodies=public_bodies is not False,
        employer_mail=EmployerMail(table.choice("employer_mail", "warn", tuple(EmployerMail))),
    )
    table.finish()
    return guards


def _retention(table: Table) -> Retention:
    # Under a week the provider's reports and the questions of members are still to come.
    retention = Retention(days=table.number("days", 90, least=7, most=3650))
    table.finish()
    return retention


def _model(table: Table) -> Model:
    model = Model(
        url=table.text("url", "", example="http://127.0.0.1:11434/v1").rstrip("/"),
        name=table.text("name", "", example="llama3.2"),
        consent=table.text("consent", "", example="models.example.org").lower(),
    )
    if model.url and not _is_public_place(model.url):
        raise table.wrong(
            "url",
            "is not an https address (http is taken for this very machine only)",
            'Write it like "https://models.example.org/v1", without user name, ? and #.',
        )
    if model.url and not model.name:
        raise table.wrong("name", "is missing", 'Write which model answers there, like name = "llama3.2".')
    table.finish()
    return model


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this very machine."""
    return host in ("localhost", "::1", "[::1]") or bool(re.fullmatch(r"127(\.\d{1,3}){3}", host))
