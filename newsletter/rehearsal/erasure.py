"""POST /v3/recipients/erasejob: what the account knows about people is erased.

The documentation: 5,000 addresses or 256 kB in a request, 100 requests a minute, each address once and well formed.
"""

import re

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.answer import Answer, Request, answer, refusal, too_many

_MOST_ADDRESSES = 5_000
_MOST_BYTES = 256_000
_A_MINUTE = 100
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def erase(account: Account, request: Request, now: float) -> Answer:
    """Nothing of a request that breaks a rule is carried out."""
    minute = int(now) // 60
    account.erase_requests = (
        minute,
        1 + (account.erase_requests[1] if minute == account.erase_requests[0] else 0),
    )
    if account.erase_requests[1] > _A_MINUTE:
        return too_many(_A_MINUTE, 60 - int(now) % 60)
    body = request.json
    addresses = body.get("email_addresses") if isinstance(body, dict) else None
    if not isinstance(addresses, list) or not all(isinstance(each, str) for each in addresses):
        return refusal(400, "email_addresses must be a list of strings", "email_addresses")
    if not 1 <= len(addresses) <= _MOST_ADDRESSES or len(request.body) > _MOST_BYTES:
        return refusal(400, "too many email_addresses, or none", "email_addresses")
    if len(set(addresses)) < len(addresses) or not all(map(_ADDRESS.fullmatch, addresses)):
        return refusal(400, "an address is not valid, or is there twice", "email_addresses")
    for address in {each.lower() for each in addresses}:
        account.erased[address] = now
        # Whoever was kept from getting mail by a list of the provider's is on none any more.
        for members in (*account.lists.values(), *(group.left for group in account.all_groups().values())):
            members.pop(address, None)
    return answer(202, {"job_id": f"erase-{len(account.erased)}-{int(now)}"})
