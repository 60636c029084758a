"""The three secrets of a workspace: where they are looked for, and where a new one is put.

Looked for in the environment, then in the system's keyring, then in a file of the user's configuration folder that
nobody else can read. `set` keeps one place only, so the one stored last is the one found. No value ever stands in a
repr, a log or an error; what is derived from the root key never leaves the process.
"""

import base64
import binascii
import os
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import ModuleType

from newsletter import files
from newsletter.errors import SettingsError, UsageError, repeated
from newsletter.rootkey import ROOT_BYTES, is_spelled, read_spelled, short_mark

APPLICATION = "solidarity-newsletter"
#: Where the next root key waits while the list is given it; no name that anybody types.
_NEXT = "root-next"
#: The second line of a file that `set` wrote because the keyring would not work. While it stands there the keyring is
#: not asked for this secret: a look-up then costs 0.1 ms in place of the 100 ms that `import keyring` takes alone.
_FILE_FIRST = (
    "# The system's keyring did not work when this was stored; while this line stands it is not asked."
)
_TYPED = "What was typed or pasted"
_LONGEST = 4096
#: Backends of the keyring library that keep nothing; naming one is how a server or a test leaves the keyring alone.
_NO_BACKENDS = {"keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"}


class SecretName(StrEnum):
    SENDGRID = "sendgrid"  # the API key
    SMTP = "smtp"  # the password of the mail server's account
    ROOT = "root"  # 32 random bytes; the keys of the database come from it
    MODEL = "model"  # the key of a language model, where one is asked for


class Source(StrEnum):
    ENVIRONMENT = "environment"  # a variable, see VARIABLES
    KEYRING = "keyring"  # of the operating system
    FILE = "file"  # mode 0600 in the user's configuration folder


class Purpose(StrEnum):
    DATABASE = "database"  # opens the file of subscribers
    SUPPRESSION = "suppression"  # hashes addresses that must never be mailed
    WRAPPING = "wrapping"  # guards the hashing key of a list whose root key was changed
    MARK = "mark"  # tells one root key from another


VARIABLES: Mapping[SecretName, str] = {
    SecretName.SENDGRID: "SENDGRID_API_KEY",
    SecretName.SMTP: "NEWSLETTER_SMTP_PASSWORD",
    SecretName.ROOT: "NEWSLETTER_ROOT_KEY",
    SecretName.MODEL: "NEWSLETTER_MODEL_KEY",
}
_WHAT: Mapping[SecretName, str] = {
    SecretName.SENDGRID: "the SendGrid API key",
    SecretName.SMTP: "the password of the mail server",
    SecretName.ROOT: "the root key, which opens the database,",
    SecretName.MODEL: "the key of the language model",
}


@dataclass(frozen=True, slots=True)
class Secret:
    value: str = field(repr=False)
    source: Source


class Secrets:
    """Finds and keeps the secrets of one workspace. `environment` is os.environ, or a test's."""

    def __init__(
        self,
        workspace_id: str,
        environment: Mapping[str, str],
        config_dir: Path | None = None,
        *,
        patience: float = 30.0,
    ) -> None:
        if not re.fullmatch(r"[a-z0-9-]{8,64}", workspace_id):
            raise SettingsError(
                "The workspace's id is damaged.", remedy="Restore newsletter.toml from a backup."
            )
        self._id = workspace_id
        self._environment = environment
        self._config_dir = config_dir
        no_keyring = environment.get("PYTHON_KEYRING_BACKEND") in _NO_BACKENDS
        self._keyring = _Keyring(patience=patience, trouble="" if not no_keyring else "switched off")

    def get(self, name: str) -> Secret | None:
        """The secret and where it was found, or None. Raises SettingsError if what is there cannot be used."""
        known = _known(name)
        return self._from_environment(known) or self._from_keyring_or_file(known)

    def require(self, name: str) -> Secret:
        """As `get`; raises SettingsError that names the command to type if there is none."""
        known = _known(name)
        secret = self.get(known)
        if secret is None:
            raise self._missing(known)
        return secret

    def set(self, name: str, value: str, *, force: bool = False) -> Source:
        """Store a secret and say where. Another root key than the one in use is taken only with `force`."""
        known = _known(name)
        if known is SecretName.ROOT:
            clean = typed_root(value).hex()
            self._keep_root(clean, force=force)
        else:
            clean = _clean(known, value, place=_TYPED)
        return self._keep(known, clean)

    def sources(self) -> list[tuple[SecretName, Source | None]]:
        """Where each secret would be taken from now; never the values."""
        return [(name, secret.source if (secret := self.get(name)) else None) for name in SecretName]

    def root(self) -> bytes:
        """The 32 bytes of the root key. Raises SettingsError if there is none or it is damaged."""
        return parse_root(self.require(SecretName.ROOT).value)

    def make_root(self, *, force: bool = False) -> Source:
        """Make and store a new root key. Raises SettingsError if there is one already, unless `force`."""
        return self.set(SecretName.ROOT, secrets.token_hex(ROOT_BYTES), force=force)

    def file(self, name: str) -> Path:
        """The file in which a secret stands on a machine without a keyring."""
        return self._file(_known(name))

    # --- another root key ------------------------------------------------------------------------------------

    def make_next_root(self) -> bytes:
        """A new root key, kept beside the one in use until `end_change`. Raises SettingsError.

        One that was made before, and never used, goes.
        """
        if self._from_environment(SecretName.ROOT):
            raise SettingsError(
                f"The root key comes from the variable {VARIABLES[SecretName.ROOT]}, which this program cannot change. "
                "Nothing was done.",
                remedy="Store it with: newsletter secret set root; unset the variable, and type the command again.",
                code="key-in-environment",
            )
        new = secrets.token_bytes(ROOT_BYTES)
        self._keep(_NEXT, new.hex())
        if self.next_root() != new:
            raise SettingsError(
                "The new root key was stored, but does not come back. Nothing was done.",
                remedy="Unlock your keyring, and type the command again.",
                code="unreliable-keyring",
            )
        return new

    def next_root(self) -> bytes | None:
        """The root key that the list was to be given when something came in between; None: there is none."""
        found = self._from_keyring_or_file(_NEXT)
        return None if found is None else parse_root(found.value)

    def end_change(self, root: bytes) -> None:
        """The list has this root key now: it becomes the one in use, and no other is kept."""
        self._keep(SecretName.ROOT, root.hex())
        self._keyring.drop(self._user(_NEXT))
        self._remove_file(_NEXT)

    @property
    def folder(self) -> Path:
        """The folder of all workspaces' secret files; it need not be there."""
        if self._config_dir is not None:
            return self._config_dir / APPLICATION
        from platformdirs import user_config_path  # noqa: PLC0415 14 ms that a hit in the environment saves

        return user_config_path(APPLICATION, appauthor=False)

    def _file(self, name: str) -> Path:
        return self.folder / self._id / name

    def _keep(self, name: str, value: str) -> Source:
        """In one place only, so that what was stored last is what is found."""
        if self._into_keyring(name, value):
            self._remove_file(name)
            return Source.KEYRING
        self._into_file(name, value)
        return Source.FILE

    def _from_environment(self, name: SecretName) -> Secret | None:
        # An empty variable is how many shells and compose files say "not set".
        value = self._environment.get(VARIABLES[name], "").strip()
        if not value:
            return None
        return Secret(_clean(name, value, place=f"The variable {VARIABLES[name]}"), Source.ENVIRONMENT)

    def _from_keyring_or_file(self, name: str) -> Secret | None:
        lines = self._read_file(name)
        in_file = Secret(_clean(name, lines[0], place=str(self._file(name))), Source.FILE) if lines else None
        if in_file and _FILE_FIRST in lines[1:]:
            return in_file
        value = self._keyring.get(self._user(name))
        if value:
            return Secret(_clean(name, value, place="The system's keyring"), Source.KEYRING)
        return in_file

    def _keep_root(self, new: str, *, force: bool) -> None:
        if force:
            return
        old = self.get(SecretName.ROOT)
        if old is None or parse_root(old.value).hex() == new:
            return
        raise SettingsError(
            "This workspace has a root key already. With another one its database could not be opened any more.",
            remedy="Keep the key you have; to begin anew, make another workspace with: newsletter init",
            code="root-exists",
        )

    def _missing(self, name: SecretName) -> SettingsError:
        unasked = f" (the system's keyring: {self._keyring.trouble})" if self._keyring.trouble else ""
        remedy = f"Type: newsletter secret set {name} (or set the variable {VARIABLES[name]})"
        if name is SecretName.ROOT:
            remedy = "Unlock the keyring, or type the key of the recovery sheet: newsletter secret set root"
        return SettingsError(
            f"{_WHAT[name][0].upper()}{_WHAT[name][1:]} was not found{unasked}.",
            remedy=remedy,
            code="no-secret",
        )

    def _user(self, name: str) -> str:
        return f"{self._id}/{name}"

    def _into_keyring(self, name: str, value: str) -> bool:
        """Whether the keyring took the value and gives it back: some only pretend."""
        self._keyring.put(self._user(name), value)
        return self._keyring.get(self._user(name)) == value

    def _into_file(self, name: str, value: str) -> None:
        path = self._file(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.chmod(0o700)
        except OSError as error:
            raise files.unwritable(path, error) from error
        files.write_text(path, f"{value}\n{_FILE_FIRST}\n", mode=0o600)

    def _remove_file(self, name: str) -> None:
        try:
            self._file(name).unlink(missing_ok=True)
        except OSError as error:
            raise files.unwritable(self._file(name), error) from error

    def _read_file(self, name: str) -> list[str]:
        """The lines of the file, none if there is no file. Refuses one that others on the machine can read."""
        path = self._file(name)
        try:
            with path.open("rb") as stream:
                _refuse_shared(path, os.fstat(stream.fileno()).st_mode)
                return stream.read(_LONGEST).decode("utf-8-sig").splitlines() or [""]
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{path} cannot be read.", remedy=f"Delete it, then type: newsletter secret set {name}"
            ) from error


class _Keyring:
    """The system's keyring. Whatever goes wrong in it means "not there"; `trouble` says what it was."""

    def __init__(self, *, patience: float, trouble: str = "") -> None:
        self._patience = patience
        self.trouble = trouble

    def get(self, user: str) -> str | None:
        return self._ask(lambda keyring: keyring.get_password(APPLICATION, user))

    def put(self, user: str, value: str) -> None:
        self._ask(lambda keyring: keyring.set_password(APPLICATION, user, value))

    def drop(self, user: str) -> None:
        if self.get(user) is not None:
            self._ask(lambda keyring: keyring.delete_password(APPLICATION, user))

    def _ask(self, deed: Callable[[ModuleType], str | None]) -> str | None:
        """What the keyring answers within the time a person needs to type the password that unlocks it."""
        if self.trouble:
            return None
        answer: SimpleQueue[tuple[str | None, str]] = SimpleQueue()
        # A daemon thread: a desktop service that never answers must not keep the command from ending.
        Thread(target=lambda: answer.put(_attempt(deed)), name="keyring", daemon=True).start()
        try:
            value, self.trouble = answer.get(timeout=self._patience)
        except Empty:
            self.trouble = f"no answer in {self._patience:g} seconds"
            return None
        return value


def _attempt(deed: Callable[[ModuleType], str | None]) -> tuple[str | None, str]:
    try:
        import keyring  # noqa: PLC0415 100 ms, and not needed for a secret in the environment or a file

        return deed(keyring), ""
    except Exception as error:  # noqa: BLE001 a plug-in of the desktop: it may raise anything, and its words may hold the value
        return None, "none on this machine" if type(error).__name__ == "NoKeyringError" else type(
            error
        ).__name__


def advice(name: str, value: str) -> str:
    """What looks odd about a value that can be stored all the same, or ""."""
    if _known(name) is SecretName.SENDGRID and not value.strip().startswith("SG."):
        return 'A SendGrid key begins with "SG."; check that the whole key was copied, not its name.'
    return ""


def typed_root(value: str) -> bytes:
    """As `parse_root`, of what somebody typed or pasted."""
    return parse_root(_clean(SecretName.ROOT, value, place=_TYPED))


def parse_root(text: str) -> bytes:
    """The 32 bytes as on a recovery sheet, as 64 hexadecimal digits or in base64. Raises SettingsError."""
    plain = text.strip()
    try:
        if re.fullmatch(r"[0-9A-Fa-f]{64}", plain):
            return bytes.fromhex(plain)
        unpadded = plain.rstrip("=").replace("+", "-").replace("/", "_")
        if re.fullmatch(r"[\w-]{43}", unpadded, re.ASCII):
            return base64.urlsafe_b64decode(f"{unpadded}=")
    except binascii.Error:
        pass
    if is_spelled(plain):
        return read_spelled(plain)
    raise SettingsError(
        "The root key is not a key of 32 bytes.",
        remedy="It is 13 groups of 5 signs as on the recovery sheet, 64 digits and letters from a to f, or 43 or 44 "
        "signs of base64: copy it whole.",
        code="bad-root",
    )


def derive(root: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869); none tells anything about another or the root."""
    # 12 ms, so not at the top: most commands about articles and issues open no database.
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    if len(root) != ROOT_BYTES:
        raise ValueError("a root key has 32 bytes")
    info = f"{APPLICATION}/{Purpose(purpose)}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(root)


def mark_of(root: bytes) -> str:
    """How people tell one root key from another, as AB12-CD34; it tells nothing about the key."""
    return short_mark(derive(root, Purpose.MARK))


def _known(name: str) -> SecretName:
    try:
        return SecretName(name)
    except ValueError as error:
        raise UsageError(
            f"There is no secret called {repeated(name)}.", remedy=f"Choose one of: {', '.join(SecretName)}."
        ) from error


def _clean(name: str, value: str, *, place: str) -> str:
    """The value without the space and line end that pasting adds. Raises SettingsError, which never shows it."""
    # Byte order mark and zero width space: invisible, and copied along from web pages.
    clean = value.strip().strip("\ufeff\u200b").strip()
    if clean and clean.isprintable() and len(clean) <= _LONGEST // 4:
        return clean
    what = "is empty" if not clean else "holds a line break or hidden sign, or is too long to be a key"
    raise SettingsError(
        f"{place} {what}.",
        remedy=f"Copy it again, then type: newsletter secret set {name}",
        code="bad-secret",
    )


def _refuse_shared(path: Path, mode: int) -> None:
    """Refuse a file that other accounts can read. Windows keeps no such bits; its profile folder is private."""
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise SettingsError(
            f"{path} can be read by other accounts of this machine.",
            remedy=f"Type: chmod 600 {path} (and make a new key if anybody may have seen this one).",
            code="shared-secret",
        )
