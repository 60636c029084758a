"""What a mail server may do to us, and what each of it means for the one delivery and for the campaign."""

import email
import email.policy
import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from newsletter.errors import SettingsError, TransportError
from newsletter.transports.base import Accepted, Halt, Indivisible, NotTaken, SomeRefused, Unknown
from newsletter.transports.smtp import SmtpTransport
from tests.command import wait_until
from tests.parcels import Plain, make_envelope, make_parcel, make_sender
from tests.smtp_sink import SmtpSink

PASSWORD = "correct-horse-£"


def is_open():
    return True


def one(number=1, **changes):
    return make_parcel(envelopes=(make_envelope(number),), **changes)


@pytest.fixture
def connect():
    """Transports to a sink, closed at the end."""
    made = []

    def transport(sink, **changes):
        usual = {"host": "127.0.0.1", "port": sink.port, "tls": sink.tls, "timeout": 2.0}
        made.append(SmtpTransport(**(usual | changes)))
        return made[-1]

    yield transport
    for each in made:
        each.close()


def outcomes(transport, count):
    return [transport.hand_over(one(number), fence=is_open) for number in range(1, count + 1)]


# --- the good way ---


def test_a_message_arrives_byte_for_byte_for_one_recipient(connect):
    content = Plain(text=".\n..dots\n.\r\n. a\nNAME\n", html="<p>.\n.NAME</p>\n" + "x" * 60_000)
    with SmtpSink() as sink:
        moment = datetime(2026, 10, 5, 18, 30, tzinfo=UTC)
        transport = connect(sink, now=lambda: moment)
        assert transport.hand_over(one(7, content=content), fence=is_open) == Accepted()
    [taken] = sink.messages
    assert (taken.sender, taken.recipient) == ("news@branch.example.org", "reader7@example.org")
    message = email.message_from_bytes(taken.message.encode("latin-1"), policy=email.policy.default)
    assert message["Message-ID"] == "<c1-7@branch.example.org>"
    assert message["Date"].datetime == moment
    text, html = (
        part.get_payload(decode=True).decode().replace("\r\n", "\n") for part in message.iter_parts()
    )
    assert text == ".\n..dots\n.\n. a\nName7\n"
    assert html == "<p>.\n.Name7</p>\n" + "x" * 60_000


def test_one_connection_carries_many_messages(connect):
    with SmtpSink() as sink:
        transport = connect(sink)
        assert outcomes(transport, 50) == [Accepted()] * 50
        transport.close()
    assert sink.connections == 1
    assert sink.deliveries == [f"c1-{number}" for number in range(1, 51)]
    assert sink.commands == ["EHLO", *["MAIL", "RCPT", "DATA"] * 50, "QUIT"]


@pytest.mark.parametrize(
    "gone", ["after:1:drop", "after:1:421 4.4.2 idle too long", "mail:2:421 4.7.0 enough", "mail:2:drop"]
)
def test_a_connection_that_has_grown_old_is_renewed_at_once(connect, gone):
    with SmtpSink(rules=[gone]) as sink:
        assert outcomes(connect(sink), 3) == [Accepted()] * 3
    assert sink.connections == 2
    assert sink.deliveries == ["c1-1", "c1-2", "c1-3"]


def test_our_machine_is_not_named(connect):
    with SmtpSink() as sink:
        transport = connect(sink)
        outcomes(transport, 1)
        assert transport._wire.local_hostname == "[127.0.0.1]"
    assert socket.gethostname() not in sink.messages[0].message


# --- what the server may answer ---

LATER = "451 4.3.0 try again later"
NO = "550 5.1.1 <reader1@example.org>: no such user, says relay.example.org"


@pytest.mark.parametrize(
    ("rule", "code", "wait"),
    [
        ("greeting:1:421 too busy", "smtp-421", 60),
        ("greeting:1:450 later", "smtp-450", 30),
        (f"ehlo:1:{LATER}", "smtp-451-4.3.0", 30),
        ("mail:1:421 4.3.2 going down", "smtp-421-4.3.2", 60),
        (f"mail:1:{LATER}", "smtp-451-4.3.0", 30),
        (f"rcpt:1:{LATER}", "smtp-451-4.3.0", 2),
        ("rcpt:1:452 4.2.2 mailbox full", "smtp-452-4.2.2", 2),
        ("rcpt:1:421 4.7.0 slow down", "smtp-421-4.7.0", 60),
        ("rcpt:1:drop", "smtp-connection-lost", 2),
        ("rcpt:1:503 5.5.1 bad sequence", "smtp-out-of-step", 2),
        (f"data:1:{LATER}", "smtp-451-4.3.0", 2),
        ("data:1:250 what", "smtp-out-of-step", 2),
        ("data:1:drop", "smtp-connection-lost", 2),
        ("mail:1:drop", "smtp-connection-lost", 2),
        (f"dot:1:{LATER}", "smtp-451-4.3.0", 2),
        ("dot:1:421 4.3.2 going down", "smtp-421-4.3.2", 60),
    ],
)
def test_what_is_proved_not_taken_may_be_tried_again_after_a_pause(connect, rule, code, wait):
    with SmtpSink(rules=[rule]) as sink:
        transport = connect(sink)
        assert transport.hand_over(one(), fence=is_open) == NotTaken(code=code, wait=wait)
        assert sink.messages == []
        assert transport.hand_over(one(), fence=is_open) == Accepted()
    assert sink.deliveries == ["c1-1"]


@pytest.mark.parametrize("step", ["rcpt", "data", "dot"])
def test_a_refused_delivery_is_refused_and_the_connection_goes_on(connect, step):
    with SmtpSink(rules=[f"{step}:1:{NO}"]) as sink:
        refused = SomeRefused(refused={0: "smtp-550-5.1.1"})
        assert outcomes(connect(sink), 2) == [refused, Accepted()]
    assert sink.connections == 1
    assert sink.deliveries == ["c1-2"]


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        ("dot:1:550 5.4.5 daily sending limit exceeded", "smtp-message"),
        ("rcpt:1:550 5.4.5 daily sending limit exceeded", "smtp-message"),
        ("dot:1:554 5.3.2 system not accepting messages", "smtp-message"),
        ("dot:1:550 5.7.1 looks like spam", Indivisible(code="smtp-550-5.7.1")),
        ("dot:1:554 transaction failed", Indivisible(code="smtp-554")),
        ("data:1:550 no", Indivisible(code="smtp-550")),
        ("rcpt:1:550 no such user", SomeRefused(refused={0: "smtp-550"})),
        ("rcpt:1:552 5.2.2 mailbox full", SomeRefused(refused={0: "smtp-552-5.2.2"})),
        ("rcpt:1:554 policy", Indivisible(code="smtp-554")),
    ],
)
def test_a_5xx_is_about_the_account_the_mail_or_the_person(connect, rule, outcome):
    """A limit of the account strikes nobody off the list; what may be the mail's fault is left to the sender."""
    with SmtpSink(rules=[rule]) as sink:
        said = connect(sink).hand_over(one(), fence=is_open)
    assert (said.code if isinstance(said, Halt) else said) == outcome


def test_a_host_that_is_no_name_is_told_in_plain_words(connect):
    """Nothing has left, and nothing unforeseen is raised."""
    transport = SmtpTransport(host="smtp..example.org", port=25, tls="starttls", timeout=1.0)
    said = transport.hand_over(one(), fence=is_open)
    assert isinstance(said, Halt)
    assert "[smtp]" in said.remedy


def test_a_server_that_does_not_forget_a_refused_transaction_is_called_anew(connect):
    with SmtpSink(rules=[f"rcpt:1:{NO}", "rset:1:drop"]) as sink:
        assert outcomes(connect(sink), 2) == [SomeRefused(refused={0: "smtp-550-5.1.1"}), Accepted()]
    assert sink.connections == 2


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("greeting:1:554 5.7.1 no mail from you", "smtp-greeting"),
        ("ehlo:1:550 5.7.1 go away", "smtp-hello"),
        ("mail:1:550 5.7.1 not your address", "smtp-sender"),
        ("mail:1:530 5.7.0 log in first", "smtp-login"),
        ("rcpt:1:530 5.7.0 log in first", "smtp-login"),
        ("rcpt:1:554 5.7.1 <reader1@example.org>: Relay access denied", "smtp-recipient"),
        ("rcpt:1:550 5.7.54 SMTP; Unable to relay recipient", "smtp-recipient"),
        ("rcpt:1:550 relay not permitted", "smtp-recipient"),
    ],
)
def test_what_concerns_everybody_stops_the_campaign_in_plain_words(connect, rule, code):
    with SmtpSink(rules=[rule]) as sink:
        outcome = connect(sink).hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert outcome.code == code
    assert outcome.message.startswith("The mail server ")
    assert "newsletter.toml" in outcome.remedy
    assert "@" not in f"{outcome.message}{outcome.remedy}"
    assert sink.messages == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("dot:1:drop", "smtp-no-answer"),
        ("dot:1:hang", "smtp-no-answer"),
        ("dot:1:drip", "smtp-no-answer"),
        ("dot:1:354 more", "smtp-odd-answer"),
        ("dot:1:hello there", "smtp-odd-answer"),
    ],
)
def test_without_a_clear_answer_to_the_dot_nobody_knows(connect, rule, code):
    """The sink has the message in each case. Handed over again it would arrive twice."""
    with SmtpSink(rules=[rule]) as sink:
        transport = connect(sink, timeout=0.2)
        outcome = transport.hand_over(one(), fence=is_open)
        assert outcome == Unknown(code=code)
        assert sink.deliveries == ["c1-1"]
        assert transport.hand_over(one(2), fence=is_open) == Accepted()
    assert sink.deliveries == ["c1-1", "c1-2"]


@pytest.mark.parametrize(
    ("early", "outcome"),
    [
        ("552 5.3.4 too large", Indivisible(code="smtp-552-5.3.4")),
        ("452 4.3.1 disk full", NotTaken(code="smtp-452-4.3.1", wait=2.0)),
        ("250 2.0.0 taken", NotTaken(code="smtp-out-of-step", wait=2.0)),
    ],
)
def test_an_answer_before_the_dot_is_never_taken_for_the_answer_to_it(connect, early, outcome):
    """The fence stands between body and dot: while it thinks, the early words arrive."""
    asked = []

    def slow_fence():
        asked.append(time.sleep(0.1))
        return True

    with SmtpSink(rules=[f"body:1:early {early}"]) as sink:
        transport = connect(sink)
        assert transport.hand_over(one(), fence=slow_fence) == outcome
        assert transport.hand_over(one(2), fence=is_open) == Accepted()
    assert sink.deliveries == ["c1-2"]


def test_a_connection_lost_in_the_middle_of_the_message_takes_nothing(connect):
    content = Plain(html="<p>NAME</p>\n" * 500_000)
    with SmtpSink(rules=["body:1:drop"], size=False) as sink:
        transport = connect(sink)
        assert transport.hand_over(one(content=content), fence=is_open).code == "smtp-connection-lost"
    assert sink.messages == []


def test_pauses_grow_while_nothing_is_taken_and_stay_below_a_minute(connect):
    with SmtpSink(rules=["rcpt:*:450 4.2.0 busy"]) as sink:
        transport = connect(sink)
        assert [outcome.wait for outcome in outcomes(transport, 8)] == [2, 4, 8, 16, 32, 60, 60, 60]
    assert sink.connections == 1


# --- time ---


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail", "rcpt", "data"])
@pytest.mark.parametrize("manner", ["hang", "drip"])
def test_a_slow_server_costs_a_bounded_time(connect, step, manner):
    with SmtpSink(rules=[f"{step}:*:{manner}"]) as sink:
        transport = connect(sink, timeout=0.15)
        start = time.monotonic()
        outcome = transport.hand_over(one(), fence=is_open)
        assert time.monotonic() - start < 1.0
        assert isinstance(outcome, NotTaken | Halt)
        assert sink.messages == []


def test_a_server_that_talks_without_end_is_left(connect):
    with SmtpSink(rules=["greeting:1:" + "220-x\r\n" * 500 + "220 x"]) as sink:
        assert isinstance(connect(sink).hand_over(one(), fence=is_open), NotTaken)
    with SmtpSink(rules=["greeting:1:" + "2" * 100_000]) as sink:
        assert isinstance(connect(sink).hand_over(one(), fence=is_open), Halt)


# --- the fence ---


def test_the_fence_is_asked_once_when_all_but_the_dot_is_written(connect):
    """Whoever is killed before that has committed nothing, and nobody is in doubt."""
    said = []

    def fence():
        wait_until(lambda: re.fullmatch("--.+--", sink.last_line), seconds=5)  # the end of the last part
        said.append(list(sink.commands))
        return True

    with SmtpSink() as sink:
        transport = connect(sink)
        assert transport.hand_over(one(), fence=fence) == Accepted()
        assert said == [["EHLO", "MAIL", "RCPT", "DATA"]]
        sink.hang_up()
        sink.last_line = ""
        assert transport.hand_over(one(2), fence=fence) == Accepted()
    assert len(said) == 2
    assert sink.connections == 2


def test_behind_a_closed_fence_nothing_arrives(connect):
    with SmtpSink() as sink:
        transport = connect(sink)
        assert transport.hand_over(one(), fence=lambda: False) == NotTaken(code="fence", fenced=True)
        assert transport.hand_over(one(2), fence=is_open) == Accepted()
    assert sink.deliveries == ["c1-2"]
    assert sink.connections == 2


def test_an_interrupted_message_never_becomes_part_of_the_next(connect):
    """Else the first recipient would read the second one's address."""

    def interrupt():
        raise KeyboardInterrupt

    with SmtpSink() as sink:
        transport = connect(sink)
        with pytest.raises(KeyboardInterrupt):
            transport.hand_over(one(), fence=interrupt)
        assert transport.hand_over(one(2), fence=is_open) == Accepted()
    assert [(taken.recipient, taken.message.count("MAIL FROM")) for taken in sink.messages] == [
        ("reader2@example.org", 0)
    ]


# --- encryption and log-in ---


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """(context of a server for 127.0.0.1, context of a client that trusts its authority)"""
    folder = tmp_path_factory.mktemp("tls")
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    names = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test authority", "sink")
    ]

    def certificate(subject, key, *extensions):
        today = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder(names[0], subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(today - timedelta(days=1))
            .not_valid_after(today + timedelta(days=1))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(root_key, SHA256()).public_bytes(serialization.Encoding.PEM)

    root = certificate(
        names[0], root_key, x509.BasicConstraints(ca=True, path_length=None),
        x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()),
    )  # fmt: skip
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + certificate(names[1], key, address))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    client = ssl.create_default_context(cadata=root.decode())
    return server, client


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("auth", ["PLAIN LOGIN", "LOGIN", "plain"])
def test_encrypted_and_logged_in_many_messages_use_one_connection(connect, authority, tls, auth):
    server, client = authority
    with SmtpSink(tls=tls, context=server, password=("branch", PASSWORD), auth=auth) as sink:
        transport = connect(sink, ssl_context=client, username="branch", password=PASSWORD)
        assert outcomes(transport, 5) == [Accepted()] * 5
        sink.hang_up()
        assert outcomes(transport, 2) == [Accepted()] * 2
    assert sink.connections == 2
    assert sink.commands.count("AUTH") == 2


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_that_nobody_vouches_for_stops_the_campaign(connect, authority, tls):
    server, _ = authority
    with SmtpSink(tls=tls, context=server, password=("branch", PASSWORD)) as sink:
        outcome = connect(sink, username="branch", password=PASSWORD).hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert outcome.code == "smtp-certificate"
    assert not {"AUTH", "MAIL"} & set(sink.commands)


def test_a_certificate_for_another_name_stops_the_campaign(connect, authority):
    server, client = authority
    with SmtpSink(tls="implicit", context=server) as sink:
        outcome = connect(sink, host="localhost", ssl_context=client).hand_over(one(), fence=is_open)
    assert (type(outcome), outcome.code) == (Halt, "smtp-certificate")


@pytest.mark.parametrize("rule", ["ehlo:1:250 sink", "starttls:1:502 5.5.1 not today"])
def test_without_encryption_nothing_is_said_on_not_even_to_this_machine(connect, authority, rule):
    server, client = authority
    with SmtpSink(tls="starttls", context=server, rules=[rule]) as sink:
        outcome = connect(sink, ssl_context=client).hand_over(one(), fence=is_open)
    assert (type(outcome), outcome.code) == (Halt, "smtp-tls")
    assert "MAIL" not in sink.commands


def test_words_slipped_in_before_the_encryption_are_not_believed(connect, authority):
    server, client = authority
    with SmtpSink(tls="starttls", context=server, rules=["starttls:1:inject 250 AUTH PLAIN"]) as sink:
        outcome = connect(sink, ssl_context=client).hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert "MAIL" not in sink.commands


def test_a_plain_server_behind_implicit_tls_is_told_apart(connect):
    with SmtpSink() as sink:
        outcome = connect(sink, tls="implicit").hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert "465" in outcome.remedy


@pytest.mark.parametrize("auth", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_wrong_password_stops_the_campaign_and_is_never_shown(connect, auth):
    with SmtpSink(password=("branch", "another"), auth=auth) as sink:
        transport = connect(sink, username="branch", password=PASSWORD)
        outcome = transport.hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert outcome.code == "smtp-login"
    assert "newsletter secret set smtp" in outcome.remedy
    assert PASSWORD not in f"{outcome!r}{transport!r}{transport.__class__!r}"
    assert sink.messages == []


def test_a_log_in_that_is_put_off_is_tried_again_later(connect):
    with SmtpSink(password=("branch", PASSWORD), rules=["auth:1:454 4.7.0 later"]) as sink:
        transport = connect(sink, username="branch", password=PASSWORD)
        assert transport.hand_over(one(), fence=is_open) == NotTaken(code="smtp-454-4.7.0", wait=30)
        assert transport.hand_over(one(), fence=is_open) == Accepted()


def test_a_password_appears_in_no_debug_output(connect, capfd):
    with SmtpSink(password=("branch", PASSWORD)) as sink:
        transport = connect(sink, username="branch", password=PASSWORD)
        outcomes(transport, 1)
        assert not hasattr(transport._wire, "password")
    assert capfd.readouterr() == ("", "")


# --- what never gets as far as a server ---


@pytest.mark.parametrize(
    "changes",
    [
        {"tls": "none", "host": "mail.example.org"},
        {"tls": "ssl"},
        {"host": ""},
        {"username": "branch", "password": ""},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(changes):
    with pytest.raises(SettingsError):
        SmtpTransport(**({"host": "127.0.0.1", "port": 25, "tls": "starttls"} | changes))


def test_a_server_that_is_not_there_stops_the_campaign_in_plain_words(connect):
    with SmtpSink() as sink:
        pass
    outcome = connect(sink).hand_over(one(), fence=is_open)
    assert isinstance(outcome, Halt)
    assert outcome.code == "smtp-unreachable"
    assert "cannot be reached" in outcome.message
    assert "connection" in outcome.remedy


def test_a_server_that_was_there_and_went_is_waited_for(connect):
    with SmtpSink() as sink:
        transport = connect(sink)
        assert outcomes(transport, 1) == [Accepted()]
    assert transport.hand_over(one(2), fence=is_open) == NotTaken(code="smtp-unreachable", wait=2)


def test_a_message_that_cannot_be_built_opens_no_connection(connect):
    with SmtpSink() as sink:
        transport = connect(sink)
        bad = make_parcel(envelopes=(make_envelope(1, address="ä@example.org"),))
        assert transport.hand_over(bad, fence=is_open) == SomeRefused(refused={0: "bad-delivery-header"})
        outcome = transport.hand_over(one(sender=make_sender(name="a\nb")), fence=is_open)
        assert (type(outcome), outcome.code) == (Halt, "bad-sender-header")
        with pytest.raises(TransportError):
            transport.hand_over(make_parcel(2), fence=is_open)
    assert sink.connections == 0


# --- the sinks ---


def test_a_server_that_others_wrote_understands_us_too(connect, authority):
    """aiosmtpd, with STARTTLS required, a log-in required, and strict about bare line ends."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
            return "250 2.0.0 taken"

    def authenticate(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=(given.login, given.password) == (b"branch", PASSWORD.encode()))

    taken = []
    server, client = authority
    controller = Controller(
        Handler(), hostname="127.0.0.1", port=0, tls_context=server, require_starttls=True,
        authenticator=authenticate, auth_required=True,
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as probe:
        controller.port = probe.getsockname()[1]
    controller.start()
    try:
        transport = SmtpTransport(
            host="127.0.0.1", port=controller.port, tls="starttls", username="branch", password=PASSWORD,
            ssl_context=client, timeout=5.0,
        )  # fmt: skip
        assert outcomes(transport, 3) == [Accepted()] * 3
        transport.close()
    finally:
        controller.stop()
    assert [recipients for _, recipients, _ in taken] == [[f"reader{n}@example.org"] for n in (1, 2, 3)]
    assert all(content.count(b"\n") == content.count(b"\r\n") for _, _, content in taken)


def test_the_sink_as_a_process_has_a_message_on_the_disk_before_it_answers(tmp_path):
    record = tmp_path / "record"
    command = [sys.executable, "-m", "tests.smtp_sink", "--record", str(record), "--rule", "dot:2:drop"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline().split()[1])
        transport = SmtpTransport(host="127.0.0.1", port=port, tls="none", timeout=5)
        assert outcomes(transport, 2) == [Accepted(), Unknown(code="smtp-no-answer")]
    finally:
        process.kill()
        process.communicate()
    transport.close()
    assert [json.loads(line)["delivery"] for line in record.read_text().splitlines()] == ["c1-1", "c1-2"]


def test_several_threads_have_a_connection_each():
    def work(start):
        transport = SmtpTransport(host="127.0.0.1", port=sink.port, tls="none", timeout=5)
        found.extend(transport.hand_over(one(start + n), fence=is_open) for n in range(20))
        transport.close()

    found = []
    with SmtpSink() as sink:
        threads = [threading.Thread(target=work, args=(number * 100,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [Accepted()] * 80
    assert len(set(sink.deliveries)) == 80
    assert sink.connections == 4
