"""What SendGrid's documentation leaves open. A world is one answer to all of it; a protocol has to hold in every one.

A world is named by digits in the order of the fields, 1 for true and 0 for false; digits left out are 1: "1011".
"""

from dataclasses import astuple, dataclass, fields
from typing import Self

from newsletter.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How the provider behaves where it promises nothing."""

    #: True: a cancelled or paused id holds back all its mail that is there at `send_at`, whenever it came. False: a
    #: cancel or pause catches what is there at that moment; mail of the id that comes afterwards (before `send_at`)
    #: goes out. Setting the status once more (PATCH answered 204) catches what has come until then; a POST that is
    #: answered 400 because there is a status already changes nothing.
    cancel_catches_later_mail: bool = True
    #: A cancel or pause less than 10 minutes before `send_at`, or after it, is answered 400. True: it takes effect all
    #: the same. False: mail due within those 10 minutes goes out, whatever the list of statuses says.
    late_cancel_works: bool = True
    #: Mail that comes after its own `send_at` goes out at once. True: not if its id is cancelled (then it is discarded)
    #: or paused (then it waits). False: the id makes no difference.
    cancelled_id_blocks_mail_after_send_at: bool = True
    #: Whether a cancelled or paused id that no mail ever came for takes one of the account's slots. It stays in the
    #: list and in force either way.
    empty_cancelled_batches_keep_their_slot: bool = True
    #: Whether a late cancel or pause, answered 400, stands in GET /v3/user/scheduled_sends (and in a slot) all the
    #: same. With `late_cancel_works` false this is a list that lies.
    late_cancel_is_listed: bool = True
    #: Whether the Email Logs show mail that waits for its `send_at`: as "processed", with nothing final. False: they
    #: show it from then on.
    scheduled_mail_is_in_logs: bool = True

    @classmethod
    def named(cls, name: str) -> Self:
        names = [each.name for each in fields(cls)]
        if len(name) > len(names) or not set(name) <= {"0", "1"}:
            raise UsageError(
                "That is no world of the rehearsal.",
                remedy=f"A world is up to {len(names)} digits, each 0 or 1, such as 1011.",
                code="rehearsal-world",
            )
        return cls(**{field: digit == "1" for field, digit in zip(names, name, strict=False)})

    @property
    def name(self) -> str:
        return "".join(str(int(each)) for each in astuple(self))
