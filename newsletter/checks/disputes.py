"""A hint where the branch's own words may call for industrial action.

UK: Trade Union and Labour Relations (Consolidation) Act 1992, sections 20 and 21: what an official writes can count as
the union's call, also for action without a ballot or in support of others. Reports of what others did are no call, so
summaries are not read. Not legal advice.
"""

import re
from collections.abc import Iterator

from newsletter.checks.finding import Finding, found
from newsletter.checks.proof import Proof
from newsletter.checks.prose import read

#: What can be ordered in a sentence's first words; "Strike" alone is a noun there more often.
_ORDER = (
    r"(?:walk out|down tools|go on strike|come out on strike|stop working|work to rule|black the|"
    r"refuse to (?:handle|cover|cross|work)|"
    r"take (?:unofficial |wildcat |solidarity |secondary )?(?:strike|industrial) action)"
)
_ACT = rf"(?:{_ORDER}|strike|stop work)"
_CALL = re.compile(
    # An order at the beginning of a sentence, or a call with somebody who calls.
    rf"(?:(?:^|[.!?:…]\s{{1,9}}|\n\s{{0,9}})(?:please |let us |let’s |let's |we must (?:all )?)?{_ORDER}\b"
    rf"|\b(?:call(?:s|ing)? on|urg(?:e|es|ing)|ask(?:s|ing)?|encourag(?:e|es|ing)|want) (?:\w+ ){{1,5}}to {_ACT}\b"
    r"|\bboycott (?:the |all |any )?(?:work|goods|cargo|deliveries|overtime|shifts?|duties)\b"
    r"|\b(?:don’t|don't|do not|never) cross (?:the|a|any|their|our) picket lines?\b)",
    re.IGNORECASE,
)


def check_disputes(proof: Proof) -> Iterator[Finding]:
    """At most one finding, at the first place."""
    for prose in read(proof):
        if prose.is_own and prose.language == "en" and (match := _CALL.search(prose.text)):
            start = match.start() + len(match[0]) - len(match[0].lstrip(" .!?:…\n"))
            yield found(
                "industrial-action",
                f"“{prose.text[start : start + 50].strip()}” in {prose.what} may count as the union's call for "
                "industrial action.",
                remedy="If it is about your own members' work in the UK, ask your regional officer before you send it.",
                where=prose.at(start),
            )
            return
