"""Whether somebody sits at a screen that a browser can open on."""

import os
import sys


def has_screen() -> bool:
    """A browser of the terminal's own, or one on a server, would only be in the way."""
    if not sys.stderr.isatty():
        return False
    is_graphical = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return os.name == "nt" or sys.platform == "darwin" or bool(is_graphical)
