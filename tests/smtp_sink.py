"""A mail server on this machine that takes mail, keeps it, and misbehaves when told to.

In a test:      with SmtpSink(rules=["rcpt:2:550 5.1.1 no such user"]) as sink: … sink.port … sink.messages
As a process:   python -m tests.smtp_sink --record FILE [--rule dot:3:drop] [--delay 0.01]
                prints "listening PORT"; FILE gets one JSON object a line, on the disk before the final dot is answered.

A rule is STEP:WHICH:ACTION. STEP: greeting ehlo starttls auth mail rcpt data body dot after rset. WHICH: the how
manieth time over all connections, from 1, or * for every time. ACTION: an answer such as "451 4.3.0 later", or
  drop          hang up without an answer (at `body`: after the first lines of the message; at `dot`: it is recorded)
  hang          never answer
  drip          answer a byte every 50 ms, without an end
  early ANSWER  at `body`: answer without waiting for the dot
  inject WORDS  at `starttls`: say WORDS in the clear behind the 220
At `after` (the dot was answered) ACTION is said unasked; "drop" hangs up silently.
"""

import argparse
import base64
import contextlib
import json
import os
import socket
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from email import message_from_string
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """A message as it arrived."""

    sender: str
    recipient: str
    message: str  # bytes as latin-1, dots unstuffed, the final one left out

    @property
    def delivery(self) -> str:
        return message_from_string(self.message)["Message-ID"].strip("<>").partition("@")[0]


class _HungUp(Exception):  # noqa: N818
    pass


class SmtpSink:
    def __init__(
        self, *, rules=(), record: Path | None = None, delay=0.0, port=0, tls="none", context=None,
        password: tuple[str, str] | None = None, auth="PLAIN LOGIN", size=True,
    ):  # fmt: skip
        self.rules = [rule.split(":", 2) for rule in rules]
        self.record = record
        self.delay = delay
        self.tls = tls
        self.context = context
        self.password = password
        self.auth = auth
        self.size = size
        self.messages: list[Taken] = []
        self.connections = 0
        self.commands: list[str] = []
        #: the newest line of a message, as it came.
        self.last_line = ""
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def deliveries(self) -> list[str]:
        return [taken.delivery for taken in self.messages]

    def hang_up(self):
        """Close every connection, as after a long silence."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def take(self, taken: Taken):
        """Keep a message, on the disk if there is a record."""
        with self._lock:
            self.messages.append(taken)
            if self.record is not None:
                with self.record.open("a") as stream:
                    stream.write(json.dumps({**asdict(taken), "delivery": taken.delivery}) + "\n")
                    stream.flush()
                    os.fsync(stream.fileno())

    def action(self, step: str) -> str:
        """What a rule wants at this step, this time, or ""."""
        with self._lock:
            self._counts[step] += 1
            return next(
                (a for s, n, a in self.rules if s == step and n in ("*", str(self._counts[step]))), ""
            )

    def asked(self, step: str) -> int:
        """How many times it has come to this step."""
        with self._lock:
            return self._counts[step]

    def wait(self, seconds=30.0):
        self._ended.wait(seconds)

    def _start(self, target, *args):
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, connection):
        talk = _Talk(self, connection)
        try:
            with self._lock:
                self._open.add(connection)
            talk.run()
        except (OSError, _HungUp):
            pass
        finally:
            with self._lock:
                self._open -= {connection, talk.socket}
            talk.hang_up()


class _Talk:
    """One connection."""

    def __init__(self, sink: SmtpSink, connection: socket.socket):
        self.sink = sink
        self.socket = connection
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.is_encrypted = False
        self.is_known = sink.password is None
        self.sender = self.recipient = ""

    def hang_up(self):
        self.socket.close()

    def run(self):
        if self.sink.tls == "implicit":
            self.encrypt()
        self.answer("greeting", "220 sink ready")
        while True:
            verb, _, argument = self.line().partition(" ")
            self.sink.commands.append(verb.upper())
            handler = getattr(self, f"on_{verb.lower()}", None)
            if handler is None:
                self.say("500 5.5.2 unknown")
            else:
                handler(argument)

    def on_ehlo(self, _):
        lines = ["sink", "8BITMIME"]
        if self.sink.tls == "starttls" and not self.is_encrypted:
            lines.append("STARTTLS")
        if self.sink.size:
            lines.append("SIZE 1000000")
        if self.sink.password:
            lines.append(f"AUTH {self.sink.auth}")
        self.answer(
            "ehlo", "\r\n".join(f"250{'-' if n < len(lines) else ' '}{x}" for n, x in enumerate(lines, 1))
        )

    def on_starttls(self, _):
        action = self.sink.action("starttls")
        if action.startswith("inject "):
            self.send(f"220 go\r\n{action[7:]}\r\n".encode())
        elif action:
            return self.act(action)
        else:
            self.say("220 go")
        return self.encrypt()

    def on_auth(self, argument):
        if action := self.sink.action("auth"):
            return self.act(action)
        kind, _, words = argument.partition(" ")
        if kind == "PLAIN":
            _, *given = base64.b64decode(words).decode().split("\0")
        else:
            given = []
            for prompt in ("VXNlcm5hbWU6", "UGFzc3dvcmQ6"):
                self.say(f"334 {prompt}")
                given.append(base64.b64decode(self.line()).decode())
        self.is_known = tuple(given) == self.sink.password
        return self.say("235 2.7.0 welcome" if self.is_known else "535 5.7.8 wrong user name or password")

    def on_mail(self, argument):
        if not self.is_known:
            return self.say("530 5.7.0 log in first")
        if self.sender:
            return self.say("503 5.5.1 nested MAIL")
        if self.answer("mail", "250 2.1.0 fine"):
            self.sender = argument[argument.index("<") + 1 : argument.index(">")]
        return None

    def on_rcpt(self, argument):
        if self.answer("rcpt", "250 2.1.5 fine"):
            self.recipient = argument[argument.index("<") + 1 : argument.index(">")]

    def on_data(self, _):
        if not self.recipient:
            return self.say("503 5.5.1 no recipient")
        if not self.answer("data", "354 go on"):
            return None
        body = self.sink.action("body")
        if body.startswith("early "):
            self.say(body[6:])
        elif body:
            self.line()
            return self.act(body)
        lines = []
        while (line := self.line()) != ".":
            lines.append(line.removeprefix("."))
            self.sink.last_line = line
        return self.finish("".join(f"{line}\r\n" for line in lines))

    def finish(self, message):
        time.sleep(self.sink.delay)
        action = self.sink.action("dot")
        taken = Taken(self.sender, self.recipient, message)
        self.sender = self.recipient = ""
        if action[:1] in "45" and action:
            return self.say(action)
        self.sink.take(taken)
        self.act(action or "250 2.0.0 taken")
        if after := self.sink.action("after"):
            self.act(after)
            raise _HungUp
        return None

    def on_rset(self, _):
        self.sender = self.recipient = ""
        self.answer("rset", "250 2.0.0 forgotten")

    def on_noop(self, _):
        self.say("250 2.0.0 fine")

    def on_quit(self, _):
        self.say("221 2.0.0 bye")
        raise _HungUp

    def answer(self, step, usual) -> bool:
        """Answer as usual (True) or as a rule says."""
        action = self.sink.action(step)
        self.act(action or usual)
        return not action or action[0] in "23"

    def act(self, action):
        if action == "drop":
            raise _HungUp
        if action == "hang":
            self.sink.wait()
            raise _HungUp
        while action == "drip":
            self.send(b"2")
            time.sleep(0.05)
        self.say(action)
        if action.startswith("421"):
            raise _HungUp

    def say(self, text):
        self.send(f"{text}\r\n".encode())

    def send(self, data):
        self.socket.sendall(data)

    def line(self) -> str:
        while b"\r\n" not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise _HungUp
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode("latin-1")

    def encrypt(self):
        with self.sink._lock:
            self.sink._open.discard(self.socket)
        self.socket = self.sink.context.wrap_socket(self.socket, server_side=True)
        with self.sink._lock:
            self.sink._open.add(self.socket)
        self.is_encrypted = True
        self.buffer = b""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between the dot and the record")
    options = parser.parse_args()
    with SmtpSink(rules=options.rule, record=options.record, delay=options.delay, port=options.port) as sink:
        print(f"listening {sink.port}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
