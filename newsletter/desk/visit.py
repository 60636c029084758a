"""The way to the web for a command: what was kept lies in the workspace, and a person is told of pauses.

Imported only by what fetches: an HTTP client takes 0.3 seconds to load.
"""

import time

from newsletter.articles.web.store import Store
from newsletter.articles.web.web import Web
from newsletter.desk.result import Talk
from newsletter.wiring import House


def visit(house: House, talk: Talk) -> Web:
    """The web, as all commands see it: public addresses only."""

    def wait(seconds: float, host: str) -> None:
        if seconds > 2:
            talk.say(f"Waiting {seconds:.0f} seconds, as {host} asks programs to.")
        time.sleep(seconds)

    return Web(store=Store(house.workspace.inside(house.workspace.web_store)), wait=wait)
