"""The local SendGrid of one evening, in a process of its own, and its record: the judge."""

import http.client
import json
import os
import signal
import sys
import threading
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.control import HEADER
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World
from tests.crash.child import Child
from tests.crash.hourglass import Glass, WorldClock
from tests.protocol.model import SLOTS, Got

KEY = "SG.evening-of-nobody.0123456789abcdef"


@dataclass
class PostOffice:
    """As a branch's evening knows it: what is asked of it goes over its control pages."""

    url: str
    token: str
    child: Child
    #: Where the requests are written down in the end.
    record: Path
    _kept: http.client.HTTPConnection | None = field(default=None, repr=False)

    @classmethod
    def opened(cls, record: Path, glass: Glass, *, world: World, skew: float, seed: int) -> "PostOffice":
        out, into = os.pipe()

        def life() -> NoReturn:
            serve(into, record, glass, world=world, skew=skew, seed=seed)

        child = Child.born(life)
        os.close(into)
        with os.fdopen(out) as told:
            said = json.loads(told.readline())
        return cls(said["url"], said["token"], child, record)

    def ask(self, method: str, page: str, body: object = None) -> Any:
        if self._kept is None:
            self._kept = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        content = None if body is None else json.dumps(body)
        self._kept.request(method, f"/rehearsal/{page}", content, {HEADER: self.token})
        response = self._kept.getresponse()
        answer = json.loads(response.read())
        assert response.status == 200, answer
        return answer

    def break_down(self, faults: object) -> None:
        self.ask("POST", "faults", faults)

    def occupy(self, slots: int) -> int:
        """Other programs have so many places; says how many are taken then."""
        return int(self.ask("POST", "occupy", {"slots": slots})["taken"])

    def crowd(self, slots: int) -> None:
        """Other programs have so many places from now on, as far as ours has left any."""
        ours = self.occupy(0)
        self.occupy(min(slots, SLOTS - ours))

    def received(self, *, in_the_end: bool = True) -> dict[str, list[dict[str, Any]]]:
        """What everybody has got, or has got until now, by address."""
        page = "record?until=end" if in_the_end else "record"
        people: dict[str, list[dict[str, Any]]] = self.ask("GET", page)["received"]
        return people

    def got(self) -> list[Got]:
        """Every mail that anybody has got in the end; a subject begins with the language of its letter."""
        return [
            Got(
                address, mail["delivery"].rpartition("-")[0], mail["attempt"], mail["subject"].partition(" ")[0],
                is_copy=bool(mail["copy"]),
            )
            for address, mails in self.received().items()
            for mail in mails
        ]  # fmt: skip

    def seen(self) -> list[dict[str, Any]]:
        """Every request, as it came in; the office is shut for that."""
        self.child.send(signal.SIGTERM)
        assert self.child.end() == "exit 0"
        return json.loads(self.record.read_text(encoding="utf-8"))

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self.child.bury()


def serve(into: int, record: Path, glass: Glass, *, world: World, skew: float, seed: int) -> NoReturn:
    """The life of the provider's process; it ends with whoever forked it."""
    parent = os.getppid()
    server = LocalSendGrid(
        world=world,
        account=Account(key=KEY),
        clock=WorldClock(glass),
        skew=skew,
        keeps_bodies=True,
        seed=seed,
    )
    signal.signal(signal.SIGTERM, lambda *_: _write_down(server, record))
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    os.write(into, (json.dumps({"url": server.url, "token": server.token}) + "\n").encode())
    os.close(into)
    server.serve_forever()
    sys.exit(0)


def _write_down(server: LocalSendGrid, record: Path) -> NoReturn:
    requests = [asdict(replace(each, headers=dict(each.headers))) for each in server.requests]
    record.write_text(json.dumps(requests), encoding="utf-8")
    os._exit(0)


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        threading.Event().wait(1.0)
    os._exit(0)
