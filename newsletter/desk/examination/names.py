"""Looks at what the DNS says about the sender's domain."""

from collections.abc import Iterator, Sequence

from newsletter.checks.diagnosis import Diagnosis, Health, ok, problem, unknown
from newsletter.checks.domain import Texts, judge_alignment, judge_dkim, judge_dmarc, judge_spf
from newsletter.checks.email import is_free_mail
from newsletter.settings import TransportName

#: Where SendGrid puts the signing keys of a domain, if it does not say otherwise.
_USUAL_SELECTORS = ("s1", "s2")
_CNAMES = (
    "Enter the CNAME entries that SendGrid shows (Settings, Sender Authentication) at your DNS provider."
)


def examine_names(
    domain: str, transport: TransportName, texts: Texts, *,
    signer: str = "", keys: Sequence[str] = (), return_path: str = "",
) -> Iterator[Diagnosis]:  # fmt: skip
    """Findings about SPF, DKIM, DMARC and their alignment.

    `signer` is the domain that SendGrid signs for, `keys` the names of its keys and `return_path` the name that mail
    is returned to, where the account told them.
    """
    by_sendgrid = transport is TransportName.SENDGRID
    if by_sendgrid:
        yield free_mail(domain)
    yield _spf(domain, return_path, texts, is_needed=not by_sendgrid)
    if by_sendgrid:
        hosts = keys or [f"{each}._domainkey.{domain}" for each in _USUAL_SELECTORS]
        yield judge_dkim(hosts, texts, is_guess=not keys)
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


def _spf(domain: str, return_path: str, texts: Texts, *, is_needed: bool) -> Diagnosis:
    """Receivers look at the name that mail is returned to; the other entry is looked at so that it does no harm."""
    if return_path:
        line = judge_spf(return_path, texts, is_needed=True, remedy=_CNAMES)
        if line.health is not Health.OK or return_path == domain:
            return line
    own = judge_spf(domain, texts, is_needed=is_needed)
    return own if own.health is not Health.OK or not return_path else line


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
