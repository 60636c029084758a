"""Suppression lists and unsubscribe groups: the pages below /v3/suppression and /v3/asm/groups."""

from typing import Any

from newsletter.rehearsal.account import Account, Group
from newsletter.rehearsal.answer import Answer, Request, answer, refusal
from newsletter.rehearsal.holds import last_part

_MOST_A_PAGE = 500


def suppressions(account: Account, request: Request, _: float) -> Answer:
    """Between `start_time` and `end_time`, both included, paged by `limit` and `offset`."""
    query = request.query
    try:
        start, end = int(query.get("start_time", 0)), int(query.get("end_time", 2**62))
        limit, offset = int(query.get("limit", _MOST_A_PAGE)), int(query.get("offset", 0))
    except ValueError:
        return refusal(400, "start_time, end_time, limit and offset are integers")
    if not 1 <= limit <= _MOST_A_PAGE or offset < 0:
        return refusal(400, f"limit must be between 1 and {_MOST_A_PAGE}", "limit")
    found = [
        each
        for each in account.entries(last_part(request))
        if start <= int(str(each["created"])) <= end and str(each["email"]).startswith(query.get("email", ""))
    ]
    return answer(200, found[offset : offset + limit])


def groups(account: Account, _: Request, __: float) -> Answer:
    return answer(200, [_group(number, each) for number, each in account.all_groups().items()])


def group(account: Account, request: Request, _: float) -> Answer:
    number = int(last_part(request))
    found = account.group(number)
    return answer(200, _group(number, found)) if found else refusal(404, "resource not found")


def group_suppressions(account: Account, request: Request, _: float) -> Answer:
    found = account.group(int(request.path.split("/")[-2]))
    return answer(200, sorted(found.left)) if found else refusal(404, "resource not found")


def lift(account: Account, request: Request, _: float) -> Answer:
    """DELETE of one address, from a list below /v3/suppression or the global one; it need not stand there."""
    name, address = request.path.split("/", 4)[3:]
    if name == "suppressions":
        name, address = "unsubscribes", address.removeprefix("global/")
    account.lists[name].pop(address.lower(), None)
    return Answer(status=204)


def lift_group(account: Account, request: Request, _: float) -> Answer:
    parts = request.path.split("/", 6)
    found = account.group(int(parts[4]))
    if found is None:
        return refusal(404, "resource not found")
    found.left.pop(parts[6].lower(), None)
    return Answer(status=204)


def _group(number: int, found: Group) -> dict[str, Any]:
    return {
        "id": number,
        "name": found.name,
        "description": found.description,
        "is_default": False,
        "unsubscribes": len(found.left),
    }
