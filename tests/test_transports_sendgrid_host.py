"""Only SendGrid, this machine, or a host that newsletter.toml names gets key and list."""

import pytest

from newsletter.errors import SettingsError
from newsletter.settings import SendGrid
from newsletter.transports.sendgrid.host import Host, resolve_host

RELAY = SendGrid(allowed_hosts=("https://relay.example.org",))


@pytest.mark.parametrize(
    ("settings", "named", "expected"),
    [
        (SendGrid(), "", Host("https://api.sendgrid.com", is_real=True)),
        (SendGrid(region="eu"), "", Host("https://api.eu.sendgrid.com", is_real=True)),
        (SendGrid(), "https://api.eu.sendgrid.com", Host("https://api.eu.sendgrid.com", is_real=True)),
        (SendGrid(), "HTTPS://API.SendGrid.com:443/", Host("https://api.sendgrid.com", is_real=True)),
        (SendGrid(), "http://127.0.0.1:8025", Host("http://127.0.0.1:8025", is_real=False)),
        (SendGrid(), "https://localhost:8443", Host("https://localhost:8443", is_real=False)),
        (SendGrid(), "http://[::1]:8025", Host("http://[::1]:8025", is_real=False)),
        (RELAY, "https://relay.example.org", Host("https://relay.example.org", is_real=False)),
        (RELAY, "https://Relay.Example.org:443/", Host("https://relay.example.org", is_real=False)),
    ],
)
def test_a_host_is_real_a_drill_or_named_in_the_settings(
    settings: SendGrid, named: str, expected: Host
) -> None:
    assert expected == resolve_host(settings, named)


@pytest.mark.parametrize(
    "named",
    [
        "https://evil.example",
        "http://relay.example.org",
        "https://relay.example.org:8443",
        "http://api.sendgrid.com",
        "https://api.sendgrid.com:8443",
        "https://api.sendgrid.com.evil.example",
        "https://api.sendgrid.com.",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "http://127.0.0.1.evil.example",
        "http://user:hunter2@127.0.0.1",
        "http://127.0.0.1/v3",
        "http://127.0.0.1?x=1",
        "http://127.0.0.1#x",
        "http://127.0.0.1\\@evil.example",
        "http://127.0.0.1:8025\n",
        "http://127.0.0.1\t",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:",
        "http://2130706433",
        "http://0x7f.1",
        "http://0.0.0.0",
        "ftp://127.0.0.1",
        "127.0.0.1:8025",
        "//127.0.0.1",
        "http://ⓛocalhost",
        "http://localho\u017ft",
        "https://",
        " ",
    ],
)
def test_any_other_host_is_refused_and_not_quoted(named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        resolve_host(RELAY, named)
    assert caught.value.code == "foreign-host"
    assert caught.value.remedy
    said = str(caught.value) + caught.value.remedy
    assert "evil" not in said
    assert "hunter2" not in said


def test_a_host_without_https_is_refused_even_if_the_settings_name_it() -> None:
    settings = SendGrid(allowed_hosts=("http://relay.example.org",))
    with pytest.raises(SettingsError):
        resolve_host(settings, "http://relay.example.org")
