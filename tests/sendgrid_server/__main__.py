"""python -m tests.sendgrid_server [--port 0] [--faults '[null, "drop_after_accept"]'] [--key KEY]

Prints its address as the first line and serves until it is stopped. GET /record tells what it has seen.
"""

import argparse
import json

from tests.sendgrid_server.server import SendGridServer

parser = argparse.ArgumentParser(description="A local SendGrid for tests: it mails nobody.")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--faults", type=json.loads, default=[])
parser.add_argument("--key", default="")
arguments = parser.parse_args()

server = SendGridServer(arguments.faults, port=arguments.port, key=arguments.key)
print(server.url, flush=True)
server.serve_forever()
