"""Looks at what the DNS says about the sender's domain."""

from collections.abc import Iterator, Sequence

from newsletter.checks.diagnosis import Diagnosis, ok, problem, unknown
from newsletter.checks.domain import Texts, judge_alignment, judge_dkim, judge_dmarc, judge_spf
from newsletter.checks.email import is_free_mail
from newsletter.settings import TransportName

#: Where SendGrid puts the signing keys of a domain, if it does not say otherwise.
_USUAL_SELECTORS = ("s1", "s2")


def examine_names(
    domain: str, transport: TransportName, texts: Texts, *, signer: str = "", keys: Sequence[str] = ()
) -> Iterator[Diagnosis]:
    """Findings about SPF, DKIM, DMARC and their alignment.

    `signer` is the domain that SendGrid signs for and `keys` the names of its keys, where the account told them.
    """
    by_sendgrid = transport is TransportName.SENDGRID
    if by_sendgrid:
        yield free_mail(domain)
    yield judge_spf(domain, texts, is_needed=not by_sendgrid)
    if by_sendgrid:
        yield judge_dkim(keys or [f"{each}._domainkey.{domain}" for each in _USUAL_SELECTORS], texts)
    else:
        yield _unseen_key()
    line, policy = judge_dmarc(domain, texts)
    yield line
    if by_sendgrid and signer:
        yield judge_alignment(signer, domain, policy)
    elif by_sendgrid:
        yield unknown(
            "alignment", "In whose name SendGrid signs your mail could not be read from the account."
        )


def free_mail(domain: str) -> Diagnosis:
    if is_free_mail(domain):
        return problem(
            "free-mail",
            f"The From address is at {domain}; mail programs refuse such mail when SendGrid sends it.",
            "Use an address at a domain of your own, and authenticate that domain at SendGrid.",
        )
    return ok("free-mail", f"{domain} is no free-mail provider.")


def _unseen_key() -> Diagnosis:
    return unknown(
        "dkim",
        "With which key your mail server signs can be seen only in a mail that arrived.",
        "Send yourself a copy, save it as a file, and type: newsletter doctor --mail FILE.eml",
    )
