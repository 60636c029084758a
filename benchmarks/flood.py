"""python -m benchmarks.flood FOLDER PORT REQUESTS THREADS: recipients per second that the sink takes at most.

Bodies are encoded beforehand, so this is the limit of the sink and of the loopback, not of any sender.
"""

import json
import socket
import sys
import threading
import time
from pathlib import Path

from benchmarks import sample

BATCH = 1000


def main(folder: str, port: str, requests: str, threads: str) -> None:
    request = _request(Path(folder, "letter.json"))
    each = int(requests) // int(threads)
    crew = [threading.Thread(target=_post, args=(int(port), request, each)) for _ in range(int(threads))]
    begun = time.perf_counter()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    taken = time.perf_counter() - begun
    print(json.dumps({"per_second": each * len(crew) * BATCH / taken, "bytes": len(request)}))


def _request(letter: Path) -> bytes:
    kept = json.loads(letter.read_text(encoding="utf-8"))
    people = [
        {
            "to": [{"email": address}],
            "substitutions": {"-h-": first, "-t-": first},
            "custom_args": {"id": f"{n:020}"},
        }
        for n, (address, first) in enumerate(sample.make_people(BATCH))
    ]
    parts = [{"type": "text/plain", "value": kept["text"]}, {"type": "text/html", "value": kept["html"]}]
    body = json.dumps({"personalizations": people, "content": parts}, ensure_ascii=False).encode()
    return b"POST /v3/mail/send HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _post(port: int, request: bytes, times: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(times):
            line.sendall(request)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += line.recv(4096)


if __name__ == "__main__":
    main(*sys.argv[1:])
