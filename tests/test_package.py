"""What is installed is what was written: the wheel holds its templates, a checkout uses its own as they are edited."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from newsletter.rendering.words import shipped_languages

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_templates_statements_and_both_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "newsletter/templates/email/digest/email.html.j2",
        "newsletter/templates/workspace/newsletter.toml",
        "newsletter/translations/newsletter.pot",
        *(
            f"newsletter/translations/{language}/LC_MESSAGES/newsletter.po"
            for language in shipped_languages()
        ),
        "newsletter/sending/ledger.sql",
        "newsletter/sending/migrations/001_ledger.sql",
        "newsletter/transports/outbox.html",
        "subscribers/people.sql",
        "newsletter/py.typed",
    } <= names
    assert not [name for name in names if name.startswith(("tests", "docs", "benchmarks"))]


def test_the_wheel_works_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed beside the locked requirements, away from the checkout, it makes the demonstration."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = next(
        path for path in (tmp_path / "venv").glob("*/python*") if path.name in ("python", "python.exe")
    )
    site = next((tmp_path / "venv").glob("**/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    here = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    # The requirements of this environment, but without the line that leads to the checkout.
    (site / "requirements.pth").write_text(f"{here}\n", encoding="utf-8")
    script = "import sys, newsletter; print(newsletter.__file__); from newsletter.cli.main import run; run()"
    done = subprocess.run(
        [str(python), "-c", script, "demo", "--no-open"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"HOME": str(tmp_path), "PATH": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(site) in done.stdout.splitlines()[0]
    assert len(list((tmp_path / "newsletter-demo").glob("outbox/*/*.eml"))) > 30


def test_an_edited_template_of_the_checkout_is_used(tmp_path: Path) -> None:
    """Nobody who changes a template has to install anything again."""
    import shutil

    for name in ("newsletter", "subscribers", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = tmp_path / "templates" / "email" / "digest" / "email.txt.j2"
    text.write_text("A LINE OF OUR OWN\n" + text.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-m", "newsletter", "demo", "--no-open"]
    env = {"HOME": str(tmp_path), "PATH": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=env)
    message = next((tmp_path / "newsletter-demo").glob("outbox/*/*.eml")).read_text(encoding="ascii")
    assert "A LINE OF OUR OWN" in message
