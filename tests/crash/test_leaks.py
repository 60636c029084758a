"""The search for what must not be told finds it wherever it stands; else it would say nothing that it finds none."""

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.crash import leaks
from tests.crash.post_office import KEY
from tests.crash.template import ROOT_KEY

#: A request as the provider sees one: people stand where mail needs them, and nowhere else.
REQUEST: dict[str, Any] = {
    "endpoint": "send",
    "method": "POST",
    "target": "/v3/mail/send",
    "headers": {"authorization": f"Bearer {KEY}", "user-agent": "newsletter"},
    "body": {
        "subject": "October",
        "custom_args": {"nl_campaign": "c1"},
        "categories": ["newsletter"],
        "personalizations": [
            {
                "to": [{"email": "person7@example.org", "name": "Name7ofnobody"}],
                "custom_args": {"nl_delivery": "c1-7"},
                "substitutions": {"-name-": "Name7ofnobody"},
            }
        ],
    },
}


def planted(path: str, value: Any) -> dict[str, Any]:
    request = copy.deepcopy(REQUEST)
    *way, last = path.split(".")
    place: Any = request
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return request


def test_what_mail_needs_is_no_leak() -> None:
    assert list(leaks.sent([REQUEST])) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("body.subject", "for person7@example.org"),
        ("body.custom_args", {"nl_person": "person7%40example.org"}),
        ("body.categories", ["Name7ofnobody"]),
        ("body.personalizations.0.custom_args", {"who": "Name7ofnobody"}),
        ("body.personalizations.0.subject", "Dear Name7ofnobody"),
        ("target", "/v3/suppression/bounces/person7@example.org"),
        ("headers.user-agent", f"newsletter {KEY[3:]}"),
        ("headers.x-note", ROOT_KEY),
        ("headers.authorization", "Bearer SG.of-somebody-else"),
    ],
)
def test_a_person_or_a_key_in_any_other_place_of_a_request_is_found(path: str, value: Any) -> None:
    assert len(list(leaks.sent([planted(path, value)]))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "WARNING 400 for PERSON12@example.org",
        "Traceback: KeyError: 'Name12ofnobody'",
        "quoted@example.org is not known",
        f"export SENDGRID_API_KEY={KEY}",
        f"root key {ROOT_KEY.upper()}",
    ],
)
def test_it_is_found_in_what_was_printed_and_repeated_no_further(tmp_path: Path, line: str) -> None:
    (tmp_path / "err").write_bytes(b"\0\xff not text\n" + line.encode() + b"\nall is well\n")
    (tmp_path / "out").write_text("3 of 3 accepted\n")
    [found] = leaks.told(sorted(tmp_path.iterdir()))
    assert found.startswith("err: ")
    assert len(found.partition("…")[0]) <= len("err: ") + 8
