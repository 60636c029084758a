"""What a body for POST /v3/mail/send must keep to: SendGrid's official description, its rules, the rules of this house.

SendGrid's documented rules are the rehearsal's; here are those that are stricter. The official OpenAPI schema misses
about half of the documented rules, so all three are asked. Each rule is a function that yields what is wrong, without
naming anybody.
"""

import functools
import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from newsletter.rehearsal.mail import substitute as substitute_all
from newsletter.rehearsal.rules import Case, breaches

Body = dict[str, Any]

SPECIFICATION = Path(__file__).parents[1].parent / "shared/data/sendgrid-openapi/tsg_mail_v3.json"
NO_SPECIFICATION = (
    f"SendGrid's OpenAPI description is not beside the checkout ({'/'.join(SPECIFICATION.parts[-4:])})"
)

KNOWN = {
    *("personalizations", "from", "reply_to", "subject", "content", "headers", "asm", "tracking_settings"),
    *("send_at", "batch_id", "mail_settings", "attachments"),
}  # fmt: skip
PICTURE = {"content", "type", "filename", "disposition", "content_id"}
KNOWN_PERSONAL = {"to", "substitutions", "custom_args"}
# SendGrid's list, and the two that it writes itself for our unsubscribe group.
RESERVED = {
    *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding"),
    *("to", "from", "subject", "reply-to", "cc", "bcc"),
    *("list-unsubscribe", "list-unsubscribe-post"),
}
OPAQUE = re.compile(r"[0-9A-Za-z_.-]{1,64}")


def people(body: Body) -> list[Body]:
    return body.get("personalizations") or []


def one_to(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        if [set(to) for to in person.get("to", [])] != [{"email"}]:
            yield f"personalizations.{number}.to"


def no_copies(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        yield from (f"personalizations.{number}.{name}" for name in ("cc", "bcc") if name in person)


def known_fields(body: Body) -> Iterator[str]:
    yield from sorted(body.keys() - KNOWN)
    for number, person in enumerate(people(body)):
        yield from (f"personalizations.{number}.{name}" for name in sorted(person.keys() - KNOWN_PERSONAL))


def recallable_or_neither(body: Body) -> Iterator[str]:
    if ("send_at" in body) != ("batch_id" in body):
        yield "send_at"


def nothing_set_but_the_sandbox(body: Body) -> Iterator[str]:
    if "mail_settings" in body and body["mail_settings"] != {"sandbox_mode": {"enable": True}}:
        yield "mail_settings"


def text_before_html(body: Body) -> Iterator[str]:
    if [part.get("type") for part in body.get("content", [])] != ["text/plain", "text/html"]:
        yield "content"


def no_empty_words(body: Body) -> Iterator[str]:
    if not all(part.get("value", "").strip() for part in body.get("content", [])):
        yield "content"
    if not body.get("subject", "").strip():
        yield "subject"


def nothing_tracked(body: Body) -> Iterator[str]:
    settings = body.get("tracking_settings", {})
    switches = [("click_tracking", "enable"), ("click_tracking", "enable_text"), ("open_tracking", "enable"),
                ("subscription_tracking", "enable"), ("ganalytics", "enable")]  # fmt: skip
    for name, switch in switches:
        if settings.get(name, {}).get(switch) is not False:
            yield f"tracking_settings.{name}.{switch}"


def a_way_to_leave(body: Body) -> Iterator[str]:
    group = body.get("asm", {}).get("group_id")
    if not isinstance(group, int) or group < 1:
        yield "asm.group_id"


def opaque_arguments(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        personal = {to["email"] for to in person["to"]} | set(person.get("substitutions", {}).values())
        for value in person.get("custom_args", {}).values():
            if not isinstance(value, str) or not OPAQUE.fullmatch(value) or value in personal:
                yield f"personalizations.{number}.custom_args"


def small_arguments(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        if size(person.get("custom_args", {})) > 1000:
            yield f"personalizations.{number}.custom_args"


def plain_headers(body: Body) -> Iterator[str]:
    addresses = {to["email"] for person in people(body) for to in person["to"]}
    for name, value in body.get("headers", {}).items():
        is_plain = name.isascii() and " " not in name and isinstance(value, str) and value.isprintable()
        if not is_plain or name.lower() in RESERVED or any(address in value for address in addresses):
            yield f"headers.{name}"


def sound_keys(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        keys = list(person.get("substitutions", {}))
        clumsy = any(not key or re.search(r"[\s<>&]", key) or not key.isascii() for key in keys)
        nested = any(one != other and one in other for one in keys for other in keys)
        if clumsy or nested:
            yield f"personalizations.{number}.substitutions"


def needed_values(body: Body) -> Iterator[str]:
    words = [body.get("subject", ""), *(part.get("value", "") for part in body.get("content", []))]
    for number, person in enumerate(people(body)):
        if not all(any(key in text for text in words) for key in person.get("substitutions", {})):
            yield f"personalizations.{number}.substitutions"


def order_is_nothing(body: Body) -> Iterator[str]:
    words = [body.get("subject", ""), *(part.get("value", "") for part in body.get("content", []))]
    for number, person in enumerate(people(body)):
        pairs = list(person.get("substitutions", {}).items())
        if any(substitute(text, pairs) != substitute(text, pairs[::-1]) for text in words):
            yield f"personalizations.{number}.substitutions"


def one_line_subject(body: Body) -> Iterator[str]:
    for number, person in enumerate(people(body)):
        subject = substitute(body.get("subject", ""), list(person.get("substitutions", {}).items()))
        if len(subject.splitlines()) != 1 or re.search("[\0\r\n]", subject):
            yield f"personalizations.{number}.substitutions"


def only_shown_pictures(body: Body) -> Iterator[str]:
    page = next((part["value"] for part in body.get("content", []) if part.get("type") == "text/html"), "")
    given = body.get("attachments", [])
    for number, each in enumerate(given):
        is_picture = each.get("type") in ("image/jpeg", "image/png") and each.get("disposition") == "inline"
        if not is_picture or f'"cid:{each.get("content_id")}"' not in page or each.keys() - PICTURE:
            yield f"attachments.{number}"
    if len(given) > 3 or sum(len(each.get("content", "")) for each in given) > 200_000 * 4 / 3 + 12:
        yield "attachments"
    if {f"cid:{each.get('content_id')}" for each in given} != set(re.findall(r'src="(cid:[^"]*)"', page)):
        yield "attachments"


def fits(body: Body) -> Iterator[str]:
    if size(body) > 30_000_000:
        yield "body"


Rule = tuple[str, Callable[[Body], Iterator[str]], str]
RULES: tuple[Rule, ...] = (
    ("one-to", one_to, "Every mail is for exactly one address, without a name beside it."),
    ("no-copies", no_copies, "Nobody gets a copy or a blind copy."),
    ("known-fields", known_fields, "No field that we do not mean to use; so no bypass, no categories."),
    ("recallable-or-neither", recallable_or_neither, "A time to send belongs to an id that can be called back."),
    ("nothing-set", nothing_set_but_the_sandbox, "No mail setting but the sandbox."),
    ("text-before-html", text_before_html, "Two parts: the plain one, then the HTML one."),
    ("no-empty-words", no_empty_words, "Subject and both parts say something."),
    ("nothing-tracked", nothing_tracked, "The tracking settings are switched off aloud."),
    ("a-way-to-leave", a_way_to_leave, "An unsubscribe group goes with every mail."),
    ("opaque-arguments", opaque_arguments, "custom_args hold opaque ids: strings, not empty, nothing of a person."),
    ("small-arguments", small_arguments, "custom_args stay under 1,000 bytes."),
    ("plain-headers", plain_headers, "Headers are plain text on one line, not reserved, not ours to leave out."),
    ("sound-keys", sound_keys, "Keys hold no space and none of <>&, and none is part of another."),
    ("needed-values", needed_values, "No value travels that the mail does not show."),
    ("order-is-nothing", order_is_nothing, "In whatever order the keys are replaced, the mail is the same."),
    ("one-line-subject", one_line_subject, "No value breaks the subject's line."),
    ("only-shown-pictures", only_shown_pictures, "What is attached is a picture that the page shows, and few of them."),
    ("fits", fits, "The whole request stays under 30 MB."),
)  # fmt: skip


def size(values: object) -> int:
    return len(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode())


def substitute(text: str, pairs: list[tuple[str, str]]) -> str:
    return substitute_all(text, dict(pairs))


def broken_rules(body: Body) -> list[tuple[str, str]]:
    """Id of the rule and field, for every rule of the house that a body breaks."""
    return [(name, field) for name, rule, _ in RULES for field in rule(body)]


def vet(body: Body) -> list[tuple[str, str]]:
    """What the rehearsal's server asks beside its own rules."""
    return schema_faults(body) + broken_rules(body)


def all_faults(body: Body) -> list[tuple[str, str]]:
    """SendGrid's description, SendGrid's rules and ours, for a body that is not posted."""
    case = Case(body=body, now=math.inf, batch_ids={body.get("batch_id", ""): 0.0})
    return [(breach.rule, breach.field or "") for breach in breaches(case)] + vet(body)


@functools.cache
def schema() -> Any:
    """A validator made of the official description of the request; None where that is not at hand."""
    if not SPECIFICATION.exists():
        return None
    import jsonschema_rs

    components = json.loads(SPECIFICATION.read_text())["components"]
    reference = "#/components/requestBodies/PostMailSend/content/application~1json/schema"
    return jsonschema_rs.Draft202012Validator(
        {"$ref": reference, "components": components}, validate_formats=True
    )


def schema_faults(body: Body) -> list[tuple[str, str]]:
    if schema() is None:
        return []
    return [("schema", ".".join(map(str, error.instance_path))) for error in schema().iter_errors(body)]
