"""Hands each delivery to a mail server: one connection for many, one message at a time, never in the clear.

What counts is the final dot. Before it is written nothing has been taken, whatever breaks; after it only the
server's answer says what became of the message, and without an answer nobody knows. So the fence is asked straight
before the dot: whoever is killed earlier leaves nobody in doubt. No answer of the server is ever repeated in words:
they often hold the address.
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from newsletter.errors import SettingsError, TransportError
from newsletter.settings import is_loopback
from newsletter.transports import mime
from newsletter.transports.base import (
    Accepted,
    Envelope,
    Fence,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    Parcel,
    SomeRefused,
    Unknown,
)
from newsletter.transports.wire import Reply, Wire

#: Our name towards the server. The machine's own often holds the user's, and stands in the mail for all to read.
LOCAL_NAME = "[127.0.0.1]"
#: How much longer than for anything else we wait for the answer to the final dot: RFC 5321 §4.5.3.2.6 asks for ten
#: minutes, as whoever hangs up earlier may have been served; each of those is a delivery for a person to look into.
_LAST_ANSWER = 4
_LONGEST_PAUSE = 60.0
#: Answers that ask for a log-in, or refuse the one we made (RFC 4954 §6).
_LOGIN_REPLIES = (530, 534, 535, 538)


class Step(StrEnum):
    """How far a conversation has come, which is part of what an answer means."""

    GREETING = "greeting"
    HELLO = "hello"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    MESSAGE = "message"


#: Steps whose answers are about one delivery; the others are about all.
_PERSONAL = (Step.RECIPIENT, Step.DATA, Step.MESSAGE)


class _Ended(Exception):  # noqa: N818 the end of a conversation is no error
    """The conversation is over with this outcome."""

    def __init__(self, outcome: Outcome, *, usable: bool = False, stale: bool = False) -> None:
        super().__init__()
        self.outcome = outcome
        #: the connection can carry the next message.
        self.usable = usable
        #: the connection was perhaps only too old: another may do.
        self.stale = stale


class SmtpTransport:
    """Speaks to one server. `tls` is "starttls", "implicit", or "none" (this very machine only).

    `timeout` is what the server has for an answer, in seconds: opening a connection and carrying a message may take
    twice as long each, the last answer four times. `ssl_context` replaces the system's trusted authorities.
    """

    batch_size = 1
    replays = False

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: str,
        username: str = "",
        password: str = "",
        timeout: float = 30.0,
        local_hostname: str = LOCAL_NAME,
        ssl_context: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        _check(host=host, tls=tls, username=username, password=password)
        self._host, self._port, self._tls = host, port, tls
        self._username, self._password = username, password
        self._timeout, self._local_hostname = timeout, local_hostname
        # Connecting and carrying may take as long, and after a connection that was gone both once more.
        self.patience = 6 * timeout
        self._ssl_context = ssl_context
        self._now = now
        self._wire: Wire | None = None
        self._has_worked = False
        self._put_off = 0

    def batch_size_for(self, sample: Sequence[Mapping[str, str]]) -> int:
        del sample  # one at a time, whatever its values
        return self.batch_size

    def hand_over(self, parcel: Parcel, *, fence: Fence) -> Outcome:
        """Hand over the parcel's one message. Raises TransportError if it holds another number of them."""
        if len(parcel.envelopes) != 1:
            raise TransportError(
                "A mail server takes one message at a time.",
                remedy="Report this as a fault.",
                code="batch-size",
            )
        [envelope] = parcel.envelopes
        try:
            message = mime.build(parcel, envelope, date=self._now())
        except TransportError as error:
            if error.code == mime.BAD_DELIVERY:
                return SomeRefused(refused={0: error.code})
            return Halt(code=error.code, message=error.message, remedy=error.remedy)
        return self._with_pause(self._carry(parcel.sender.address, envelope, message, fence))

    def knock(self) -> Outcome | None:
        """Connect, encrypt and log in, and write no mail; what stands in the way, or None."""
        try:
            self._connection()
        except _Ended as ended:
            return ended.outcome
        return None

    def close(self) -> None:
        if self._wire is not None:
            self._wire.say_goodbye()
            self._wire = None

    def _carry(self, sender: str, envelope: Envelope, message: bytes, fence: Fence) -> Outcome:
        """Carry the message; once more over a new connection if the old one turns out to be gone at its start."""
        was_open = self._wire is not None
        try:
            return self._transact(sender, envelope, message, fence)
        except _Ended as ended:
            self._leave(usable=ended.usable)
            if not (was_open and ended.stale):
                return ended.outcome
        except BaseException:
            # Whatever else was said on this line would become part of the half-written message.
            self._leave(usable=False)
            raise
        return self._carry(sender, envelope, message, fence)

    def _transact(self, sender: str, envelope: Envelope, message: bytes, fence: Fence) -> Outcome:
        wire = self._connection()
        wire.allow(2 * self._timeout)
        try:
            size = f" SIZE={len(message)}" if wire.has_extn("size") else ""
            _expect(2, Step.SENDER, wire.command("MAIL", f"FROM:<{sender}>{size}"))
        except OSError:
            raise _Ended(NotTaken(code="smtp-connection-lost"), stale=True) from None
        try:
            _expect(2, Step.RECIPIENT, wire.command("RCPT", f"TO:<{envelope.address}>"))
            _expect(3, Step.DATA, wire.command("DATA"))
            wire.pour(message)
            if not fence():
                # We hang up without the dot, and the server throws away what it has (RFC 5321 §4.1.1.4).
                raise _Ended(NotTaken(code="fence", fenced=True))
            _refuse_early_words(wire)
        except OSError:
            raise _Ended(NotTaken(code="smtp-connection-lost")) from None
        return self._commit(wire)

    def _commit(self, wire: Wire) -> Outcome:
        """Write the dot. From its first byte on the message may have been taken."""
        wire.allow(_LAST_ANSWER * self._timeout)
        try:
            reply = wire.dot()
        except OSError:
            raise _Ended(Unknown(code="smtp-no-answer")) from None
        if reply.kind in (4, 5):
            raise _judge(Step.MESSAGE, reply)
        if reply.kind != 2:
            raise _Ended(Unknown(code="smtp-odd-answer"))
        return Accepted()

    def _connection(self) -> Wire:
        """The open connection, or a new one if there is none or the server has hung up meanwhile."""
        if self._wire is not None and self._wire.has_words():
            self._leave(usable=False)
        if self._wire is None:
            wire = Wire(self._host, self._local_hostname)
            try:
                self._open(wire)
            except (
                OSError,
                UnicodeError,
            ) as error:  # UnicodeError: a name that no name server can be asked for
                wire.close()
                raise _Ended(self._unreachable(error)) from None
            except BaseException:
                wire.close()
                raise
            self._wire, self._has_worked = wire, True
        return self._wire

    def _open(self, wire: Wire) -> None:
        wire.allow(2 * self._timeout)
        _expect(2, Step.GREETING, wire.dial(self._port, self._context() if self._tls == "implicit" else None))
        _expect(2, Step.HELLO, wire.greet())
        if self._tls == "starttls":
            self._encrypt(wire)
        if self._username:
            reply = wire.log_in(self._username, self._password)
            if reply is None:
                raise _Ended(_halt_at(Step.LOGIN))
            _expect(2, Step.LOGIN, reply)

    def _encrypt(self, wire: Wire) -> None:
        if not wire.has_extn("starttls"):
            raise _Ended(_halt_at(Step.TLS))
        _expect(2, Step.TLS, wire.command("STARTTLS"))
        wire.encrypt(self._context())
        _expect(2, Step.HELLO, wire.greet())

    def _context(self) -> ssl.SSLContext:
        """Made once: reading the system's authorities takes 10 to 30 ms."""
        self._ssl_context = self._ssl_context or ssl.create_default_context()
        return self._ssl_context

    def _leave(self, *, usable: bool) -> None:
        """After a conversation that ended badly: begin anew on the same connection, or hang up."""
        if self._wire is None or (usable and _forgets(self._wire)):
            return
        self._wire.close()
        self._wire = None

    def _unreachable(self, error: OSError | UnicodeError) -> Outcome:
        where = f"The mail server {self._host}, port {self._port},"
        if isinstance(error, ssl.SSLCertVerificationError):
            return Halt(
                code="smtp-certificate",
                message=f"{where} cannot prove who it is (its certificate is not valid). Nothing was sent.",
                remedy="Check host in [smtp] of newsletter.toml; if it is right, tell the mail provider.",
            )
        if self._has_worked:
            return NotTaken(code="smtp-unreachable")
        return Halt(
            code="smtp-unreachable",
            message=f"{where} cannot be reached, or does not speak as expected.",
            remedy="Check your connection, then host, port and tls in [smtp] of newsletter.toml "
            '(usual: 587 with "starttls", 465 with "implicit").',
        )

    def _with_pause(self, outcome: Outcome) -> Outcome:
        """Put off again and again: a longer pause every time."""
        if not isinstance(outcome, NotTaken) or outcome.fenced:
            self._put_off = 0
            return outcome
        self._put_off += 1
        return replace(outcome, wait=min(_LONGEST_PAUSE, max(outcome.wait, 2.0**self._put_off)))


def _check(*, host: str, tls: str, username: str, password: str) -> None:
    if not host:
        raise SettingsError("No mail server is named.", remedy="Write host in [smtp] of newsletter.toml.")
    if tls not in ("starttls", "implicit", "none"):
        raise SettingsError("tls has no known value.", remedy='Write tls = "starttls" in [smtp].')
    if tls == "none" and not is_loopback(host):
        raise SettingsError("The list would travel in the clear.", remedy='Write tls = "starttls" in [smtp].')
    if username and not password:
        raise SettingsError(
            "The password of the mail server is missing.",
            remedy="Type: newsletter secret set smtp",
            code="no-secret",
        )


def _expect(kind: int, step: Step, reply: Reply) -> None:
    if reply.kind != kind:
        raise _judge(step, reply)


def _refuse_early_words(wire: Wire) -> None:
    """An answer before the dot is not the answer to it; taken for that, a mail could pass for accepted."""
    if not wire.has_words():
        return
    reply = wire.reply()
    early = _judge(Step.MESSAGE, reply).outcome if reply.kind in (4, 5) else NotTaken(code="smtp-out-of-step")
    raise _Ended(early)


def _forgets(wire: Wire) -> bool:
    """Whether the server leaves the transaction behind and is ready for the next."""
    try:
        return wire.command("RSET").kind == 2
    except OSError:
        return False


def _judge(step: Step, reply: Reply) -> _Ended:
    """What an answer other than the hoped-for means at this step (RFC 5321 §4.2.1, §4.3.2)."""
    if reply.code == 421:
        return _Ended(NotTaken(code=_reason(reply), wait=_LONGEST_PAUSE), stale=step is Step.SENDER)
    if reply.code == 503 or reply.kind not in (4, 5):
        return _Ended(NotTaken(code="smtp-out-of-step"))
    if reply.kind == 4:
        # About one person: soon again. About the session: everybody waits.
        return _Ended(
            NotTaken(code=_reason(reply), wait=1.0 if step in _PERSONAL else 30.0), usable=step in _PERSONAL
        )
    outcome = _refusal(step, reply)
    return _Ended(outcome, usable=not isinstance(outcome, Halt))


def _refusal(step: Step, reply: Reply) -> Outcome:
    """What a 5xx means: the account, the recipient, or the mail."""
    if reply.code in _LOGIN_REPLIES:
        return _halt_at(Step.LOGIN, reply)
    if step not in _PERSONAL or (step is Step.RECIPIENT and reply.is_relaying):
        return _halt_at(step, reply)
    if reply.status.startswith(_OURS):
        return _halt_at(Step.MESSAGE, reply)
    # Without a status: the codes for an unknown or moved mailbox, where the recipient was named.
    is_unknown = not reply.status and step is Step.RECIPIENT and reply.code in (550, 551, 553)
    if is_unknown or reply.status.startswith(_PERSONS):
        return SomeRefused(refused={0: _reason(reply)})
    # The mail may be at fault as well as the person: the sender finds out by trying another.
    return Indivisible(code=_reason(reply))


def _reason(reply: Reply) -> str:
    return f"smtp-{reply.code}-{reply.status}" if reply.status else f"smtp-{reply.code}"


#: RFC 3463: the mail system (X.3, but for a mail that is too large), the network and limits of an account (X.4), the
#: protocol (X.5).
_OURS = ("5.3.0", "5.3.1", "5.3.2", "5.3.3", "5.3.5", "5.4.", "5.5.")
#: Addressing (X.1) and the mailbox (X.2).
_PERSONS = ("5.1.", "5.2.")

_HALTS = {
    Step.GREETING: (
        "The mail server takes no mail from this connection.",
        "Check host and port in [smtp] of newsletter.toml; some networks may not send mail.",
    ),
    Step.HELLO: (
        "The mail server does not talk to this program.",
        "Check host and port in [smtp] of newsletter.toml, and ask the mail provider.",
    ),
    Step.TLS: (
        "The mail server offers no encryption (STARTTLS). Nothing was sent.",
        'Check port and tls in [smtp] of newsletter.toml (usual: 587 with "starttls", 465 with "implicit").',
    ),
    Step.LOGIN: (
        "The mail server does not accept the user name and the password (many want one made for programs).",
        "Check username in [smtp] of newsletter.toml, then type: newsletter secret set smtp",
    ),
    Step.SENDER: (
        "The mail server takes no mail from this sender.",
        "Check sender in [branch] and username in [smtp] of newsletter.toml: the account must own the address.",
    ),
    Step.MESSAGE: (
        "The mail server takes no more mails from this account for now. Many accounts may send only so many a day.",
        "Ask the mail provider how many it takes in a day; resume when it takes mails again.",
    ),
    Step.RECIPIENT: (
        "The mail server passes on no mail for you to other places (relaying).",
        "Write username in [smtp] of newsletter.toml, then type: newsletter secret set smtp",
    ),
}


def _halt_at(step: Step, reply: Reply | None = None) -> Halt:
    message, remedy = _HALTS[step]
    said = f" Its answer: {reply.code} {reply.status}".rstrip() + "." if reply else ""
    return Halt(code=f"smtp-{step}", message=f"{message}{said}", remedy=remedy)
