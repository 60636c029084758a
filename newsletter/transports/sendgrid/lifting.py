"""Takes an address off SendGrid's suppression lists, for somebody who asked for mail again themselves.

The address stands in the path of each request: what goes wrong is told without it.
"""

from newsletter.transports.sendgrid.errand import MOST_TRIES, Errand, Errands

#: Lists below /v3/suppression. Blocks hold back nobody for long; they go with the others.
LISTS = ("bounces", "spam_reports", "invalid_emails", "blocks")
#: SendGrid took it off, or did not have it there.
_GONE = frozenset({204, 404})


class SendGridLifting:
    """The face `Lifter` of the SendGrid transport. `tries` is for each request."""

    def __init__(self, errands: Errands, *, tries: int = MOST_TRIES) -> None:
        self._errands = errands
        self._tries = tries

    def lift(self, address: str, *, group: int) -> None:
        """Off the global list, the group's (0: none) and those of bounces and complaints. Raises TransportError.

        What was taken off before an error stays off; to ask once more does no harm.
        """
        self._delete("asm.suppressions.global.delete", "asm", "suppressions", "global", address)
        if group:
            path = ("asm", "groups", str(group), "suppressions", address)
            self._delete("asm.groups.suppressions.delete", *path)
        for name in LISTS:
            self._delete("suppression.delete", "suppression", name, address)

    def _delete(self, permission: str, *path: str) -> None:
        errand = Errand(
            method="DELETE", path=path, expected=_GONE, deed="take an address off its suppression lists",
            permission=permission, tries=self._tries,
        )  # fmt: skip
        self._errands.run(errand)
