"""python -m benchmarks.flood FOLDER PORT REQUESTS THREADS: recipients per second that the sink takes at most.

One body of our shape and size, encoded beforehand, is posted again and again: the limit of the sink and of the
loopback, not of any sender.
"""

import json
import socket
import ssl
import sys
import threading

from benchmarks import peer, sample


def main(folder: str, port: str, requests: str, threads: str) -> None:
    request = _request(folder)
    each = int(requests) // int(threads)
    crew = [threading.Thread(target=_post, args=(int(port), request, each)) for _ in range(int(threads))]
    with peer.stopwatch():
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()


def _request(folder: str) -> bytes:
    kept = peer.load_letter(folder)
    people = [
        {
            "to": [{"email": address}],
            "custom_args": {"nl_delivery": f"c0123456789-{n}", "nl_attempt": "0123456789abcdef"},
            "substitutions": {"-abcde-": first, "-bcdef-": first},
        }
        for n, (address, first) in enumerate(sample.make_people(peer.BATCH))
    ]
    parts = [{"type": "text/plain", "value": kept["text"]}, {"type": "text/html", "value": kept["html"]}]
    body = json.dumps({"personalizations": people, "content": parts}, ensure_ascii=False).encode()
    return b"POST /v3/mail/send HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _post(port: int, request: bytes, times: int) -> None:
    plain = socket.create_connection(("127.0.0.1", port))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1") as line:
        for _ in range(times):
            line.sendall(request)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += line.recv(4096)


if __name__ == "__main__":
    main(*sys.argv[1:])
