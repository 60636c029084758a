"""A little name server on loopback (UDP, and TCP for long answers): knows TXT and CNAME entries, and can be silent."""

import errno
import socket
import socketserver
import threading
from collections.abc import Mapping, Sequence

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


class LocalNames:
    """`texts` by name; `aliases` are CNAMEs; names in `silent` get no answer, those in `broken` a SERVFAIL."""

    def __init__(
        self,
        texts: Mapping[str, Sequence[str]] | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
        silent: Sequence[str] = (),
        broken: Sequence[str] = (),
    ) -> None:
        self.texts = {name.lower(): list(values) for name, values in (texts or {}).items()}
        self.aliases = dict(aliases or {})
        self.silent, self.broken = set(silent), set(broken)
        self.asked: list[str] = []
        names = self

        class Datagram(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, sock = self.request
                answer = names.answer(data)
                if answer is not None:
                    if len(answer) > 1232:
                        answer = names.truncated(data)
                    sock.sendto(answer, self.client_address)

        class Stream(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                length = int.from_bytes(self.rfile.read(2), "big")
                answer = names.answer(self.rfile.read(length)) or b""
                self.wfile.write(len(answer).to_bytes(2, "big") + answer)

        self._udp, self._tcp = _both_on_one_port(Datagram, Stream)
        self.address = f"127.0.0.1:{self._udp.server_address[1]}"

    def answer(self, data: bytes) -> bytes | None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if name in self.silent:
            return None
        response = dns.message.make_response(query, recursion_available=True)
        if name in self.broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif not self._fill(response, name):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire(max_size=65535)

    def _fill(self, response: dns.message.Message, name: str) -> bool:
        while name in self.aliases:
            target = self.aliases[name]
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{target}."))
            name = target
        values = self.texts.get(name)
        if values:
            response.answer.append(
                dns.rrset.from_text_list(f"{name}.", 60, "IN", "TXT", map(_quoted, values))
            )
        return values is not None

    def truncated(self, data: bytes) -> bytes:
        response = dns.message.make_response(dns.message.from_wire(data), recursion_available=True)
        response.flags |= dns.flags.TC
        return response.to_wire()

    def __enter__(self) -> "LocalNames":
        for server in (self._udp, self._tcp):
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()


def _both_on_one_port(
    datagram: type[socketserver.BaseRequestHandler], stream: type[socketserver.BaseRequestHandler]
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """A port that is free for UDP may be taken for TCP: the system then gives another one."""
    while True:
        udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), datagram)
        try:
            return udp, socketserver.ThreadingTCPServer(("127.0.0.1", udp.server_address[1]), stream)
        except OSError as error:
            udp.server_close()
            if error.errno != errno.EADDRINUSE:
                raise


def _quoted(text: str) -> str:
    """In pieces of at most 255 characters, as the wire wants it."""
    escaped = [
        text[at : at + 200].replace("\\", "\\\\").replace('"', '\\"') for at in range(0, len(text), 200)
    ]
    return " ".join(f'"{piece}"' for piece in escaped) or '""'


def closed_port() -> str:
    """An address where nobody answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{sock.getsockname()[1]}"
