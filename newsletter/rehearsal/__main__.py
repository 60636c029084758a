"""python -m newsletter.rehearsal: a local SendGrid in a process of its own.

Prints one line of JSON, {"url": …, "token": …, "pid": …}, and serves until it is killed or its stdin is closed, so
that it does not outlive whoever started it. What goes wrong and what happened: control.py.
"""

import argparse
import json
import os
import sys
import threading
from pathlib import Path

from newsletter.rehearsal.account import Account
from newsletter.rehearsal.clock import Clock
from newsletter.rehearsal.server import LocalSendGrid
from newsletter.rehearsal.world import World


def main() -> None:
    chosen = _arguments()
    server = LocalSendGrid(
        chosen.faults,
        world=World.named(chosen.world),
        account=Account(key=chosen.key, credits=chosen.credits),
        clock=Clock(chosen.clock),
        skew=chosen.skew,
        keeps_bodies=chosen.keep_bodies,
        seed=chosen.seed,
        port=chosen.port,
    )
    if not chosen.stay:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    sys.stdout.write(json.dumps({"url": server.url, "token": server.token, "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m newsletter.rehearsal", description="A local SendGrid. It mails nobody."
    )
    parser.add_argument(
        "--clock", type=Path, help="a file of 8 bytes: seconds to add to the time, as a double"
    )
    parser.add_argument("--world", default="", help="digits, see newsletter/rehearsal/world.py")
    parser.add_argument("--faults", type=json.loads, help="JSON, see newsletter/rehearsal/faults.py")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default="", help="the API key that is asked for; none if left out")
    parser.add_argument(
        "--skew", type=float, default=0.0, help="seconds by which the server's clock is ahead"
    )
    parser.add_argument("--credits", type=int, help="how many mails may be sent")
    parser.add_argument(
        "--seed", type=int, help="of the ids that are given out; without it they are new each time"
    )
    parser.add_argument("--keep-bodies", action="store_true")
    parser.add_argument("--stay", action="store_true", help="go on when stdin is closed")
    return parser.parse_args()


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
