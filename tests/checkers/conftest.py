"""The judges' tools. What is not installed is skipped; in CI what is skipped has failed (tests/conftest.py)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checkers import browser as browsers

MODULES = Path(__file__).parent / "node_modules"


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def _module(path: str) -> Path:
    found = MODULES / path
    if not found.exists():
        pytest.skip("the judges are not installed (make checkers installs them where there is npm)")
    return found


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the judges have to say beside yes and no: pytest-xdist brings it here from its workers."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.stats.get(name, [])]
    said = sorted((name, str(value)) for report in reports for name, value in report.user_properties)
    if said:
        terminalreporter.section("what the judges say")
        for name, value in said:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def browser() -> Iterator[browsers.Browser]:
    path = browsers.find()
    if path is None:
        pytest.skip(browsers.NO_BROWSER)
    with browsers.opened(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe_source() -> str:
    return _module("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nu_command() -> list[str]:
    # Deep tables need a deeper stack than Java gives by itself.
    return [_tool("java"), "-Xss8m", "-jar", str(_module("vnu-jar/build/dist/vnu.jar"))]


@pytest.fixture(scope="session")
def caniemail_command() -> list[str]:
    _module("caniemail/package.json")
    return [_tool("node"), str(Path(__file__).parent / "caniemail.mjs")]


@pytest.fixture(scope="session")
def spamassassin() -> str:
    return _tool("spamassassin")
