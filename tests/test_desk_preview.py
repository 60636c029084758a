"""What the preview reads: versions and copies, one person's values through a connection that cannot write."""

import os
import signal
import time
from pathlib import Path

import pytest

from newsletter.desk.preview import WITH_NAME, WITHOUT_NAME, copy_for, find_reader, stamps, versions
from newsletter.errors import NewsletterError, WorkspaceError
from newsletter.rendering import templates
from newsletter.web.looks import Look, Looks
from newsletter.wiring import House, open_house
from subscribers.database import Database
from subscribers.erasure import Erasures
from subscribers.errors import AddressError, DatabaseError, SubscribersError
from subscribers.schema import migrate
from subscribers.statements import load_statements
from tests.command import CONSENT, Desk, kill, on_both
from tests.conftest import PEOPLE_MIGRATIONS


@pytest.fixture(autouse=True)
def at_home(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are looked for in the desk's own home, also by this process."""
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, desk.variables()[name])


@pytest.fixture
def house(desk: Desk) -> House:
    desk.open_branch()
    return open_house(desk.workspace, desk.variables())


def test_a_copy_is_what_the_reader_gets(house: House) -> None:
    (version,) = versions(house, "october")
    assert version.letter is not None
    copy = copy_for(house, version, version.letter, WITH_NAME)
    headers = dict(copy.headers)
    assert headers["From"] == "Anytown Trades Council <news@anytown.example.org>"
    assert headers["Subject"] == "October: the dockers won"
    assert headers["To"] == "sample.person@example.org"
    assert headers["List-Unsubscribe"] == "<mailto:office@anytown.example.org?subject=unsubscribe>"
    assert "Dear Sam," in copy.filled.text
    assert "Dear friend," in copy_for(house, version, version.letter, WITHOUT_NAME).filled.text
    assert copy.size > len(copy.filled.html) + len(copy.filled.text)


def test_a_header_that_no_transport_takes_is_said(desk: Desk, house: House) -> None:
    settings = desk.workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8").replace('"news@anytown', '"neuigkeiten-übermorgen@anytown')
    settings.write_text(text, encoding="utf-8")
    house = open_house(desk.workspace, desk.variables())
    (version,) = versions(house, "october")
    assert version.letter is not None
    ((name, reason),) = copy_for(house, version, version.letter, WITH_NAME).headers
    assert name == "Cannot be written"
    assert "not one plain address" in reason


@on_both
def test_a_subscriber_is_read_and_nothing_is_written(desk: Desk) -> None:
    desk.open_branch()
    people = desk.folder / "list.csv"
    people.write_text("Email,First name\nnadia@example.org,Nadia\n", encoding="utf-8")
    desk.here("subscriber", "import", people, *CONSENT, "--yes").ok()
    (row,) = desk.here("subscriber", "list", "--json").ok().data["subscribers"]
    house = open_house(desk.workspace, desk.variables())

    by_address, by_id = find_reader(house, " NADIA@example.org "), find_reader(house, row["id"])
    assert by_address == by_id
    assert by_id.values["first_name"] == "Nadia"
    assert by_id.language == "en"
    assert "nadia" not in repr(by_id).lower()
    desk.here("subscriber", "suppress", "nadia@example.org", "--reason", "asked").ok()
    assert find_reader(house, row["id"]).label.endswith("opted out: gets no mail")
    with pytest.raises(SubscribersError) as caught:
        find_reader(house, "nobody@example.org")
    assert caught.value.code == "not-on-the-list"
    with pytest.raises(AddressError):
        find_reader(house, "not@an@address")
    with house.look_up() as people, pytest.raises(DatabaseError):
        Erasures(people).remove(row["id"])
    assert find_reader(house, row["id"]).language == "en"


def test_without_a_list_the_look_up_is_refused(house: House) -> None:
    assert house.has_list
    house.workspace.database.unlink()
    assert not house.has_list
    assert Looks(house, "october").answer(Look())["can_look_up"] is False
    with pytest.raises(WorkspaceError) as caught:
        find_reader(house, "a@example.org")
    assert caught.value.code == "no-list"


def test_a_connection_that_only_reads_refuses_every_change(database: Database) -> None:
    migrate(database, component="people", folder=PEOPLE_MIGRATIONS)
    database.forbid_writing()
    sql = load_statements("subscribers", "people.sql")
    assert database.value(sql["count_people"]) == 0
    with pytest.raises(DatabaseError):
        database.run(sql["remove_person"], id="x")


@pytest.mark.parametrize(
    "place",
    [
        "newsletter.toml",
        "issues/october.md",
        "issues/october.cy.md",
        "templates/email/own/style.css",
        "pictures/logo.png",
        "translations/cy.po",
    ],
)
def test_every_file_an_issue_is_made_of_is_watched(house: House, place: str) -> None:
    path = house.workspace.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    before = stamps(house.workspace.root)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n", encoding="utf-8")
    assert stamps(house.workspace.root) != before


def test_the_list_and_the_outbox_are_not_watched(house: House) -> None:
    before = stamps(house.workspace.root)
    (house.workspace.data / "note.md").write_text("x")
    house.workspace.outbox.mkdir(exist_ok=True)
    (house.workspace.outbox / "x.md").write_text("x")
    assert stamps(house.workspace.root) == before


def test_a_broken_file_keeps_the_last_letter_and_a_mended_one_comes_back(house: House) -> None:
    looks = Looks(house, "october")
    good = looks.answer(Look())
    assert good["error"] is None
    path = house.workspace.issue("october")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("subject:", "subject: [", 1).replace("id:", "idd:", 1), encoding="utf-8")
    broken = looks.answer(Look())
    assert "october.md" in broken["error"]["message"]
    assert broken["error"]["remedy"]
    assert broken["letter"]["digest"] == good["letter"]["digest"]
    path.write_text(text, encoding="utf-8")
    assert looks.answer(Look())["error"] is None


def test_an_issue_that_was_broken_from_the_start_has_an_error_and_no_letter(house: House) -> None:
    house.workspace.issue("october").write_text("no front matter", encoding="utf-8")
    looks = Looks(house, "october")
    answer = looks.answer(Look())
    assert answer["error"]
    assert answer["letter"] is None
    assert looks.page(Look()) is None


def test_a_style_that_is_ignored_is_found_in_the_branchs_own_file(house: House) -> None:
    own = house.workspace.templates / "email" / "shared"
    own.mkdir(parents=True)
    shipped = (templates.shipped() / "email" / "shared" / "base.css").read_text(encoding="utf-8")
    (own / "base.css").write_text(f".branch {{ gap: 3px; }}\n{shipped}", encoding="utf-8")
    found = Looks(house, "october").answer(Look())["findings"]
    assert [one["where"] for one in found if one["id"] == "css-unsupported"] == [
        "templates/email/shared/base.css:1"
    ]


def test_a_design_that_cannot_be_rendered_is_a_finding(house: House) -> None:
    own = house.workspace.templates / "email" / "digest"
    own.mkdir(parents=True)
    (own / "email.html.j2").write_text("{{ nothing.of.that }}", encoding="utf-8")
    answer = Looks(house, "october").answer(Look())
    assert answer["letter"] is None
    assert [one["id"] for one in answer["findings"] if one["level"] == "blocker"] == ["not-rendered"]


def test_a_finding_says_where_one_can_look(house: House) -> None:
    path = house.workspace.issue("october")
    text = path.read_text(encoding="utf-8").replace("preheader: Nine weeks", "preheader:\n# Nine weeks", 1)
    path.write_text(text.replace("language: en", "language: cy"), encoding="utf-8")
    places = {one["id"]: one["place"] for one in Looks(house, "october").answer(Look())["findings"]}
    assert places["no-preheader"] == "inbox"
    assert places["intro-unwritten"] == "letter"
    assert places["words-unreviewed"] == ""


def test_what_a_tab_sends_is_only_a_choice(house: House) -> None:
    looks = Looks(house, "october")
    answer = looks.answer(Look(language="<script>", reader="nobody"))
    assert (answer["language"], answer["reader"]) == ("en", "sample")


def test_an_issue_that_is_not_there_is_an_error(desk: Desk, house: House) -> None:
    done = desk.here("issue", "preview", "nothing", "--no-open")
    assert done.code == 1
    assert "There is no file" in done.err
    with pytest.raises(NewsletterError):
        versions(house, "nothing")


def test_pictures_need_a_browser_and_say_so(desk: Desk) -> None:
    desk.open_branch()
    done = desk.here(
        "issue", "preview", "october", "--shots", desk.folder / "shots", CHROMIUM="/nowhere/chromium"
    )
    assert done.code == 2
    assert "Chromium" in done.err
    assert not (desk.folder / "shots").exists()


def test_json_is_for_pictures_only(desk: Desk) -> None:
    desk.open_branch()
    done = desk.here("issue", "preview", "october", "--no-open", "--json")
    assert done.code == 2
    assert done.json["errors"][0]["code"] == "json-without-shots"


@pytest.mark.parametrize("options", [(), ("--port", "0")])
def test_ctrl_c_is_the_usual_end(desk: Desk, options: tuple[str, ...]) -> None:
    desk.open_branch()
    process = desk.start("issue", "preview", "october", "--no-open", *options, "--workspace", desk.workspace)
    try:
        assert process.stderr is not None
        assert "http://127.0.0.1:" in process.stderr.readline()
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        kill(process)
    assert process.returncode == 0
    assert "has ended" in out
    assert "Traceback" not in err


def test_the_help_loads_no_server(desk: Desk) -> None:
    """`newsletter issue preview --help` is told without starlette, uvicorn or a browser's driver."""
    import subprocess
    import sys

    script = (
        "import sys; sys.argv = ['newsletter', 'issue', 'preview', '--help']\n"
        "from newsletter.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('starlette', 'uvicorn', 'PIL', 'newsletter.wiring') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_shipped_pages_hold_no_address_of_another_host() -> None:
    folder = Path(__file__).parent.parent / "templates" / "web" / "preview"
    for path in folder.iterdir():
        assert "//" not in path.read_text(encoding="utf-8").replace("// ", ""), path.name
