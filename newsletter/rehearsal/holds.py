"""What is cancelled or paused, and what that means for mail: POST, PATCH, GET, DELETE /v3/user/scheduled_sends.

Every question that the documentation leaves open is decided here, by the World.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.answer import Answer, Request, answer, refusal
from newsletter.rehearsal.mailbox import PAUSE_SECONDS, Agenda, Fate, Mailbox, Shipment
from newsletter.rehearsal.world import World

#: How many ids may be cancelled or paused at a time, by all programs that use the account.
SLOTS = 10
#: A cancel or pause has to come so many seconds before `send_at`.
LATE_SECONDS = 600


class Status(StrEnum):
    CANCEL = "cancel"
    PAUSE = "pause"


@dataclass(slots=True)
class Hold:
    """The status of an id; one that is not listed is in force and shown to nobody."""

    status: Status
    is_foreign: bool = False  #: of another program on the account
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Discard:
    """Cancelled mail that stays for a while after its `send_at`."""

    shipment: Shipment


@dataclass(kw_only=True)
class Holds:
    account: Account
    mailbox: Mailbox
    agenda: Agenda
    world: World
    by_id: dict[str, Hold] = field(default_factory=dict)

    # -- what happens to mail

    def arrive(self, shipment: Shipment, now: float) -> None:
        """Mail was taken: for later, or for now."""
        self.mailbox.add(shipment)
        batch_id = shipment.post.batch_id
        if batch_id and self.account.is_worn_out(batch_id, now):
            shipment.settle(Fate.NEVER, now)
        elif shipment.send_at > now:
            self.agenda.plan(shipment.send_at, shipment)
        elif self.world.cancelled_id_blocks_mail_after_send_at and batch_id in self.by_id:
            self._hold_back(shipment, self.by_id[batch_id].status, now)
        else:
            self.mailbox.send(shipment, now)

    def come_due(self, shipment: Shipment, now: float) -> None:
        """The `send_at` of waiting mail is there, or the end of a pause."""
        if shipment.fate is not Fate.WAITING:
            return
        status = self._status_for(shipment)
        if status is None:
            self.mailbox.send(shipment, now)
        elif status is Status.PAUSE and now >= shipment.send_at + PAUSE_SECONDS:
            shipment.settle(Fate.GIVEN_UP, now)
        else:
            self._hold_back(shipment, status, now)

    def discard(self, shipment: Shipment, now: float) -> None:
        if shipment.fate is Fate.WAITING and self._status_for(shipment) is Status.CANCEL:
            shipment.settle(Fate.CALLED_BACK, now)

    def _status_for(self, shipment: Shipment) -> Status | None:
        hold = self.by_id.get(shipment.post.batch_id)
        if hold is None or shipment.is_exempt:
            return None
        if not self.world.cancel_catches_later_mail and not shipment.is_caught:
            return None
        return hold.status

    def _hold_back(self, shipment: Shipment, status: Status, now: float) -> None:
        shipment.is_caught = True
        if status is Status.PAUSE:
            self.agenda.plan(max(now, shipment.send_at + PAUSE_SECONDS), shipment)
        elif self.account.discard_lag:
            self.agenda.plan(now + self.account.discard_lag, Discard(shipment))
        else:
            shipment.settle(Fate.CALLED_BACK, now)

    # -- statuses

    def set_status(self, batch_id: str, status: Status, now: float) -> Answer | None:
        """Cancel or pause; the answer where it is refused."""
        late = [each for each in self.mailbox.by_batch.get(batch_id, ()) if each.send_at - now < LATE_SECONDS]
        if not late:
            self._catch(batch_id, status, now)
            return None
        if self.world.late_cancel_works:
            self._catch(batch_id, status, now, is_listed=self.world.late_cancel_is_listed)
        elif self.world.late_cancel_is_listed:
            self._pretend(batch_id, status, late)
        return refusal(
            400, "cannot cancel or pause a scheduled send less than 10 minutes before send_at", "batch_id"
        )

    def _catch(self, batch_id: str, status: Status, now: float, *, is_listed: bool = True) -> None:
        before = self.by_id.get(batch_id)
        self.by_id[batch_id] = Hold(status, is_listed=is_listed or bool(before and before.is_listed))
        for shipment in self.mailbox.waiting(batch_id):
            shipment.is_caught, shipment.is_exempt = True, False
            if shipment.send_at <= now:  # it was paused; a cancel is the end of it
                self._hold_back(shipment, status, now)

    def _pretend(self, batch_id: str, status: Status, late: list[Shipment]) -> None:
        """The list shows a status that does not hold what is due so soon."""
        if batch_id in self.by_id:
            return  # what was held in time stays held as it was
        self.by_id[batch_id] = Hold(status)
        for shipment in self.mailbox.waiting(batch_id):
            shipment.is_exempt = shipment in late
            shipment.is_caught = not shipment.is_exempt

    def release(self, batch_id: str, now: float) -> None:
        """Without its status the mail is active again; what is past due goes at once."""
        del self.by_id[batch_id]
        for shipment in self.mailbox.waiting(batch_id):
            shipment.is_caught = shipment.is_exempt = False
            if shipment.send_at <= now:
                self.mailbox.send(shipment, now)

    def taken_slots(self) -> int:
        keeps_empty = self.world.empty_cancelled_batches_keep_their_slot
        return sum(
            hold.is_listed and (hold.is_foreign or keeps_empty or batch_id in self.mailbox.by_batch)
            for batch_id, hold in self.by_id.items()
        )

    def occupy(self, slots: int) -> None:
        """Let another program have so many slots; 0 gives all of its slots back."""
        self.by_id = {name: hold for name, hold in self.by_id.items() if not hold.is_foreign}
        self.by_id |= {f"foreign-{number}": Hold(Status.PAUSE, is_foreign=True) for number in range(slots)}

    def listed(self, batch_id: str | None = None) -> list[dict[str, str]]:
        return [
            {"batch_id": name, "status": hold.status}
            for name, hold in self.by_id.items()
            if hold.is_listed and batch_id in (None, name)
        ]


# -- the endpoints


def post(holds: Holds, request: Request, now: float) -> Answer:
    body = request.json if isinstance(request.json, dict) else {}
    batch_id, status = str(body.get("batch_id")), _status(body)
    if batch_id not in holds.account.minted:
        return refusal(400, "invalid batch id", "batch_id")
    if status is None:
        return refusal(400, "status must be one of: pause, cancel", "status")
    if holds.listed(batch_id):
        return refusal(400, "a status for this batch id exists, try PATCH", "batch_id")
    if holds.taken_slots() >= SLOTS:
        return refusal(400, "max limit reached")
    return holds.set_status(batch_id, status, now) or answer(201, {"batch_id": batch_id, "status": status})


def patch(holds: Holds, request: Request, now: float) -> Answer:
    batch_id, status = last_part(request), _status(request.json)
    if not holds.listed(batch_id):
        return refusal(404, "batch id not found", "batch_id")
    if status is None:
        return refusal(400, "status must be one of: pause, cancel", "status")
    return holds.set_status(batch_id, status, now) or Answer(status=204)


def delete(holds: Holds, request: Request, now: float) -> Answer:
    batch_id = last_part(request)
    if not holds.listed(batch_id):
        return refusal(404, "batch id not found", "batch_id")
    holds.release(batch_id, now)
    return Answer(status=204)


def get_all(holds: Holds, _: Request, __: float) -> Answer:
    return answer(200, holds.listed())


def get_one(holds: Holds, request: Request, _: float) -> Answer:
    return answer(200, holds.listed(last_part(request)))


def last_part(request: Request) -> str:
    return request.path.rsplit("/", 1)[-1]


def _status(body: object) -> Status | None:
    status = body.get("status") if isinstance(body, dict) else None
    return Status(status) if status in list(Status) else None
