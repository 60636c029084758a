"""The way to a database server: refused where others could read along, and never shown."""

import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from subscribers import server
from subscribers.database import open_postgres
from subscribers.errors import DatabaseError
from tests.test_transports_sendgrid_line import certificate

pytest.importorskip("psycopg", reason="the driver is an extra")

SECRET = "geheim"


def code_of(url: str) -> str:
    with pytest.raises(DatabaseError) as caught:
        server.parameters(url)
    return caught.value.code


@pytest.mark.parametrize(
    ("rest", "mode"),
    [
        ("db.example.org/list", "verify-full"),
        ("db.example.org/list?sslmode=verify-full", "verify-full"),
        ("db.example.org/list?sslmode=verify-ca", "verify-ca"),
        ("db.example.org/list?sslmode=require", "require"),
        ("192.0.2.7/list", "verify-full"),
        ("[2001:db8::1]/list", "verify-full"),
        ("127.0.0.1,db.example.org/list", "verify-full"),
        ("localhost/list?hostaddr=192.0.2.7", "verify-full"),
        ("localhost.example.org/list", "verify-full"),
        ("localhost/list", "prefer"),
        ("localhost/list?sslmode=disable", "disable"),
        ("127.0.0.1/list", "prefer"),
        ("[::1]/list", "prefer"),
        ("/list", "prefer"),
        ("/list?host=/run/postgresql", "prefer"),
    ],
)
def test_off_this_machine_the_server_must_prove_who_it_is(rest: str, mode: str) -> None:
    """Unless the address says expressly that encryption without a proof will do."""
    assert server.parameters(f"postgresql://ana:{SECRET}@{rest}")["sslmode"] == mode


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
@pytest.mark.parametrize("host", ["db.example.org", "192.0.2.7", "127.0.0.1,192.0.2.7"])
def test_off_this_machine_nothing_is_said_in_the_clear(mode: str, host: str) -> None:
    assert code_of(f"postgresql://ana:{SECRET}@{host}/list?sslmode={mode}") == "database-not-safe"


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://ana:{SECRET}@db.example.org/list",
        f"host=db.example.org password={SECRET}",
        f"postgresql://ana:{SECRET}@/list?service=other",
        f"postgresql://ana:{SECRET}@[::1/list",
        f"postgresql://ana:ge%zz{SECRET}@db.example.org/list",
        f"postgresql://ana:{SECRET}@db.example.org/list?nonsense=1",
        f"postgresql://ana:{SECRET}@127.0.0.1:abc/list",
        f"postgresql://ana:{SECRET}@127.0.0.1:99999/list",
        f"postgresql://ana:{SECRET}@127.0.0.1:1/list?sslmode=nonsense",
        f"postgresql://ana:{SECRET}@{'a' * 70}.org/list",
    ],
)
def test_an_address_that_cannot_be_understood_is_told_without_a_word_of_it(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_postgres(url)
    assert caught.value.code == "database-url"
    told = f"{caught.value} {caught.value.remedy} {caught.value!r}"
    for part in (SECRET, "ana", "example.org", "nonsense"):
        assert part not in told


def test_no_variable_of_the_driver_leads_elsewhere(postgres_url: str, monkeypatch) -> None:
    """A forgotten PGHOSTADDR must not bring the list to a stranger."""
    for name, value in {
        "PGHOST": "192.0.2.7", "PGHOSTADDR": "192.0.2.7", "PGSSLMODE": "verify-full", "PGCLIENTENCODING": "latin1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with open_postgres(postgres_url) as database:
        assert not database.is_locked(1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('connection failed: FATAL:  password authentication failed for user "ana"', "database-login"),
        ('connection failed: FATAL:  database "list" does not exist', "database-login"),
        ('FATAL:  no pg_hba.conf entry for host "192.0.2.7", SSL off', "database-login"),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »ana« fehlgeschlagen", "database-login"),
        ("FATAL:  sorry, too many clients already", "database-busy"),
        ("FATAL:  remaining connection slots are reserved", "database-busy"),
        ("FATAL:  the database system is starting up", "database-unreachable"),
        ("server does not support SSL, but SSL was required", "database-tls"),
        ('server certificate for "a" does not match host name "b"', "database-tls"),
        ('root certificate file "/home/ana/.postgresql/root.crt" does not exist', "database-tls"),
        ("SSL error: certificate verify failed", "database-tls"),
        ("SSL SYSCALL error: EOF detected", "database-unreachable"),
        ("failed to resolve host 'db.invalid': Name or service not known", "database-unreachable"),
        ("connection timeout expired", "database-unreachable"),
    ],
)
def test_a_connection_that_did_not_come_about_is_told_by_its_cause(text: str, code: str) -> None:
    found, message, remedy = server.log_in_fault(text)
    assert found == code
    for part in ("ana", "192.0.2.7", "invalid", "home"):
        assert part not in message + remedy


# --- a server that does no more than encrypt and refuse the log-in ---


_REFUSAL = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"


@contextlib.contextmanager
def doorman(context) -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and what was said to it after the question for encryption."""
    heard: list[bytes] = []

    def answer(line: socket.socket) -> None:
        line.settimeout(5)
        with line, contextlib.suppress(OSError):
            if line.recv(8) != struct.pack("!II", 8, 80877103):
                heard.append(b"no question")
                return
            line.sendall(b"S" if context else b"N")
            inner = context.wrap_socket(line, server_side=True) if context else line
            with inner:
                if said := inner.recv(4096):
                    heard.append(said)
                    inner.sendall(b"E" + struct.pack("!I", len(_REFUSAL) + 4) + _REFUSAL)

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                answer(listener.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="a listening socket is ended otherwise there")
@pytest.mark.parametrize(
    ("name", "mode", "trusted", "code"),
    [
        ("127.0.0.1", "verify-full", True, "database-login"),
        ("192.0.2.7", "verify-full", True, "database-tls"),
        ("127.0.0.1", "verify-full", False, "database-tls"),
        ("192.0.2.7", "require", False, "database-login"),
        ("", "verify-full", True, "database-tls"),
        ("", "require", False, "database-tls"),
    ],
)
def test_a_stranger_gets_neither_user_nor_password(
    tmp_path: Path, name: str, mode: str, trusted: bool, code: str
) -> None:
    """A certificate for another name, of an unknown authority, or none at all ("")."""
    mine = certificate(name or "127.0.0.1", tmp_path / "mine")
    certificate("127.0.0.1", tmp_path / "other")
    root = f"&sslrootcert={tmp_path / ('mine' if trusted else 'other')}" if mode == "verify-full" else ""
    with doorman(mine if name else None) as (port, heard), pytest.raises(DatabaseError) as caught:
        open_postgres(f"postgresql://ana:{SECRET}@127.0.0.1:{port}/list?sslmode={mode}{root}")
    assert caught.value.code == code
    assert bool(heard) is (code == "database-login")
    assert not any(SECRET.encode() in said for said in heard)
