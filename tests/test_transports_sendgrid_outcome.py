"""The outcome table: what every answer of SendGrid means for the parcel."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_http_client import exceptions

from newsletter.transports.base import (
    Accepted,
    Halt,
    Indivisible,
    NotTaken,
    Outcome,
    SomeRefused,
    Unknown,
)
from newsletter.transports.sendgrid.outcome import LEAST_WAIT, MOST_WAIT, USUAL_WAIT, Reply, judge

NOW = 1_800_000_000.0
DATE = "Fri, 15 Jan 2027 08:00:00 GMT"  # the same moment


def outcome(
    status: int, *errors: tuple[str | None, str], body: bytes | None = None, **headers: str
) -> Outcome:
    said = [{"field": field, "message": message, "help": None} for field, message in errors]
    body = json.dumps({"errors": said}).encode() if body is None else body
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return judge(Reply(status=status, headers=names, body=body), count=10, now=NOW)


def test_only_202_is_accepted() -> None:
    accepted = [status for status in range(100, 600) if outcome(status) == Accepted()]
    assert accepted == [202]


@pytest.mark.parametrize(
    "status", [100, 101, 199, 200, 201, 204, 207, 299, 301, 302, 307, 308, 500, 502, 503, 504, 599]
)
def test_what_proves_nothing_is_unknown(status: int) -> None:
    assert outcome(status) == Unknown(code=f"status-{status}")


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "key-refused"), (403, "forbidden"), (404, "wrong-host"), (405, "wrong-host")],
)
def test_what_no_other_parcel_would_survive_stops_the_campaign(status: int, code: str) -> None:
    halt = outcome(status, (None, "Bad address: quoted@example.org"))
    assert isinstance(halt, Halt)
    assert halt.code == code
    assert halt.message.endswith(".")
    assert halt.remedy.endswith("resume.")
    assert "quoted" not in halt.message + halt.remedy


def test_a_wrong_key_comes_with_the_command_that_mends_it() -> None:
    halt = outcome(401)
    assert isinstance(halt, Halt)
    assert "newsletter secret set sendgrid" in halt.remedy


@pytest.mark.parametrize("status", [400, 401, 403, 413, 429])
def test_used_up_credits_stop_the_campaign_whatever_the_refusal(status: int) -> None:
    halt = outcome(status, (None, "Maximum Credits Exceeded"))
    assert isinstance(halt, Halt)
    assert halt.code == "credits-exceeded"


def test_words_about_credits_do_not_turn_a_202_into_a_refusal() -> None:
    assert outcome(503, (None, "maximum credits exceeded")) == Unknown(code="status-503")
    assert outcome(202, (None, "maximum credits exceeded")) == Accepted()


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, USUAL_WAIT),
        ({"x_ratelimit_reset": "7"}, 7),
        ({"x_ratelimit_reset": "0"}, LEAST_WAIT),
        ({"x_ratelimit_reset": "999999"}, MOST_WAIT),
        ({"x_ratelimit_reset": str(int(NOW) + 42)}, 42),
        ({"x_ratelimit_reset": str(int(NOW) - 42)}, LEAST_WAIT),
        ({"x_ratelimit_reset": str(int(NOW) + 9000)}, MOST_WAIT),
        ({"x_ratelimit_reset": "9" * 5000}, USUAL_WAIT),
        ({"x_ratelimit_reset": "-5"}, USUAL_WAIT),
        ({"x_ratelimit_reset": "nan"}, USUAL_WAIT),
        ({"x_ratelimit_reset": "soon"}, USUAL_WAIT),
    ],
)
@pytest.mark.parametrize("date", [{}, {"date": DATE}, {"date": "yesterday"}])
def test_too_many_requests_waits_as_told_within_bounds(
    headers: dict[str, str], wait: float, date: dict[str, str]
) -> None:
    assert outcome(429, **headers, **date) == NotTaken(code="too-many-requests", wait=wait)


@pytest.mark.parametrize(("left", "wait"), [("0", 7), ("1", 0), ("", 0), ("none", 0), ("-0", 0)])
def test_the_last_request_of_a_minute_is_accepted_and_the_next_one_waits(left: str, wait: float) -> None:
    assert outcome(202, x_ratelimit_remaining=left, x_ratelimit_reset="7") == Accepted(wait=wait)


def test_the_wait_is_measured_by_the_servers_clock() -> None:
    late = "Fri, 15 Jan 2027 08:01:00 GMT"
    assert outcome(429, x_ratelimit_reset=str(int(NOW) + 90), date=late) == NotTaken(
        code="too-many-requests", wait=30
    )


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        (["personalizations.3.to"], {3: "address-refused"}),
        (["personalizations.0.to.0.email", "personalizations.9.to"], {0: "address-refused", 9: "address-refused"}),
        (["personalizations[4].to"], {4: "address-refused"}),
        (["personalizations.5.substitutions"], {5: "values-refused"}),
        (["personalizations.5"], {5: "refused-by-provider"}),
        (["personalizations.3.to", "from.email", None], {3: "address-refused"}),
        (["personalizations.3.to", "personalizations.10.to"], {3: "address-refused"}),
    ],
)  # fmt: skip
def test_a_400_refuses_those_it_names(fields: list[str | None], refused: dict[int, str]) -> None:
    errors = [(field, "Does not contain a valid address.") for field in fields]
    assert outcome(400, *errors) == SomeRefused(refused=refused)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bad Request</html>",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b"[]",
        b"7",
        b'{"errors": null}',
        b'{"errors": {"field": "personalizations.1"}}',
        b'{"errors": [null, 1, "x", {"field": 7}, {"field": null}, {}]}',
        b'{"errors": [{"field": "personalizations"}]}',
        b'{"errors": [{"field": "from.email"}]}',
        b'{"errors": [{"field": "personalizations.10.to"}]}',
        b'{"errors": [{"field": "personalizations.-1.to"}]}',
        b'{"errors": [{"field": "personalizations.99999999999999999999.to"}]}',
        b'{"errors": [{"field": "x.personalizations.1.to"}]}',
        '{"errors": [{"field": "personalizations.\u0663.to"}]}'.encode(),
    ],
)
def test_a_400_that_names_nobody_of_ours_is_indivisible(body: bytes) -> None:
    assert outcome(400, body=body) == Indivisible(code="bad-request")


def test_a_413_is_indivisible() -> None:
    assert outcome(413) == Indivisible(code="too-large")


def test_every_error_that_the_stock_client_knows_has_its_row() -> None:
    rows = {
        "BadRequestsError": Indivisible,
        "UnauthorizedError": Halt,
        "ForbiddenError": Halt,
        "NotFoundError": Halt,
        "MethodNotAllowedError": Halt,
        "PayloadTooLargeError": Indivisible,
        "UnsupportedMediaTypeError": Unknown,
        "TooManyRequestsError": NotTaken,
        "InternalServerError": Unknown,
        "ServiceUnavailableError": Unknown,
        "GatewayTimeoutError": Unknown,
    }
    kinds = {kind.__name__: status for status, kind in exceptions.err_dict.items()}
    assert {name: type(outcome(status)) for name, status in kinds.items()} == rows


@given(
    status=st.integers(100, 599),
    body=st.binary() | st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ).map(lambda tree: json.dumps({"errors": tree}).encode()),
    reset=st.text(),
)  # fmt: skip
def test_no_answer_whatsoever_raises(status: int, body: bytes, reset: str) -> None:
    result = outcome(status, body=body, x_ratelimit_reset=reset, date=reset)
    assert isinstance(result, Outcome)


def test_an_answer_does_not_show_its_body() -> None:
    assert "quoted" not in repr(Reply(status=400, body=b"quoted@example.org", headers={"x": "quoted"}))
