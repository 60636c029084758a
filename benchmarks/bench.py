"""Two sinks that take everything, lists of people, and whoever is to be measured, each in a process of its own."""

import json
import secrets
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import certifi
import trustme

from benchmarks.measure import COMMANDS, ROOT, BenchmarkError, Cost, environment, python, run

#: Not counted at the sink: whoever has four threads may post four at once.
FIRST_REQUESTS = 4


@dataclass(frozen=True, slots=True)
class Bench:
    """The ports of the sinks, who vouches for the first one, and where the lists lie."""

    port: int
    trusted: Path
    mail_port: int
    folder: Path
    variables: dict[str, str]

    def prepare(self, people: int) -> Path:
        """A list of so many people with everything that all senders need; its making is not measured."""
        folder = self.folder / str(people)
        if not folder.exists():
            folder.mkdir()
            self._python("workspace_probe", folder, people, self.mail_port)
        return folder

    def ours(self, folder: Path, people: int) -> Cost:
        """The command, from start to exit."""
        with self._copy(folder) as workspace:
            cost = run(COMMANDS / "newsletter", "send", "october", "--yes", "--json", folder=workspace,
                       variables=self.variables)  # fmt: skip
        accepted = json.loads(cost.out)["data"]["receipt"]["accepted"]
        if accepted != people:
            raise BenchmarkError(f"the receipt says {accepted} instead of {people}")
        return replace(cost, rate=rate(self.taken(people)))

    def handover(self, folder: Path, people: int, how: str) -> Cost:
        """Our handing over by itself, see handover_probe."""
        with self._copy(folder) as workspace:
            cost = self._python("handover_probe", workspace, how, "sendgrid")
        self.taken(people)
        return cost

    def peer(self, name: str, folder: Path, people: int) -> Cost:
        cost = self._python(f"{name}_peer", folder, self.port)
        return replace(cost, rate=rate(self.taken(people)))

    def limit(self, folder: Path, people: int, threads: int) -> Cost:
        """Bodies that were encoded beforehand, only posted."""
        cost = self._python("flood", folder, self.port, people // 1000, threads)
        self.taken(people)
        return cost

    def mails(self, folder: Path, people: int, *, ours: bool) -> Cost:
        """So many mails by SMTP."""
        if ours:
            with self._copy(folder) as workspace:
                cost = self._python("handover_probe", workspace, "ledger", "smtp")
        else:
            cost = self._python("smtplib_peer", folder, self.mail_port)
        with smtplib.SMTP("127.0.0.1", self.mail_port) as server:
            _, taken = server.docmd("XTALLY")
        if int(taken) != people:
            raise BenchmarkError(f"the mail server took {int(taken)} mails instead of {people}")
        return cost

    def taken(self, people: int) -> dict[str, Any]:
        """What the sink has taken since the last look; raises BenchmarkError when that is not everybody once."""
        tls = ssl.create_default_context(cafile=self.trusted)
        with urllib.request.urlopen(f"https://127.0.0.1:{self.port}/tally", context=tls) as answer:
            tally: dict[str, Any] = json.load(answer)
        if tally["recipients"] != people:
            raise BenchmarkError(f"the sink took {tally['recipients']} recipients instead of {people}")
        return tally

    def _python(self, module: str, *words: object) -> Cost:
        return python("-m", f"benchmarks.{module}", *words, variables=self.variables)

    @contextmanager
    def _copy(self, folder: Path) -> Iterator[Path]:
        """A fresh branch for each run."""
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            yield Path(shutil.copytree(folder / "branch", Path(copy, "branch")))


def rate(tally: dict[str, Any]) -> float:
    """Recipients per second by the sink's clock, after the first requests; 0 where there were no more."""
    arrivals = tally["arrivals"]
    if len(arrivals) <= FIRST_REQUESTS:
        return 0.0
    begun, ended = arrivals[FIRST_REQUESTS - 1][0], arrivals[-1][0]
    return float(sum(number for _, number in arrivals[FIRST_REQUESTS:]) / (ended - begun))


@contextmanager
def bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="newsletter-bench-") as name:
        folder = Path(name)
        certificate, trusted = _certificate(folder)
        with _sink("sink", certificate) as port, _sink("mail_sink") as mail_port:
            yield Bench(port, trusted, mail_port, folder, _variables(port, trusted, folder))


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and a file with its signer behind all whom the system trusts.

    A client that reads the system's file anew for each request is to have as much to read here as elsewhere.
    """
    own, trusted = folder / "sink.pem", folder / "trusted.pem"
    signer = trustme.CA()
    signer.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(own)
    system = Path(ssl.get_default_verify_paths().cafile or certifi.where())
    trusted.write_bytes(system.read_bytes() + b"\n" + signer.cert_pem.bytes())
    return own, trusted


@contextmanager
def _sink(module: str, *words: object) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{module}", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        port = int((process.stdout.readline() if process.stdout else "") or 0)
        if not port:
            raise BenchmarkError("a sink did not start")
        yield port
    finally:
        process.kill()
        process.communicate()


def _variables(port: int, trusted: Path, home: Path) -> dict[str, str]:
    """A home and keys of its own: nothing of the person who runs this is read or written."""
    return environment(
        HOME=str(home), XDG_CONFIG_HOME=str(home / "config"), NO_PROXY="127.0.0.1",
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
        NEWSLETTER_ROOT_KEY=secrets.token_hex(32),
        SSL_CERT_FILE=str(trusted), REQUESTS_CA_BUNDLE=str(trusted),
        NEWSLETTER_SENDGRID_HOST=f"https://127.0.0.1:{port}", SENDGRID_API_KEY="SG.not-a-real-key.0123456789",
    )  # fmt: skip
