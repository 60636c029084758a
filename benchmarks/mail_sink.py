"""python -m benchmarks.mail_sink: a mail server that takes everything, counts it and forgets it.

Prints its port as the first line. The only command of its own is `XTALLY`, answered with how many mails came in since
the last one.
"""

import socket
import threading

_DATA = b"DATA\r\n"
_ANSWERS = {
    b"EHLO": b"250-sink\r\n250-SIZE 30000000\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go ahead\r\n",
    b"QUIT": b"221 bye\r\n",
}


class MailSink:
    def __init__(self) -> None:
        self._taken = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self._listener.getsockname()[1]

    def serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as incoming:
            connection.sendall(b"220 sink\r\n")
            while line := incoming.readline():
                connection.sendall(self._answer(line))
                if line.upper() == _DATA:
                    while (text := incoming.readline()) and text != b".\r\n":
                        pass
                    self._taken += 1
                    connection.sendall(b"250 2.0.0 taken\r\n")

    def _answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"XTAL":
            taken, self._taken = self._taken, 0
            return b"250 %d\r\n" % taken
        return _ANSWERS.get(verb, b"250 2.0.0 ok\r\n")


if __name__ == "__main__":
    sink = MailSink()
    print(sink.port, flush=True)
    sink.serve()
