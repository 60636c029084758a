"""`newsletter doctor`: each thing that would stop or harm a campaign is found, named, and has a remedy."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from newsletter.rehearsal.provider import ENDPOINTS
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.sending.premises import Premises, received
from tests.command import Desk, Done
from tests.name_server import LocalNames, closed_port
from tests.post import KEY, Post
from tests.smtp_sink import SmtpSink

EVERYTHING = {each.scope for each in ENDPOINTS if each.scope}
DOMAINS, SENDERS = "/v3/whitelabel/domains", "/v3/verified_senders"
#: In the order in which they are said.
PLACE = ["root-key", "database", "database-file", "folder", "disk"]
ACCOUNT = [
    "key", "region", "clock", "scopes", "erasing", "sender", "tracking", "mail-settings", "group", "credits",
    "suppressions", "slots", "logs",
]  # fmt: skip
NAMES = ["free-mail", "spf", "dkim", "dmarc", "alignment"]


@pytest.fixture(scope="module")
def key() -> str:
    """A signing key as it stands in the DNS."""
    public = generate_private_key(65537, 2048).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.fixture
def names(key: str) -> Iterator[LocalNames]:
    """A name server that knows all that a domain should have."""
    texts = {
        "em1.example.org": ["v=spf1 ip4:192.0.2.1 -all"],
        "s1._domainkey.example.org": [f"k=rsa; p={key}"],
        "s2._domainkey.example.org": [f"k=rsa; p={key}"],
        "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
    }
    with LocalNames(texts) as running:
        yield running


@pytest.fixture
def post(post: Post) -> Post:
    post.desk.add_people(3)
    return post


def lines(done: Done) -> dict[str, dict[str, str]]:
    listed = {line["id"]: line for line in done.data["lines"]}
    assert len(listed) == len(done.data["lines"])
    return listed


def wrong(done: Done) -> dict[str, str]:
    """What is a problem, and the words."""
    return {id_: line["message"] for id_, line in lines(done).items() if line["health"] == "problem"}


def test_all_is_well_and_nobody_is_mailed(post: Post, server: LocalSendGrid, names: LocalNames) -> None:
    done = post("doctor", "--resolver", names.address, "--json").ok()
    found = lines(done)
    assert list(found) == [*PLACE, *ACCOUNT, *NAMES, "premise"]
    unknown = {"root-key", "premise"}  # no sheet yet, no probe yet
    assert {id_: line["health"] for id_, line in found.items()} == {
        id_: "unknown" if id_ in unknown else "ok" for id_ in found
    }
    assert (done.data["problems"], done.data["unknown"]) == (0, 2)
    assert all(line["remedy"] for line in found.values() if line["health"] != "ok")
    asked = server.by_endpoint
    assert not asked.keys() & {"send", "preflight", "mint", "hold", "patch", "release", "erase"}
    assert set(asked.values()) - {asked["suppressions"]} == {1}, asked


def test_it_is_told_in_words(post: Post, server: LocalSendGrid, names: LocalNames) -> None:
    server.occupy(9)
    done = post("doctor", "--resolver", names.address)
    assert done.code == 3
    assert "\nok       SendGrid knows the key. [key]\n" in done.out
    assert re.search(r"\nPROBLEM  1 of the account's 10 places .* \[slots]\n         → Wait a day", done.out)
    assert re.search(r"\nunknown  Nobody has found out .* \[premise]\n         → Until then", done.out)
    assert done.out.endswith(
        "\n\n1 thing needs mending before a campaign. 2 things could not be found out.\n"
    )


def page(path: str, value: object) -> Callable[[LocalSendGrid], None]:
    return lambda server: server.account.pages.update({path: value})


def switched_on(path: str, *names: str) -> Callable[[LocalSendGrid], None]:
    return page(path, {"result": [{"name": name, "enabled": True} for name in names]})


def single_sender(server: LocalSendGrid) -> None:
    server.account.pages[DOMAINS] = []
    server.account.pages[SENDERS] = {
        "results": [{"id": 3, "from_email": "News@anytown.example.org", "verified": True}]
    }


def unlooked_at(server: LocalSendGrid) -> None:
    """The key may not have SendGrid look at the entries, and its last look found faults."""
    server.account.scopes = EVERYTHING - {"whitelabel.update"}
    server.account.pages[DOMAINS][0]["valid"] = False


FAULTY: dict[str, tuple[Callable[[LocalSendGrid], None], str, str]] = {
    "domain-unknown": (page(DOMAINS, []), "sender", "does not know anytown.example.org as yours"),
    "domain-of-others": (
        page(DOMAINS, [{"id": 4, "domain": "other.example.com", "valid": True, "dns": {}}]),
        "sender", "does not know anytown.example.org as yours",
    ),
    "single-sender": (single_sender, "sender", "Only the single address is verified"),
    "entries-wrong": (
        page(f"{DOMAINS}/1/validate", {
            "id": 1, "valid": False,
            "validation_results": {"mail_cname": {"valid": True}, "dkim1": {"valid": False}},
        }),
        "sender", "entries of example.org missing or wrong: dkim1",
    ),
    "entries-unlooked-at": (unlooked_at, "sender", "missing or wrong: as of its last look"),
    "opens": (switched_on("/v3/tracking_settings", "open"), "tracking", "opened mails are counted"),
    "clicks": (switched_on("/v3/tracking_settings", "click"), "tracking", "clicks are counted"),
    "own-links": (switched_on("/v3/tracking_settings", "subscription"), "tracking", "unsubscribe links of its own"),
    "analytics": (switched_on("/v3/tracking_settings", "google_analytics"), "tracking", "Google Analytics"),
    "footer": (switched_on("/v3/mail_settings", "footer"), "mail-settings", "a footer is added"),
    "template": (switched_on("/v3/mail_settings", "template"), "mail-settings", "put into a template"),
    "bounces-forwarded": (
        switched_on("/v3/mail_settings", "forward_bounce"), "mail-settings", "bounces are forwarded",
    ),
    "complaints-forwarded": (
        switched_on("/v3/mail_settings", "forward_spam"), "mail-settings", "complaints are forwarded",
    ),
    "whitelist": (switched_on("/v3/mail_settings", "address_whitelist"), "mail-settings", "even after they have left"),
    "no-group": (lambda server: setattr(server.account, "groups", {}), "group", "has no unsubscribe group 12345"),
    "credits": (
        page("/v3/user/credits", {"remain": 2, "total": 100, "next_reset": "2026-12-01"}),
        "credits", "2 mails are left until 2026-12-01, the list needs 3",
    ),
    "slots": (lambda server: server.occupy(8), "slots", "2 of the account's 10 places"),
    "clock-behind": (lambda server: setattr(server, "skew", 3600.0), "clock", "is 60 minutes behind SendGrid's"),
    "clock-ahead": (lambda server: setattr(server, "skew", -3600.0), "clock", "is 60 minutes ahead of SendGrid's"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_of_the_account_is_found_alone(
    post: Post, server: LocalSendGrid, names: LocalNames, fault: str
) -> None:
    spoil, id_, words = FAULTY[fault]
    spoil(server)
    done = post("doctor", "--resolver", names.address, "--json")
    found = wrong(done)
    # Without a domain of one's own mail is signed for another, which is the same fault seen from the other side.
    assert set(found) - ({"alignment", "dkim", "spf"} if id_ == "sender" else set()) == {id_}
    assert words in found[id_]
    assert lines(done)[id_]["remedy"]
    assert done.code == 3
    assert KEY not in done.out + done.err


def test_mail_signed_for_another_does_not_count(post: Post, server: LocalSendGrid, names: LocalNames) -> None:
    server.account.pages[DOMAINS] = []
    done = post("doctor", "--resolver", names.address, "--json")
    assert {"sender", "alignment"} <= set(wrong(done))
    assert "sendgrid.net" in wrong(done)["alignment"]


#: What each permission is for, as a line says it.
LACKS = {
    "mail.send": ("scopes", "problem", "send mail (mail.send)"),
    "mail.batch.create": ("scopes", "problem", "(mail.batch.create)"),
    "user.scheduled_sends.create": ("scopes", "problem", "(user.scheduled_sends.create)"),
    "user.scheduled_sends.read": ("scopes", "problem", "(user.scheduled_sends.read)"),
    "user.scheduled_sends.update": ("scopes", "problem", "(user.scheduled_sends.update)"),
    "user.scheduled_sends.delete": ("scopes", "problem", "(user.scheduled_sends.delete)"),
    "recipients.erasejob.create": ("erasing", "advice", "(recipients.erasejob.create)"),
    "suppression.read": ("suppressions", "problem", ""),
    "asm.groups.suppressions.read": ("suppressions", "problem", ""),
    "messages.read": ("logs", "problem", "may not read SendGrid's log"),
    "whitelabel.read": ("sender", "unknown", ""),
    "tracking_settings.read": ("tracking", "unknown", ""),
    "mail_settings.read": ("mail-settings", "unknown", ""),
    "asm.groups.read": ("group", "unknown", ""),
    "user.credits.read": ("credits", "unknown", ""),
}


@pytest.mark.parametrize("scope", LACKS)
def test_what_the_key_may_not_do_is_said_where_it_matters(
    post: Post, server: LocalSendGrid, names: LocalNames, scope: str
) -> None:
    server.account.scopes = EVERYTHING - {scope}
    id_, health, words = LACKS[scope]
    done = post("doctor", "--resolver", names.address, "--json")
    line = lines(done)[id_]
    assert (line["health"], words in line["message"]) == (health, True), line
    assert line["remedy"]
    assert done.code == (3 if health == "problem" else 0)


def test_a_key_that_sendgrid_does_not_know_opens_nothing(
    post: Post, server: LocalSendGrid, names: LocalNames
) -> None:
    server.account.key = "SG.another-key-of-nobody.0123456789"
    done = post("doctor", "--resolver", names.address, "--json")
    line = lines(done)["key"]
    assert line["health"] == "problem"
    assert 'region = "eu"' in line["remedy"]  # keys of the other region are unknown, too
    assert server.by_endpoint == {"scopes": 1}
    assert not set(lines(done)) & (set(ACCOUNT) - {"key"})
    assert server.account.key not in done.out
    assert KEY not in done.out + done.err


def test_without_a_key_it_says_how_to_store_one(post: Post, server: LocalSendGrid, names: LocalNames) -> None:
    asked = ("doctor", "--resolver", names.address, "--json")
    done = post.desk.here(*asked, NEWSLETTER_SENDGRID_HOST=server.url)
    line = lines(done)["key"]
    assert (done.code, line["health"]) == (3, "problem")
    assert "newsletter secret set sendgrid" in line["remedy"]


def test_who_has_stopped_answering_is_not_asked_for_ever(
    post: Post, server: LocalSendGrid, names: LocalNames
) -> None:
    gone = ("tracking_settings", "mail_settings", "group", "credits", "held", "logs", "suppressions")
    server.break_down(dict.fromkeys(gone, "request_lost"))
    done = post("doctor", "--resolver", names.address, "--json").ok()
    found = lines(done)
    assert {id_ for id_ in ACCOUNT if found[id_]["health"] == "unknown"} == {
        "tracking", "mail-settings", "group", "credits", "suppressions", "slots", "logs",
    }  # fmt: skip
    assert found["logs"]["message"] == "This was not asked, as SendGrid had stopped answering."
    assert not server.by_endpoint.keys() & {"group", "credits", "held", "logs"}


@pytest.mark.parametrize("value", [[], {}, {"remain": "many", "total": 4}, None, "words"])
def test_an_answer_that_is_none_is_not_believed(
    post: Post, server: LocalSendGrid, names: LocalNames, value: Any
) -> None:
    server.account.pages["/v3/user/credits"] = value
    assert lines(post("doctor", "--resolver", names.address, "--json"))["credits"]["health"] == "unknown"


# --- names -----------------------------------------------------------------------------------------------


def test_without_a_name_server_nothing_is_said_of_the_domain(post: Post) -> None:
    begun = time.monotonic()
    found = lines(post("doctor", "--resolver", closed_port(), "--json").ok())
    assert [found[id_]["health"] for id_ in ("spf", "dkim", "dmarc")] == ["unknown"] * 3
    assert time.monotonic() - begun < 40


@pytest.mark.parametrize(
    ("name", "texts", "id_"),
    [
        ("em1.example.org", ["v=spf1 +all"], "spf"),
        ("s2._domainkey.example.org", ["k=rsa; p="], "dkim"),
        ("_dmarc.example.org", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "dmarc"),
        ("_dmarc.anytown.example.org", ["v=DMARC1; p=reject; adkim=s"], "alignment"),
        ("anytown.example.org", ["v=spf1 include:", "v=spf1 -all"], "spf"),
    ],
)
def test_a_fault_of_the_domain_is_found_alone(
    post: Post, names: LocalNames, name: str, texts: list[str], id_: str
) -> None:
    names.texts[name] = texts
    done = post("doctor", "--resolver", names.address, "--json")
    assert set(wrong(done)) == {id_}


def test_an_address_at_a_free_mail_provider_is_no_sender(post: Post, names: LocalNames) -> None:
    settings = post.desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8").replace("news@anytown.example.org", "anytown@gmail.com")
    settings.write_text(text, encoding="utf-8")
    assert "free-mail" in wrong(post("doctor", "--resolver", names.address, "--json"))


def test_a_resolver_that_is_none_is_said_before_anything_is_asked(post: Post, server: LocalSendGrid) -> None:
    done = post("doctor", "--resolver", "the one in the hall")
    assert done.code == 2
    assert not server.requests


# --- other ways ------------------------------------------------------------------------------------------


def test_the_outbox_asks_nobody(desk: Desk) -> None:
    desk.open_branch()
    found = lines(desk.here("doctor", "--json").ok())
    assert set(found) <= {*PLACE, "key-files"}


def test_a_mail_server_is_knocked_at_and_nothing_is_mailed(desk: Desk, names: LocalNames) -> None:
    with SmtpSink(password=("office", "correct-horse")) as sink:
        desk.open_branch(
            "--transport", "smtp", "--smtp-host", "127.0.0.1", "--smtp-tls", "none",
            "--smtp-username", "office", "--smtp-port", sink.port,
        )  # fmt: skip
        names.texts["anytown.example.org"] = ["v=spf1 ip4:192.0.2.1 -all"]
        asked = ("doctor", "--resolver", names.address, "--json")
        done = desk.here(*asked, NEWSLETTER_SMTP_PASSWORD="correct-horse").ok()
        assert lines(done)["mail-server"]["message"] == "The mail server answers and takes your log-in."
        assert [lines(done)[id_]["health"] for id_ in ("spf", "dkim", "dmarc")] == ["ok", "unknown", "ok"]
        done = desk.here(*asked, NEWSLETTER_SMTP_PASSWORD="wrong-horse")
        assert set(wrong(done)) == {"mail-server"}
        assert "horse" not in done.out + done.err
        assert not sink.messages
    done = desk.here(*asked, NEWSLETTER_SMTP_PASSWORD="correct-horse")
    assert set(wrong(done)) == {"mail-server"}


def test_only_sendgrid_is_tried_out(desk: Desk) -> None:
    desk.open_branch()
    done = desk.here("doctor", "--live", "--yes", "--json")
    assert [error["code"] for error in done.json["errors"]] == ["live-needs-sendgrid"]


# --- a received mail -------------------------------------------------------------------------------------

RECEIVED = """\
Received: from o1.em1.example.org by mx.example.net with ESMTPS id 1; Mon, 5 Oct 2026 10:00:00 +0000
Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=em1.example.org;
 dkim=pass header.i=@example.org header.s=s1 header.b=AbCd; dmarc=pass header.from=anytown.example.org
DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; h=from:subject:list-unsubscribe:list-unsubscribe-post; b=AbCdEf
From: News <news@anytown.example.org>
To: member-of-nobody@example.net
Subject: October
List-Id: <news.anytown.example.org>
List-Unsubscribe: <https://example.net/u?t=token-of-nobody>
List-Unsubscribe-Post: List-Unsubscribe=One-Click

Hello
"""


def judged(post: Post, text: str) -> Done:
    file = post.desk.folder / "arrived.eml"
    file.write_text(text, encoding="utf-8", newline="\r\n")
    return post("doctor", "--mail", file, "--json")


def proof(post: Post) -> bool | None:
    from newsletter.wiring import open_house

    with open_house(post.desk.workspace, post.desk.variables()).open_database() as database:
        return Premises(database).answer(received("anytown.example.org"))


def test_a_mail_that_arrived_proves_its_domain(post: Post, server: LocalSendGrid) -> None:
    done = judged(post, RECEIVED).ok()
    assert (done.data["proved"], wrong(done), proof(post)) == (True, {}, True)
    assert not server.requests
    assert not re.search("member-of-nobody|token-of-nobody", done.out + done.err)


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("dkim=pass", "dkim=fail", "dkim"),
        ("dmarc=pass", "dmarc=fail", "dmarc"),
        (":list-unsubscribe-post;", ";", "unsubscribe-signed"),
        ("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n", "", "one-click"),
        ("List-Unsubscribe: <https://example.net/u?t=token-of-nobody>\n", "", "list-unsubscribe"),
    ],
)
def test_what_a_mail_lacks_disproves_it_again(post: Post, old: str, new: str, id_: str) -> None:
    judged(post, RECEIVED).ok()
    assert RECEIVED.count(old) == 1
    done = judged(post, RECEIVED.replace(old, new))
    assert (done.code, done.data["proved"], proof(post)) == (3, False, False)
    assert id_ in wrong(done)


def test_a_mail_of_others_says_nothing_about_ours(post: Post) -> None:
    done = judged(post, RECEIVED.replace("news@anytown.example.org", "news@other.example.com"))
    assert (done.code, proof(post)) == (3, None)
    assert "from" in wrong(done)


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 4000, b"no mail at all"])
def test_what_is_no_mail_is_said(post: Post, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.eml").write_bytes(content)
    done = post("doctor", "--mail", tmp_path / "x.eml", "--json")
    assert (done.code, proof(post)) == (3, None)


def test_a_file_that_is_not_there_and_two_wishes_at_once_are_refused(post: Post, tmp_path: Path) -> None:
    gone = post("doctor", "--mail", tmp_path / "none.eml", "--json")
    both = post("doctor", "--mail", tmp_path / "none.eml", "--live", "--json")
    codes = [error["code"] for done in (gone, both) for error in done.json["errors"]]
    assert codes == ["unreadable", "mail-alone"]
