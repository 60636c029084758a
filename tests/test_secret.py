"""Secrets are found in order, kept in one place, and never shown."""

import base64
import os
import secrets
import stat
import subprocess
import sys
import threading
from pathlib import Path

import keyring.core
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordSetError

from newsletter.errors import NewsletterError, SettingsError, UsageError
from newsletter.secret import Purpose, Secret, Secrets, Source, advice, derive, parse_root

ID = "k3v9x2ab"
KEY = "SG.0123456789abcdef.ABCDEFGHIJKLMNOP"
ROOT = "ab" * 32


class Memory(KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.asked = 0

    def get_password(self, service, username):
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class Locked(Memory):
    def get_password(self, service, username):
        raise KeyringLocked("locked")

    set_password = get_password


class Refusing(Memory):
    def set_password(self, service, username, password):
        raise PasswordSetError(f"cannot store {password}")


class Crashing(Memory):
    """What a desktop's plug-in may do."""

    def get_password(self, service, username):
        raise TypeError("no bus")

    def set_password(self, service, username, password):
        raise RuntimeError("no bus")


class Silent(Memory):
    """A desktop service that never answers."""

    def __init__(self):
        super().__init__()
        self.end = threading.Event()

    def get_password(self, service, username):
        self.end.wait(20)

    def set_password(self, service, username, password):
        self.end.wait(20)


@pytest.fixture
def use(monkeypatch):
    """Put a keyring in place."""

    def put(backend):
        monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
        return backend

    return put


@pytest.fixture
def make(tmp_path):
    def secrets_of(environment=None, **options):
        return Secrets(ID, environment or {}, tmp_path, **options)

    return secrets_of


def write_by_hand(path: Path, text: str, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


@pytest.mark.parametrize(
    ("name", "variable", "value"),
    [
        ("sendgrid", "SENDGRID_API_KEY", KEY),
        ("smtp", "NEWSLETTER_SMTP_PASSWORD", "pass word £"),
        ("root", "NEWSLETTER_ROOT_KEY", ROOT),
    ],
)
def test_environment_comes_first_then_keyring_then_file(use, make, name, variable, value):
    kept = use(Memory())
    write_by_hand(make().file(name), "from-the-file\n")
    assert make().get(name) == Secret("from-the-file", Source.FILE)
    kept.kept["solidarity-newsletter", f"{ID}/{name}"] = "from-the-keyring"
    assert make().get(name) == Secret("from-the-keyring", Source.KEYRING)
    assert make({variable: f" {value}\n"}).get(name) == Secret(value, Source.ENVIRONMENT)
    assert make({variable: "  "}).get(name) == Secret("from-the-keyring", Source.KEYRING)


def test_a_working_keyring_keeps_the_secret_and_an_older_file_goes(use, make):
    kept = use(Memory())
    write_by_hand(make().file("sendgrid"), "old\n")
    assert make().set("sendgrid", f"  {KEY}\r\n") is Source.KEYRING
    assert kept.kept == {("solidarity-newsletter", f"{ID}/sendgrid"): KEY}
    assert not make().file("sendgrid").exists()
    assert make().get("sendgrid") == Secret(KEY, Source.KEYRING)


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Locked, Refusing, Crashing])
def test_without_a_working_keyring_a_private_file_keeps_the_secret(use, make, backend):
    use(backend())
    assert make().get("smtp") is None
    assert make().set("smtp", "pass word") is Source.FILE
    path = make().file("smtp")
    assert make().get("smtp") == Secret("pass word", Source.FILE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [path] == list(path.parent.iterdir())


def test_a_keyring_that_gives_no_answer_costs_its_patience_once(use, make):
    silent = use(Silent())
    found = make(patience=0.3)
    assert found.get("smtp") is None
    assert found.get("sendgrid") is None
    with pytest.raises(SettingsError, match=r"no answer in 0.3 seconds"):
        found.require("root")
    silent.end.set()


def test_what_was_stored_last_is_found_even_if_the_keyring_wakes_up_later(use, make):
    """Over a remote log-in the keyring is locked: the new key goes to the file, the old one stays in the keyring."""
    awake = use(Memory())
    make().set("sendgrid", "SG.old")
    use(Locked())
    assert make().set("sendgrid", "SG.new") is Source.FILE
    use(awake)
    awake.asked = 0
    assert make().get("sendgrid") == Secret("SG.new", Source.FILE)
    assert awake.asked == 0
    assert make().set("sendgrid", "SG.newest") is Source.KEYRING
    assert make().get("sendgrid") == Secret("SG.newest", Source.KEYRING)


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_switch_leaves_the_keyring_alone(use, make, backend):
    kept = use(Memory())
    found = make({"PYTHON_KEYRING_BACKEND": backend})
    assert found.set("smtp", "word") is Source.FILE
    assert found.get("smtp") == Secret("word", Source.FILE)
    assert kept.asked == 0


@pytest.mark.skipif(os.name != "posix", reason="the bits are POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(use, make, mode):
    use(fail.Keyring())
    path = make().file("sendgrid")
    write_by_hand(path, KEY, mode)
    with pytest.raises(SettingsError) as caught:
        make().get("sendgrid")
    assert caught.value.code == "shared-secret"
    assert f"chmod 600 {path}" in caught.value.remedy
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["", "  \n", "\ufeff", "one\ntwo", "nul\0", "esc\x1b[2J", "\u202etxt", "zero\u200bwidth", "x" * 2000],
)
def test_values_that_cannot_be_keys_are_refused_without_being_shown(use, make, value):
    use(fail.Keyring())
    with pytest.raises(SettingsError) as caught:
        make().set("smtp", value)
    assert caught.value.code == "bad-secret"
    assert not value.strip() or value.strip() not in f"{caught.value}{caught.value.remedy}"
    assert not make().file("smtp").exists()


def test_a_damaged_variable_or_file_is_named(use, make):
    use(fail.Keyring())
    with pytest.raises(SettingsError, match="SENDGRID_API_KEY"):
        make({"SENDGRID_API_KEY": "SG.a\nb"}).get("sendgrid")
    write_by_hand(make().file("smtp"), "")
    with pytest.raises(SettingsError, match="is empty"):
        make().get("smtp")
    make().file("root").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        make().get("root")


@pytest.mark.parametrize("name", ["sendgrid", "smtp", "root"])
def test_a_missing_secret_says_what_to_type(use, make, name):
    use(fail.Keyring())
    with pytest.raises(SettingsError) as caught:
        make().require(name)
    assert caught.value.code == "no-secret"
    assert f"newsletter secret set {name}" in caught.value.remedy
    assert "none on this machine" in caught.value.message


def test_sources_tell_where_from_and_never_what(use, make):
    use(Memory())
    found = make({"SENDGRID_API_KEY": KEY})
    found.set("smtp", "word")
    assert found.sources() == [
        ("sendgrid", Source.ENVIRONMENT),
        ("smtp", Source.KEYRING),
        ("root", None),
        ("model", None),
    ]
    assert KEY not in repr(found.get("sendgrid"))
    assert KEY not in repr(found)


def test_an_unknown_name_is_wrong_usage(make):
    with pytest.raises(UsageError, match="There is no secret called"):
        make().get("../smtp")


@pytest.mark.parametrize("bad", ["", "short", "../../etc/x", "UPPER-CASE", "a" * 65])
def test_a_damaged_workspace_id_cannot_lead_anywhere(bad, tmp_path):
    with pytest.raises(SettingsError):
        Secrets(bad, {}, tmp_path)


def test_a_root_key_is_random_and_never_overwritten_by_accident(use, make):
    use(fail.Keyring())
    found = make()
    assert found.make_root() is Source.FILE
    root = found.root()
    assert len(root) == 32
    with pytest.raises(SettingsError) as caught:
        found.make_root()
    assert caught.value.code == "root-exists"
    with pytest.raises(SettingsError):
        found.set("root", ROOT)
    assert found.root() == root
    found.set("root", base64.b64encode(root).decode())  # the same key, written otherwise
    assert found.root() == root
    found.make_root(force=True)
    assert found.root() != root


def test_a_root_key_is_read_in_every_usual_writing():
    root = bytes(range(224, 256))
    plain, safe = base64.b64encode(root).decode(), base64.urlsafe_b64encode(root).decode()
    for text in (root.hex(), root.hex().upper(), plain, safe, plain.rstrip("="), safe.rstrip("=")):
        assert parse_root(f" {text}\n") == root


@pytest.mark.parametrize("text", ["", "ab" * 31, "zz" * 32, "A" * 42, "A" * 45, "é" * 43])
def test_a_damaged_root_key_is_refused_and_not_shown(text):
    with pytest.raises(SettingsError) as caught:
        parse_root(text)
    assert not text or text not in f"{caught.value}{caught.value.remedy}"


def test_derived_keys_differ_by_purpose_and_follow_rfc_5869():
    root = secrets.token_bytes(32)
    keys = {derive(root, purpose) for purpose in Purpose}
    assert len(keys | {root}) == 1 + len(Purpose)
    expected = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"solidarity-newsletter/database")
    assert derive(root, "database") == expected.derive(root)
    # Written down so that no later version locks anybody out of a database.
    assert (
        derive(bytes(32), "database").hex()
        == "8d70c6c609abdc69b104eb1d96618269409037f2c1939cea2bca29ac67b18dbb"
    )
    assert (
        derive(bytes(32), "suppression").hex()
        == "e2b677d88b967d89242fa2d35bc0ea88f10e6898eae95cb163a50ce3e77c634a"
    )
    with pytest.raises(ValueError, match="other"):
        derive(root, "other")


def test_an_odd_sendgrid_key_is_advice_and_no_refusal():
    assert "SG." in advice("sendgrid", "my key")
    assert advice("sendgrid", f" {KEY}") == advice("smtp", "anything") == ""


def test_a_read_only_folder_is_one_clear_sentence(use, tmp_path):
    use(fail.Keyring())
    (tmp_path / "file").write_text("")
    with pytest.raises(NewsletterError, match="cannot be written"):
        Secrets(ID, {}, tmp_path / "file").set("smtp", "word")


def test_no_error_shows_what_the_keyring_said(use, make):
    """The words of a foreign plug-in may hold the value."""
    use(Refusing())
    found = make()
    found.set("smtp", "word-of-honour")
    found.file("smtp").unlink()
    with pytest.raises(SettingsError) as caught:
        found.require("smtp")
    assert "word-of-honour" not in f"{caught.value}{caught.value.remedy}"
    assert "PasswordSetError" in caught.value.message


def test_a_hit_in_the_environment_or_in_our_own_file_imports_no_keyring(use, make, tmp_path):
    """Importing it takes longer than the rest of most commands."""
    use(fail.Keyring())
    make().set("root", ROOT)
    code = (
        "import sys, pathlib; from newsletter.secret import Secrets;"
        f"s = Secrets({ID!r}, {{'SENDGRID_API_KEY': 'SG.x'}}, pathlib.Path(sys.argv[1]));"
        "s.require('sendgrid'); s.root();"
        "print([m for m in sys.modules if m.split('.')[0] in ('keyring', 'cryptography', 'platformdirs')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", [Memory, fail.Keyring])
def test_while_the_root_key_is_changed_both_are_kept_and_afterwards_one(use, make, kind):
    backend = use(kind())
    make().make_root()
    old = make().root()
    abandoned = make().make_next_root()
    new = make().make_next_root()  # the one before was never used
    assert len({old, new, abandoned}) == 3
    assert (make().root(), make().next_root()) == (old, new)
    make().end_change(new)
    assert (make().root(), make().next_root()) == (new, None)
    if kind is Memory:
        assert list(backend.kept) == [("solidarity-newsletter", f"{ID}/root")]
    make().end_change(new)  # a second time, after a kill
    assert make().root() == new


def test_a_key_of_the_environment_is_not_changed(use, make):
    use(fail.Keyring())
    with pytest.raises(SettingsError) as caught:
        make({"NEWSLETTER_ROOT_KEY": ROOT}).make_next_root()
    assert (caught.value.code, ROOT in str(caught.value)) == ("key-in-environment", False)
    assert make().next_root() is None


def test_a_locked_keyring_says_so_and_nothing_else_is_taken_for_the_key(use, make):
    use(Memory())
    make().make_root()
    use(Locked())
    with pytest.raises(SettingsError) as caught:
        make().root()
    assert (caught.value.code, "KeyringLocked" in caught.value.message) == ("no-secret", True)
    assert "Unlock the keyring" in caught.value.remedy
