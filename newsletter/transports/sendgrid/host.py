"""Which host gets key and list: SendGrid's own, this machine for a drill, or one that newsletter.toml names.

A variable left over from yesterday must never hand them to a stranger, so all else is refused. The refused text is
not repeated in the error: it may hold a password.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsletter.errors import SettingsError
from newsletter.settings import SendGrid, is_loopback

VARIABLE = "NEWSLETTER_SENDGRID_HOST"
_OFFICIAL = {"global": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
#: Scheme, name or address, port: no room for a user, a path, a query or the letters that URL parsers disagree about.
_SHAPE = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?/?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Host:
    """Where requests go. Only a campaign through a real host reaches anybody; all others are drills."""

    url: str
    is_real: bool


def resolve_host(settings: SendGrid, named: str = "") -> Host:
    """The host to use; `named` is the value of NEWSLETTER_SENDGRID_HOST, "" where it is not set."""
    if not named:
        return Host(_OFFICIAL[settings.region], is_real=True)
    url = _normal(named)
    if url in _OFFICIAL.values():
        return Host(url, is_real=True)
    if is_loopback(urlsplit(url).hostname or ""):
        return Host(url, is_real=False)
    if url.startswith("https://") and url in {_normal(host) for host in settings.allowed_hosts}:
        return Host(url, is_real=False)
    raise SettingsError(
        f"{VARIABLE} names a host that is neither SendGrid's nor this machine.",
        remedy=f"Unset {VARIABLE}. If you meant it, begin it with https:// and name the same host in "
        "newsletter.toml: [sendgrid] allowed_hosts",
        code="foreign-host",
    )


def _normal(text: str) -> str:
    """A host as scheme://name[:port], in small letters and without the port that the scheme means anyway."""
    if not _SHAPE.fullmatch(text):
        raise _malformed()
    parts = urlsplit(text.lower())
    try:
        port = parts.port
    except ValueError as error:
        raise _malformed() from error
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + ("" if port in (None, usual) else f":{port}")


def _malformed() -> SettingsError:
    return SettingsError(
        "The address of the SendGrid host cannot be used: it may hold a scheme, a name and a port, and nothing else.",
        remedy=f"Write {VARIABLE} (and allowed_hosts in newsletter.toml) like https://relay.example.org",
        code="foreign-host",
    )
