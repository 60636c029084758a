"""The address of a PostgreSQL server: understood, and refused where the way to it is not safe.

Promises: off this machine nothing is said in the clear, not even the log-in; what the address leaves open is decided
here and by no variable of libpq (PGHOST and its kin); the address, which holds a password, stands in no error.
"""

import ipaddress

from subscribers.errors import DatabaseError

#: The newest modes of libpq come last; the first three let whoever stands in the way read along.
_OPEN_MODES = ("disable", "allow", "prefer")
_USUAL_MODE = "verify-full"
#: So long a connection may take, in seconds, unless the address says otherwise.
_PATIENCE = "10"
#: The server lets a transaction go whose program stands still, so that the others can go on, and a connection whose
#: machine is gone. Keep-alives mean nothing on a socket of this machine, and do no harm there.
SESSION = (
    "SET client_min_messages = error",
    "SET synchronous_commit = on",  # whatever the operator has set as usual: what is committed must be kept
    "SET idle_session_timeout = 0",  # a campaign may have to wait for hours
    "SET idle_in_transaction_session_timeout = '60s'",
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)
#: The oldest version with all of these.
OLDEST = 140000


def parameters(url: str) -> dict[str, str]:
    """What libpq is told. Raises DatabaseError `database-url` and `database-not-safe`, without a word of `url`."""
    given = _taken_apart(url)
    if "service" in given:
        # It would bring a host and modes that nobody has looked at.
        raise _not_understood()
    # What is not given is said to be empty: libpq would take it from the environment else.
    fixed = {"host": "", "hostaddr": "", "client_encoding": "utf8", "application_name": "newsletter"}
    usual = {"connect_timeout": _PATIENCE, "keepalives_idle": "30", "keepalives_interval": "10"}
    return usual | given | {key: given.get(key, value) for key, value in fixed.items()} | _protection(given)


def is_here(host: str) -> bool:
    """Whether a host of the address is this very machine: a socket, or the loopback."""
    plain = host.strip("[]")
    if not plain or plain.startswith(("/", "@")) or plain == "localhost":
        return True
    try:
        return ipaddress.ip_address(plain).is_loopback
    except ValueError:
        return False


def log_in_fault(text: str) -> tuple[str, str, str]:
    """Code, message and remedy for a connection that did not come about.

    It has no SQLSTATE; libpq's text, which names host and user, is looked at and not passed on.
    """
    for signs, fault in _LOG_IN_FAULTS:
        if any(sign in text for sign in signs):
            return fault
    return _UNREACHABLE


def _taken_apart(url: str) -> dict[str, str]:
    from psycopg import ProgrammingError  # noqa: PLC0415 150 ms that only a workspace on a server should pay
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 the same

    if not url.startswith(("postgresql://", "postgres://")):
        raise _not_understood()
    try:
        return {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except (ProgrammingError, UnicodeError):
        raise _not_understood() from None


def _protection(given: dict[str, str]) -> dict[str, str]:
    hosts = f"{given.get('host', '')},{given.get('hostaddr', '')}".split(",")
    if all(is_here(host) for host in hosts):
        return {"sslmode": given.get("sslmode", "prefer")}
    mode = given.get("sslmode", _USUAL_MODE)
    if mode in _OPEN_MODES:
        raise DatabaseError(
            f"The database server is on another machine, and sslmode={mode} would let others read along.",
            remedy="Write ?sslmode=verify-full at the end of NEWSLETTER_DATABASE_URL: docs/postgresql.md.",
            code="database-not-safe",
        )
    # Where Kerberos encrypts, libpq asks for no certificate.
    return {"sslmode": mode, "gssencmode": "disable"}


def _not_understood() -> DatabaseError:
    code, message, remedy = _URL
    return DatabaseError(message, remedy=remedy, code=code)


_URL = (
    "database-url",
    "The address of the database server cannot be understood.",
    "Write it as postgresql://user:password@host/database in NEWSLETTER_DATABASE_URL.",
)
_UNREACHABLE = (
    "database-unreachable",
    "The database server does not answer.",
    "Check that it runs and that the address in NEWSLETTER_DATABASE_URL is right.",
)
_LOGIN = (
    "database-login",
    "The database server refused the log-in.",
    "Check user name, password and database name in NEWSLETTER_DATABASE_URL.",
)
_FULL_UP = (
    "database-busy",
    "The database server has no connection left.",
    "Wait a moment and run it again, or have its operator allow more.",
)
_TLS = (
    "database-tls",
    "The database server could not prove who it is, or does not encrypt. No password was sent.",
    "Add &sslrootcert=FILE, and name the host as its certificate does: docs/postgresql.md.",
)
#: Signs in libpq's text; the first that fits counts. A server may speak another language, but "FATAL" it says in most.
_LOG_IN_FAULTS = (
    (("too many clients", "too many connections", "connection slots"), _FULL_UP),
    (("starting up", "shutting down", "in recovery mode"), _UNREACHABLE),
    (("authentication failed", "no password", "pg_hba.conf", "not permitted"), _LOGIN),
    ((" certificate", "certificate ", "SSL error", "support SSL"), _TLS),
    (("FATAL", "does not exist"), _LOGIN),
    (("invalid: ", "invalid port", "invalid integer", "invalid sslmode", "invalid connection option"), _URL),
)
