"""What a forked process finds already imported: all that a whole evening of senders ever imports."""

import contextlib
import importlib
import sys
import tempfile
from pathlib import Path

from tests.crash.base import Base
from tests.crash.evening import play
from tests.crash.script import Script

#: Any evening in which something is sent, settled and called back.
_SEED = 4


def warm_up(folder: Path, template: Path, base: Base) -> None:
    """Play an evening whose processes note what they have imported, and import that here."""
    with tempfile.TemporaryDirectory(dir=folder) as evening:
        play(Script(seed=_SEED, rates=(0.0,)), folder=Path(evening), template=template, base=base, notes=True)
        names = {name for file in Path(evening).glob("said/*.modules") for name in file.read_text().split()}
    for name in sorted(names - set(sys.modules)):
        with contextlib.suppress(Exception):  # parts of packages that are no modules of their own
            importlib.import_module(name)
