"""Looks at the SendGrid account: the key, what it may do, sender, settings, group, credits, slots, clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsletter.checks.alignment import are_aligned, plain
from newsletter.checks.diagnosis import Diagnosis, advice, ok, problem, unknown
from newsletter.desk.examination.line import Line
from newsletter.desk.permissions import REMEDY, lacking
from newsletter.desk.words import counted
from newsletter.errors import TransportError
from newsletter.transports.base import UNREACHABLE, Recall
from newsletter.transports.sendgrid.account import SendGridAccount, SigningDomain
from newsletter.transports.sendgrid.evidence import SendGridEvidence
from newsletter.transports.sendgrid.host import VARIABLE, Host
from newsletter.wiring import House

#: What `forget` cannot do without.
ERASING = "recipients.erasejob.create"
SLOTS, WANTED_SLOTS = 10, 3
#: Each question without an answer may take minutes.
_MOST_UNANSWERED = 2
MOST_SKEW = 60.0
#: Settings that each request switches off, and others may use all the same.
_TRACKING = {
    "open": "opened mails are counted",
    "click": "clicks are counted",
    "subscription": "SendGrid adds unsubscribe links of its own",
    "google_analytics": "links are marked for Google Analytics",
}
_MAIL_SETTINGS = {
    "footer": "a footer is added to every mail",
    "template": "every mail is put into a template",
    "forward_bounce": "bounces are forwarded, with the members' addresses",
    "forward_spam": "complaints are forwarded, with the members' addresses",
    "bcc": "a copy of every mail goes to somebody else",
    "spam_check": "mail is held back that a filter takes for spam",
    "plain_content": "the text part is changed",
    "address_whitelist": "people on a list are mailed even after they have left",
    "bypass_list_management": "people are mailed even after they have left",
}
#: What SendGrid signs mail with whose domain nobody authenticated.
_SENDGRIDS_OWN = "sendgrid.net"
_SETTINGS_REMEDY = "Log in to SendGrid and turn it off: Settings, Mail Settings."


@dataclass(kw_only=True)
class Seen:
    """What the account told that other lines need."""

    is_reached: bool = False
    #: the domain that SendGrid signs for, "" where the account did not tell, and the names of its keys.
    signer: str = ""
    keys: tuple[str, ...] = ()
    return_path: str = ""
    #: questions in a row without any answer.
    unanswered: int = 0


def examine_sendgrid(house: House, line: Line, seen: Seen, *, size: int | None) -> Iterator[Diagnosis]:
    """Findings about the account; `seen` is filled in by the way. Ends early when the key opens nothing."""
    try:
        scopes = line.account.scopes()
    except TransportError as error:
        yield _key(house, error)
        return
    seen.is_reached = True
    yield ok("key", "SendGrid knows the key.")
    yield _region(house, line.host)
    yield _clock(house, line)
    yield _scopes(scopes)
    yield _erasing(scopes)
    yield _look(seen, "sender", lambda: _sender(house, line.account, seen))
    yield _look(seen, "tracking", lambda: _tracking(line.account))
    yield _look(seen, "mail-settings", lambda: _mail_settings(line.account))
    yield _look(seen, "group", lambda: _group(house, line.account))
    yield _look(seen, "credits", lambda: _credits(line.account, size))
    yield _look(seen, "suppressions", lambda: _suppressions(house, line))
    yield _look(seen, "slots", lambda: _slots(line.recall))
    yield _look(seen, "logs", lambda: _logs(house, line))


def _look(seen: Seen, id_: str, question: Callable[[], Diagnosis]) -> Diagnosis:
    """A finding, or that it could not be found out. Who is out of reach is not asked for ever."""
    if seen.unanswered >= _MOST_UNANSWERED:
        return unknown(id_, "This was not asked, as SendGrid had stopped answering.", "Look again later.")
    try:
        found = question()
    except TransportError as error:
        seen.unanswered = seen.unanswered + 1 if error.code == UNREACHABLE else 0
        return unknown(id_, error.message, error.remedy)
    seen.unanswered = 0
    return found


def _key(house: House, error: TransportError) -> Diagnosis:
    if error.code != "key-refused":
        return problem("key", error.message, error.remedy)
    other = "eu" if house.settings.sendgrid.region == "global" else "global"
    return problem(
        "key",
        error.message,
        f'{error.remedy}; or the account belongs to the other region: region = "{other}"',
    )


def _region(house: House, host: Host) -> Diagnosis:
    if not host.is_real:
        return ok("region", f"{VARIABLE} names a host of your own: campaigns are drills and mail nobody.")
    if house.settings.sendgrid.region == "eu":
        return ok("region", "Mail is handed to SendGrid's service in the EU.")
    return ok(
        "region",
        "Mail is handed to SendGrid's global service: data are processed in the USA, which readers should be told.",
    )


def _clock(house: House, line: Line) -> Diagnosis:
    told = line.recall.known_time()
    if told is None:
        return unknown("clock", "SendGrid's answer did not say what time it is.")
    skew = house.clock.now().timestamp() - told
    if abs(skew) <= MOST_SKEW:
        return ok("clock", "This computer's clock agrees with SendGrid's.")
    way = "ahead of" if skew > 0 else "behind"
    return problem(
        "clock",
        f"This computer's clock is {counted(round(abs(skew) / 60), 'minute', 'minutes')} {way} SendGrid's.",
        "Have the system set the clock by itself. Sending goes by SendGrid's clock, but dates in mails would be wrong.",
    )


def _scopes(scopes: frozenset[str]) -> Diagnosis:
    missing = lacking(scopes)
    if not missing:
        return ok("scopes", "The key may do all that a campaign needs.")
    return problem("scopes", f"The key lacks permissions that a campaign needs, to {missing}.", REMEDY)


def _erasing(scopes: frozenset[str]) -> Diagnosis:
    if ERASING in scopes:
        return ok("erasing", "The key may have SendGrid erase what it keeps about people.")
    return advice(
        "erasing",
        f"The key may not have SendGrid erase what it keeps about people ({ERASING}): whoever is forgotten is removed "
        "here alone, and `forget` goes on waiting for SendGrid.",
        "Make a key with full access, or one with this permission, and store it with: newsletter secret set sendgrid. "
        "What waits is then asked for. Until then SendGrid's support can erase an address.",
    )


def _sender(house: House, account: SendGridAccount, seen: Seen) -> Diagnosis:
    address = house.settings.branch.sender
    domain = address.rpartition("@")[2].lower()
    own = [each for each in account.domains() if are_aligned(each.domain, domain)]
    own.sort(key=lambda each: (each.domain != plain(domain), not each.is_valid))
    if not own:
        seen.signer = _SENDGRIDS_OWN
        return _unauthenticated(domain, is_single=account.is_sender_verified(address))
    seen.signer, seen.keys, seen.return_path = own[0].domain, own[0].keys, own[0].return_path
    faults = _faults(account, own[0])
    if faults:
        return problem(
            "sender",
            f"SendGrid finds DNS entries of {own[0].domain} missing or wrong: {', '.join(faults)}.",
            "Enter the CNAME entries that SendGrid shows (Settings, Sender Authentication) at your DNS provider, and "
            "press Verify there.",
        )
    return ok("sender", f"SendGrid has authenticated {own[0].domain}.")


def _faults(account: SendGridAccount, domain: SigningDomain) -> list[str]:
    """What SendGrid finds now; without permission to have it look, what it found the last time."""
    try:
        return account.faults_of(domain)
    except TransportError as error:
        if error.code != "missing-scope":
            raise
        return [] if domain.is_valid else ["as of its last look"]


def _unauthenticated(domain: str, *, is_single: bool) -> Diagnosis:
    remedy = f"In SendGrid: Settings, Sender Authentication, Authenticate Your Domain ({domain}); see docs/sendgrid.md."
    if is_single:
        return problem(
            "sender",
            "Only the single address is verified, not its domain: larger mailbox providers turn such mail away.",
            remedy,
        )
    return problem("sender", f"SendGrid does not know {domain} as yours and refuses its mail.", remedy)


def _tracking(account: SendGridAccount) -> Diagnosis:
    enabled = account.tracking()
    on = [what for name, what in _TRACKING.items() if name in enabled]
    if not on:
        return ok("tracking", "The account counts neither opened mails nor clicks.")
    return problem(
        "tracking",
        f"Settings of the account watch readers: {'; '.join(on)}. Each request of this program switches that off, but "
        "one mistake of SendGrid's, or another program, and it is on.",
        "Log in to SendGrid and turn it off: Settings, Tracking.",
    )


def _mail_settings(account: SendGridAccount) -> Diagnosis:
    enabled = account.mail_settings()
    on = [what for name, what in _MAIL_SETTINGS.items() if name in enabled]
    if not on:
        return ok("mail-settings", "No setting of the account changes your mail or passes it on.")
    return problem(
        "mail-settings", f"Settings of the account change or leak mail: {'; '.join(on)}.", _SETTINGS_REMEDY
    )


def _group(house: House, account: SendGridAccount) -> Diagnosis:
    number = house.settings.sending.unsubscribe_group
    remedy = "In SendGrid: Suppressions, Unsubscribe Groups; put the number into newsletter.toml: unsubscribe_group"
    if not number:
        return problem("group", "No unsubscribe group is named, so nobody could leave the list.", remedy)
    if account.has_group(number):
        return ok("group", f"The unsubscribe group {number} is there.")
    return problem(
        "group", f"SendGrid has no unsubscribe group {number}, so nobody could leave the list.", remedy
    )


def _credits(account: SendGridAccount, size: int | None) -> Diagnosis:
    left = account.credits()
    renewed = f" until {left.next_reset}" if left.next_reset else ""
    if size is None:
        return unknown(
            "credits", f"{left.remain:,} mails are left{renewed}; how many the list needs is not known."
        )
    if left.remain < size:
        return problem(
            "credits",
            f"{left.remain:,} mails are left{renewed}, the list needs {size:,}: the rest costs extra or is refused.",
            "Buy a larger plan, or send when the credits are renewed (SendGrid: Settings, Account Details).",
        )
    return ok("credits", f"{left.remain:,} mails are left{renewed}; the list needs {size:,}.")


def _slots(recall: Recall) -> Diagnosis:
    free = max(0, SLOTS - len(recall.held()))
    if free < WANTED_SLOTS:
        return problem(
            "slots",
            f"{free} of the account's {SLOTS} places for mail that is called back are free; {WANTED_SLOTS} are wanted.",
            "Wait a day after an undo; resolve what is in doubt; end the scheduled sends of other programs.",
        )
    return ok("slots", f"{free} of the account's {SLOTS} places for mail that is called back are free.")


def _suppressions(house: House, line: Line) -> Diagnosis:
    """Read them as each campaign does before it begins: the newest of the lists, and the whole group."""
    since, group = int(house.clock.now().timestamp()), house.settings.sending.unsubscribe_group
    try:
        for _ in line.lists.suppressed(since=since, group=group):
            pass
    except TransportError as error:
        if error.code != "missing-scope":
            raise
        return problem("suppressions", error.message, error.remedy)
    return ok("suppressions", "Who must not be mailed can be read from SendGrid.")


def _logs(house: House, line: Line) -> Diagnosis:
    """Ask the log about a mail that never was: the answer shows that it may be asked."""
    address = own_address(house)
    if not address:
        return unknown("logs", NO_OWN_ADDRESS, OWN_ADDRESS_REMEDY)
    try:
        line.evidence.trace(address=address, attempt="none", since=house.clock.now().timestamp() - 60)
    except TransportError as error:
        if error.code != "missing-scope":
            raise
        return problem(
            "logs",
            "The key may not read SendGrid's log, so requests without a clear answer are left to you to settle.",
            error.remedy,
        )
    return ok("logs", "SendGrid's log can be asked what became of a mail.")


NO_OWN_ADDRESS = "Neither reply_to nor complaints is an address that SendGrid's log can be asked about."
OWN_ADDRESS_REMEDY = "Write an address of plain letters into newsletter.toml: reply_to"


def own_address(house: House) -> str:
    """The branch's own address for answers, or for complaints, "" where neither will do. No member is asked about."""
    branch = house.settings.branch
    return next(
        (each for each in (branch.reply_to, branch.complaints) if SendGridEvidence.can_trace(each)), ""
    )
